// The desk: one case, its answer, what carries it, and the working paper behind every figure.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { blank, examples, FIRST } from '../case/examples';
import { isObject, read } from '../case/pointer';
import { CaseStore } from '../case/store';
import { Appraiser, standards } from '../engine/client';
import type {
  CaseDocument,
  Finding,
  Json,
  Problem,
  Standard,
  Step,
  Valuation,
  Verdict,
} from '../engine/types';
import { ASSET_DATES, ASSET_KINDS, BASES, type Field, METHODS, PURPOSES, UNITS } from '../fields';
import {
  type Cited,
  cited,
  has,
  joined,
  type Language,
  MoneyFormat,
  parts,
  percent,
  say,
  stepFigure,
  stepName,
  UNIT_EXPONENT,
} from '../text';
import { inFigures, inWords } from '../views/formula';
import {
  answerSentence,
  carrierSentence,
  door,
  rangeBand,
  type Scene,
  tornado,
  yearTable,
} from '../views/outputs';
import { dateInput, isToFill, unreadText } from './handle';
import { fieldId, LightElement } from './light';
import './case-bar';
import './handle';
import './paper';

const LTV: Field = { key: 'loanToValue', kind: 'share', group: 'figure' };
const TERM: Field = { key: 'licenceYears', kind: 'years', group: 'figure' };
const WEIGHT: Field = { key: 'weight', kind: 'share', group: 'figure' };

interface Complaint {
  pointer: string;
  text: string;
}

interface Note {
  about: string;
  clause: Cited;
}

export class DeskElement extends LightElement {
  static override properties = {
    verdict: { state: true },
    valued: { state: true },
    failure: { state: true },
    fileError: { state: true },
    opened: { state: true },
    moreOpen: { state: true },
    factsOpen: { state: true },
    stepsOpen: { state: true },
    editions: { state: true },
    version: { state: true },
    hint: { state: true },
    printing: { state: true },
  };
  declare verdict: Verdict | undefined;
  /** The last case that had a value, shown dimmed while the present one is refused. */
  declare valued: { valuation: Valuation; document: CaseDocument } | undefined;
  declare failure: string;
  declare fileError: { name: string; reason: string } | undefined;
  declare opened: { slot: string; step: number } | undefined;
  declare moreOpen: boolean;
  declare factsOpen: boolean;
  declare stepsOpen: boolean;
  declare editions: Standard[];
  declare version: number;
  declare hint: { step: number; x: number; y: number; above: boolean } | undefined;

  /** The schedules are long, so they are made when they are asked for or printed, not at each step of a drag. */
  declare printing: boolean;

  #store: CaseStore;
  #appraiser: Appraiser;
  #appraised: CaseDocument | undefined;
  #page = new CSSStyleSheet();
  #returnFocus: HTMLElement | undefined;
  #focusSummary = false;

