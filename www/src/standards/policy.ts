// A lender's own policy: opened from a file, laid over the standards in this browser, taken away again.

import { html, nothing, type TemplateResult } from 'lit';
import { isObject } from '../case/pointer';
import { flaws } from '../engine/client';
import type { Json, Problem, Standard } from '../engine/types';
import { has, joined, type Language, parts, say } from '../text';
import { handOver } from '../views/image';
import type { Desk } from './evidence';
import type { FullEdition } from './model';
import { keepPolicies, policies } from './policies';

export interface Refused {
  name: string;
  /** Empty if the file is not JSON at all. */
  problems: Problem[];
}

export interface PolicyView {
  laid: readonly FullEdition[];
  refused: Refused | undefined;
  /** False where the browser keeps nothing. */
  kept: boolean;
  valuationDate: string;
  changed: (state: { refused?: Refused | undefined; kept?: boolean }) => void;
}

export function policySection(desk: Desk, view: PolicyView): TemplateResult {
  const { l, editions } = desk;
  const example = editions.find(({ group, status }) => group === 'bank-policy' && status === 'example');
  return html`<section class="policy" aria-labelledby="policy-heading">
    <h2 id="policy-heading">${say('std.pol.heading', l)}</h2>
    <p>${say('std.pol.intro', l)}</p>
    ${view.laid.map((edition) => laidText(edition, view, l))}
    ${refusedText(view, l)}
    <p class="policy-tools">
      <label class="file-label"><span>${say('std.pol.open', l)}</span><input type="file" class="unseen" data-role="policy" accept=".json,application/json" @change=${(event: Event) => opened(event, view)} /></label>
      ${example ? html`<button type="button" class="plain" data-role="policy-example" @click=${() => handOver(new Blob([`${JSON.stringify(example, null, 2)}\n`], { type: 'application/json' }), example.id, '.json')}>${say('std.pol.example', l)}</button>` : nothing}
    </p>
  </section>`;
}

function laidText(edition: FullEdition, view: PolicyView, l: Language): TemplateResult {
  const { from, to } = edition.inForce;
  const day = view.valuationDate;
  const off = day !== '' && (day < from || (to !== undefined && day > to));
  return html`<p class="policy-laid" data-policy="${edition.id}@${edition.edition}"><strong>${edition.title[l]}</strong> ${
    off
      ? html`<span class="attention">${say('std.pol.not-in-force', l, { date: day })}</span>`
      : html`<span class="policy-active">${say('std.pol.active', l)}</span>`
  } <button type="button" class="plain" data-role="policy-remove" aria-label=${say('std.pol.remove-of', l, { name: edition.title[l] })} @click=${() => removed(edition, view)}>${say('std.pol.remove', l)}</button>
    ${view.kept ? nothing : html`<br /><span class="quiet">${say('std.pol.not-kept', l)}</span>`}</p>`;
}

function refusedText({ refused, changed }: PolicyView, l: Language): TemplateResult | typeof nothing {
  if (!refused) return nothing;
  const { name, problems } = refused;
  return html`<div class="summary" role="alert" tabindex="-1">
    <h3>${say('std.pol.refused', l, { name, count: Math.max(1, problems.length) })}</h3>
    <ul>${problems.length === 0 ? html`<li>${say('std.pol.not-json', l)}</li>` : problems.map((problem) => problemText(problem, l))}</ul>
    <p><button type="button" data-role="policy-dismiss" @click=${() => changed({ refused: undefined })}>${say('std.pol.dismiss', l)}</button></p>
  </div>`;
}

function problemText({ code, pointer, facts }: Problem, l: Language): TemplateResult {
  const { what = code, remedy = '' } = has(`problem.${code}`) ? parts(`problem.${code}`, l, facts) : {};
  return html`<li><code>${pointer || say('std.whole-file', l)}</code> ${joined(l, what, remedy)}</li>`;
}

async function opened(event: Event, { changed }: PolicyView): Promise<void> {
  const input = event.target as HTMLInputElement;
  const file = input.files?.[0];
  if (!file) return;
  const refuse = (problems: Problem[]): void => changed({ refused: { name: file.name, problems } });
  try {
    const edition = JSON.parse(await file.text()) as Json;
    const problems = await flaws(edition);
    if (problems.length > 0 || !isObject(edition)) refuse(problems);
    else {
      const own = edition as unknown as Standard;
      // A later file of the same bank and edition takes the place of the earlier one.
      const others = policies().filter(({ id }) => id !== own.id);
      changed({ refused: undefined, kept: keepPolicies([...others, own]) });
    }
  } catch {
    refuse([]);
  } finally {
    // The same file may be chosen again once it is mended.
    input.value = '';
  }
}

function removed(edition: FullEdition, { changed }: PolicyView): void {
  const left = policies().filter(({ id, edition: name }) => id !== edition.id || name !== edition.edition);
  changed({ refused: undefined, kept: keepPolicies(left) });
}
