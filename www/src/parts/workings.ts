// Under the answer: year by year, what drives it, the working paper, and the hint over a figure.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Entry } from '../case/entries';
import { read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import type { Sent } from '../engine/sending';
import type { Span } from '../engine/spans';
import type { Standard } from '../engine/types';
import { say, stepFigure, stepName, withUnit } from '../text';
import { comparison } from '../views/compare';
import { inFigures, inWords } from '../views/formula';
import { chartImage, handOver } from '../views/image';
import { door, hasYears, type Scene, tornado, yearRows, yearTable } from '../views/outputs';
import { decisions, isYearly } from '../views/waiting';
import { entryName } from './bench';
import '../elements/paper';
import '../elements/range';
import '../elements/scenarios';

/** A figure that was opened, in the part of the sheet in which it was. */
export interface Opened {
  slot: string;
  step: number;
}

export interface Hint {
  step: number;
  x: number;
  y: number;
  above: boolean;
}

export interface Workings {
  scene: Scene;
  /** The case that the engine got, for what else is asked of it. */
  sent: Sent;
  editions: Standard[];
  store: CaseStore;
  spans: ReadonlyMap<string, Span>;
  entries: readonly Entry[];
  opened: Opened | undefined;
  stepsOpen: boolean;
  showSteps: () => void;
}

export function workings(all: Workings): TemplateResult {
  const { scene, editions, opened, stepsOpen } = all;
  const l = scene.language;
  const { methods, result, steps } = scene.valuation;
  const nameOf = (one: { id: string; method: string }): string => entryName(one, methods, l);
  const several = methods.length > 1;
  const drivers = tornado(scene);
  const concludes = methods.some(({ concluding }) => concluding);
  // Where nothing is concluded, the paper opens at the last result that there is.
  const shown = concludes ? result : (methods.at(-1)?.step ?? result);
  const yearly = methods.filter((method) => isYearly(method) && hasYears(scene, method.part));
  return html`
    ${comparison({ scene, spans: all.spans, entries: all.entries, name: nameOf })} ${unfolding('methods', scene, editions, opened)}
    ${decisions({ scene, entries: all.entries, name: nameOf })} ${unfolding('decisions', scene, editions, opened)}
    ${
      yearly.length === 0
        ? html`<div class="section-tools">${moneyChoice(all.store)}</div>`
        : html`<section id="years" data-slot="years" aria-labelledby="years-heading">
      <div class="section-head"><h2 id="years-heading">${say('years', l)}</h2>${moneyChoice(all.store)}</div>
      ${yearly.map(
        (
          method,
        ) => html`${several ? html`<h3>${nameOf(method)} ${door(method.step, withUnit({ unit: method.gives, value: method.value }, scene.money))}</h3>` : nothing}
        ${yearTable(scene, method.part)} ${chartTools(scene, method.part)}`,
      )}
      ${unfolding('years', scene, editions, opened)}
    </section>`
    }
    ${
      drivers === nothing
        ? nothing
        : html`<section id="drivers" data-slot="drivers" aria-labelledby="drivers-heading">
      <div class="section-head"><h2 id="drivers-heading">${say('drivers', l)}</h2><p>${say('drivers.help', l)}</p></div>
      ${drivers} ${unfolding('drivers', scene, editions, opened)}
    </section>`
    }
    ${
      concludes && scene.valuation.range
        ? html`<section id="range" data-slot="range" aria-labelledby="range-heading">
      <ipval-range .scene=${scene} .store=${all.store} .looks=${all.store.looks} .entries=${all.entries} .sent=${all.sent.document}></ipval-range>
      ${unfolding('range', scene, editions, opened)}
    </section>`
        : nothing
    }
    ${
      concludes && drivers !== nothing
        ? html`<section id="scenarios" data-slot="scenarios" aria-labelledby="scenarios-heading">
      <ipval-scenarios .scene=${scene} .store=${all.store} .looks=${all.store.looks} .sent=${all.sent}></ipval-scenarios>
    </section>`
        : nothing
    }
    <section id="paper" data-slot="paper" aria-labelledby="paper-heading">
      <div class="section-head"><h2 id="paper-heading">${say('paper', l)}</h2><p>${say('paper.help', l)}</p></div>
      <ipval-paper .scene=${scene} .standards=${editions} .step=${shown}></ipval-paper>
      <p><button type="button" class="plain" data-role="all-steps" aria-expanded=${stepsOpen ? 'true' : 'false'} @click=${all.showSteps}>${say('paper.all', l)} (${steps.length})</button></p>
    </section>`;
}

function chartTools(scene: Scene, part: string): TemplateResult | typeof nothing {
  if (yearRows(scene.valuation, part).periods.length < 2) return nothing;
  return html`<p class="chart-tools"><button type="button" class="plain" data-role="chart-image" @click=${(
    event: Event,
  ) => {
    const tools = (event.currentTarget as HTMLElement).closest('.chart-tools');
    void saveChart(tools?.previousElementSibling ?? null, scene);
  }}>${say('years.image', scene.language)}</button></p>`;
}

async function saveChart(table: Element | null, { valuation, document, language: l }: Scene): Promise<void> {
  if (!(table instanceof HTMLElement)) return;
  const title = String(document.title ?? read(document, '/asset/title') ?? say('case.own', l));
  const { engine, version } = valuation.producedBy;
  const image = await chartImage(table, {
    title: [title, valuation.valuationDate].filter(Boolean).join(' · '),
    unit: table.previousElementSibling?.textContent ?? '',
    source: `${say('not-an-appraisal', l)} · ${say('print.engine', l, { engine: `${engine} ${version}` })}`,
  });
  if (image) handOver(image, `${title} ${say('years', l)}`, '.png');
}

function moneyChoice(store: CaseStore): TemplateResult {
  const l = store.language;
  return html`<label class="money-choice">${say('money', l)}
    <select data-role="money" @change=${(event: Event) => store.choose({ money: (event.target as HTMLSelectElement).value as typeof store.money })}>
      ${(['auto', 'one', 'tenThousand', 'million', 'hundredMillion'] as const).map(
        (choice) =>
          html`<option value=${choice} .selected=${live(choice === store.money)}>${say(`money.${choice}`, l)}</option>`,
      )}
    </select></label>`;
}

export function unfolding(
  slot: string,
  scene: Scene | undefined,
  editions: Standard[],
  opened: Opened | undefined,
): TemplateResult | typeof nothing {
  if (!scene || opened?.slot !== slot) return nothing;
  const step = scene.valuation.steps[opened.step];
  if (!step) return nothing;
  return html`<div class="unfolding" tabindex="-1" role="region" aria-label=${`${say('paper', scene.language)}: ${stepName(step, scene.language)}`}>
    <ipval-paper closable .scene=${scene} .standards=${editions} .step=${step.id}></ipval-paper>
  </div>`;
}

/** How a figure comes about, while it is pointed at. */
export function hintBox(scene: Scene | undefined, hint: Hint | undefined): TemplateResult | typeof nothing {
  const step = scene?.valuation.steps[hint?.step ?? -1];
  if (!hint || !scene || !step) return nothing;
  const { money, valuation, language: l } = scene;
  const unit =
    step.unit === 'money'
      ? ` ${money.heading(money.exponent(step.value))}`
      : step.unit === 'years'
        ? ` ${say('years-unit', l)}`
        : '';
  return html`<div class="hint ${hint.above ? 'above' : ''}" role="tooltip" style=${`left:${hint.x}px;top:${hint.y}px`}>
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
