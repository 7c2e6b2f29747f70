// "What if" on the desk: a table over one or two assumptions, and what each would have to be for a value asked for.
//
// The engine is asked after the answer and in no hurry, for a drag must not wait for tables; until then what is
// shown is dimmed. What was typed is kept with the case (`looks`), readable or not.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Tables } from '../case/looks';
import { figureAt } from '../case/pointer';
import type { CaseStore } from '../case/store';
import { breakEven, scenarios } from '../engine/client';
import { home, type Sent, sentTo } from '../engine/sending';
import type { BreakEven, Problem, Refusal, Scenarios, ScenariosRequest, Varied } from '../engine/types';
import { readNumber } from '../read-number';
import { joined, parts, say, UNIT_EXPONENT } from '../text';
import { driverName, drivers, type Scene } from '../views/outputs';
import {
  type Axis,
  breakEvenTable,
  type Floor,
  type Heading,
  headingText,
  kindOf,
  scenarioTable,
} from '../views/scenarios';
import { LightElement } from './light';

/** Long enough for a drag to end. */
const PAUSE_MS = 160;

export class ScenariosElement extends LightElement {
  static override properties = {
    scene: { attribute: false },
    store: { attribute: false },
    looks: { attribute: false },
    sent: { attribute: false },
    table: { state: true },
    even: { state: true },
    problems: { state: true },
    failure: { state: true },
    waiting: { state: true },
  };
  declare scene: Scene;
  declare store: CaseStore;
  /** The store's, so that a change of them draws this anew. */
  declare looks: CaseStore['looks'];
  declare sent: Sent;
  declare table: Scenarios | undefined;
  declare even: BreakEven | undefined;
  declare problems: Problem[];
  declare failure: string;
  declare waiting: boolean;

  #timer = 0;
  #latest = 0;

  constructor() {
    super();
    this.problems = [];
    this.failure = '';
    this.waiting = true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.#timer);
  }

