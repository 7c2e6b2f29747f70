// The bar above the sheet: which case, open, save, print, undo, language, theme.

import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { blank, examples } from '../case/examples';
import { isObject } from '../case/pointer';
import type { CaseStore, Theme } from '../case/store';
import type { CaseDocument, Json } from '../engine/types';
import { say } from '../text';
import { handOver } from '../views/image';
import { LightElement } from './light';

export class CaseBarElement extends LightElement {
  static override properties = { store: { attribute: false }, version: { type: Number } };
  declare store: CaseStore;
  declare version: number;

  protected override render(): TemplateResult {
    const { language: l, example, theme, canUndo, canRedo } = this.store;
    const title = (document: CaseDocument): string => String(document.title ?? '');
    return html`<div class="bar">
      <label class="bar-case"><span class="unseen">${say('case', l)}</span>
        <select data-role="example" @change=${this.#choose}>
          <option value="" .selected=${live(example === '')}>${say(example === '' ? 'case.own' : 'case.own-start', l)}</option>
          <optgroup label=${say('case.worked', l)}>
            ${examples.map(({ name, document }) => html`<option value=${name} .selected=${live(name === example)}>${title(document) || name}</option>`)}
          </optgroup>
        </select>
      </label>
      ${example === '' ? '' : html`<button type="button" class="bar-own" data-role="own" @click=${this.#own}>${say('case.own-start', l)}</button>`}
      <span class="bar-group">
        <button type="button" data-role="undo" ?disabled=${!canUndo} @click=${() => this.store.undo()}>${say('undo', l)}</button>
        <button type="button" data-role="redo" ?disabled=${!canRedo} @click=${() => this.store.redo()}>${say('redo', l)}</button>
      </span>
      <span class="bar-group">
        <label class="file-label"><span>${say('open', l)}</span><input type="file" class="unseen" data-role="open" accept=".json,application/json" @change=${this.#open} /></label>
        <button type="button" data-role="save" @click=${this.#save}>${say('save', l)}</button>
        <button type="button" data-role="print" @click=${() => window.print()}>${say('print', l)}</button>
      </span>
      <span class="bar-group">
        <label><span class="unseen">${say('theme', l)}</span>
          <select data-role="theme" @change=${(event: Event) => this.store.choose({ theme: (event.target as HTMLSelectElement).value as Theme })}>
            ${(['auto', 'light', 'dark'] as const).map((name) => html`<option value=${name} .selected=${live(name === theme)}>${say(`theme.${name}`, l)}</option>`)}
          </select></label>
        <button type="button" data-role="language" lang=${l === 'zh' ? 'en' : 'zh-CN'} @click=${() => this.store.choose({ language: l === 'zh' ? 'en' : 'zh' })}>${say('language', l)}</button>
      </span>
    </div>`;
  }

  #choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const found = examples.find(({ name }) => name === value);
    if (found) this.store.open(found.document, found.name);
    else this.#own();
  }

  #own(): void {
    const now = new Date();
    const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
    this.store.open(blank(local.toISOString().slice(0, 10)), '');
  }

  async #open(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    const refuse = (reason: string) =>
      this.dispatchEvent(
        new CustomEvent('file-refused', { bubbles: true, detail: { name: file.name, reason } }),
      );
    try {
      const content = JSON.parse(await file.text()) as Json;
      if (isObject(content) && content.format === 'ipval-case/1') {
        this.store.open(content as CaseDocument, '');
        this.dispatchEvent(new CustomEvent('file-opened', { bubbles: true }));
      } else refuse('file-format');
    } catch {
      refuse('file-json');
    } finally {
      // The same file may be chosen again once it is mended.
      input.value = '';
    }
  }

  #save(): void {
    const { document: content } = this.store;
    const text = `${JSON.stringify(content, null, 2)}\n`;
    handOver(new Blob([text], { type: 'application/json' }), String(content.title ?? ''), '.ipval.json');
  }
}

customElements.define('ipval-case-bar', CaseBarElement);
