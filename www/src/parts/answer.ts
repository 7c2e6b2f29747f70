// The head of the sheet: the case's title, the answer in a sentence, what can be lent on it, what a licence costs.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Entry } from '../case/entries';
import { read } from '../case/pointer';
import { isToFill } from '../controls/unread';
import { fieldId } from '../elements/light';
import { has, type Language, percent, say, withUnit } from '../text';
import { answerSentence, carrierSentence, door, rangeBand, type Scene, sentence } from '../views/outputs';
import { type Bench, bareHandle, entryName, fieldName, textAt } from './bench';

export function caseTitle(bench: Bench): TemplateResult {
  const { language: l, verdict } = bench;
  const text = (pointer: string): string => textAt(bench, pointer);
  const kind = text('/asset/kind');
  const line = [
    has(`kind.${kind}`) ? say(`kind.${kind}`, l) : kind,
    text('/asset/number'),
    text('/asset/owner'),
    text('/purpose') ? say(`purpose.${text('/purpose')}`, l) : '',
  ];
  return html`<div class="case-title">
    <h2>${text('/title') || text('/asset/title') || say('case.own', l)}</h2>
    <p>${line.filter((word) => word !== '').join(' · ')}</p>
    ${verdict?.status === 'valued' ? html`<p class="stamp">${say('not-an-appraisal', l)}</p>` : nothing}
  </div>`;
}

export function answer(
  { store, language: l, verdict, entries }: Bench,
  scene: Scene | undefined,
): TemplateResult {
  if (verdict?.status === 'refused') {
    const { problems } = verdict;
    const toFill = problems.filter((problem) => isToFill(problem, store));
    // A series that is still empty is asked for once, not year by year.
    const asked = new Map(
      toFill.map(({ pointer }) => [pointer.replace(/\/\d+$/, ''), pointer] as const).reverse(),
    );
    const comma = say('answer.comma', l);
    const [before, after] = say('answer.empty', l).split('{fields}');
    const sentence =
      toFill.length === problems.length
        ? html`${before}${[...asked]
            .reverse()
            .map(
              ([whole, pointer], index) =>
                html`${index > 0 ? comma : ''}<button type="button" class="door" data-field=${pointer}>${fieldName(whole, l, entries)}</button>`,
            )}${after}`
        : html`${say('answer.refused', l, { count: problems.length })}`;
    return html`<p class="answer refusal" role="status">${sentence}</p>${scene ? html`<p class="carries">${say('answer.stale', l)}</p>` : nothing}`;
  }
  if (!scene) return html`<p class="answer waiting">${say('answer.waiting', l)}</p>`;
  if (!concludes(scene)) return results(scene, entries, l);
  const drafts = Object.keys(store.drafts).length;
  return html`${answerSentence(scene)}
    ${drafts > 0 ? html`<p class="carries attention">${say('answer.drafts', l, { count: drafts })}</p>` : nothing}
    ${carrierSentence(scene)} ${rangeBand(scene)}`;
}

/** Whether any entry is a value to conclude from; the engine gives nothing else a number of its own. */
export function concludes({ valuation }: Scene): boolean {
  return valuation.methods.some(({ concluding }) => concluding);
}

/** Rates and scores alone make no value, and zero would be a wrong one. */
function results({ valuation, money }: Scene, entries: Entry[], l: Language): TemplateResult {
  const comma = say('answer.comma', l);
  return html`<p class="answer">${sentence('answer.no-value', l, {
    results: html`${valuation.methods.map(
      (method, index) =>
        html`${index > 0 ? comma : ''}${entryName(method, entries, l)} ${door(method.step, withUnit({ unit: method.gives, value: method.value }, money), 'figure')}`,
    )}`,
  })}</p>`;
}

