// What every part of the desk is given to draw from: the case, its verdict, the words, and what is unfolded.

import { html, type TemplateResult } from 'lit';
import { isObject, read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import type { CaseDocument, Problem, Standard, Step, Verdict } from '../engine/types';
import { CASE_FIELDS, type Field, METHODS, WEIGHT } from '../fields';
import { has, type Language, type MoneyFormat, say } from '../text';
import '../elements/handle';

/** Parts that can be folded away; a link to a field within unfolds them. */
export type Fold = 'facts' | 'right' | 'more' | 'simulation' | 'steps';

export interface Bench {
  store: CaseStore;
  language: Language;
  verdict: Verdict | undefined;
  problems: Problem[];
  editions: Standard[];
  /** In the unit of the case as it is being edited. */
  money: MoneyFormat;
  /** Counts the store's changes, so that an edit elsewhere redraws a field. */
  version: number;
  /** What the reader has opened or closed; a part that is not named is as it stands by itself. */
  folds: Partial<Record<Fold, boolean>>;
  fold: (name: Fold, open: boolean) => void;
}

/** The field alone, where its label stands beside it. */
export function bareHandle(bench: Bench, pointer: string, field = CASE_FIELDS[pointer]): TemplateResult {
  const { store, problems, money, language, version } = bench;
  return html`<ipval-handle bare .store=${store} .field=${field} .pointer=${pointer} .problems=${problems} .money=${money} .language=${language} .version=${version}></ipval-handle>`;
}

export function textAt({ store }: Bench, pointer: string): string {
  return String(read(store.document, pointer) ?? '');
}

export function methodsOf(content: CaseDocument): string[] {
  const methods = read(content, '/methods');
  return Array.isArray(methods) ? methods.map((entry) => (isObject(entry) ? String(entry.method) : '')) : [];
}

export function stepAt(steps: Step[], ...pointers: string[]): Step | undefined {
  return steps.find(({ pointer }) => pointer !== undefined && pointers.includes(pointer));
}

const keyAt = (pointer: string): string | undefined => /\/(?:inputs|facts)\/([^/]+)/.exec(pointer)?.[1];

export function fieldAt(content: CaseDocument, pointer: string): Field | undefined {
  if (CASE_FIELDS[pointer]) return CASE_FIELDS[pointer];
  if (pointer.startsWith('/conclusion/weights')) return WEIGHT;
  const key = keyAt(pointer);
  return methodsOf(content)
    .flatMap((method) => METHODS[method] ?? [])
    .find((field) => field.key === key);
}

/** The trade's word for what stands at a pointer; the pointer itself where there is none. */
export function fieldName(pointer: string, language: Language): string {
  const key = keyAt(pointer);
  if (key !== undefined && has(`field.${key}`)) {
    const place = /\/(\d+)$/.exec(pointer.slice(pointer.indexOf(key)))?.[1];
    if (place === undefined) return say(`field.${key}`, language);
    const mark = key === 'timing' ? 'payment-mark' : 'year-mark';
    return `${say(`field.${key}`, language)}${say(mark, language, { year: Number(place) + 1 })}`;
  }
  const weight = /^\/conclusion\/weights\/(\d+)$/.exec(pointer)?.[1];
  if (weight !== undefined)
    return `${say('field.weights', language)}${say('method-mark', language, { year: Number(weight) + 1 })}`;
  if (pointer === '/licence/years') return say('licence.years', language);
  const last = pointer.split('/').at(-1) ?? '';
  return has(`field.${last}`) ? say(`field.${last}`, language) : pointer || '/';
}
