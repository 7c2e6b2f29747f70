// The desk of the standards: to read, to search, to hold the open case against, to lay a bank's policy over.
//
// The address says what is shown, down to a clause; the case is not in it. What is shown is drawn by `standards/`.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import documentAddress from '../../pkg/documents/ipval-valuation.json?url';
import type { Shelf } from '../case/entries';
import { read } from '../case/pointer';
import type { Theme } from '../case/store';
import { check, methods, standards } from '../engine/client';
import { setOutlines } from '../engine/outlines';
import { returnedCheck } from '../engine/sending';
import type { CaseDocument, Refusal } from '../engine/types';
import { desks } from '../parts/desks';
import type { Choice } from '../standards/annex';
import {
  entryNames,
  isCaseKey,
  isReaderKey,
  keepReader,
  openCase,
  type Reader,
  reader,
  sentOf,
} from '../standards/case';
import { type CheckView, caseCheck } from '../standards/checklist';
import { coverageView } from '../standards/coverage';
import { contentsList, standardText } from '../standards/document';
import { editionsView } from '../standards/editions';
import type { Desk } from '../standards/evidence';
import {
  type FullEdition,
  type Judgements,
  judgements,
  PROPOSED,
  type Route,
  routeOf,
  type StandardDocument,
} from '../standards/model';
import { followPolicies, policies } from '../standards/policies';
import type { PolicyView, Refused } from '../standards/policy';
import { excerpt, type Hit, indexOf, MOST_HITS, marked, search } from '../standards/search';
import words from '../standards/words.json';
import { addWords, type Language, MoneyFormat, say, UNIT_EXPONENT } from '../text';
import { LightElement } from './light';

addWords(words);

const VIEWS = { text: '', check: 'check', editions: 'editions', coverage: 'coverage' } as const;

export class StandardsElement extends LightElement {
  static override properties = {
    reader: { state: true },
    both: { state: true },
    route: { state: true },
    editions: { state: true },
    judged: { state: true },
    refusal: { state: true },
    failure: { state: true },
    shelf: { state: true },
    checkChoice: { state: true },
    annexChoice: { state: true },
    unfolded: { state: true },
    sought: { state: true },
    active: { state: true },
    policy: { state: true },
  };
  declare reader: Reader;
  declare both: boolean;
  declare route: Route;
  declare editions: readonly FullEdition[];
  declare judged: Judgements | undefined;
  declare refusal: Refusal | undefined;
  declare failure: string;
  declare shelf: Shelf | undefined;
  declare checkChoice: Pick<CheckView, 'status' | 'edition' | 'purpose'>;
  declare annexChoice: { purpose?: string; kind?: string };
  /** The editions that the reader has opened. */
  declare unfolded: ReadonlySet<string>;
  declare sought: string;
  /** The hit that the arrow keys are at; none at −1. */
  declare active: number;
  declare policy: { refused: Refused | undefined; kept: boolean };

  #index: ReturnType<typeof indexOf> = [];
  #asked = 0;
  /** The place in the address has been shown; it is not run after again when something is redrawn. */
  #shown = '';
  #shownAt = -9;
  #page = new CSSStyleSheet();
  #pageRule = '';

