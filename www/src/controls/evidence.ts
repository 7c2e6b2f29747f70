// How good the evidence for a figure is, which day it speaks of, and a remark.

import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isObject } from '../case/pointer';
import { fieldId } from '../elements/light';
import type { Json } from '../engine/types';
import { choiceWord, say } from '../text';
import { dateInput } from './date';
import type { Filling } from './filling';

/** Best first, as the engine ranks them. */
const GRADES = ['registered', 'independent', 'party', 'assumed'];

export function hasEvidence(value: Json | undefined): boolean {
  return (
    isObject(value) && ['source', 'note', 'grade', 'asOf', 'range'].some((key) => value[key] !== undefined)
  );
}

export function evidence({ store, pointer, language: l, label }: Filling, value: Json): TemplateResult {
  const text = (key: string): string => (isObject(value) ? String(value[key] ?? '') : '');
  const at = (key: string): string => `${pointer}/${key}`;
  return html`<div class="evidence" role="group" aria-label=${say('evidence.of', l, { name: label })}>
    <span class="range-part"><label for=${fieldId(at('grade'))}>${say('evidence.grade', l)}</label>
      <select id=${fieldId(at('grade'))} data-pointer=${at('grade')} @change=${(event: Event) => store.setBeside(pointer, 'grade', (event.target as HTMLSelectElement).value || undefined)}>
        <option value="" .selected=${live(text('grade') === '')}>${say('evidence.ungraded', l)}</option>
        ${GRADES.map((grade) => html`<option value=${grade} .selected=${live(grade === text('grade'))}>${choiceWord('grade', grade, l)}</option>`)}
      </select></span>
    <span class="range-part"><label for=${fieldId(at('asOf'))}>${say('evidence.as-of', l)}</label>
      ${dateInput(store, at('asOf'), store.drafts[at('asOf')] ?? text('asOf'), '', '', (day) => store.setBeside(pointer, 'asOf', day))}</span>
    <span class="range-part wide"><label for=${fieldId(at('note'))}>${say('evidence.note', l)}</label>
      <input type="text" class="text-input" id=${fieldId(at('note'))} data-pointer=${at('note')} .value=${live(text('note'))}
        @input=${(event: Event) => store.setBeside(pointer, 'note', (event.target as HTMLInputElement).value || undefined)} /></span>
  </div>`;
}
