// Words and figures in the reader's language.
//
// The engine's vocabulary (steps, fields, problems, findings) comes from its own `messages.json`;
// what only the page says stands in `ui-text.json`.

import type { Clause, Facts, MoneyUnit, Standard, Step, StepUnit, Verdict } from './engine/types';
import uiText from './ui-text.json';

export type Language = 'zh' | 'en';
export type MoneyChoice = 'auto' | 'one' | 'tenThousand' | 'million' | 'hundredMillion';
export type Parts = Record<string, string>;

type Entry = string | Parts;
type Table = Record<string, { zh: Entry; en: Entry } | undefined>;

const files = import.meta.glob<Table>('../../src/text/*.json', { eager: true, import: 'default' });
const vocabulary: Table = Object.assign({}, ...Object.values(files));
const own: Table = { ...uiText };

/** The words of a page of its own, which the others need not load. */
export function addWords(words: Table): void {
  Object.assign(own, words);
}

/** Keys that were asked for and found nowhere: shown as they are, so that nobody reads an empty place. */
export const missing = new Set<string>();

function entry(key: string, language: Language): Entry | undefined {
  return (own[key] ?? vocabulary[key])?.[language];
}

export function has(key: string): boolean {
  return own[key] !== undefined || vocabulary[key] !== undefined;
}

/** A message of one sentence; an entry of several parts gives its `label`, `name` or `what`. */
export function say(key: string, language: Language, facts: Facts = {}, money?: MoneyFormat): string {
  const found = entry(key, language);
  if (found === undefined) {
    missing.add(key);
    return key;
  }
  const sentence = typeof found === 'string' ? found : (found.label ?? found.name ?? found.what ?? key);
  return filled(sentence, facts, language, money);
}

/** A word out of a field's closed list; where nobody has said it, the word itself, spelt apart. */
export function choiceWord(field: string, word: string, language: Language): string {
  const key = [`choice.${field}.${word}`, `choice.${word}`, `${field}.${word}`].find(has);
  return key
    ? say(key, language)
    : word.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
}

/** Sentences one after the other: Chinese puts no space between them. */
export function joined(language: Language, ...sentences: string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(language === 'zh' ? '' : ' ');
}

/** A message of several parts: `what`, `why`, `remedy`, or `label`, `help`, `example`. */
export function parts(key: string, language: Language, facts: Facts = {}, money?: MoneyFormat): Parts {
  const found = entry(key, language);
  if (found === undefined) {
    missing.add(key);
    return { what: key, label: key };
  }
  const all: Parts = typeof found === 'string' ? { what: found, label: found } : found;
  return Object.fromEntries(
    Object.entries(all).map(([part, text]) => [part, filled(text, facts, language, money)]),
  );
}

function filled(sentence: string, facts: Facts, language: Language, money?: MoneyFormat): string {
  return sentence.replace(/\{(\w+)(?::(\w+))?\}/g, (whole, name: string, shape?: string) => {
    const fact = facts[name];
    if (fact === undefined) return whole;
    if (typeof fact === 'string') {
      // A word of the engine's own, such as a field's key, is said in the reader's language.
      if (shape !== undefined && has(`${shape}.${fact}`)) return say(`${shape}.${fact}`, language);
      return fact;
    }
    if (shape === 'percent') return percent(fact, 2);
    if (shape === 'money') return money ? money.amount(fact) : plain(fact, 2);
    if (shape === 'years') return plain(fact, 2);
    return plain(fact, 6);
  });
}

const formats = new Map<string, Intl.NumberFormat>();

/** Thousands separated, a true minus; a formatter costs far more to make than to use, so each is made once. */
function decimals(value: number, least: number, most: number): string {
  const name = `${least}-${most}`;
  const format =
    formats.get(name) ??
    new Intl.NumberFormat('en-US', { minimumFractionDigits: least, maximumFractionDigits: most });
  formats.set(name, format);
  return format.format(value).replace(/^-/, '−');
}

/** At most `digits` decimals, thousands separated, a true minus. */
export function plain(value: number, digits: number): string {
  return decimals(value, 0, digits);
}

/** Exactly `digits` decimals, for columns; zero is a dash. */
export function column(value: number, digits: number): string {
  if (value === 0) return '—';
  return decimals(value, digits, digits);
}

export function percent(value: number, digits = 2): string {
  return `${plain(value * 100, digits)}%`;
}

export function signedPercent(value: number, digits = 1): string {
  const text = percent(value, digits);
  return value > 0 ? `+${text}` : text;
}

export const UNIT_EXPONENT: Record<MoneyUnit, number> = {
  one: 0,
  thousand: 3,
  tenThousand: 4,
  million: 6,
  hundredMillion: 8,
};

/** What a currency is called after 万 and 亿; any other keeps its code. */
const CURRENCIES: Record<string, string> = {
  CNY: '元',
  USD: '美元',
  EUR: '欧元',
  HKD: '港元',
  JPY: '日元',
  GBP: '英镑',
};

/** How sums of one case are written: its own unit in, the reader's unit out, by magnitude unless chosen. */
export class MoneyFormat {
  constructor(
    readonly unit: MoneyUnit,
    readonly currency: string,
    readonly language: Language,
    readonly choice: MoneyChoice,
  ) {}

  /** The power of ten in which a figure of this size is read most easily. */
  exponent(size: number): number {
    if (this.choice !== 'auto') return UNIT_EXPONENT[this.choice];
    // Nothing has no magnitude: it stays in the unit in which the case was written.
    if (size === 0) return UNIT_EXPONENT[this.unit];
    const whole = Math.abs(size) * 10 ** UNIT_EXPONENT[this.unit];
    if (this.language === 'zh') return whole >= 1e8 ? 8 : whole >= 1e4 ? 4 : 0;
    return whole >= 1e9 ? 9 : whole >= 1e6 ? 6 : whole >= 1e4 ? 3 : 0;
  }

