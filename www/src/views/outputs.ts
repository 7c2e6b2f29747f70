// What the engine answers, drawn: the sentence, the band, the years, the drivers.
//
// Plain templates without state, so that the desk and the embeddable element show the same thing.
// Every figure carries `data-step`; whoever holds the template decides what opening it does.

import { html, nothing, svg, type TemplateResult } from 'lit';
import { read } from '../case/pointer';
import type { CaseDocument, Sensitivity, Step, Valuation } from '../engine/types';
import {
  column,
  has,
  isItem,
  type Language,
  type MoneyFormat,
  percent,
  plain,
  say,
  stepFigure,
} from '../text';

export interface Scene {
  valuation: Valuation;
  document: CaseDocument;
  language: Language;
  money: MoneyFormat;
}

export type Fragment = TemplateResult | string | typeof nothing;

/** A sentence with parts that are more than text: `{value}` is replaced by its slot. */
export function sentence(key: string, language: Language, slots: Record<string, Fragment>): Fragment[] {
  return say(key, language)
    .split(/(\{\w+\})/)
    .map((piece) => {
      const name = /^\{(\w+)\}$/.exec(piece)?.[1];
      return name === undefined ? piece : (slots[name] ?? nothing);
    });
}

/** A link and not a button, so that it breaks and punctuates like the words around it. */
export function door(step: number, text: string, extra = ''): TemplateResult {
  return html`<a href="#paper" class="door ${extra}" data-step=${step}>${text}</a>`;
}

/** A heading's capital has no place inside a sentence. */
function inSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The sentence's verb is 约, so three figures are enough; the full figure stands in `data-value`. */
export function answerSentence({ valuation, document, language, money }: Scene): TemplateResult {
  const { range, pledge } = valuation;
  const kind = String(read(document, '/asset/kind') ?? '');
  const slots: Record<string, Fragment> = {
    asset: say(has(`that.${kind}`) ? `that.${kind}` : 'that.invention', language),
    date: html`<span class="nowrap">${valuation.valuationDate ?? '?'}</span>`,
    basis: inSentence(say(`basis.${valuation.basisOfValue ?? 'marketValue'}`, language)),
    value: html`<strong>${door(valuation.result, money.amount(valuation.value), 'figure')}</strong>`,
    range: range
      ? html`<span class="aside">${say('answer.range', language, { span: money.span(range.p5, range.p95) })}</span>`
      : nothing,
    loan: pledge
      ? html`${sentence('answer.loan', language, {
          ltv: percent(pledge.loanToValue),
          loan: html`<strong>${door(pledge.step, money.amount(pledge.lendableValue), 'figure')}</strong>`,
        })}`
      : nothing,
  };
  return html`<p class="answer" data-value=${String(valuation.value)}>${sentence('answer.value', language, slots)}</p>`;
}

export function inputText(sensitivity: Sensitivity, which: 'low' | 'high', scene: Scene): string {
  const tried = sensitivity[which].input;
  const step = scene.valuation.steps[sensitivity.steps[0] ?? -1];
  // A whole series is moved by one multiple, so there is no single figure to show.
  if (sensitivity.value === undefined || !step) return `× ${plain(tried, 2)}`;
  return step.unit === 'money'
    ? scene.money.figure(tried, scene.money.exponent(sensitivity.value))
    : step.unit === 'share' || step.unit === 'rate'
      ? percent(tried, 2)
      : plain(tried, 2);
}

/** An input as the engine names it in its lists. */
export type Named = Pick<Sensitivity, 'key' | 'part' | 'label'>;

/**
 * What is varied. Where the reader gave one name to several inputs of a method, as to the worth and the probability of
 * a node, with what each is; where two methods have an input of the same name, with the name of the method.
 */
export function driverName(one: Named, { valuation, language }: Scene): string {
  const named = ({ label, key }: Named) => label ?? say(`step.${key}`, language);
  const shared = ({ part, label, key }: Named) =>
    label !== undefined &&
    valuation.sensitivities.some(
      (other) => other.part === part && other.label === label && other.key !== key,
    );
  const nameOf = (each: Named) =>
    shared(each) ? `${named(each)} · ${say(`step.${each.key}`, language)}` : named(each);
  const name = nameOf(one);
  const alike = valuation.sensitivities.some((other) => other.part !== one.part && nameOf(other) === name);
  const method = valuation.methods.find(({ part }) => part === one.part);
  return alike && method ? `${name} · ${say(`method.${method.method}`, language)}` : name;
}

