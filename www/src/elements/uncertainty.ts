// How uncertain a figure is: the shape of its range, a picture of it that can be taken hold of, and a fit to data.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { figureAt } from '../case/pointer';
import { type Candidate, candidates, WAYS, type Way, wayOf } from '../case/ranges';
import type { Filling } from '../controls/filling';
import { dataIn, type Fit, fitPanel } from '../controls/fit';
import { changeShape, cutting, type Shaping, shapeChoice, shapeNumbers, wrongWhole } from '../controls/shape';
import { fitted, picture } from '../engine/client';
import { Newest } from '../engine/newest';
import type { JsonObject, Picture, PictureAnswer, Problem } from '../engine/types';
import { fieldText, type NumberKind, nudged } from '../read-number';
import { joined, parts, say } from '../text';
import { type Domain, distribution, domainOf, figureUnder, type Grip } from '../views/distribution';
import { LightElement } from './light';

/** A drag moves in steps of at least so many to the picture's width; finer ones nobody could tell apart. */
const STEPS = 100;

/** Digits of what is only looked at; more would not be read. */
const DIGITS = 3;

export class UncertaintyElement extends LightElement {
  static override properties = {
    filling: { attribute: false },
    range: { attribute: false },
    value: { type: Number },
    problems: { attribute: false },
    exponent: { type: Number },
    close: { attribute: false },
    drawn: { state: true },
    refused: { state: true },
    held: { state: true },
    chosen: { state: true },
    cutOpen: { state: true },
    fitOpen: { state: true },
    fit: { state: true },
  };
  declare filling: Filling;
  declare range: JsonObject;
  declare value: number | undefined;
  declare problems: readonly Problem[];
  declare exponent: number;
  /** Told when the range has been taken away. */
  declare close: () => void;
  declare drawn: Picture | undefined;
  /** What the engine says of a range that it cannot draw. */
  declare refused: readonly Problem[];
  /** The ends of the picture while a grip is dragged. */
  declare held: Domain | undefined;
  declare chosen: Way | undefined;
  declare cutOpen: boolean;
  declare fitOpen: boolean;
  declare fit: Fit | undefined;

