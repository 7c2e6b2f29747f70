// Reads and edits of a case by JSON pointer; every edit gives a new document and leaves the old one whole.

import type { CaseDocument, Json, JsonObject } from '../engine/types';

export function segments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'));
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function read(document: Json | undefined, pointer: string): Json | undefined {
  let here: Json | undefined = document;
  for (const segment of segments(pointer)) {
    if (Array.isArray(here)) here = here[Number(segment)];
    else if (isObject(here)) here = here[segment];
    else return undefined;
  }
  return here;
}

/** Writes a value, making the objects on the way; `undefined` removes what is there. */
export function write(document: CaseDocument, pointer: string, value: Json | undefined): CaseDocument {
  return written(document, segments(pointer), value) as CaseDocument;
}

function written(here: Json | undefined, path: string[], value: Json | undefined): Json {
  const [segment, ...rest] = path;
  if (segment === undefined) return value ?? null;
  if (Array.isArray(here)) {
    const copy = [...here];
    const index = Number(segment);
    if (rest.length === 0 && value === undefined) copy.splice(index, 1);
    else copy[index] = written(copy[index], rest, value);
    return Array.from(copy, (entry) => entry ?? null);
  }
  // A number names a place in a list, also in a list that is still to be made.
  if (!isObject(here) && /^\d+$/.test(segment)) return written([], path, value);
  const copy: JsonObject = isObject(here) ? { ...here } : {};
  if (rest.length === 0 && value === undefined) delete copy[segment];
  else copy[segment] = written(copy[segment], rest, value);
  return copy;
}

/** The figure at a pointer, whether it stands plain or with its range and source around it. */
export function figureAt(document: CaseDocument, pointer: string): number | undefined {
  const found = read(document, pointer);
  if (typeof found === 'number') return found;
  return isObject(found) && typeof found.value === 'number' ? found.value : undefined;
}

/** The number of a range that is the figure itself, and goes where it goes. */
const CENTRES: Record<string, string> = {
  triangular: 'mode',
  pert: 'mode',
  quantiles: 'p50',
  normal: 'mean',
  logNormal: 'mean',
  gamma: 'mean',
};

/** Writes a figure and keeps the range, source and note that stand around it. */
export function writeFigure(document: CaseDocument, pointer: string, value: number): CaseDocument {
  const found = read(document, pointer);
  if (!isObject(found)) return write(document, pointer, value);
  const { range } = found;
  const centre = isObject(range) ? CENTRES[String(range.distribution)] : undefined;
  // A centre that was fitted or typed apart from the figure stays where it is.
  const follows: JsonObject =
    isObject(range) &&
    centre !== undefined &&
    (found.value === undefined || range[centre] === found.value) &&
    range[centre] !== undefined
      ? { range: { ...range, [centre]: value } }
      : {};
  return write(document, pointer, { ...found, value, ...follows });
}

/**
 * Takes the figure away and leaves its source and note: who empties a field to type it anew loses nothing.
 * A year of a series keeps its place, for the years after it must not move.
 */
export function clearFigure(document: CaseDocument, pointer: string): CaseDocument {
  const found = read(document, pointer);
  if (isObject(found)) return writeBeside(document, pointer, 'value', undefined);
  const parent = read(document, pointer.replace(/\/[^/]*$/, ''));
  return write(document, pointer, Array.isArray(parent) ? null : undefined);
}

/** Gives a plain figure the object around it that a range, a source or a note needs. */
export function writeBeside(
  document: CaseDocument,
  pointer: string,
  name: string,
  value: Json | undefined,
): CaseDocument {
  const found = read(document, pointer);
  const object: JsonObject = isObject(found) ? { ...found } : found === undefined ? {} : { value: found };
  if (value === undefined) delete object[name];
  else object[name] = value;
  const names = Object.keys(object);
  if (names.length === 0) return write(document, pointer, undefined);
  return write(
    document,
    pointer,
    names.length === 1 && names[0] === 'value' ? (object.value ?? null) : object,
  );
}

/** What a case may leave out as a whole; left empty it would be asked for what it lacks. */
const OPTIONAL = [
  '/asset/termCompensation',
  '/asset/status',
  '/engagement',
  '/conclusion',
  '/simulation',
  '/pledge',
  '/licence',
  '/review',
];

/** The case without the parts of which nothing is left. */
export function withoutEmpty(document: CaseDocument): CaseDocument {
  return OPTIONAL.reduce((rest, pointer) => {
    const part = read(rest, pointer);
    return isObject(part) && Object.keys(part).length === 0 ? write(rest, pointer, undefined) : rest;
  }, document);
}

/** Whether any figure of the case is uncertain. */
export function hasRange(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasRange);
  if (!isObject(value)) return false;
  return isObject(value.range) || Object.values(value).some(hasRange);
}