  get #tables(): Tables {
    return this.looks.tables ?? {};
  }

  /** The assumptions that move the value, most first. */
  get #inputs() {
    return drivers(this.scene.valuation);
  }

  /** What was chosen, as long as the case has it; else the two that move the value most. */
  get #chosen(): { rows: string; columns: string } {
    const all = this.#inputs.map(({ pointer }) => pointer);
    const { rows, columns } = this.#tables;
    const first = rows !== undefined && all.includes(rows) ? rows : (all[0] ?? '');
    const usual = all.find((pointer) => pointer !== first) ?? '';
    const second = columns === undefined || (columns !== '' && !all.includes(columns)) ? usual : columns;
    return { rows: first, columns: second === first ? '' : second };
  }

  /** The value asked for: as typed, else the loan, else a threshold that the case names. */
  get #target(): string {
    const { target } = this.#tables;
    if (target !== undefined) return target;
    const { document, valuation } = this.scene;
    const given = valuation.range?.thresholds.find(({ key }) => key === 'given')?.at;
    const at = figureAt(document, '/pledge/loan') ?? given;
    return at === undefined ? '' : headingText({ unit: 'money', by: 'figure' }, at);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const was = changed.get('looks') as CaseStore['looks'] | undefined;
    const valued =
      changed.has('scene') && (changed.get('scene') as Scene | undefined)?.valuation !== this.scene.valuation;
    if (!valued && (!changed.has('looks') || was?.tables === this.looks.tables)) return;
    this.waiting = true;
    window.clearTimeout(this.#timer);
    this.#latest += 1;
    const number = this.#latest;
    this.#timer = window.setTimeout(() => void this.#ask(number), PAUSE_MS);
  }

  async #ask(number: number): Promise<void> {
    const request = this.#request();
    const target = this.#readTarget();
    try {
      const { document } = this.sent;
      const table = request && (await scenarios(document, request));
      const even = target === undefined ? undefined : await breakEven(document, target);
      if (number !== this.#latest) return;
      const refused = [table, even].filter((one): one is Refusal => one?.status === 'refused');
      this.problems = refused.flatMap(({ problems }) => problems);
      this.table = table?.status === 'tabled' ? this.#returned(table) : undefined;
      this.even =
        even?.status === 'solved'
          ? {
              ...even,
              inputs: even.inputs.map((one) => ({ ...one, pointer: home(one.pointer, this.sent.places) })),
            }
          : undefined;
      this.failure = '';
    } catch (reason) {
      if (number !== this.#latest) return;
      this.failure = reason instanceof Error ? reason.message : String(reason);
    }
    this.waiting = false;
  }

  #returned(table: Scenarios): Scenarios {
    const at = (varied: Varied): Varied => ({ ...varied, pointer: home(varied.pointer, this.sent.places) });
    return { ...table, rows: at(table.rows), ...(table.columns ? { columns: at(table.columns) } : {}) };
  }

  #request(): ScenariosRequest | undefined {
    const { rows, columns } = this.#chosen;
    if (rows === '') return undefined;
    const axis = (pointer: string): ScenariosRequest['rows'] => {
      const texts = this.#tables.headings?.[pointer];
      const values = texts && this.#read(pointer, texts).flatMap((value) => value ?? []);
      const input = sentTo(pointer, this.sent);
      return values && values.length > 0 ? { input, values } : { input };
    };
    return { rows: axis(rows), ...(columns === '' ? {} : { columns: axis(columns) }) };
  }

  /** The figures in the texts of an assumption's headings; none where a text is empty or cannot be read. */
  #read(pointer: string, texts: readonly string[]): (number | undefined)[] {
    const input = this.#inputs.find((one) => one.pointer === pointer);
    const step = this.scene.valuation.steps[input?.steps[0] ?? -1];
    const by = input?.value === undefined ? 'multiple' : 'figure';
    const kind = kindOf({ unit: step?.unit ?? 'factor', by });
    return texts.map((text) => {
      const reading = readNumber(text, kind, UNIT_EXPONENT[this.scene.money.unit]);
      return reading.ok ? reading.value : undefined;
    });
  }

  #readTarget(): number | undefined {
    const reading = readNumber(this.#target, 'money', UNIT_EXPONENT[this.scene.money.unit]);
    return reading.ok ? reading.value : undefined;
  }

  /** An assumption of the table with its headings: as typed, else as the engine proposes. */
  #axis(varied: Varied): Axis {
    const texts = this.#tables.headings?.[varied.pointer];
    const values = texts && this.#read(varied.pointer, texts);
    let place = 0;
    const headings: Heading[] = texts
      ? texts.map((text, index) => ({ text, place: values?.[index] === undefined ? undefined : place++ }))
      : varied.values.map((value, index) => ({ text: headingText(varied, value), place: index }));
    return {
      varied,
      headings,
      write: (index, text) => {
        const next = headings.map((heading) => heading.text).with(index, text);
        this.#set({ headings: { ...this.#tables.headings, [varied.pointer]: next } }, varied.pointer + index);
      },
    };
  }

  #set(part: Partial<Tables>, edit: string): void {
    this.store.look('tables', { ...this.#tables, ...part }, edit);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { scene, table, even } = this;
    if (this.#inputs.length === 0) return nothing;
    const l = scene.language;
    const { rows, columns } = this.#chosen;
    const shown =
      table && table.rows.pointer === rows && (table.columns?.pointer ?? '') === columns ? table : undefined;
    const own = [rows, columns].some((pointer) => this.#tables.headings?.[pointer] !== undefined);
    return html`
      <div class="section-head"><h2 id="scenarios-heading">${say('tables', l)}</h2><p class="screen-only">${say('tables.help', l)}</p></div>
      <p class="table-tools screen-only">
        ${this.#choice('rows', rows, columns)} ${this.#choice('columns', columns, rows)}
        ${own ? html`<button type="button" class="plain" data-role="propose" @click=${() => this.#propose(rows, columns)}>${say('tables.propose', l)}</button>` : nothing}
      </p>
      ${this.failure === '' ? nothing : html`<p class="problem" role="alert">${say('tables.failed', l, { reason: this.failure })}</p>`}
      ${this.problems.map((problem) => {
        const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts, scene.money);
        return html`<p class="problem" role="alert">${joined(l, what, remedy)}</p>`;
      })}
      <div class=${this.waiting ? 'waits' : ''}>${shown ? this.#drawn(shown) : nothing}</div>
      <div class="even ${even ? '' : 'screen-only'}">
        <h3><label for="even-target">${say('even', l)}</label>
          <input type="text" inputmode="decimal" class="figure-input" id="even-target" data-role="target" placeholder=${say('even.example', l)} aria-invalid=${this.#target.trim() !== '' && this.#readTarget() === undefined ? 'true' : 'false'}
            .value=${live(this.#target)} @input=${(event: Event) => this.#set({ target: (event.target as HTMLInputElement).value }, 'target')} />
          <span class="unit-mark">${scene.money.heading(UNIT_EXPONENT[scene.money.unit])}</span></h3>
        <p class="table-note">${say('even.help', l)}</p>
        <div class=${this.waiting ? 'waits' : ''}>${even ? breakEvenTable(scene, even) : nothing}</div>
      </div>`;
  }

  #drawn(table: Scenarios): TemplateResult {
    const columns = table.columns && this.#axis(table.columns);
    return scenarioTable(this.scene, table, this.#axis(table.rows), columns, this.#floor());
  }

  #floor(): Floor {
    const loan = figureAt(this.scene.document, '/pledge/loan');
    return loan === undefined ? { key: 'zero', at: 0 } : { key: 'loan', at: loan };
  }

  #choice(role: 'rows' | 'columns', now: string, other: string): TemplateResult {
    const l = this.scene.language;
    return html`<label>${say(`tables.${role}`, l)}
      <select data-role=${`table-${role}`} @change=${(event: Event) => this.#set({ [role]: (event.target as HTMLSelectElement).value }, role)}>
        ${role === 'columns' ? html`<option value="" .selected=${live(now === '')}>${say('tables.one-way', l)}</option>` : nothing}
        ${this.#inputs
          .filter(({ pointer }) => role === 'rows' || pointer !== other)
          .map(
            (input) =>
              html`<option value=${input.pointer} .selected=${live(input.pointer === now)}>${driverName(input, this.scene)}</option>`,
          )}
      </select></label>`;
  }

  /** Back to the engine's own figures, for these assumptions. */
  #propose(...pointers: string[]): void {
    const kept = Object.entries(this.#tables.headings ?? {}).filter(
      ([pointer]) => !pointers.includes(pointer),
    );
    this.#set({ headings: Object.fromEntries(kept) }, 'propose');
  }
}

customElements.define('ipval-scenarios', ScenariosElement);
