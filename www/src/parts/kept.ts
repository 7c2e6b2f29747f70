// A result kept for comparison: its figures beside the present ones, and what was changed since.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Entry } from '../case/entries';
import { type Difference, differences, type Pinned } from '../case/looks';
import { isObject } from '../case/pointer';
import type { CaseStore } from '../case/store';
import type { CaseDocument, Json } from '../engine/types';
import { numberKind } from '../fields';
import { fieldText } from '../read-number';
import { choiceWord, has, type Language, plain, say, signedPercent } from '../text';
import type { Scene } from '../views/outputs';
import { exponentOf, type Shown } from '../views/spread';
import { fieldAt, fieldName } from './bench';

/** Where nearly everything was changed, the first of it is enough to see that. */
const MOST_LISTED = 12;

export function keep(store: CaseStore, { valuation, document, language }: Scene): void {
  const { range, value, unit, currency } = valuation;
  if (!range) return;
  const name = store.looks.pinned?.name ?? say('kept.name-first', language);
  store.look('pinned', { name, document, value, unit, currency, range });
}

export interface Kept {
  scene: Scene;
  store: CaseStore;
  entries: readonly Entry[];
  pinned: Pinned;
  /** The kept result in the money of the present one; none where their currencies differ. */
  earlier: Shown | undefined;
  now: Shown;
}

export function keptBlock(all: Kept): TemplateResult {
  const { scene, store, pinned, earlier, now } = all;
  const { language: l } = scene;
  return html`<div class="kept" role="group" aria-label=${say('kept', l)}>
    <p class="kept-head"><label for="kept-name">${say('kept', l)}</label>
      <input type="text" class="text-input" id="kept-name" data-role="kept-name" .value=${live(pinned.name)}
        @input=${(event: Event) => store.look('pinned', { ...pinned, name: (event.target as HTMLInputElement).value }, 'name')} />
      <button type="button" class="plain screen-only" data-role="keep" @click=${() => keep(store, scene)}>${say('kept.again', l)}</button>
      <button type="button" class="plain screen-only" data-role="drop" @click=${() => store.look('pinned', undefined)}>${say('kept.drop', l)}</button></p>
    ${earlier ? table(scene, nameOf(pinned, scene), earlier, now) : html`<p class="quiet">${say('kept.currency', l, { earlier: pinned.currency, now: scene.valuation.currency })}</p>`}
    ${changes(all)}
  </div>`;
}

export function nameOf({ name }: Pinned, { language }: Scene): string {
  return name.trim() || say('kept.unnamed', language);
}

function table({ language: l, money }: Scene, name: string, earlier: Shown, now: Shown): TemplateResult {
  const exponent = exponentOf(now.range, money);
  const rows: [string, (shown: Shown) => number][] = [
    [say('compare.conclusion', l), ({ value }) => value],
    [say('spread.mean', l), ({ range }) => range.mean],
    ['P5', ({ range }) => range.p5],
    ['P50', ({ range }) => range.p50],
    ['P95', ({ range }) => range.p95],
    [say('kept.width', l), ({ range }) => range.p95 - range.p5],
  ];
  return html`<table class="figures kept-table">
    <caption class="unseen">${say('kept.help', l)}</caption>
    <thead><tr><th scope="col">${money.heading(exponent)}</th><th scope="col" class="number">${say('kept.now', l)}</th><th scope="col" class="number">${name}</th><th scope="col" class="number">${say('kept.apart', l)}</th></tr></thead>
    <tbody>${rows.map(([row, of]) => {
      const [was, is] = [of(earlier), of(now)];
      return html`<tr><th scope="row">${row}</th><td class="number">${money.figure(is, exponent)}</td><td class="number">${money.figure(was, exponent)}</td>
        <td class="number quiet">${was === is || was === 0 ? '—' : signedPercent(is / was - 1, 1)}</td></tr>`;
    })}</tbody></table>`;
}

let last: { earlier: CaseDocument; now: CaseDocument; found: Difference[] } | undefined;

/** The same two cases are walked through once, however often they are drawn. */
function differencesOf(earlier: CaseDocument, now: CaseDocument): Difference[] {
  if (last?.earlier !== earlier || last.now !== now)
    last = { earlier, now, found: differences(earlier, now) };
  return last.found;
}

function changes({ scene, entries, pinned }: Kept): TemplateResult {
  const { language: l, document } = scene;
  const found = differencesOf(pinned.document, document);
  if (found.length === 0) return html`<p class="quiet">${say('kept.same', l)}</p>`;
  return html`<table class="figures changes">
    <caption>${say('kept.changes', l)}</caption>
    <thead><tr><th scope="col">${say('drivers.item', l)}</th><th scope="col" class="number">${say('kept.now', l)}</th><th scope="col" class="number">${nameOf(pinned, scene)}</th></tr></thead>
    <tbody>${found.slice(0, MOST_LISTED).map(
      ({ pointer, earlier, now }) => html`<tr>
        <th scope="row"><button type="button" class="door" data-field=${pointer}>${changedName(pointer, scene, entries)}</button></th>
        <td class="number">${written(now, document, pointer, l)}</td>
        <td class="number quiet">${written(earlier, pinned.document, pointer, l)}</td></tr>`,
    )}</tbody></table>
    ${found.length > MOST_LISTED ? html`<p class="quiet">${say('kept.more', l, { count: found.length - MOST_LISTED })}</p>` : nothing}`;
}

function changedName(pointer: string, { language }: Scene, entries: readonly Entry[]): string {
  const [, figure = pointer, part = ''] = /^(.*?)(?:\/value|\/range(?:\/(.+))?)?$/.exec(pointer) ?? [];
  const name = fieldName(figure, language, entries);
  if (!/\/range(?:\/|$)/.test(pointer)) return name;
  const last = part.split('/').at(-1) ?? '';
  const word = [`range.${last}`, `field.${last}`, 'range.add'].find(has) ?? '';
  return `${name}${language === 'zh' ? '·' : ' · '}${say(word, language)}`;
}

/** What in a range is no figure of the same kind as the one that is spread. */
const BARE = /\/range\/(?:shape\d|log\w+)$/;

function written(value: Json | undefined, document: CaseDocument, pointer: string, l: Language): string {
  if (value === undefined || value === null) return say('kept.nothing', l);
  if (typeof value === 'number') {
    const field = BARE.test(pointer) ? undefined : fieldAt(document, pointer);
    return field ? fieldText(value, numberKind(field)) : plain(value, 6);
  }
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no', l);
  if (typeof value === 'string') {
    const key = pointer.split('/').at(-1) ?? '';
    return has(`range.${value}`) ? say(`range.${value}`, l) : choiceWord(key, value, l);
  }
  if (isObject(value) && value.value !== undefined) return written(value.value, document, pointer, l);
  return say('kept.filled', l);
}
