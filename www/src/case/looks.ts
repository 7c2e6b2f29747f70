// What the reader sets up beside a case to look at it with: a result kept for comparison, the tables of scenarios.
//
// None of it changes a value, so none of it is in the case's file; it is kept in the browser with the case.

import type { CaseDocument, Json, JsonObject, MoneyUnit, Spread } from '../engine/types';
import { isObject } from './pointer';

/** A result that was kept, with the case that gave it. */
export interface Pinned {
  name: string;
  document: CaseDocument;
  value: number;
  unit: MoneyUnit;
  currency: string;
  range: Spread;
}

/** Which assumptions the table of scenarios varies, what was typed over its headings, and the value asked for. */
export interface Tables {
  rows?: string;
  /** Empty for a table of one assumption. */
  columns?: string;
  /** By the assumption's pointer, the texts of its headings where the reader has written any. */
  headings?: Readonly<Record<string, readonly string[]>>;
  target?: string;
}

export interface Looks {
  pinned?: Pinned | undefined;
  tables?: Tables | undefined;
}

/** What can be read back of what was kept; a part that cannot is left out. */
export function looksIn(kept: Json | undefined): Looks {
  if (!isObject(kept)) return {};
  const { pinned, tables } = kept;
  return {
    ...(isObject(pinned) && isPinned(pinned) ? { pinned: pinned as unknown as Pinned } : {}),
    ...(isObject(tables) ? { tables: tablesIn(tables) } : {}),
  };
}

function isPinned({ name, document, value, unit, currency, range }: JsonObject): boolean {
  return (
    typeof name === 'string' &&
    isObject(document) &&
    typeof value === 'number' &&
    typeof unit === 'string' &&
    typeof currency === 'string' &&
    isObject(range) &&
    ['p5', 'p50', 'p95', 'mean', 'draws'].every((key) => typeof range[key] === 'number') &&
    Array.isArray(range.percentiles) &&
    Array.isArray(range.percentileErrors)
  );
}

function tablesIn({ rows, columns, headings, target }: JsonObject): Tables {
  const texts = Object.entries(isObject(headings) ? headings : {}).flatMap(([pointer, list]) =>
    Array.isArray(list) ? [[pointer, list.map(String)] as const] : [],
  );
  return {
    ...(typeof rows === 'string' ? { rows } : {}),
    ...(typeof columns === 'string' ? { columns } : {}),
    ...(typeof target === 'string' ? { target } : {}),
    headings: Object.fromEntries(texts),
  };
}

/** One place at which two cases differ. */
export interface Difference {
  pointer: string;
  earlier: Json | undefined;
  now: Json | undefined;
}

/** Where two cases differ, down to the single figure or word, in the order of the case as it is now. */
export function differences(earlier: CaseDocument, now: CaseDocument): Difference[] {
  const found: Difference[] = [];
  walk(earlier, now, '', found);
  return found;
}

function walk(earlier: Json | undefined, now: Json | undefined, pointer: string, found: Difference[]): void {
  if (earlier === now) return;
  if (Array.isArray(earlier) && Array.isArray(now)) {
    for (let index = 0; index < Math.max(earlier.length, now.length); index += 1)
      walk(earlier[index], now[index], `${pointer}/${index}`, found);
    return;
  }
  // A figure alone and one with its range and source around it are the same figure.
  const [was, is] = [around(earlier, now), around(now, earlier)];
  if (isObject(was) && isObject(is)) {
    for (const key of new Set([...Object.keys(is), ...Object.keys(was)]))
      walk(was[key], is[key], `${pointer}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`, found);
    return;
  }
  found.push({ pointer, earlier, now });
}

function around(one: Json | undefined, other: Json | undefined): Json | undefined {
  return typeof one === 'number' && isObject(other) && 'value' in other ? { value: one } : one;
}
