// A distribution as it is entered: its density or its bars, P10, P50 and P90, the present figure, and data behind it.
//
// A plain template: whoever holds it says where its grips may go and what dragging one does.

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Picture } from '../engine/types';
import { type Language, percent, say } from '../text';

/** One number of the shape that can be taken hold of. */
export interface Grip {
  key: string;
  label: string;
  at: number;
  /** Between which figures it can be moved without the shape falling apart. */
  low: number;
  high: number;
}

export type Domain = readonly [from: number, to: number];

export interface Sight {
  drawn: Picture;
  /** What is uncertain. */
  name: string;
  language: Language;
  written: (figure: number) => string;
  value?: number | undefined;
  grips?: readonly Grip[];
  /** Held still while a grip is dragged, or the figure under the pointer would run away. */
  domain?: Domain | undefined;
  press?: (event: PointerEvent, grip: Grip) => void;
  key?: (event: KeyboardEvent, grip: Grip) => void;
  /** What the shape is held against. */
  data?: readonly number[];
}

const WIDTH = 300;
const LEFT = 8;
const TOP = 16;
const BASE = 84;
const HEIGHT = 112;
const SMALL = { top: 2, base: 56, height: 60 };

/** The room that the label of one percentile takes. */
const LABEL = 68;

/** The room above the highest bar, for its probability and the mark of the present figure. */
const BAR_LABEL = 16;

/** Room beside the outermost figures, as a share of the whole. */
const MARGIN = 0.06;

/**
 * A density that shoots up would press all else flat; it is cut at so many times the mean height of the middle eighty
 * in a hundred. At 2 a bell would lose its top, at 50 a curve that rises without end at both its ends is a flat line.
 */
const TALLEST = 8;

/** More bars than these would be hairs. */
const MOST_BINS = 24;

/** The figures between which a distribution is drawn. */
export function domainOf({ drawn, value, data }: Pick<Sight, 'drawn' | 'value' | 'data'>): Domain {
  const figures = [
    ...drawn.points.map(({ x }) => x),
    ...drawn.bars.map(({ x }) => x),
    ...(data ?? []),
    ...(value === undefined ? [] : [value]),
  ];
  const low = figures.reduce((least, figure) => Math.min(least, figure), Number.POSITIVE_INFINITY);
  const high = figures.reduce((most, figure) => Math.max(most, figure), Number.NEGATIVE_INFINITY);
  const span = high - low || Math.abs(high) || 1;
  return [low - MARGIN * span, high + MARGIN * span];
}

/** The figure under a place of the picture, from 0 at its left to 1 at its right edge. */
export function figureUnder(share: number, [from, to]: Domain): number {
  const inner = (share * WIDTH - LEFT) / (WIDTH - 2 * LEFT);
  return from + inner * (to - from);
}

export function distribution(sight: Sight): TemplateResult {
  const { drawn, language: l, name, written, value, grips = [], data } = sight;
  const domain = sight.domain ?? domainOf(sight);
  const x = across(domain);
  const [p10, p50, p90] = [drawn.percentiles[9], drawn.percentiles[49], drawn.percentiles[89]];
  const facts = { name, low: figure(p10, written), middle: figure(p50, written), high: figure(p90, written) };
  // A picture of which parts can be taken hold of is no image to a screen reader, but a group of sliders.
  return html`<svg class="distribution" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role=${grips.length > 0 ? 'group' : 'img'} aria-label=${say('range.pictured', l, facts)}>
    ${data ? svg`<g class="data">${bins(data, domain, x, TOP, BASE, tallest(drawn, data, domain))}</g>` : nothing}
    ${shape(drawn, x, TOP, BASE, tallest(drawn, data, domain), [p10, p90])}
    ${drawn.bars.length > 0 ? svg`<g class="bars">${bars(drawn, x)}</g>` : nothing}
    <line class="axis" x1="0" x2=${WIDTH} y1=${BASE} y2=${BASE}></line>
    ${percentileMarks(drawn, x, written)}
    ${value === undefined ? nothing : present(value, x, drawn.bars.length > 0 ? TOP + 2 : BASE, say('range.present', l, { figure: written(value) }))}
    ${grips.map((grip) => gripped(grip, x, sight))}
  </svg>`;
}

