// One assumption: type it, step it with the arrow keys, drag it, give it a range, name its source.
//
// The text in a field is the reader's until it is left; what cannot be read stays, with its error beside it.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { figureAt, isObject, read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import type { Json, JsonObject, Problem, Step } from '../engine/types';
import type { Field } from '../fields';
import { fieldText, type NumberKind, nudged, readNumber } from '../read-number';
import { joined, type Language, type MoneyFormat, parts, plain, say, UNIT_EXPONENT } from '../text';
import { fieldId, LightElement } from './light';

/** Pixels of dragging for one arrow key's step: at 1 a figure cannot be held still, at 20 it hardly moves. */
const DRAG_PIXELS = 6;

const RANGES: Record<string, string[]> = {
  triangular: ['min', 'mode', 'max'],
  uniform: ['min', 'max'],
  normal: ['mean', 'standardDeviation'],
};

export class HandleElement extends LightElement {
  static override properties = {
    store: { attribute: false },
    field: { attribute: false },
    pointer: {},
    problems: { attribute: false },
    step: { attribute: false },
    money: { attribute: false },
    language: {},
    version: { type: Number },
    bare: { type: Boolean },
    supposed: { type: Boolean },
    rangeOpen: { state: true },
    typed: { state: true },
  };
  declare store: CaseStore;
  declare field: Field;
  declare pointer: string;
  declare problems: Problem[];
  declare step: Step | undefined;
  declare money: MoneyFormat;
  declare language: Language;
  /** Counts the store's changes, so that an edit elsewhere redraws this field. */
  declare version: number;
  /** Inside a sentence: the field alone, with a hidden label. */
  declare bare: boolean;
  /** The engine says in a finding that it chose a default here. */
  declare supposed: boolean;
  declare rangeOpen: boolean;
  declare typed: { pointer: string; text: string } | undefined;