/** The weights of the methods are a judgement and add up to one: moving one alone means nothing. */
export function drivers(valuation: Valuation): Sensitivity[] {
  return valuation.sensitivities.filter(({ part }) => part !== 'conclusion');
}

/** What carries the answer, in one more sentence. */
export function carrierSentence(scene: Scene): TemplateResult | typeof nothing {
  const { valuation, language, money } = scene;
  const all = drivers(valuation);
  const [first] = all;
  if (!first) return nothing;
  const heads = all.slice(0, 3).map((sensitivity) => {
    const step = valuation.steps[sensitivity.steps[0] ?? -1];
    const name = driverName(sensitivity, scene);
    if (sensitivity.value === undefined || !step) return name;
    const now =
      step.unit === 'money'
        ? money.amount(sensitivity.value)
        : step.unit === 'share' || step.unit === 'rate'
          ? percent(sensitivity.value, 2)
          : plain(sensitivity.value, 2);
    return language === 'zh' ? `${name}（${now}）` : `${name} (${now})`;
  });
  const end = heads.pop() ?? '';
  const comma = say('answer.comma', language);
  const names = heads.length > 0 ? `${heads.join(comma)}${say('answer.and', language)}${end}` : end;
  const [low, high] = [first.low.value, first.high.value].sort((a, b) => a - b) as [number, number];
  return html`<p class="carries">${say('answer.carries', language, {
    drivers: names,
    first: driverName(first, scene),
    swing: say(first.swing === 'range' ? 'answer.swing-range' : 'answer.swing-ten', language),
    span: money.span(low, high),
  })}${lifeSentence(scene)}</p>`;
}

function lifeSentence({ valuation, language }: Scene): Fragment {
  const { life } = valuation;
  if (!life) return nothing;
  return html`${language === 'zh' ? '' : ' '}${sentence('answer.life', language, {
    years: door(life.step, plain(life.years, 2)),
    end: life.end
      ? say(life.binding === 'legal' ? 'answer.life-end' : 'answer.right-ends', language, { end: life.end })
      : '',
    binding: say(`binding.${life.binding}`, language),
  })}`;
}

/** The uncertain drawn as a band, the conclusion marked on it. */
export function rangeBand({ valuation, language, money }: Scene): TemplateResult | typeof nothing {
  const { range, value } = valuation;
  if (!range) return nothing;
  const low = Math.min(range.p5, value);
  const high = Math.max(range.p95, value);
  const span = high - low || 1;
  const at = (figure: number): string => `${8 + (84 * (figure - low)) / span}%`;
  const exponent = money.exponent(high);
  const named = (figure: number): string => money.figure(figure, exponent);
  const close = Math.abs(range.p50 - value) / span < 0.16;
  return html`<figure class="band">
    <svg role="img" aria-label=${say('answer.range', language, { span: money.span(range.p5, range.p95) })} width="100%" height="46">
      <line class="hair" x1="0" x2="100%" y1="23" y2="23"></line>
      <rect class="band-fill" x=${at(range.p5)} y="17" width=${`${(84 * (range.p95 - range.p5)) / span}%`} height="12"></rect>
      <line class="median" x1=${at(range.p50)} x2=${at(range.p50)} y1="14" y2="32"></line>
      <line class="mark" x1=${at(value)} x2=${at(value)} y1="11" y2="35"></line>
      <text x=${at(range.p5)} y="43" text-anchor="middle">${named(range.p5)}</text>
      <text x=${at(range.p95)} y="43" text-anchor="middle">${named(range.p95)}</text>
      <text class="strong" x=${at(value)} y="8" text-anchor="middle">${named(value)}</text>
      ${close ? nothing : svg`<text x=${at(range.p50)} y="43" text-anchor="middle">${say('answer.median', language)} ${named(range.p50)}</text>`}
    </svg>
    <figcaption>${say('answer.draws', language, {
      draws: plain(range.draws, 0),
      seed: String(range.seed),
      error: money.amount(range.standardError),
    })}</figcaption>
  </figure>`;
}

export interface YearRow {
  key: string;
  cells: (Step | undefined)[];
  unit: Step['unit'];
}