/** Its scene is that of a case that has a value now, never the last one that had. */
export function coverage(bench: Bench, scene: Scene | undefined): TemplateResult {
  const { store, language: l } = bench;
  const pledge = scene?.valuation.pledge;
  const licence = scene?.valuation.licence;
  const preset = read(store.document, '/pledge/preset');
  const presets = presetsOf(bench);
  const unknown = (part: string) =>
    html`<span class="unknown">${read(store.document, `/${part}`) === undefined ? say(`${part}.none`, l) : '…'}</span>`;
  const fixed = presets.find(({ ref }) => ref === preset)?.value ?? pledge?.loanToValue;
  return html`<div class="coverage">
    <section class="cover ${pledge ? '' : 'screen-only'}" id="pledge">
      <h3>${say('pledge', l)}</h3>
      <p class="cover-figure">${
        pledge && scene
          ? html`<span data-lendable=${String(pledge.lendableValue)}>${door(pledge.step, scene.money.amount(pledge.lendableValue), 'figure')}</span>`
          : unknown('pledge')
      }</p>
      <p class="cover-handles">
        ${
          // One's own rate goes before the policy's, as in the engine, which says so in a finding.
          typeof preset === 'string' && read(store.document, '/pledge/loanToValue') === undefined
            ? html`<span class="cover-label">${say('pledge.ltv', l)}</span> <span class="fixed">${fixed === undefined ? '' : percent(fixed)}</span>`
            : html`<label class="cover-label" for=${fieldId('/pledge/loanToValue')}>${say('pledge.ltv', l)}</label> ${bareHandle(bench, '/pledge/loanToValue')}`
        }
        <label class="cover-label" for="pledge-preset">${say('pledge.preset', l)}</label>
        <select id="pledge-preset" data-pointer="/pledge/preset" @change=${(event: Event) => choosePreset(bench, (event.target as HTMLSelectElement).value)}>
          <option value="" .selected=${live(preset === undefined)}>${say('pledge.own', l)}</option>
          ${presets.map(({ ref, name }) => html`<option value=${ref} .selected=${live(ref === preset)}>${name}</option>`)}
        </select>
      </p>
      <p class="cover-note">${say('pledge.note', l)}</p>
    </section>
    <section class="cover ${licence ? '' : 'screen-only'}" id="licence">
      <h3>${say('licence', l)}</h3>
      <p class="cover-figure">${
        licence && scene
          ? html`<span data-lump-sum=${String(licence.lumpSum)}>${door(licence.step, scene.money.amount(licence.lumpSum), 'figure')}</span>`
          : unknown('licence')
      }</p>
      <p class="cover-handles"><label class="cover-label" for=${fieldId('/licence/years')}>${say('licence.years', l)}</label> ${bareHandle(bench, '/licence/years')}</p>
      <p class="cover-note">${say('licence.note', l)}</p>
    </section>
  </div>`;
}

/** Banks' published loan-to-value caps for this kind of right, each with its bank and its year. */
function presetsOf(bench: Bench): { ref: string; name: string; value: number }[] {
  const l = bench.language;
  const kind = textAt(bench, '/asset/kind').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return bench.editions.flatMap((edition) => {
    if (edition.group !== 'bank-policy') return [];
    const parameter = edition.parameters?.find(({ id }) => id === `loan-to-value-${kind}`);
    const value = parameter?.values.at(-1)?.value;
    if (value === undefined) return [];
    const bank = (edition.issuer ?? edition.title)[l];
    return [
      {
        ref: `${edition.id}/${edition.edition}`,
        value,
        name: `${say('preset.year', l, { bank, edition: edition.edition })}: ${percent(value)}`,
      },
    ];
  });
}

function choosePreset({ store, verdict }: Bench, ref: string): void {
  // Who leaves a bank's policy keeps its rate as a first figure of one's own.
  const now = verdict?.status === 'valued' ? verdict.pledge?.loanToValue : undefined;
  store.setAll([
    ['/pledge/preset', ref || undefined],
    ['/pledge/loanToValue', ref === '' ? now : undefined],
  ]);
}
