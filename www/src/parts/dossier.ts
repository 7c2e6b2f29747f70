// The rest of the case: how the right stands, who asked and who reports, the pledge, the licence, the report under
// review. It changes no figure; the clauses are held against it. What there is to fill in, the engine says itself.

import { html, nothing, type TemplateResult } from 'lit';
import { isReference } from '../case/entries';
import { isObject, read } from '../case/pointer';
import { caseOutline, fieldWithin } from '../engine/outlines';
import type { FieldOutline, Json } from '../engine/types';
import { numberKind, unitText, wordsOf } from '../fields';
import { fieldText } from '../read-number';
import { choiceWord, plain, say } from '../text';
import { type Bench, type Fold, textAt } from './bench';
import { folding } from './facts';
import { type Form, lines } from './form';

/** What is said of the right itself, beside what the facts ask to count its life. */
const OF_RIGHT = ['description', 'scopeOfRight', 'products', 'goods', 'practised', 'members'];

/** These stand beside the figures that they give, at the answer. */
const AT_ANSWER = new Set(['/pledge/loanToValue', '/pledge/preset', '/licence/years']);

interface Group {
  base: string;
  /** The key of its heading; empty where the section is one group. */
  heading: string;
  fields: FieldOutline[];
}

const PARTS = ['status', 'engagement', 'pledge', 'licence', 'review'] as const;
type Part = (typeof PARTS)[number];

/** Asked for whatever the valuation is for; the others are each for a purpose of their own name. */
const ALWAYS: ReadonlySet<Part> = new Set<Part>(['status', 'engagement']);

function groupsOf(part: Part): Group[] {
  const below = (path: string): FieldOutline[] =>
    (fieldWithin(caseOutline(), path.split('/').slice(1))?.fields ?? []).filter(
      ({ key }) => !AT_ANSWER.has(`${path}/${key}`),
    );
  if (part !== 'status') return [{ base: `/${part}`, heading: '', fields: below(`/${part}`) }];
  return [
    {
      base: '/asset',
      heading: 'dossier.right',
      fields: below('/asset').filter(({ key }) => OF_RIGHT.includes(key)),
    },
    { base: '/asset/status', heading: 'dossier.status', fields: below('/asset/status') },
  ];
}

/** The section in which a pointer has its field. */
export function dossierPart(pointer: string): Part | undefined {
  if (AT_ANSWER.has(pointer)) return undefined;
  const [, section = '', key = ''] = pointer.split('/');
  if (section === 'asset') return key === 'status' || OF_RIGHT.includes(key) ? 'status' : undefined;
  return PARTS.find((part) => part === section && part !== 'status');
}

export const foldOf = (part: string): Fold => `part:${part}`;

/** An item that was added and not yet filled says nothing. */
function says(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(says);
  return isObject(value) ? Object.keys(value).length > 0 : value !== undefined;
}

/** How many fields of a section are filled. */
function filledIn({ store }: Bench, groups: readonly Group[]): number {
  return groups.reduce(
    (sum, { base, fields }) =>
      sum + fields.filter(({ key }) => says(read(store.document, `${base}/${key}`))).length,
    0,
  );
}

export function dossier(bench: Bench): TemplateResult | typeof nothing {
  const { language: l, store, folds } = bench;
  if (caseOutline().length === 0) return nothing;
  const purpose = textAt(bench, '/purpose');
  const concerns = (part: Part): boolean =>
    ALWAYS.has(part) ||
    part === purpose ||
    folds[foldOf(part)] !== undefined ||
    read(store.document, `/${part}`) !== undefined ||
    wrongIn(bench, part) > 0 ||
    Object.keys(store.drafts).some((pointer) => dossierPart(pointer) === part);
  const others = PARTS.filter((part) => !concerns(part));
  return html`<div class="dossier">
    ${PARTS.filter(concerns).map((part) => section(bench, part))}
    ${
      others.length > 0
        ? html`<p class="dossier-others">${say('dossier.others', l)}${others.map(
            (part) =>
              html` <button type="button" class="plain" data-role="open-part" data-part=${part} @click=${() => open(bench, part)}>${say(`dossier.${part}-part`, l)}</button>`,
          )}</p>`
        : nothing
    }
  </div>`;
}

function open(bench: Bench, part: Part): void {
  bench.fold(foldOf(part), true);
  // The button that was pressed is gone; its section's heading goes on from it.
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`details[data-part="${part}"] > summary`)?.focus(),
  );
}

function wrongIn({ problems }: Bench, part: Part): number {
  return problems.filter(({ pointer }) => dossierPart(pointer) === part).length;
}

