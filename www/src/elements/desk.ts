// The desk: one case, its answer, what carries it, and the working paper behind every figure.
//
// Here is what the desk does: it asks the engine, keeps what is open, and answers clicks and keys.
// What it shows is drawn by `parts/`.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { joined } from '../case/entries';
import { blank, examples, FIRST } from '../case/examples';
import { read } from '../case/pointer';
import { CaseStore } from '../case/store';
import { isToFill } from '../controls/unread';
import { Appraiser, caseFields, check, methods, standards } from '../engine/client';
import { setOutlines } from '../engine/outlines';
import { counted, lacking, returned, type Sent, tried } from '../engine/sending';
import { type Span, Spanner } from '../engine/spans';
import type { CaseDocument, Check, Json, Problem, Standard, Valuation, Verdict } from '../engine/types';
import { answer, caseTitle, concludes, coverage } from '../parts/answer';
import { type Bench, entriesIn, type Fold, givesMoney } from '../parts/bench';
import { checkedLine, withheld } from '../parts/checked';
import { conclusion } from '../parts/conclusion';
import { desks } from '../parts/desks';
import { dossier, dossierPart, filedList, foldOf } from '../parts/dossier';
import { entryForms } from '../parts/entries';
import { facts, isFact, isRareFact } from '../parts/facts';
import { moreOf } from '../parts/form';
import { alignNotes, findings, margin, notesOf, ordered } from '../parts/margin';
import { pageRule, schedules } from '../parts/schedules';
import { simulation } from '../parts/simulation';
import { summary } from '../parts/summary';
import { type Hint, hintBox, type Opened, unfolding, workings } from '../parts/workings';
import { followPolicies } from '../standards/policies';
import { MoneyFormat, say, UNIT_EXPONENT } from '../text';
import type { Scene } from '../views/outputs';
import { LightElement } from './light';
import './case-bar';

const NO_PROBLEMS: Problem[] = [];
const NOTHING_LACKING: ReadonlyMap<string, Problem[]> = new Map();
/** A check costs about as much as an appraisal, so it waits until the reader's hands rest. */
const CHECK_AFTER_MS = 250;
const NO_SPANS: ReadonlyMap<string, Span> = new Map();

export class DeskElement extends LightElement {
  static override properties = {
    verdict: { state: true },
    valued: { state: true },
    failure: { state: true },
    fileError: { state: true },
    opened: { state: true },
    folds: { state: true },
    editions: { state: true },
    version: { state: true },
    hint: { state: true },
    printing: { state: true },
    ready: { state: true },
    lacks: { state: true },
    spans: { state: true },
    sought: { state: true },
    checked: { state: true },
  };
  declare verdict: Verdict | undefined;
  /** The last case that had a value, shown dimmed while the present one is refused. */
  declare valued: { valuation: Valuation; document: CaseDocument; sent: Sent } | undefined;
  declare failure: string;
  declare fileError: { name: string; reason: string } | undefined;
  declare opened: Opened | undefined;
  /** What the reader, or a link to a field within, has unfolded. */
  declare folds: Partial<Record<Fold, boolean>>;
  declare editions: Standard[];
  declare version: number;
  declare hint: Hint | undefined;

  /** The schedules are long, so they are made when they are asked for or printed, not at each step of a drag. */
  declare printing: boolean;

  /** The engine has said which methods it has. */
  declare ready: boolean;
  /** What the entries that are still being filled lack. */
  declare lacks: ReadonlyMap<string, Problem[]>;
  /** How far each method's value reaches. */
  declare spans: ReadonlyMap<string, Span>;
  declare sought: string;
  /** The case held against the clauses, once it has not been edited for a moment. */
  declare checked: Check | undefined;

