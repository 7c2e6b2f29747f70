// The entries of a case: which there are, what each is called, and edits that leave every reference right.
//
// An entry that has just been added is `aside`: it stands in the case's document, is saved with it and undone
// with it, but is not part of the case that is valued until the engine has nothing more to ask of it. So the
// answer of the other entries stays while a new form is being filled, and the form says that it does not count
// yet. When it is complete it joins by itself; it changes no conclusion by that, for it comes in with a weight
// of nothing, or beside the entry that was concluded from until then: how far it counts is for the reader to say.
// An entry that has once joined and then loses a figure is asked for as everything else is.

import type { CaseDocument, Json, JsonObject } from '../engine/types';
import { isObject, read, write } from './pointer';

export interface Entry {
  index: number;
  /** How the case calls it; its number where the case does not. */
  id: string;
  method: string;
  supporting: boolean;
  /** Still being filled, and not part of the case that is valued. */
  aside: boolean;
  /** Its own result is one to conclude from. */
  concluding: boolean;
  pointer: string;
}

/** What a document needs beside it: which entries are aside. */
export interface Shelf {
  document: CaseDocument;
  aside: readonly string[];
}

/** Whether a method gives money, as the engine says of it. */
export type GivesMoney = (method: string) => boolean;

export function entriesOf({ document, aside }: Shelf, givesMoney: GivesMoney): Entry[] {
  const methods = listed(document);
  const ids = methods.map(idOf);
  // Where nothing else is left, what was aside is the case.
  const shelved = ids.every((id) => aside.includes(id)) ? [] : aside;
  return methods.map((entry, index) => {
    const method = isObject(entry) ? String(entry.method ?? '') : '';
    const supporting = isObject(entry) && entry.supporting === true;
    const id = ids[index] ?? '';
    const waits = shelved.includes(id);
    return {
      index,
      id,
      method,
      supporting,
      aside: waits,
      concluding: !waits && !supporting && givesMoney(method),
      pointer: `/methods/${index}`,
    };
  });
}

function listed(document: CaseDocument): Json[] {
  const methods = read(document, '/methods');
  return Array.isArray(methods) ? methods : [];
}

function idOf(entry: Json | undefined, index: number): string {
  return isObject(entry) && typeof entry.id === 'string' ? entry.id : String(index + 1);
}

/** A reference to the result of another entry, in place of a figure. */
export interface Reference extends JsonObject {
  from: string;
}

export function isReference(value: Json | undefined): value is Reference {
  return (
    isObject(value) &&
    typeof value.from === 'string' &&
    Object.keys(value).every((key) => key === 'from' || key === 'step' || key === 'period')
  );
}

/** The entries that any figure within a value is taken from. */
export function referencesIn(value: Json | undefined): Set<string> {
  if (isReference(value)) return new Set([value.from]);
  const below = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return new Set(below.flatMap((each) => [...referencesIn(each)]));
}

function replaced(value: Json, by: (reference: Reference) => Json | undefined): Json {
  if (isReference(value)) return by(value) ?? null;
  if (Array.isArray(value)) return value.map((each) => replaced(each, by));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, each]) => {
    const now = isReference(each) ? by(each) : replaced(each, by);
    return now === undefined ? [] : [[key, now] as const];
  });
  return Object.fromEntries(kept);
}

// Edits

/** Every edit of the list does this first, for a number would name another entry once the list has changed. */
export function named(shelf: Shelf): Shelf {
  const methods = listed(shelf.document);
  if (methods.every((entry) => isObject(entry) && typeof entry.id === 'string')) return shelf;
  const taken = new Set(
    methods.flatMap((entry) => (isObject(entry) && typeof entry.id === 'string' ? [entry.id] : [])),
  );
  const renamed = new Map<string, string>();
  methods.forEach((entry, index) => {
    if (!isObject(entry) || typeof entry.id === 'string') return;
    const id = free(String(entry.method ?? '') || 'entry', taken);
    taken.add(id);
    renamed.set(idOf(entry, index), id);
  });
  const now = methods.map((entry, index): Json => {
    if (!isObject(entry)) return entry;
    const id = typeof entry.id === 'string' ? entry.id : (renamed.get(idOf(entry, index)) ?? '');
    return { id, ...rereferred(entry, renamed) };
  });
  return readopted({ ...shelf, document: { ...shelf.document, methods: now } }, renamed);
}

function free(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
}

function rereferred(entry: JsonObject, renamed: ReadonlyMap<string, string>): JsonObject {
  const { inputs } = entry;
  if (inputs === undefined) return entry;
  return {
    ...entry,
    inputs: replaced(inputs, (reference) => ({
      ...reference,
      from: renamed.get(reference.from) ?? reference.from,
    })),
  };
}

function readopted(shelf: Shelf, renamed: ReadonlyMap<string, string>): Shelf {
  const adopted = read(shelf.document, '/conclusion/adopted');
  const now = typeof adopted === 'string' ? renamed.get(adopted) : undefined;
  return {
    document: now === undefined ? shelf.document : write(shelf.document, '/conclusion/adopted', now),
    aside: shelf.aside.map((id) => renamed.get(id) ?? id),
  };
}

/** A new entry at the end, aside until it is complete; one that is no approach to a value serves the others. */
export function added(shelf: Shelf, method: string, supporting = false): Shelf & { id: string } {
  const before = named(shelf);
  const methods = listed(before.document);
  const id = free(method, new Set(methods.map(idOf)));
  return {
    id,
    document: {
      ...before.document,
      methods: [...methods, { id, method, ...(supporting ? { supporting } : {}), inputs: {} }],
    },
    aside: [...before.aside, id],
  };
}