  scaled(value: number, exponent: number): number {
    return value * 10 ** (UNIT_EXPONENT[this.unit] - exponent);
  }

  /** The heading of a column: 万元, or CNY million. */
  heading(exponent: number): string {
    if (this.language === 'zh') {
      const scale = { 0: '', 3: '千', 4: '万', 6: '百万', 8: '亿', 9: '十亿' }[exponent] ?? '';
      return `${scale}${CURRENCIES[this.currency] ?? this.currency}`;
    }
    const scale =
      { 0: '', 3: ' thousand', 4: ' ×10,000', 6: ' million', 8: ' ×100 million', 9: ' billion' }[exponent] ??
      '';
    return `${this.currency}${scale}`;
  }

  /** Three significant digits or the whole part, whichever is more: as one would say it. */
  figure(value: number, exponent = this.exponent(value)): string {
    const scaled = this.scaled(value, exponent);
    const size = Math.abs(scaled);
    if (size === 0) return '0';
    const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
    return decimals(scaled, digits, digits);
  }

  /** From one figure to another in one unit: 1,020–1,730 万元. */
  span(low: number, high: number): string {
    const exponent = this.exponent(high);
    const figures = `${this.figure(low, exponent)}–${this.figure(high, exponent)}`;
    if (this.language === 'zh') return `${figures} ${this.heading(exponent)}`;
    const [currency = '', ...scale] = this.heading(exponent).split(' ');
    return [currency, figures, ...scale].join(' ');
  }

  amount(value: number, exponent = this.exponent(value)): string {
    const figure = this.figure(value, exponent);
    if (this.language === 'zh') return `${figure} ${this.heading(exponent)}`;
    const [currency = '', ...scale] = this.heading(exponent).split(' ');
    return [currency, figure, ...scale].join(' ');
  }
}

/** The figure of a step with its unit, as the working paper shows it. */
export function stepFigure(
  step: { unit: StepUnit; value: number },
  money: MoneyFormat,
  exponent?: number,
): string {
  switch (step.unit) {
    case 'money':
      return written(money.scaled(step.value, exponent ?? money.exponent(step.value)));
    case 'share':
    case 'rate':
      return percent(step.value, 3);
    case 'factor':
      return column(step.value, 4);
    default:
      return plain(step.value, 4);
  }
}

/** A result in words of its own unit: 579 万元, 10.4%, 6.2 年; a bare number has none. */
export function withUnit(one: { unit: StepUnit; value: number }, money: MoneyFormat): string {
  if (one.unit === 'money') return money.amount(one.value);
  const figure = one.value === 0 ? '0' : stepFigure(one, money);
  return one.unit === 'years' ? `${figure} ${say('years-unit', money.language)}` : figure;
}

/** Five significant digits at the least, two decimals at the least: enough to check a step by hand. */
function written(value: number): string {
  if (value === 0) return '—';
  const most = Math.min(8, Math.max(2, 4 - Math.floor(Math.log10(Math.abs(value)))));
  return decimals(value, 2, most);
}

/** The steps that are counted by item and not by year; the engine numbers both alike. */
const items = new WeakSet<object>();

/** Only an income is counted by years; what a cost, a market or a score is made of is a list of things. */
export function tellItems(verdict: Verdict): Verdict {
  if (verdict.status !== 'valued') return verdict;
  const parts = new Set(
    verdict.methods.flatMap(({ approach, part }) => (approach === 'income' ? [] : [part])),
  );
  for (const step of verdict.steps) if (parts.has(step.part)) items.add(step);
  return verdict;
}

export function isItem(step: object | undefined): boolean {
  return step !== undefined && items.has(step);
}

export function stepName(step: Step, language: Language): string {
  const name = step.label ?? say(`step.${step.key}`, language);
  if (step.period === undefined) return name;
  if (items.has(step)) return `${name}${say('item-mark', language, { number: step.period })}`;
  // In the conclusion the steps are counted by method, everywhere else by year.
  return `${name}${say(step.part === 'conclusion' ? 'method-mark' : 'year-mark', language, { year: step.period })}`;
}

export interface Cited {
  ref: string;
  title: string;
  /** 第42条; empty where the document numbers nothing. */
  place: string;
  gist: string;
  text?: string;
  url?: string;
  edition: string;
  inferred: boolean;
}

/** The clause behind a reference such as `cn-patent-law#term-invention`, in the edition that was used. */
export function cited(
  ref: string,
  standards: Standard[],
  used: { id: string; edition: string }[],
  language: Language,
): Cited | undefined {
  const [id = '', name = ''] = ref.split('#');
  const editions = standards.filter((standard) => standard.id === id);
  const edition = used.find((entry) => entry.id === id)?.edition;
  const standard = editions.find((candidate) => candidate.edition === edition) ?? editions.at(-1);
  const clause: Clause | undefined = standard?.clauses?.find((candidate) => candidate.id === name);
  if (!standard || !clause) return undefined;
  // A law is counted in articles, a standard in numbers.
  const { article } = clause;
  return {
    ref,
    title: standard.title[language],
    place:
      article === '' || standard.group !== 'law' ? article : say('clause.article', language, { article }),
    gist: clause.gist[language],
    ...(clause.text ? { text: clause.text } : {}),
    ...(standard.source?.url ? { url: standard.source.url } : {}),
    edition: standard.edition,
    inferred: clause.reading === 'inferred',
  };
}
