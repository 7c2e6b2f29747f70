// The numbers of a range: which shape it has, the few numbers or the lists that it is given by, and where it is cut.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { figureAt } from '../case/pointer';
import { endsOf, figuresIn, type PartSort, proposal, WAYS, type Way, waysFor } from '../case/ranges';
import { fieldId } from '../elements/light';
import type { FieldOutline, Json, JsonObject, Problem } from '../engine/types';
import type { NumberKind } from '../read-number';
import { joined, parts, percent, say } from '../text';
import type { Filling } from './filling';
import { numbers } from './lists';
import { isToFill, unreadText } from './unread';

export interface Shaping extends Filling {
  range: JsonObject;
  way: Way | undefined;
  problems: readonly Problem[];
  exponent: number;
}

/** How the numbers of a part are read and written. */
function kindOf(sort: PartSort, kind: NumberKind): NumberKind {
  return sort === 'number' ? 'number' : sort === 'share' ? 'share' : kind;
}

/** A part of a range as a field of its own, so that what is wrong with its text is said in its terms. */
function partField(field: FieldOutline, sort: PartSort): FieldOutline {
  const unit = sort === 'number' ? 'factor' : sort === 'share' ? 'share' : field.unit;
  return { key: field.key, kind: 'number', required: true, ...(unit === undefined ? {} : { unit }) };
}

// Which shape

/**
 * Changes the shape: to what was typed for it before, else to numbers that lie where those of the present shape do.
 * Where the data of a shape are still to be given there is nothing to change to.
 */
export function changeShape({ store, pointer, range, field }: Shaping, was: Way | '', way: Way): boolean {
  const value = figureAt(store.document, pointer) ?? 0;
  const kept = store.triedFor(pointer).shapes[way];
  const made = kept?.range ?? proposal(way, endsOf(range, value, field), value);
  if (way === 'observed' && figuresIn(made.observations).length === 0) return false;
  const { truncated: _, ...shape } = made;
  const cut: JsonObject = range.truncated === undefined ? {} : { truncated: range.truncated };
  store.setRange(pointer, was, { ...shape, ...cut }, kept?.drafts);
  return true;
}

export function shapeChoice(shaping: Shaping, choose: (way: Way) => void): TemplateResult {
  const { store, pointer, language: l, range, way } = shaping;
  const id = `${fieldId(pointer)}-distribution`;
  const ways = waysFor(figureAt(store.document, pointer) ?? 0, way);
  return html`<span class="range-part wide"><label for=${id}>${say('range.distribution', l)}</label>
      <select id=${id} data-pointer=${`${pointer}/range/distribution`} aria-describedby=${`${id}-help`} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Way)}>
        ${way === undefined ? html`<option value="" .selected=${live(true)}>${String(range.distribution ?? '')}</option>` : nothing}
        ${ways.map((name) => html`<option value=${name} .selected=${live(name === way)}>${say(`range.${name}`, l)}</option>`)}
      </select></span>
    ${way === undefined ? nothing : html`<p class="help wide" id=${`${id}-help`}>${say(`range.when.${way}`, l)}</p>`}`;
}

// What is wrong

/** What is wrong at places of the range, in sentences. */
function wrong(
  { store, problems, language: l, field }: Shaping,
  at: (pointer: string) => boolean,
  sort: PartSort,
): TemplateResult[] {
  const unread = Object.entries(store.drafts).filter(([pointer]) => at(pointer));
  const told = problems.filter((problem) => at(problem.pointer) && !isToFill(problem, store));
  return [
    ...unread.map(
      ([pointer, text]) =>
        html`<p class="problem">${unreadText(pointer, text, partField(field, sort), l)}</p>`,
    ),
    ...told.map((problem) => {
      const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts);
      return html`<p class="problem">${joined(l, what, remedy)}</p>`;
    }),
  ];
}

/** What is wrong with the shape as a whole. */
export function wrongWhole(shaping: Shaping): TemplateResult[] {
  const { pointer } = shaping;
  const whole = [`${pointer}/range`, `${pointer}/range/distribution`];
  // A number that does not belong to this shape came with a file, and has no field here.
  const keys = shaping.way === undefined ? [] : [...WAYS[shaping.way].parts.map(([key]) => key), ...LISTS];
  const elsewhere = (place: string): boolean => {
    const key = place.startsWith(`${pointer}/range/`) ? place.slice(pointer.length + 7).split('/')[0] : '';
    return key !== '' && key !== undefined && !keys.includes(key);
  };
  return wrong(shaping, (place) => whole.includes(place) || elsewhere(place), 'figure');
}

const LISTS = ['values', 'probabilities', 'observations', 'truncated'];

// Its numbers

function part(shaping: Shaping, path: string, sort: PartSort, name: string, hidden = false): TemplateResult {
  const { pointer, entry, kind, label } = shaping;
  const at = `${pointer}/range/${path}`;
  const field = entry(at, kindOf(sort, kind), `${label} ${name}`, hidden);
  const within = (place: string): boolean => place === at || place.startsWith(`${at}/`);
  if (hidden) return html`${field}${wrong(shaping, within, sort)}`;
  return html`<span class="range-part"><label for=${fieldId(at)}>${name}</label>${field}${wrong(shaping, within, sort)}</span>`;
}

