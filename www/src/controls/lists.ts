// Lists that are typed or pasted as a whole: figures, words, and a grid of figures.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import { fieldId } from '../elements/light';
import type { FieldOutline, Json } from '../engine/types';
import { numberKind } from '../fields';
import { fieldText, type NumberKind, readNumber, readNumbers } from '../read-number';
import { type Language, plain, say } from '../text';

/** What these controls are given. */
export interface Listing {
  store: CaseStore;
  field: FieldOutline;
  pointer: string;
  language: Language;
  label: string;
  described: string;
  /** The power of ten of the case's unit of money. */
  exponent: number;
}

/** A grid larger than this is no judgement and no table that anybody types; a mistyped one would freeze the page. */
const MOST_ROWS = 60;

// Figures

const plainText = (value: number, kind: NumberKind): string =>
  fieldText(value, kind === 'money' ? 'number' : kind);

export function numbers(listing: Listing): TemplateResult {
  const { store, field, pointer, language: l, label, described, exponent } = listing;
  const kind = numberKind(field);
  const now = read(store.document, pointer);
  const list = Array.isArray(now) ? now : [];
  const written = list.map((value) => (typeof value === 'number' ? plainText(value, kind) : '?')).join('  ');
  const text = store.drafts[pointer] ?? store.typing.get(pointer) ?? written;
  const figures = list.filter((value) => typeof value === 'number');
  const type = (event: Event): void => {
    const { value } = event.target as HTMLTextAreaElement;
    store.typing.set(pointer, value);
    const reading = readNumbers(value, kind, exponent);
    // A text that ends within a figure is read once it is left; until then the last list stands.
    if (reading.ok) store.set(pointer, reading.values.length > 0 ? reading.values : undefined);
  };
  const leave = (event: Event): void => {
    const { value } = event.target as HTMLTextAreaElement;
    store.typing.delete(pointer);
    const reading = readNumbers(value, kind, exponent);
    if (!reading.ok) store.setDraft(pointer, value);
    else store.set(pointer, reading.values.length > 0 ? reading.values : undefined);
  };
  return html`<textarea class="text-input list-input" rows="2" id=${fieldId(pointer)} data-pointer=${pointer} aria-label=${label} aria-describedby=${described} inputmode="decimal" spellcheck="false"
      aria-invalid=${store.drafts[pointer] === undefined ? nothing : 'true'} placeholder=${say('list.paste', l)} .value=${live(text)} @input=${type} @change=${leave}></textarea>
    <p class="list-count" role="status">${
      figures.length > 0
        ? say('list.count', l, {
            count: figures.length,
            low: fieldText(Math.min(...figures), kind),
            high: fieldText(Math.max(...figures), kind),
          })
        : nothing
    }</p>`;
}

// Words

export function texts({ store, pointer, language: l, label, described }: Listing): TemplateResult {
  const now = read(store.document, pointer);
  const written = Array.isArray(now) ? now.join('\n') : '';
  const lines = (text: string): string[] | undefined => {
    const found = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    return found.length > 0 ? found : undefined;
  };
  return html`<textarea class="text-input list-input" rows="2" id=${fieldId(pointer)} data-pointer=${pointer} aria-label=${label} aria-describedby=${described} placeholder=${say('list.lines', l)}
    .value=${live(store.typing.get(pointer) ?? written)}
    @input=${(event: Event) => {
      const { value } = event.target as HTMLTextAreaElement;
      store.typing.set(pointer, value);
      store.set(pointer, lines(value));
    }}
    @change=${(event: Event) => {
      store.typing.delete(pointer);
      store.set(pointer, lines((event.target as HTMLTextAreaElement).value));
    }}></textarea>`;
}

/** What no table of fields describes is written as JSON. */
export function anything({ store, pointer, label, described }: Listing): TemplateResult {
  const now = read(store.document, pointer);
  const written = now === undefined ? '' : JSON.stringify(now, null, 1);
  return html`<textarea class="text-input list-input" rows="2" id=${fieldId(pointer)} data-pointer=${pointer} aria-label=${label} aria-describedby=${described} spellcheck="false"
    aria-invalid=${store.drafts[pointer] === undefined ? nothing : 'true'} .value=${live(store.drafts[pointer] ?? store.typing.get(pointer) ?? written)}
    @input=${(event: Event) => store.typing.set(pointer, (event.target as HTMLTextAreaElement).value)}
    @change=${(event: Event) => {
      const { value } = event.target as HTMLTextAreaElement;
      store.typing.delete(pointer);
      try {
        store.set(pointer, value.trim() === '' ? undefined : (JSON.parse(value) as Json));
      } catch {
        store.setDraft(pointer, value);
      }
    }}></textarea>`;
}

