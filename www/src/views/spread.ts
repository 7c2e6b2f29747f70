// What the views of a range share: its scale, its figures to the decimals that their errors leave, another's money.

import type { Pinned } from '../case/looks';
import type { Spread } from '../engine/types';
import { column, type MoneyFormat, UNIT_EXPONENT } from '../text';

/** A range as it is drawn: in the money of the case on the desk. */
export interface Shown {
  value: number;
  range: Spread;
}

/** A result that was kept, in the money of the case as it is now; none if it is in another currency. */
export function inMoneyOf(pinned: Pinned, money: MoneyFormat): Shown | undefined {
  if (pinned.currency !== money.currency) return undefined;
  const times = 10 ** (UNIT_EXPONENT[pinned.unit] - UNIT_EXPONENT[money.unit]);
  if (times === 1) return pinned;
  const { range } = pinned;
  const by = (figure: number): number => figure * times;
  const { histogram } = range;
  return {
    value: by(pinned.value),
    range: {
      ...range,
      p5: by(range.p5),
      p50: by(range.p50),
      p95: by(range.p95),
      mean: by(range.mean),
      standardDeviation: by(range.standardDeviation),
      standardError: by(range.standardError),
      percentiles: range.percentiles.map(by),
      percentileErrors: range.percentileErrors.map(by),
      ...(histogram
        ? { histogram: { ...histogram, from: by(histogram.from), width: by(histogram.width) } }
        : {}),
    },
  };
}

/** The power of ten in which a whole range is written: that of its upper end. */
export function exponentOf({ p5, p95 }: Spread, money: MoneyFormat): number {
  return money.exponent(Math.max(Math.abs(p5), Math.abs(p95)));
}

/** A figure beside its standard error, both to the error's second digit; more would be digits of chance. */
export class Precise {
  readonly #digits: number;

  constructor(
    private readonly money: MoneyFormat,
    private readonly exponent: number,
    errors: readonly number[],
  ) {
    const known = errors.map((error) => money.scaled(error, exponent)).filter((error) => error > 0);
    const least = known.length > 0 ? Math.min(...known) : 0.01;
    this.#digits = Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(least))));
  }

  figure(value: number): string {
    return column(this.money.scaled(value, this.exponent), this.#digits);
  }

  error(error: number): string {
    return column(this.money.scaled(error, this.exponent), this.#digits);
  }
}