export function shapeNumbers(shaping: Shaping): TemplateResult | typeof nothing {
  const { way, language: l } = shaping;
  if (way === undefined) return nothing;
  if (way === 'discrete') return separate(shaping);
  if (way === 'observed') return observed(shaping);
  return html`${WAYS[way].parts.map(([key, sort]) => part(shaping, key, sort, say(`range.${key}`, l)))}`;
}

function listAt(range: JsonObject, key: string): Json[] {
  const found = range[key];
  return Array.isArray(found) ? found : [];
}

/** The values and their probabilities, a row each. */
function separate(shaping: Shaping): TemplateResult {
  const { store, pointer, range, language: l, label } = shaping;
  const [values, probabilities] = [listAt(range, 'values'), listAt(range, 'probabilities')];
  const rows = Array.from({ length: Math.max(values.length, probabilities.length) });
  const sum = figuresIn(probabilities).reduce((all, share) => all + share, 0);
  const off = Math.abs(sum - 1) > 1e-9;
  const put = (
    nextValues: Json[],
    nextShares: Json[],
    places: (index: number) => number | undefined,
  ): void => {
    const texts = Object.entries(store.drafts).flatMap(([at, text]) => {
      const [, list = '', index = ''] = /\/range\/(values|probabilities)\/(\d+)$/.exec(at) ?? [];
      const place = at.startsWith(`${pointer}/`) && list !== '' ? places(Number(index)) : undefined;
      return place === undefined ? [] : [[`${pointer}/range/${list}/${place}`, text] as const];
    });
    const next = { ...range, values: nextValues, probabilities: nextShares };
    store.setRange(pointer, 'discrete', next, Object.fromEntries(texts));
  };
  const add = (): void => {
    const rest = Math.max(0, Number((1 - sum).toPrecision(6)));
    put([...values, null], [...probabilities, rest > 0 ? rest : null], (index) => index);
  };
  const remove = (gone: number): void =>
    put(values.toSpliced(gone, 1), probabilities.toSpliced(gone, 1), (index) =>
      index === gone ? undefined : index > gone ? index - 1 : index,
    );
  const head = (key: string): string => say(`range.${key}`, l);
  const others = ['values', 'probabilities'].map((key) => `${pointer}/range/${key}`);
  return html`<div class="wide"><table class="rows separate"><thead><tr><th scope="col">${head('values')}</th><th scope="col">${head('probabilities')}</th><td></td></tr></thead>
    <tbody>${rows.map((_, index) => {
      const row = say('item', l, { number: index + 1 });
      return html`<tr><td>${part(shaping, `values/${index}`, 'figure', `${row} ${head('values')}`, true)}</td>
        <td>${part(shaping, `probabilities/${index}`, 'share', `${row} ${head('probabilities')}`, true)}</td>
        <td><button type="button" class="plain tool" data-role="drop-value" ?disabled=${rows.length < 2} aria-label=${say('item.remove', l, { name: `${label} ${row}` })} @click=${() => remove(index)}>×</button></td></tr>`;
    })}</tbody>
    <tfoot><tr class=${off ? 'attention' : ''}><td>${say(off ? 'weights.sum-off' : 'weights.sum', l)}</td><td>${percent(sum, 2)}</td><td></td></tr></tfoot></table>
    ${wrong(shaping, (place) => others.includes(place), 'share')}
    <p class="series-tools"><button type="button" class="plain" data-role="add-value" @click=${add}>${say('range.add-value', l)}</button></p></div>`;
}

function observed(shaping: Shaping): TemplateResult {
  const { store, pointer, field, language: l, label, exponent } = shaping;
  const at = `${pointer}/range/observations`;
  const within = (place: string): boolean => place === at || place.startsWith(`${at}/`);
  const described = `${fieldId(at)}-problem`;
  const name = say('range.observations', l);
  const draft = store.drafts[at];
  return html`<div class="wide"><label class="unseen" for=${fieldId(at)}>${name}</label>
    ${numbers({ store, field: { ...field, kind: 'numbers' }, pointer: at, language: l, label: `${label} ${name}`, described, exponent })}
    <div id=${described}>${draft === undefined ? wrong(shaping, within, 'figure') : html`<p class="problem">${unreadText(at, draft, { ...field, kind: 'numbers' }, l)}</p>`}</div></div>`;
}

// Where it is cut

export function cutting(shaping: Shaping, open: boolean): TemplateResult | typeof nothing {
  const { pointer, language: l } = shaping;
  const at = `${pointer}/range/truncated`;
  if (!open) return nothing;
  return html`${part(shaping, 'truncated/min', 'figure', say('range.cut-min', l))}${part(shaping, 'truncated/max', 'figure', say('range.cut-max', l))}
    <div class="wide">${wrong(shaping, (place) => place === at, 'figure')}</div>`;
}