// A grid

export interface Grid extends Listing {
  /** What the rows and columns are called, as far as they have names. */
  rowNames: string[];
  columnNames: string[];
  /** Each entry is one over its mirror image, and the diagonal is one. */
  reciprocal: boolean;
}

type Rows = Json[][];

function rowsOf(now: Json | undefined): Rows {
  return Array.isArray(now) ? now.map((row) => (Array.isArray(row) ? row : [])) : [];
}

/** The grid with every row as long as the longest; where nothing stands yet, as large as its names ask for. */
function squared(now: Json | undefined, { rowNames, columnNames, reciprocal }: Grid): Rows {
  const rows = rowsOf(now);
  const least = rows.length === 0 ? Math.max(rowNames.length, 3) : reciprocal ? rowNames.length : 1;
  const height = Math.min(MOST_ROWS, Math.max(rows.length, least));
  const longest = Math.max(...rows.map((row) => row.length), 0);
  const width = Math.min(
    MOST_ROWS,
    reciprocal ? Math.max(height, longest) : Math.max(longest, columnNames.length) || 3,
  );
  return Array.from({ length: reciprocal ? width : height }, (_, row) =>
    Array.from({ length: width }, (_, column): Json => {
      const entry = rows[row]?.[column] ?? null;
      return reciprocal && row === column && entry === null ? 1 : entry;
    }),
  );
}

/** 3, 1/3 or 0.25 as it is written down; nothing is an entry left open. */
function entryIn(text: string, kind: NumberKind, exponent: number): { ok: boolean; value: Json } {
  const clean = text.normalize('NFKC').trim();
  if (clean === '') return { ok: true, value: null };
  const fraction = /^(\d+(?:\.\d+)?)\s*[/⁄]\s*(\d+(?:\.\d+)?)$/.exec(clean);
  if (fraction) return { ok: Number(fraction[2]) !== 0, value: `${fraction[1]}/${fraction[2]}` };
  const reading = readNumber(clean, kind, exponent);
  return reading.ok ? { ok: true, value: reading.value } : { ok: false, value: null };
}

/** One over an entry, written as a judge would: 3 gives 1/3, and 1/3 gives 3. */
export function mirrored(entry: Json): Json {
  if (typeof entry === 'number') return entry === 0 ? null : entry === 1 ? 1 : `1/${entry}`;
  const [over = '', under = ''] = typeof entry === 'string' ? entry.split('/') : [];
  if (over === '' || under === '' || Number(over) === 0) return null;
  return Number(over) === 1 ? Number(under) : `${under}/${over}`;
}

function entryText(entry: Json | undefined, kind: NumberKind): string {
  if (typeof entry === 'number') return plainText(entry, kind);
  return typeof entry === 'string' ? entry : '';
}