/** The year-by-year steps of one method: rows in the order in which they are worked out. */
export function yearRows(valuation: Valuation, part: string): { periods: number[]; rows: YearRow[] } {
  const own = valuation.steps.filter((step) => step.part === part && step.period !== undefined);
  const periods = [...new Set(own.map((step) => step.period ?? 0))].sort((a, b) => a - b);
  const rows = new Map<string, YearRow>();
  for (const step of own) {
    const name = `${step.key}|${step.label ?? ''}`;
    const row = rows.get(name) ?? { key: step.key, cells: periods.map(() => undefined), unit: step.unit };
    row.cells[periods.indexOf(step.period ?? 0)] = step;
    rows.set(name, row);
  }
  const telling = [...rows.values()].filter((row) => {
    const cells = row.cells.flatMap((cell) => cell ?? []);
    // A row in which every year is wholly alive, or which has one year only, tells nothing by year.
    return (
      cells.length > 1 &&
      !(row.unit !== 'money' && row.unit !== 'rate' && cells.every((cell) => cell.value === 1))
    );
  });
  // A factor of a factor is a step on the way: it stands in the working paper, not among the columns.
  const shown = telling.filter((row) => {
    if (row.unit === 'money') return true;
    const ids = new Set(row.cells.flatMap((cell) => cell?.id ?? []));
    return own.some((step) => step.unit === 'money' && step.operands.some((id) => ids.has(id)));
  });
  // The engine works factors out first; an appraiser's schedule has them where they are multiplied in.
  for (const row of shown.filter(({ unit }) => unit !== 'money')) {
    const ids = new Set(row.cells.flatMap((cell) => cell?.id ?? []));
    const user = shown.find(
      (other) => other !== row && other.cells.some((cell) => cell?.operands.some((id) => ids.has(id))),
    );
    if (!user) continue;
    shown.splice(shown.indexOf(row), 1);
    shown.splice(shown.indexOf(user), 0, row);
  }
  return { periods, rows: shown };
}

/** Zero included, three to five round marks. */
export function ticks(low: number, high: number): number[] {
  const span = Math.max(high, 0) - Math.min(low, 0) || 1;
  const rough = span / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((multiple) => multiple * power).find((size) => size >= rough) ?? rough;
  const marks: number[] = [];
  for (let k = Math.ceil(Math.min(low, 0) / step); k <= Math.floor(Math.max(high, 0) / step + 1e-9); k += 1) {
    marks.push(k * step);
  }
  return marks;
}

const PLOT = { height: 168, top: 14, bottom: 8 };

/** Whether a method works anything out year by year. */
export function hasYears({ valuation }: Scene, part: string): boolean {
  const { periods, rows } = yearRows(valuation, part);
  return periods.length > 1 && rows.some(({ unit }) => unit === 'money');
}

/** The chart over its table: one column a year for both, so the eye goes straight down. */
export function yearTable(scene: Scene, part: string): TemplateResult | typeof nothing {
  const { valuation, language, money } = scene;
  const { periods, rows } = yearRows(valuation, part);
  const inner =
    rows.findLast((row) => row.key === 'present-value') ?? rows.findLast((row) => row.unit === 'money');
  if (!inner || periods.length < 2) return nothing;
  const moneyRows = rows.filter((row) => row.unit === 'money');
  // What the row that counts is made of, before discounting: its own operand in money.
  const below = new Set(inner.cells.flatMap((cell) => cell?.operands ?? []));
  const outer = moneyRows.find(
    (row) => row !== inner && row.cells.some((cell) => cell && below.has(cell.id)),
  );
  // The unit is the one in which the row that counts is read best; sales beside it may then be long.
  const exponent = money.exponent(Math.max(...inner.cells.map((cell) => Math.abs(cell?.value ?? 0))));
  // One row, one number of decimals: what its largest figure needs to be read, and no more.
  const digits = (row: YearRow): number => {
    const size = money.scaled(Math.max(...row.cells.map((cell) => Math.abs(cell?.value ?? 0))), exponent);
    return size >= 1000 ? 0 : size >= 1 ? 2 : 4;
  };
  // A total is shown where the paper has one; the page adds up nothing of its own.
  const total = (row: YearRow): Step | undefined => {
    const ids = row.cells.flatMap((cell) => cell?.id ?? []);
    return valuation.steps.find(
      ({ operands, period }) =>
        period === undefined && ids.every((id) => operands.includes(id)) && operands.length === ids.length,
    );
  };
  const word = (row: YearRow): string =>
    row.cells.find((cell) => cell?.label)?.label ?? say(`step.${row.key}`, language);
  return html`
    <p class="unit-line">${say('years.unit', language, { unit: money.heading(exponent) })}</p>
    <div class="scroller" tabindex="0" role="region" aria-label=${say('years', language)}>
      <table class="years" style=${`--years:${periods.length}`}>
        <caption class="unseen">${say('years', language)}</caption>
        <colgroup><col class="name-column" />${periods.map(() => html`<col />`)}<col class="total-column" /></colgroup>
        <thead>
          <tr class="plot" aria-hidden="true">
            <td class="plot-names">${plotNames(inner, outer, word)}</td>
            <td class="plot-cell" colspan=${periods.length}>${yearPlot(scene, inner, outer, periods.length, exponent)}</td>
            <td></td>
          </tr>
          <tr>
            <th scope="col">${say('years.item', language)}</th>
            ${periods.map((period) => html`<th scope="col">${yearHeading(period, periods.length, scene, part)}</th>`)}
            <th scope="col">${say('years.total', language)}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => {
            const sum = total(row);
            return html`<tr class=${row === inner ? 'result' : ''}>
              <th scope="row">${word(row)}</th>
              ${row.cells.map((cell) =>
                cell
                  ? html`<td><button type="button" tabindex="-1" class="cell" data-step=${cell.id}>${
                      row.unit === 'money'
                        ? column(money.scaled(cell.value, exponent), digits(row))
                        : cell.unit === 'share' && Math.abs(cell.value) >= 0.1
                          ? percent(cell.value, 2)
                          : stepFigure(cell, money)
                    }</button></td>`
                  : html`<td></td>`,
              )}
              <td class="total">${
                sum && row.unit === 'money'
                  ? html`<button type="button" tabindex="-1" class="cell" data-step=${sum.id}>${column(money.scaled(sum.value, exponent), digits(row))}</button>`
                  : nothing
              }</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
}