/** Takes an entry away; figures that were taken from it become the numbers that they were, or are to be filled. */
export function removed(
  shelf: Shelf,
  index: number,
  givesMoney: GivesMoney,
  numberOf: (reference: Reference) => number | undefined = () => undefined,
): Shelf {
  const before = named(shelf);
  const methods = listed(before.document);
  const gone = idOf(methods[index], index);
  const originally = idOf(listed(shelf.document)[index], index);
  const rest = methods.toSpliced(index, 1).map((entry) =>
    isObject(entry) && entry.inputs !== undefined
      ? {
          ...entry,
          inputs: replaced(entry.inputs, (reference) =>
            reference.from === gone ? numberOf({ ...reference, from: originally }) : reference,
          ),
        }
      : entry,
  );
  const left = before.aside.filter((id) => id !== gone);
  // What is left alone is the case, finished or not.
  const aside = rest.length === left.length ? [] : left;
  return concluded(before, { document: { ...before.document, methods: rest }, aside }, givesMoney);
}

/** Whether an entry may change places with its neighbour: a figure can only be taken from an earlier entry. */
export function mayMove(document: CaseDocument, index: number, by: -1 | 1): boolean {
  const methods = listed(document);
  const [upper, lower] = by < 0 ? [index - 1, index] : [index, index + 1];
  const above = methods[upper];
  const below = methods[lower];
  if (above === undefined || below === undefined) return false;
  return !referencesIn(isObject(below) ? below.inputs : undefined).has(idOf(above, upper));
}

export function moved(shelf: Shelf, index: number, by: -1 | 1, givesMoney: GivesMoney): Shelf {
  if (!mayMove(shelf.document, index, by)) return shelf;
  const before = named(shelf);
  const methods = [...listed(before.document)];
  const [entry] = methods.splice(index, 1);
  methods.splice(index + by, 0, entry ?? null);
  return concluded(before, { ...before, document: { ...before.document, methods } }, givesMoney);
}

/** Calls an entry by another name, everywhere; a name that another bears is not taken. */
export function renamed(shelf: Shelf, index: number, name: string): Shelf {
  const before = named(shelf);
  const methods = listed(before.document);
  const old = idOf(methods[index], index);
  const now = name.trim();
  if (now === '' || now === old || methods.some((entry, at) => idOf(entry, at) === now)) return shelf;
  const map = new Map([[old, now]]);
  const all = methods.map(
    (entry, at): Json =>
      isObject(entry) ? { ...rereferred(entry, map), ...(at === index ? { id: now } : {}) } : entry,
  );
  return readopted({ ...before, document: { ...before.document, methods: all } }, map);
}

export function supported(shelf: Shelf, index: number, supporting: boolean, givesMoney: GivesMoney): Shelf {
  const before = named(shelf);
  const document = write(before.document, `/methods/${index}/supporting`, supporting || undefined);
  return concluded(before, { ...before, document }, givesMoney);
}

/** An entry that is complete becomes part of the case. */
export function joined(shelf: Shelf, ids: readonly string[], givesMoney: GivesMoney): Shelf {
  return concluded(shelf, { ...shelf, aside: shelf.aside.filter((id) => !ids.includes(id)) }, givesMoney);
}

/**
 * The conclusion as it was, for other entries: each weight goes with its entry and a new one weighs nothing;
 * where one entry was the whole conclusion it is adopted, so that a second one changes nothing by being there.
 */
function concluded(before: Shelf, after: Shelf, givesMoney: GivesMoney): Shelf {
  const idsOf = (shelf: Shelf): string[] =>
    entriesOf(shelf, givesMoney).flatMap(({ id, concluding }) => (concluding ? [id] : []));
  const [were, are] = [idsOf(before), idsOf(after)];
  if (were.join('\n') === are.join('\n')) return after;
  const weights = read(after.document, '/conclusion/weights');
  const adopted = read(after.document, '/conclusion/adopted');
  let { document } = after;
  const [only] = were;
  if (Array.isArray(weights)) {
    const of = new Map(were.map((id, place) => [id, weights[place] ?? 0]));
    const now = are.length > 1 ? are.map((id): Json => of.get(id) ?? 0) : undefined;
    document = write(document, '/conclusion/weights', now);
  } else if (typeof adopted === 'string' && (are.length < 2 || !are.includes(adopted))) {
    document = write(document, '/conclusion/adopted', undefined);
  } else if (adopted === undefined && were.length === 1 && only && are.length > 1 && are.includes(only)) {
    document = write(document, '/conclusion/adopted', only);
  }
  return { ...after, document };
}

/** How several values become one: the one adopted, or a weight for each. */
export function concludeBy(shelf: Shelf, how: 'adopted' | 'weights', givesMoney: GivesMoney): CaseDocument {
  const { document, aside } = named(shelf);
  const ids = entriesOf({ document, aside }, givesMoney).flatMap(({ id, concluding }) =>
    concluding ? [id] : [],
  );
  const weights = read(document, '/conclusion/weights');
  const adopted = read(document, '/conclusion/adopted');
  const size = (weight: Json | undefined): number =>
    typeof weight === 'number'
      ? weight
      : isObject(weight) && typeof weight.value === 'number'
        ? weight.value
        : 0;
  if (how === 'weights') {
    // The whole weight begins where the conclusion was, so that the answer stays until a weight is changed.
    const start = ids.map((id): Json => (id === adopted ? 1 : typeof adopted === 'string' ? 0 : null));
    return write(write(document, '/conclusion/weights', start), '/conclusion/adopted', undefined);
  }
  const places = Array.isArray(weights) ? weights.map(size) : [];
  const heaviest = ids[places.indexOf(Math.max(...places))] ?? ids[0];
  return write(write(document, '/conclusion/adopted', heaviest), '/conclusion/weights', undefined);
}
