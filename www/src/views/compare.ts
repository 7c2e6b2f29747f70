// The methods side by side: what each gives, how far it reaches, what it weighs, and how far it is from the conclusion.
//
// The bars are a football field (各方法结果对比图) whose figures stand in the columns beside it, so the drawing is
// the table and the table can be read without it.

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Entry } from '../case/entries';
import { figureAt, read } from '../case/pointer';
import type { Span } from '../engine/spans';
import { has, percent, say, signedPercent, stepFigure } from '../text';
import { door, type Scene } from './outputs';

export interface Comparison {
  scene: Scene;
  spans: ReadonlyMap<string, Span>;
  entries: readonly Entry[];
  /** What an entry is called. */
  name: (entry: Entry) => string;
}

type Method = Scene['valuation']['methods'][number];

export function comparison(all: Comparison): TemplateResult | typeof nothing {
  const { valuation, language: l } = all.scene;
  const concluding = valuation.methods.filter((method) => method.concluding);
  const serving = valuation.methods.filter((method) => !method.concluding);
  if (concluding.length < 2 && serving.length === 0) return nothing;
  return html`<section id="methods" data-slot="methods" aria-labelledby="methods-heading">
    <div class="section-head"><h2 id="methods-heading">${say('compare', l)}</h2>${concluding.length > 1 ? html`<p>${say('compare.help', l)}</p>` : nothing}</div>
    ${concluding.length > 1 ? field(all, concluding) : nothing}
    ${serving.length > 0 ? served(all, serving) : nothing}
  </section>`;
}

function nameOf({ entries, name }: Comparison, { id, method }: Method): string {
  const entry = entries.find((each) => each.id === id);
  return entry ? name(entry) : method;
}

/** The weight of a concluding entry as the case gives it; nothing where one entry is adopted or there is but one. */
function weightOf({ scene }: Comparison, place: number): number | undefined {
  return Array.isArray(read(scene.document, '/conclusion/weights'))
    ? figureAt(scene.document, `/conclusion/weights/${place}`)
    : undefined;
}

function field(all: Comparison, methods: Method[]): TemplateResult {
  const { scene, spans } = all;
  const { valuation, money, language: l, document } = scene;
  const adopted = read(document, '/conclusion/adopted');
  // A span from before the last edit may not hold the value any more; it is not drawn then.
  const spanAt = (method: Method): Span | undefined => {
    const span = spans.get(method.id);
    return span && span.low <= method.value && method.value <= span.high ? span : undefined;
  };
  const marks = [
    valuation.value,
    ...methods.flatMap((method) => [
      method.value,
      spanAt(method)?.low ?? method.value,
      spanAt(method)?.high ?? method.value,
    ]),
  ];
  const low = Math.min(...marks);
  const high = Math.max(...marks);
  const exponent = money.exponent(high);
  // Room at both ends for the labels, which stand outside the bars.
  const at = (value: number): number => 17 + (66 * (value - low)) / (high - low || 1);
  const centre = at(valuation.value);
  const weighed = methods.some((_, place) => weightOf(all, place) !== undefined);
  return html`<table class="football">
    <caption class="unseen">${say('compare.caption', l)}</caption>
    <thead><tr>
      <th scope="col">${say('compare.method', l)}</th>
      <th scope="col" class="field"><span class="now" style=${`left:${centre}%`}>${say('compare.conclusion', l)} ${money.amount(valuation.value, exponent)}</span></th>
      <th scope="col" class="number">${say('compare.value', l)}<span class="unit-mark">${money.heading(exponent)}</span></th>
      <th scope="col" class="number">${say(weighed ? 'field.weight' : 'compare.adopted', l)}</th>
      <th scope="col" class="number">${say('compare.apart', l)}</th>
    </tr></thead>
    <tbody>${methods.map((method, place) => {
      const span = spanAt(method);
      const weight = weightOf(all, place);
      const apart = valuation.value === 0 ? undefined : method.value / valuation.value - 1;
      const counts = weight === undefined ? method.id === adopted : weight > 0;
      const how =
        span === undefined
          ? ''
          : span.by === 'range'
            ? 'P5–P95'
            : say(span.by.swing === 'range' ? 'compare.by-range' : 'compare.by-ten', l, {
                name: span.by.label ?? say(`step.${span.by.key}`, l),
              });
      return html`<tr class=${counts ? 'counts' : ''}>
        <th scope="row">${nameOf(all, method)}<span class="approach">${has(`approach.${method.approach}`) ? say(`approach.${method.approach}`, l) : method.approach}</span></th>
        <td class="field"><svg width="100%" height="44" aria-hidden="true" focusable="false">
            <line class="axis" x1=${`${centre}%`} x2=${`${centre}%`} y1="0" y2="44"></line>
            ${
              span
                ? svg`<rect class="reach" x=${`${at(span.low)}%`} width=${`${at(span.high) - at(span.low)}%`} y="12" height="13"></rect>
                  <text x=${`${at(span.low)}%`} dx="-5" y="23" text-anchor="end">${money.figure(span.low, exponent)}</text>
                  <text x=${`${at(span.high)}%`} dx="5" y="23" text-anchor="start">${money.figure(span.high, exponent)}</text>
                  <text class="by" x=${`${(at(span.low) + at(span.high)) / 2}%`} y="38" text-anchor="middle">${how}</text>`
                : nothing
            }
            <svg x=${`${at(method.value)}%`} y="18.5" overflow="visible"><path class="point" d="M0 -7L6 0L0 7L-6 0Z"></path></svg>
          </svg><span class="unseen">${span ? `${how}: ${money.span(span.low, span.high)}` : say('compare.point', l)}</span></td>
        <td class="number">${door(method.step, money.figure(method.value, exponent))}</td>
        <td class="number">${weight !== undefined ? percent(weight, 2) : method.id === adopted ? '✓' : '—'}</td>
        <td class="number">${apart === undefined ? '' : Math.abs(apart) < 5e-4 ? '—' : signedPercent(apart, 1)}</td>
      </tr>`;
    })}</tbody>
  </table>`;
}

/** Rates, scores and evidence that other entries rest on: each with its own unit. */
function served(all: Comparison, methods: Method[]): TemplateResult {
  const { scene, entries } = all;
  const { money, language: l } = scene;
  return html`<table class="served"><caption>${say('compare.served', l)}</caption>
    <thead><tr><th scope="col">${say('compare.method', l)}</th><th scope="col" class="number">${say('compare.result', l)}</th><th scope="col">${say('paper.unit', l)}</th><th scope="col">${say('compare.used-by', l)}</th></tr></thead>
    <tbody>${methods.map((method) => {
      const users = entries.filter(({ pointer }) =>
        JSON.stringify(read(scene.document, `${pointer}/inputs`) ?? null).includes(
          `"from":${JSON.stringify(method.id)}`,
        ),
      );
      return html`<tr><th scope="row">${nameOf(all, method)}<span class="approach">${has(`approach.${method.approach}`) ? say(`approach.${method.approach}`, l) : method.approach}</span></th>
        <td class="number">${door(method.step, method.gives === 'money' ? money.figure(method.value) : stepFigure({ unit: method.gives, value: method.value }, money))}</td>
        <td>${method.gives === 'money' ? money.heading(money.exponent(method.value)) : say(`unit-of.${method.gives}`, l)}</td>
        <td>${users.length > 0 ? users.map(all.name).join(say('answer.comma', l)) : '—'}</td></tr>`;
    })}</tbody></table>`;
}
