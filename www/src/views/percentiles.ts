// The spread in figures: its percentiles, its mean and its worst part, and how often it falls below what.

import { html, nothing, type TemplateResult } from 'lit';
import type { Spread } from '../engine/types';
import { percent, plain, say } from '../text';
import { chance, thresholdName } from './histogram';
import type { Scene } from './outputs';
import { exponentOf, Precise, type Shown } from './spread';

/** What a reader asks for first; all ninety-nine are shown when asked for. */
const USUAL = [1, 5, 10, 25, 50, 75, 90, 95, 99];
const ALL = Array.from({ length: 99 }, (_, index) => index + 1);
/** All of them in columns that are read downwards. */
const COLUMN = 33;

export function percentiles(scene: Scene, range: Spread, all: boolean): TemplateResult {
  const { language: l, money } = scene;
  const exponent = exponentOf(range, money);
  const precise = new Precise(money, exponent, errorsOf(range));
  const columns = all ? [0, COLUMN, 2 * COLUMN].map((from) => ALL.slice(from, from + COLUMN)) : [USUAL];
  return html`<div class="percentile-columns">${columns.map(
    (places) => html`<table class="figures percentiles">
      <caption>${say('spread.percentiles', l)}<span class="unit-mark">${money.heading(exponent)}</span></caption>
      <thead><tr><th scope="col">${say('spread.percentile', l)}</th><th scope="col" class="number">${say('spread.value', l)}</th><th scope="col" class="number">${say('spread.error', l)}</th></tr></thead>
      <tbody>${places.map(
        (
          place,
        ) => html`<tr class=${place === 5 || place === 50 || place === 95 ? 'told' : ''}><th scope="row">P${place}</th>
          <td class="number">${precise.figure(range.percentiles[place - 1] ?? Number.NaN)}</td>
          <td class="number quiet">${precise.error(range.percentileErrors[place - 1] ?? 0)}</td></tr>`,
      )}</tbody></table>`,
  )}</div>`;
}

/** The last digits of the outer percentiles are worth least; those that are told set the decimals. */
function errorsOf({ percentileErrors }: Spread): number[] {
  return [4, 49, 94].flatMap((index) => percentileErrors[index] ?? []);
}

/** The mean, the deviation and the mean of the worst twentieth. */
export function moments(scene: Scene, { range }: Shown): TemplateResult {
  const { language: l, money } = scene;
  const exponent = exponentOf(range, money);
  const precise = new Precise(money, exponent, errorsOf(range));
  const row = (name: string, value: number, error?: number): TemplateResult =>
    html`<tr><th scope="row">${name}</th><td class="number">${precise.figure(value)}</td><td class="number quiet">${error === undefined ? '' : precise.error(error)}</td></tr>`;
  return html`<table class="figures">
    <caption>${say('spread.moments', l)}<span class="unit-mark">${money.heading(exponent)}</span></caption>
    <thead><tr><td></td><th scope="col" class="number">${say('spread.value', l)}</th><th scope="col" class="number">${say('spread.error', l)}</th></tr></thead>
    <tbody>
      ${row(say('spread.mean', l), range.mean, range.standardError)}
      ${row(say('spread.deviation', l), range.standardDeviation)}
      ${row(say('spread.worst', l), range.worst.mean, range.worst.standardError)}
    </tbody></table>`;
}

/** How often the value falls below nothing, the loan, and what else the case names. */
export function below(scene: Scene, { range }: Shown): TemplateResult | typeof nothing {
  const { language: l, money } = scene;
  if (range.thresholds.length === 0) return nothing;
  return html`<table class="figures below">
    <caption>${say('spread.chances', l)}</caption>
    <thead><tr><th scope="col">${say('spread.threshold', l)}</th><th scope="col" class="number">${say('spread.chance', l)}</th><th scope="col" class="number">${say('spread.error', l)}</th></tr></thead>
    <tbody>${range.thresholds.map(
      (
        threshold,
      ) => html`<tr><th scope="row">${thresholdName(threshold, l)}${threshold.at === 0 ? '' : ` ${money.amount(threshold.at)}`}</th>
        <td class="number">${chance(threshold.below)}</td>
        <td class="number quiet">${threshold.standardError === 0 ? '—' : percent(threshold.standardError, 2)}</td></tr>`,
    )}</tbody></table>`;
}

/** How the figures came about, so that they can be had again. */
export function drawn({ language: l }: Scene, { draws, seed, sequence }: Spread): string {
  return say('spread.drawn', l, {
    draws: plain(draws, 0),
    seed: String(seed),
    sequence: say(`spread.${sequence}`, l),
  });
}
