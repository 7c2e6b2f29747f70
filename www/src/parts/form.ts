// The form of one entry, drawn from what the engine says that the method asks for: every kind of field, to any depth.

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isReference } from '../case/entries';
import { isObject, read } from '../case/pointer';
import type { Places } from '../case/store';
import { dayIn } from '../controls/date';
import type { Earlier } from '../controls/link';
import { anything, blockIn, type Listing, matrix, numbers, texts } from '../controls/lists';
import { isToFill, unreadText } from '../controls/unread';
import { fieldId } from '../elements/light';
import type { FieldOutline, Json, Problem, Step } from '../engine/types';
import { insteadOf, isFirst, isReciprocal, namesFor, numberKind, wordsOf } from '../fields';
import { readNumber } from '../read-number';
import { has, joined, parts, say, UNIT_EXPONENT } from '../text';
import type { Bench } from './bench';

/** A table of fields at a place, with all that its fields need to be drawn. */
export interface Form {
  bench: Bench;
  /** Where the inputs of the entry stand. */
  base: string;
  problems: Problem[];
  earlier: Earlier[];
  stepOf: (...pointers: string[]) => Step | undefined;
  supposed: ReadonlySet<string>;
}

/** Up to so many figures of an item stand side by side in the narrow column. */
const ROW_FIELDS = 3;

/** So many items at most are read out of a spreadsheet; the engine takes no longer list. */
const MOST_ITEMS = 200;

export function inputs(form: Form, fields: readonly FieldOutline[]): TemplateResult {
  const { bench, base } = form;
  const pointerOf = (key: string): string => {
    const here = read(bench.store.document, `${base}/${key}`);
    return here === undefined && read(bench.store.document, `/facts/${key}`) !== undefined
      ? `/facts/${key}`
      : `${base}/${key}`;
  };
  const shown = shownOf(form, fields, base, pointerOf);
  return html`${repeat(
    shown,
    ({ key }) => key,
    (field) => block(form, field, pointerOf(field.key), fields, 'full'),
  )}${moreButton(form, base, shown.length < withoutStandIns(form, fields, base, pointerOf).length)}`;
}

/** All of a few fields, one below the other: what is asked outside the methods has no rarer half. */
export function lines(form: Form, fields: readonly FieldOutline[], helped: boolean): TemplateResult {
  return html`${repeat(
    fields,
    ({ key }) => key,
    (field) => block(form, field, `${form.base}/${field.key}`, fields, 'line', helped),
  )}`;
}

// Which fields are shown

export const moreOf = (base: string): `more:${string}` => `more:${base}`;

function withoutStandIns(
  { bench }: Form,
  fields: readonly FieldOutline[],
  base: string,
  pointerOf = (key: string): string => `${base}/${key}`,
): FieldOutline[] {
  const given = (key: string): boolean => read(bench.store.document, pointerOf(key)) !== undefined;
  return fields.filter((field) => {
    const other = insteadOf(field);
    // A build-up is asked for from the field that it stands in for, which then makes way for it.
    if (other && fields.some(({ key }) => key === other)) return given(field.key);
    return !(fields.some(({ key }) => key === `${field.key}BuildUp`) && given(`${field.key}BuildUp`));
  });
}

function shownOf(
  form: Form,
  fields: readonly FieldOutline[],
  base: string,
  pointerOf = (key: string): string => `${base}/${key}`,
): FieldOutline[] {
  const { bench, problems } = form;
  const { document, drafts } = bench.store;
  const bySeries = Array.isArray(read(document, pointerOf('sales')));
  return withoutStandIns(form, fields, base, pointerOf).filter((field) => {
    const pointer = pointerOf(field.key);
    const used = read(document, pointer) !== undefined;
    // Sales that are given year by year say for how long, and how they grow.
    if (bySeries && (field.key === 'years' || field.key === 'growthRate') && !used) return false;
    const inside = (at: string): boolean => at === pointer || at.startsWith(`${pointer}/`);
    return (
      used ||
      isFirst(field, fields) ||
      bench.folds[moreOf(base)] ||
      problems.some((problem) => inside(problem.pointer)) ||
      Object.keys(drafts).some(inside)
    );
  });
}

