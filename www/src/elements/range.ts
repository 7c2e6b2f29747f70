// The range of the value on the desk: its drawing, its figures, what carries it, and a result kept beside it.
//
// Here is what the reader has opened of it, and the run to a stated accuracy; what is shown is drawn by `views/`.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Entry } from '../case/entries';
import type { CaseStore } from '../case/store';
import { runToAccuracy } from '../engine/pool';
import type { CaseDocument, Spread } from '../engine/types';
import { keep, keptBlock, nameOf } from '../parts/kept';
import { column, percent, plain, say } from '../text';
import { carriers, carriersSentence } from '../views/carriers';
import { histogram } from '../views/histogram';
import type { Scene } from '../views/outputs';
import { below, drawn, moments, percentiles } from '../views/percentiles';
import { exponentOf, inMoneyOf, Precise, type Shown } from '../views/spread';
import { LightElement } from './light';

/** Relative standard errors of P5, P50 and P95 that can be asked for. */
const ACCURACIES = [0.01, 0.005, 0.001];
const MOST_DRAWS = [100_000, 300_000, 1_000_000];

/** A run to a stated accuracy, as far as it has come. */
interface Run {
  /** The case on the desk when it was begun; its result is that of this case alone. */
  document: CaseDocument;
  asked: number;
  most: number;
  state: 'running' | 'done' | 'stopped' | 'failed';
  reason: string;
  draws: number;
  /** The last look that was finished. */
  range: Spread | undefined;
}

export class RangeElement extends LightElement {
  static override properties = {
    scene: { attribute: false },
    store: { attribute: false },
    entries: { attribute: false },
    looks: { attribute: false },
    sent: { attribute: false },
    all: { state: true },
    cumulative: { state: true },
    asked: { state: true },
    most: { state: true },
    run: { state: true },
  };
  declare scene: Scene;
  declare store: CaseStore;
  declare entries: readonly Entry[];
  /** The store's, so that a change of them draws this anew. */
  declare looks: CaseStore['looks'];
  /** The case as the engine got it. */
  declare sent: CaseDocument;
  declare all: boolean;
  declare cumulative: boolean;
  declare asked: number;
  declare most: number;
  declare run: Run | undefined;

  #stop: AbortController | undefined;

  constructor() {
    super();
    this.all = false;
    this.cumulative = false;
    this.asked = 0.001;
    this.most = 1_000_000;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    // A run for a case that is no longer on the desk costs the engine and answers nobody.
    if (changed.has('scene') && this.run?.state === 'running' && !this.#isOfNow(this.run))
      this.#stop?.abort();
  }

  #isOfNow({ document }: Run): boolean {
    return document === this.scene.document;
  }

