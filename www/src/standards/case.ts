// The case that is open at the other desks, as this desk reads it: it never writes it.
//
// Two pages may be open at once; what is edited at one is followed here.

import { entriesOf, type Shelf } from '../case/entries';
import { isObject } from '../case/pointer';
import { CASE_KEY, READER_KEY, type Theme } from '../case/store';
import { outlineOf } from '../engine/outlines';
import { counted, type Sent } from '../engine/sending';
import type { CaseDocument, Json } from '../engine/types';
import type { Language } from '../text';

export interface Reader {
  language: Language;
  theme: Theme;
}

function kept(key: string): Json {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Json;
  } catch {
    return null;
  }
}

/** The case kept by the valuation desk, or the one that a newcomer would meet there. */
export async function openCase(): Promise<Shelf> {
  const found = kept(CASE_KEY);
  if (isObject(found) && isObject(found.document))
    return {
      document: found.document as CaseDocument,
      aside: Array.isArray(found.aside) ? found.aside.map(String) : [],
    };
  const { examples, FIRST, blank } = await import('../case/examples');
  const first = examples.find(({ name }) => name === FIRST) ?? examples[0];
  return { document: first?.document ?? blank(new Date().toISOString().slice(0, 10)), aside: [] };
}

export function reader(): Reader {
  const found = kept(READER_KEY);
  const chosen = isObject(found) ? found : {};
  return {
    language: chosen.language === 'en' || chosen.language === 'zh' ? chosen.language : ownLanguage(),
    theme: chosen.theme === 'light' || chosen.theme === 'dark' ? chosen.theme : 'auto',
  };
}

function ownLanguage(): Language {
  return navigator.language.startsWith('en') ? 'en' : 'zh';
}

export function keepReader(choice: Partial<Reader>): void {
  const found = kept(READER_KEY);
  try {
    localStorage.setItem(READER_KEY, JSON.stringify({ ...(isObject(found) ? found : {}), ...choice }));
  } catch {
    // A browser that keeps nothing shows the choice all the same, on this page.
  }
}

/** What the engine is asked about: the entries that are still being filled at the desk are left out there too. */
export function sentOf(shelf: Shelf): Sent {
  return counted(shelf, (method) => (outlineOf(method)?.gives ?? 'money') === 'money');
}

export function entryNames(shelf: Shelf): string[] {
  return entriesOf(shelf, () => true).map(({ method }) => method);
}

export function isCaseKey(key: string | null): boolean {
  return key === CASE_KEY;
}

export function isReaderKey(key: string | null): boolean {
  return key === READER_KEY;
}