  constructor() {
    super();
    const first = examples.find(({ name }) => name === FIRST) ?? examples[0];
    const today = new Date().toISOString().slice(0, 10);
    this.#store = new CaseStore(first?.document ?? blank(today), first?.name ?? '');
    this.#appraiser = new Appraiser(
      (verdict, document) => this.#answered(verdict, document),
      (reason) => {
        this.failure = reason.message || 'unknown';
      },
    );
    this.failure = '';
    this.printing = false;
    this.moreOpen = false;
    this.factsOpen = false;
    this.stepsOpen = false;
    this.editions = [];
    this.version = 0;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#page];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#store.addEventListener('change', this.#changed);
    // Another case's result has no place on this one's sheet.
    this.#store.addEventListener('open', () => {
      this.valued = undefined;
      this.#appraised = undefined;
      this.opened = undefined;
      this.fileError = undefined;
    });
    this.addEventListener('click', this.#click);
    this.addEventListener('focusin', this.#showHint);
    this.addEventListener('focusout', this.#hideHint);
    this.addEventListener('pointerover', this.#showHint);
    this.addEventListener('pointerout', this.#hideHint);
    this.addEventListener('keydown', this.#keys);
    this.addEventListener('close-paper', () => this.#closePaper());
    this.addEventListener('review-problems', () => this.#summaryFocus());
    this.addEventListener('file-refused', (event) => {
      this.fileError = (event as CustomEvent<{ name: string; reason: string }>).detail;
      this.#summaryFocus();
    });
    this.addEventListener('file-opened', () => {
      this.fileError = undefined;
      this.#focusSummary = true;
    });
    window.addEventListener('keydown', this.#undoKeys);
    window.addEventListener('beforeprint', () => {
      this.printing = true;
      // The browser takes the page as it is when this listener returns.
      this.performUpdate();
    });
    window.addEventListener('afterprint', () => {
      this.printing = false;
    });
    window.matchMedia('print').addEventListener('change', ({ matches }) => {
      this.printing = matches;
    });
    window.addEventListener('resize', () => this.#alignNotes());
    this.#changed();
    standards().then(
      (editions) => {
        this.editions = editions;
      },
      (reason: Error) => {
        this.failure = reason.message;
      },
    );
  }

  // Answers

  #changed = (): void => {
    this.version += 1;
    const { document: content, language, theme } = this.#store;
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.dataset.theme = theme;
    document.title = `${String(content.title ?? '') || say('title', language)} · ipval`;
    if (content !== this.#appraised) {
      this.#appraised = content;
      this.#appraiser.appraise(content);
    }
  };

  #answered(verdict: Verdict, content: CaseDocument): void {
    this.failure = '';
    this.verdict = verdict;
    if (verdict.status === 'valued') {
      this.valued = { valuation: verdict, document: content };
      if (this.opened && this.opened.step >= verdict.steps.length) this.opened = undefined;
    }
    const name = verdict.status === 'valued' ? 'ipval-valued' : 'ipval-refused';
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail: verdict }));
  }

  #scene(): Scene | undefined {
    if (!this.valued) return undefined;
    const { valuation, document: content } = this.valued;
    return {
      valuation,
      document: content,
      language: this.#store.language,
      money: this.#moneyOf(valuation.unit, valuation.currency),
    };
  }

  #moneyOf(unit: Json | undefined, currency: Json | undefined): MoneyFormat {
    const known =
      typeof unit === 'string' && unit in UNIT_EXPONENT ? (unit as keyof typeof UNIT_EXPONENT) : 'one';
    return new MoneyFormat(
      known,
      typeof currency === 'string' ? currency : 'CNY',
      this.#store.language,
      this.#store.money,
    );
  }

  get #refused(): boolean {
    return this.verdict?.status === 'refused';
  }

  #problems(): Problem[] {
    return this.verdict?.status === 'refused' ? this.verdict.problems : [];
  }

  // Doors, fields, hints

  #click = (event: MouseEvent): void => {
    const target = event.target as Element;
    const to = target.closest<HTMLElement>('[data-field]');
    if (to?.dataset.field !== undefined) {
      event.preventDefault();
      void this.#goTo(to.dataset.field);
      return;
    }
    const figure = target.closest<HTMLElement>('[data-step]');
    if (!figure) return;
    event.preventDefault();
    const slot = figure.closest<HTMLElement>('[data-slot]')?.dataset.slot ?? 'answer';
    const step = Number(figure.dataset.step);
    this.hint = undefined;
    if (this.opened?.slot === slot && this.opened.step === step) {
      this.#closePaper();
      return;
    }
    this.#returnFocus = figure.matches('a, button') ? figure : undefined;
    this.opened = { slot, step };
    void this.updateComplete.then(() => {
      const unfolded = this.querySelector<HTMLElement>(`[data-slot="${slot}"] .unfolding`);
      unfolded?.focus({ preventScroll: true });
      unfolded?.scrollIntoView({ block: 'nearest' });
    });
  };

  #closePaper(): void {
    this.opened = undefined;
    this.#returnFocus?.focus();
  }

  /** Brings the field at a pointer, or the nearest one around it, under the reader's hands. */
  async #goTo(pointer: string): Promise<void> {
    const all = (): HTMLElement[] => [...this.querySelectorAll<HTMLElement>('[data-pointer]')];
    const near = (): HTMLElement | undefined => {
      for (let at = pointer; at !== ''; at = at.replace(/\/[^/]*$/, '')) {
        const found =
          all().find(({ dataset }) => dataset.pointer === at) ??
          all().find(({ dataset }) => dataset.pointer?.startsWith(`${at}/`));
        if (found) return found;
      }
      return undefined;
    };
    if (/^\/(asset|valuationDate|purpose|unit|currency|basis|title)/.test(pointer)) this.factsOpen = true;
    else if (!all().some(({ dataset }) => dataset.pointer === pointer)) this.moreOpen = true;
    await this.updateComplete;
    await new Promise(requestAnimationFrame);
    const field = near();
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  }

  #summaryFocus(): void {
    void this.updateComplete.then(() => {
      this.querySelector<HTMLElement>('.summary')?.focus();
    });
  }

  #showHint = (event: Event): void => {
    const target = (event.target as Element).closest<HTMLElement>('[data-step], [data-hint-step]');
    const step = Number(target?.dataset.step ?? target?.dataset.hintStep ?? '');
    if (!target || (target.dataset.step ?? target.dataset.hintStep) === '') return;
    const box = target.getBoundingClientRect();
    const above = box.top > 140;
    this.hint = {
      step,
      x: Math.max(12, Math.min(box.left, window.innerWidth - 372)),
      y: above ? box.top - 8 : box.bottom + 8,
      above,
    };
  };

  #hideHint = (): void => {
    this.hint = undefined;
  };

  /** Heard at the window: a button that has just been disabled holds no focus, and undo must work all the same. */
  #undoKeys = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    if (event.shiftKey) this.#store.redo();
    else this.#store.undo();
  };

  #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.hint = undefined;
    // Arrow keys walk the cells of a table, so that the table is one stop of the tab key.
    const cell = (event.target as Element).closest<HTMLElement>('button.cell');
    if (!cell || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const row = cell.closest('tr');
    const place = [...(row?.children ?? [])].indexOf(cell.closest('td') as Element);
    const beside = (end: 'previousElementSibling' | 'nextElementSibling'): Element | null | undefined =>
      row?.[end]?.children[place];
    const next =
      event.key === 'ArrowLeft'
        ? cell.closest('td')?.previousElementSibling
        : event.key === 'ArrowRight'
          ? cell.closest('td')?.nextElementSibling
          : beside(event.key === 'ArrowUp' ? 'previousElementSibling' : 'nextElementSibling');
    next?.querySelector<HTMLElement>('button.cell')?.focus();
  };

  protected override updated(changed: PropertyValues): void {
    for (const table of this.querySelectorAll('table.years')) {
      const first = table.querySelector<HTMLElement>('button.cell');
      if (first && !table.querySelector('button.cell[tabindex="0"]')) first.tabIndex = 0;
    }
    if (changed.has('verdict') || changed.has('version') || changed.has('editions')) {
      requestAnimationFrame(() => this.#alignNotes());
      this.#pageHeader();
    }
    if (this.#focusSummary && changed.has('verdict')) {
      this.#focusSummary = false;
      if (this.#refused) this.#summaryFocus();
    }
  }

  /** Each note stands beside what it is about; where two would overlap, the later one moves down. */
  #alignNotes(): void {
    const margin = this.querySelector<HTMLElement>('.notes');
    if (!margin) return;
    const notes = [...margin.querySelectorAll<HTMLElement>('.note[data-note]')];
    for (const note of notes) note.style.marginTop = '';
    if (!window.matchMedia('(min-width: 1180px)').matches) return;
    for (const note of notes) {
      const about = this.querySelector<HTMLElement>(`.handle[data-about="${note.dataset.note}"]`);
      if (!about) continue;
      const away = about.getBoundingClientRect().top - note.getBoundingClientRect().top;
      if (away > 0) note.style.marginTop = `${away + Number.parseFloat(getComputedStyle(note).marginTop)}px`;
    }
  }

  // The sheet

  protected override render(): TemplateResult {
    const store = this.#store;
    const l = store.language;
    const scene = this.#scene();
    const notes = this.#notes();
    return html`
      <a class="skip" href="#answer">${say('skip', l)}</a>
      <header class="top">
        <h1 class="mark"><span class="seal" aria-hidden="true">值</span><span>ipval</span><span class="desk-name">${say('desk', l)}</span></h1>
        <nav aria-label=${say('nav', l)}>
          ${['pledge', 'licence', ...(scene ? ['years', 'drivers', 'paper'] : [])].map((part) => html`<a href=${`#${part}`}>${say(`nav.${part}`, l)}</a>`)}
        </nav>
        <ipval-case-bar .store=${store} .version=${this.version}></ipval-case-bar>
      </header>
      <main class=${this.#refused ? 'refused' : ''}>
        ${this.#summary()}
        ${this.#title()}
        <div class="sheet">
          <section class="answer-block" id="answer" data-slot="answer" aria-label=${say('answer', l)}>
            ${this.#answer(scene)}
            ${this.#coverage(scene)}
            ${this.#unfolding('answer', scene)}
          </section>
          <aside class="findings" aria-label=${say('findings', l)}>${this.#findings()}</aside>
          <section class="assumptions" aria-labelledby="assumptions-heading">
            <h2 id="assumptions-heading">${say('assumptions', l)}</h2>
            ${this.#facts()} ${this.#methods()}
          </section>
          <div class="workings ${this.#refused ? 'stale' : ''}">
            ${scene ? this.#workings(scene) : nothing}
          </div>
          <aside class="notes" aria-labelledby="notes-heading">
            <h2 id="notes-heading">${say('margin', l)}</h2>
            ${this.#citation()}
            ${notes.map((note) => html`<div class="note" data-note=${note.about}>${clauseText(note.clause, l)}</div>`)}
          </aside>
        </div>
        ${scene && !this.#refused && (this.stepsOpen || this.printing) ? this.#schedules(scene) : nothing}
      </main>
      <footer class="foot"><span class="stamp">${say('not-an-appraisal', l)}</span>${
        this.verdict
          ? html`<span>${say('footer.version', l, { version: this.verdict.producedBy.version })}</span>`
          : nothing
      }</footer>
      ${this.#hintBox(scene)}`;
  }

  #title(): TemplateResult {
    const { document: content, language: l } = this.#store;
    const text = (pointer: string): string => String(read(content, pointer) ?? '');
    const kind = text('/asset/kind');
    const line = [
      has(`kind.${kind}`) ? say(`kind.${kind}`, l) : kind,
      text('/asset/number'),
      text('/asset/owner'),
      text('/purpose') ? say(`purpose.${text('/purpose')}`, l) : '',
    ];
    return html`<div class="case-title">
      <h2>${text('/title') || text('/asset/title') || say('case.own', l)}</h2>
      <p>${line.filter((word) => word !== '').join(' · ')}</p>
      ${this.verdict?.status === 'valued' ? html`<p class="stamp">${say('not-an-appraisal', l)}</p>` : nothing}
    </div>`;
  }

  #complaints(): Complaint[] {
    const { drafts, language: l, document: content } = this.#store;
    const money = this.#moneyOf(content.unit, content.currency);
    const unread = Object.entries(drafts).map(([pointer, text]) => {
      const field = fieldAt(content, pointer);
      return {
        pointer,
        text: `${fieldName(pointer, l)}${l === 'zh' ? '：' : ': '}${unreadText(pointer, text, field?.kind ?? 'number', l)}`,
      };
    });
    const wrong = this.#problems()
      .filter((problem) => !isToFill(problem, this.#store))
      .map((problem) => {
        const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts, money);
        return {
          pointer: problem.pointer,
          text: `${fieldName(problem.pointer, l)}${l === 'zh' ? '：' : ': '}${joined(l, what, remedy)}`,
        };
      });
    return [...unread, ...wrong];
  }

  #summary(): TemplateResult | typeof nothing {
    const l = this.#store.language;
    const complaints = this.#complaints();
    if (complaints.length === 0 && !this.fileError && !this.failure) return nothing;
    return html`<section class="summary" tabindex="-1" aria-labelledby="summary-heading">
      ${
        this.failure
          ? html`<h2 id="summary-heading">${say('errors.engine', l)}</h2><p><button type="button" data-role="retry" @click=${() => {
              this.failure = '';
              this.#appraiser.appraise(this.#store.document);
            }}>${say('errors.retry', l)}</button></p>`
          : nothing
      }
      ${
        this.fileError
          ? html`<h2 id=${this.failure ? nothing : 'summary-heading'}>${say('errors.file', l, { name: this.fileError.name })}</h2>
            <p>${say(`errors.${this.fileError.reason}`, l)} <button type="button" class="plain" data-role="dismiss" @click=${() => {
              this.fileError = undefined;
            }}>${say('errors.dismiss', l)}</button></p>`
          : nothing
      }
      ${
        complaints.length > 0
          ? html`<h2 id=${this.failure || this.fileError ? nothing : 'summary-heading'}>${say('errors', l, { count: complaints.length })}</h2>
            <ul>${complaints.map(({ pointer, text }) => html`<li><a href=${`#${fieldId(pointer)}`} data-field=${pointer}>${text}</a></li>`)}</ul>`
          : nothing
      }
    </section>`;
  }

  #answer(scene: Scene | undefined): TemplateResult {
    const l = this.#store.language;
    if (this.verdict?.status === 'refused') {
      const { problems } = this.verdict;
      const toFill = problems.filter((problem) => isToFill(problem, this.#store));
      const comma = say('answer.comma', l);
      const sentence =
        toFill.length === problems.length
          ? html`${say('answer.empty', l).split('{fields}')[0]}${toFill.map(
              ({ pointer }, index) =>
                html`${index > 0 ? comma : ''}<button type="button" class="door" data-field=${pointer}>${fieldName(pointer, l)}</button>`,
            )}${say('answer.empty', l).split('{fields}')[1]}`
          : html`${say('answer.refused', l, { count: problems.length })}`;
      return html`<p class="answer refusal" role="status">${sentence}</p>${scene ? html`<p class="carries">${say('answer.stale', l)}</p>` : nothing}`;
    }
    if (!scene) return html`<p class="answer waiting">${say('answer.waiting', l)}</p>`;
    const drafts = Object.keys(this.#store.drafts).length;
    return html`${answerSentence(scene)}
      ${drafts > 0 ? html`<p class="carries attention">${say('answer.drafts', l, { count: drafts })}</p>` : nothing}
      ${carrierSentence(scene)} ${rangeBand(scene)}`;
  }

  #coverage(scene: Scene | undefined): TemplateResult {
    const store = this.#store;
    const l = store.language;
    const live_ = scene && !this.#refused ? scene : undefined;
    const pledge = live_?.valuation.pledge;
    const licence = live_?.valuation.licence;
    const money = this.#moneyOf(store.document.unit, store.document.currency);
    const handle = (field: Field, pointer: string) =>
      html`<ipval-handle bare .store=${store} .field=${field} .pointer=${pointer} .problems=${this.#problems()} .money=${money} .language=${l} .version=${this.version}></ipval-handle>`;
    const preset = read(store.document, '/pledge/preset');
    const presets = this.#presets();
    return html`<div class="coverage">
      <section class="cover ${pledge ? '' : 'screen-only'}" id="pledge">
        <h3>${say('pledge', l)}</h3>
        <p class="cover-figure">${
          pledge
            ? html`<span data-lendable=${String(pledge.lendableValue)}>${door(pledge.step, live_.money.amount(pledge.lendableValue), 'figure')}</span>`
            : html`<span class="unknown">${read(store.document, '/pledge') === undefined ? say('pledge.none', l) : '…'}</span>`
        }</p>
        <p class="cover-handles">
          ${
            typeof preset === 'string'
              ? html`<span class="cover-label">${say('pledge.ltv', l)}</span> <span class="fixed">${percentOf(presets.find(({ ref }) => ref === preset)?.value ?? pledge?.loanToValue)}</span>`
              : html`<label class="cover-label" for=${fieldId('/pledge/loanToValue')}>${say('pledge.ltv', l)}</label> ${handle(LTV, '/pledge/loanToValue')}`
          }
          <label class="cover-label" for="pledge-preset">${say('pledge.preset', l)}</label>
          <select id="pledge-preset" data-pointer="/pledge/preset" @change=${(event: Event) => this.#choosePreset((event.target as HTMLSelectElement).value)}>
            <option value="" .selected=${live(preset === undefined)}>${say('pledge.own', l)}</option>
            ${presets.map(({ ref, name }) => html`<option value=${ref} .selected=${live(ref === preset)}>${name}</option>`)}
          </select>
        </p>
        <p class="cover-note">${say('pledge.note', l)}</p>
      </section>
      <section class="cover ${licence ? '' : 'screen-only'}" id="licence">
        <h3>${say('licence', l)}</h3>
        <p class="cover-figure">${
          licence
            ? html`<span data-lump-sum=${String(licence.lumpSum)}>${door(licence.step, live_.money.amount(licence.lumpSum), 'figure')}</span>`
            : html`<span class="unknown">${read(store.document, '/licence') === undefined ? say('licence.none', l) : '…'}</span>`
        }</p>
        <p class="cover-handles"><label class="cover-label" for=${fieldId('/licence/years')}>${say('licence.years', l)}</label> ${handle(TERM, '/licence/years')}</p>
        <p class="cover-note">${say('licence.note', l)}</p>
      </section>
    </div>`;
  }

  /** Banks' published loan-to-value caps for this kind of right, each with its bank and its year. */
  #presets(): { ref: string; name: string; value: number }[] {
    const l = this.#store.language;
    const kind = String(read(this.#store.document, '/asset/kind') ?? '').replace(
      /[A-Z]/g,
      (letter) => `-${letter.toLowerCase()}`,
    );
    return this.editions.flatMap((edition) => {
      if (edition.group !== 'bank-policy') return [];
      const parameter = edition.parameters?.find(({ id }) => id === `loan-to-value-${kind}`);
      const value = parameter?.values.at(-1)?.value;
      if (value === undefined) return [];
      const bank = (edition.issuer ?? edition.title)[l];
      return [
        {
          ref: `${edition.id}/${edition.edition}`,
          value,
          name: `${say('preset.year', l, { bank, edition: edition.edition })}: ${percent(value)}`,
        },
      ];
    });
  }

  #choosePreset(ref: string): void {
    if (ref === '') {
      const now = this.valued?.valuation.pledge?.loanToValue;
      this.#store.setAll([
        ['/pledge/preset', undefined],
        ['/pledge/loanToValue', now],
      ]);
    } else {
      this.#store.setAll([
        ['/pledge/loanToValue', undefined],
        ['/pledge/preset', ref],
      ]);
    }
  }

  #findings(): TemplateResult {
    const l = this.#store.language;
    const heading = html`<h2 id="findings-heading">${say('findings', l)}</h2>`;
    if (this.verdict?.status !== 'valued') return html``;
    const { findings, unit, currency } = this.verdict;
    const money = this.#moneyOf(unit, currency);
    const loud = findings
      .filter(({ severity }) => severity !== 'note')
      .sort((a, b) => a.severity.localeCompare(b.severity));
    const quiet = findings.filter(({ severity }) => severity === 'note');
    const one = (finding: Finding) =>
      findingText(finding, money, l, this.editions, this.verdict as Valuation);
    return html`${heading}
      ${findings.length === 0 ? html`<p class="quiet">${say('findings.none', l)}</p>` : nothing}
      ${loud.map(one)}
      ${quiet.length === 0 ? nothing : html`<details class="quiet-notes"><summary>${say('findings.notes', l, { count: quiet.length })}</summary>${quiet.map(one)}</details>`}`;
  }

  // Assumptions

  #facts(): TemplateResult {
    const store = this.#store;
    const l = store.language;
    const text = (pointer: string): string => String(read(store.document, pointer) ?? '');
    const kind = text('/asset/kind');
    const money = this.#moneyOf(store.document.unit, store.document.currency);
    const select = (
      pointer: string,
      name: string,
      values: readonly string[],
      key: string | ((value: string) => string),
    ) => html`<div class="fact">
      <label for=${fieldId(pointer)}>${say(name, l)}</label>
      <select id=${fieldId(pointer)} data-pointer=${pointer} @change=${(event: Event) => store.set(pointer, (event.target as HTMLSelectElement).value || undefined)}>
        ${text(pointer) === '' ? html`<option value="" selected>${say('facts.unset', l)}</option>` : nothing}
        ${values.map((value) => html`<option value=${value} .selected=${live(value === text(pointer))}>${typeof key === 'string' ? say(`${key}.${value}`, l) : key(value)}</option>`)}
      </select></div>`;
    const words = (pointer: string, name: string) => html`<div class="fact">
      <label for=${fieldId(pointer)}>${say(name, l)}</label>
      <input type="text" class="text-input" id=${fieldId(pointer)} data-pointer=${pointer} .value=${live(text(pointer))}
        @input=${(event: Event) => store.set(pointer, (event.target as HTMLInputElement).value || undefined)} /></div>`;
    const date = (pointer: string, name: string) => html`<div class="fact">
      <label for=${fieldId(pointer)}>${say(name, l)}</label>
      ${dateInput(store, pointer, store.drafts[pointer] ?? text(pointer), `${fieldId(pointer)}-problem`)}
      ${store.drafts[pointer] === undefined ? this.#factProblems(pointer) : html`<p class="problem" id=${`${fieldId(pointer)}-problem`}>${say('read.date', l)}</p>`}</div>`;
    return html`<details class="facts" .open=${live(this.factsOpen)} @toggle=${(event: Event) => {
      this.factsOpen = (event.target as HTMLDetailsElement).open;
    }}>
      <summary><span>${say('facts', l)}</span><span class="facts-line">${has(`kind.${kind}`) ? say(`kind.${kind}`, l) : kind} · ${text('/valuationDate')}</span></summary>
      <div class="facts-grid">
        ${select('/asset/kind', 'field.kind', ASSET_KINDS, 'kind')}
        ${words('/asset/title', 'field.title')}
        ${words('/asset/number', 'field.number')}
        ${words('/asset/owner', 'field.owner')}
        ${(ASSET_DATES[kind] ?? []).map((name) => date(`/asset/${name}`, `field.${name}`))}
        ${date('/valuationDate', 'field.valuationDate')}
        ${select('/purpose', 'field.purpose', PURPOSES, 'purpose')}
        ${select('/basisOfValue', 'field.basisOfValue', BASES, 'basis')}
        ${select('/unit', 'field.unit', UNITS, (unit) => money.heading(UNIT_EXPONENT[unit as keyof typeof UNIT_EXPONENT]))}
      </div>
    </details>`;
  }

  #factProblems(pointer: string): TemplateResult[] {
    const l = this.#store.language;
    return this.#problems()
      .filter((problem) => problem.pointer === pointer)
      .map((problem) => {
        const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts);
        return html`<p class="problem" id=${`${fieldId(pointer)}-problem`}>${joined(l, what, remedy)}</p>`;
      });
  }

  #methods(): TemplateResult {
    const store = this.#store;
    const l = store.language;
    const methods = methodsOf(store.document);
    const money = this.#moneyOf(store.document.unit, store.document.currency);
    return html`${methods.map((method, index) => this.#method(method, index, methods.length))}
      <p class="method-tools">
        <button type="button" class="plain" data-role="more" aria-expanded=${this.moreOpen ? 'true' : 'false'} @click=${() => {
          this.moreOpen = !this.moreOpen;
        }}>${say('more', l)}</button>
        <label><span class="unseen">${say('methods.add', l)}</span>
          <select data-role="add-method" @change=${(event: Event) => {
            const chosen = (event.target as HTMLSelectElement).value;
            (event.target as HTMLSelectElement).value = '';
            store.set(`/methods/${methods.length}`, { method: chosen, inputs: {} });
          }}>
            <option value="">${say('methods.add', l)}</option>
            ${Object.keys(METHODS).map((name) => html`<option value=${name}>${say(`method.${name}`, l)}</option>`)}
          </select></label>
      </p>
      ${
        methods.length > 0 &&
        (methods.length > 1 || this.moreOpen || read(store.document, '/conclusion') !== undefined)
          ? html`<div class="method"><h3>${say('conclusion', l)}</h3>
            ${
              methods.length > 1
                ? methods.map(
                    (
                      method,
                      index,
                    ) => html`<div class="build-row"><label for=${fieldId(`/conclusion/weights/${index}`)}>${say(`method.${method}`, l)} ${index + 1}</label>
                <ipval-handle bare .store=${store} .field=${WEIGHT} .pointer=${`/conclusion/weights/${index}`} .problems=${this.#problems()} .money=${money} .language=${l} .version=${this.version}></ipval-handle></div>`,
                  )
                : nothing
            }
            <div class="fact wide"><label for=${fieldId('/conclusion/reason')}>${say(methods.length > 1 ? 'conclusion.reason' : 'conclusion.reason-one', l)}</label>
              <input type="text" class="text-input" id=${fieldId('/conclusion/reason')} data-pointer="/conclusion/reason" .value=${live(String(read(store.document, '/conclusion/reason') ?? ''))}
                @input=${(event: Event) => store.set('/conclusion/reason', (event.target as HTMLInputElement).value || undefined)} /></div>
          </div>`
          : nothing
      }`;
  }

  #method(method: string, index: number, count: number): TemplateResult {
    const store = this.#store;
    const l = store.language;
    const base = `/methods/${index}/inputs`;
    const money = this.#moneyOf(store.document.unit, store.document.currency);
    const steps = this.verdict?.status === 'valued' ? this.verdict.steps : [];
    const problems = this.#problems();
    const pointerOf = (key: string): string => {
      const here = read(store.document, `${base}/${key}`);
      return here === undefined && read(store.document, `/facts/${key}`) !== undefined
        ? `/facts/${key}`
        : `${base}/${key}`;
    };
    const used = (field: Field): boolean => read(store.document, pointerOf(field.key)) !== undefined;
    const has_ = (key: string): boolean => read(store.document, pointerOf(key)) !== undefined;
    const supposed = new Set(
      this.verdict?.status === 'valued'
        ? this.verdict.findings
            .filter(({ code }) => code.endsWith('-assumed'))
            .map((finding) => finding.pointer)
        : [],
    );
    const bySeries = Array.isArray(read(store.document, pointerOf('sales')));
    const shown = (METHODS[method] ?? []).filter((field) => {
      if (field.key === 'discountRate') return !has_('discountRateBuildUp');
      if (field.insteadOf) return used(field);
      if (bySeries && (field.key === 'years' || field.key === 'growthRate') && !used(field)) return false;
      const complained = problems.some(({ pointer }) => pointer === `${base}/${field.key}`);
      return (
        field.first ||
        used(field) ||
        complained ||
        this.moreOpen ||
        store.drafts[pointerOf(field.key)] !== undefined
      );
    });
    return html`<div class="method">
      <h3>${say(`method.${method}`, l)}${
        count > 1
          ? html` <button type="button" class="plain" @click=${() => store.set(`/methods/${index}`, undefined)}>${say('methods.remove', l)}</button>`
          : nothing
      }</h3>
      ${repeat(
        shown,
        ({ key }) => key,
        (field) => {
          const pointer = pointerOf(field.key);
          return html`<ipval-handle .store=${store} .field=${field} .pointer=${pointer} .problems=${problems} .step=${stepAt(steps, pointer, `${base}/${field.key}`)}
            .money=${money} .language=${l} .version=${this.version} .supposed=${supposed.has(pointer)}></ipval-handle>`;
        },
      )}
    </div>`;
  }

  // The workings

  #workings(scene: Scene): TemplateResult {
    const l = scene.language;
    const { methods, result } = scene.valuation;
    return html`
      <section id="years" data-slot="years" aria-labelledby="years-heading">
        <div class="section-head"><h2 id="years-heading">${say('years', l)}</h2>${this.#moneyChoice()}</div>
        ${methods.map(
          (
            method,
          ) => html`${methods.length > 1 ? html`<h3>${say(`method.${method.method}`, l)} ${door(method.step, scene.money.amount(method.value))}</h3>` : nothing}
          ${yearTable(scene, method.part)}`,
        )}
        ${this.#unfolding('years', scene)}
      </section>
      <section id="drivers" data-slot="drivers" aria-labelledby="drivers-heading">
        <div class="section-head"><h2 id="drivers-heading">${say('drivers', l)}</h2><p>${say('drivers.help', l)}</p></div>
        ${tornado(scene)} ${this.#unfolding('drivers', scene)}
      </section>
      <section id="paper" data-slot="paper" aria-labelledby="paper-heading">
        <div class="section-head"><h2 id="paper-heading">${say('paper', l)}</h2><p>${say('paper.help', l)}</p></div>
        <ipval-paper .scene=${scene} .standards=${this.editions} .step=${result}></ipval-paper>
        <p><button type="button" class="plain" data-role="all-steps" aria-expanded=${this.stepsOpen ? 'true' : 'false'} @click=${() => {
          this.stepsOpen = !this.stepsOpen;
        }}>${say('paper.all', l)} (${scene.valuation.steps.length})</button></p>
      </section>`;
  }

  #moneyChoice(): TemplateResult {
    const store = this.#store;
    const l = store.language;
    return html`<label class="money-choice">${say('money', l)}
      <select data-role="money" @change=${(event: Event) => store.choose({ money: (event.target as HTMLSelectElement).value as typeof store.money })}>
        ${(['auto', 'one', 'tenThousand', 'million', 'hundredMillion'] as const).map(
          (choice) =>
            html`<option value=${choice} .selected=${live(choice === store.money)}>${say(`money.${choice}`, l)}</option>`,
        )}
      </select></label>`;
  }

  #unfolding(slot: string, scene: Scene | undefined): TemplateResult | typeof nothing {
    if (!scene || this.opened?.slot !== slot) return nothing;
    const step = scene.valuation.steps[this.opened.step];
    if (!step) return nothing;
    return html`<div class="unfolding" tabindex="-1" role="region" aria-label=${`${say('paper', scene.language)}: ${stepName(step, scene.language)}`}>
      <ipval-paper closable .scene=${scene} .standards=${this.editions} .step=${step.id}></ipval-paper>
    </div>`;
  }

  #hintBox(scene: Scene | undefined): TemplateResult | typeof nothing {
    const step = scene?.valuation.steps[this.hint?.step ?? -1];
    if (!this.hint || !scene || !step) return nothing;
    const { money, valuation, language: l } = scene;
    const unit =
      step.unit === 'money'
        ? ` ${money.heading(money.exponent(step.value))}`
        : step.unit === 'years'
          ? ` ${say('years-unit', l)}`
          : '';
    return html`<div class="hint ${this.hint.above ? 'above' : ''}" role="tooltip" style=${`left:${this.hint.x}px;top:${this.hint.y}px`}>
      <p class="hint-name">${stepName(step, l)} = ${stepFigure(step, money)}${unit}${step.kind === 'calculated' ? nothing : html` <span class="tag ${step.kind}">${say(`origin.${step.kind}`, l)}</span>`}</p>
      ${
        step.kind === 'calculated' && step.formula
          ? html`<p>= ${inWords(step, valuation.steps, l)}</p><p class="in-figures">= ${inFigures(step, valuation.steps, money)}</p>`
          : step.source
            ? html`<p>${say('source', l)}: ${step.source}</p>`
            : nothing
      }
    </div>`;
  }

  // The margin

  #notes(): Note[] {
    const verdict = this.verdict;
    if (verdict?.status !== 'valued') return [];
    const l = this.#store.language;
    const seen = new Set<string>();
    const notes: Note[] = [];
    for (const step of verdict.steps) {
      for (const ref of step.clauses) {
        const clause = seen.has(ref) ? undefined : cited(ref, this.editions, verdict.producedBy.standards, l);
        seen.add(ref);
        if (clause) notes.push({ about: step.pointer ?? this.#ownerOf(step, verdict.steps), clause });
      }
    }
    const place = (note: Note): number => {
      const handles = [...this.querySelectorAll<HTMLElement>('.handle[data-about]')];
      const index = handles.findIndex(({ dataset }) => dataset.about === note.about);
      return index < 0 ? handles.length : index;
    };
    return notes.sort((a, b) => place(a) - place(b));
  }

  /** A figure that was worked out is shown beside the first input it rests on. */
  #ownerOf(step: Step, steps: Step[]): string {
    for (const id of step.operands) {
      const operand = steps[id];
      if (operand?.pointer) return operand.pointer;
    }
    return '';
  }

  #citation(): TemplateResult | typeof nothing {
    const citation = read(this.#store.document, '/citation');
    if (!isObject(citation) || typeof citation.text !== 'string') return nothing;
    const note = typeof citation.note === 'string' ? citation.note : '';
    return html`<div class="note citation"><h3>${say('citation', this.#store.language)}</h3><p>${citation.text}</p>${note ? html`<p class="quiet">${note}</p>` : nothing}</div>`;
  }

  // The printed paper

  /** The schedules of the working paper: on screen when asked for, on paper always. */
  #schedules(scene: Scene): TemplateResult {
    const { valuation, language: l, money } = scene;
    const { steps } = valuation;
    const inputs = steps.filter(({ kind }) => kind !== 'calculated');
    const once = new Map(inputs.map((step) => [`${step.pointer ?? step.id}`, step]));
    const worked = steps.filter(({ kind }) => kind === 'calculated');
    const clauses = [
      ...new Set([
        ...steps.flatMap((step) => step.clauses),
        ...valuation.findings.flatMap((finding) => finding.clauses),
      ]),
    ].flatMap((ref) => cited(ref, this.editions, valuation.producedBy.standards, l) ?? []);
    const unit = (step: Step): string =>
      step.unit === 'money' ? money.heading(money.exponent(step.value)) : say(`unit-of.${step.unit}`, l);
    return html`<section class="schedules ${this.stepsOpen ? '' : 'paper-only'}" aria-label=${say('paper.all', l)} data-slot="schedules">
      <h2 class="print-only">${say('paper', l)}</h2>
      <h3>${say('paper.inputs', l)}</h3>
      <table class="schedule"><thead><tr><th scope="col">${say('paper.name', l)}</th><th scope="col" class="number">${say('paper.value', l)}</th><th scope="col">${say('paper.unit', l)}</th><th scope="col">${say('paper.basis', l)}</th></tr></thead>
        <tbody>${[...once.values()].map(
          (
            step,
          ) => html`<tr><th scope="row">${stepName(step, l)}${step.kind === 'input' ? nothing : html` <span class="tag ${step.kind}">${say(`origin.${step.kind}`, l)}</span>`}</th>
            <td class="number">${stepFigure(step, money)}</td><td>${unit(step)}</td><td>${step.source ?? (step.kind === 'input' ? say('paper.no-source', l) : '')} ${this.#shortClauses(step, valuation, l)}</td></tr>`,
        )}</tbody></table>
      <div class="print-only together"><h3>${say('paper.years', l)}</h3>${valuation.methods.map((method) => yearTable(scene, method.part))}</div>
      <h3>${say('paper.steps', l)}</h3>
      <table class="schedule"><thead><tr><th scope="col">${say('paper.number', l)}</th><th scope="col">${say('paper.name', l)}</th><th scope="col">${say('paper.how', l)}</th><th scope="col">${say('paper.figures', l)}</th><th scope="col" class="number">${say('paper.value', l)}</th><th scope="col">${say('paper.unit', l)}</th></tr></thead>
        <tbody>${worked.map(
          (step) =>
            html`<tr class=${step.id === valuation.result ? 'result' : ''}><td>${step.id}</td><th scope="row">${stepName(step, l)}</th><td>${inWords(step, steps, l)}</td><td class="figures">${inFigures(step, steps, money)}</td><td class="number">${stepFigure(step, money)}</td><td>${unit(step)}</td></tr>`,
        )}</tbody></table>
      <h3>${say('paper.findings', l)}</h3>
      ${valuation.findings.length === 0 ? html`<p>${say('findings.none', l)}</p>` : nothing}
      <ul class="plain-list">${valuation.findings.map((finding) => {
        const { what = '', remedy = '' } = parts(`finding.${finding.code}`, l, finding.facts, money);
        return html`<li>${say(`severity.${finding.severity}`, l)}: ${joined(l, what, remedy)}</li>`;
      })}</ul>
      <h3>${say('paper.clauses', l)}</h3>
      <ul class="plain-list">${clauses.map((clause) => html`<li>${clauseText(clause, l)}</li>`)}</ul>
      <div class="signatures print-only">
        <p>${say('sign.first', l)}<span class="line"></span>${say('sign.date', l)}<span class="line short"></span></p>
        <p>${say('sign.second', l)}<span class="line"></span>${say('sign.date', l)}<span class="line short"></span></p>
      </div>
    </section>`;
  }

  #shortClauses(step: Step, valuation: Valuation, l: Language): string {
    // A parameter's source is its document already.
    if (step.kind === 'parameter' && step.source) return '';
    return step.clauses
      .flatMap((ref) => cited(ref, this.editions, valuation.producedBy.standards, l) ?? [])
      .map((clause) => `${clause.title} ${clause.place}`)
      .join(l === 'zh' ? '；' : '; ');
  }

  /** The margin boxes of each printed page; only a style sheet can write them, so one is written for each case. */
  #pageHeader(): void {
    const { document: content, language: l } = this.#store;
    const quoted = (text: string): string => `"${text.replace(/["\\\n]/g, ' ')}"`;
    const producer = this.verdict?.producedBy;
    const editions = (producer?.standards ?? []).map(({ id, edition }) => `${id} ${edition}`).join(' · ');
    const engine = producer
      ? say('print.engine', l, { engine: `${producer.engine} ${producer.version}` })
      : '';
    const page = say('print.page', l).split(/\{page\}|\{pages\}/);
    this.#page.replaceSync(`@page {
      @top-left { content: ${quoted(String(content.title ?? ''))}; }
      @top-right { content: ${quoted(`${String(content.valuationDate ?? '')} · ${engine}`)}; }
      @bottom-left { content: ${quoted(`${say('not-an-appraisal', l)} · ${editions}`)}; }
      @bottom-right { content: ${quoted(page[0] ?? '')} counter(page) ${quoted(page[1] ?? '')} counter(pages) ${quoted(page[2] ?? '')}; }
    }`);
  }
}

function percentOf(share: number | undefined): string {
  return share === undefined ? '' : percent(share);
}

function methodsOf(content: CaseDocument): string[] {
  const methods = read(content, '/methods');
  return Array.isArray(methods) ? methods.map((entry) => (isObject(entry) ? String(entry.method) : '')) : [];
}

function stepAt(steps: Step[], ...pointers: string[]): Step | undefined {
  return steps.find(({ pointer }) => pointer !== undefined && pointers.includes(pointer));
}

function fieldAt(content: CaseDocument, pointer: string): Field | undefined {
  if (pointer.startsWith('/pledge')) return LTV;
  if (pointer.startsWith('/licence')) return TERM;
  const key = /\/(?:inputs|facts)\/([^/]+)/.exec(pointer)?.[1];
  return methodsOf(content)
    .flatMap((method) => METHODS[method] ?? [])
    .find((field) => field.key === key);
}

/** The trade's word for what stands at a pointer; the pointer itself where there is none. */
function fieldName(pointer: string, language: Language): string {
  const key = /\/(?:inputs|facts)\/([^/]+)/.exec(pointer)?.[1];
  if (key !== undefined && has(`field.${key}`)) {
    const place = /\/(\d+)$/.exec(pointer.slice(pointer.indexOf(key)))?.[1];
    return `${say(`field.${key}`, language)}${place === undefined ? '' : say('year-mark', language, { year: Number(place) + 1 })}`;
  }
  const last = pointer.split('/').at(-1) ?? '';
  for (const candidate of [`field.${last}`]) if (has(candidate)) return say(candidate, language);
  if (pointer === '/licence/years') return say('licence.years', language);
  return pointer || '/';
}

function clauseText(clause: Cited, l: Language): TemplateResult {
  const title = l === 'zh' ? `《${clause.title}》` : `${clause.title}${clause.place ? ', ' : ''}`;
  return html`<p class="clause-name">${clause.url ? html`<a href=${clause.url} rel="noopener noreferrer" target="_blank">${title}${clause.place}</a>` : html`${title}${clause.place}`}</p>
    <p>${clause.gist}${clause.inferred ? html` <span class="quiet">（${say('clause.inferred', l)}）</span>` : nothing}</p>`;
}

function findingText(
  finding: Finding,
  money: MoneyFormat,
  l: Language,
  editions: Standard[],
  valuation: Valuation,
): TemplateResult {
  const { what = '', why = '', remedy = '' } = parts(`finding.${finding.code}`, l, finding.facts, money);
  const clauses = finding.clauses.flatMap(
    (ref) => cited(ref, editions, valuation.producedBy.standards, l) ?? [],
  );
  const deeper = why || clauses.length > 0;
  return html`<div class="finding ${finding.severity}">
    <p><span class="severity">${say(`severity.${finding.severity}`, l)}</span> ${what} <span class="remedy">${remedy}</span>
      ${finding.pointer ? html`<a class="go" href=${`#${fieldId(finding.pointer)}`} data-field=${finding.pointer}>${say('findings.go', l)}</a>` : nothing}</p>
    ${deeper ? html`<details><summary>${say('why', l)}</summary><p>${why}</p>${clauses.map((clause) => clauseText(clause, l))}</details>` : nothing}
  </div>`;
}

customElements.define('ipval-desk', DeskElement);