  constructor() {
    super();
    this.reader = reader();
    this.both = false;
    this.route = routeOf(location.hash);
    this.editions = [];
    this.failure = '';
    this.checkChoice = { status: 'missed', edition: '', purpose: '' };
    this.annexChoice = {};
    this.unfolded = new Set();
    this.sought = '';
    this.active = -1;
    this.policy = { refused: undefined, kept: true };
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#page];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', () => {
      this.#shown = '';
      this.route = routeOf(location.hash);
    });
    window.addEventListener('storage', ({ key }) => {
      if (isCaseKey(key) || key === null) void this.#open();
      if (isReaderKey(key)) this.reader = reader();
    });
    // Back from another desk, the page may be the very one that was left.
    window.addEventListener('pageshow', (event) => {
      if (!event.persisted) return;
      this.reader = reader();
      void this.#open();
    });
    window.addEventListener('keydown', this.#keys);
    this.addEventListener('pointerdown', this.#outside);
    // A link to the place that is shown already leads there all the same.
    this.addEventListener('click', (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
      if (link && link.getAttribute('href') === location.hash) {
        this.#shown = '';
        this.requestUpdate();
      }
    });
    followPolicies(() => void this.#load());
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      const [pack, full, outlines] = await Promise.all([
        standards(),
        fetch(documentAddress).then((response) => {
          if (!response.ok) throw new Error(`${response.status}`);
          return response.json() as Promise<FullEdition>;
        }),
        methods(),
      ]);
      setOutlines(outlines);
      this.editions = (pack as unknown as FullEdition[]).map((edition) =>
        edition.id === full.id && edition.edition === full.edition ? full : edition,
      );
      this.#index = indexOf(this.editions);
      this.failure = '';
      await this.#open();
    } catch (reason) {
      this.failure = reason instanceof Error ? reason.message : String(reason);
    }
  }

  async #open(): Promise<void> {
    this.shelf = await openCase();
    await this.#check();
  }

  async #check(): Promise<void> {
    if (!this.shelf) return;
    this.#asked += 1;
    const asked = this.#asked;
    const sent = sentOf(this.shelf);
    const { purpose } = this.checkChoice;
    const supposed: CaseDocument = purpose === '' ? sent.document : { ...sent.document, purpose };
    try {
      const answer = await check(supposed);
      if (asked !== this.#asked) return;
      this.judged = answer.status === 'checked' ? judgements(returnedCheck(answer, sent)) : undefined;
      this.refusal = answer.status === 'refused' ? answer : undefined;
    } catch (reason) {
      this.failure = reason instanceof Error ? reason.message : String(reason);
    }
  }

  // Keys, search

  #keys = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    if (event.key !== '/' || target.matches('input, select, textarea') || event.ctrlKey || event.metaKey)
      return;
    event.preventDefault();
    this.querySelector<HTMLInputElement>('#search')?.focus();
  };

  #outside = (event: PointerEvent): void => {
    if (!(event.target as Element).closest('.search')) this.#closeSearch();
  };

  #closeSearch(): void {
    this.sought = '';
    this.active = -1;
  }

  #searchKeys = (event: KeyboardEvent): void => {
    const hits = this.#hits();
    const most = Math.min(hits.length, MOST_HITS) - 1;
    if (event.key === 'Escape') {
      this.#closeSearch();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.active = Math.max(-1, Math.min(most, this.active + step));
      void this.updateComplete.then(() =>
        this.querySelector('.hit[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter') {
      const hit = hits[Math.max(0, this.active)];
      if (hit) this.#goTo(hit);
    }
  };

  #goTo({ entry }: Hit): void {
    this.#closeSearch();
    if (location.hash === entry.address) {
      this.#shown = '';
      this.requestUpdate();
    } else location.hash = entry.address;
  }

  #lastHits: { query: string; index: unknown; hits: Hit[] } | undefined;

  #hits(): Hit[] {
    const last = this.#lastHits;
    if (last?.query === this.sought && last.index === this.#index) return last.hits;
    const hits = search(this.#index, this.sought);
    this.#lastHits = { query: this.sought, index: this.#index, hits };
    return hits;
  }

  // What is drawn

  protected override updated(changed: PropertyValues): void {
    const { language, theme } = this.reader;
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.dataset.theme = theme;
    document.title = `${say('std.title', language)} · ipval`;
    this.#pageHeader();
    // A formula that is wider than a phone is scrolled, by keys too.
    if (changed.has('judged') || changed.has('route') || changed.has('both'))
      for (const body of this.querySelectorAll<HTMLElement>('.formula-body'))
        if (body.scrollWidth > body.clientWidth) body.tabIndex = 0;
    if (changed.has('policy') && this.policy.refused)
      this.querySelector<HTMLElement>('.policy .summary')?.focus();
    const { hash } = location;
    // What is said beside the clauses comes later and moves them; who has not moved since is brought there again.
    const moved = changed.has('judged') && Math.abs(window.scrollY - this.#shownAt) < 2;
    if (this.editions.length > 0 && (this.#shown !== hash || moved)) {
      this.#shown = hash;
      this.#show(!moved);
      this.#shownAt = window.scrollY;
    }
  }

  /** Brings what the address names before the reader. */
  #show(takesFocus: boolean): void {
    const { route } = this;
    if (route.view === 'check' || route.view === 'coverage') {
      window.scrollTo({ top: 0 });
      return;
    }
    const target = this.#target();
    if (!target) {
      if (route.view === 'text' || route.id === '') window.scrollTo({ top: 0 });
      return;
    }
    target.scrollIntoView({ block: 'start' });
    if (takesFocus) target.focus({ preventScroll: true });
  }

  #target(): HTMLElement | undefined {
    const { route } = this;
    const byId = (id: string): HTMLElement | undefined => document.getElementById(id) ?? undefined;
    if (route.view === 'text') {
      if (route.place === '') return undefined;
      const own = this.editions.find(({ id }) => id === PROPOSED);
      const clause = own?.clauses.find(({ id }) => id === route.place);
      return byId(`${PROPOSED}/${clause?.article ?? route.place}`);
    }
    if (route.view !== 'editions') return undefined;
    const edition = this.#routed();
    if (!edition) return undefined;
    const name = `${edition.id}@${edition.edition}`;
    if (route.place === '') return byId(name);
    const clause = edition.clauses.find(
      ({ id, article }) => id === route.place || (article !== '' && article === route.place),
    );
    return byId(clause ? `${name}/${clause.id}` : name);
  }

  /** The edition in the address; without a date in it, the one the check relied on, else the newest. */
  #routed(): FullEdition | undefined {
    const { route } = this;
    if (route.view !== 'editions' || route.id === '') return undefined;
    const of = this.editions.filter(({ id }) => id === route.id);
    const used = this.judged?.check.editions.find(({ id }) => id === route.id)?.edition;
    const { place } = route;
    const holds = ({ clauses }: FullEdition): boolean =>
      clauses.some(({ id, article }) => id === place || (article !== '' && article === place));
    return of.find(({ edition }) => edition === (route.edition || used)) ?? of.findLast(holds) ?? of.at(-1);
  }

  /** Each page of paper bears the number of the standard, and its own; the outer edge is where one leafs. */
  #pageHeader(): void {
    const l = this.reader.language;
    const quoted = (text: string): string => `"${text.replace(/["\\\n]/g, ' ')}"`;
    const number = this.editions.find(({ id }) => id === PROPOSED)?.document?.number ?? '';
    const header = this.route.view === 'text' ? number : `${say('std.title', l)} · ${this.#caseTitle()}`;
    // The foreword and what is before it are counted in Roman numbers, the text from 1; the cover bears none.
    const figure = 'font: 9pt "Times New Roman", "Liberation Serif", serif;';
    const sides = (page: string, count: string): string => `
      @page ${page}:left { @top-left { content: ${quoted(header)}; } @bottom-left { ${figure} content: ${count}; } }
      @page ${page}:right { @top-right { content: ${quoted(header)}; } @bottom-right { ${figure} content: ${count}; } }`;
    const boxes = ['@top-left', '@top-right', '@bottom-left', '@bottom-right'];
    const rule =
      this.route.view === 'text'
        ? `@page front { counter-increment: front-page; } @page body { counter-increment: body-page; }
          ${sides('front', 'counter(front-page, upper-roman)')} ${sides('body', 'counter(body-page)')}
          @page cover { ${boxes.map((box) => `${box} { content: none; }`).join(' ')} }`
        : sides('', 'counter(page)');
    if (rule === this.#pageRule) return;
    this.#pageRule = rule;
    this.#page.replaceSync(rule);
  }

  #caseTitle(): string {
    const content = this.shelf?.document;
    return String(content?.title ?? read(content, '/asset/title') ?? '');
  }

  #methods: { of: Shelf; names: string[] } | undefined;

  #desk(): Desk {
    const { shelf } = this;
    if (shelf && this.#methods?.of !== shelf) this.#methods = { of: shelf, names: entryNames(shelf) };
    const unit = shelf?.document.unit;
    const currency = shelf?.document.currency;
    const known =
      typeof unit === 'string' && unit in UNIT_EXPONENT ? (unit as keyof typeof UNIT_EXPONENT) : 'one';
    const l = this.reader.language;
    return {
      l,
      both: this.both,
      editions: this.editions,
      judged: this.judged,
      methods: this.#methods?.names ?? [],
      money: new MoneyFormat(known, typeof currency === 'string' ? currency : 'CNY', l, 'auto'),
    };
  }

  #textAt(pointer: string): string {
    const found = read(this.shelf?.document, pointer);
    return typeof found === 'string' ? found : '';
  }

  #choice(): Choice {
    const own = { purpose: this.#textAt('/purpose'), kind: this.#textAt('/asset/kind') };
    return {
      purpose: this.annexChoice.purpose ?? (own.purpose || 'pledge'),
      kind: this.annexChoice.kind ?? own.kind,
      own,
      choose: (choice) => {
        this.annexChoice = { ...this.annexChoice, ...choice };
      },
    };
  }

  protected override render(): TemplateResult {
    const l = this.reader.language;
    const desk = this.#desk();
    return html`
      <a class="skip" href="#text" @click=${this.#skip}>${say('std.skip', l)}</a>
      <header class="top">
        <p class="mark"><span class="seal" aria-hidden="true">值</span><span>ipval</span></p>
        ${desks('standard', l)}
        ${this.#tools(l)}
      </header>
      <div class="views"><nav aria-label=${say('std.views', l)}>
        ${Object.entries(VIEWS).map(([view, hash]) => html`<a href="#${hash}" aria-current=${view === this.route.view ? 'page' : nothing} data-view=${view}>${say(`std.view.${view}`, l)}${view === 'check' && this.judged ? html` <span class="count" data-count=${this.#missed()}>${this.#missed()}</span>` : nothing}</a>`)}</nav>
        ${this.#searchBox(l)}
        ${this.route.view === 'text' ? html`<button type="button" class="wide-only" data-role="both" aria-pressed=${this.both ? 'true' : 'false'} @click=${() => this.#toggleBoth()}>${say('std.both', l)}</button>` : nothing}
        <span class="views-case">${this.shelf ? html`${say('std.case', l)}${l === 'zh' ? '：' : ': '}<a href="./index.html">${this.#caseTitle() || say('std.case-own', l)}</a>` : nothing}</span>
      </div>
      <main id="text" tabindex="-1" class="standards view-${this.route.view}">
        ${
          this.failure
            ? html`<section class="summary" role="alert"><p>${say('std.failed', l, { reason: this.failure })}</p><p><button type="button" @click=${() => void this.#load()}>${say('std.reload', l)}</button></p></section>`
            : nothing
        }
        ${this.editions.length === 0 ? (this.failure ? nothing : html`<p class="quiet">${say('std.loading', l)}</p>`) : this.#view(desk)}
      </main>
      <footer class="foot"><span class="stamp">${say('std.footer', l)}</span></footer>`;
  }

  #skip(event: Event): void {
    // The address is the reader's place in the standards; a skip within the page leaves it alone.
    event.preventDefault();
    document.querySelector<HTMLElement>('#text')?.focus();
  }

  #missed(): number {
    return this.judged?.check.judgements.filter(({ status }) => status === 'missed').length ?? 0;
  }

  #view(desk: Desk): TemplateResult {
    const { l } = desk;
    const proposed = this.editions.find(({ id }) => id === PROPOSED);
    switch (this.route.view) {
      case 'text': {
        const { document: text } = proposed ?? {};
        if (!proposed || !text) return html`<p>${say('std.failed', l, { reason: PROPOSED })}</p>`;
        const choice = this.#choice();
        return html`<div class="reading">
          ${guard([text, l], () => this.#contents(text, desk))}
          ${guard([this.editions, this.judged, l, this.both, choice.purpose, choice.kind, desk.methods], () => standardText(proposed, desk, choice))}
        </div>`;
      }
      case 'check': {
        const view: CheckView = {
          ...this.checkChoice,
          own: {
            title: this.#caseTitle(),
            date: this.#textAt('/valuationDate'),
            purpose: this.#textAt('/purpose'),
          },
          refusal: this.refusal,
          laid: this.#laid().map(({ title }) => title[l]),
          choose: (choice) => {
            const { purpose } = this.checkChoice;
            this.checkChoice = { ...this.checkChoice, ...choice };
            if (this.checkChoice.purpose !== purpose) void this.#check();
          },
        };
        return caseCheck(desk, view);
      }
      case 'editions': {
        const routed = this.#routed();
        const view: PolicyView = {
          laid: this.#laid(),
          ...this.policy,
          valuationDate: this.#textAt('/valuationDate'),
          changed: (state) => {
            this.policy = { ...this.policy, ...state };
            if (state.kept !== undefined) void this.#load();
          },
        };
        const name = ({ id, edition }: FullEdition): string => `${id}@${edition}`;
        return editionsView(
          desk,
          view,
          (edition) => edition === routed || this.unfolded.has(name(edition)),
          (edition, open) => {
            if (open === this.unfolded.has(name(edition)) || edition === routed) return;
            const unfolded = new Set(this.unfolded);
            if (open) unfolded.add(name(edition));
            else unfolded.delete(name(edition));
            this.unfolded = unfolded;
          },
        );
      }
      case 'coverage':
        return coverageView(proposed, desk);
    }
  }

  /** The policies that are laid over the standards in this browser. */
  #laid(): FullEdition[] {
    const names = policies().map(({ id, edition }) => `${id}@${edition}`);
    return this.editions.filter(({ id, edition }) => names.includes(`${id}@${edition}`));
  }

  #contents(text: StandardDocument, desk: Desk): TemplateResult {
    const heading = say('std.contents', desk.l);
    return html`<nav class="contents" aria-label=${heading}>
      <details class="contents-fold" ?open=${window.matchMedia('(min-width: 60rem)').matches}><summary>${heading}</summary>${contentsList(text, desk, 1)}</details>
    </nav>`;
  }

  #tools(l: Language): TemplateResult {
    const choose = (choice: Partial<Reader>): void => {
      this.reader = { ...this.reader, ...choice };
      keepReader(choice);
    };
    return html`<div class="bar std-tools">
      <button type="button" data-role="print" @click=${() => window.print()}>${say('std.print', l)}</button>
      <label><span class="unseen">${say('theme', l)}</span>
        <select data-role="theme" @change=${(event: Event) => choose({ theme: (event.target as HTMLSelectElement).value as Theme })}>
          ${(['auto', 'light', 'dark'] as const).map((name) => html`<option value=${name} .selected=${live(name === this.reader.theme)}>${say(`theme.${name}`, l)}</option>`)}
        </select></label>
      <button type="button" data-role="language" lang=${l === 'zh' ? 'en' : 'zh-CN'} @click=${() => choose({ language: l === 'zh' ? 'en' : 'zh' })}>${say('language', l)}</button>
    </div>`;
  }

  /** The reader stays at the clause that was at the top. */
  #toggleBoth(): void {
    const rows = [...this.querySelectorAll<HTMLElement>('.row, .formula, .standard-table')];
    const top = rows.find((row) => row.getBoundingClientRect().bottom > 80);
    const was = top?.getBoundingClientRect().top ?? 0;
    // The browser would keep a place of its own choosing; two who correct make it wrong.
    document.documentElement.style.overflowAnchor = 'none';
    this.both = !this.both;
    void this.updateComplete.then(() => {
      if (top && window.scrollY > 0) window.scrollBy({ top: top.getBoundingClientRect().top - was });
      requestAnimationFrame(() => {
        document.documentElement.style.overflowAnchor = '';
      });
    });
  }

  #searchBox(l: Language): TemplateResult {
    const hits = this.#hits();
    const shown = hits.slice(0, MOST_HITS);
    const open = this.sought.trim() !== '';
    return html`<div class="search" role="search">
      <label class="unseen" for="search">${say('std.search', l)}</label>
      <input id="search" type="search" autocomplete="off" spellcheck="false" role="combobox" aria-autocomplete="list" aria-expanded=${open && shown.length > 0 ? 'true' : 'false'} aria-controls="hits" aria-activedescendant=${this.active >= 0 ? `hit-${this.active}` : nothing}
        placeholder=${`${say('std.search', l)}（/）`} .value=${live(this.sought)}
        @input=${(event: Event) => {
          this.sought = (event.target as HTMLInputElement).value;
          this.active = -1;
        }} @keydown=${this.#searchKeys} />
      <div class="hits" ?hidden=${!open}>
        <p class="hits-count quiet" role="status">${open ? (hits.length === 0 ? say('std.search.none', l, { text: this.sought.trim() }) : say('std.search.count', l, { count: hits.length })) : ''}</p>
        <ul id="hits" role="listbox" aria-label=${say('std.search', l)}>${open ? shown.map((hit, place) => this.#hit(hit, place, l)) : nothing}</ul>
        ${hits.length > MOST_HITS ? html`<p class="quiet">${say('std.search.more', l, { count: MOST_HITS })}</p>` : nothing}
      </div>
    </div>`;
  }

  #hit(hit: Hit, place: number, l: Language): TemplateResult {
    const { entry } = hit;
    const { head, body, lang } = excerpt(hit, this.sought, l);
    return html`<li class="hit" role="option" id="hit-${place}" aria-selected=${place === this.active ? 'true' : 'false'} @click=${() => this.#goTo(hit)}>
      <span class="hit-place">${entry.own ? nothing : html`<span class="hit-document">${marked(entry.document[l], this.sought)}</span> `}<b>${entry.place[l]}</b>${entry.isTerm ? html` <span class="quiet">${say('std.search.term', l)}</span>` : nothing}</span>
      <span class="hit-head" lang=${lang === 'zh' ? 'zh-CN' : 'en'}>${marked(head, this.sought)}</span>
      ${body ? html`<span class="hit-body" lang=${lang === 'zh' ? 'zh-CN' : 'en'}>${marked(body, this.sought)}</span>` : nothing}
    </li>`;
  }
}

customElements.define('ipval-standards', StandardsElement);
