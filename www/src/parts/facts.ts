// The facts of the case: which right, from which days its life is counted, on which day and for what it is valued.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { read } from '../case/pointer';
import { dateInput } from '../controls/date';
import { isToFill } from '../controls/unread';
import { fieldId } from '../elements/light';
import { ASSET_DATES, ASSET_KIND_FIELDS, ASSET_KINDS, BASES, OWNER_KINDS, PURPOSES, UNITS } from '../fields';
import { has, joined, parts, say, UNIT_EXPONENT } from '../text';
import { type Bench, bareHandle, type Fold, textAt } from './bench';
import { dossierPart } from './dossier';

/** Fields that few cases need; they show when they are filled, asked for, or the aim of a finding. */
const RARE = ['/asset/legalEnd', '/asset/jurisdiction', '/currency', '/asset/termCompensation'];

/** Whether a pointer leads into the facts, and into their rarer half. */
export function isFact(pointer: string): boolean {
  return (
    /^\/(?:asset|valuationDate|purpose|unit|currency|basis|title)/.test(pointer) &&
    dossierPart(pointer) === undefined
  );
}
export function isRareFact(pointer: string): boolean {
  return RARE.some((rare) => pointer.startsWith(rare));
}

/** Beside what the law asks of this kind, whatever a file brought along must be there to be mended. */
function kindFields(bench: Bench): string[] {
  const usual = ASSET_KIND_FIELDS[textAt(bench, '/asset/kind')] ?? [];
  const brought = ['renewals', 'ownerKind', 'woody', 'termCompensation'].filter(
    (key) => !usual.includes(key) && read(bench.store.document, `/asset/${key}`) !== undefined,
  );
  return [...usual, ...brought];
}

export function facts(bench: Bench): TemplateResult {
  const { language: l, money, folds } = bench;
  const kind = textAt(bench, '/asset/kind');
  const own = kindFields(bench);
  const wrong = bench.problems.filter(({ pointer }) => isFact(pointer)).length;
  const rarelyUsed = RARE.some((pointer) => {
    const text = read(bench.store.document, pointer);
    return text !== undefined && text !== 'CN' && text !== 'CNY';
  });
  const open = folds.facts ?? false;
  const rareOpen = folds.right ?? rarelyUsed;
  const whole = folding(bench, 'facts', open);
  const rare = folding(bench, 'right', rareOpen);
  return html`<details class="fold facts" .open=${open} @toggle=${whole.toggle}>
    <summary @click=${whole.click}><span>${say('facts', l)}</span><span class="facts-line">${has(`kind.${kind}`) ? say(`kind.${kind}`, l) : kind} · ${textAt(bench, '/valuationDate')}</span>${wrong > 0 ? html`<span class="facts-line attention">${say('errors', l, { count: wrong })}</span>` : nothing}</summary>
    <div class="facts-grid">
      ${words(bench, '/title', 'case.title')}
      ${select(bench, '/asset/kind', ASSET_KINDS, (value) => say(`kind.${value}`, l))}
      ${words(bench, '/asset/title', 'right.title')}
      ${words(bench, '/asset/number')}
      ${words(bench, '/asset/owner')}
      ${own.includes('ownerKind') ? select(bench, '/asset/ownerKind', OWNER_KINDS, (value) => say(`ownerKind.${value}`, l)) : nothing}
      ${(ASSET_DATES[kind] ?? []).map((name) => date(bench, `/asset/${name}`))}
      ${own.includes('renewals') ? figure(bench, '/asset/renewals') : nothing}
      ${own.includes('woody') ? flag(bench, '/asset/woody') : nothing}
      ${date(bench, '/valuationDate')}
      ${select(bench, '/purpose', PURPOSES, (value) => say(`purpose.${value}`, l))}
      ${select(bench, '/basisOfValue', BASES, (value) => say(`basis.${value}`, l))}
      ${select(bench, '/unit', UNITS, (unit) => money.heading(UNIT_EXPONENT[unit as keyof typeof UNIT_EXPONENT]))}
    </div>
    <details class="rare" .open=${rareOpen} @toggle=${rare.toggle}>
      <summary @click=${rare.click}>${say('facts.more', l)}</summary>
      <div class="facts-grid">
        ${date(bench, '/asset/legalEnd')}
        ${own.includes('termCompensation') ? compensation(bench) : nothing}
        ${code(bench, '/asset/jurisdiction', 'CN', 2)}
        ${code(bench, '/currency', 'CNY', 3)}
      </div>
    </details>
  </details>`;
}

/**
 * A fold is opened by the state and never by the browser alone: a redraw between its click and its `toggle`
 * would close it again. `toggle` still tells of what the browser opens for a search in the page.
 */
