// The way between the desks: one case, carried from one to the next by the browser's own store.

import { html, type TemplateResult } from 'lit';
import { type Language, say } from '../text';

const DESKS = { valuation: './index.html', standard: './standard.html' } as const;

export function desks(here: keyof typeof DESKS, l: Language): TemplateResult {
  return html`<nav class="desks" aria-label=${say('desks', l)}>
    ${(['valuation', 'standard'] as const).map((name) =>
      name === here
        ? html`<a href=${DESKS[name]} aria-current="page" data-desk=${name} @click=${stay}>${say(`desks.${name}`, l)}</a>`
        : html`<a href=${DESKS[name]} data-desk=${name}>${say(`desks.${name}`, l)}</a>`,
    )}
  </nav>`;
}

/** The desk that one is at keeps what is open on it. */
function stay(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  window.scrollTo({ top: 0 });
}
