// The case on the desk: one document, edited by pointer, undone and redone, kept through a reload.
//
// A text that cannot be read stays here as it was typed (`drafts`), beside the last figure that could be.

import type { CaseDocument, Json } from '../engine/types';
import type { Language, MoneyChoice } from '../text';
import type { Shelf } from './entries';
import { clearFigure, isObject, withoutEmpty, write, writeBeside, writeFigure } from './pointer';

export type Theme = 'auto' | 'light' | 'dark';

interface Snapshot extends Shelf {
  drafts: Record<string, string>;
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
  /** Texts that are read when their field is left; until then a redraw of the page must not take them away. */
  readonly typing = new Map<string, string>();
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

  /** Several edits that are one to the reader. */
  setAll(edits: [pointer: string, value: Json | undefined][]): void {
    let document = this.document;
    for (const [pointer, value] of edits) document = write(document, pointer, value);
    this.#edit(edits.map(([pointer]) => pointer).join(), document, this.drafts);
  }

  /** An edit of the list of entries; texts that wait for their reading go with the entry they stand in. */
  setShelf({ document, aside }: Shelf, places?: Places): void {
    const drafts = places ? movedDrafts(this.drafts, '/methods', places) : this.drafts;
    // Each of these is an undo of its own.
    this.#lastEdit = { pointer: '', at: 0 };
    this.typing.clear();
    this.#edit('/methods', document, drafts, aside);
    this.#lastEdit = { pointer: '', at: 0 };
  }

  /** A list in another order, or with one item less: what waits for its reading goes with its item. */
  setList(pointer: string, list: Json[], places: Places): void {
    this.typing.clear();
    this.#lastEdit = { pointer: '', at: 0 };
    this.#edit(pointer, write(this.document, pointer, list), movedDrafts(this.drafts, pointer, places));
    this.#lastEdit = { pointer: '', at: 0 };
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
    return { document: this.document, drafts: this.drafts, aside: this.aside };
  }

  #return(snapshot: Snapshot): void {
    this.typing.clear();
    this.document = snapshot.document;
    this.drafts = snapshot.drafts;
    this.aside = snapshot.aside;
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
  ): void {
    const now = performance.now();
    // Typing or dragging one figure is one edit, so one undo takes it back.
    if (pointer !== this.#lastEdit.pointer || now - this.#lastEdit.at > ONE_EDIT_MS) this.#remember();
    this.#lastEdit = { pointer, at: now };
    this.document = withoutEmpty(document);
    this.drafts = drafts;
    this.aside = aside;
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
        this.example = typeof kept.example === 'string' ? kept.example : '';
      }
    } catch {
      // What cannot be read back is no reason to refuse the page.
    }
  }
}

/** Where each item of a list stands after an edit of it; undefined for one that is gone. */
export type Places = readonly (number | undefined)[];

/** Drafts within a list follow their items to the new places; those of an item that is gone go with it. */
function movedDrafts(drafts: Record<string, string>, list: string, places: Places): Record<string, string> {
  const moved = Object.entries(drafts).flatMap(([pointer, text]) => {
    if (!pointer.startsWith(`${list}/`)) return [[pointer, text]];
    const [index = '', ...rest] = pointer.slice(list.length + 1).split('/');
    const place = places[Number(index)];
    return place === undefined ? [] : [[[list, place, ...rest].join('/'), text]];
  });
  return Object.fromEntries(moved);
}