/** The same without marks, for one of several beside each other. */
export function small(sight: Sight): TemplateResult {
  const { drawn, data, name } = sight;
  const domain = sight.domain ?? domainOf(sight);
  const x = across(domain);
  const top = tallest(drawn, data, domain);
  return html`<svg class="distribution small" viewBox=${`0 0 ${WIDTH} ${SMALL.height}`} preserveAspectRatio="none" role="img" aria-label=${name}>
    ${data ? svg`<g class="data">${bins(data, domain, x, SMALL.top, SMALL.base, top)}</g>` : nothing}
    ${shape(drawn, x, SMALL.top, SMALL.base, top, undefined)}
    <line class="axis" x1="0" x2=${WIDTH} y1=${SMALL.base} y2=${SMALL.base}></line>
  </svg>`;
}

type Across = (figure: number) => number;

function across([from, to]: Domain): Across {
  return (figure) => LEFT + ((WIDTH - 2 * LEFT) * (figure - from)) / (to - from || 1);
}

function figure(value: number | undefined, written: (figure: number) => string): string {
  return value === undefined ? '?' : written(value);
}

const at = (length: number): string => length.toFixed(1);

// The shape

function tallest(drawn: Picture, data: readonly number[] | undefined, domain: Domain): number {
  const [low = 0, high = 0] = [drawn.percentiles[9], drawn.percentiles[89]];
  const highest = drawn.points.reduce((most, { density }) => Math.max(most, density), 0);
  const cut = high > low ? Math.min(highest, (TALLEST * 0.8) / (high - low)) : highest;
  const heights = data ? histogram(data, domain).map(({ density }) => density) : [];
  return Math.max(cut, ...heights) || 1;
}

function shape(
  { points }: Picture,
  x: Across,
  top: number,
  base: number,
  most: number,
  middle: readonly (number | undefined)[] | undefined,
): TemplateResult | typeof nothing {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return nothing;
  const y = (density: number): number => base - ((base - top) * Math.min(density, most)) / most;
  const line = (some: readonly { x: number; density: number }[]): string =>
    some.map((point) => `${at(x(point.x))},${at(y(point.density))}`).join(' ');
  const filled = (some: readonly { x: number; density: number }[]): string =>
    some.length === 0
      ? ''
      : `${at(x(some[0]?.x ?? 0))},${base} ${line(some)} ${at(x(some.at(-1)?.x ?? 0))},${base}`;
  const [low, high] = middle ?? [];
  const inner = low === undefined || high === undefined ? [] : between(points, low, high);
  return svg`<polygon class="whole" points=${filled(points)}></polygon>
    <polygon class="middle" points=${filled(inner)}></polygon>
    <polyline class="curve" points=${`${at(x(first.x))},${base} ${line(points)} ${at(x(last.x))},${base}`}></polyline>`;
}

/** The points between two figures, with one at each of them. */
function between(
  points: readonly { x: number; density: number }[],
  low: number,
  high: number,
): { x: number; density: number }[] {
  const reading = (figure: number): { x: number; density: number } => {
    const after = points.findIndex(({ x }) => x >= figure);
    const [left, right] = [points[Math.max(0, after - 1)], points[Math.max(0, after)]];
    if (!left || !right || right.x === left.x) return { x: figure, density: right?.density ?? 0 };
    const share = (figure - left.x) / (right.x - left.x);
    return { x: figure, density: left.density + share * (right.density - left.density) };
  };
  return [reading(low), ...points.filter(({ x }) => x > low && x < high), reading(high)];
}

function bars({ bars: all }: Picture, x: Across): TemplateResult[] {
  const most = all.reduce((top, { probability }) => Math.max(top, probability), 0) || 1;
  const width = Math.max(2, Math.min(14, (WIDTH - 2 * LEFT) / (all.length * 2)));
  const labelled = all.length <= 8;
  return all.map((bar) => {
    const height = ((BASE - TOP - BAR_LABEL) * bar.probability) / most;
    return svg`<rect class="bar" x=${at(x(bar.x) - width / 2)} y=${at(BASE - height)} width=${at(width)} height=${at(height)}></rect>
      ${labelled ? svg`<text class="probability" x=${at(x(bar.x))} y=${at(BASE - height - 3)} text-anchor="middle">${percent(bar.probability, 0)}</text>` : nothing}`;
  });
}

// Data behind it

interface Bin {
  from: number;
  to: number;
  density: number;
}

