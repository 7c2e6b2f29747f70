// The discount rate, built up: a risk-free rate and a premium for each risk.

import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isObject, read } from '../case/pointer';
import { fieldId } from '../elements/light';
import { say } from '../text';
import type { Filling } from './filling';

export function buildUp({ store, pointer: base, language: l, entry }: Filling): TemplateResult {
  const now = read(store.document, base);
  const premiums = isObject(now) && Array.isArray(now.premiums) ? now.premiums : [];
  const at = (end: string): string => `${base}/${end}`;
  return html`<div class="build-up" role="group" aria-labelledby=${`${fieldId(base)}-name`}>
    <div class="build-row"><label for=${fieldId(at('riskFreeRate'))}>${say('build-up.riskFree', l)}</label>${entry(at('riskFreeRate'), 'rate', say('build-up.riskFree', l))}</div>
    ${premiums.map((premium, index) => {
      const name = isObject(premium) && typeof premium.name === 'string' ? premium.name : '';
      const pointer = at(`premiums/${index}`);
      return html`<div class="build-row">
        <input type="text" class="text-input" data-pointer=${`${pointer}/name`} aria-label=${say('build-up.name', l)} placeholder=${say('build-up.name', l)} .value=${live(name)}
          @input=${(event: Event) => store.set(`${pointer}/name`, (event.target as HTMLInputElement).value)} />
        ${entry(`${pointer}/rate`, 'rate', `${name} ${say('build-up.rate', l)}`, true)}
        <button type="button" class="plain" aria-label=${say('build-up.remove', l, { name })} @click=${() => store.set(pointer, undefined)}>×</button>
      </div>`;
    })}
    <p class="series-tools">
      <button type="button" class="plain" @click=${() => store.set(at('premiums'), [...premiums, { name: '' }])}>${say('build-up.add', l)}</button>
      <button type="button" class="plain" @click=${() => store.set(base, undefined)}>${say('build-up.direct', l)}</button>
    </p>
  </div>`;
}
