// One for each year: figures or days in a list that grows, shrinks, and takes a row of a spreadsheet.

import { html, nothing, type TemplateResult } from 'lit';
import { figureAt, read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import { fieldId } from '../elements/light';
import type { Json } from '../engine/types';
import { type NumberKind, readNumber } from '../read-number';
import { say } from '../text';
import { dateInput } from './date';
import type { Filling } from './filling';

/** Beyond this a list of years is nobody's forecast; a mistyped 800 would freeze the page. */
const MOST_YEARS = 60;

const beside = (pointer: string): string => pointer.replace(/\/[^/]*$/, '');

/** How many years the case speaks of: its own list of sales, else its years, else its life, else five. */
export function yearsOf({ document }: CaseStore, pointer: string): number {
  const base = beside(pointer);
  const sales = read(document, `${base}/sales`) ?? read(document, '/facts/sales');
  if (Array.isArray(sales) && !pointer.endsWith('/sales')) return sales.length;
  const years = ['years', 'remainingLife'].map((key) => figureAt(document, `${base}/${key}`)).find(Boolean);
  return Math.max(1, Math.min(MOST_YEARS, Math.ceil(years ?? 5)));
}

export function series(filling: Filling, values: Json[]): TemplateResult {
  const { store, field, pointer: base, language: l, kind, label, entry } = filling;
  const days = field.or === 'dates';
  const cell = (pointer: string, value: Json, name: string): TemplateResult =>
    days
      ? dateInput(store, pointer, store.drafts[pointer] ?? String(value ?? ''), '', name)
      : entry(pointer, kind, name);
  // The next year begins as the last one; where that is more than a number, as its number alone.
  const more = (): Json =>
    days ? nextYear(values.at(-1)) : (figureAt(store.document, `${base}/${values.length - 1}`) ?? null);
  return html`<div class="series ${days ? 'days' : ''}" role="group" aria-label=${label}>
      ${values.map((value, index) => {
        const pointer = `${base}/${index}`;
        const year = say(days ? 'payment' : 'year', l, { year: index + 1 });
        return html`<span class="series-year"><label for=${fieldId(pointer)}>${year}</label>${cell(pointer, value, `${label} ${year}`)}</span>`;
      })}
    </div>
    <p class="series-tools">
      <button type="button" class="plain" data-role="add-year" @click=${() => store.set(base, [...values, more()])}>${say(days ? 'add-payment' : 'add-year', l)}</button>
      ${values.length > 1 ? html`<button type="button" class="plain" data-role="drop-year" @click=${() => store.set(base, values.slice(0, -1))}>${say(days ? 'drop-payment' : 'drop-year', l)}</button>` : nothing}
      ${days ? nothing : html`<button type="button" class="plain" @click=${() => store.set(base, values[0] ?? undefined)}>${say('one-figure', l)}</button>`}
    </p>`;
}

/** The same day a year later, as a first proposal for the next payment; nothing after no day. */
function nextYear(day: Json | undefined): Json {
  const found = typeof day === 'string' ? /^(\d{4})-(\d{2}-\d{2})$/.exec(day) : null;
  if (!found) return null;
  const [, year = '', rest = ''] = found;
  return `${Number(year) + 1}-${rest === '02-29' ? '02-28' : rest}`;
}

/** A list of one's own in place of a word: days a year apart after the valuation date, or sums still to be filled. */
export function startOwn({ store, field, pointer }: Filling): void {
  const length = yearsOf(store, pointer);
  if (field.or !== 'dates') {
    store.set(pointer, Array<Json>(length).fill(null));
    return;
  }
  const days: Json[] = [];
  for (let day = nextYear(read(store.document, '/valuationDate')); days.length < length; day = nextYear(day))
    days.push(day);
  store.set(pointer, days);
}

/** One figure becomes one for each year; sales grow on the way as the case says they do. */
export function toSeries({ store, field, pointer }: Filling): void {
  const figure = figureAt(store.document, pointer) ?? 0;
  const base = beside(pointer);
  const length = yearsOf(store, pointer);
  if (field.key === 'sales') {
    const growth = figureAt(store.document, `${base}/growthRate`) ?? 0;
    let sales = figure;
    const figures = Array.from({ length }, (_, year) => {
      if (year > 0) sales *= 1 + growth;
      return sales;
    });
    const first = read(store.document, pointer);
    store.setAll([
      // The first year keeps the source that the one figure named.
      [pointer, [first ?? figure, ...figures.slice(1)]],
      [`${base}/years`, undefined],
      [`${base}/growthRate`, undefined],
    ]);
  } else {
    const count = field.key === 'growthRate' ? Math.max(1, length - 1) : length;
    store.set(
      pointer,
      Array.from({ length: count }, () => figure),
    );
  }
}

/** A row of figures from a spreadsheet, pasted into one field, fills the years from there on. */
export function pasted(
  filling: { store: CaseStore; pointer: string; kind: NumberKind; exponent: number },
  event: ClipboardEvent,
  pointer: string,
): boolean {
  const { store, pointer: base, kind, exponent } = filling;
  const cells = (event.clipboardData?.getData('text') ?? '').trim().split(/[\t\n\r]+/);
  if (cells.length < 2) return false;
  const figures = cells.map((cell) => readNumber(cell, kind, exponent));
  if (!figures.every((figure) => figure.ok)) return false;
  event.preventDefault();
  const now = read(store.document, base);
  const list = Array.isArray(now) ? [...now] : [];
  const from = pointer === base ? 0 : Number(pointer.slice(base.length + 1));
  figures.forEach((figure, index) => {
    if (figure.ok) list[from + index] = figure.value;
  });
  store.set(base, list);
  return true;
}
