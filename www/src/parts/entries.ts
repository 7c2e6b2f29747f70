// The entries of the case: each a method with its form, its result and its place among the others; and the chooser
// from which another is added.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { added, type Entry, mayMove, moved, removed, renamed, type Shelf, supported } from '../case/entries';
import { read } from '../case/pointer';
import type { Places } from '../case/store';
import { isToFill } from '../controls/unread';
import { fieldId } from '../elements/light';
import { outlineOf, outlines } from '../engine/outlines';
import type { MethodOutline, Problem } from '../engine/types';
import { joined, parts, say, withUnit } from '../text';
import {
  type Bench,
  earlierThan,
  entryName,
  fieldName,
  givesMoney,
  methodName,
  numberOf,
  stepAt,
} from './bench';
import { folding } from './facts';
import { type Form, focusSoon, inputs } from './form';

/** With more entries than this only those that need the reader stand open. */
const OPEN_AT_MOST = 2;

/** More names than this in one sentence are read by nobody; the fields say it themselves. */
const MOST_ASKED = 6;

/** With more methods than this nobody reads down the list, so it can be searched. */
const SEARCH_FROM = 12;

/** In the order in which an appraiser thinks of them; what the engine has beside these follows. */
const APPROACHES = ['income', 'cost', 'market', 'option', 'rate', 'score', 'evidence', 'stated'];

/** The approaches whose money is the right's value; elsewhere it is a fee, a loss, a payment. */
const VALUING = new Set(['income', 'cost', 'market', 'option', 'stated']);

export function entryForms(bench: Bench): TemplateResult {
  const { entries } = bench;
  const supposed = new Set(
    bench.verdict?.status === 'valued'
      ? bench.verdict.findings.filter(({ code }) => code.endsWith('-assumed')).map(({ pointer }) => pointer)
      : [],
  );
  return html`${repeat(
    entries,
    ({ id }) => id,
    (entry) => entryForm(bench, entry, supposed),
  )}
    ${chooser(bench)}`;
}

function entryForm(bench: Bench, entry: Entry, supposed: ReadonlySet<string>): TemplateResult {
  const { language: l, verdict, folds, entries, money } = bench;
  const base = `${entry.pointer}/inputs`;
  const steps = verdict?.status === 'valued' ? verdict.steps : [];
  const problems = entry.aside ? (bench.lacking.get(entry.id) ?? []) : bench.problems;
  const own = problems.filter(
    ({ pointer }) => pointer === entry.pointer || pointer.startsWith(`${entry.pointer}/`),
  );
  const outline = outlineOf(entry.method);
  const form: Form = {
    bench,
    base,
    problems,
    earlier: earlierThan(bench, entry.index),
    stepOf: (...pointers) => stepAt(steps, ...pointers),
    supposed,
  };
  const name: `entry:${string}` = `entry:${entry.id}`;
  const open = folds[name] ?? (entries.length <= OPEN_AT_MOST || entry.aside || own.length > 0);
  const { click, toggle } = folding(bench, name, open);
  const done =
    verdict?.status === 'valued' && !entry.aside
      ? verdict.methods.find(({ id }) => id === entry.id)
      : undefined;
  const result = done ? withUnit({ unit: done.gives, value: done.value }, money) : '';
  const form_ = outline
    ? inputs(form, outline.fields)
    : outlines().length === 0
      ? html`<p class="quiet">${say('answer.waiting', l)}</p>`
      : html`<p class="problem">${say('methods.unknown', l, { name: entry.method })}</p>`;
  return html`<details class="method entry-form ${entry.aside ? 'aside' : ''}" data-entry=${entry.id} .open=${open} @toggle=${toggle}>
    <summary @click=${click}><h3>${entryName(entry, entries, l)}</h3>
      ${entry.supporting ? html`<span class="tag">${say('methods.supporting', l)}</span>` : nothing}
      ${entry.aside ? html`<span class="tag aside">${say('methods.aside', l)}</span>` : nothing}
      <span class="entry-result">${result}</span></summary>
    ${entry.aside ? toFill(bench, own.length > 0 ? own : problems, entry) : nothing}
    ${open ? form_ : nothing}
    ${open ? own.filter(({ pointer }) => pointer === entry.pointer || pointer === base || pointer === `${entry.pointer}/id` || pointer === `${entry.pointer}/method`).map((problem) => complaint(bench, problem)) : nothing}
    ${entries.length > 1 && open ? entryTools(bench, entry) : nothing}
  </details>`;
}

