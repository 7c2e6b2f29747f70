// The spread of the value, drawn: how often it falls where, or how often it falls below.
//
// Bars are the engine's own counts; the line over them is the same counts smoothed, and says nothing that they do not.
// The concluded value and the thresholds stand as flags above the drawing, P5, P50 and P95 under it.
// Everything is one path of a few dozen points, so that it can be drawn anew at each step of a drag.

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Spread } from '../engine/types';
import { type Language, type MoneyFormat, percent, say } from '../text';
import type { Scene } from './outputs';
import { exponentOf, type Shown } from './spread';

export interface Drawing {
  shown: Shown;
  /** The result that was kept, drawn as an outline behind. */
  kept?: (Shown & { name: string }) | undefined;
  /** How often it falls below each figure, where it is not how often it falls at each. */
  cumulative: boolean;
}

const WIDE = 1000;
const TALL = 190;
const FLAG = 17;
const FOOT = 40;
/** More flags than these would hide what they stand over; the table names them all. */
const MOST_FLAGS = 5;
/** A longer name of what is kept would run out of the drawing on a phone. */
const MOST_LETTERS = 14;

interface Scale {
  low: number;
  high: number;
}

export function thresholdName({ key, name }: Spread['thresholds'][number], language: Language): string {
  return key === 'given' ? (name ?? say('spread.given', language)) : say(`spread.${key}`, language);
}

/** A probability to a tenth of a per cent, and never quite none or all where a draw says otherwise. */
export function chance(share: number): string {
  if (share > 0 && share < 5e-4) return '< 0.1%';
  return share < 1 && share > 0.9995 ? '> 99.9%' : percent(share, 1);
}

function ends({ histogram, p5, p95 }: Spread): [number, number] {
  return histogram ? [histogram.from, histogram.from + histogram.width * histogram.counts.length] : [p5, p95];
}

/** The bars whole, the conclusion, and of the thresholds those that are near; nothing only where it may be lost. */
function scaleOf({ shown, kept }: Drawing): Scale {
  const both = [...ends(shown.range), ...(kept ? ends(kept.range) : []), shown.value];
  const [low, high] = [Math.min(...both), Math.max(...both)];
  const near = shown.range.thresholds
    .filter(({ key, below }) => key !== 'zero' || below > 0)
    .map(({ at }) => at)
    .filter((at) => at > low - 0.4 * (high - low) && at < high + 0.4 * (high - low));
  const [from, to] = [Math.min(low, ...near), Math.max(high, ...near)];
  const room = 0.02 * (to - from) || 1;
  return { low: from - room, high: to + room };
}

export function histogram(scene: Scene, drawing: Drawing): TemplateResult | typeof nothing {
  const { money } = scene;
  const { shown, kept, cumulative } = drawing;
  const { range } = shown;
  if (!range.histogram) return nothing;
  const scale = scaleOf(drawing);
  const share = (value: number): number => (value - scale.low) / (scale.high - scale.low);
  const at = (value: number): string => `${100 * share(value)}%`;
  const exponent = exponentOf(range, money);
  const flags = flagsOf(scene, shown, share, exponent);
  const top = flags.length * FLAG + 6;
  const height = top + TALL + FOOT;
  const tallest = Math.max(tallestOf(range), kept ? tallestOf(kept.range) : 0);
  const x = (value: number): number => WIDE * share(value);
  const y = (density: number): number => TALL * (1 - density / tallest);
  return html`<figure class="spread">
    <svg role="img" aria-label=${described(scene, shown)} width="100%" height=${height} focusable="false">
      <svg y=${top} width="100%" height=${TALL} viewBox=${`0 0 ${WIDE} ${TALL}`} preserveAspectRatio="none">
        ${
          cumulative
            ? svg`${[0.05, 0.5, 0.95].map((level) => svg`<line class="hair" x1="0" x2=${WIDE} y1=${TALL * (1 - level)} y2=${TALL * (1 - level)}></line>`)}
              ${kept ? svg`<path class="kept-line" d=${risen(kept.range, x)}></path>` : nothing}
              <path class="density" d=${risen(range, x)}></path>`
            : svg`<path class="counts" d=${bars(range, x, y)}></path>
              ${kept ? svg`<path class="kept-line" d=${outline(kept.range, x, y)}></path>` : nothing}
              <path class="density" d=${smooth(range, x, y)}></path>`
        }
      </svg>
      <line class="axis" x1="0" x2="100%" y1=${top + TALL} y2=${top + TALL}></line>
      ${cumulative ? [0.05, 0.5, 0.95].map((level) => svg`<text class="level" x="0" y=${top + TALL * (1 - level) - 3}>${percent(level, 0)}</text>`) : nothing}
      ${kept && !cumulative ? keptName(kept, range.mean, share, (density) => top + y(density)) : nothing}
      ${flags.map((flag, row) => pole(flag, row, at(flag.at), top + TALL))}
      ${flags.map((flag, row) => words(flag, row, at(flag.at)))}
      ${foot(range, money, exponent, at, share, top + TALL)}
    </svg>
  </figure>`;
}