function section(bench: Bench, part: Part): TemplateResult {
  const { language: l, folds, problems } = bench;
  const groups = groupsOf(part);
  const isOpen = folds[foldOf(part)] ?? false;
  const { click, toggle } = folding(bench, foldOf(part), isOpen);
  const filled = filledIn(bench, groups);
  const total = groups.reduce((sum, { fields }) => sum + fields.length, 0);
  const wrong = wrongIn(bench, part);
  const help: Fold = `help:${part}`;
  const helped = folds[help] ?? false;
  const drawn = ({ base, heading, fields }: Group): TemplateResult => {
    const form: Form = {
      bench,
      base,
      problems,
      earlier: [],
      stepOf: () => undefined,
      supposed: NOTHING_SUPPOSED,
    };
    return html`${heading === '' ? nothing : html`<h4>${say(heading, l)}</h4>`}${lines(form, fields, helped)}`;
  };
  return html`<details class="fold part" data-part=${part} .open=${isOpen} @toggle=${toggle}>
    <summary @click=${click}><span>${say(`dossier.${part}-part`, l)}</span><span class="facts-line">${say('dossier.filled', l, { filled, total })}</span>${wrong > 0 ? html`<span class="facts-line attention">${say('errors', l, { count: wrong })}</span>` : nothing}</summary>
    ${
      isOpen
        ? html`<p class="method-tools"><button type="button" class="plain" data-role="part-help" aria-pressed=${helped ? 'true' : 'false'} @click=${() => bench.fold(help, !helped)}>${say(helped ? 'dossier.help-off' : 'dossier.help', l)}</button></p>
          ${groups.map(drawn)}`
        : nothing
    }
  </details>`;
}

const NOTHING_SUPPOSED: ReadonlySet<string> = new Set();

// On paper

/** What is filled in, and nothing else, for the working paper. */
export function filedList(bench: Bench): TemplateResult | typeof nothing {
  const { language: l } = bench;
  const filled = PARTS.map((part) => ({
    part,
    entries: groupsOf(part).flatMap(({ base, fields }) =>
      fields.flatMap((field) => {
        const pointer = `${base}/${field.key}`;
        const text = written(bench, field, pointer);
        return text === '' ? [] : [{ name: say(wordsOf(pointer, field.key), l), text }];
      }),
    ),
  })).filter(({ entries }) => entries.length > 0);
  if (filled.length === 0) return nothing;
  return html`<section class="filed print-only" aria-label=${say('dossier', l)}>
    <h2>${say('dossier', l)}</h2>
    ${filled.map(
      ({ part, entries }) =>
        html`<h3>${say(`dossier.${part}-part`, l)}</h3><dl>${entries.map(({ name, text }) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`,
    )}
  </section>`;
}

function written(bench: Bench, field: FieldOutline, pointer: string): string {
  return inWords(bench, field, pointer, read(bench.store.document, pointer));
}

function inWords(bench: Bench, field: FieldOutline, pointer: string, value: Json | undefined): string {
  const { language: l, money } = bench;
  if (value === undefined || value === null || value === '') return '';
  const comma = l === 'zh' ? '，' : ', ';
  const stop = l === 'zh' ? '；' : '; ';
  if (Array.isArray(value)) {
    const items = value.map((item, index) => inWords(bench, field, `${pointer}/${index}`, item));
    return items.filter((item) => item !== '').join(stop);
  }
  if (isObject(value) && field.fields)
    return field.fields
      .flatMap((inner) => {
        const text = inWords(bench, inner, `${pointer}/${inner.key}`, value[inner.key]);
        if (text === '') return [];
        // What a thing is called and what it is need no word before them.
        const bare = inner.kind === 'text' || inner.kind === 'choice';
        return [bare ? text : `${say(wordsOf(`${pointer}/${inner.key}`, inner.key), l)} ${text}`];
      })
      .join(comma);
  if (isObject(value)) {
    if (isReference(value) || value.value === undefined) return JSON.stringify(value);
    const source = typeof value.source === 'string' ? value.source : '';
    const figure = inWords(bench, field, pointer, value.value);
    if (source === '') return figure;
    return l === 'zh' ? `${figure}（${source}）` : `${figure} (${source})`;
  }
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no', l);
  if (typeof value === 'string') return field.kind === 'choice' ? choiceWord(field.key, value, l) : value;
  if (field.unit === 'money') return money.amount(value);
  const unit = unitText(field);
  const kind = numberKind(field);
  const figure = kind === 'share' || kind === 'rate' ? fieldText(value, kind) : plain(value, 4);
  return unit === '' ? figure : `${figure} ${say(unit, l)}`;
}