/** A year by its number; an item by the name that is its own, if the paper gives it one. */
function yearHeading(period: number, count: number, { valuation, language }: Scene, part: string): string {
  const own = valuation.steps.filter((step) => step.part === part && step.period !== undefined);
  if (!own.some(isItem)) return count > 8 ? String(period) : say('year', language, { year: period });
  // A sum is the item's own; a factor may be named for what it adjusts.
  const named = [...own].sort((a, b) => Number(b.unit === 'money') - Number(a.unit === 'money'));
  const label = named.find(
    (step) =>
      step.period === period &&
      step.label !== undefined &&
      own.every((other) => other.label !== step.label || other.period === period),
  )?.label;
  return label ?? (count > 8 ? String(period) : say('item', language, { number: period }));
}

/** Where a value stands in the plot, for bars and names alike. */
function plotScale(
  inner: YearRow,
  outer: YearRow | undefined,
): { low: number; high: number; y: (value: number) => number } {
  const values = [...inner.cells, ...(outer?.cells ?? [])].map((cell) => cell?.value ?? 0);
  const high = Math.max(...values, 0);
  const low = Math.min(...values, 0);
  const { height, top, bottom } = PLOT;
  return { low, high, y: (value) => top + ((high - value) / (high - low || 1)) * (height - top - bottom) };
}

/** The bars' names stand left of the first year, each level with the head of its bar. */
function plotNames(
  inner: YearRow,
  outer: YearRow | undefined,
  word: (row: YearRow) => string,
): TemplateResult {
  const { y } = plotScale(inner, outer);
  const outerAt = y(Math.max(outer?.cells[0]?.value ?? 0, 0)) + 10;
  const innerAt = Math.max(y(Math.max(inner.cells[0]?.value ?? 0, 0)), outer ? outerAt : 0) + 2;
  // The outer name grows upwards and the inner one downwards, so that long names never meet.
  return html`<div class="bar-names" style=${`height:${PLOT.height}px`}>
    ${outer ? html`<span class="pale" style=${`bottom:${PLOT.height - outerAt}px`}>${word(outer)}</span>` : nothing}
    <span style=${`top:${innerAt}px`}>${word(inner)}</span>
  </div>`;
}