  /** The range of the answer, in its place that of a longer run of the same case. */
  #shown(range: Spread): Shown {
    const { value } = this.scene.valuation;
    const longer = this.run && this.#isOfNow(this.run) ? this.run.range : undefined;
    // What carries the range does not hang on how many draws it was looked at with.
    return { value, range: longer ? { ...longer, drivers: range.drivers } : range };
  }

  protected override render(): TemplateResult | typeof nothing {
    const { scene, store, entries } = this;
    const { range } = scene.valuation;
    if (!range) return nothing;
    const l = scene.language;
    const shown = this.#shown(range);
    const { pinned } = this.looks;
    const earlier = pinned && inMoneyOf(pinned, scene.money);
    const kept = pinned && earlier ? { ...earlier, name: nameOf(pinned, scene) } : undefined;
    const carried = carriersSentence(scene, range);
    return html`
      <div class="section-head"><h2 id="range-heading">${say('spread', l)}</h2><p>${drawn(scene, shown.range)}</p></div>
      ${
        shown.range.histogram
          ? html`${histogram(scene, { shown, kept, cumulative: this.cumulative })}${this.#tools(pinned === undefined)}`
          : html`<p>${say('spread.alike', l)}</p>`
      }
      ${pinned ? keptBlock({ scene, store, entries, pinned, earlier, now: shown }) : nothing}
      <div class="spread-figures">
        <div>${percentiles(scene, shown.range, this.all)}
          <button type="button" class="plain screen-only" data-role="all-percentiles" aria-expanded=${this.all ? 'true' : 'false'} @click=${() => {
            this.all = !this.all;
          }}>${say(this.all ? 'spread.fewer' : 'spread.all', l)}</button></div>
        <div>${below(scene, shown)}${moments(scene, shown)}</div>
      </div>
      ${this.#accuracy()}
      <h3>${say('carriers', l)}</h3>
      ${carried === '' ? nothing : html`<p class="carries" data-role="carriers">${carried}</p>`}
      ${carriers(scene, range)}`;
  }

  #tools(keeps: boolean): TemplateResult {
    const l = this.scene.language;
    const look = (cumulative: boolean): TemplateResult =>
      html`<button type="button" class="plain" data-role=${cumulative ? 'cumulative' : 'density'} aria-pressed=${this.cumulative === cumulative ? 'true' : 'false'} @click=${() => {
        this.cumulative = cumulative;
      }}>${say(cumulative ? 'spread.cumulative' : 'spread.density', l)}</button>`;
    return html`<p class="chart-tools screen-only"><span role="group" class="looks" aria-label=${say('spread.look', l)}>${look(false)}${look(true)}</span>
      ${keeps ? html`<button type="button" class="plain" data-role="keep" @click=${() => keep(this.store, this.scene)}>${say('kept.keep', l)}</button>` : nothing}</p>`;
  }

  // The run to a stated accuracy

  #accuracy(): TemplateResult {
    const l = this.scene.language;
    const { run } = this;
    const running = run?.state === 'running';
    const choice = (
      role: string,
      label: string,
      values: number[],
      now: number,
      word: (value: number) => string,
      choose: (value: number) => void,
    ): TemplateResult => html`<label>${say(label, l)}
      <select data-role=${role} ?disabled=${running} @change=${(event: Event) => choose(Number((event.target as HTMLSelectElement).value))}>
        ${values.map((value) => html`<option value=${value} .selected=${value === now}>${word(value)}</option>`)}
      </select></label>`;
    return html`<div class="accuracy ${run && this.#isOfNow(run) ? '' : 'screen-only'}" role="group" aria-labelledby="accuracy-heading">
      <h3 id="accuracy-heading">${say('accuracy', l)}</h3>
      <p class="accuracy-tools screen-only">
        ${choice(
          'accuracy',
          'accuracy.error',
          ACCURACIES,
          this.asked,
          (value) => percent(value, 1),
          (value) => {
            this.asked = value;
          },
        )}
        ${choice(
          'most-draws',
          'accuracy.most',
          MOST_DRAWS,
          this.most,
          (value) => plain(value, 0),
          (value) => {
            this.most = value;
          },
        )}
        ${
          running
            ? html`<button type="button" class="plain" data-role="stop" @click=${() => this.#stop?.abort()}>${say('accuracy.stop', l)}</button>`
            : html`<button type="button" class="plain" data-role="run" @click=${() => void this.#start()}>${say('accuracy.start', l)}</button>`
        }
      </p>
      ${run ? this.#progress(run) : nothing}
    </div>`;
  }

  #progress(run: Run): TemplateResult {
    const l = this.scene.language;
    const { range, state, asked } = run;
    const reached = range ? reachedBy(range) : undefined;
    // Whichever ends it first: the accuracy, or the most draws.
    const done = Math.min(1, Math.max(run.draws / run.most, reached === undefined ? 0 : asked / reached));
    const facts = { draws: plain(run.draws, 0), asked: percent(asked, 1), reason: run.reason };
    const met = reached !== undefined && reached <= asked;
    const word = state === 'done' ? (met ? 'accuracy.met' : 'accuracy.not-met') : `accuracy.${state}`;
    return html`<div class="run ${this.#isOfNow(run) ? '' : 'earlier'}" data-state=${state}>
      ${state === 'running' ? html`<progress max="1" .value=${done} aria-label=${say('accuracy', l)}></progress>` : nothing}
      <p role="status">${say(this.#isOfNow(run) ? word : 'accuracy.earlier', l, facts)}</p>
      ${range ? this.#looked(range) : nothing}
    </div>`;
  }

  #looked(range: Spread): TemplateResult {
    const { language: l, money } = this.scene;
    const exponent = exponentOf(range, money);
    const rows = [5, 50, 95].map((place) => ({
      place,
      value: range.percentiles[place - 1] ?? Number.NaN,
      error: range.percentileErrors[place - 1] ?? 0,
    }));
    const precise = new Precise(
      money,
      exponent,
      rows.map(({ error }) => error),
    );
    return html`<table class="figures">
      <caption class="unseen">${say('accuracy.look', l)}</caption>
      <thead><tr><th scope="col">${money.heading(exponent)}</th><th scope="col" class="number">${say('spread.value', l)}</th><th scope="col" class="number">${say('spread.error', l)}</th><th scope="col" class="number">${say('accuracy.relative', l)}</th></tr></thead>
      <tbody>${rows.map(
        ({ place, value, error }) =>
          html`<tr><th scope="row">P${place}</th><td class="number">${precise.figure(value)}</td><td class="number quiet">${precise.error(error)}</td><td class="number">${value === 0 ? '—' : `${column(100 * Math.abs(error / value), 3)}%`}</td></tr>`,
      )}</tbody></table>`;
  }

  async #start(): Promise<void> {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const { document } = this.scene;
    const first: Run = {
      document,
      asked: this.asked,
      most: this.most,
      state: 'running',
      reason: '',
      draws: 0,
      range: undefined,
    };
    this.run = first;
    let now = first;
    const tell = (part: Partial<Run>): void => {
      // One that was stopped may still end after the next has begun.
      if (this.#stop?.signal !== signal) return;
      now = { ...now, ...part };
      this.run = now;
    };
    try {
      const range = await runToAccuracy(
        this.sent,
        { relativeError: first.asked, mostDraws: first.most },
        (look, draws) => tell({ range: look, draws }),
        signal,
      );
      tell({ range, state: 'done' });
    } catch (reason) {
      if (signal.aborted) tell({ state: 'stopped' });
      else tell({ state: 'failed', reason: reason instanceof Error ? reason.message : String(reason) });
    }
  }
}

/** The largest of the relative errors of P5, P50 and P95. */
function reachedBy({ percentiles: values, percentileErrors }: Spread): number {
  return Math.max(
    ...[4, 49, 94].map((index) => Math.abs((percentileErrors[index] ?? 0) / (values[index] ?? 1))),
  );
}

customElements.define('ipval-range', RangeElement);