export function folding({ fold }: Bench, name: Fold, open: boolean) {
  return {
    click: (event: Event): void => {
      event.preventDefault();
      fold(name, !open);
    },
    toggle: (event: Event): void => {
      const { target, currentTarget } = event;
      if (target === currentTarget && (target as HTMLDetailsElement).open !== open) fold(name, !open);
    },
  };
}

function labelled(bench: Bench, pointer: string, name: string, control: TemplateResult): TemplateResult {
  return html`<div class="fact"><label for=${fieldId(pointer)}>${say(name, bench.language)}</label>${control}${problemsAt(bench, pointer)}</div>`;
}

const nameOf = (pointer: string): string => `field.${pointer.split('/').at(-1)}`;

function select(
  bench: Bench,
  pointer: string,
  values: readonly string[],
  word: (value: string) => string,
): TemplateResult {
  const now = textAt(bench, pointer);
  return labelled(
    bench,
    pointer,
    nameOf(pointer),
    html`<select id=${fieldId(pointer)} data-pointer=${pointer} @change=${(event: Event) => bench.store.set(pointer, (event.target as HTMLSelectElement).value || undefined)}>
      ${now === '' ? html`<option value="" selected>${say('facts.unset', bench.language)}</option>` : nothing}
      ${values.map((value) => html`<option value=${value} .selected=${live(value === now)}>${word(value)}</option>`)}
    </select>`,
  );
}

function words(bench: Bench, pointer: string, name = nameOf(pointer)): TemplateResult {
  return labelled(
    bench,
    pointer,
    name,
    html`<input type="text" class="text-input" id=${fieldId(pointer)} data-pointer=${pointer} .value=${live(textAt(bench, pointer))}
      @input=${(event: Event) => bench.store.set(pointer, (event.target as HTMLInputElement).value || undefined)} />`,
  );
}

/** A code of letters is taken in capitals, and 中国 for CN: nobody meant another country by it. */
function code(bench: Bench, pointer: string, usual: string, length: number): TemplateResult {
  const clean = (text: string): string | undefined => {
    const letters = text.normalize('NFKC').trim();
    if (/^(?:中国|人民币|china)$/i.test(letters)) return usual;
    return letters.length === length ? letters.toUpperCase() : letters || undefined;
  };
  return labelled(
    bench,
    pointer,
    nameOf(pointer),
    html`<input type="text" class="text-input code" id=${fieldId(pointer)} data-pointer=${pointer} placeholder=${usual} autocomplete="off" .value=${live(bench.store.typing.get(pointer) ?? textAt(bench, pointer))}
      @input=${(event: Event) => bench.store.typing.set(pointer, (event.target as HTMLInputElement).value)}
      @change=${(event: Event) => {
        bench.store.typing.delete(pointer);
        bench.store.set(pointer, clean((event.target as HTMLInputElement).value));
      }} />`,
  );
}

function date(bench: Bench, pointer: string): TemplateResult {
  const { store, language: l } = bench;
  const described = `${fieldId(pointer)}-problem`;
  const draft = store.drafts[pointer];
  return html`<div class="fact">
    <label for=${fieldId(pointer)}>${say(nameOf(pointer), l)}</label>
    ${dateInput(store, pointer, draft ?? textAt(bench, pointer), described)}
    ${draft === undefined ? problemsAt(bench, pointer) : html`<p class="problem" id=${described}>${say('read.date', l)}</p>`}</div>`;
}

function figure(bench: Bench, pointer: string): TemplateResult {
  // The handle says itself what is wrong with its figure.
  return html`<div class="fact"><label for=${fieldId(pointer)}>${say(nameOf(pointer), bench.language)}</label><span>${bareHandle(bench, pointer)}</span></div>`;
}

function flag(bench: Bench, pointer: string): TemplateResult {
  const on = read(bench.store.document, pointer) === true;
  return labelled(
    bench,
    pointer,
    nameOf(pointer),
    html`<span><input type="checkbox" id=${fieldId(pointer)} data-pointer=${pointer} .checked=${live(on)}
      @change=${(event: Event) => bench.store.set(pointer, (event.target as HTMLInputElement).checked || undefined)} /></span>`,
  );
}

/** The new end and the decision belong together; the engine asks for the one that is missing. */
function compensation(bench: Bench): TemplateResult {
  const base = '/asset/termCompensation';
  return html`<fieldset class="fact-group"><legend>${say('field.termCompensation', bench.language)}</legend>
    ${problemsAt(bench, base)}
    ${date(bench, `${base}/end`)}
    ${words(bench, `${base}/decision`)}
  </fieldset>`;
}

function problemsAt(bench: Bench, pointer: string): TemplateResult[] {
  const { language: l, problems, store } = bench;
  return problems
    .filter((problem) => problem.pointer === pointer && !isToFill(problem, store))
    .map((problem) => {
      const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts);
      return html`<p class="problem" id=${`${fieldId(pointer)}-problem`}>${joined(l, what, remedy)}</p>`;
    });
}