function yearPlot(
  { money }: Scene,
  inner: YearRow,
  outer: YearRow | undefined,
  count: number,
  exponent: number,
): TemplateResult {
  const { low, high, y } = plotScale(inner, outer);
  // A bar ends where the figures under it end, on the right.
  const x = (index: number, share: number): string => `${((index + share) / count) * 100}%`;
  const wide = `${(0.6 / count) * 100}%`;
  const bar = (cell: Step | undefined, index: number, kind: string) => {
    if (!cell) return nothing;
    const [from, to] = [y(Math.max(cell.value, 0)), y(Math.min(cell.value, 0))];
    return svg`<rect class=${kind} data-step=${cell.id} x=${x(index, 0.33)} width=${wide} y=${from} height=${Math.max(to - from, 0.5)}></rect>`;
  };
  const head = (cell: Step | undefined): number => y(Math.max(cell?.value ?? 0, 0));
  const foot = (cell: Step | undefined): number => y(Math.min(cell?.value ?? 0, 0));
  const label = (cell: Step | undefined, index: number, kind: string, room: number) =>
    cell && room > 17
      ? svg`<text class=${kind} x=${x(index, 0.63)} y=${head(cell) + 13} text-anchor="middle">${money.figure(cell.value, exponent)}</text>`
      : nothing;
  const labelled = count <= 14;
  return html`<svg class="plot-svg" width="100%" height=${PLOT.height} focusable="false">
    ${ticks(low, high).map((mark) => svg`<line class=${mark === 0 ? 'axis' : 'hair'} x1="0" x2="100%" y1=${y(mark)} y2=${y(mark)}></line>`)}
    ${outer ? outer.cells.map((cell, index) => bar(cell, index, 'bar-outer')) : nothing}
    ${inner.cells.map((cell, index) => bar(cell, index, 'bar-inner'))}
    ${labelled && outer ? outer.cells.map((cell, index) => label(cell, index, 'in-pale', head(inner.cells[index]) - head(cell))) : nothing}
    ${labelled ? inner.cells.map((cell, index) => label(cell, index, 'in-bar', foot(cell) - head(cell))) : nothing}
  </svg>`;
}

/** What drives the answer: one row an assumption, the longest bar first, labelled at its ends. */
export function tornado(scene: Scene, most = 8): TemplateResult | typeof nothing {
  const { valuation, language, money } = scene;
  const shown = drivers(valuation)
    .filter((one) => one.low.value !== one.high.value)
    .slice(0, most);
  if (shown.length === 0) return nothing;
  const ends = shown.flatMap((one) => [one.low.value, one.high.value]);
  const low = Math.min(...ends, valuation.value);
  const high = Math.max(...ends, valuation.value);
  const exponent = money.exponent(high);
  // Room at both ends for the labels, which stand outside the bars.
  const at = (value: number): number => 19 + (62 * (value - low)) / (high - low || 1);
  const centre = at(valuation.value);
  return html`<table class="tornado">
    <caption class="unseen">${say('drivers.help', language)}</caption>
    <thead>
      <tr>
        <th scope="col">${say('drivers.item', language)}</th>
        <th scope="col"><span class="now" style=${`left:${centre}%`}>${money.amount(valuation.value, exponent)}</span></th>
        <th scope="col" class="elasticity">${say('drivers.elasticity', language)}</th>
      </tr>
    </thead>
    <tbody>
      ${shown.map((one) => {
        const end = (which: 'low' | 'high') => {
          const value = one[which].value;
          const [from, to] = [Math.min(at(value), centre), Math.max(at(value), centre)];
          const left = value < valuation.value;
          return svg`
            <rect class=${`bar-${which}`} x=${`${from}%`} width=${`${to - from}%`} y="5" height="14"></rect>
            <text x=${`${at(value)}%`} dx=${left ? -5 : 5} y="16" text-anchor=${left ? 'end' : 'start'}>${inputText(one, which, scene)}<tspan class="reached" dx="5">${money.figure(value, exponent)}</tspan></text>`;
        };
        return html`<tr>
          <th scope="row"><button type="button" class="door" data-field=${one.pointer} data-hint-step=${one.steps[0] ?? ''}>${driverName(one, scene)}</button></th>
          <td>
            <svg width="100%" height="24" aria-hidden="true" focusable="false">
              <line class="axis" x1=${`${centre}%`} x2=${`${centre}%`} y1="0" y2="24"></line>
              ${end('low')}${end('high')}
            </svg>
            <span class="unseen">${say('drivers.low', language)} ${inputText(one, 'low', scene)}: ${money.amount(one.low.value, exponent)}; ${say('drivers.high', language)} ${inputText(one, 'high', scene)}: ${money.amount(one.high.value, exponent)}</span>
          </td>
          <td class="elasticity">${plain(one.elasticity, 2)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
