// One assumption: type it, step it with the arrow keys, drag it, give it a range, name its source.
//
// The text in a field is the reader's until it is left; what cannot be read stays, with its error beside it.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isReference } from '../case/entries';
import { figureAt, isObject, read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import { dateInput } from '../controls/date';
import { evidence, hasEvidence } from '../controls/evidence';
import type { Filling } from '../controls/filling';
import { type Earlier, fitting, likely, linkChip, sameEarlier, takeFrom } from '../controls/link';
import { isWithinRange, openRange, rangeEditor, rangeText } from '../controls/range';
import { pasted, series, startOwn, toSeries } from '../controls/series';
import { isToFill, unreadText } from '../controls/unread';
import type { FieldOutline, Json, Problem, Step } from '../engine/types';
import { isLong, isStatement, numberKind, offered, unitText, wordsOf } from '../fields';
import { fieldText, type NumberKind, nudged, readNumber } from '../read-number';
import {
  choiceWord,
  joined,
  type Language,
  type MoneyFormat,
  parts,
  plain,
  say,
  UNIT_EXPONENT,
} from '../text';
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
    earlier: { attribute: false, hasChanged: (now?: Earlier[], was?: Earlier[]) => !sameEarlier(now, was) },
    money: { attribute: false },
    language: {},
    version: { type: Number },
    shape: {},
    name: {},
    helped: { attribute: false },
    supposed: { type: Boolean },
    usual: {},
    pastes: { attribute: false },
    buildsUp: { type: Boolean },
    rangeOpen: { state: true },
    detailOpen: { state: true },
    typed: { state: true },
  };
  declare store: CaseStore;
  declare field: FieldOutline;
  declare pointer: string;
  declare problems: Problem[];
  declare step: Step | undefined;
  /** What entries before this one have worked out. */
  declare earlier: Earlier[];
  declare money: MoneyFormat;
  declare language: Language;
  /** Counts the store's changes, so that an edit elsewhere redraws this field. */
  declare version: number;
  /**
   * `full` with all that belongs to an assumption, `line` as one of the figures of an object, and `bare` inside a
   * sentence or a table: the field alone, with a hidden label.
   */
  declare shape: 'full' | 'line' | 'bare';
  /** What a bare field is called where its key says too little, as in a table of several rows. */
  declare name: string;
  /** Whether a line says its help, which is enough once in a list. */
  declare helped: boolean;
  /** The engine says in a finding that it chose a default here. */
  declare supposed: boolean;
  /** What the engine takes where the case is silent, shown in the empty field. */
  declare usual: string;
  /** Takes a block of a spreadsheet that is more than this field; false if it is not its affair. */
  declare pastes: ((event: ClipboardEvent) => boolean) | undefined;
  /** A table of fields beside it may stand in for this figure. */
  declare buildsUp: boolean;
  declare rangeOpen: boolean;
  declare detailOpen: boolean;
  declare typed: { pointer: string; text: string } | undefined;

  constructor() {
    super();
    this.problems = [];
    this.earlier = [];
    this.shape = 'full';
    this.name = '';
    this.helped = true;
    this.supposed = false;
    this.usual = '';
    this.buildsUp = false;
    this.rangeOpen = false;
    this.detailOpen = false;
  }

  /** What this field showed last; most edits of a case are elsewhere, and then there is nothing to redraw. */
  #seen: { value: Json | undefined; drafts: CaseStore['drafts']; tried: CaseStore['tried'] } | undefined;

  protected override shouldUpdate(changed: PropertyValues): boolean {
    const value = read(this.store.document, this.pointer);
    const { drafts, tried } = this.store;
    const { value: was, drafts: texts, tried: kept } = this.#seen ?? {};
    const same = was === value && texts === drafts && kept === tried && this.#seen !== undefined;
    this.#seen = { value, drafts, tried };
    return !(same && changed.size === 1 && changed.has('version'));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('pointer')) this.typed = undefined;
  }

  protected override render(): TemplateResult {
    const {
      label: known = '',
      help: said = '',
      example = '',
    } = parts(wordsOf(this.pointer, this.field.key), this.language);
    // What the engine calls its choices is for files; here each choice says itself what it is.
    const spelt = this.field.choices?.some(
      (choice) => said.includes(`${choice}：`) || said.includes(`${choice}: `),
    );
    const help = spelt && isStatement(this.pointer) ? '' : said;
    const label = this.name || known;
    const value = read(this.store.document, this.pointer);
    const problems = this.problems.filter(
      ({ pointer }) => pointer === this.pointer || pointer.startsWith(`${this.pointer}/`),
    );
    const unread = this.#unread();
    const wrong = unread.length > 0 || problems.some((problem) => !isToFill(problem, this.store));
    const assumed = value === undefined && (this.supposed || this.step?.kind === 'assumed');
    const id = fieldId(this.pointer);
    const full = this.shape === 'full';
    const described = `${help && (full || (this.shape === 'line' && this.helped)) ? `${id}-help ` : ''}${id}-problem`;
    const single = this.field.kind === 'choice' || !Array.isArray(value);
    if (this.shape === 'bare') {
      return html`<span class="bare">${this.#control(label, `${id}-problem`, assumed, example)}</span>
        ${this.#errors(unread, problems, id)}`;
    }
    const own = this.#ownFigure(value);
    const inner = html`${Array.isArray(value) ? series(this.#filling(label), value) : nothing}
      ${own ? html`<p class="own-figure">${this.#entry(this.pointer, numberKind(this.field), label, described, false, example, true)}</p>` : nothing}
      ${this.#errors(unread, problems, id)}`;
    const name = single
      ? html`<label class="handle-name" for=${id} title=${full || this.helped ? nothing : help}>${label}</label>`
      : html`<span class="handle-name" id=${`${id}-name`}>${label}</span>`;
    const mark = assumed
      ? html`<span class="tag assumed" title=${say('assumed.help', this.language)}>${say('assumed', this.language)}</span>`
      : nothing;
    const control = single
      ? html`<span class="handle-entry">${this.#control(label, described, assumed, example)}</span>`
      : nothing;
    if (!full) {
      return html`<div class="line ${wrong ? 'wrong' : ''} ${assumed ? 'assumed' : ''}" data-about=${this.pointer}>
        <div class="handle-head">${name} ${mark} ${control} ${single ? this.#detailToggle(label, value) : nothing}</div>
        ${help && this.helped ? html`<p class="help" id=${`${id}-help`}>${help}</p>` : nothing}
        ${inner} ${this.#alternatives(value) ? html`<div class="handle-foot">${this.#alternatives(value)}</div>` : nothing}
        ${this.detailOpen && single ? html`<div class="detail">${this.#evidence(label, value, true)}</div>` : nothing}
        ${this.#range(label, value, single)}
      </div>`;
    }
    return html`<div class="handle ${wrong ? 'wrong' : ''} ${assumed ? 'assumed' : ''}" data-about=${this.pointer}>
      <div class="handle-head">${name} ${mark} ${control}</div>
      ${help ? html`<p class="help" id=${`${id}-help`}>${help}</p>` : nothing}
      ${inner} ${this.#underline(label, value)}
      ${this.detailOpen && single ? html`<div class="detail">${this.#evidence(label, value, false)}</div>` : nothing}
      ${this.#range(label, value, single)}
    </div>`;
  }

  #range(label: string, value: Json | undefined, single: boolean): TemplateResult | typeof nothing {
    if (!this.rangeOpen || !single) return nothing;
    return rangeEditor(this.#filling(label), value, this.problems, UNIT_EXPONENT[this.money.unit], () => {
      this.rangeOpen = false;
    });
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

  /** Whether a figure, with all that may stand around it, is what this field holds. */
  get #isFigure(): boolean {
    return this.field.kind === 'number' || this.field.kind === 'series' || this.field.kind === 'count';
  }

  /** A figure of one's own where a word could stand: the same for each year. */
  #ownFigure(value: Json | undefined): boolean {
    return this.field.or === 'series' && (typeof value === 'number' || isObject(value));
  }

  #control(label: string, described: string, assumed: boolean, example: string): TemplateResult {
    switch (offered(this.field) ? 'choice' : this.field.kind) {
      case 'flag':
        return this.#flag(described, label);
      case 'choice':
        return this.#choice(described, label);
      case 'date':
        return this.#date(described, label);
      case 'text':
        return this.#text(described, label, example);
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
    const taken = read(this.store.document, pointer);
    if (isReference(taken)) return linkChip(this.store, pointer, taken, this.earlier, this.money, label);
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
        aria-label=${hidden || this.shape === 'bare' ? label : nothing}
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
    const unit = unitText(this.field);
    return unit === '' ? '' : say(unit, this.language);
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
    if (this.pastes?.(event)) {
      this.typed = undefined;
      return;
    }
    const own = Array.isArray(read(this.store.document, this.pointer)) && pointer.startsWith(this.pointer);
    if (this.field.kind !== 'series' && !own) return;
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

  // Choices, days, words

  #flag(described: string, label: string): TemplateResult {
    const now = read(this.store.document, this.pointer);
    if (isStatement(this.pointer)) return this.#statement(described, label, now);
    const on = now === true;
    return html`<span class="entry flag"><input id=${fieldId(this.pointer)} type="checkbox" data-pointer=${this.pointer} aria-label=${this.shape === 'bare' ? label : nothing} aria-describedby=${described} .checked=${live(on)}
      @change=${(event: Event) => this.store.set(this.pointer, (event.target as HTMLInputElement).checked ? true : undefined)} /></span>`;
  }

  /** Yes, no, or nothing said; what is neither stays to be seen, for the engine will say what is wrong with it. */
  #statement(described: string, label: string, now: Json | undefined): TemplateResult {
    const words: [string, string][] = [
      ['', say('unstated', this.language)],
      ['true', say('yes', this.language)],
      ['false', say('no', this.language)],
    ];
    const chosen = now === undefined ? '' : typeof now === 'boolean' ? String(now) : JSON.stringify(now);
    if (!words.some(([word]) => word === chosen)) words.push([chosen, chosen]);
    return html`<span class="entry"><select id=${fieldId(this.pointer)} data-pointer=${this.pointer} aria-label=${this.shape === 'bare' ? label : nothing} aria-describedby=${described}
      @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        this.store.set(this.pointer, value === '' ? undefined : value === 'true');
      }}>
      ${words.map(([word, text]) => html`<option value=${word} .selected=${live(word === chosen)}>${text}</option>`)}
    </select></span>`;
  }

  #choice(described: string, label: string): TemplateResult {
    const now = read(this.store.document, this.pointer);
    const { or, key } = this.field;
    const figures = offered(this.field);
    const choices = figures?.map(String) ?? this.field.choices ?? [];
    const figure = this.#ownFigure(now);
    const chosen = figure || Array.isArray(now) ? 'own' : String((isObject(now) ? now.value : now) ?? '');
    const known = [...choices, ...(or ? ['own'] : [])];
    // A word that the page does not know stays to be seen, for the engine will say what is wrong with it.
    const options = chosen !== '' && !known.includes(chosen) ? [...known, chosen] : known;
    const written = (choice: string): string => {
      if (choice === 'own') return say(`choice.own-${or === 'series' ? this.field.unit : or}`, this.language);
      return figures ? `${plain(Number(choice) * 100, 2)}%` : choiceWord(key, choice, this.language);
    };
    // One id and one pointer for one field: where a figure stands below, they are the figure's.
    const id = figure ? `${fieldId(this.pointer)}-choice` : fieldId(this.pointer);
    return html`<span class="entry"><select id=${id} data-pointer=${figure ? nothing : this.pointer} data-choice=${key} aria-label=${figure || this.shape === 'bare' ? label : nothing} aria-describedby=${described}
      @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}>
      <option value="" .selected=${live(chosen === '')}>${this.#unchosen()}</option>
      ${options.map((choice) => html`<option value=${choice} .selected=${live(choice === chosen)}>${written(choice)}</option>`)}
    </select></span>`;
  }

  /** What the engine takes when nothing is chosen; where it is the time of payments, it says so in a finding. */
  #unchosen(): string {
    const { key, or, required } = this.field;
    if (required) return say('choice.ask', this.language);
    if (isStatement(this.pointer)) return say('unstated', this.language);
    if (key === 'timing' && this.supposed) return say('choice.yearEnd', this.language);
    return say(or === 'series' || offered(this.field) ? 'none' : 'choice.default', this.language);
  }

  #choose(choice: string): void {
    if (choice === 'own') {
      startOwn(this.#filling(''));
      return;
    }
    const figure = offered(this.field)?.find((candidate) => String(candidate) === choice);
    this.store.set(this.pointer, figure ?? (choice === '' ? undefined : choice));
  }

  #date(described: string, label: string): TemplateResult {
    const now = this.store.drafts[this.pointer] ?? read(this.store.document, this.pointer) ?? '';
    return html`<span class="entry">${dateInput(this.store, this.pointer, String(now), described, this.shape === 'bare' ? label : '')}</span>`;
  }

  #text(described: string, label: string, example: string): TemplateResult {
    const now = read(this.store.document, this.pointer);
    if (this.shape !== 'bare' && isLong(this.field))
      return html`<textarea class="text-input long" rows="2" id=${fieldId(this.pointer)} data-pointer=${this.pointer} aria-describedby=${described}
        placeholder=${example ? say('example', this.language, { example }) : nothing} .value=${live(typeof now === 'string' ? now : '')}
        @input=${(event: Event) => this.store.set(this.pointer, (event.target as HTMLTextAreaElement).value || undefined)}></textarea>`;
    return html`<input type="text" class="text-input" id=${fieldId(this.pointer)} data-pointer=${this.pointer} aria-label=${this.shape === 'bare' ? label : nothing} aria-describedby=${described}
      placeholder=${this.shape === 'bare' || !example ? nothing : say('example', this.language, { example })} .value=${live(typeof now === 'string' ? now : '')}
      @input=${(event: Event) => this.store.set(this.pointer, (event.target as HTMLInputElement).value || undefined)}
      @paste=${(event: ClipboardEvent) => this.pastes?.(event)} />`;
  }

  // Source, range, evidence, and what it may be taken from instead

  #underline(label: string, value: Json | undefined): TemplateResult | typeof nothing {
    const alternatives = this.#alternatives(value);
    const links = this.#takeFrom(label, value, false);
    if (value === undefined || !this.#isFigure || offered(this.field) || isReference(value)) {
      return alternatives || links !== nothing
        ? html`<div class="handle-foot">${links} ${alternatives}</div>`
        : nothing;
    }
    const source = isObject(value) && typeof value.source === 'string' ? value.source : '';
    const isSeries = Array.isArray(value);
    return html`<div class="handle-foot">
      ${isSeries ? nothing : html`${this.#source(label, source)} ${this.#rangeToggle(label, value)} ${links} ${this.#evidenceToggle(label, value)}`}
      ${alternatives}
    </div>`;
  }

  #source(label: string, source: string): TemplateResult {
    return html`<input type="text" class="source-tag ${source === '' ? 'asks' : ''}" data-pointer=${`${this.pointer}/source`} aria-label=${say('source.of', this.language, { name: label })} placeholder=${say('source.ask', this.language)} title=${source}
        .value=${live(source)} @input=${(event: Event) => this.#setSource((event.target as HTMLInputElement).value)} />`;
  }

  #takeFrom(label: string, value: Json | undefined, asked: boolean): TemplateResult | typeof nothing {
    if (
      Array.isArray(value) ||
      (this.field.kind !== 'number' && this.field.kind !== 'series') ||
      offered(this.field)
    )
      return nothing;
    const sources = fitting(this.earlier, this.field);
    if (sources.length === 0 || isReference(value)) return nothing;
    // What is possible and unlikely waits with the evidence, or every sum would offer it.
    if (this.shape === 'full' && likely(sources, this.field) === asked) return nothing;
    return takeFrom(this.store, this.pointer, sources, this.money, label);
  }

  #evidenceToggle(label: string, value: Json | undefined): TemplateResult {
    const grade = isObject(value) && typeof value.grade === 'string' ? value.grade : '';
    return html`<button type="button" class="plain" data-role="evidence" aria-expanded=${this.detailOpen ? 'true' : 'false'} @click=${() => {
      this.detailOpen = !this.detailOpen;
    }}><span class="unseen">${label} </span>${grade === '' ? say('evidence', this.language) : choiceWord('grade', grade, this.language)}</button>`;
  }

  #detailToggle(label: string, value: Json | undefined): TemplateResult | typeof nothing {
    if (!this.#isFigure || offered(this.field) || isReference(value)) return nothing;
    const marked = hasEvidence(value);
    const links = this.field.kind !== 'count' && likely(fitting(this.earlier, this.field), this.field);
    if (value === undefined && !links) return html`<span class="detail-room" aria-hidden="true"></span>`;
    return html`<button type="button" class="plain detail-toggle ${marked ? 'marked' : ''}" data-role="detail" aria-expanded=${this.detailOpen ? 'true' : 'false'} aria-label=${say('evidence.of', this.language, { name: label })} title=${isObject(value) && typeof value.source === 'string' ? value.source : say('evidence.of', this.language, { name: label })} @click=${() => {
      this.detailOpen = !this.detailOpen;
    }}>${marked ? '◆' : '◇'}</button>`;
  }

  #evidence(label: string, value: Json | undefined, whole: boolean): TemplateResult {
    const source = isObject(value) && typeof value.source === 'string' ? value.source : '';
    const links = this.#takeFrom(label, value, true);
    const around =
      whole && value !== undefined
        ? html`${this.#source(label, source)} ${this.#rangeToggle(label, value)}`
        : nothing;
    return html`${around === nothing && links === nothing ? nothing : html`<div class="handle-foot">${around} ${links}</div>`}
      ${value === undefined ? nothing : evidence(this.#filling(label), value)}`;
  }

  #rangeToggle(label: string, value: Json | undefined): TemplateResult | typeof nothing {
    if (this.field.kind === 'count') return nothing;
    const ranged = isObject(value) && value.range !== undefined;
    return html`<button type="button" class="plain range-toggle" aria-expanded=${ranged && this.rangeOpen ? 'true' : 'false'}
        @click=${() => this.#toggleRange(ranged)}><span class="unseen">${say('range.of', this.language, { name: label })} </span>${ranged ? (isObject(value) ? rangeText(value, numberKind(this.field), this.language) : '') : `± ${say('range.add', this.language)}`}</button>`;
  }

  #alternatives(value: Json | undefined): TemplateResult | undefined {
    if (isReference(value)) return undefined;
    if (this.field.kind === 'series' && !Array.isArray(value) && value !== undefined) {
      return html`<button type="button" class="plain" @click=${() => toSeries(this.#filling(''))}>${say('by-year', this.language)}</button>`;
    }
    if (this.buildsUp) {
      return html`<button type="button" class="plain" @click=${() =>
        this.store.setAll([
          [this.pointer, undefined],
          [`${this.pointer}BuildUp`, { premiums: [{ name: '' }] }],
        ])}>${say('build-up', this.language)}</button>`;
    }
    return undefined;
  }

  #setSource(text: string): void {
    this.store.setBeside(this.pointer, 'source', text === '' ? undefined : text);
  }

  #toggleRange(ranged: boolean): void {
    // What another case left open is closed where there is no range to show.
    this.rangeOpen = !(ranged && this.rangeOpen);
    if (!ranged) openRange(this.#filling(''));
  }

  // What is wrong

  #unread(): { pointer: string; text: string }[] {
    return Object.entries(this.store.drafts)
      .filter(([pointer]) => pointer === this.pointer || pointer.startsWith(`${this.pointer}/`))
      .map(([pointer, text]) => ({ pointer, text }));
  }

  #errors(unread: { pointer: string; text: string }[], problems: Problem[], id: string): TemplateResult {
    const value = read(this.store.document, this.pointer);
    // What is wrong with a range is said in its editor, beside the number, while that is open.
    const edited = this.rangeOpen && isObject(value) && isObject(value.range);
    const here = (at: string): boolean => !(edited && isWithinRange(at, this.pointer));
    const told = problems.filter((problem) => here(problem.pointer) && !isToFill(problem, this.store));
    return html`<div class="problems" id=${`${id}-problem`}>
      ${unread.filter(({ pointer }) => here(pointer)).map(({ text, pointer }) => html`<p class="problem">${unreadText(pointer, text, this.field, this.language)}</p>`)}
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