function moreButton({ bench }: Form, base: string, hidden: boolean): TemplateResult | typeof nothing {
  const open = bench.folds[moreOf(base)] ?? false;
  if (!hidden && !open) return nothing;
  return html`<p class="method-tools"><button type="button" class="plain" data-role="more" aria-expanded=${open ? 'true' : 'false'} @click=${() => bench.fold(moreOf(base), !open)}>${say(open ? 'less' : 'more', bench.language)}</button></p>`;
}

// One field

type Shape = 'full' | 'line';

function block(
  form: Form,
  field: FieldOutline,
  pointer: string,
  siblings: readonly FieldOutline[],
  shape: Shape,
  helped = true,
): TemplateResult {
  const { bench } = form;
  const now = read(bench.store.document, pointer);
  const plainList = Array.isArray(now) && now.every((each) => typeof each === 'number');
  switch (field.kind) {
    case 'list':
      return listBlock(form, field, pointer, shape, helped);
    case 'object':
      return objectBlock(form, field, pointer, shape, helped);
    case 'numbers':
      // Figures with a source or a range of their own are shown one by one.
      if (now !== undefined && !plainList)
        return handle(form, { ...field, kind: 'series' }, pointer, siblings, shape, helped);
      return listed(form, field, pointer, shape, helped, numbers);
    case 'texts':
      return listed(form, field, pointer, shape, helped, texts);
    case 'anything':
      return listed(form, field, pointer, shape, helped, anything);
    case 'matrix':
      return listed(form, field, pointer, shape, helped, (listing) =>
        matrix({ ...listing, ...gridNames(form, field, pointer), reciprocal: isReciprocal(field) }),
      );
    default:
      return handle(form, field, pointer, siblings, shape, helped);
  }
}

/** The names of a grid's rows and columns: beside it, or beside the nearest object around it that has them. */
function gridNames(
  { bench, base }: Form,
  field: FieldOutline,
  pointer: string,
): { rowNames: string[]; columnNames: string[] } {
  const { keys, of } = namesFor(field);
  for (let at = pointer; at.length > base.length; ) {
    at = at.replace(/\/[^/]*$/, '');
    for (const key of keys) {
      const found = namesAt(read(bench.store.document, `${at}/${key}`));
      if (found.length > 0) return { rowNames: of === 'both' ? found : [], columnNames: found };
    }
  }
  return { rowNames: [], columnNames: [] };
}

function namesAt(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return value.map((each) => (isObject(each) ? String(each.name ?? each.title ?? '') : String(each ?? '')));
}

function handle(
  form: Form,
  field: FieldOutline,
  pointer: string,
  siblings: readonly FieldOutline[],
  shape: Shape | 'bare',
  helped = true,
  name = '',
  pastes?: (event: ClipboardEvent) => boolean,
): TemplateResult {
  const { bench, problems, earlier, stepOf, supposed, base } = form;
  const buildsUp = siblings.some((each) => insteadOf(each) === field.key);
  return html`<ipval-handle .shape=${shape} .store=${bench.store} .field=${field} .pointer=${pointer} .problems=${problems} .step=${stepOf(pointer, `${base}/${field.key}`)} .earlier=${earlier} .buildsUp=${buildsUp} .helped=${helped} .name=${name} .pastes=${pastes}
    .money=${bench.money} .language=${bench.language} .version=${bench.version} .supposed=${supposed.has(pointer)}></ipval-handle>`;
}

/** What is wrong here and at no field within. */
function problemsOf(
  { bench, problems }: Form,
  field: FieldOutline | undefined,
  at: (pointer: string) => boolean,
  id: string,
): TemplateResult {
  const { language: l, store, money } = bench;
  const unread = Object.entries(store.drafts).filter(([pointer]) => at(pointer));
  const told = problems.filter((problem) => at(problem.pointer) && !isToFill(problem, store));
  return html`<div class="problems" id=${id}>
    ${unread.map(([pointer, text]) => html`<p class="problem">${unreadText(pointer, text, field, l)}</p>`)}
    ${told.map((problem) => {
      const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts, money);
      return html`<p class="problem">${joined(l, what, remedy)}</p>`;
    })}
  </div>`;
}

