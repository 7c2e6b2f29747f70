// How uncertain a figure is: a distribution, its bounds, and what they are called.

import { html, nothing, type TemplateResult } from 'lit';
import { figureAt, isObject } from '../case/pointer';
import type { CaseStore } from '../case/store';
import { fieldId } from '../elements/light';
import type { Json, JsonObject } from '../engine/types';
import { fieldText, type NumberKind } from '../read-number';
import { say } from '../text';
import type { Filling } from './filling';

const RANGES: Record<string, string[]> = {
  triangular: ['min', 'mode', 'max'],
  uniform: ['min', 'max'],
  normal: ['mean', 'standardDeviation'],
};

/** A first proposal of a fifth to either side, to be corrected: an empty form would say less. */
function around(value: number): [low: number, high: number] {
  const ends = [Number((value * 0.8).toPrecision(3)), Number((value * 1.2).toPrecision(3))];
  return [Math.min(...ends), Math.max(...ends)];
}

export function openRange(store: CaseStore, pointer: string): void {
  const value = figureAt(store.document, pointer);
  if (value === undefined) return;
  const [min, max] = around(value);
  store.setBeside(pointer, 'range', { distribution: 'triangular', min, mode: value, max });
}

/** A range in one line: 1% – 3%, or 2% ± 0.5%. */
export function rangeText({ range }: JsonObject, kind: NumberKind): string {
  if (!isObject(range)) return '±';
  const written = (figure: Json | undefined): string =>
    typeof figure === 'number' ? fieldText(figure, kind) : '?';
  return range.distribution === 'normal'
    ? `${written(range.mean)} ± ${written(range.standardDeviation)}`
    : `${written(range.min)} – ${written(range.max)}`;
}

export function rangeEditor(
  filling: Filling,
  value: Json | undefined,
  close: () => void,
): TemplateResult | typeof nothing {
  const range = isObject(value) ? value.range : undefined;
  if (!isObject(range)) return nothing;
  const { store, pointer, language: l, kind, label, entry } = filling;
  const distribution = String(range.distribution);
  const choose = `${fieldId(pointer)}-distribution`;
  return html`<div class="range-editor" role="group" aria-label=${say('range.of', l, { name: label })}>
    <span class="range-part"><label for=${choose}>${say('range.distribution', l)}</label>
      <select id=${choose} data-pointer=${`${pointer}/range/distribution`} @change=${(event: Event) => distribute(store, pointer, (event.target as HTMLSelectElement).value, range)}>
        ${Object.keys(RANGES).map((name) => html`<option value=${name} .selected=${name === distribution}>${say(`range.${name}`, l)}</option>`)}
      </select></span>
    ${(RANGES[distribution] ?? []).map((part) => {
      const at = `${pointer}/range/${part}`;
      return html`<span class="range-part"><label for=${fieldId(at)}>${say(`range.${part}`, l)}</label>${entry(at, kind, `${label} ${say(`range.${part}`, l)}`)}</span>`;
    })}
    <button type="button" class="plain" @click=${() => {
      close();
      store.setBeside(pointer, 'range', undefined);
    }}>${say('range.drop', l)}</button>
  </div>`;
}

function distribute(store: CaseStore, pointer: string, distribution: string, range: JsonObject): void {
  const value = figureAt(store.document, pointer) ?? 0;
  const [low, high] = around(value);
  const min = typeof range.min === 'number' ? range.min : low;
  const max = typeof range.max === 'number' ? range.max : high;
  const shape: JsonObject =
    distribution === 'normal'
      ? { distribution, mean: value, standardDeviation: Number((Math.abs(max - min) / 4).toPrecision(2)) }
      : distribution === 'uniform'
        ? { distribution, min, max }
        : { distribution, min, mode: value, max };
  store.setBeside(pointer, 'range', shape);
}