  // Whether the figure lies within its range the case says; a figure outside is seen to be outside.
  #painter = new Newest<JsonObject, PictureAnswer>(
    picture,
    (answer) => {
      this.refused = answer.status === 'refused' ? answer.problems : [];
      if (answer.status === 'pictured') this.drawn = answer;
    },
    // Who asks for the value hears of a failure and says it; here the last picture stands.
    () => undefined,
  );
  #fitter = new Newest<number[], Fit>(
    fitTo,
    (fit) => {
      this.fit = fit;
    },
    () => undefined,
  );
  /** What was asked for last, so that a redraw alone asks for nothing. */
  #asked = '';
  #fittedTo = '';

  constructor() {
    super();
    this.problems = [];
    this.refused = [];
    this.cutOpen = false;
    this.fitOpen = false;
    this.exponent = 0;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before: Filling | undefined = changed.get('filling');
    if (before && before.pointer !== this.filling.pointer) this.#forget();
    if (this.fitOpen) this.#fitData(this.#data());
    const asked = JSON.stringify(this.range);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#painter.ask(this.range);
  }

  /** Another figure has come into this place. */
  #forget(): void {
    this.drawn = undefined;
    this.refused = [];
    this.chosen = undefined;
    this.cutOpen = false;
    this.fitOpen = false;
    this.fit = undefined;
    this.#fittedTo = '';
  }

  get #way(): Way | undefined {
    return wayOf(this.range, this.chosen);
  }

  get #shaping(): Shaping {
    const { filling, range, problems, exponent } = this;
    return { ...filling, range, way: this.#way, problems, exponent };
  }

  protected override render(): TemplateResult {
    const shaping = this.#shaping;
    const { store, pointer, language: l, label } = shaping;
    const told = wrongWhole(shaping);
    const parted = shaping.way === undefined ? 0 : WAYS[shaping.way].parts.length;
    return html`<div class="range-editor ${parted === 3 ? 'three' : ''}" role="group" aria-label=${say('range.of', l, { name: label })}>
      ${shapeChoice(shaping, (way) => this.#choose(way))}
      ${this.#picture(shaping)}
      ${told.length > 0 ? html`<div class="wide">${told}</div>` : this.#refusal(shaping)}
      ${shapeNumbers(shaping)}
      ${cutting(shaping, this.#isCut(shaping))}
      <div class="range-tools wide">
        ${this.#tool('cut', this.#isCut(shaping), this.#isCut(shaping) ? 'range.uncut' : 'range.cut', () => this.#toggleCut(shaping))}
        ${this.#tool('fit', this.fitOpen, 'range.fit', () => {
          this.fitOpen = !this.fitOpen;
        })}
        <button type="button" class="plain" data-role="drop-range" @click=${() => {
          this.close();
          store.setRange(pointer, this.#way ?? '', undefined);
        }}>${say('range.drop', l)}</button>
      </div>
      ${this.fitOpen ? this.#fitPanel(shaping) : nothing}
    </div>`;
  }

  #tool(role: string, open: boolean, words: string, act: () => void): TemplateResult {
    return html`<button type="button" class="plain" data-role=${role} aria-expanded=${open ? 'true' : 'false'} @click=${act}>${say(words, this.filling.language)}</button>`;
  }

  /** Where the case is not refused for it yet, what the picture was refused for. */
  #refusal({ language: l, problems }: Shaping): TemplateResult | typeof nothing {
    const told = this.refused.filter(({ code }) => code !== 'missing');
    if (problems.length > 0 || told.length === 0) return nothing;
    return html`<div class="wide">${told.map((problem) => {
      const { what = '', remedy = '' } = parts(`problem.${problem.code}`, l, problem.facts);
      return html`<p class="problem">${joined(l, what, remedy)}</p>`;
    })}</div>`;
  }

  #choose(way: Way): void {
    if (changeShape(this.#shaping, this.#way ?? '', way)) {
      this.chosen = way;
      return;
    }
    // The data come first; until they are there, the shape that was there stays.
    this.fitOpen = true;
    this.requestUpdate();
    void this.updateComplete.then(() =>
      this.querySelector<HTMLTextAreaElement>('[data-role="fit-data"]')?.focus(),
    );
  }

  #isCut({ range, store, pointer }: Shaping): boolean {
    const at = `${pointer}/range/truncated`;
    return (
      this.cutOpen ||
      range.truncated !== undefined ||
      Object.keys(store.drafts).some((place) => place.startsWith(`${at}/`))
    );
  }

  #toggleCut(shaping: Shaping): void {
    const { store, pointer, range } = shaping;
    const open = this.#isCut(shaping);
    this.cutOpen = !open;
    const { truncated, ...whole } = range;
    if (open && truncated !== undefined) store.setRange(pointer, this.#way ?? '', whole);
  }

  // The picture

  #picture(shaping: Shaping): TemplateResult | typeof nothing {
    const { drawn, value } = this;
    const { language: l, kind, label } = shaping;
    if (!drawn) return nothing;
    const written = (figure: number): string => fieldText(Number(figure.toPrecision(DIGITS)), kind);
    const { mean, standardDeviation } = drawn;
    const known = typeof mean === 'number' && typeof standardDeviation === 'number';
    return html`<div class="range-picture wide ${this.refused.length > 0 ? 'stale' : ''}">
      ${distribution({
        drawn,
        name: label,
        language: l,
        written,
        value,
        grips: this.#grips(shaping),
        domain: this.held,
        press: (event, grip) => this.#drag(event, grip),
        key: (event, grip) => this.#key(event, grip, kind),
      })}
      ${known ? html`<p class="list-count">${say('range.moments', l, { mean: written(mean), deviation: written(standardDeviation) })}</p>` : nothing}
    </div>`;
  }

  /** The numbers of the shape that are figures: each may go as far as its neighbours, and no end past the figure. */
  #grips({ way, range, label, language: l, field }: Shaping): Grip[] {
    const { value } = this;
    const placed = (way === undefined ? [] : WAYS[way].parts).flatMap(([key, sort]) => {
      const at = range[key];
      return sort === 'figure' && typeof at === 'number' ? [{ key, at }] : [];
    });
    return placed.map(({ key, at }, place) => {
      const low = placed[place - 1]?.at ?? field.least ?? Number.NEGATIVE_INFINITY;
      const high = placed[place + 1]?.at ?? field.most ?? Number.POSITIVE_INFINITY;
      return {
        key,
        at,
        label: `${label} ${say(`range.${key}`, l)}`,
        low: key === 'max' && value !== undefined ? Math.max(low, value) : low,
        high: key === 'min' && value !== undefined ? Math.min(high, value) : high,
      };
    });
  }

  #drag(event: PointerEvent, grip: Grip): void {
    const { drawn, value } = this;
    const mark = event.currentTarget as SVGGElement;
    const sheet = mark.ownerSVGElement;
    if (!drawn || !sheet) return;
    event.preventDefault();
    mark.focus({ preventScroll: true });
    mark.setPointerCapture(event.pointerId);
    const domain = domainOf({ drawn, value });
    this.held = domain;
    const move = (next: PointerEvent): void => {
      const box = sheet.getBoundingClientRect();
      const wanted = figureUnder((next.clientX - box.left) / box.width, domain);
      this.#move(grip, stepped(wanted, domain[1] - domain[0]));
    };
    mark.addEventListener('pointermove', move);
    mark.addEventListener(
      'lostpointercapture',
      () => {
        mark.removeEventListener('pointermove', move);
        this.held = undefined;
      },
      { once: true },
    );
  }

  #key(event: KeyboardEvent, grip: Grip, kind: NumberKind): void {
    const direction = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    this.#move(grip, nudged(grip.at, kind, direction, event.shiftKey));
  }

  #move({ key, low, high }: Grip, wanted: number): void {
    const { store, pointer } = this.filling;
    const at = `${pointer}/range/${key}`;
    const figure = Math.min(high, Math.max(low, wanted));
    if (figure !== figureAt(store.document, at)) store.setFigure(at, figure);
  }

  // Data

  /** What was pasted, else the data that the range consists of. */
  #data(): string {
    const { store, pointer, kind } = this.filling;
    const { data } = store.triedFor(pointer);
    const { observations } = this.range;
    if (data !== '' || !Array.isArray(observations)) return data;
    const texts = observations.flatMap((each) => (typeof each === 'number' ? [fieldText(each, kind)] : []));
    return texts.join('  ');
  }

  #fitData(text: string): void {
    if (text === this.#fittedTo) return;
    this.#fittedTo = text;
    const data = dataIn(text, this.#shaping);
    if (typeof data === 'string' || data.length === 0) this.fit = undefined;
    else this.#fitter.ask(data);
  }

  #fitPanel(shaping: Shaping): TemplateResult {
    const { store, pointer } = shaping;
    const text = this.#data();
    return fitPanel(shaping, {
      text,
      fit: this.fit,
      typed: (now) => {
        store.setData(pointer, now);
        this.requestUpdate();
      },
      take: ({ way, range }: Candidate) => this.#take(way, range),
      takeData: () => {
        const data = dataIn(text, shaping);
        if (typeof data !== 'string')
          this.#take('observed', { distribution: 'observed', observations: data });
      },
    });
  }

  #take(way: Way, range: JsonObject): void {
    const { store, pointer } = this.filling;
    store.setRange(pointer, this.#way ?? '', range);
    this.chosen = way;
  }
}