/** What the drawing says, for who cannot see it; the tables under it have the figures. */
function described({ language, money }: Scene, { value, range }: Shown): string {
  const below = range.thresholds.map((threshold) =>
    say('spread.below', language, {
      name: thresholdName(threshold, language),
      at: money.amount(threshold.at),
      share: chance(threshold.below),
    }),
  );
  return say('spread.described', language, {
    value: money.amount(value),
    p5: money.amount(range.p5),
    p50: money.amount(range.p50),
    p95: money.amount(range.p95),
    below: below.join(language === 'zh' ? '；' : '; '),
  });
}

// Flags

interface Flag {
  at: number;
  text: string;
  kind: string;
  /** Whether its words stand right of its line. */
  right: boolean;
}

/** The outermost first: words run towards the middle, and no line of a lower flag rises through them. */
function flagsOf(
  { language, money }: Scene,
  { value, range }: Shown,
  share: (value: number) => number,
  exponent: number,
): Flag[] {
  const inside = (at: number): boolean => share(at) >= 0 && share(at) <= 1;
  const flag = (at: number, text: string, kind: string): Flag => ({ at, text, kind, right: share(at) < 0.5 });
  const flags = [
    flag(value, `${say('compare.conclusion', language)} ${money.figure(value, exponent)}`, 'concluded'),
    ...range.thresholds
      .filter(({ at }) => inside(at))
      .slice(0, MOST_FLAGS - 1)
      .map((threshold) =>
        flag(
          threshold.at,
          say('spread.flag', language, {
            name: named(threshold, money, exponent, language),
            share: chance(threshold.below),
          }),
          'threshold',
        ),
      ),
  ];
  return flags.sort((a, b) => Math.abs(share(b.at) - 0.5) - Math.abs(share(a.at) - 0.5));
}

/** Zero is a name and a figure at once. */
function named(
  threshold: Spread['thresholds'][number],
  money: MoneyFormat,
  exponent: number,
  language: Language,
): string {
  const name = thresholdName(threshold, language);
  return threshold.key === 'zero' ? name : `${name} ${money.figure(threshold.at, exponent)}`;
}

function pole({ kind }: Flag, row: number, x: string, bottom: number) {
  return svg`<line class=${kind} x1=${x} x2=${x} y1=${row * FLAG + 2} y2=${bottom}></line>`;
}

/** Over all poles, which break behind them. */
function words({ text, kind, right }: Flag, row: number, x: string) {
  return svg`<text class=${kind} x=${x} dx=${right ? 5 : -5} y=${row * FLAG + 12} text-anchor=${right ? 'start' : 'end'}>${text}</text>`;
}

/** P5 to P95 as a band on the axis, each end and the middle with its figure; close ones step down a line. */
function foot(
  { p5, p50, p95 }: Spread,
  money: MoneyFormat,
  exponent: number,
  at: (value: number) => string,
  share: (value: number) => number,
  y: number,
) {
  const crowded = Math.min(share(p50) - share(p5), share(p95) - share(p50)) < 0.2;
  // A name in the middle of what lies at the very end would leave the drawing.
  const anchor = (value: number): string => {
    if (share(value) < 0.05) return 'start';
    return share(value) > 0.95 ? 'end' : 'middle';
  };
  const mark = (name: string, value: number, low = false) =>
    svg`<text x=${at(value)} y=${y + (low ? 35 : 21)} text-anchor=${anchor(value)}>${name} <tspan class="strong">${money.figure(value, exponent)}</tspan></text>`;
  return svg`<rect class="band-fill" x=${at(p5)} width=${`${100 * (share(p95) - share(p5))}%`} y=${y} height="7"></rect>
    <line class="median" x1=${at(p50)} x2=${at(p50)} y1=${y - 5} y2=${y + (crowded ? 22 : 9)}></line>
    ${mark('P5', p5)}${mark('P50', p50, crowded)}${mark('P95', p95)}
    <text class="unit" x="100%" y=${y + 35} text-anchor="end">${money.heading(exponent)}</text>`;
}

