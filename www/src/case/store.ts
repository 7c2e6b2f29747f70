// The case on the desk: one document, edited by pointer, undone and redone, kept through a reload.
//
// A text that cannot be read stays here as it was typed (`drafts`), beside the last figure that could be.

import type { CaseDocument, Json, JsonObject } from '../engine/types';
import type { Language, MoneyChoice } from '../text';
import { inPlace, partnersOf, repointed, withPartners } from './correlations';
import type { Shelf } from './entries';
import { type Looks, looksIn } from './looks';
import { clearFigure, isObject, read, withoutEmpty, write, writeBeside, writeFigure } from './pointer';

export type Theme = 'auto' | 'light' | 'dark';

/** What was typed for the range of a figure and is not in the case just now. */
export interface Tried {
  /** Other shapes by name, each with the texts that could not be read there. */
  shapes: Record<string, { range: JsonObject; drafts: Record<string, string> }>;
  /** The shape that was there last, after the range was taken away. */
  last: string;
  /** What it went together with then. */
  pairs: { other: string; rank: number }[];
  /** Data to fit a shape to, as they were pasted. */
  data: string;
}

interface Snapshot extends Shelf {
  drafts: Record<string, string>;
  tried: Record<string, Tried>;
  looks: Looks;
}

interface Kept extends Snapshot {
  example: string;
}

export const CASE_KEY = 'ipval.case.1';
export const READER_KEY = 'ipval.reader.1';
/** At 0 every keystroke is its own undo; far longer and one undo would take back a whole visit. */
const ONE_EDIT_MS = 900;
const HISTORY = 200;

export class CaseStore extends EventTarget {
  document: CaseDocument;
  drafts: Record<string, string> = {};
  /** The entries that are still being filled, by their ids; see `entries.ts`. */
  aside: readonly string[] = [];
  /** By the pointers of their figures, what was typed for ranges and waits to be taken up again. */
  tried: Record<string, Tried> = {};
  /** Texts that are read when their field is left; until then a redraw of the page must not take them away. */
  readonly typing = new Map<string, string>();
  /** What the reader has set up to look at the case with; kept and undone with it, but no part of it. */
  looks: Looks = {};
  /** The worked case that this began as, or empty for the reader's own. */
  example = '';
  language: Language = 'zh';
  theme: Theme = 'auto';
  money: MoneyChoice = 'auto';

  #past: Snapshot[] = [];
  #future: Snapshot[] = [];
  #lastEdit = { pointer: '', at: 0 };
  #saving = 0;

  constructor(first: CaseDocument, example: string) {
    super();
    this.document = first;
    this.example = example;
    this.language = navigator.language.startsWith('en') ? 'en' : 'zh';
    this.#restore();
    window.addEventListener('pagehide', () => this.#keep());
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  setFigure(pointer: string, value: number): void {
    this.#edit(pointer, writeFigure(this.document, pointer, value), this.#withoutDraft(pointer));
  }

  clearFigure(pointer: string): void {
    this.#edit(pointer, clearFigure(this.document, pointer), this.#withoutDraft(pointer));
  }

  setBeside(pointer: string, name: string, value: Json | undefined): void {
    const at = `${pointer}/${name}`;
    this.#edit(at, writeBeside(this.document, pointer, name, value), this.#withoutDraft(at));
  }

  set(pointer: string, value: Json | undefined): void {
    this.#edit(pointer, write(this.document, pointer, value), this.#withoutDraft(pointer));
  }

  /** An edit of several places that belong together; those of one name in a row are one to the reader. */
  setDocument(name: string, document: CaseDocument, drafts: Record<string, string> = this.drafts): void {
    this.#edit(name, document, drafts);
  }

  /** Several edits that are one to the reader. */
  setAll(edits: [pointer: string, value: Json | undefined][]): void {
    let document = this.document;
    for (const [pointer, value] of edits) document = write(document, pointer, value);
    this.#edit(edits.map(([pointer]) => pointer).join(), document, this.drafts);
  }

  /** Another range for a figure, or none; the one before waits by its name, with the texts typed into it. */
  setRange(
    pointer: string,
    was: string,
    range: JsonObject | undefined,
    texts: Readonly<Record<string, string>> = {},
  ): void {
    const at = `${pointer}/range`;
    const before = read(this.document, at);
    const inside = ([place]: [string, string]): boolean => place.startsWith(`${at}/`);
    const drafts = Object.entries(this.drafts);
    const tried = this.triedFor(pointer);
    const put = isObject(before)
      ? { [was]: { range: before, drafts: Object.fromEntries(drafts.filter(inside)) } }
      : {};
    const others = Object.fromEntries(drafts.filter((draft) => !inside(draft)));
    const document = writeBeside(this.document, pointer, 'range', range);
    // What is certain goes together with nothing, and with the same as before once it is uncertain again.
    const pairs = range ? [] : partnersOf(this.document, pointer);
    const correlated = range
      ? withPartners(document, pointer, isObject(before) ? [] : tried.pairs)
      : repointed(document, (place) => (place === pointer ? undefined : place));
    const now = { ...tried, shapes: { ...tried.shapes, ...put }, last: was, pairs };
    // Each choice of a shape is an undo of its own.
    this.#lastEdit = { pointer: '', at: 0 };
    this.#edit(at, correlated, { ...others, ...texts }, this.aside, this.looks, {
      ...this.tried,
      [pointer]: now,
    });
    this.#lastEdit = { pointer: '', at: 0 };
  }