export function matrix(grid: Grid): TemplateResult {
  const { store, field, pointer, language: l, label, exponent, rowNames, columnNames, reciprocal } = grid;
  const kind = numberKind(field);
  const now = read(store.document, pointer);
  const rows = squared(now, grid);
  const width = rows[0]?.length ?? 0;
  const nameOf = (index: number): string => rowNames[index] || String(index + 1);
  const columnName = (index: number): string => columnNames[index] || String(index + 1);
  const put = (cells: [row: number, column: number, value: Json][]): void => {
    const next = rows.map((row) => [...row]);
    for (const [row, column, value] of cells) {
      while (next.length <= row && next.length < MOST_ROWS) next.push(Array<Json>(width).fill(null));
      const line = next[row];
      if (!line || column >= MOST_ROWS) continue;
      line[column] = value;
      const mirror = next[column];
      if (reciprocal && row !== column && mirror) mirror[row] = mirrored(value);
    }
    const empty = next.every((row, at) =>
      row.every((entry, column) => (entry ?? null) === null || (reciprocal && at === column)),
    );
    store.set(pointer, empty ? undefined : next);
  };
  const type = (event: Event, row: number, column: number): void => {
    const { value: text } = event.target as HTMLInputElement;
    const at = `${pointer}/${row}/${column}`;
    store.typing.set(at, text);
    const reading = entryIn(text, kind, exponent);
    if (reading.ok) put([[row, column, reading.value]]);
  };
  const leave = (event: Event, row: number, column: number): void => {
    const { value: text } = event.target as HTMLInputElement;
    const at = `${pointer}/${row}/${column}`;
    store.typing.delete(at);
    const reading = entryIn(text, kind, exponent);
    if (!reading.ok) store.setDraft(at, text);
    else {
      // What could not be read before is read now, and its text no longer waits.
      if (store.drafts[at] !== undefined) store.set(at, reading.value);
      put([[row, column, reading.value]]);
    }
  };
  const paste = (event: ClipboardEvent, row: number, column: number): void => {
    const block = blockIn(event);
    if (!block) return;
    const cells = block.flatMap((line, down) =>
      line.map((text, right): [number, number, { ok: boolean; value: Json }] => [
        row + down,
        column + right,
        entryIn(text, kind, exponent),
      ]),
    );
    if (!cells.every(([, , reading]) => reading.ok)) return;
    event.preventDefault();
    put(cells.map(([down, right, reading]) => [down, right, reading.value]));
  };
  const resize = (height: number, breadth: number): void =>
    store.set(
      pointer,
      Array.from({ length: height }, (_, row) =>
        Array.from(
          { length: breadth },
          (_, column): Json => rows[row]?.[column] ?? (reciprocal && row === column ? 1 : null),
        ),
      ),
    );
  const sizer = (key: string, height: number, breadth: number, able: boolean): TemplateResult =>
    html`<button type="button" class="plain" data-role=${`grid-${key}`} ?disabled=${!able} @click=${() => resize(height, breadth)}>${say(`grid.${key}`, l)}</button>`;
  const height = rows.length;
  return html`<div class="grid-scroll" role="region" tabindex="0" aria-label=${label}>
      <table class="grid-input">
        <thead><tr><td></td>${Array.from({ length: width }, (_, column) => html`<th scope="col" title=${columnName(column)}>${columnName(column)}</th>`)}</tr></thead>
        <tbody>${rows.map(
          (row, index) =>
            html`<tr><th scope="row" title=${nameOf(index)}>${nameOf(index)}</th>${row.map(
              (entry, column) => {
                const at = `${pointer}/${index}/${column}`;
                const draft = store.drafts[at];
                return html`<td><input type="text" class="figure-input ${reciprocal && column < index ? 'mirror' : ''}" id=${fieldId(at)} data-pointer=${at} autocomplete="off" spellcheck="false"
              aria-label=${`${label}: ${nameOf(index)} × ${columnName(column)}`} aria-invalid=${draft === undefined ? nothing : 'true'} ?readonly=${reciprocal && column === index}
              .value=${live(draft ?? store.typing.get(at) ?? entryText(entry, kind))} @input=${(event: Event) => type(event, index, column)} @change=${(event: Event) => leave(event, index, column)}
              @paste=${(event: ClipboardEvent) => paste(event, index, column)} /></td>`;
              },
            )}</tr>`,
        )}</tbody>
      </table>
    </div>
    <p class="series-tools">${
      reciprocal
        ? html`${sizer('add', height + 1, width + 1, height < MOST_ROWS)}${sizer('drop', height - 1, width - 1, height > 2)}`
        : html`${sizer('add-row', height + 1, width, height < MOST_ROWS)}${sizer('drop-row', height - 1, width, height > 1)}${sizer('add-column', height, width + 1, width < MOST_ROWS)}${sizer('drop-column', height, width - 1, width > 1)}`
    }<span class="list-count">${plain(height, 0)} × ${plain(width, 0)}</span></p>`;
}

/** Rows and columns out of a spreadsheet; nothing where only one entry was copied. */
export function blockIn(event: ClipboardEvent): string[][] | undefined {
  const text = (event.clipboardData?.getData('text') ?? '').replace(/[\r\n]+$/, '');
  const block = text.split(/\r?\n/).map((line) => line.split('\t'));
  return block.length > 1 || (block[0]?.length ?? 0) > 1 ? block : undefined;
}
