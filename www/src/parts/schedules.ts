// The schedules of the working paper (测算表): on screen when asked for, on paper always.

import { html, nothing, type TemplateResult } from 'lit';
import { read } from '../case/pointer';
import type { CaseDocument, Standard, Step, Valuation, Verdict } from '../engine/types';
import { cited, joined, type Language, parts, say, stepFigure, stepName } from '../text';
import { inFigures, inWords } from '../views/formula';
import { hasYears, type Scene, yearTable } from '../views/outputs';
import { entryName } from './bench';
import { clauseText } from './margin';

export function schedules(scene: Scene, editions: Standard[], onScreen: boolean): TemplateResult {
  const { valuation, language: l } = scene;
  const clauses = [
    ...new Set([
      ...valuation.steps.flatMap((step) => step.clauses),
      ...valuation.findings.flatMap((finding) => finding.clauses),
    ]),
  ].flatMap((ref) => cited(ref, editions, valuation.producedBy.standards, l) ?? []);
  return html`<section class="schedules ${onScreen ? '' : 'paper-only'}" aria-label=${say('paper.all', l)} data-slot="schedules">
    <h2 class="print-only">${say('paper', l)}</h2>
    <h3>${say('paper.inputs', l)}</h3>
    ${inputTable(scene, editions)}
    ${valuation.methods
      .filter(({ part }) => hasYears(scene, part))
      .map(
        (method, index, all) => html`<div class="print-only together">
        ${index === 0 ? html`<h3>${say('paper.years', l)}</h3>` : nothing}
        ${all.length > 1 ? html`<h4>${entryName(method, valuation.methods, l)}</h4>` : nothing}
        ${yearTable(scene, method.part)}</div>`,
      )}
    <h3>${say('paper.steps', l)}</h3>
    ${stepTable(scene)}
    <h3>${say('paper.findings', l)}</h3>
    ${valuation.findings.length === 0 ? html`<p>${say('findings.none', l)}</p>` : nothing}
    <ul class="plain-list">${valuation.findings.map((finding) => {
      const { what = '', remedy = '' } = parts(`finding.${finding.code}`, l, finding.facts, scene.money);
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

function unitOf(step: Step, { money, language }: Scene): string {
  return step.unit === 'money'
    ? money.heading(money.exponent(step.value))
    : say(`unit-of.${step.unit}`, language);
}

/** An input that several steps use is one line. */
function inputTable(scene: Scene, editions: Standard[]): TemplateResult {
  const { valuation, language: l, money } = scene;
  const inputs = valuation.steps.filter(({ kind }) => kind !== 'calculated');
  const once = new Map(inputs.map((step) => [`${step.pointer ?? step.id}`, step]));
  return html`<table class="schedule"><thead><tr><th scope="col">${say('paper.name', l)}</th><th scope="col" class="number">${say('paper.value', l)}</th><th scope="col">${say('paper.unit', l)}</th><th scope="col">${say('paper.basis', l)}</th></tr></thead>
    <tbody>${[...once.values()].map(
      (
        step,
      ) => html`<tr><th scope="row">${stepName(step, l)}${step.kind === 'input' ? nothing : html` <span class="tag ${step.kind}">${say(`origin.${step.kind}`, l)}</span>`}</th>
        <td class="number">${stepFigure(step, money)}</td><td>${unitOf(step, scene)}</td><td>${step.source ?? (step.kind === 'input' ? say('paper.no-source', l) : '')} ${shortClauses(step, valuation, editions, l)}</td></tr>`,
    )}</tbody></table>`;
}

function shortClauses(step: Step, valuation: Valuation, editions: Standard[], l: Language): string {
  // A parameter's source is its document already.
  if (step.kind === 'parameter' && step.source) return '';
  return step.clauses
    .flatMap((ref) => cited(ref, editions, valuation.producedBy.standards, l) ?? [])
    .map((clause) => `${clause.title} ${clause.place}`)
    .join(l === 'zh' ? '；' : '; ');
}

function stepTable(scene: Scene): TemplateResult {
  const { valuation, language: l, money } = scene;
  const { steps } = valuation;
  return html`<table class="schedule"><thead><tr><th scope="col">${say('paper.number', l)}</th><th scope="col">${say('paper.name', l)}</th><th scope="col">${say('paper.how', l)}</th><th scope="col">${say('paper.figures', l)}</th><th scope="col" class="number">${say('paper.value', l)}</th><th scope="col">${say('paper.unit', l)}</th></tr></thead>
    <tbody>${steps
      .filter(({ kind }) => kind === 'calculated')
      .map(
        (step) =>
          html`<tr class=${step.id === valuation.result ? 'result' : ''}><td>${step.id}</td><th scope="row">${stepName(step, l)}</th><td>${inWords(step, steps, l)}</td><td class="figures">${inFigures(step, steps, money)}</td><td class="number">${stepFigure(step, money)}</td><td>${unitOf(step, scene)}</td></tr>`,
      )}</tbody></table>`;
}

/** The margin boxes of each printed page; only a style sheet can write them, so one is written for each case. */
export function pageRule(content: CaseDocument, verdict: Verdict | undefined, l: Language): string {
  const quoted = (text: string): string => `"${text.replace(/["\\\n]/g, ' ')}"`;
  const producer = verdict?.producedBy;
  const title = String(content.title ?? read(content, '/asset/title') ?? say('case.own', l));
  const editions = (producer?.standards ?? []).map(({ id, edition }) => `${id} ${edition}`).join(' · ');
  const engine = producer ? say('print.engine', l, { engine: `${producer.engine} ${producer.version}` }) : '';
  const page = say('print.page', l).split(/\{page\}|\{pages\}/);
  return `@page {
    @top-left { content: ${quoted(title)}; }
    @top-right { content: ${quoted(`${String(content.valuationDate ?? '')} · ${engine}`)}; }
    @bottom-left { content: ${quoted(`${say('not-an-appraisal', l)} · ${editions}`)}; }
    @bottom-right { content: ${quoted(page[0] ?? '')} counter(page) ${quoted(page[1] ?? '')} counter(pages) ${quoted(page[2] ?? '')}; }
  }`;
}