function complaint({ language: l, money }: Bench, problem: Problem): TemplateResult {
  const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts, money);
  return html`<p class="problem">${joined(l, what, remedy)}</p>`;
}

/** What a new entry waits for, each a way to its field; it counts as soon as nothing is left. */
function toFill(bench: Bench, problems: Problem[], { aside }: Entry): TemplateResult | typeof nothing {
  const { language: l, store } = bench;
  if (!aside) return nothing;
  const asked = new Map(problems.map((problem) => [problem.pointer.replace(/\/\d+$/, ''), problem] as const));
  const comma = say('answer.comma', l);
  const calm = problems.filter((problem) => isToFill(problem, store));
  return html`<p class="to-fill" role="status">${say('methods.aside.help', l)} ${
    asked.size === 0
      ? nothing
      : html`${say(calm.length === problems.length ? 'methods.to-fill' : 'methods.to-mend', l)}${[
          ...asked,
        ].map(
          ([whole, { pointer }], index) =>
            html`${index > 0 ? comma : ''}<button type="button" class="door" data-field=${pointer}>${fieldName(whole, l)}</button>`,
        )}${asked.size > MOST_ASKED ? say('methods.to-fill-more', l, { count: asked.size }) : ''}${l === 'zh' ? '。' : '.'}`
  }</p>`;
}

function entryTools(bench: Bench, entry: Entry): TemplateResult {
  const { store, language: l, entries } = bench;
  const { index, pointer, id } = entry;
  const count = entries.length;
  const name = entryName(entry, entries, l);
  const places = (order: number[]): Places =>
    entries.map((_, place) => {
      const now = order.indexOf(place);
      return now < 0 ? undefined : now;
    });
  const order = entries.map((_, place) => place);
  const move = (by: -1 | 1): void => {
    const next = order.toSpliced(index, 1).toSpliced(index + by, 0, index);
    store.setShelf(moved(store, index, by, givesMoney), places(next));
  };
  const remove = (): void =>
    store.setShelf(
      removed(store, index, givesMoney, (reference) => numberOf(bench, reference)),
      places(order.toSpliced(index, 1)),
    );
  const rename = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const next = renamed(store, index, input.value);
    if (next === store || next.document === store.document) input.value = id;
    else {
      const open = bench.folds[`entry:${id}`];
      if (open !== undefined) bench.fold(`entry:${input.value.trim()}`, open);
      store.setShelf(next);
    }
  };
  const tool = (role: string, sign: string, able: boolean, act: () => void, why = ''): TemplateResult =>
    html`<button type="button" class="plain tool" data-role=${`entry-${role}`} ?disabled=${!able} aria-label=${say(`item.${role}`, l, { name })} title=${why || say(`item.${role}`, l, { name })} @click=${act}>${sign}</button>`;
  const up = mayMove(store.document, index, -1);
  const down = mayMove(store.document, index, 1);
  const why = (able: boolean, possible: boolean): string =>
    !able && possible ? say('methods.bound', l) : '';
  const at = `${pointer}/id`;
  return html`<div class="entry-tools">
    <label for=${fieldId(at)}>${say('methods.id', l)}</label>
    <input type="text" class="text-input" id=${fieldId(at)} data-pointer=${at} autocomplete="off" spellcheck="false" .value=${live(id)} @change=${rename} />
    ${
      givesMoney(entry.method)
        ? html`<label class="check"><input type="checkbox" data-pointer=${`${pointer}/supporting`} .checked=${live(entry.supporting)} title=${parts('field.supporting', l).help ?? ''}
            @change=${(event: Event) => store.setShelf(supported(store, index, (event.target as HTMLInputElement).checked, givesMoney))} /> ${say('field.supporting', l)}</label>`
        : nothing
    }
    <span class="item-tools">${tool('up', '↑', up, () => move(-1), why(up, index > 0))}${tool('down', '↓', down, () => move(1), why(down, index < count - 1))}${tool('remove', '×', true, remove)}</span>
  </div>`;
}

