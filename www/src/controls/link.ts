// A figure that another entry worked out, taken from there instead of being typed.

import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Reference } from '../case/entries';
import type { CaseStore } from '../case/store';
import { fieldId } from '../elements/light';
import type { FieldOutline, Step, StepUnit } from '../engine/types';
import { isWhole } from '../fields';
import { type MoneyFormat, say, stepName, withUnit } from '../text';

/** More steps than this are a schedule year by year, in which nobody finds one; the result is always there. */
const MOST_STEPS = 120;

/** An entry that stands before another and has come to a result. */
export interface Earlier {
  id: string;
  /** What the page calls it. */
  name: string;
  unit: StepUnit;
  value: number;
  /** It is a value of a right, and not worked out to serve others. */
  values: boolean;
  /** Its other named steps. */
  steps: Step[];
}

export function sameEarlier(now: Earlier[] = [], was: Earlier[] = []): boolean {
  if (now === was) return true;
  return (
    now.length === was.length &&
    now.every((one, index) => {
      const other = was[index];
      return (
        one.id === other?.id &&
        one.name === other.name &&
        one.value === other.value &&
        one.steps.length === other.steps.length &&
        one.steps.every((step, place) => step.value === other.steps[place]?.value)
      );
    })
  );
}

/** Whether a figure of one unit may stand for another, as the engine sees it: fractions and numbers are alike. */
function alike(found: StepUnit, wanted: StepUnit | undefined): boolean {
  const apart = (unit: StepUnit | undefined): boolean => unit === 'money' || unit === 'years';
  return found === wanted || (!apart(found) && !apart(wanted));
}

/** The entries that have something of the unit that a field takes. */
export function fitting(earlier: Earlier[], field: FieldOutline): Earlier[] {
  return earlier.flatMap((one) => {
    const steps = one.steps.filter(({ unit }) => alike(unit, field.unit)).slice(0, MOST_STEPS);
    return alike(one.unit, field.unit) || steps.length > 0 ? [{ ...one, steps }] : [];
  });
}

/** Those that a field is likely to take its figure from; of the others one may ask. */
export function likely(sources: Earlier[], field: FieldOutline): boolean {
  return sources.some(({ values }) => !values || (field.unit === 'money' && isWhole(field)));
}

/** `royalty-rate` is `royaltyRate` in a case. */
function camelCase(key: string): string {
  return key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

export function takeFrom(
  store: CaseStore,
  pointer: string,
  sources: Earlier[],
  money: MoneyFormat,
  label: string,
): TemplateResult {
  const l = money.language;
  const take = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const [id = '', step, period] = select.value.split('\n');
    select.value = '';
    if (id === '') return;
    store.set(pointer, {
      from: id,
      ...(step ? { step } : {}),
      ...(period ? { period: Number(period) } : {}),
    });
  };
  return html`<select class="take-from" data-role="take-from" aria-label=${`${label}: ${say('link.take', l)}`} @change=${take}>
    <option value="" .selected=${live(true)}>${say('link.take', l)}</option>
    ${sources.map(
      (source) => html`<optgroup label=${source.name}>
        <option value=${source.id}>${say('link.result', l)} ${withUnit(source, money)}</option>
        ${source.steps.map((step) => html`<option value=${[source.id, camelCase(step.key), step.period ?? ''].join('\n')}>${stepName(step, l)} ${withUnit(step, money)}</option>`)}
      </optgroup>`,
    )}
  </select>`;
}

/** The figure that a reference leads to now. */
export function referredTo(
  reference: Reference,
  earlier: readonly Earlier[],
): { unit: StepUnit; value: number; step?: Step } | undefined {
  const source = earlier.find(({ id }) => id === reference.from);
  if (!source || typeof reference.step !== 'string') return source;
  const step = source.steps.findLast(
    ({ key, period }) =>
      camelCase(key) === reference.step &&
      (typeof reference.period !== 'number' || period === reference.period),
  );
  return step && { unit: step.unit, value: step.value, step };
}

/** What was taken stays as a number, in as many digits as anybody would type. */
export function asTyped(value: number): number {
  return Number(value.toPrecision(12));
}

export function linkChip(
  store: CaseStore,
  pointer: string,
  reference: Reference,
  earlier: Earlier[],
  money: MoneyFormat,
  label: string,
): TemplateResult {
  const l = money.language;
  const source = earlier.find(({ id }) => id === reference.from);
  const found = referredTo(reference, earlier);
  const step = found?.step
    ? stepName(found.step, l)
    : typeof reference.step === 'string'
      ? reference.step
      : '';
  const name = [source?.name ?? reference.from, step].filter(Boolean).join(' · ');
  // Before an answer there is no number to keep.
  const cut = (): void => store.set(pointer, found && asTyped(found.value));
  return html`<span class="entry link" data-link=${reference.from} title=${say('link.from', l, { name })}>
    <span class="link-value">${found ? withUnit(found, money) : '…'}</span>
    <span class="link-name"><span aria-hidden="true">← </span><span class="unseen">${say('link.from', l, { name: '' })}</span>${name}</span>
    <button type="button" class="plain" id=${fieldId(pointer)} data-pointer=${pointer} data-role="cut" aria-label=${say('link.cut-of', l, { name: label })} title=${say('link.cut', l)} @click=${cut}>×</button>
  </span>`;
}
