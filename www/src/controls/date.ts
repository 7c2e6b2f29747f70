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
): TemplateResult {
  const unread = store.drafts[pointer] !== undefined;
  return html`<input id=${fieldId(pointer)} class="date-input" type="text" inputmode="numeric" placeholder=${say('example', store.language, { example: '2024-12-31' })} autocomplete="off" data-pointer=${pointer}
    aria-label=${label || nothing} aria-describedby=${described || nothing} aria-invalid=${unread ? 'true' : nothing} .value=${live(store.typing.get(pointer) ?? value)}
    @input=${(event: Event) => typeDate(store, pointer, (event.target as HTMLInputElement).value)}
    @change=${(event: Event) => {
      store.typing.delete(pointer);
      setDate(store, pointer, (event.target as HTMLInputElement).value);
    }} />`;
}

/** A day that is complete takes effect at once; anything else may still become one. */
function typeDate(store: CaseStore, pointer: string, text: string): void {
  store.typing.set(pointer, text);
  const day = dayIn(text);
  if (day !== undefined && /^\d{4}\D\d{2}\D\d{2}$/.test(text.trim())) store.set(pointer, day);
}

/** 2024年12月31日, 2024/12/31, 20241231 and 2024-12-31 are one date; a day that no calendar has is none. */
export function setDate(store: CaseStore, pointer: string, text: string): void {
  const clean = text.normalize('NFKC').trim();
  if (clean === '') {
    // A day out of a list keeps its place, for the days after it must not move.
    store.clearFigure(pointer);
    return;
  }
  const day = dayIn(clean);
  if (day !== undefined) store.set(pointer, day);
  else store.setDraft(pointer, text);
}

function dayIn(text: string): string | undefined {
  const found = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(text.normalize('NFKC').trim());
  const [, year = '', month = '', day = ''] = found ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const real = new Date(`${written}T00:00:00Z`);
  const exists = found && !Number.isNaN(real.getTime()) && real.toISOString().startsWith(written);
  return exists ? written : undefined;
}