// The chooser

function chooser(bench: Bench): TemplateResult {
  const { language: l, folds, sought } = bench;
  const open = folds.chooser ?? false;
  const { click, toggle } = folding(bench, 'chooser', open);
  return html`<details class="chooser" data-role="chooser" .open=${open} @toggle=${toggle}>
    <summary @click=${(event: Event) => {
      click(event);
      if (!open) bench.seek('');
    }}>${say('methods.add', l)}</summary>
    ${open ? choices(bench, sought) : nothing}
  </details>`;
}

/** Whether a method is meant by what was typed: its name in either language, the engine's name, its approach. */
function isMeant({ method, approach }: MethodOutline, sought: string): boolean {
  const words = [
    methodName(method, 'zh'),
    methodName(method, 'en'),
    method,
    say(`approach.${approach}`, 'zh'),
    say(`approach.${approach}`, 'en'),
  ];
  return words.some((word) => word.toLowerCase().includes(sought.trim().toLowerCase()));
}

function choices(bench: Bench, sought: string): TemplateResult {
  const { language: l } = bench;
  const all = outlines();
  const found = all.filter((outline) => isMeant(outline, sought));
  const groups = [...new Set([...APPROACHES, ...all.map(({ approach }) => approach)])].flatMap((approach) => {
    const methods = found.filter((outline) => outline.approach === approach);
    return methods.length > 0 ? [{ approach, methods }] : [];
  });
  return html`<div class="choices">
    ${
      all.length >= SEARCH_FROM
        ? html`<label class="unseen" for="method-search">${say('methods.search', l)}</label>
          <input type="search" class="text-input" id="method-search" data-role="method-search" autocomplete="off" placeholder=${say('methods.search', l)} .value=${live(sought)}
            @input=${(event: Event) => bench.seek((event.target as HTMLInputElement).value)}
            @keydown=${(event: KeyboardEvent) => {
              const first = groups[0]?.methods[0];
              if (event.key === 'Enter' && first) choose(bench, first.method);
              else if (event.key === 'Escape') {
                (event.target as HTMLElement).closest('details')?.querySelector('summary')?.focus();
                bench.fold('chooser', false);
              }
            }} />`
        : nothing
    }
    ${groups.map(
      ({
        approach,
        methods,
      }) => html`<section class="choice-group" aria-label=${say(`approach.${approach}`, l)}><h4>${say(`approach.${approach}`, l)}</h4>
        <ul>${methods.map(({ method }) => html`<li><button type="button" class="plain" data-method=${method} @click=${() => choose(bench, method)}>${methodName(method, l)}</button></li>`)}</ul></section>`,
    )}
    ${found.length === 0 ? html`<p class="quiet">${say('methods.none-found', l)}</p>` : nothing}
  </div>`;
}

function choose(bench: Bench, method: string): void {
  const { store } = bench;
  const serves =
    givesMoney(method) &&
    !VALUING.has(outlineOf(method)?.approach ?? '') &&
    bench.entries.some(({ concluding }) => concluding);
  const { id, ...shelf }: Shelf & { id: string } = added(store, method, serves);
  bench.fold('chooser', false);
  bench.fold(`entry:${id}`, true);
  store.setShelf(shelf);
  const methods = read(shelf.document, '/methods');
  focusSoon(`/methods/${Array.isArray(methods) ? methods.length - 1 : 0}/inputs`);
}