/** Rounded in decimals to the step of a drag, so that there and back is the same bits. */
function stepped(figure: number, across: number): number {
  const exponent = Math.floor(Math.log10(across / STEPS));
  return Number((Math.round(figure / 10 ** exponent) * 10 ** exponent).toFixed(Math.max(0, -exponent)));
}

/** The shapes that these data may follow, each with its picture. */
async function fitTo(data: number[]): Promise<Fit> {
  const answer = await fitted(data);
  if (answer.status === 'refused') return { data, candidates: [], problems: answer.problems };
  const { steps } = answer;
  const of = (key: string): number => steps.find((step) => step.key === key)?.value ?? Number.NaN;
  const all = (key: string) => steps.filter((step) => step.key === key);
  const found = candidates({
    mean: of('sample-mean'),
    deviation: of('sample-standard-deviation'),
    least: of('sample-minimum'),
    most: of('sample-maximum'),
    mode: of('fitted-mode'),
    quantiles: all('sample-quantile').map(({ value }) => value),
    distances: all('kolmogorov-distance').flatMap(({ label, value }) =>
      label === undefined ? [] : [{ shape: label, distance: value }],
    ),
  });
  const pictures = await Promise.all(found.map(({ range }) => picture(range)));
  return {
    data,
    problems: [],
    candidates: found.map((candidate, place) => {
      const drawn = pictures[place];
      return { candidate, drawn: drawn?.status === 'pictured' ? drawn : undefined };
    }),
  };
}

customElements.define('ipval-uncertainty', UncertaintyElement);
