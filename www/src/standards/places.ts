// What a clause looked at, in words, and the way to it: a field or a step of the valuation desk.

import { wordsOf } from '../fields';
import { has, type Language, say } from '../text';

/** The sections of a case that the valuation desk has fields for. */
const ON_DESK =
  /^\/(?:methods\/\d+(?:\/|$)|facts\/|methods$|conclusion\/(?:weights|adopted|reason|rounding|notUsed)|simulation\/|(?:purpose|valuationDate|basisOfValue|title|currency|unit)$|(?:asset|engagement|pledge|licence|review)(?:\/|$))/;

/** The address of a place at the valuation desk; undefined where the desk has no field for it. */
export function deskAddress(pointer: string): string | undefined {
  return ON_DESK.test(pointer) ? `./index.html#${encodeURI(pointer)}` : undefined;
}

export function stepAddress(step: string): string {
  return `./index.html#step=${encodeURIComponent(step)}`;
}

/** 委托与报告 › 委托人, as the engine's own report has it; a method by its name. */
export function placeName(pointer: string, l: Language, methods: readonly string[] = []): string {
  const names: string[] = [];
  let ofMethod = false;
  const path = pointer.split('/');
  for (const [place, key] of path.entries()) {
    if (place === 0) continue;
    if (key === 'inputs' || key === '*' || key === 'facts') continue;
    if (key === 'methods') {
      ofMethod = true;
    } else if (/^\d+$/.test(key)) {
      const method = methods[Number(key)];
      const number = String(Number(key) + 1);
      if (ofMethod)
        names.push(
          method && has(`method.${method}`)
            ? say(`method.${method}`, l)
            : `${say('field.method', l)} ${number}`,
        );
      else names[names.length - 1] = `${names.at(-1) ?? ''} ${number}`;
      ofMethod = false;
    } else {
      const own = wordsOf(path.slice(0, place + 1).join('/'), key);
      const word = has(own) ? own : has(`evidence.${key}`) ? `evidence.${key}` : undefined;
      names.push(word ? say(word, l) : key);
    }
  }
  if (names.length === 0) return ofMethod ? say('field.methods', l) : pointer;
  return names.join(' › ');
}

export function stepWord(step: string, l: Language): string {
  return has(`step.${step}`) ? say(`step.${step}`, l) : step;
}

/** The number of a parameter as its unit asks. */
export function amount(value: number, unit: string | undefined, l: Language): string {
  const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 }).format(value);
  if (unit === 'share')
    return `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 }).format(value * 100)}%`;
  if (unit === 'years' || unit === 'months')
    return l === 'zh'
      ? `${plain} ${unit === 'years' ? '年' : '个月'}`
      : `${plain} ${unit === 'years' ? 'years' : 'months'}`;
  return plain;
}