/** A list that is one control: its name and its help above, what is wrong below. */
function listed(
  form: Form,
  field: FieldOutline,
  pointer: string,
  shape: Shape,
  helped: boolean,
  control: (listing: Listing) => TemplateResult,
): TemplateResult {
  const { store, language: l, money } = form.bench;
  const { label = '', help = '' } = parts(wordsOf(pointer, field.key), l);
  const id = fieldId(pointer);
  const inside = (at: string): boolean => at === pointer || at.startsWith(`${pointer}/`);
  const said = help !== '' && helped;
  return html`<div class=${shape === 'full' ? 'handle' : 'line'} data-about=${pointer}>
    <div class="handle-head"><span class="handle-name" id=${`${id}-name`}>${label}</span>${unitMark(form, field)}</div>
    ${said ? html`<p class="help" id=${`${id}-help`}>${help}</p>` : nothing}
    ${control({ store, field, pointer, language: l, label, described: `${said ? `${id}-help ` : ''}${id}-problem`, exponent: UNIT_EXPONENT[money.unit] })}
    ${problemsOf(form, field, inside, `${id}-problem`)}
  </div>`;
}

function unitMark({ bench }: Form, field: FieldOutline): TemplateResult | typeof nothing {
  const unit = unitWord(bench, field);
  return unit === '' ? nothing : html`<span class="unit-mark">${unit}</span>`;
}

function unitWord({ money, language: l }: Bench, { unit }: FieldOutline): string {
  if (unit === 'money') return money.heading(UNIT_EXPONENT[money.unit]);
  return unit === 'years' ? say('years-unit', l) : '';
}

// Objects and lists of them

function objectBlock(
  form: Form,
  field: FieldOutline,
  pointer: string,
  shape: Shape,
  helped: boolean,
): TemplateResult {
  const { store, language: l } = form.bench;
  const { label = '', help = '' } = parts(wordsOf(pointer, field.key), l);
  const id = fieldId(pointer);
  const given = read(store.document, pointer) !== undefined;
  const open = given || field.required;
  return html`<fieldset class="group ${shape}" data-about=${pointer} tabindex="-1" data-pointer=${pointer}>
    <legend>${label}</legend>
    ${help && helped ? html`<p class="help" id=${`${id}-help`}>${help}</p>` : nothing}
    ${open ? within(form, field.fields ?? [], pointer, helped) : nothing}
    ${problemsOf(form, undefined, (at) => at === pointer, `${id}-problem`)}
    ${
      field.required
        ? nothing
        : html`<p class="series-tools"><button type="button" class="plain" data-role=${open ? 'drop-group' : 'add-group'} @click=${() => store.set(pointer, given ? undefined : {})}>${say(open ? (insteadOf(field) ? 'build-up.direct' : 'group.remove') : 'group.add', l, { name: label })}</button></p>`
    }
  </fieldset>`;
}

function within(
  form: Form,
  fields: readonly FieldOutline[],
  pointer: string,
  helped: boolean,
): TemplateResult {
  const shown = shownOf(form, fields, pointer);
  return html`${repeat(
    shown,
    ({ key }) => key,
    (field) => block(form, field, `${pointer}/${field.key}`, fields, 'line', helped),
  )}${moreButton(form, pointer, shown.length < withoutStandIns(form, fields, pointer).length)}`;
}

function isSimple({ kind, or }: FieldOutline): boolean {
  return ['number', 'count', 'text', 'date', 'choice', 'flag'].includes(kind) && or === undefined;
}

