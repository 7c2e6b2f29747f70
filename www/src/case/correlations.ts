// Which uncertain figures go together: the rank correlations of a case, by pairs and out of a matrix.
//
// They name their figures by pointers, so that they follow when entries and items change their places.

import type { CaseDocument, Json, JsonObject } from '../engine/types';
import { figureAt, isObject, read, write, writeFigure } from './pointer';
import type { Places } from './store';

const PAIRS = '/simulation/correlations';
const MATRIX = '/simulation/correlationMatrix';

export interface Pair {
  between: readonly [string, string];
  /** Where its rank stands. */
  at: string;
  /** Nothing while it is still to be filled. */
  rank: number | undefined;
}

// Reading

function textsAt(document: CaseDocument, pointer: string): string[] {
  const found = read(document, pointer);
  return Array.isArray(found) ? found.map(String) : [];
}

function listAt(document: CaseDocument, pointer: string): Json[] {
  const found = read(document, pointer);
  return Array.isArray(found) ? found : [];
}

/** Every pair of which the case says something. */
export function pairsIn(document: CaseDocument): Pair[] {
  const pairs = listAt(document, PAIRS).flatMap((_, index): Pair[] => {
    const [one, other] = textsAt(document, `${PAIRS}/${index}/between`);
    const at = `${PAIRS}/${index}/rank`;
    return [{ between: [one ?? '', other ?? ''], at, rank: figureAt(document, at) }];
  });
  const names = textsAt(document, `${MATRIX}/between`);
  const within = names.flatMap((other, row) =>
    names.slice(0, row).flatMap((one, column): Pair[] => {
      const here = `${MATRIX}/ranks/${row}/${column}`;
      const rank = figureAt(document, here) ?? figureAt(document, `${MATRIX}/ranks/${column}/${row}`);
      return rank === undefined ? [] : [{ between: [one, other], at: here, rank }];
    }),
  );
  return [...pairs, ...within];
}

export function isOf({ between: [one, other] }: Pick<Pair, 'between'>, a: string, b: string): boolean {
  return (one === a && other === b) || (one === b && other === a);
}

/** The pointers of all figures that are drawn: those with a range, in methods that count and in the facts. */
export function uncertainIn(document: CaseDocument, counts: (method: number) => boolean): string[] {
  const methods = listAt(document, '/methods').flatMap((method, index) =>
    counts(index) && isObject(method) ? ranged(method.inputs, `/methods/${index}/inputs`) : [],
  );
  const shared = ranged(document.facts, '/facts');
  return [...shared, ...methods, ...ranged(read(document, '/conclusion/weights'), '/conclusion/weights')];
}

function ranged(value: Json | undefined, pointer: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => ranged(each, `${pointer}/${index}`));
  if (!isObject(value)) return [];
  if (isObject(value.range)) return [pointer];
  return Object.entries(value).flatMap(([key, each]) =>
    ranged(each, `${pointer}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`),
  );
}

/** What the engine offers in place of ranks that cannot be: “one ~ other: 0.5; one ~ third: 0.2”. */
export function nearestIn(fact: string | number | undefined): { between: [string, string]; rank: number }[] {
  return String(fact ?? '')
    .split('; ')
    .flatMap((text) => {
      const [, one, other, rank] = /^(\S+) ~ (\S+): (-?[\d.eE+-]+)$/.exec(text) ?? [];
      return one === undefined || other === undefined ? [] : [{ between: [one, other], rank: Number(rank) }];
    });
}

// Edits

/** Sets the rank of two figures where the case has them, else as a new pair; nothing takes the pair away. */
export function withRank(
  document: CaseDocument,
  a: string,
  b: string,
  rank: number | null | undefined,
): CaseDocument {
  const pairs = listAt(document, PAIRS);
  const index = pairs.findIndex((_, place) => {
    const [one = '', other = ''] = textsAt(document, `${PAIRS}/${place}/between`);
    return isOf({ between: [one, other] }, a, b);
  });
  if (index >= 0) {
    if (rank === undefined) return withList(document, pairs.toSpliced(index, 1));
    const at = `${PAIRS}/${index}/rank`;
    return rank === null ? write(document, at, null) : writeFigure(document, at, rank);
  }
  const names = textsAt(document, `${MATRIX}/between`);
  const [row, column] = [names.indexOf(a), names.indexOf(b)];
  if (row >= 0 && column >= 0) {
    const entry = rank ?? null;
    const here = write(document, `${MATRIX}/ranks/${row}/${column}`, entry);
    return write(here, `${MATRIX}/ranks/${column}/${row}`, entry);
  }
  return rank === undefined ? document : withList(document, [...pairs, { between: [a, b], rank }]);
}

function withList(document: CaseDocument, pairs: Json[]): CaseDocument {
  return write(document, PAIRS, pairs.length > 0 ? pairs : undefined);
}

/** What a figure goes together with, and how closely. */
export function partnersOf(document: CaseDocument, pointer: string): { other: string; rank: number }[] {
  return pairsIn(document).flatMap(({ between: [one, other], rank }) =>
    rank === undefined || (one !== pointer && other !== pointer)
      ? []
      : [{ other: one === pointer ? other : one, rank }],
  );
}

/** The case with a figure going together with others as it did, as far as those are still uncertain. */
export function withPartners(
  document: CaseDocument,
  pointer: string,
  partners: readonly { other: string; rank: number }[],
): CaseDocument {
  return partners.reduce(
    (rest, { other, rank }) =>
      isObject(read(rest, `${other}/range`)) ? withRank(rest, other, pointer, rank) : rest,
    document,
  );
}

/** The case with every pointer in its correlations renamed; a pair whose figure is gone goes with it. */
export function repointed(document: CaseDocument, to: (pointer: string) => string | undefined): CaseDocument {
  let now = document;
  const pairs = listAt(document, PAIRS);
  const kept = pairs.flatMap((pair, index): Json[] => {
    const names = textsAt(document, `${PAIRS}/${index}/between`).map(to);
    if (names.includes(undefined)) return [];
    return [
      isObject(pair) && Array.isArray(pair.between) ? ({ ...pair, between: names } as JsonObject) : pair,
    ];
  });
  if (JSON.stringify(kept) !== JSON.stringify(pairs)) now = withList(now, kept);
  const names = textsAt(document, `${MATRIX}/between`);
  const renamed = names.map(to);
  if (renamed.every((name, index) => name === names[index])) return now;
  const left = renamed.filter((name) => name !== undefined);
  if (left.length < 2) return write(now, MATRIX, undefined);
  const stays = (_: Json, index: number): boolean => renamed[index] !== undefined || index >= names.length;
  const ranks = listAt(document, `${MATRIX}/ranks`).filter(stays);
  return write(now, MATRIX, {
    between: left,
    ranks: ranks.map((row) => (Array.isArray(row) ? row.filter(stays) : row)),
  });
}

/** The pointer after a list has been put into another order; nothing if its item is gone. */
export function inPlace(pointer: string, list: string, places: Places): string | undefined {
  if (!pointer.startsWith(`${list}/`)) return pointer;
  const [index = '', ...rest] = pointer.slice(list.length + 1).split('/');
  const place = places[Number(index)];
  return place === undefined ? undefined : [list, place, ...rest].join('/');
}
