// The ranges that a figure may have: which numbers each shape is given by, and a first proposal for them.
//
// A proposal keeps of the shape before it where the figures lie: its ends, about nineteen in twenty of them, and its
// centre. What a reader then finds is to be corrected; an empty form would say less.

import type { Json, JsonObject } from '../engine/types';
import { isObject } from './pointer';

/** A shape by the numbers it is given by; one that is given in two ways stands twice. */
export type Way =
  | 'triangular'
  | 'pert'
  | 'quantiles'
  | 'uniform'
  | 'normal'
  | 'logNormal'
  | 'logNormalOfLogs'
  | 'gamma'
  | 'beta'
  | 'betaOfShare'
  | 'bernoulli'
  | 'discrete'
  | 'observed';

/** What one number of a shape is: a figure like the one that is spread, a width of it, a bare number, a share. */
export type PartSort = 'figure' | 'spread' | 'number' | 'share';

type Parts = readonly (readonly [key: string, sort: PartSort])[];

const THREE: Parts = [
  ['min', 'figure'],
  ['mode', 'figure'],
  ['max', 'figure'],
];
const MOMENTS: Parts = [
  ['mean', 'figure'],
  ['standardDeviation', 'spread'],
];

/** In the order in which they are offered; lists of figures have editors of their own. */
export const WAYS: Record<Way, { distribution: string; parts: Parts }> = {
  triangular: { distribution: 'triangular', parts: THREE },
  pert: { distribution: 'pert', parts: THREE },
  quantiles: {
    distribution: 'quantiles',
    parts: [
      ['p10', 'figure'],
      ['p50', 'figure'],
      ['p90', 'figure'],
    ],
  },
  uniform: {
    distribution: 'uniform',
    parts: [
      ['min', 'figure'],
      ['max', 'figure'],
    ],
  },
  normal: { distribution: 'normal', parts: MOMENTS },
  logNormal: { distribution: 'logNormal', parts: MOMENTS },
  logNormalOfLogs: {
    distribution: 'logNormal',
    parts: [
      ['logMean', 'number'],
      ['logStandardDeviation', 'number'],
    ],
  },
  gamma: { distribution: 'gamma', parts: MOMENTS },
  beta: {
    distribution: 'beta',
    parts: [
      ['min', 'figure'],
      ['max', 'figure'],
      ['shape1', 'number'],
      ['shape2', 'number'],
    ],
  },
  betaOfShare: {
    distribution: 'beta',
    parts: [
      ['shape1', 'number'],
      ['shape2', 'number'],
    ],
  },
  bernoulli: { distribution: 'bernoulli', parts: [['probability', 'share']] },
  discrete: { distribution: 'discrete', parts: [] },
  observed: { distribution: 'observed', parts: [] },
};

/** The shape of a range; `chosen` decides where its numbers do not tell, as while they are being typed. */
export function wayOf(range: JsonObject, chosen?: Way): Way | undefined {
  const has = (...keys: string[]): boolean => keys.some((key) => range[key] !== undefined);
  if (range.distribution === 'logNormal' && has('logMean', 'logStandardDeviation')) return 'logNormalOfLogs';
  if (range.distribution === 'logNormal' && has('mean', 'standardDeviation')) return 'logNormal';
  if (range.distribution === 'beta' && has('min', 'max')) return 'beta';
  if (chosen && WAYS[chosen].distribution === range.distribution) return chosen;
  if (range.distribution === 'beta') return 'betaOfShare';
  return (Object.keys(WAYS) as Way[]).find((way) => WAYS[way].distribution === range.distribution);
}

/** Between which figures the figure itself makes sense, as the engine says of its field. */
export interface Bounds {
  least?: number;
  most?: number;
}

/** The shapes that a figure of this size can have, and the one that it has. */
export function waysFor(value: number, now: Way | undefined): Way[] {
  const share = value >= 0 && value <= 1;
  return (Object.keys(WAYS) as Way[]).filter((way) => {
    if (way === now) return true;
    if (way === 'logNormal' || way === 'logNormalOfLogs' || way === 'gamma') return value > 0;
    if (way === 'betaOfShare') return value > 0 && value < 1;
    return way === 'bernoulli' ? share : true;
  });
}

