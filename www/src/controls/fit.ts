// Data pasted to see which shape they follow: each shape over their histogram, and how far it stays from them.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Candidate } from '../case/ranges';
import { fieldId } from '../elements/light';
import type { Picture, Problem } from '../engine/types';
import { readNumbers } from '../read-number';
import { joined, parts, percent, plain, say } from '../text';
import { type Domain, small } from '../views/distribution';
import type { Shaping } from './shape';

/** What the engine says of the data. */
export interface Fit {
  data: readonly number[];
  candidates: readonly { candidate: Candidate; drawn: Picture | undefined }[];
  problems: readonly Problem[];
}

export interface Fitting {
  text: string;
  fit: Fit | undefined;
  typed: (text: string) => void;
  take: (candidate: Candidate) => void;
  takeData: () => void;
}

/** The figures in the pasted text, or the sentence that says which of them could not be read. */
export function dataIn(text: string, { kind, exponent, language: l }: Shaping): number[] | string {
  const reading = readNumbers(text, kind, exponent);
  return reading.ok ? reading.values : say(`read.${reading.reason}`, l, { text: reading.text });
}

export function fitPanel(shaping: Shaping, fitting: Fitting): TemplateResult {
  const { pointer, language: l, label } = shaping;
  const { text, fit, typed, takeData } = fitting;
  const id = `${fieldId(pointer)}-data`;
  const data = dataIn(text, shaping);
  const unread = typeof data === 'string' ? data : '';
  const count = typeof data === 'string' ? 0 : data.length;
  return html`<div class="fit wide" role="group" aria-label=${say('range.fit-of', l, { name: label })}>
    <label for=${id}>${say('range.data', l)}</label>
    <textarea class="text-input list-input" rows="3" id=${id} data-role="fit-data" spellcheck="false" placeholder=${say('list.paste', l)} aria-describedby=${`${id}-said`}
      aria-invalid=${unread === '' ? nothing : 'true'} .value=${live(text)} @input=${(event: Event) => typed((event.target as HTMLTextAreaElement).value)}></textarea>
    <div id=${`${id}-said`} role="status">
      ${unread === '' ? nothing : html`<p class="problem">${unread}</p>`}
      ${fit?.problems.map((problem) => {
        const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts);
        return html`<p class="problem">${joined(l, what, remedy)}</p>`;
      })}
      ${count > 0 ? html`<p class="list-count">${say('range.data-count', l, { count: plain(count, 0) })}</p>` : nothing}
    </div>
    ${fit && fit.candidates.length > 0 ? shapes(fit, shaping, fitting) : nothing}
    ${count > 1 ? html`<p class="series-tools"><button type="button" class="plain" data-role="take-data" @click=${takeData}>${say('range.take-data', l)}</button></p>` : nothing}
  </div>`;
}

/** A quarter more to either side than the data reach, so that the tails of the shapes are seen. */
function around(data: readonly number[]): Domain {
  const [low, high] = [Math.min(...data), Math.max(...data)];
  return [low - (high - low) / 4, high + (high - low) / 4];
}

function shapes({ candidates, data }: Fit, { language: l }: Shaping, { take }: Fitting): TemplateResult {
  // All on one scale, so that they can be held against each other.
  const domain = around(data);
  return html`<ul class="fits">${candidates.map(({ candidate, drawn }, place) => {
    const name = say(`range.${candidate.way}`, l);
    const distance = say('range.distance', l, { distance: percent(candidate.distance, 1) });
    return html`<li data-way=${candidate.way}>
      ${drawn ? small({ drawn, name: `${name}: ${distance}`, language: l, written: String, data, domain }) : nothing}
      <span class="fit-name">${name}${place === 0 ? html` <span class="tag">${say('range.nearest', l)}</span>` : nothing}</span>
      <span class="fit-distance">${distance}</span>
      <button type="button" class="plain" data-role="take-fit" aria-label=${say('range.take-of', l, { name })} @click=${() => take(candidate)}>${say('range.take', l)}</button>
    </li>`;
  })}</ul>
  <p class="help">${say('range.distance-help', l)}</p>`;
}
