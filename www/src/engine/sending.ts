// The case as the engine gets it, without the entries that are still being filled, and its answer brought back.

import { inPlace, pairsIn, repointed } from '../case/correlations';
import { entriesOf, type GivesMoney, type Shelf } from '../case/entries';
import { isObject, read, withoutEmpty, write } from '../case/pointer';
import { tellItems } from '../text';
import type { CaseDocument, Check, Json, Problem, Spread, Verdict } from './types';

export interface Sent {
  document: CaseDocument;
  /** The place in the document on the desk of each entry that was sent. */
  places: number[];
}

/** Lists whose items may stand empty until somebody fills them. */
const LISTS = ['/engagement/signatories', '/asset/members'];

/** The case without what was added at the end of a list and still says nothing: it is no item yet. */
function spoken(document: CaseDocument): CaseDocument {
  const ranked = pairsIn(document)
    .filter(({ rank }) => rank === undefined)
    // Two figures whose rank is still to be said go together no more than any others.
    .reduce((rest, { at }) => write(rest, at, 0), document);
  return LISTS.reduce((rest, pointer) => {
    const list = read(rest, pointer);
    if (!Array.isArray(list)) return rest;
    const last = list.findLastIndex((item) => !isObject(item) || Object.keys(item).length > 0);
    if (last === list.length - 1) return rest;
    return withoutEmpty(write(rest, pointer, last < 0 ? undefined : list.slice(0, last + 1)));
  }, ranked);
}

/** The case that is valued. With nothing aside or empty it is the very document on the desk. */
export function counted(shelf: Shelf, givesMoney: GivesMoney): Sent {
  const entries = entriesOf(shelf, givesMoney);
  const places = entries.flatMap(({ aside, index }) => (aside ? [] : [index]));
  if (places.length === entries.length) return { document: spoken(shelf.document), places };
  return { document: spoken(withEntries(shelf, places, () => false)), places };
}

/** The case as if what is aside were complete: it serves others only, so that no conclusion is asked for it. */
export function tried(shelf: Shelf, givesMoney: GivesMoney): Sent | undefined {
  const entries = entriesOf(shelf, givesMoney);
  if (!entries.some(({ aside }) => aside)) return undefined;
  const places = entries.map(({ index }) => index);
  const document = withEntries(shelf, places, (index) => entries[index]?.aside ?? false);
  return { document: spoken(document), places };
}

function withEntries(shelf: Shelf, sent: number[], supports: (index: number) => boolean): CaseDocument {
  const all = Array.isArray(shelf.document.methods) ? shelf.document.methods : [];
  const methods = sent.map((index): Json => {
    const entry = all[index];
    if (!isObject(entry)) return entry ?? null;
    // A name that is its number must stay the same when others before it are left out.
    const id = typeof entry.id === 'string' ? entry.id : String(index + 1);
    return { ...entry, id, ...(supports(index) ? { supporting: true } : {}) };
  });
  const places = all.map((_, index) => (sent.includes(index) ? sent.indexOf(index) : undefined));
  const document = write(shelf.document, '/methods', methods);
  return withoutEmpty(repointed(document, (pointer) => inPlace(pointer, '/methods', places)));
}

/** An answer about the case that was sent, with its places those of the document on the desk. */
export function returned(verdict: Verdict, { places }: Sent): Verdict {
  if (places.every((place, index) => place === index)) return verdict;
  const at = <T extends { pointer?: string }>(one: T): T =>
    one.pointer?.startsWith('/methods/') ? { ...one, pointer: home(one.pointer, places) } : one;
  return verdict.status === 'refused'
    ? { ...verdict, problems: verdict.problems.map((problem) => at(told(problem, places))) }
    : tellItems({
        ...verdict,
        steps: verdict.steps.map(at),
        findings: verdict.findings.map(at),
        sensitivities: verdict.sensitivities.map(at),
        ...(verdict.range ? { range: returnedRange(verdict.range, places) } : {}),
      });
}

/** A problem whose facts name figures by their places, as those of correlations do. */
function told(problem: Problem, places: number[]): Problem {
  if (!problem.pointer.startsWith('/simulation')) return problem;
  const facts = Object.entries(problem.facts).map(([key, fact]) => [
    key,
    typeof fact === 'string' ? fact.replace(/\/methods\/\d+/g, (at) => home(at, places)) : fact,
  ]);
  return { ...problem, facts: Object.fromEntries(facts) };
}

function returnedRange(range: Spread, places: number[]): Spread {
  const drivers = range.drivers.map((one) => ({ ...one, pointer: home(one.pointer, places) }));
  const correlations = range.correlations?.map((one) => {
    const [first, second] = one.between;
    return { ...one, between: [home(first, places), home(second, places)] as [string, string] };
  });
  return { ...range, drivers, ...(correlations ? { correlations } : {}) };
}

/** The same for the case held against the clauses. */
export function returnedCheck(check: Check, { places }: Sent): Check {
  if (places.every((place, index) => place === index)) return check;
  const at = <T extends { pointer: string }>(one: T): T => ({ ...one, pointer: home(one.pointer, places) });
  return {
    ...check,
    findings: check.findings.map(at),
    problems: check.problems.map(at),
    judgements: check.judgements.map((judged) => ({
      ...judged,
      requirements: judged.requirements.map((one) =>
        one.places ? { ...one, places: one.places.map((pointer) => home(pointer, places)) } : one,
      ),
    })),
  };
}

/** Where in the case that was sent that stands which stands at a pointer of the document on the desk. */
export function sentTo(pointer: string, { places }: Sent): string {
  return pointer.replace(/^\/methods\/(\d+)/, (whole, index: string) => {
    const place = places.indexOf(Number(index));
    return place < 0 ? whole : `/methods/${place}`;
  });
}

/** The same the other way round. */
export function home(pointer: string, places: number[]): string {
  return pointer.replace(/^\/methods\/(\d+)/, (whole, index: string) => {
    const place = places[Number(index)];
    return place === undefined ? whole : `/methods/${place}`;
  });
}

/** What keeps an entry from joining: the problems at its own place, and those that came with it. */
export function lacking(trial: Verdict, base: Verdict, pointer: string): Problem[] {
  if (trial.status !== 'refused') return [];
  const own = (problem: Problem): boolean =>
    problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`);
  const before = new Set(
    base.status === 'refused' ? base.problems.map((problem) => `${problem.pointer} ${problem.code}`) : [],
  );
  const [here, elsewhere] = [
    trial.problems.filter(own),
    trial.problems.filter(
      (problem) =>
        !own(problem) &&
        !problem.pointer.startsWith('/methods/') &&
        !before.has(`${problem.pointer} ${problem.code}`),
    ),
  ];
  const found = here.length > 0 ? here : elsewhere;
  // What an entry must have comes first: without it, whatever else is wrong with the whole is no news.
  const asked = found.filter(({ code }) => code === 'missing').map((problem) => problem.pointer);
  return found.filter(
    (problem) =>
      problem.code === 'missing' || !asked.some((place) => place.startsWith(`${problem.pointer}/`)),
  );
}