  triedFor(pointer: string): Tried {
    return this.tried[pointer] ?? { shapes: {}, last: '', pairs: [], data: '' };
  }

  /** Keeps data that were pasted to fit a shape to. */
  setData(pointer: string, data: string): void {
    const tried = { ...this.tried, [pointer]: { ...this.triedFor(pointer), data } };
    this.#edit(`${pointer}/range/data`, this.document, this.drafts, this.aside, this.looks, tried);
  }

  /** An edit of the list of entries; texts that wait for their reading go with the entry they stand in. */
  setShelf({ document, aside }: Shelf, places?: Places): void {
    const drafts = places ? movedDrafts(this.drafts, '/methods', places) : this.drafts;
    const tried = places ? movedDrafts(this.tried, '/methods', places) : this.tried;
    const correlated = places
      ? repointed(document, (pointer) => inPlace(pointer, '/methods', places))
      : document;
    // Each of these is an undo of its own.
    this.#lastEdit = { pointer: '', at: 0 };
    this.typing.clear();
    this.#edit('/methods', correlated, drafts, aside, this.looks, tried);
    this.#lastEdit = { pointer: '', at: 0 };
  }

  /** A list in another order, or with one item less: what waits for its reading goes with its item. */
  setList(pointer: string, list: Json[], places: Places): void {
    this.typing.clear();
    this.#lastEdit = { pointer: '', at: 0 };
    const document = repointed(write(this.document, pointer, list), (place) =>
      inPlace(place, pointer, places),
    );
    const tried = movedDrafts(this.tried, pointer, places);
    this.#edit(pointer, document, movedDrafts(this.drafts, pointer, places), this.aside, this.looks, tried);
    this.#lastEdit = { pointer: '', at: 0 };
  }

  /** Sets up, or takes away, something to look at the case with; typing a name or a figure there is one edit. */
  look<Name extends keyof Looks>(name: Name, what: Looks[Name], part = ''): void {
    const looks = { ...this.looks, [name]: what };
    this.#edit(`looks/${name}/${part}`, this.document, this.drafts, this.aside, looks);
  }

  /** What follows from an edit that was just made, and is undone with it. */
  settle({ document, aside }: Shelf): void {
    this.document = document;
    this.aside = aside;
    this.#changed();
  }

  setDraft(pointer: string, text: string): void {
    this.#edit(pointer, this.document, { ...this.drafts, [pointer]: text });
  }

  open(document: CaseDocument, example: string, aside: readonly string[] = []): void {
    this.#remember();
    this.#lastEdit = { pointer: '', at: 0 };
    this.typing.clear();
    this.document = document;
    this.drafts = {};
    this.aside = aside;
    this.looks = {};
    this.tried = {};
    this.example = example;
    this.dispatchEvent(new Event('open'));
    this.#changed();
  }

