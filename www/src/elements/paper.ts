// A figure's own page of the working paper: it unfolds one level at a time, down to an input, an operation, a clause.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Standard, Step } from '../engine/types';
import { clauseAddress } from '../parts/checked';
import { cited, say, stepFigure, stepName } from '../text';
import { inFigures, inWords } from '../views/formula';
import type { Scene } from '../views/outputs';
import { LightElement } from './light';

export class PaperElement extends LightElement {
  static override properties = {
    scene: { attribute: false },
    standards: { attribute: false },
    step: { type: Number },
    closable: { type: Boolean },
    unfolded: { state: true },
  };
  declare scene: Scene | undefined;
  declare standards: Standard[];
  declare step: number;
  declare closable: boolean;
  /** Paths of the tree that are open, so that one step used twice opens in one place only. */
  declare unfolded: Set<string>;

  constructor() {
    super();
    this.standards = [];
    this.step = -1;
    this.closable = false;
    this.unfolded = new Set();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('step')) this.unfolded = new Set([String(this.step)]);
  }

  protected override render(): TemplateResult | typeof nothing {
    const root = this.scene?.valuation.steps[this.step];
    if (!this.scene || !root) return nothing;
    const { language } = this.scene;
    return html`<div class="paper" @keydown=${this.#close}>
      ${
        this.closable
          ? html`<button type="button" class="plain close" @click=${() => this.dispatchEvent(new CustomEvent('close-paper', { bubbles: true }))}>${say('paper.close', language)}</button>`
          : nothing
      }
      <ul class="tree">${this.#node(root, String(root.id), this.scene)}</ul>
    </div>`;
  }

  #close(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.closable)
      this.dispatchEvent(new CustomEvent('close-paper', { bubbles: true }));
  }

  #toggle(path: string): void {
    const next = new Set(this.unfolded);
    if (!next.delete(path)) next.add(path);
    this.unfolded = next;
  }

  #node(step: Step, path: string, scene: Scene): TemplateResult {
    const { language, money, valuation } = scene;
    const open = this.unfolded.has(path);
    const leaf = step.operands.length === 0;
    const unit =
      step.unit === 'money'
        ? money.heading(money.exponent(step.value))
        : say(`unit-of.${step.unit}`, language);
    const showUnit = step.unit === 'money' || step.unit === 'years';
    const name = stepName(step, language);
    return html`<li class="node ${step.kind}">
      <div class="node-line">
        ${
          leaf
            ? html`<span class="node-name">${name}</span>`
            : html`<button type="button" class="node-name unfold" aria-expanded=${open ? 'true' : 'false'} @click=${() => this.#toggle(path)}>${name}</button>`
        }
        ${step.kind === 'calculated' ? nothing : html`<span class="tag ${step.kind}">${say(`origin.${step.kind}`, language)}</span>`}
        <span class="leader"></span>
        <span class="node-value">${stepFigure(step, money)}<span class="node-unit">${showUnit ? unit : ''}</span></span>
      </div>
      ${
        step.kind === 'calculated' && step.formula
          ? html`<div class="formula"><span>= ${inWords(step, valuation.steps, language)}</span><span class="in-figures">= ${inFigures(step, valuation.steps, money)}</span></div>`
          : nothing
      }
      ${this.#basis(step, scene)}
      ${
        open && !leaf
          ? html`<ul class="tree">${[...new Set(step.operands)].flatMap((id) => {
              const operand = valuation.steps[id];
              return operand ? [this.#node(operand, `${path}.${id}`, scene)] : [];
            })}</ul>`
          : nothing
      }
    </li>`;
  }

  #basis(step: Step, { language, valuation }: Scene): TemplateResult | typeof nothing {
    const clauses = step.clauses.flatMap(
      (ref) => cited(ref, this.standards, valuation.producedBy.standards, language) ?? [],
    );
    if (!step.source && !step.note && clauses.length === 0 && !step.pointer) return nothing;
    return html`<div class="basis">
      ${step.source ? html`<span>${say('source', language)}: ${step.source}</span>` : nothing}
      ${step.note ? html`<span>${step.note}</span>` : nothing}
      ${clauses.map((clause) => html`<span><a href=${clauseAddress(clause.ref, clause.edition)}>${clause.title} ${clause.place}</a>: ${clause.gist}</span>`)}
      ${step.pointer ? html`<button type="button" class="door" data-field=${step.pointer}>${say('paper.to-field', language)}</button>` : nothing}
    </div>`;
  }
}

customElements.define('ipval-paper', PaperElement);