// Proposals

/** Where the figures of a range lie, for all that a first proposal needs to know. */
export interface Ends {
  low: number;
  centre: number;
  high: number;
}

/** So many standard deviations to either side of the centre are its ends. */
const WIDE = 2;

/** The ends lie about so many times as far from the median as P10 and P90. */
const BEYOND_P10 = 1.5;

/** A first proposal of a fifth to either side; nothing has no fifth, so that there it is up to one or a twentieth. */
export function around(value: number, { most = Number.POSITIVE_INFINITY }: Bounds = {}): Ends {
  if (value === 0) return { low: 0, centre: 0, high: most <= 1 ? most / 20 : 1 };
  const ends = [value * 0.8, value * 1.2].sort((one, other) => one - other) as [number, number];
  return { low: ends[0], centre: value, high: ends[1] };
}

function numbersIn(value: Json | undefined): number[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'number') : [];
}

/** Where the figures of this range lie; a fifth around the present figure as far as it does not say. */
export function endsOf(range: JsonObject | undefined, value: number, bounds: Bounds = {}): Ends {
  const found = range && told(range, value);
  const ends = found && Object.values(found).every(Number.isFinite) ? found : around(value, bounds);
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = bounds;
  const within = (figure: number): number => Math.min(most, Math.max(least, figure));
  // The figure itself must lie within its range, or the engine refuses both.
  return {
    low: Math.min(value, within(ends.low)),
    centre: within(ends.centre),
    high: Math.max(value, within(ends.high)),
  };
}

function told(range: JsonObject, value: number): Ends | undefined {
  const of = (key: string): number => (typeof range[key] === 'number' ? range[key] : Number.NaN);
  const skewed = (logMean: number, logDeviation: number, centre: number): Ends => ({
    low: Math.exp(logMean - WIDE * logDeviation),
    centre,
    high: Math.exp(logMean + WIDE * logDeviation),
  });
  switch (wayOf(range)) {
    case 'triangular':
    case 'pert':
      return { low: of('min'), centre: of('mode'), high: of('max') };
    case 'uniform':
    case 'beta':
      return { low: of('min'), centre: value, high: of('max') };
    case 'quantiles': {
      const median = of('p50');
      const beyond = (end: number): number => median + BEYOND_P10 * (end - median);
      return { low: beyond(of('p10')), centre: median, high: beyond(of('p90')) };
    }
    case 'normal': {
      const reach = WIDE * of('standardDeviation');
      return { low: of('mean') - reach, centre: of('mean'), high: of('mean') + reach };
    }
    case 'logNormal':
    case 'gamma': {
      const variance = Math.log1p((of('standardDeviation') / of('mean')) ** 2);
      return skewed(Math.log(of('mean')) - variance / 2, Math.sqrt(variance), of('mean'));
    }
    case 'logNormalOfLogs':
      return skewed(of('logMean'), of('logStandardDeviation'), value);
    case 'discrete':
    case 'observed': {
      const figures = numbersIn(range.values ?? range.observations);
      return { low: Math.min(...figures), centre: value, high: Math.max(...figures) };
    }
    default:
      return undefined;
  }
}

const round = (figure: number): number => Number(figure.toPrecision(3));
const width = (figure: number): number => Number(figure.toPrecision(2));