function listBlock(
  form: Form,
  field: FieldOutline,
  pointer: string,
  shape: Shape,
  helped: boolean,
): TemplateResult {
  const { bench } = form;
  const { store, language: l, folds, fold } = bench;
  const { label = '', help = '' } = parts(wordsOf(pointer, field.key), l);
  const id = fieldId(pointer);
  const now = read(store.document, pointer);
  const items = Array.isArray(now) ? now : [];
  const fields = field.fields ?? [];
  const key = `cards:${pointer}` as const;
  // All items show the same fields: the required ones, and whatever any of them has.
  const more = folds[moreOf(pointer)] ?? false;
  const used = fields.filter(
    (each) =>
      more ||
      isFirst(each, fields, true) ||
      items.some(
        (item, index) =>
          (isObject(item) && item[each.key] !== undefined) ||
          form.problems.some(({ pointer: at }) => at.startsWith(`${pointer}/${index}/${each.key}`)),
      ),
  );
  const mayRow =
    used.length <= ROW_FIELDS &&
    used.every(isSimple) &&
    used.filter(({ kind }) => kind === 'text').length <= 1;
  const rich = items.some((item) => isObject(item) && Object.values(item).some((value) => isObject(value)));
  const cards = folds[key] ?? (!mayRow || rich);
  const add = (): void => {
    store.setList(
      pointer,
      [...items, {}],
      items.map((_, index) => index),
    );
    focusSoon(`${pointer}/${items.length}`);
  };
  const nameOf = (index: number): string => {
    const item = items[index];
    const own = isObject(item) ? (item.name ?? item.title) : undefined;
    return typeof own === 'string' && own !== '' ? own : say('item', l, { number: index + 1 });
  };
  // Words have no source of their own.
  const figures = used.some(({ kind }) => kind === 'number' || kind === 'count');
  const mode =
    mayRow && figures
      ? html`<button type="button" class="plain" data-role="cards" aria-pressed=${cards ? 'true' : 'false'} @click=${() => fold(key, !cards)}>${say(cards ? 'list.rows' : 'list.cards', l)}</button>`
      : nothing;
  return html`<div class="${shape === 'full' ? 'handle' : 'line'} list" data-about=${pointer} role="group" aria-labelledby=${`${id}-name`}>
    <div class="handle-head"><span class="handle-name" id=${`${id}-name`}>${label}</span></div>
    ${help && helped ? html`<p class="help">${help}</p>` : nothing}
    ${items.length === 0 ? nothing : cards ? itemCards(form, used, pointer, items, nameOf) : itemRows(form, used, pointer, items, nameOf)}
    ${problemsOf(form, undefined, (at) => at === pointer || /^\/\d+$/.test(at.slice(pointer.length)), `${id}-problem`)}
    <p class="series-tools"><button type="button" class="plain" id=${id} data-pointer=${pointer} data-role="add-item" @click=${add}>${say('item.add', l, { name: label })}</button>
      ${items.length > 0 ? mode : nothing}
      ${fields.some((each) => !used.includes(each)) || more ? html`<button type="button" class="plain" data-role="more" aria-expanded=${more ? 'true' : 'false'} @click=${() => fold(moreOf(pointer), !more)}>${say(more ? 'less' : 'more', l)}</button>` : nothing}</p>
  </div>`;
}

