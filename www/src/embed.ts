// `<ipval-valuation src="case.json">`: a case's answer on anybody's page.
//
// What it shows stands in shadow DOM: it takes no style from the page and gives it none.
// It tells the page by two events that bubble out of the shadow: `ipval-valued` and `ipval-refused`.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { isObject } from './case/pointer';
import { Appraiser } from './engine/client';
import type { CaseDocument, Json, Verdict } from './engine/types';
import embedStyles from './styles/embed.css?inline';
import outputStyles from './styles/outputs.css?inline';
import tokenStyles from './styles/tokens.css?inline';
import { joined, type Language, MoneyFormat, parts, say, stepFigure, stepName } from './text';
import { inFigures, inWords } from './views/formula';
import { histogram } from './views/histogram';
import { answerSentence, carrierSentence, rangeBand, type Scene, tornado, yearTable } from './views/outputs';

export class ValuationElement extends LitElement {
  static override styles = [unsafeCSS(tokenStyles), unsafeCSS(outputStyles), unsafeCSS(embedStyles)];
  static override properties = {
    src: {},
    language: { attribute: 'lang' },
    show: {},
    verdict: { state: true },
    failure: { state: true },
    opened: { state: true },
  };
  declare src: string;
  declare language: string;
  /** Words out of `years drivers range`: what to show under the answer. */
  declare show: string;
  declare verdict: Verdict | undefined;
  declare failure: string;
  declare opened: number;

  #document: CaseDocument | undefined;
  #appraiser = new Appraiser(
    (verdict) => {
      this.verdict = verdict;
      const name = verdict.status === 'valued' ? 'ipval-valued' : 'ipval-refused';
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail: verdict }));
    },
    (reason) => {
      this.failure = reason.message;
    },
  );

  constructor() {
    super();
    this.src = '';
    this.language = '';
    this.show = 'years';
    this.failure = '';
    this.opened = -1;
  }

  /** The case may also be handed over as an object. */
  get case(): CaseDocument | undefined {
    return this.#document;
  }

  set case(document: CaseDocument | undefined) {
    this.#document = document;
    if (document) this.#appraiser.appraise(document);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('src') && this.src !== '') void this.#load(this.src);
  }

  async #load(src: string): Promise<void> {
    this.failure = '';
    try {
      const answer = await fetch(new URL(src, document.baseURI));
      if (!answer.ok) throw new Error(`${src}: ${answer.status}`);
      const content = (await answer.json()) as Json;
      // A newer address may have been set while this one was on its way.
      if (src !== this.src) return;
      if (!isObject(content) || content.format !== 'ipval-case/1') throw new Error(`${src}: ipval-case/1?`);
      this.case = content as CaseDocument;
    } catch (reason) {
      if (src === this.src) this.failure = reason instanceof Error ? reason.message : String(reason);
    }
  }

  get #language(): Language {
    const wanted = this.language || document.documentElement.lang || navigator.language;
    return wanted.startsWith('zh') ? 'zh' : 'en';
  }

  protected override render(): TemplateResult {
    const l = this.#language;
    return html`<section lang=${l === 'zh' ? 'zh-CN' : 'en'} @click=${this.#open}>${this.#content(l)}</section>`;
  }

  #content(l: Language): TemplateResult {
    if (this.failure) return html`<p role="alert">${say('embed.failed', l)} ${this.failure}</p>`;
    const { verdict } = this;
    if (!verdict || !this.#document) return html`<p>${say('answer.waiting', l)}</p>`;
    if (verdict.status === 'refused') {
      return html`<p>${say('embed.refused', l)}</p><ul>${verdict.problems.map((problem) => {
        const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts);
        return html`<li>${joined(l, what, remedy)}</li>`;
      })}</ul>`;
    }
    const money = new MoneyFormat(verdict.unit, verdict.currency, l, 'auto');
    const scene: Scene = { valuation: verdict, document: this.#document, language: l, money };
    const shown = this.show.split(/\s+/);
    const step = verdict.steps[this.opened];
    return html`${answerSentence(scene)} ${carrierSentence(scene)} ${rangeBand(scene)}
      ${
        step
          ? html`<div class="opened" role="status"><strong>${stepName(step, l)} = ${stepFigure(step, money)}</strong>${
              step.formula
                ? html`<br />= ${inWords(step, verdict.steps, l)}<br />= ${inFigures(step, verdict.steps, money)}`
                : nothing
            }</div>`
          : nothing
      }
      ${shown.includes('years') ? verdict.methods.map(({ part }) => yearTable(scene, part)) : nothing}
      ${shown.includes('range') && verdict.range ? histogram(scene, { shown: { value: verdict.value, range: verdict.range }, cumulative: false }) : nothing}
      ${shown.includes('drivers') ? tornado(scene, 6) : nothing}
      <p class="stamp">${say('not-an-appraisal', l)} · ipval ${verdict.producedBy.version}</p>`;
  }

  #open = (event: Event): void => {
    const figure = (event.target as Element).closest<HTMLElement>('[data-step]');
    if (!figure) return;
    event.preventDefault();
    this.opened = Number(figure.dataset.step) === this.opened ? -1 : Number(figure.dataset.step);
  };
}

if (!customElements.get('ipval-valuation')) customElements.define('ipval-valuation', ValuationElement);
