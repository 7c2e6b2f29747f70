// One assumption: type it, step it with the arrow keys, drag it, give it a range, name its source.
//
// The text in a field is the reader's until it is left; what cannot be read stays, with its error beside it.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { figureAt, isObject, read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import { buildUp } from '../controls/build-up';
import { dateInput } from '../controls/date';
import type { Filling } from '../controls/filling';
import { openRange, rangeEditor, rangeText } from '../controls/range';
import { pasted, series, startOwn, toSeries } from '../controls/series';
import { isToFill, numberKind, unreadText } from '../controls/unread';
import type { Json, Problem, Step } from '../engine/types';
import type { Field } from '../fields';
import { fieldText, type NumberKind, nudged, readNumber } from '../read-number';
import { has, joined, type Language, type MoneyFormat, parts, plain, say, UNIT_EXPONENT } from '../text';
import { fieldId, LightElement } from './light';

/** Pixels of dragging for one arrow key's step: at 1 a figure cannot be held still, at 20 it hardly moves. */
const DRAG_PIXELS = 6;

export class HandleElement extends LightElement {
  static override properties = {
    store: { attribute: false },
    field: { attribute: false },
    pointer: {},
    problems: { attribute: false },
    step: {
      attribute: false,
      hasChanged: (now?: Step, was?: Step) => now?.kind !== was?.kind || now?.value !== was?.value,
    },
    money: { attribute: false },
    language: {},
    version: { type: Number },
    bare: { type: Boolean },
    supposed: { type: Boolean },
    usual: {},
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
  /** What the engine takes where the case is silent, shown in the empty field. */
  declare usual: string;
  declare rangeOpen: boolean;
  declare typed: { pointer: string; text: string } | undefined;

  constructor() {
    super();
    this.problems = [];
    this.bare = false;
    this.supposed = false;
    this.usual = '';
    this.rangeOpen = false;
  }

  /** What this field showed last; most edits of a case are elsewhere, and then there is nothing to redraw. */
  #seen: { value: Json | undefined; drafts: Record<string, string> } | undefined;

  protected override shouldUpdate(changed: PropertyValues): boolean {
    const value = read(this.store.document, this.pointer);
    const { drafts } = this.store;
    const same = this.#seen?.value === value && this.#seen?.drafts === drafts;
    this.#seen = { value, drafts };
    return !(same && changed.size === 1 && changed.has('version'));
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
    const id = fieldId(this.pointer);
    const described = `${id}-help ${id}-problem`;
    const { kind } = this.field;
    const single = kind !== 'buildUp' && (kind === 'choice' || !Array.isArray(value));
    if (this.bare) {
      return html`<span class="bare">${this.#entry(this.pointer, numberKind(this.field), label, described, assumed, example)}</span>
        ${this.#errors(unread, problems, id)}`;
    }
    return html`<div class="handle ${wrong ? 'wrong' : ''} ${assumed ? 'assumed' : ''}" data-about=${this.pointer}>
      <div class="handle-head">
        ${single ? html`<label class="handle-name" for=${id}>${label}</label>` : html`<span class="handle-name" id=${`${id}-name`}>${label}</span>`}
        ${assumed ? html`<span class="tag assumed" title=${say('assumed.help', this.language)}>${say('assumed', this.language)}</span>` : nothing}
        ${single ? html`<span class="handle-entry">${this.#control(label, described, assumed, example)}</span>` : nothing}
      </div>
      ${help ? html`<p class="help" id=${`${id}-help`}>${help}</p>` : nothing}
      ${this.field.kind === 'buildUp' ? buildUp(this.#filling(label)) : nothing}
      ${Array.isArray(value) ? series(this.#filling(label), value) : nothing}
      ${this.#ownFigure(value) ? html`<p class="own-figure">${this.#entry(this.pointer, numberKind(this.field), label, described, false, example, true)}</p>` : nothing}
      ${this.#errors(unread, problems, id)}
      ${this.#underline(label, value)}
      ${
        this.rangeOpen && single
          ? rangeEditor(this.#filling(label), value, () => {
              this.rangeOpen = false;
            })
          : nothing
      }
    </div>`;
  }

  #filling(label: string): Filling {
    return {
      store: this.store,
      field: this.field,
      pointer: this.pointer,
      language: this.language,
      kind: numberKind(this.field),
      label,
      entry: (pointer, kind, name, hidden = false) => this.#entry(pointer, kind, name, '', false, '', hidden),
    };
  }

  /** A sum of one's own where a word could stand: the same for each year. */
  #ownFigure(value: Json | undefined): boolean {
    return this.field.own === 'money' && (typeof value === 'number' || isObject(value));
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
        return this.#entry(this.pointer, numberKind(this.field), label, described, assumed, example);
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
        : this.usual || (example && say('example', this.language, { example }));
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
        @paste=${(event: ClipboardEvent) => this.#paste(event, pointer, kind)}
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
    const { suffix } = this.field;
    if (suffix !== undefined) return suffix === '' ? '' : say(suffix, this.language);
    return kind === 'years' || kind === 'count' ? say('years-unit', this.language) : '';
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

  #paste(event: ClipboardEvent, pointer: string, kind: NumberKind): void {
    const own = Array.isArray(read(this.store.document, this.pointer)) && pointer.startsWith(this.pointer);
    if (!this.field.series && !own) return;
    const list = { store: this.store, pointer: this.pointer, kind, exponent: UNIT_EXPONENT[this.money.unit] };
    if (pasted(list, event, pointer)) this.typed = undefined;
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

  // Choices

  #flag(described: string): TemplateResult {
    const on = read(this.store.document, this.pointer) === true;
    return html`<span class="entry flag"><input id=${fieldId(this.pointer)} type="checkbox" data-pointer=${this.pointer} aria-describedby=${described} .checked=${live(on)}
      @change=${(event: Event) => this.store.set(this.pointer, (event.target as HTMLInputElement).checked ? true : undefined)} /></span>`;
  }

  #choice(described: string): TemplateResult {
    const now = read(this.store.document, this.pointer);
    const { choices = [], own } = this.field;
    const figure = this.#ownFigure(now);
    const chosen = figure || Array.isArray(now) ? 'own' : String((isObject(now) ? now.value : now) ?? '');
    const known = [...choices.map(String), ...(own ? ['own'] : [])];
    // A word that the page does not know stays to be seen, for the engine will say what is wrong with it.
    const options = chosen !== '' && !known.includes(chosen) ? [...known, chosen] : known;
    const written = (choice: string): string =>
      choice === 'own'
        ? say(`choice.own-${own}`, this.language)
        : Number.isFinite(Number(choice))
          ? `${plain(Number(choice) * 100, 2)}%`
          : has(`choice.${choice}`)
            ? say(`choice.${choice}`, this.language)
            : choice;
    // One id and one pointer for one field: where a figure stands below, they are the figure's.
    const id = figure ? `${fieldId(this.pointer)}-choice` : fieldId(this.pointer);
    return html`<span class="entry"><select id=${id} data-pointer=${figure ? nothing : this.pointer} data-choice=${this.field.key} aria-label=${figure ? parts(`field.${this.field.key}`, this.language).label : nothing} aria-describedby=${described}
      @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}>
      <option value="" .selected=${live(chosen === '')}>${this.#assumedChoice()}</option>
      ${options.map((choice) => html`<option value=${choice} .selected=${live(choice === chosen)}>${written(choice)}</option>`)}
    </select></span>`;
  }

  /** What the engine takes when nothing is chosen, which it says in a finding. */
  #assumedChoice(): string {
    if (this.field.key !== 'timing') return say('none', this.language);
    return say(this.supposed ? 'choice.yearEnd' : 'choice.default', this.language);
  }

  #choose(choice: string): void {
    if (choice === 'own') {
      startOwn(this.#filling(''));
      return;
    }
    const found = this.field.choices?.find((candidate) => String(candidate) === choice);
    this.store.set(this.pointer, found);
  }

  #date(described: string): TemplateResult {
    const now = this.store.drafts[this.pointer] ?? read(this.store.document, this.pointer) ?? '';
    return html`<span class="entry">${dateInput(this.store, this.pointer, String(now), described)}</span>`;
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
        @click=${() => this.#toggleRange(ranged)}><span class="unseen">${say('range.of', this.language, { name: label })} </span>${ranged ? (isObject(value) ? rangeText(value, numberKind(this.field)) : '') : `± ${say('range.add', this.language)}`}</button>`;
  }

  #alternatives(value: Json | undefined): TemplateResult | undefined {
    if (this.field.series && !Array.isArray(value) && value !== undefined) {
      return html`<button type="button" class="plain" @click=${() => toSeries(this.#filling(''))}>${say('by-year', this.language)}</button>`;
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
    if (this.rangeOpen && !ranged) openRange(this.store, this.pointer);
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
      ${unread.map(({ text, pointer }) => html`<p class="problem">${unreadText(pointer, text, this.field, this.language)}</p>`)}
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

customElements.define('ipval-handle', HandleElement);
