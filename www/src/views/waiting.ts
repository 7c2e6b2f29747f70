// What it is worth to decide later: one sentence for each option, and the tree of each decision tree.

import { html, nothing, type TemplateResult } from 'lit';
import type { Entry } from '../case/entries';
import { read } from '../case/pointer';
import type { Step } from '../engine/types';
import { percent, plain, say } from '../text';
import { door, type Fragment, type Scene, sentence } from './outputs';
import { decisionTree } from './tree';

type Method = Scene['valuation']['methods'][number];

export interface Decisions {
  scene: Scene;
  entries: readonly Entry[];
  /** What an entry is called. */
  name: (entry: Entry) => string;
}

/** Methods whose steps are numbered by node or by date of exercise, which no table by year should show. */
const NOT_YEARLY = new Set(['decisionTree', 'simulatedOption']);

export function isYearly({ method }: Method): boolean {
  return !NOT_YEARLY.has(method);
}

function isDrawn({ method }: Method): boolean {
  return method === 'decisionTree';
}

export function decisions({ scene, entries, name }: Decisions): TemplateResult | typeof nothing {
  const { valuation, language: l } = scene;
  const told = valuation.methods.flatMap((method) => {
    const entry = entries.find(({ id }) => id === method.id);
    if (method.approach !== 'option' || !entry) return [];
    const body = isDrawn(method)
      ? decisionTree(scene, method.part, entry.pointer)
      : waiting(scene, method, entry.pointer);
    return body === nothing ? [] : [{ entry, body, drawn: isDrawn(method) }];
  });
  if (told.length === 0) return nothing;
  const heading = told.every(({ drawn }) => drawn) ? 'tree' : 'waiting';
  return html`<section id="decisions" data-slot="decisions" aria-labelledby="decisions-heading">
    <div class="section-head"><h2 id="decisions-heading">${say(heading, l)}</h2>${heading === 'waiting' ? html`<p>${say('waiting.help', l)}</p>` : nothing}</div>
    ${told.map(({ entry, body }) => html`${valuation.methods.length > 1 ? html`<h3>${name(entry)}</h3>` : nothing}${body}`)}
  </section>`;
}

/** What deciding now and deciding later are worth, and when one would act. */
export function waiting(scene: Scene, { part }: Method, pointer: string): TemplateResult | typeof nothing {
  const { valuation, money, language: l, document } = scene;
  const own = valuation.steps.filter((step) => step.part === part);
  const of = (key: string): Step | undefined => own.findLast((step) => step.key === key);
  const amount = (step: Step): Fragment => html`<strong>${door(step.id, money.amount(step.value))}</strong>`;
  const value = of('option-value');
  const [now, more] = [of('value-of-immediate-exercise'), of('value-of-waiting')];
  const [bound, free] = [of('value-if-committed'), of('value-of-flexibility')];
  const figures = now && more ? [now, more] : bound && free ? [bound, free] : undefined;
  const [one, difference] = figures ?? [];
  if (!value || !one || !difference) return nothing;
  const staged = one === bound;
  // Below a ten-thousandth of the value the difference is rounding.
  const gains = difference.value > 1e-4 * Math.abs(value.value);
  const verdict = gains ? (one.value > 0 ? 'waiting.better' : 'waiting.only') : 'waiting.now';
  const first = sentence(staged ? 'waiting.staged' : 'waiting.says', l, {
    now: amount(one),
    later: amount(value),
    more: amount(difference),
  });
  const space = l === 'zh' ? '' : ' ';
  return html`<p class="waiting" data-role="waiting">${first}${space}${say(staged && gains ? 'waiting.stages' : verdict, l)}${space}${
    gains ? when(of, String(read(document, `${pointer}/inputs/optionType`) ?? 'call'), scene) : nothing
  }</p>`;
}

/** When one would act, as far as the method tells. */
function when(of: (key: string) => Step | undefined, kind: string, { money, language: l }: Scene): Fragment {
  const side = kind === 'put' ? 'put' : 'call';
  const level = (step: Step): Fragment => door(step.id, money.amount(step.value));
  const years = (step: Step): Fragment => door(step.id, plain(step.value, 2));
  const critical = of('critical-value');
  const [first, mean, share] = [of('critical-year'), of('mean-exercise-year'), of('share-exercised')];
  if (critical && first && mean && share) {
    return html`${sentence(`waiting.simulated-${side}`, l, {
      level: level(critical),
      first: years(first),
      mean: years(mean),
      share: door(share.id, percent(share.value, 0)),
    })}`;
  }
  const decided = of('compound-years');
  if (critical && decided) {
    return html`${sentence(`waiting.first-${side}`, l, { level: level(critical), years: years(decided) })}`;
  }
  if (critical) return html`${sentence(`waiting.reach-${side}`, l, { level: level(critical) })}`;
  const end = of('years-to-expiry') ?? of('remaining-life');
  const price = of('exercise-price');
  // On a lattice any step may be the one; only a formula for the last day knows its day.
  if (!end || !price || !of('d-two')) return nothing;
  return html`${sentence(`waiting.end-${side}`, l, { years: years(end), price: level(price) })}`;
}