  constructor() {
    super();
    this.problems = [];
    this.bare = false;
    this.supposed = false;
    this.rangeOpen = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('pointer')) this.typed = undefined;
  }

  protected override render(): TemplateResult {
    const { label = '', help = '', example = '' } = parts(`field.${this.field.key}`, this.language);
    const value = read(this.store.document, this.pointer);
    const problems = this.problems.filter(
      ({ pointer }) => pointer === this.pointer || pointer.startsWith(`${this.pointer}/`),
    );
    const unread = this.#unread();
    const wrong = unread.length > 0 || problems.some((problem) => !isToFill(problem, this.store));
    const assumed = value === undefined && (this.supposed || this.step?.kind === 'assumed');
    const name = this.field.key === 'taxAmortisationBenefit' ? label : label;
    const id = fieldId(this.pointer);
    const described = `${id}-help ${id}-problem`;
    const single = !Array.isArray(value) && !(this.field.kind === 'buildUp');
    if (this.bare) {
      return html`<span class="bare">${this.#entry(this.pointer, this.#numberKind(), label, described, assumed, example)}</span>
        ${this.#errors(unread, problems, id)}`;
    }
    return html`<div class="handle ${wrong ? 'wrong' : ''} ${assumed ? 'assumed' : ''}" data-about=${this.pointer}>
      <div class="handle-head">
        ${single ? html`<label class="handle-name" for=${id}>${name}</label>` : html`<span class="handle-name" id=${`${id}-name`}>${name}</span>`}
        ${assumed ? html`<span class="tag assumed" title=${say('assumed.help', this.language)}>${say('assumed', this.language)}</span>` : nothing}
        ${single ? html`<span class="handle-entry">${this.#control(label, described, assumed, example)}</span>` : nothing}
      </div>
      ${help ? html`<p class="help" id=${`${id}-help`}>${help}</p>` : nothing}
      ${this.field.kind === 'buildUp' ? this.#buildUp(id) : nothing}
      ${Array.isArray(value) ? this.#series(value, label) : nothing}
      ${this.#errors(unread, problems, id)}
      ${this.#underline(label, value)}
      ${this.rangeOpen && single ? this.#rangeEditor(label, value) : nothing}
    </div>`;
  }

  #numberKind(): NumberKind {
    const { kind } = this.field;
    return kind === 'money' || kind === 'share' || kind === 'rate' || kind === 'years' || kind === 'count'
      ? kind
      : 'number';
  }

  #control(label: string, described: string, assumed: boolean, example: string): TemplateResult {
    switch (this.field.kind) {
      case 'flag':
        return this.#flag(described);
      case 'choice':
        return this.#choice(described);
      case 'date':
        return this.#date(described);
      default:
        return this.#entry(this.pointer, this.#numberKind(), label, described, assumed, example);
    }
  }

  // Figures

  #entry(
    pointer: string,
    kind: NumberKind,
    label: string,
    described: string,
    assumed = false,
    example = '',
    hidden = false,
  ): TemplateResult {
    const figure = figureAt(this.store.document, pointer);
    const draft = this.store.drafts[pointer];
    const canonical = figure === undefined ? '' : fieldText(figure, kind);
    const typing = this.typed?.pointer === pointer ? this.typed.text : undefined;
    const text = draft ?? typing ?? canonical;
    const reading = typing !== undefined && draft === undefined ? this.#readingOf(typing, kind, figure) : '';
    const placeholder =
      assumed && this.step
        ? kind === 'share' || kind === 'rate'
          ? fieldText(this.step.value, kind)
          : plain(this.step.value, 4)
        : example && say('example', this.language, { example });
    return html`<span class="entry ${draft === undefined ? '' : 'unread'}">
      <input
        id=${fieldId(pointer)}
        class="figure-input"
        type="text"
        inputmode="decimal"
        autocomplete="off"
        spellcheck="false"
        data-pointer=${pointer}
        aria-label=${hidden || this.bare ? label : nothing}
        aria-describedby=${described || nothing}
        aria-invalid=${draft === undefined ? nothing : 'true'}
        placeholder=${placeholder}
        .value=${live(text)}
        @input=${(event: Event) => this.#type(pointer, kind, (event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#key(event, pointer, kind)}
        @paste=${(event: ClipboardEvent) => this.#paste(event, pointer)}
        @blur=${() => {
          this.typed = undefined;
        }}
      /><span
        class="scrub"
        aria-hidden="true"
        title=${say('drag', this.language)}
        @pointerdown=${(event: PointerEvent) => this.#drag(event, pointer, kind)}
      >${this.#suffix(kind)}</span>
      ${reading ? html`<span class="reading" role="status">${reading}</span>` : nothing}
    </span>`;
  }

  #suffix(kind: NumberKind): string {
    if (kind === 'money') return this.money.heading(UNIT_EXPONENT[this.money.unit]);
    if (kind === 'years' || kind === 'count') return say('years-unit', this.language);
    return '';
  }

  /** How a text was read, where that is more than the text itself. */
  #readingOf(text: string, kind: NumberKind, figure: number | undefined): string {
    if (figure === undefined) return '';
    const canonical = fieldText(figure, kind);
    if (text.trim() === canonical || text.trim() === canonical.replace(/,/g, '')) return '';
    const reading =
      kind === 'money'
        ? `${canonical} ${this.#suffix(kind)}`
        : kind === 'years'
          ? `${plain(figure, 4)} ${this.#suffix(kind)}`
          : canonical;
    return say('read-as', this.language, { reading });
  }

  #type(pointer: string, kind: NumberKind, text: string): void {
    this.typed = { pointer, text };
    const reading = readNumber(text, kind, UNIT_EXPONENT[this.money.unit]);
    if (reading.ok) this.store.setFigure(pointer, reading.value);
    else if (reading.reason === 'empty') this.store.clearFigure(pointer);
    else this.store.setDraft(pointer, text);
  }

  #key(event: KeyboardEvent, pointer: string, kind: NumberKind): void {
    if (event.key === 'Enter') {
      this.typed = undefined;
      this.dispatchEvent(new CustomEvent('review-problems', { bubbles: true }));
      return;
    }
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const figure = figureAt(this.store.document, pointer) ?? this.step?.value;
    if (figure === undefined || this.store.drafts[pointer] !== undefined) return;
    event.preventDefault();
    this.typed = undefined;
    this.store.setFigure(pointer, nudged(figure, kind, event.key === 'ArrowUp' ? 1 : -1, event.shiftKey));
  }

  #drag(event: PointerEvent, pointer: string, kind: NumberKind): void {
    const start = figureAt(this.store.document, pointer);
    if (start === undefined || this.store.drafts[pointer] !== undefined) return;
    event.preventDefault();
    const grip = event.currentTarget as HTMLElement;
    grip.setPointerCapture(event.pointerId);
    let moved = 0;
    let figure = start;
    const move = (next: PointerEvent): void => {
      const steps = Math.trunc((next.clientX - event.clientX) / DRAG_PIXELS);
      while (moved !== steps) {
        const direction = Math.sign(steps - moved);
        figure = nudged(figure, kind, direction, false);
        moved += direction;
      }
      if (figure !== figureAt(this.store.document, pointer)) this.store.setFigure(pointer, figure);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', () => grip.removeEventListener('pointermove', move), {
      once: true,
    });
  }

  // One for each year

  #series(values: Json[], label: string): TemplateResult {
    const kind = this.#numberKind();
    return html`<div class="series" role="group" aria-label=${label}>
      ${values.map((_, index) => {
        const pointer = `${this.pointer}/${index}`;
        const year = say('year', this.language, { year: index + 1 });
        return html`<span class="series-year"><label for=${fieldId(pointer)}>${year}</label>${this.#entry(pointer, kind, `${label} ${year}`, '')}</span>`;
      })}
    </div>
    <p class="series-tools">
      <button type="button" class="plain" @click=${() => this.store.set(this.pointer, [...values, values.at(-1) ?? 0])}>${say('add-year', this.language)}</button>
      ${values.length > 1 ? html`<button type="button" class="plain" @click=${() => this.store.set(this.pointer, values.slice(0, -1))}>${say('drop-year', this.language)}</button>` : nothing}
      <button type="button" class="plain" @click=${() => this.store.set(this.pointer, values[0])}>${say('one-figure', this.language)}</button>
    </p>`;
  }

  #toSeries(): void {
    const figure = figureAt(this.store.document, this.pointer) ?? 0;
    const base = this.pointer.replace(/\/[^/]*$/, '');
    const years =
      figureAt(this.store.document, `${base}/years`) ??
      figureAt(this.store.document, `${base}/remainingLife`) ??
      5;
    const growth = figureAt(this.store.document, `${base}/growthRate`) ?? 0;
    const length = Math.max(1, Math.min(60, Math.ceil(years)));
    if (this.field.key === 'sales') {
      let sales = figure;
      const series = Array.from({ length }, (_, year) => {
        if (year > 0) sales *= 1 + growth;
        return sales;
      });
      const first = read(this.store.document, this.pointer);
      this.store.setAll([
        // The first year keeps the source that the one figure named.
        [this.pointer, [first ?? figure, ...series.slice(1)]],
        [`${base}/years`, undefined],
        [`${base}/growthRate`, undefined],
      ]);
    } else {
      this.store.set(
        this.pointer,
        Array.from(
          { length: this.field.key === 'growthRate' ? Math.max(1, length - 1) : length },
          () => figure,
        ),
      );
    }
  }

  /** A row of figures from a spreadsheet, pasted into one field, fills the years from there on. */
  #paste(event: ClipboardEvent, pointer: string): void {
    const cells = (event.clipboardData?.getData('text') ?? '').trim().split(/[\t\n\r]+/);
    if (cells.length < 2 || !this.field.series) return;
    const kind = this.#numberKind();
    const figures = cells.map((cell) => readNumber(cell, kind, UNIT_EXPONENT[this.money.unit]));
    if (!figures.every((figure) => figure.ok)) return;
    event.preventDefault();
    this.typed = undefined;
    const now = read(this.store.document, this.pointer);
    const series = Array.isArray(now) ? [...now] : [];
    const from = pointer === this.pointer ? 0 : Number(pointer.slice(this.pointer.length + 1));
    figures.forEach((figure, index) => {
      if (figure.ok) series[from + index] = figure.value;
    });
    this.store.set(this.pointer, series);
  }

  // Choices

  #flag(described: string): TemplateResult {
    const on = read(this.store.document, this.pointer) === true;
    return html`<span class="entry flag"><input id=${fieldId(this.pointer)} type="checkbox" data-pointer=${this.pointer} aria-describedby=${described} .checked=${live(on)}
      @change=${(event: Event) => this.store.set(this.pointer, (event.target as HTMLInputElement).checked ? true : undefined)} /></span>`;
  }

  #choice(described: string): TemplateResult {
    const now = read(this.store.document, this.pointer);
    const known = (this.field.choices ?? []).map(String);
    const own = isObject(now)
      ? String(now.value ?? '')
      : now === undefined
        ? ''
        : Array.isArray(now)
          ? '[]'
          : String(now);
    const written = (choice: string): string =>
      choice === '[]'
        ? say(this.field.key === 'timing' ? 'choice.own-dates' : 'choice.own-series', this.language)
        : Number.isFinite(Number(choice))
          ? `${plain(Number(choice) * 100, 2)}%`
          : say(`choice.${choice}`, this.language);
    const assumed = this.#assumedChoice();
    const options = own !== '' && !known.includes(own) ? [...known, own] : known;
    return html`<span class="entry"><select id=${fieldId(this.pointer)} data-pointer=${this.pointer} aria-describedby=${described}
      @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}>
      <option value="" .selected=${own === ''}>${assumed}</option>
      ${options.map((choice) => html`<option value=${choice} .selected=${choice === own}>${written(choice)}</option>`)}
    </select></span>`;
  }

  /** What the engine takes when nothing is chosen, which it says in a finding. */
  #assumedChoice(): string {
    if (this.field.key !== 'timing') return say('none', this.language);
    return say(this.supposed ? 'choice.yearEnd' : 'choice.default', this.language);
  }

  #choose(choice: string): void {
    if (choice === '[]') return;
    const found = this.field.choices?.find((candidate) => String(candidate) === choice);
    this.store.set(this.pointer, found);
  }

  #date(described: string): TemplateResult {
    const now = this.store.drafts[this.pointer] ?? read(this.store.document, this.pointer) ?? '';
    return html`<span class="entry">${dateInput(this.store, this.pointer, String(now), described)}</span>`;
  }

  // The discount rate, built up

  #buildUp(id: string): TemplateResult {
    const now = read(this.store.document, this.pointer);
    const premiums = isObject(now) && Array.isArray(now.premiums) ? now.premiums : [];
    const at = (end: string): string => `${this.pointer}/${end}`;
    const l = this.language;
    return html`<div class="build-up" role="group" aria-labelledby=${`${id}-name`}>
      <div class="build-row"><label for=${fieldId(at('riskFreeRate'))}>${say('build-up.riskFree', l)}</label>${this.#entry(at('riskFreeRate'), 'rate', say('build-up.riskFree', l), '')}</div>
      ${premiums.map((premium, index) => {
        const name = isObject(premium) && typeof premium.name === 'string' ? premium.name : '';
        const pointer = at(`premiums/${index}`);
        return html`<div class="build-row">
          <input type="text" class="text-input" data-pointer=${`${pointer}/name`} aria-label=${say('build-up.name', l)} placeholder=${say('build-up.name', l)} .value=${live(name)}
            @input=${(event: Event) => this.store.set(`${pointer}/name`, (event.target as HTMLInputElement).value)} />
          ${this.#entry(`${pointer}/rate`, 'rate', `${name} ${say('build-up.rate', l)}`, '', false, '', true)}
          <button type="button" class="plain" aria-label=${say('build-up.remove', l, { name })} @click=${() => this.store.set(pointer, undefined)}>×</button>
        </div>`;
      })}
      <p class="series-tools">
        <button type="button" class="plain" @click=${() => this.store.set(at('premiums'), [...premiums, { name: '' }])}>${say('build-up.add', l)}</button>
        <button type="button" class="plain" @click=${() => this.store.set(this.pointer, undefined)}>${say('build-up.direct', l)}</button>
      </p>
    </div>`;
  }

  // Source and range

  #underline(label: string, value: Json | undefined): TemplateResult | typeof nothing {
    if (
      value === undefined ||
      this.field.kind === 'buildUp' ||
      this.field.kind === 'flag' ||
      this.field.kind === 'choice' ||
      this.field.kind === 'date'
    ) {
      return this.#alternatives(value)
        ? html`<div class="handle-foot">${this.#alternatives(value)}</div>`
        : nothing;
    }
    const source = isObject(value) && typeof value.source === 'string' ? value.source : '';
    const ranged = isObject(value) && value.range !== undefined;
    const isSeries = Array.isArray(value);
    return html`<div class="handle-foot">
      ${
        isSeries
          ? nothing
          : html`<input type="text" class="source-tag ${source === '' ? 'asks' : ''}" data-pointer=${`${this.pointer}/source`} aria-label=${say('source.of', this.language, { name: label })} placeholder=${say('source.ask', this.language)} title=${source}
        .value=${live(source)} @input=${(event: Event) => this.#setSource((event.target as HTMLInputElement).value)} />
      ${this.field.kind === 'count' ? nothing : this.#rangeToggle(label, value, ranged)}`
      }
      ${this.#alternatives(value)}
    </div>`;
  }

  #rangeToggle(label: string, value: Json | undefined, ranged: boolean): TemplateResult {
    return html`<button type="button" class="plain range-toggle" aria-expanded=${this.rangeOpen ? 'true' : 'false'}
        @click=${() => this.#toggleRange(ranged)}><span class="unseen">${say('range.of', this.language, { name: label })} </span>${ranged ? this.#rangeText(value as JsonObject) : `± ${say('range.add', this.language)}`}</button>`;
  }

  #alternatives(value: Json | undefined): TemplateResult | undefined {
    if (this.field.series && !Array.isArray(value) && value !== undefined) {
      return html`<button type="button" class="plain" @click=${this.#toSeries}>${say('by-year', this.language)}</button>`;
    }
    if (this.field.key === 'discountRate') {
      const base = this.pointer.replace(/\/[^/]*$/, '');
      return html`<button type="button" class="plain" @click=${() =>
        this.store.setAll([
          [this.pointer, undefined],
          [`${base}/discountRateBuildUp`, { premiums: [{ name: '' }] }],
        ])}>${say('build-up', this.language)}</button>`;
    }
    return undefined;
  }

  #setSource(text: string): void {
    this.store.setBeside(this.pointer, 'source', text === '' ? undefined : text);
  }

  #toggleRange(ranged: boolean): void {
    this.rangeOpen = !this.rangeOpen;
    if (!this.rangeOpen || ranged) return;
    const value = figureAt(this.store.document, this.pointer);
    if (value === undefined) return;
    const min = Number((value * 0.8).toPrecision(3));
    const max = Number((value * 1.2).toPrecision(3));
    const [low, high] = min < max ? [min, max] : [max, min];
    this.store.setBeside(this.pointer, 'range', {
      distribution: 'triangular',
      min: low,
      mode: value,
      max: high,
    });
  }

  #rangeText(value: JsonObject): string {
    const { range } = value;
    if (!isObject(range)) return '±';
    const kind = this.#numberKind();
    const written = (figure: Json | undefined): string =>
      typeof figure === 'number' ? fieldText(figure, kind) : '?';
    return range.distribution === 'normal'
      ? `${written(range.mean)} ± ${written(range.standardDeviation)}`
      : `${written(range.min)} – ${written(range.max)}`;
  }

  #rangeEditor(label: string, value: Json | undefined): TemplateResult | typeof nothing {
    const range = isObject(value) ? value.range : undefined;
    if (!isObject(range)) return nothing;
    const distribution = String(range.distribution);
    const kind = this.#numberKind();
    const l = this.language;
    const choose = `${fieldId(this.pointer)}-distribution`;
    return html`<div class="range-editor" role="group" aria-label=${say('range.of', l, { name: label })}>
      <span class="range-part"><label for=${choose}>${say('range.distribution', l)}</label>
        <select id=${choose} data-pointer=${`${this.pointer}/range/distribution`} @change=${(event: Event) => this.#distribute((event.target as HTMLSelectElement).value, range)}>
          ${Object.keys(RANGES).map((name) => html`<option value=${name} .selected=${name === distribution}>${say(`range.${name}`, l)}</option>`)}
        </select></span>
      ${(RANGES[distribution] ?? []).map((part) => {
        const pointer = `${this.pointer}/range/${part}`;
        return html`<span class="range-part"><label for=${fieldId(pointer)}>${say(`range.${part}`, l)}</label>${this.#entry(pointer, kind, `${label} ${say(`range.${part}`, l)}`, '')}</span>`;
      })}
      <button type="button" class="plain" @click=${() => {
        this.rangeOpen = false;
        this.store.setBeside(this.pointer, 'range', undefined);
      }}>${say('range.drop', l)}</button>
    </div>`;
  }

  #distribute(distribution: string, range: JsonObject): void {
    const value = figureAt(this.store.document, this.pointer) ?? 0;
    const min = typeof range.min === 'number' ? range.min : Number((value * 0.8).toPrecision(3));
    const max = typeof range.max === 'number' ? range.max : Number((value * 1.2).toPrecision(3));
    const shape: JsonObject =
      distribution === 'normal'
        ? { distribution, mean: value, standardDeviation: Number((Math.abs(max - min) / 4).toPrecision(2)) }
        : distribution === 'uniform'
          ? { distribution, min, max }
          : { distribution, min, mode: value, max };
    this.store.setBeside(this.pointer, 'range', shape);
  }

  // What is wrong

  #unread(): { pointer: string; text: string }[] {
    return Object.entries(this.store.drafts)
      .filter(([pointer]) => pointer === this.pointer || pointer.startsWith(`${this.pointer}/`))
      .map(([pointer, text]) => ({ pointer, text }));
  }

  #errors(unread: { pointer: string; text: string }[], problems: Problem[], id: string): TemplateResult {
    const told = problems.filter((problem) => !isToFill(problem, this.store));
    return html`<div class="problems" id=${`${id}-problem`}>
      ${unread.map(({ text, pointer }) => html`<p class="problem">${unreadText(pointer, text, this.field.kind, this.language)}</p>`)}
      ${told.map((problem) => {
        const { what = '', remedy = '' } = parts(
          `problem.${problem.code}`,
          this.language,
          problem.facts,
          this.money,
        );
        return html`<p class="problem">${joined(this.language, what, remedy)}</p>`;
      })}
    </div>`;
  }
}

/** Why a text in a field was not read, and what to write instead. */
export function unreadText(pointer: string, text: string, kind: Field['kind'], language: Language): string {
  if (kind === 'date' || /Date$|Dates\/|contractEnd$/.test(pointer)) return say('read.date', language);
  const figureKind: NumberKind =
    kind === 'buildUp' ? 'rate' : kind === 'flag' || kind === 'choice' ? 'number' : kind;
  const reading = readNumber(text, figureKind);
  return say(`read.${reading.ok ? 'not-a-number' : reading.reason}`, language, { text });
}

/** A field that nobody has filled yet is asked for calmly; a figure that is wrong is an error. */
export function isToFill(problem: Problem, store: CaseStore): boolean {
  const there = read(store.document, problem.pointer);
  return there === null || (there === undefined && /^(?:missing|horizon-unknown)/.test(problem.code));
}

export function dateInput(store: CaseStore, pointer: string, value: string, described = ''): TemplateResult {
  const unread = store.drafts[pointer] !== undefined;
  return html`<input id=${fieldId(pointer)} class="date-input" type="text" inputmode="numeric" placeholder=${say('example', store.language, { example: '2024-12-31' })} autocomplete="off" data-pointer=${pointer}
    aria-describedby=${described || nothing} aria-invalid=${unread ? 'true' : nothing} .value=${live(value)}
    @change=${(event: Event) => setDate(store, pointer, (event.target as HTMLInputElement).value)} />`;
}

/** 2024年12月31日, 2024/12/31, 20241231 and 2024-12-31 are one date; a day that no calendar has is none. */
export function setDate(store: CaseStore, pointer: string, text: string): void {
  const clean = text.normalize('NFKC').trim();
  if (clean === '') {
    store.set(pointer, undefined);
    return;
  }
  const found = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(clean);
  const [, year = '', month = '', day = ''] = found ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const real = new Date(`${written}T00:00:00Z`);
  if (found && !Number.isNaN(real.getTime()) && real.toISOString().startsWith(written))
    store.set(pointer, written);
  else store.setDraft(pointer, text);
}

customElements.define('ipval-handle', HandleElement);
