// Tables of scenarios: the value over figures of one or two assumptions, and what each would have to be for a target.
//
// The headings are fields, so that a table is changed where it is read; whoever holds it says what becomes of a text.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { BreakEven, Lever, Scenarios, Varied } from '../engine/types';
import { fieldText, type NumberKind } from '../read-number';
import { type Language, plain, say, signedPercent, UNIT_EXPONENT, withUnit } from '../text';
import { driverName, type Scene } from './outputs';

/** One heading: its text, and its place among the figures that were asked for, if it was read as one. */
export interface Heading {
  text: string;
  place: number | undefined;
}

export interface Axis {
  varied: Varied;
  headings: Heading[];
  write: (index: number, text: string) => void;
}

/** The figure under which a value does not carry what it should. */
export interface Floor {
  key: 'loan' | 'zero';
  at: number;
}

/** How the figures of an assumption are read: a series by bare multiples, all else in its unit. */
export function kindOf({ unit, by }: Pick<Varied, 'unit' | 'by'>): NumberKind {
  return by === 'multiple' || unit === 'factor' || unit === 'count' ? 'number' : unit;
}

/** Whether a figure is the one on the desk. */
function isNow({ value }: Varied, figure: number | undefined): boolean {
  return figure !== undefined && Math.abs(figure - value) <= 1e-12 * Math.max(1, Math.abs(value));
}

export function scenarioTable(
  scene: Scene,
  { values, value }: Scenarios,
  rows: Axis,
  columns: Axis | undefined,
  floor: Floor,
): TemplateResult {
  const { language: l, money } = scene;
  const found = values.flat().filter((one) => one !== null);
  const exponent = money.exponent(Math.max(...found.map(Math.abs), Math.abs(value)));
  const short = found.some((one) => one < floor.at);
  const rowName = nameOf(rows.varied, scene);
  const across = columns ? columns.headings : [{ text: '', place: 0 }];
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${say('tables', l)}>
    <table class="figures scenarios">
      <caption class="unseen">${say('tables.caption', l)}</caption>
      <thead>
        ${
          columns
            ? html`<tr><td></td><th scope="colgroup" colspan=${across.length} class="axis-name">${nameOf(columns.varied, scene)}</th></tr>
              <tr><th scope="col">${rowName}</th>${columns.headings.map((heading, index) => html`<th scope="col" class=${isNow(columns.varied, figureOf(columns, heading)) ? 'now' : ''}>${field(columns, heading, index, scene)}</th>`)}</tr>`
            : html`<tr><th scope="col">${rowName}</th><th scope="col" class="number">${say('spread.value', l)}</th></tr>`
        }
      </thead>
      <tbody>${rows.headings.map((heading, index) => {
        const here = isNow(rows.varied, figureOf(rows, heading));
        return html`<tr><th scope="row" class=${here ? 'now' : ''}>${field(rows, heading, index, scene)}</th>
          ${across.map((other) => {
            const one =
              heading.place === undefined || other.place === undefined
                ? undefined
                : values[heading.place]?.[other.place];
            const now = here && (!columns || isNow(columns.varied, figureOf(columns, other)));
            return html`<td class="number ${now ? 'now' : ''} ${typeof one === 'number' && one < floor.at ? 'short' : ''}">${
              typeof one === 'number' && one < floor.at
                ? html`<span class="short-mark" aria-hidden="true">▾ </span><span class="unseen">${say(`tables.below-${floor.key}`, l)} </span>`
                : nothing
            }${one === undefined ? '' : one === null ? say('tables.none', l) : money.figure(one, exponent)}${now ? html`<span class="unseen"> ${say('tables.now', l)}</span>` : nothing}</td>`;
          })}</tr>`;
      })}</tbody>
    </table></div>
    <p class="table-note">${money.heading(exponent)}<span><span class="now-mark" aria-hidden="true"></span>${say('tables.now', l)}</span>${
      short
        ? html`<span><span class="short-mark" aria-hidden="true">▾</span> ${say(`tables.below-${floor.key}`, l)}${floor.key === 'loan' ? ` ${money.amount(floor.at)}` : ''}</span>`
        : nothing
    }</p>`;
}

function figureOf({ varied }: Axis, { place }: Heading): number | undefined {
  return place === undefined ? undefined : varied.values[place];
}

/** Headings are typed in the case's own unit, as every figure of the case is. */
function nameOf(varied: Varied, scene: Scene): string {
  const name = driverName(varied, scene);
  if (varied.by === 'multiple') return say('tables.multiple', scene.language, { name });
  return varied.unit === 'money' ? `${name} (${scene.money.heading(UNIT_EXPONENT[scene.money.unit])})` : name;
}

function field(axis: Axis, { text, place }: Heading, index: number, scene: Scene): TemplateResult {
  const wrong = place === undefined && text.trim() !== '';
  return html`<input type="text" inputmode="decimal" class="figure-input" aria-label=${say('tables.heading', scene.language, { name: driverName(axis.varied, scene), number: index + 1 })}
    aria-invalid=${wrong ? 'true' : 'false'} .value=${live(text)} @input=${(event: Event) => axis.write(index, (event.target as HTMLInputElement).value)} />`;
}

/** What each assumption, alone, would have to be. */
export function breakEvenTable(scene: Scene, { inputs }: BreakEven): TemplateResult {
  const { language: l } = scene;
  return html`<table class="figures break-even">
    <caption class="unseen">${say('even.help', l)}</caption>
    <thead><tr><th scope="col">${say('drivers.item', l)}</th><th scope="col" class="number">${say('kept.now', l)}</th><th scope="col" class="number">${say('even.needed', l)}</th><th scope="col" class="number">${say('even.change', l)}</th></tr></thead>
    <tbody>${inputs.map((lever) => {
      const { pointer, value, roots, change } = lever;
      return html`<tr class=${roots.length === 0 ? 'unreached' : ''}><th scope="row"><button type="button" class="door" data-field=${pointer}>${driverName(lever, scene)}</button></th>
        <td class="number">${value === undefined ? '× 1' : figure(lever, value, scene)}</td>
        ${
          roots.length === 0
            ? html`<td class="number reason" colspan="2">${reason(lever, scene)}</td>`
            : html`<td class="number told">${roots.map((root) => figure(lever, root, scene)).join(say('even.or', l))}</td><td class="number quiet">${moved(lever, change, l)}</td>`
        }</tr>`;
    })}</tbody></table>`;
}

function figure({ unit, value }: Lever, at: number, { money }: Scene): string {
  return value === undefined ? `× ${plain(at, 3)}` : withUnit({ unit, value: at }, money);
}

/** A rate by points, for a tenth more of 6 % is easily read as 16 %; all else by its share. */
function moved({ unit, value, roots }: Lever, change: number | undefined, l: Language): string {
  if (value !== undefined && (unit === 'share' || unit === 'rate')) {
    const nearest = roots.toSorted((a, b) => Math.abs(a - value) - Math.abs(b - value))[0] ?? value;
    const points = plain(100 * (nearest - value), 2);
    return say('even.points', l, { points: nearest > value ? `+${points}` : points });
  }
  return change === undefined ? '' : signedPercent(change, 1);
}

function reason({ reason: why, reached }: Lever, { language: l, money }: Scene): string {
  if (why === 'unreached' && reached)
    return say('even.unreached', l, { span: money.span(reached.min, reached.max) });
  return say(why === 'indifferent' ? 'even.indifferent' : 'even.none', l);
}

/** The lossless text of a proposed heading. */
export function headingText(varied: Pick<Varied, 'unit' | 'by'>, value: number): string {
  return fieldText(value, kindOf(varied));
}
