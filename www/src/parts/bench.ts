// What every part of the desk is given to draw from: the case, its verdict, the words, and what is unfolded.

import { html, type TemplateResult } from 'lit';
import { nearestIn } from '../case/correlations';
import { type Entry, entriesOf, type Reference } from '../case/entries';
import { read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import { asTyped, type Earlier, referredTo } from '../controls/link';
import { caseOutline, fieldWithin, outlineOf, outlines } from '../engine/outlines';
import type {
  CaseDocument,
  Facts,
  FieldOutline,
  Problem,
  Standard,
  Step,
  Valuation,
  Verdict,
} from '../engine/types';
import { CASE_FIELDS, WEIGHT, wordsOf } from '../fields';
import { fieldText } from '../read-number';
import { has, type Language, type MoneyFormat, say } from '../text';
import '../elements/handle';

/** Parts that can be folded away; a link to a field within unfolds them. */
export type Fold =
  | 'facts'
  | 'right'
  | 'simulation'
  | 'steps'
  | 'conclusion'
  | 'notUsed'
  | 'chooser'
  | `more:${string}`
  | `cards:${string}`
  | `entry:${string}`
  | `part:${string}`
  | `help:${string}`;

export interface Bench {
  store: CaseStore;
  language: Language;
  verdict: Verdict | undefined;
  problems: Problem[];
  /** What the entries that are still being filled lack, by their ids. */
  lacking: ReadonlyMap<string, Problem[]>;
  entries: Entry[];
  editions: Standard[];
  /** In the unit of the case as it is being edited. */
  money: MoneyFormat;
  /** Counts the store's changes, so that an edit elsewhere redraws a field. */
  version: number;
  /** What the reader has opened or closed; a part that is not named is as it stands by itself. */
  folds: Partial<Record<Fold, boolean>>;
  fold: (name: Fold, open: boolean) => void;
  /** What is written in the search of the chooser. */
  sought: string;
  seek: (text: string) => void;
}

/** Only money is a value to conclude from; the engine says which method gives it. */
export function givesMoney(method: string): boolean {
  return (outlineOf(method)?.gives ?? 'money') === 'money';
}

export function entriesIn(store: CaseStore): Entry[] {
  return entriesOf(store, givesMoney);
}

/** The field alone, where its label stands beside it. */
export function bareHandle(bench: Bench, pointer: string, field = CASE_FIELDS[pointer]): TemplateResult {
  const { store, problems, money, language, version } = bench;
  return html`<ipval-handle .shape=${'bare'} .store=${store} .field=${field} .pointer=${pointer} .problems=${problems} .money=${money} .language=${language} .version=${version}></ipval-handle>`;
}

export function textAt({ store }: Bench, pointer: string): string {
  return String(read(store.document, pointer) ?? '');
}

export function stepAt(steps: Step[], ...pointers: string[]): Step | undefined {
  return steps.find(({ pointer }) => pointer !== undefined && pointers.includes(pointer));
}

// What things are called

export function methodName(method: string, language: Language): string {
  return has(`method.${method}`) ? say(`method.${method}`, language) : method;
}

/** A method's name, with the entry's own where the case has the method twice. */
export function entryName(
  entry: { id: string; method: string },
  all: readonly { method: string }[],
  language: Language,
): string {
  const name = methodName(entry.method, language);
  const twice = all.filter(({ method }) => method === entry.method).length > 1;
  return !twice ? name : language === 'zh' ? `${name}（${entry.id}）` : `${name} (${entry.id})`;
}

const NOTHING: Earlier[] = [];
let lastEarlier: { valuation: Valuation; language: Language; of: Map<number, Earlier[]> } | undefined;

/** What the entries before one have worked out; the same list while the answer is the same. */
export function earlierThan(bench: Bench, index: number): Earlier[] {
  const { verdict, language, entries } = bench;
  if (index === 0 || verdict?.status !== 'valued') return NOTHING;
  if (lastEarlier?.valuation !== verdict || lastEarlier.language !== language)
    lastEarlier = { valuation: verdict, language, of: new Map() };
  const known = lastEarlier.of.get(index);
  if (known) return known;
  const found = entries.slice(0, index).flatMap((entry): Earlier[] => {
    const done = verdict.methods.find(({ id }) => id === entry.id);
    if (!done || entry.aside) return [];
    const steps = verdict.steps.filter(
      ({ part, id, kind }) =>
        part === done.part && id !== done.step && kind !== 'input' && kind !== 'assumed',
    );
    return [
      {
        id: entry.id,
        name: entryName(entry, entries, language),
        unit: done.gives,
        value: done.value,
        values: done.concluding,
        steps,
      },
    ];
  });
  lastEarlier.of.set(index, found);
  return found;
}

/** The number that a reference leads to in the last answer. */
export function numberOf(bench: Bench, reference: Reference): number | undefined {
  const found = referredTo(reference, earlierThan(bench, bench.entries.length));
  return found && asTyped(found.value);
}

/** The field that a pointer leads into. */
export function fieldAt(content: CaseDocument, pointer: string): FieldOutline | undefined {
  if (CASE_FIELDS[pointer]) return CASE_FIELDS[pointer];
  if (pointer.startsWith('/conclusion/weights')) return WEIGHT;
  const [, index = '', path = ''] = /^\/methods\/(\d+)\/inputs\/(.+)$/.exec(pointer) ?? [];
  if (path !== '') {
    const method = read(content, `/methods/${index}/method`);
    return fieldWithin(outlineOf(String(method))?.fields ?? [], path.split('/'));
  }
  const fact = /^\/facts\/(.+)$/.exec(pointer)?.[1];
  if (fact === undefined) return fieldWithin(caseOutline(), pointer.split('/').slice(1));
  return outlines()
    .map(({ fields }) => fieldWithin(fields, fact.split('/')))
    .find((field) => field !== undefined);
}

/** The trade's word for what stands at a pointer; the pointer itself where there is none. */
export function fieldName(pointer: string, language: Language, entries: readonly Entry[] = []): string {
  const [, index = '', path = ''] = /^\/(?:methods\/(\d+)\/inputs|facts)\/(.+)$/.exec(pointer) ?? [];
  if (path !== '') {
    const entry = entries.length > 1 ? entries[Number(index)] : undefined;
    const prefix =
      entry && index !== '' ? `${entryName(entry, entries, language)}${language === 'zh' ? '·' : ' · '}` : '';
    return `${prefix}${pathName(path.split('/'), language)}`;
  }
  const weight = /^\/conclusion\/weights\/(\d+)$/.exec(pointer)?.[1];
  if (weight !== undefined)
    return `${say('field.weights', language)}${say('method-mark', language, { year: Number(weight) + 1 })}`;
  if (pointer === '/licence/years') return say('licence.years', language);
  const last = pointer.split('/').at(-1) ?? '';
  const entry = entries[Number(/^\/methods\/(\d+)/.exec(pointer)?.[1] ?? -1)];
  if (entry && !has(`field.${last}`)) return entryName(entry, entries, language);
  const words = wordsOf(pointer);
  return has(words) ? say(words, language) : pointer || '/';
}

/** The facts of a problem, with the trade's words for the figures that they name by their places. */
export function factsInWords({ facts }: Problem, language: Language, entries: readonly Entry[]): Facts {
  const nameOf = (pointer: string): string => fieldName(pointer, language, entries);
  const offered = nearestIn(facts.nearest).map(({ between: [one, other], rank }) => {
    const between = say('correlations.between', language, { one: nameOf(one), other: nameOf(other) });
    return `${between} ${fieldText(rank, 'number')}`;
  });
  const named = Object.entries(facts).map(([key, fact]) => [
    key,
    typeof fact === 'string' ? fact.replace(/\/(?:methods\/\d+\/inputs|facts)\/[^\s,;:]+/g, nameOf) : fact,
  ]);
  return {
    ...Object.fromEntries(named),
    ...(offered.length > 0 ? { nearest: offered.join(language === 'zh' ? '；' : '; ') } : {}),
  };
}

/** 构成项目（第 1 项）·金额: each key in words, each place in a list counted from one. */
function pathName(path: string[], language: Language): string {
  let name = '';
  let key = '';
  for (const [at, segment] of path.entries()) {
    if (/^\d+$/.test(segment)) {
      // A place below which there is more is an item; a last one is a year of a series, or a payment.
      const within = at < path.length - 1;
      const mark = within ? 'item-mark' : key === 'timing' ? 'payment-mark' : 'year-mark';
      name += say(mark, language, { year: Number(segment) + 1, number: Number(segment) + 1 });
      continue;
    }
    key = segment;
    const word = has(`field.${segment}`)
      ? say(`field.${segment}`, language)
      : has(`evidence.${segment}`)
        ? say(`evidence.${segment}`, language)
        : '';
    if (word === '') continue;
    name += name === '' ? word : `${language === 'zh' ? '·' : ' · '}${word}`;
  }
  return name || path.join('/');
}