/** Numbers for a shape whose figures lie between these ends. */
export function proposal(way: Way, ends: Ends, value: number): JsonObject {
  const { distribution } = WAYS[way];
  // A centre that a neighbour rounds away from is still the figure that was meant.
  const centre = ends.centre === value ? value : round(ends.centre);
  const min = Math.min(round(ends.low), centre, value);
  const max = Math.max(round(ends.high), centre, value);
  const deviation = width((ends.high - ends.low) / (2 * WIDE)) || width(Math.abs(centre) / 10) || 1;
  switch (way) {
    case 'triangular':
    case 'pert':
      return { distribution, min, mode: centre, max };
    case 'uniform':
      return { distribution, min, max };
    case 'quantiles': {
      const inward = (end: number): number => round(centre + (end - centre) / BEYOND_P10);
      return {
        distribution,
        p10: Math.min(centre, inward(ends.low)),
        p50: centre,
        p90: Math.max(centre, inward(ends.high)),
      };
    }
    case 'normal':
    case 'logNormal':
    case 'gamma':
      return { distribution, mean: centre, standardDeviation: deviation };
    case 'logNormalOfLogs': {
      const variance = Math.log1p((deviation / centre) ** 2);
      return {
        distribution,
        logMean: round(Math.log(centre) - variance / 2),
        logStandardDeviation: round(Math.sqrt(variance)),
      };
    }
    case 'beta': {
      // As PERT does: one to start with, and four more between the two by where the centre lies.
      const across = max > min ? (centre - min) / (max - min) : 0.5;
      const top = max > min ? max : min + (Math.abs(min) || 1) / 5;
      return { distribution, min, max: top, shape1: round(1 + 4 * across), shape2: round(5 - 4 * across) };
    }
    case 'betaOfShare': {
      const size = Math.min(1e3, Math.max(2, (value * (1 - value)) / deviation ** 2 - 1));
      const shape = (share: number): number => Math.max(0.05, round(share * size));
      return { distribution, shape1: shape(value), shape2: shape(1 - value) };
    }
    case 'bernoulli':
      return { distribution, probability: value > 0 && value < 1 ? value : 0.5 };
    case 'discrete':
      return { distribution, values: [min, centre, max], probabilities: [0.25, 0.5, 0.25] };
    case 'observed':
      return { distribution, observations: [] };
  }
}

// Data

/** The shapes that the engine fits to observations, with the numbers that it took for each. */
export interface Candidate {
  way: Way;
  range: JsonObject;
  /** How far its distribution function stays from that of the data, at the most. */
  distance: number;
}

/** The named figures of the engine's fit that the candidates are made of. */
export interface Fitted {
  mean: number;
  deviation: number;
  least: number;
  most: number;
  mode: number;
  quantiles: readonly number[];
  distances: readonly { shape: string; distance: number }[];
}

/** Digits of a number that was estimated; more would be claimed than any sample knows. */
const DIGITS = 5;

/** The nearest shape first. */
export function candidates(fitted: Fitted): Candidate[] {
  const figure = (value: number | undefined): number => Number((value ?? Number.NaN).toPrecision(DIGITS));
  const { mean, deviation, mode, quantiles } = fitted;
  // The ends are observations; rounding them could leave one outside.
  const { least: min, most: max } = fitted;
  const moments = { mean: figure(mean), standardDeviation: figure(deviation) };
  const most = Math.min(max, Math.max(min, figure(mode)));
  const made: Partial<Record<Way, JsonObject>> = {
    uniform: { min, max },
    triangular: { min, mode: most, max },
    pert: { min, mode: most, max },
    normal: moments,
    logNormal: moments,
    gamma: moments,
    quantiles: { p10: figure(quantiles[0]), p50: figure(quantiles[1]), p90: figure(quantiles[2]) },
  };
  return fitted.distances
    .flatMap(({ shape, distance }): Candidate[] => {
      const way = (Object.keys(made) as Way[]).find((name) => name === shape);
      const numbers = way && made[way];
      return way && numbers
        ? [{ way, range: { distribution: WAYS[way].distribution, ...numbers }, distance }]
        : [];
    })
    .sort((one, other) => one.distance - other.distance);
}

/** The numbers of a list in a case, whatever stands around them. */
export function figuresIn(value: Json | undefined): number[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each) => {
    const figure = isObject(each) ? each.value : each;
    return typeof figure === 'number' ? [figure] : [];
  });
}