  #store: CaseStore;
  #appraiser: Appraiser;
  #trier: Appraiser;
  #spanner: Spanner;
  /** What was sent last, and how to read the answer. */
  #sent: Sent | undefined;
  #trial: Sent | undefined;
  /** A file that was just opened may hold entries that were still being filled when it was saved. */
  #justOpened = false;
  #appraised: CaseDocument | undefined;
  #shelved: readonly string[] = [];
  #page = new CSSStyleSheet();
  #pageRule = '';
  #returnFocus: HTMLElement | undefined;
  #focusSummary = false;

  constructor() {
    super();
    const first = examples.find(({ name }) => name === FIRST) ?? examples[0];
    const today = new Date().toISOString().slice(0, 10);
    this.#store = new CaseStore(first?.document ?? blank(today), first?.name ?? '');
    const failed = (reason: Error): void => {
      this.failure = reason.message || 'unknown';
    };
    this.#appraiser = new Appraiser((verdict, document) => this.#answered(verdict, document), failed);
    this.#trier = new Appraiser((verdict, document) => this.#tried(verdict, document), failed);
    this.#spanner = new Spanner((spans) => {
      this.spans = spans;
    });
    this.failure = '';
    this.printing = false;
    this.folds = {};
    this.editions = [];
    this.version = 0;
    this.ready = false;
    this.lacks = NOTHING_LACKING;
    this.spans = NO_SPANS;
    this.sought = '';
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
      this.folds = {};
      this.lacks = NOTHING_LACKING;
      this.spans = NO_SPANS;
      this.#justOpened = true;
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
      this.#pageHeader();
      // The browser takes the page as it is when this listener returns.
      this.performUpdate();
    });
    window.addEventListener('afterprint', () => {
      this.printing = false;
    });
    window.matchMedia('print').addEventListener('change', ({ matches }) => {
      this.printing = matches;
    });
    window.addEventListener('resize', () => alignNotes(this));
    window.addEventListener('hashchange', () => this.#followAddress());
    followPolicies(() => {
      this.#appraised = undefined;
      this.#changed();
      this.#loadEditions();
    });
    this.#changed();
    this.#load();
    this.#loadEditions();
  }

  #loadEditions(): void {
    standards().then(
      (editions) => {
        this.editions = editions;
      },
      (reason: Error) => {
        this.failure = reason.message;
      },
    );
  }

  #checking = 0;

  #check(sent: Sent): void {
    window.clearTimeout(this.#checking);
    this.#checking = window.setTimeout(() => {
      check(sent.document).then(
        (answer) => {
          if (sent !== this.#sent) return;
          this.checked = answer.status === 'checked' ? answer : undefined;
        },
        // The answer has come all the same; what failed here will fail there, and is said there.
        () => undefined,
      );
    }, CHECK_AFTER_MS);
  }

  #arrived = false;

  /** A link from another desk names a field by its pointer, or a step of the working paper by its name. */
  #followAddress(): void {
    const address = decodeURIComponent(location.hash.slice(1));
    if (address.startsWith('/')) void this.#goTo(address);
    const key = /^step=(.+)$/.exec(address)?.[1];
    const step = this.valued?.valuation.steps.find((each) => each.key === key);
    if (!step) return;
    this.opened = { slot: 'answer', step: step.id };
    void this.updateComplete.then(() => {
      const unfolded = this.querySelector<HTMLElement>('[data-slot="answer"] .unfolding');
      unfolded?.focus({ preventScroll: true });
      unfolded?.scrollIntoView({ block: 'nearest' });
    });
  }

  #load(): void {
    Promise.all([methods(), caseFields()]).then(
      ([outlines, fields]) => {
        setOutlines(outlines, fields);
        this.ready = true;
        this.#changed();
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
    // Before the methods are known, none can be told to be one that is concluded from.
    if (!this.ready) return;
    if (content === this.#appraised && this.#store.aside === this.#shelved) return;
    this.#appraised = content;
    this.#shelved = this.#store.aside;
    this.#sent = counted(this.#store, givesMoney);
    this.#appraiser.appraise(this.#sent.document);
    this.#trial = tried(this.#store, givesMoney);
    if (this.#trial) this.#trier.appraise(this.#trial.document);
    else this.lacks = NOTHING_LACKING;
  };

  /** Whether the engine has nothing more to ask of an entry that is aside; then it joins. */
  #tried(verdict: Verdict, content: CaseDocument): void {
    const trial = this.#trial;
    if (content !== trial?.document || !this.verdict) return;
    const told = returned(verdict, trial);
    const lacks = new Map(
      this.#bench().entries.flatMap(({ aside, id, pointer }) =>
        aside ? [[id, lacking(told, this.verdict ?? told, pointer)] as const] : [],
      ),
    );
    this.lacks = lacks;
    const complete = [...lacks].flatMap(([id, problems]) => (problems.length === 0 ? [id] : []));
    // A text that could not be read is not a figure yet, whatever stood there before it.
    const whole = complete.filter((id) => {
      const entry = this.#bench().entries.find((each) => each.id === id);
      return !Object.keys(this.#store.drafts).some((pointer) => pointer.startsWith(`${entry?.pointer}/`));
    });
    if (whole.length > 0) this.#store.settle(joined(this.#store, whole, givesMoney));
  }

  /** Entries of a file that lack figures, where others do not, were being filled when it was saved. */
  #shelve(verdict: Verdict): boolean {
    const entries = entriesIn(this.#store);
    if (verdict.status !== 'refused' || entries.length < 2 || this.#store.aside.length > 0) return false;
    const elsewhere = verdict.problems.some(({ pointer }) => !/^\/(?:methods\/\d+|conclusion)/.test(pointer));
    const open = entries.filter(({ pointer }) => {
      const own = verdict.problems.filter((problem) => problem.pointer.startsWith(`${pointer}/`));
      return own.length > 0 && own.every((problem) => isToFill(problem, this.#store));
    });
    const wrong = verdict.problems.some(
      ({ pointer }) =>
        pointer.startsWith('/methods/') && !open.some((entry) => pointer.startsWith(`${entry.pointer}/`)),
    );
    // What has a weight, or is the one adopted, was part of the conclusion; it is asked for and not left out.
    const weights = read(this.#store.document, '/conclusion/weights');
    const adopted = read(this.#store.document, '/conclusion/adopted');
    const rest = entries.filter((entry) => entry.concluding && !open.includes(entry)).length;
    const counts =
      (Array.isArray(weights) && weights.length !== rest) || open.some(({ id }) => id === adopted);
    if (elsewhere || wrong || counts || open.length === 0 || open.length === entries.length) return false;
    this.#store.settle({ document: this.#store.document, aside: open.map(({ id }) => id) });
    return true;
  }

  #answered(answer: Verdict, sent: CaseDocument): void {
    const content = this.#store.document;
    if (sent !== this.#sent?.document) return;
    const verdict = returned(answer, this.#sent);
    const opened = this.#justOpened;
    this.#justOpened = false;
    if (opened && this.#shelve(verdict)) return;
    this.failure = '';
    this.verdict = verdict;
    this.#check(this.#sent);
    if (!this.#arrived) {
      this.#arrived = true;
      // The fields must be there before one of them can be gone to.
      void this.updateComplete.then(() => requestAnimationFrame(() => this.#followAddress()));
    }
    const concluding =
      verdict.status === 'valued' ? verdict.methods.filter((method) => method.concluding) : [];
    if (concluding.length > 1)
      this.#spanner.ask(
        sent,
        concluding.map(({ id }) => id),
      );
    else this.spans = NO_SPANS;
    if (verdict.status === 'valued') {
      this.valued = { valuation: verdict, document: content, sent: this.#sent };
      if (this.opened && this.opened.step >= verdict.steps.length) this.opened = undefined;
    }
    const name = verdict.status === 'valued' ? 'ipval-valued' : 'ipval-refused';
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail: verdict }));
  }

  #lastScene: Scene | undefined;

  /** The same object while it shows the same thing, so that what is drawn from it can be left alone. */
  #scene(): Scene | undefined {
    if (!this.valued) return undefined;
    const { valuation, document: content } = this.valued;
    const money = this.#moneyOf(valuation.unit, valuation.currency);
    const { language } = this.#store;
    const last = this.#lastScene;
    if (last?.valuation === valuation && last.language === language && last.money === money) return last;
    this.#lastScene = { valuation, document: content, language, money };
    return this.#lastScene;
  }

  #formats = new Map<string, MoneyFormat>();

  #moneyOf(unit: Json | undefined, currency: Json | undefined): MoneyFormat {
    const { language, money } = this.#store;
    const known =
      typeof unit === 'string' && unit in UNIT_EXPONENT ? (unit as keyof typeof UNIT_EXPONENT) : 'one';
    const code = typeof currency === 'string' ? currency : 'CNY';
    const name = [known, code, language, money].join();
    const format = this.#formats.get(name) ?? new MoneyFormat(known, code, language, money);
    this.#formats.set(name, format);
    return format;
  }

  get #refused(): boolean {
    return this.verdict?.status === 'refused';
  }

  #bench(): Bench {
    const store = this.#store;
    const { verdict, editions, version, folds, lacks, sought } = this;
    return {
      store,
      language: store.language,
      verdict,
      problems: verdict?.status === 'refused' ? verdict.problems : NO_PROBLEMS,
      lacking: lacks,
      entries: entriesIn(store),
      editions,
      money: this.#moneyOf(store.document.unit, store.document.currency),
      version,
      folds,
      fold: this.#fold,
      sought,
      seek: (text) => {
        this.sought = text;
      },
    };
  }

  #fold = (name: Fold, open: boolean): void => {
    this.folds = { ...this.folds, [name]: open };
  };

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
    const part = dossierPart(pointer);
    if (part) this.#fold(foldOf(part), true);
    else if (isFact(pointer)) {
      this.#fold('facts', true);
      if (isRareFact(pointer)) this.#fold('right', true);
    } else if (pointer.startsWith('/simulation')) this.#fold('simulation', true);
    else if (pointer.startsWith('/conclusion')) {
      this.#fold('conclusion', true);
      if (pointer.startsWith('/conclusion/notUsed')) this.#fold('notUsed', true);
    } else if (!all().some(({ dataset }) => dataset.pointer === pointer)) this.#unfold(pointer);
    await this.updateComplete;
    await new Promise(requestAnimationFrame);
    const field = near();
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  }

  /** Opens the entry around a field, and the rarer fields of each object on the way to it. */
  #unfold(pointer: string): void {
    const entry = entriesIn(this.#store).find((each) => pointer.startsWith(`${each.pointer}/`));
    if (entry) this.#fold(`entry:${entry.id}`, true);
    for (let at = pointer; at.includes('/inputs'); at = at.replace(/\/[^/]*$/, ''))
      this.#fold(moreOf(at), true);
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
    if (changed.has('verdict') || changed.has('version') || changed.has('editions') || changed.has('folds')) {
      window.cancelAnimationFrame(this.#aligning);
      // After the fields have drawn themselves, and once a frame however much has changed.
      this.#aligning = window.requestAnimationFrame(() => alignNotes(this));
    }
    if (changed.has('verdict')) this.#pageHeader();
    if (this.#focusSummary && changed.has('verdict')) {
      this.#focusSummary = false;
      if (this.#refused) this.#summaryFocus();
    }
  }

  #aligning = 0;

  /** A changed style sheet makes the browser style the whole page anew, so it is written when its words change. */
  #pageHeader(): void {
    const rule = pageRule(this.#store.document, this.verdict, this.#store.language);
    if (rule === this.#pageRule) return;
    this.#pageRule = rule;
    this.#page.replaceSync(rule);
  }

  // The sheet

  protected override render(): TemplateResult {
    const store = this.#store;
    const { language: l } = store;
    const bench = this.#bench();
    const scene = this.#scene();
    const { folds, verdict, valued, editions, opened } = this;
    const now = this.#refused ? undefined : scene;
    return html`
      <a class="skip" href="#answer">${say('skip', l)}</a>
      <header class="top">
        <h1 class="mark"><span class="seal" aria-hidden="true">值</span><span>ipval</span></h1>
        ${desks('valuation', l)}
        <nav aria-label=${say('nav', l)}>
          ${['pledge', 'licence', ...(scene ? [...(scene.valuation.methods.length > 1 ? ['methods'] : []), 'years', 'drivers', ...(scene.valuation.range ? ['range'] : []), 'scenarios', 'paper'] : [])].map((part) => html`<a href=${`#${part}`}>${say(`nav.${part}`, l)}</a>`)}
        </nav>
        <ipval-case-bar .store=${store} .version=${this.version}></ipval-case-bar>
      </header>
      <main class=${this.#refused ? 'refused' : ''}>
        ${summary(bench, {
          failure: this.failure,
          fileError: this.fileError,
          retry: () => {
            this.failure = '';
            this.#appraised = undefined;
            if (this.ready) this.#changed();
            else this.#load();
          },
          dismiss: () => {
            this.fileError = undefined;
          },
        })}
        ${caseTitle(bench)}
        <div class="sheet">
          <section class="answer-block" id="answer" data-slot="answer" aria-label=${say('answer', l)}>
            ${answer(bench, scene)} ${withheld(bench, now, this.checked)} ${checkedLine(bench, this.checked)} ${coverage(bench, now && concludes(now) ? now : undefined)} ${unfolding('answer', scene, editions, opened)}
          </section>
          <aside class="findings" aria-label=${say('findings', l)}>${guard([verdict, editions, l, store.money], () => findings(bench, scene?.money ?? bench.money))}</aside>
          <section class="assumptions" aria-labelledby="assumptions-heading">
            <h2 id="assumptions-heading">${say('assumptions', l)}</h2>
            ${facts(bench)} ${entryForms(bench)} ${conclusion(bench)} ${simulation(bench)} ${dossier(bench)}
          </section>
          <div class="workings ${this.#refused ? 'stale' : ''}">
            ${guard([scene, editions, opened, folds.steps, store.money, store.looks, this.spans], () =>
              scene && valued
                ? workings({
                    scene,
                    sent: valued.sent,
                    editions,
                    store,
                    spans: this.spans,
                    entries: bench.entries,
                    opened,
                    stepsOpen: folds.steps ?? false,
                    showSteps: () => this.#fold('steps', !this.folds.steps),
                  })
                : nothing,
            )}
          </div>
          <aside class="notes" aria-labelledby="notes-heading">${guard([verdict, editions, l, store.document.citation], () => margin(bench, this.#notes()))}</aside>
        </div>
        ${this.printing ? filedList(bench) : nothing}
        ${now && (folds.steps || this.printing) ? guard([now, editions, folds.steps, valued], () => schedules(now, editions, folds.steps ?? false)) : nothing}
      </main>
      <footer class="foot"><span class="stamp">${say('not-an-appraisal', l)}</span>${
        verdict
          ? html`<span>${say('footer.version', l, { version: verdict.producedBy.version })}</span>`
          : nothing
      }</footer>
      ${hintBox(scene, this.hint)}`;
  }

  #notes(): ReturnType<typeof notesOf> {
    const handles = [...this.querySelectorAll<HTMLElement>('.handle[data-about]')];
    return ordered(
      notesOf(this.verdict, this.editions, this.#store.language),
      handles.map(({ dataset }) => dataset.about ?? ''),
    );
  }
}

customElements.define('ipval-desk', DeskElement);