/** The first field of what has just been added takes the next key stroke. */
export function focusSoon(pointer: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-pointer^="${CSS.escape(pointer)}/"]`)?.focus(),
    ),
  );
}

function itemTools(
  { bench }: Form,
  pointer: string,
  items: Json[],
  index: number,
  name: string,
): TemplateResult {
  const { store, language: l } = bench;
  const move = (by: -1 | 1): void => {
    const order = items.map((_, place) => place);
    order.splice(index, 1);
    order.splice(index + by, 0, index);
    const places: Places = items.map((_, place) => order.indexOf(place));
    store.setList(
      pointer,
      order.map((place) => items[place] ?? null),
      places,
    );
  };
  const remove = (): void => {
    const rest = items.toSpliced(index, 1);
    const places = items.map((_, place) => (place === index ? undefined : place > index ? place - 1 : place));
    if (rest.length > 0) store.setList(pointer, rest, places);
    else store.set(pointer, undefined);
  };
  const tool = (role: string, sign: string, able: boolean, act: () => void): TemplateResult =>
    html`<button type="button" class="plain tool" data-role=${role} ?disabled=${!able} aria-label=${say(`item.${role}`, l, { name })} title=${say(`item.${role}`, l, { name })} @click=${act}>${sign}</button>`;
  return html`<span class="item-tools">${items.length > 1 ? html`${tool('up', '↑', index > 0, () => move(-1))}${tool('down', '↓', index < items.length - 1, () => move(1))}` : nothing}${tool('remove', '×', true, remove)}</span>`;
}

function itemCards(
  form: Form,
  fields: readonly FieldOutline[],
  pointer: string,
  items: Json[],
  nameOf: (index: number) => string,
): TemplateResult[] {
  return items.map((_, index) => {
    const at = `${pointer}/${index}`;
    return html`<div class="item" role="group" aria-label=${nameOf(index)}>
      <div class="item-head"><span class="item-name">${nameOf(index)}</span>${itemTools(form, pointer, items, index, nameOf(index))}</div>
      ${repeat(
        fields,
        ({ key }) => key,
        (field) =>
          isSimple(field)
            ? handle(
                form,
                field,
                `${at}/${field.key}`,
                fields,
                'line',
                index === 0,
                '',
                pasting(form, fields, pointer, index, field),
              )
            : block(form, field, `${at}/${field.key}`, fields, 'line', index === 0),
      )}
    </div>`;
  });
}

function itemRows(
  form: Form,
  fields: readonly FieldOutline[],
  pointer: string,
  items: Json[],
  nameOf: (index: number) => string,
): TemplateResult {
  const l = form.bench.language;
  const words = (field: FieldOutline): string => wordsOf(`${pointer}/0/${field.key}`);
  const head = (field: FieldOutline): string => {
    const label = say(words(field), l);
    const unit = unitWord(form.bench, field);
    return unit === '' ? label : l === 'zh' ? `${label}（${unit}）` : `${label} (${unit})`;
  };
  return html`<table class="rows"><thead><tr>${fields.map((field) => html`<th scope="col" class=${field.kind} title=${has(words(field)) ? (parts(words(field), l).help ?? '') : ''}>${head(field)}</th>`)}<td></td></tr></thead>
    <tbody>${items.map(
      (_, index) =>
        html`<tr>${fields.map((field) => {
          const at = `${pointer}/${index}/${field.key}`;
          return html`<td class=${field.kind}>${handle(form, field, at, fields, 'bare', false, `${nameOf(index)}: ${say(words(field), l)}`, pasting(form, fields, pointer, index, field))}</td>`;
        })}<td>${itemTools(form, pointer, items, index, nameOf(index))}</td></tr>`,
    )}</tbody></table>`;
}

/** A block of a spreadsheet fills the fields from the one that it is pasted into on, a row an item. */
function pasting(
  { bench }: Form,
  fields: readonly FieldOutline[],
  pointer: string,
  index: number,
  field: FieldOutline,
): (event: ClipboardEvent) => boolean {
  return (event) => {
    const block = blockIn(event);
    const from = fields.indexOf(field);
    if (!block) return false;
    const { store, money } = bench;
    const now = read(store.document, pointer);
    const items = Array.isArray(now) ? [...now] : [];
    for (const [down, line] of block.slice(0, MOST_ITEMS - index).entries()) {
      const item = items[index + down];
      const next = isObject(item) ? { ...item } : {};
      for (const [right, text] of line.entries()) {
        const target = fields[from + right];
        if (!target || text.trim() === '') continue;
        const value = pastedValue(target, text.trim(), UNIT_EXPONENT[money.unit]);
        // One figure that cannot be read, and nothing is taken: the block was not meant for this table.
        if (value === undefined) return false;
        const old = next[target.key];
        next[target.key] =
          isObject(old) && !isReference(old) && typeof value === 'number' ? { ...old, value } : value;
      }
      items[index + down] = next;
    }
    event.preventDefault();
    store.set(
      pointer,
      Array.from(items, (item) => item ?? {}),
    );
    return true;
  };
}

function pastedValue(field: FieldOutline, text: string, exponent: number): Json | undefined {
  if (field.kind === 'number' || field.kind === 'count') {
    const reading = readNumber(text, numberKind(field), exponent);
    return reading.ok ? reading.value : undefined;
  }
  if (field.kind === 'choice') return field.choices?.includes(text) ? text : undefined;
  if (field.kind === 'date') return dayIn(text);
  if (field.kind === 'flag') return undefined;
  return text;
}
