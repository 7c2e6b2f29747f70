// How uncertain a figure is: a range that is opened, shown in one line, and edited.

import { html, nothing, type TemplateResult } from 'lit';
import { figureAt, isObject } from '../case/pointer';
import { around, figuresIn, proposal, type Way, wayOf } from '../case/ranges';
import type { Json, JsonObject, Problem } from '../engine/types';
import { fieldText, type NumberKind } from '../read-number';
import { type Language, plain, say } from '../text';
import type { Filling } from './filling';
import '../elements/uncertainty';

/** Gives a figure the range that was taken away from it last, else a first proposal. */
export function openRange({ store, pointer, field }: Filling): void {
  const value = figureAt(store.document, pointer);
  if (value === undefined) return;
  const { shapes, last } = store.triedFor(pointer);
  const kept = shapes[last];
  store.setRange(
    pointer,
    '',
    kept?.range ?? proposal('triangular', around(value, field), value),
    kept?.drafts,
  );
}

/** A range in one line: 1% – 3%, or 2% ± 0.5%. */
export function rangeText({ range }: JsonObject, kind: NumberKind, language: Language): string {
  if (!isObject(range)) return '±';
  const figure = (value: Json | undefined): string =>
    typeof value === 'number' ? fieldText(value, kind) : '?';
  const bare = (value: Json | undefined): string => (typeof value === 'number' ? plain(value, 3) : '?');
  const named = (text: string): string => `${say(`range.${way}`, language)} ${text}`;
  const way: Way | undefined = wayOf(range);
  switch (way) {
    case undefined:
      return String(range.distribution ?? '±');
    case 'normal':
    case 'logNormal':
    case 'gamma':
      return `${figure(range.mean)} ± ${figure(range.standardDeviation)}`;
    case 'logNormalOfLogs':
      return named(`${bare(range.logMean)} ± ${bare(range.logStandardDeviation)}`);
    case 'betaOfShare':
      return named(`${bare(range.shape1)}, ${bare(range.shape2)}`);
    case 'bernoulli':
      return named(typeof range.probability === 'number' ? fieldText(range.probability, 'share') : '?');
    case 'quantiles':
      return `P10 ${figure(range.p10)} – P90 ${figure(range.p90)}`;
    case 'discrete':
    case 'observed': {
      const figures = figuresIn(range.values ?? range.observations);
      if (figures.length === 0) return say(`range.${way}`, language);
      const [low, high] = [Math.min(...figures), Math.max(...figures)];
      return `${figure(low)} – ${figure(high)}`;
    }
    default:
      return `${figure(range.min)} – ${figure(range.max)}`;
  }
}

export function rangeEditor(
  filling: Filling,
  value: Json | undefined,
  problems: readonly Problem[],
  exponent: number,
  close: () => void,
): TemplateResult | typeof nothing {
  const range = isObject(value) ? value.range : undefined;
  if (!isObject(range)) return nothing;
  const { store, pointer } = filling;
  const figure = figureAt(store.document, pointer);
  const within = problems.filter(({ pointer: at }) => isWithinRange(at, pointer));
  return html`<ipval-uncertainty .filling=${filling} .range=${range} .value=${figure} .problems=${within} .exponent=${exponent} .close=${close}></ipval-uncertainty>`;
}

/** Whether a place belongs to the range of a figure, so that its editor says what is wrong there. */
export function isWithinRange(at: string, pointer: string): boolean {
  return at === `${pointer}/range` || at.startsWith(`${pointer}/range/`);
}