function histogram(data: readonly number[], [from, to]: Domain): Bin[] {
  const low = data.reduce((least, figure) => Math.min(least, figure), to);
  const high = data.reduce((most, figure) => Math.max(most, figure), from);
  const count = Math.min(MOST_BINS, Math.max(4, Math.ceil(Math.sqrt(data.length))));
  const width = (high - low) / count || (to - from) / count;
  const counts = Array<number>(count).fill(0);
  for (const figure of data) {
    const bin = Math.min(count - 1, Math.floor((figure - low) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((number, bin) => ({
    from: low + bin * width,
    to: low + (bin + 1) * width,
    density: number / (data.length * width),
  }));
}

function bins(
  data: readonly number[],
  domain: Domain,
  x: Across,
  top: number,
  base: number,
  most: number,
): TemplateResult[] {
  return histogram(data, domain).map(({ from, to, density }) => {
    const height = ((base - top) * density) / most;
    return svg`<rect x=${at(x(from))} y=${at(base - height)} width=${at(Math.max(0.5, x(to) - x(from) - 0.5))} height=${at(height)}></rect>`;
  });
}

// Marks

interface Mark {
  ranks: number[];
  figure: number;
}

/** P10, P50 and P90; those that are one figure have one mark. */
function marksOf(percentiles: readonly number[]): Mark[] {
  const marks: Mark[] = [];
  for (const rank of [10, 50, 90]) {
    const figure = percentiles[rank - 1];
    const last = marks.at(-1);
    if (last && last.figure === figure) last.ranks.push(rank);
    else if (figure !== undefined) marks.push({ ranks: [rank], figure });
  }
  return marks;
}

/** Labels side by side, each as near to its mark as its neighbours let it; the middle one stays where it can. */
function apart(places: readonly number[]): number[] {
  const half = LABEL / 2;
  const middle = Math.floor(places.length / 2);
  const room = (place: number, index: number): number =>
    Math.min(WIDTH - half - LABEL * (places.length - 1 - index), Math.max(half + LABEL * index, place));
  const put = places.map(room);
  for (let index = middle - 1; index >= 0; index -= 1)
    put[index] = Math.min(put[index] ?? 0, (put[index + 1] ?? 0) - LABEL);
  for (let index = middle + 1; index < put.length; index += 1)
    put[index] = Math.max(put[index] ?? 0, (put[index - 1] ?? 0) + LABEL);
  return put;
}

function percentileMarks(
  { percentiles }: Picture,
  x: Across,
  written: (figure: number) => string,
): TemplateResult {
  const marks = marksOf(percentiles);
  const places = apart(marks.map(({ figure }) => x(figure)));
  return svg`<g class="percentiles">${marks.map(({ ranks, figure }, index) => {
    const [place = 0, mark] = [places[index], at(x(figure))];
    const names = [...new Set([ranks[0], ranks.at(-1)])].map((rank) => `P${rank}`).join('–');
    return svg`<line class="tick" x1=${mark} x2=${mark} y1=${BASE} y2=${BASE + 4}></line>
      <line class="lead" x1=${mark} x2=${at(place)} y1=${BASE + 4} y2=${BASE + 9}></line>
      <text x=${at(place)} y=${BASE + 19} text-anchor="middle"><tspan class="rank">${names}</tspan> ${written(figure)}</text>`;
  })}</g>`;
}

function present(value: number, x: Across, end: number, text: string): TemplateResult {
  const place = x(value);
  const anchor = place < WIDTH * 0.25 ? 'start' : place > WIDTH * 0.75 ? 'end' : 'middle';
  return svg`<line class="present" x1=${at(place)} x2=${at(place)} y1=${TOP - 3} y2=${end}></line>
    <text class="present" x=${at(place)} y=${TOP - 6} text-anchor=${anchor}>${text}</text>`;
}

function gripped(grip: Grip, x: Across, { written, press, key, language: l }: Sight): TemplateResult {
  return svg`<g class="grip" role="slider" tabindex="0" data-grip=${grip.key} aria-label=${grip.label} aria-valuenow=${grip.at}
      aria-valuemin=${Number.isFinite(grip.low) ? grip.low : nothing} aria-valuemax=${Number.isFinite(grip.high) ? grip.high : nothing} aria-valuetext=${written(grip.at)}
      transform=${`translate(${at(x(grip.at))} ${BASE})`}
      @pointerdown=${(event: PointerEvent) => press?.(event, grip)} @keydown=${(event: KeyboardEvent) => key?.(event, grip)}>
    <title>${say('range.grip', l, { name: grip.label })}</title>
    <circle class="reach" r="12"></circle><circle class="knob" r="4.5"></circle></g>`;
}
