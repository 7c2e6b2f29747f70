// What carries the range: the plain sentence, and for each uncertain input its share, read as a bar and as a figure.

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Driver, Spread } from '../engine/types';
import { percent, plain, say, stepName } from '../text';
import { driverName, type Scene } from './outputs';

/** Under this share an input is not worth a name in the sentence. */
const TELLING = 0.01;

/** Years of one series differ by their year alone, which then belongs to the name. */
function nameOf(driver: Driver, all: readonly Driver[], scene: Scene): string {
  const name = driverName(driver, scene);
  const step = scene.valuation.steps[driver.step];
  const alike = all.filter((other) => driverName(other, scene) === name).length > 1;
  return alike && step ? stepName(step, scene.language) : name;
}

/** Which two inputs carry most of the range, and how much narrower it would be if the first were known. */
export function carriersSentence(scene: Scene, { drivers, correlations }: Spread): string {
  const { language } = scene;
  const [first, second] = drivers.filter(({ firstOrder }) => firstOrder >= TELLING);
  if (!first) return '';
  const facts = { first: nameOf(first, drivers, scene), narrower: percent(first.narrowing, 0) };
  const own = percent(first.firstOrder, 0);
  if (!second) return say('carriers.one', language, { ...facts, share: own });
  const both = { ...facts, second: nameOf(second, drivers, scene) };
  // Shares of inputs that move together count twice what these have in common.
  if (correlations && correlations.length > 0) {
    return say('carriers.two-together', language, {
      ...both,
      share: own,
      secondShare: percent(second.firstOrder, 0),
    });
  }
  return say('carriers.two', language, {
    ...both,
    share: percent(Math.min(1, first.firstOrder + second.firstOrder), 0),
  });
}

export function carriers(scene: Scene, { drivers }: Spread): TemplateResult | typeof nothing {
  const { language: l } = scene;
  if (drivers.length === 0) return nothing;
  // Where inputs move together, what is left when all others are known is nobody's own share.
  const apart = drivers.some(({ total }) => total !== undefined);
  return html`<table class="figures carriers">
    <caption class="unseen">${say('carriers.help', l)}</caption>
    <thead><tr>
      <th scope="col">${say('drivers.item', l)}</th>
      <th scope="col" class="number">${say('carriers.rank', l)}</th>
      <th scope="col" class="number">${say('carriers.first', l)}</th>
      ${apart ? html`<th scope="col" class="number">${say('carriers.total', l)}</th>` : nothing}
      <th scope="col" class="number">${say('carriers.narrower', l)}</th>
    </tr></thead>
    <tbody>${drivers.map((driver) => row(scene, driver, drivers, apart))}</tbody>
  </table>`;
}

function row(scene: Scene, driver: Driver, all: readonly Driver[], apart: boolean): TemplateResult {
  return html`<tr>
    <th scope="row"><button type="button" class="door" data-field=${driver.pointer} data-hint-step=${driver.step}>${nameOf(driver, all, scene)}</button></th>
    <td class="number">${plain(driver.rankCorrelation, 2)}${eitherWay(driver.rankCorrelation)}</td>
    <td class="number">${percent(driver.firstOrder, 1)}${share(driver.firstOrder)}</td>
    ${apart ? html`<td class="number">${driver.total === undefined ? '' : html`${percent(driver.total, 1)}${share(driver.total)}`}</td>` : nothing}
    <td class="number">${percent(driver.narrowing, 1)}${share(driver.narrowing)}</td>
  </tr>`;
}

/** From the right, under the figure whose size it shows. */
function share(size: number): TemplateResult {
  const wide = 100 * Math.min(1, Math.max(0, size));
  return bar(svg`<rect class="bar-inner" x=${`${100 - wide}%`} width=${`${wide}%`} height="5"></rect>`);
}

/** From the middle to the side to which the value goes when the input rises. */
function eitherWay(size: number): TemplateResult {
  const half = 50 * Math.min(1, Math.abs(size));
  return bar(svg`<rect class=${size < 0 ? 'bar-low' : 'bar-inner'} x=${`${size < 0 ? 50 - half : 50}%`} width=${`${half}%`} height="5"></rect>
    <line class="axis" x1="50%" x2="50%" y1="-1" y2="6"></line>`);
}

function bar(drawn: TemplateResult): TemplateResult {
  return html`<svg class="small-bar" width="100%" height="5" aria-hidden="true" focusable="false"><rect class="ground" width="100%" height="5"></rect>${drawn}</svg>`;
}
