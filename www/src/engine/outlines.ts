// What the engine's methods ask for, as it says itself; the forms, their names and their order follow from it.

import type { FieldOutline, MethodOutline } from './types';

let known: MethodOutline[] = [];
let ofCase: FieldOutline[] = [];

/** Told once, when the engine has been loaded. */
export function setOutlines(outlines: MethodOutline[], fields: FieldOutline[] = []): void {
  known = outlines;
  ofCase = fields;
}

/** The fields of the whole case, section by section. */
export function caseOutline(): readonly FieldOutline[] {
  return ofCase;
}

export function outlines(): readonly MethodOutline[] {
  return known;
}

export function outlineOf(method: string): MethodOutline | undefined {
  return known.find((outline) => outline.method === method);
}

/** The field at a path below a table of fields; places in lists, series and matrices are walked through. */
export function fieldWithin(
  fields: readonly FieldOutline[],
  path: readonly string[],
): FieldOutline | undefined {
  const [key, ...rest] = path;
  const field = fields.find((each) => each.key === key);
  if (!field) return undefined;
  const below = field.kind === 'list' ? rest.slice(1) : rest;
  const inner = below.length > 0 && field.fields ? fieldWithin(field.fields, below) : undefined;
  return inner ?? field;
}
