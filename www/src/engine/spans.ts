// How far each method's own value reaches: the engine is asked for the case as if that method were adopted.
//
// This is asked after the answer and in no hurry; a newer case makes what is under way worthless.

import { isObject, read, write } from '../case/pointer';
import { appraiseOnce } from './client';
import type { CaseDocument, Sensitivity, Valuation } from './types';

/** What stands around one method's value. */
export interface Span {
  low: number;
  high: number;
  /** P5 to P95 where anything is uncertain, else the swing of the assumption that moves it most. */
  by: 'range' | Sensitivity;
}

/** Long enough for a drag to end; at nothing, each step of one would ask for every method anew. */
const PAUSE_MS = 160;

/** More draws would move a bar by less than its outline is wide, and keep the engine from the answer itself. */
const MOST_DRAWS = 8192;

export class Spanner {
  #latest = 0;
  #timer = 0;

  constructor(private readonly found: (spans: ReadonlyMap<string, Span>) => void) {}

  /** Asks for the spans of these entries of a case; `found` hears of them unless something newer is asked. */
  ask(document: CaseDocument, ids: readonly string[]): void {
    this.#latest += 1;
    window.clearTimeout(this.#timer);
    const number = this.#latest;
    this.#timer = window.setTimeout(() => void this.#run(document, ids, number), PAUSE_MS);
  }

  async #run(document: CaseDocument, ids: readonly string[], number: number): Promise<void> {
    const spans = new Map<string, Span>();
    for (const id of ids) {
      // A failure of the engine is told by who asks for the answer; here there is then no bar.
      const verdict = await appraiseOnce(alone(document, id)).catch(() => undefined);
      if (number !== this.#latest) return;
      const span = verdict?.status === 'valued' ? spanOf(verdict) : undefined;
      if (span) spans.set(id, span);
    }
    this.found(spans);
  }
}

/** The case concluded from one of its entries alone, unrounded, and lent or licensed to nobody. */
function alone(document: CaseDocument, id: string): CaseDocument {
  const { pledge: _, licence: __, ...rest } = document;
  const simulation = read(document, '/simulation');
  const draws = isObject(simulation) && typeof simulation.draws === 'number' ? simulation.draws : 0;
  const one = write({ ...rest, format: document.format }, '/conclusion', { adopted: id });
  return draws > MOST_DRAWS ? write(one, '/simulation/draws', MOST_DRAWS) : one;
}

function spanOf({ range, sensitivities }: Valuation): Span | undefined {
  // Another entry may be the uncertain one; then this one has no range, though the case has.
  if (range && range.p95 - range.p5 > 1e-9 * Math.abs(range.p50))
    return { low: range.p5, high: range.p95, by: 'range' };
  // A figure that is the whole value swings as far as it is moved, which says nothing of it.
  if (sensitivities.length < 2 && sensitivities[0]?.swing !== 'range') return undefined;
  const widest = sensitivities
    .filter(({ part }) => part !== 'conclusion')
    .toSorted((a, b) => width(b) - width(a))
    .at(0);
  if (!widest || width(widest) === 0) return undefined;
  const ends = [widest.low.value, widest.high.value];
  return { low: Math.min(...ends), high: Math.max(...ends), by: widest };
}

const width = ({ low, high }: Sensitivity): number => Math.abs(high.value - low.value);