/** Beside the outline, on the side on which it stands out from the bars. */
function keptName(
  kept: Shown & { name: string },
  mean: number,
  share: (value: number) => number,
  y: (density: number) => number,
) {
  const { histogram: bins, percentiles } = kept.range;
  if (!bins) return nothing;
  const [low = bins.from, high = bins.from] = [percentiles[14], percentiles[84]];
  const right = kept.range.mean > mean;
  const at = right ? high : low;
  const density = densities(kept.range)[Math.floor((at - bins.from) / bins.width)] ?? 0;
  const name = kept.name.length > MOST_LETTERS ? `${kept.name.slice(0, MOST_LETTERS)}…` : kept.name;
  return svg`<text class="kept-name" x=${`${100 * share(at)}%`} dx=${right ? 9 : -9} y=${y(density)} text-anchor=${right ? 'start' : 'end'}>${name}</text>`;
}

// Paths; a count becomes a density, so that ranges of other bins and other draws can stand over each other.

function densities({ histogram: bins, draws }: Spread): number[] {
  return bins ? bins.counts.map((count) => count / (draws * bins.width)) : [];
}

function tallestOf(range: Spread): number {
  return Math.max(...densities(range), 0) * 1.06 || 1;
}

const cut = (figure: number): string => figure.toFixed(1);

function bars(range: Spread, x: (value: number) => number, y: (density: number) => number): string {
  const { from, width } = range.histogram ?? { from: 0, width: 0 };
  return densities(range)
    .map((density, index) => {
      const [left, right] = [x(from + index * width), x(from + (index + 1) * width)];
      return density === 0
        ? ''
        : `M${cut(left + 0.8)} ${TALL}V${cut(y(density))}H${cut(right - 0.8)}V${TALL}Z`;
    })
    .join('');
}

function outline(range: Spread, x: (value: number) => number, y: (density: number) => number): string {
  const { from, width } = range.histogram ?? { from: 0, width: 0 };
  const steps = densities(range).map(
    (density, index) => `V${cut(y(density))}H${cut(x(from + (index + 1) * width))}`,
  );
  return `M${cut(x(from))} ${TALL}${steps.join('')}V${TALL}`;
}

/** Each bin with its neighbours, by the weights 1, 4, 6, 4, 1; joined by curves that never overshoot below nothing. */
function smooth(range: Spread, x: (value: number) => number, y: (density: number) => number): string {
  const { from, width } = range.histogram ?? { from: 0, width: 0 };
  const raw = densities(range);
  const points = raw.map((_, index) => {
    let [sum, weight] = [0, 0];
    for (const [offset, share] of [1, 4, 6, 4, 1].entries()) {
      const beside = raw[index + offset - 2];
      if (beside === undefined) continue;
      sum += share * beside;
      weight += share;
    }
    return [x(from + (index + 0.5) * width), y(sum / weight)] as const;
  });
  return points
    .map(([px, py], index) => {
      const before = points[index - 1];
      if (!before) return `M${cut(px)} ${cut(py)}`;
      const back = points[index - 2] ?? before;
      const next = points[index + 1] ?? [px, py];
      const bent = (figure: number): string => cut(Math.min(figure, TALL));
      return `C${cut(before[0] + (px - back[0]) / 6)} ${bent(before[1] + (py - back[1]) / 6)} ${cut(px - (next[0] - before[0]) / 6)} ${bent(py - (next[1] - before[1]) / 6)} ${cut(px)} ${cut(py)}`;
    })
    .join('');
}

/** Through the percentiles themselves, from the first to the last of them. */
function risen({ percentiles }: Spread, x: (value: number) => number): string {
  return percentiles
    .map(
      (value, index) => `${index === 0 ? 'M' : 'L'}${cut(x(value))} ${cut(TALL * (1 - (index + 1) / 100))}`,
    )
    .join('');
}
