// How several methods make one value, which were not used and why.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { concludeBy, type Entry } from '../case/entries';
import { figureAt, isObject, read } from '../case/pointer';
import { fieldId } from '../elements/light';
import { outlineOf } from '../engine/outlines';
import type { Json } from '../engine/types';
import { CASE_FIELDS, WEIGHT } from '../fields';
import { percent, say } from '../text';
import { type Bench, bareHandle, entryName, givesMoney, stepAt } from './bench';
import { folding } from './facts';

/** The approaches of which the law asks why one was left out. */
const ASKED = ['income', 'cost', 'market'];

export function conclusion(bench: Bench): TemplateResult | typeof nothing {
  const { store, language: l, problems, money, version, verdict, entries, folds } = bench;
  const concluding = entries.filter((entry) => entry.concluding);
  const several = concluding.length > 1;
  const used = read(store.document, '/conclusion') !== undefined;
  if (entries.length === 0) return nothing;
  const open = folds.conclusion ?? (several || used);
  const rounding = '/conclusion/rounding';
  const steps = verdict?.status === 'valued' ? verdict.steps : [];
  const reason = '/conclusion/reason';
  const { click, toggle } = folding(bench, 'conclusion', open);
  return html`<details class="method fold conclusion" .open=${open} @toggle=${toggle}><summary @click=${click}><h3>${say('conclusion', l)}</h3></summary>
    ${several || Array.isArray(read(store.document, '/conclusion/weights')) ? how(bench, concluding) : nothing}
    <div class="fact wide"><label for=${fieldId(reason)}>${say(several ? 'conclusion.reason' : 'conclusion.reason-one', l)}</label>
      <textarea class="text-input" rows="2" id=${fieldId(reason)} data-pointer=${reason} .value=${live(String(read(store.document, reason) ?? ''))}
        @input=${(event: Event) => store.set(reason, (event.target as HTMLTextAreaElement).value || undefined)}></textarea></div>
    ${notUsed(bench, concluding)}
    <ipval-handle .store=${store} .field=${CASE_FIELDS[rounding]} .pointer=${rounding} .problems=${problems} .step=${stepAt(steps, rounding)} .money=${money} .language=${l} .version=${version}></ipval-handle>
  </details>`;
}

function how(bench: Bench, concluding: Entry[]): TemplateResult {
  const { store, language: l, entries } = bench;
  const weights = read(store.document, '/conclusion/weights');
  const adopted = read(store.document, '/conclusion/adopted');
  const chosen = Array.isArray(weights) ? 'weights' : adopted === undefined ? '' : 'adopted';
  const choose = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    if (value === 'weights' || value === 'adopted')
      store.setShelf({ document: concludeBy(store, value, givesMoney), aside: store.aside });
  };
  // A weight too many stands there too, or nobody could take it away.
  const places = Array.isArray(weights)
    ? Array.from({ length: Math.max(concluding.length, weights.length) })
    : [];
  const sum = places.reduce(
    (all: number, _, index) => all + (figureAt(store.document, `/conclusion/weights/${index}`) ?? 0),
    0,
  );
  const off = Math.abs(sum - 1) > 1e-6;
  return html`<div class="build-row how"><label for="conclude-by">${say('conclusion.how', l)}</label>
      <span class="entry"><select id="conclude-by" data-role="conclude-by" data-pointer="/conclusion/weights" @change=${choose}>
        ${chosen === '' ? html`<option value="" .selected=${live(true)}>${say('choice.ask', l)}</option>` : nothing}
        <option value="adopted" .selected=${live(chosen === 'adopted')}>${say('conclusion.adopt', l)}</option>
        <option value="weights" .selected=${live(chosen === 'weights')}>${say('conclusion.weigh', l)}</option>
      </select></span></div>
    ${
      chosen === 'adopted'
        ? html`<div class="build-row"><label for=${fieldId('/conclusion/adopted')}>${say('field.adopted', l)}</label>
          <span class="entry"><select id=${fieldId('/conclusion/adopted')} data-pointer="/conclusion/adopted" @change=${(event: Event) => store.set('/conclusion/adopted', (event.target as HTMLSelectElement).value)}>
            ${concluding.some(({ id }) => id === adopted) ? nothing : html`<option value=${String(adopted)} .selected=${live(true)}>${String(adopted)}</option>`}
            ${concluding.map((entry) => html`<option value=${entry.id} .selected=${live(entry.id === adopted)}>${entryName(entry, entries, l)}</option>`)}
          </select></span></div>`
        : nothing
    }
    ${places.map((_, index) => {
      const entry = concluding[index];
      return html`<div class="build-row"><label for=${fieldId(`/conclusion/weights/${index}`)}>${entry === undefined ? say('weights.extra', l) : entryName(entry, entries, l)}</label>
        ${bareHandle(bench, `/conclusion/weights/${index}`, WEIGHT)}</div>`;
    })}
    ${places.length > 0 ? html`<p class="build-row sum ${off ? 'attention' : ''}"><span>${say(off ? 'weights.sum-off' : 'weights.sum', l)}</span><span>${percent(sum, 2)}</span></p>` : nothing}`;
}

/** One line for each approach that no method of the case follows; what a file says of others can be taken away. */
function notUsed(bench: Bench, concluding: Entry[]): TemplateResult {
  const { store, language: l } = bench;
  const at = '/conclusion/notUsed';
  const now = read(store.document, at);
  const list = Array.isArray(now) ? now : [];
  const reasons = new Map(
    list.map((each, index) => [isObject(each) ? String(each.approach ?? '') : '', index] as const),
  );
  const present = new Set(concluding.map(({ method }) => outlineOf(method)?.approach));
  const rows = [...new Set([...ASKED.filter((approach) => !present.has(approach)), ...reasons.keys()])];
  const given = rows.filter((approach) => reasons.has(approach)).length;
  const write = (approach: string, text: string): void => {
    const index = reasons.get(approach);
    const others = list.filter((_, place) => place !== index);
    const item: Json = { approach, reason: text };
    const next = text === '' ? others : index === undefined ? [...list, item] : list.with(index, item);
    store.set(at, next.length > 0 ? next : undefined);
  };
  const open = bench.folds.notUsed ?? given > 0;
  const { click, toggle } = folding(bench, 'notUsed', open);
  return html`<details class="not-used" .open=${open} @toggle=${toggle}>
    <summary @click=${click}>${say('conclusion.not-used', l)}${given > 0 ? ` (${given})` : ''}</summary>
    ${rows.map((approach) => {
      const index = reasons.get(approach);
      const pointer = `${at}/${index ?? approach}/reason`;
      return html`<div class="fact wide"><label for=${fieldId(pointer)}>${say('conclusion.not-used-why', l, { approach: say(`approach.${approach}`, l) })}</label>
        <input type="text" class="text-input" id=${fieldId(pointer)} data-pointer=${pointer} data-approach=${approach} .value=${live(index === undefined ? '' : String(read(store.document, pointer) ?? ''))}
          @input=${(event: Event) => write(approach, (event.target as HTMLInputElement).value)} /></div>`;
    })}
  </details>`;
}
