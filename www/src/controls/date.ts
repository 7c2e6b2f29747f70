// A day typed as people type it; what no calendar has stays as it was typed, with its error beside it.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CaseStore } from '../case/store';
import { fieldId } from '../elements/light';
import { say } from '../text';

/** Whether a pointer leads to a day. */
export function isDateAt(pointer: string): boolean {
  return /(?:Date|End|\/end|\/timing\/\d+)$/.test(pointer);
}

export function dateInput(
  store: CaseStore,
  pointer: string,
  value: string,
  described = '',
  label = '',
  write: (day: string | undefined) => void = (day) =>
    // A day out of a list keeps its place, for the days after it must not move.
    day === undefined ? store.clearFigure(pointer) : store.set(pointer, day),
): TemplateResult {
  const unread = store.drafts[pointer] !== undefined;
  return html`<input id=${fieldId(pointer)} class="date-input" type="text" inputmode="numeric" placeholder=${say('example', store.language, { example: '2024-12-31' })} autocomplete="off" data-pointer=${pointer}
    aria-label=${label || nothing} aria-describedby=${described || nothing} aria-invalid=${unread ? 'true' : nothing} .value=${live(store.typing.get(pointer) ?? value)}
    @input=${(event: Event) => typeDate(store, pointer, (event.target as HTMLInputElement).value, write)}
    @change=${(event: Event) => {
      store.typing.delete(pointer);
      setDate(store, pointer, (event.target as HTMLInputElement).value, write);
    }} />`;
}

type Write = (day: string | undefined) => void;

/** A day that is complete takes effect at once; anything else may still become one. */
function typeDate(store: CaseStore, pointer: string, text: string, write: Write): void {
  store.typing.set(pointer, text);
  const day = dayIn(text);
  if (day !== undefined && /^\d{4}\D\d{2}\D\d{2}$/.test(text.trim())) write(day);
}

/** 2024年12月31日, 2024/12/31, 20241231 and 2024-12-31 are one date; a day that no calendar has is none. */
function setDate(store: CaseStore, pointer: string, text: string, write: Write): void {
  const clean = text.normalize('NFKC').trim();
  const day = dayIn(clean);
  if (clean === '' || day !== undefined) write(day);
  else store.setDraft(pointer, text);
}

/** The day in a text as a case writes it. */
export function dayIn(text: string): string | undefined {
  const found = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(text.normalize('NFKC').trim());
  const [, year = '', month = '', day = ''] = found ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const real = new Date(`${written}T00:00:00Z`);
  const exists = found && !Number.isNaN(real.getTime()) && real.toISOString().startsWith(written);
  return exists ? written : undefined;
}