  undo(): void {
    const before = this.#past.pop();
    if (!before) return;
    this.#future.push(this.#now());
    this.#return(before);
  }

  redo(): void {
    const after = this.#future.pop();
    if (!after) return;
    this.#past.push(this.#now());
    this.#return(after);
  }

  choose(choice: { language?: Language; theme?: Theme; money?: MoneyChoice }): void {
    Object.assign(this, choice);
    this.#changed();
  }

  #now(): Snapshot {
    return {
      document: this.document,
      drafts: this.drafts,
      aside: this.aside,
      looks: this.looks,
      tried: this.tried,
    };
  }

  #return(snapshot: Snapshot): void {
    this.typing.clear();
    this.document = snapshot.document;
    this.drafts = snapshot.drafts;
    this.aside = snapshot.aside;
    this.looks = snapshot.looks;
    this.tried = snapshot.tried;
    this.#lastEdit = { pointer: '', at: 0 };
    this.#changed();
  }

  #withoutDraft(pointer: string): Record<string, string> {
    if (!(pointer in this.drafts)) return this.drafts;
    const { [pointer]: _, ...others } = this.drafts;
    return others;
  }

  #edit(
    pointer: string,
    document: CaseDocument,
    drafts: Record<string, string>,
    aside: readonly string[] = this.aside,
    looks: Looks = this.looks,
    tried: Record<string, Tried> = this.tried,
  ): void {
    const now = performance.now();
    // Typing or dragging one figure is one edit, so one undo takes it back.
    if (pointer !== this.#lastEdit.pointer || now - this.#lastEdit.at > ONE_EDIT_MS) this.#remember();
    this.#lastEdit = { pointer, at: now };
    this.document = withoutEmpty(document);
    this.drafts = drafts;
    this.aside = aside;
    this.looks = looks;
    this.tried = tried;
    this.#changed();
  }

  #remember(): void {
    this.#past.push(this.#now());
    if (this.#past.length > HISTORY) this.#past.shift();
    this.#future = [];
  }

  #changed(): void {
    window.clearTimeout(this.#saving);
    this.#saving = window.setTimeout(() => this.#keep(), 150);
    this.dispatchEvent(new Event('change'));
  }

  #keep(): void {
    const kept: Kept = { ...this.#now(), example: this.example };
    try {
      localStorage.setItem(CASE_KEY, JSON.stringify(kept));
      localStorage.setItem(
        READER_KEY,
        JSON.stringify({ language: this.language, theme: this.theme, money: this.money }),
      );
    } catch {
      // A browser that keeps nothing (private window, full store) still values; the file is the way to keep a case.
    }
  }

  #restore(): void {
    try {
      const reader: unknown = JSON.parse(localStorage.getItem(READER_KEY) ?? 'null');
      if (typeof reader === 'object' && reader !== null) Object.assign(this, reader);
      const kept = JSON.parse(localStorage.getItem(CASE_KEY) ?? 'null') as Json;
      if (isObject(kept) && isObject(kept.document) && isObject(kept.drafts)) {
        this.document = kept.document as CaseDocument;
        this.drafts = kept.drafts as Record<string, string>;
        this.aside = Array.isArray(kept.aside) ? kept.aside.map(String) : [];
        this.looks = looksIn(kept.looks);
        this.tried = isObject(kept.tried) ? (kept.tried as unknown as Record<string, Tried>) : {};
        this.example = typeof kept.example === 'string' ? kept.example : '';
      }
    } catch {
      // What cannot be read back is no reason to refuse the page.
    }
  }
}

/** Where each item of a list stands after an edit of it; undefined for one that is gone. */
export type Places = readonly (number | undefined)[];

/** What waits within a list follows its item to the new place; what waits in one that is gone goes with it. */
function movedDrafts<T>(waiting: Record<string, T>, list: string, places: Places): Record<string, T> {
  const moved = Object.entries(waiting).flatMap(([pointer, what]) => {
    const place = inPlace(pointer, list, places);
    return place === undefined ? [] : [[place, what] as const];
  });
  return Object.fromEntries(moved);
}
