// The other editions: law, standards and lenders' policies, each value with its dates, its grade and its source.

import { html, nothing, type TemplateResult } from 'lit';
import { type Language, say } from '../text';
import { type Desk, judgedMargin, reference } from './evidence';
import {
  addressOf,
  type DatedValue,
  type FullClause,
  type FullEdition,
  type FullParameter,
  PROPOSED,
  placeOf,
  titled,
} from './model';
import { amount } from './places';
import { type PolicyView, policySection } from './policy';

const GROUPS = ['standard', 'law', 'bank-policy'] as const;

/** How well something is known, said only where it is less than a fact. */
function gradeMark(grade: string, { group, status }: FullEdition, l: Language): TemplateResult {
  const own = status === 'example' ? 'example' : group === 'bank-policy' ? 'bank' : 'own';
  const kind = grade.startsWith('M')
    ? 'M'
    : grade === 'P' || grade === 'O'
      ? 'fact'
      : grade === 'own'
        ? own
        : grade;
  return html`<span class="grade ${kind}" title=${say(`grade.${grade}`, l)}>${grade === 'own' ? '' : html`<span class="grade-letter">${grade}</span> `}${say(`std.mark.${kind}`, l)}</span>`;
}

export function editionsView(
  desk: Desk,
  policy: PolicyView,
  isOpen: (edition: FullEdition) => boolean,
  toggled: (edition: FullEdition, open: boolean) => void,
): TemplateResult {
  const { l, editions } = desk;
  return html`<section class="editions-view">
    <h1 class="view-title">${say('std.ed.heading', l)}</h1>
    <p class="view-intro">${say('std.ed.intro', l)}</p>
    ${policySection(desk, policy)}
    ${GROUPS.map((group) => {
      // The desk's own document first, then by their titles as the pack has them.
      const of = editions
        .filter((edition) => edition.group === group)
        .sort((a, b) => Number(b.id === PROPOSED) - Number(a.id === PROPOSED));
      return html`<section class="edition-group" id="group-${group}"><h2>${say(`group.${group}`, l)} <span class="count">${of.length}</span></h2>
        ${of.map((edition) => one(edition, desk, isOpen(edition), toggled))}</section>`;
    })}
  </section>`;
}

function inForce(edition: FullEdition, l: Language): string {
  if (edition.status === 'example') return say('std.ed.in-force.example', l);
  if (edition.verified.grade === 'own' && edition.group !== 'bank-policy')
    return say('std.ed.in-force.none', l);
  const { from, to } = edition.inForce;
  return to ? say('std.ed.in-force.span', l, { from, to }) : say('std.ed.in-force.from', l, { from });
}

function one(
  edition: FullEdition,
  desk: Desk,
  open: boolean,
  toggled: (edition: FullEdition, open: boolean) => void,
): TemplateResult {
  const { l } = desk;
  const missing = edition.status === 'to be transcribed';
  return html`<details class="edition ${missing ? 'missing' : ''}" id="${edition.id}@${edition.edition}" tabindex="-1" .open=${open} @toggle=${(event: Event) => toggled(edition, (event.target as HTMLDetailsElement).open)}>
    <summary>
      <span class="edition-title">${edition.title[l]}${edition.number ? html` <span class="edition-number">${edition.number}</span>` : nothing}</span>
      <span class="edition-dates">${inForce(edition, l)}</span>
      <span class="edition-state">${
        missing
          ? html`<span class="stamp-missing">${say('state.to-be-transcribed', l)}</span>`
          : html`${gradeMark(edition.verified.grade, edition, l)} <span class="quiet">${say(edition.parameters.length > 0 ? 'std.ed.clause-count' : 'std.ed.clause-count-only', l, { clauses: edition.clauses.length, parameters: edition.parameters.length })}</span>`
      }</span>
    </summary>
    ${open ? inside(edition, desk) : nothing}
  </details>`;
}

function inside(edition: FullEdition, desk: Desk): TemplateResult {
  const { l } = desk;
  const { source, verified } = edition;
  const line = (key: string, value: unknown): TemplateResult | typeof nothing =>
    value ? html`<div><dt>${say(key, l)}</dt><dd>${value}</dd></div>` : nothing;
  return html`<div class="edition-body">
    <dl class="about">
      ${line('std.ed.issuer', edition.issuer[l])} ${line('std.ed.promulgated', edition.promulgated)} ${line('std.ed.in-force', inForce(edition, l))}
      ${line('std.ed.source', html`${source.document}${source.url ? html` <a href=${source.url} rel="noopener noreferrer" target="_blank">${say('std.ed.original', l)}</a>` : nothing}`)}
      ${line('std.ed.read', source.read)}
      ${line('std.ed.verified', html`${verified.on} · ${verified.by} · ${say(`grade.${verified.grade}`, l)}${verified.note ? html`<br /><span class="quiet">${verified.note}</span>` : nothing}`)}
    </dl>
    ${edition.id === PROPOSED ? html`<p><a href=${addressOf(PROPOSED, '')}>${say('std.ed.to-text', l)}</a></p>` : nothing}
    ${edition.status === 'to be transcribed' ? html`<p class="missing-place">${say('std.ed.missing', l)} ${edition.toBeTranscribed ? nothing : html`<span>${say('std.ed.look-in', l)}${source.document}</span>`}</p>` : nothing}
    ${
      edition.toBeTranscribed
        ? html`<h4>${say('std.ed.also-missing', l)}</h4><ul class="to-transcribe">${edition.toBeTranscribed.map(({ what, where }) => html`<li>${what[l]}<br /><span class="quiet">${say('std.ed.look-in', l)}${where}</span></li>`)}</ul>`
        : nothing
    }
    ${edition.clauses.length > 0 && edition.id !== PROPOSED ? html`<h4>${say('std.ed.clauses', l)}</h4>${edition.clauses.map((clause) => clauseLine(clause, edition, desk))}` : nothing}
    ${edition.parameters.length > 0 ? parameters(edition, desk) : nothing}
  </div>`;
}

function clauseLine(clause: FullClause, edition: FullEdition, desk: Desk): TemplateResult {
  const { l } = desk;
  const marks = [
    clause.grade === edition.verified.grade ? nothing : gradeMark(clause.grade, edition, l),
    clause.reading === 'inferred'
      ? html`<span class="grade inferred">${say('std.mark.inferred', l)}</span>`
      : nothing,
  ];
  return html`<div class="row clause edition-clause" id="${edition.id}@${edition.edition}/${clause.id}" data-clause=${clause.id} tabindex="-1">
    <div class="said"><p><a class="number" href="#${edition.id}@${edition.edition}/${clause.id}">${placeOf(edition, clause.article, l) || '§'}</a>${clause.gist[l]} ${marks}</p>
      ${typeof clause.text === 'string' ? html`<p class="clause-note">${clause.text}</p>` : nothing}
      ${clause.basis ? html`<p class="clause-basis">${say('std.basis', l)}${clause.basis.map((ref, index) => html`${index > 0 ? '; ' : ''}${reference(ref, desk)}`)}</p>` : nothing}</div>
    ${judgedMargin(clause, edition, desk)}
  </div>`;
}

function valueText(value: DatedValue, parameter: FullParameter, l: Language): string {
  const shown = (number: number): string =>
    `${amount(number, parameter.unit, l)}${parameter.unit === 'money' ? ` ${parameter.currency ?? ''}` : ''}`;
  if (value.value !== undefined) return shown(value.value);
  return (value.bands ?? [])
    .map(({ fromYear: from, toYear: to, value: worth }) =>
      to === undefined
        ? say('std.ed.by-year-on', l, { from, value: shown(worth) })
        : say('std.ed.by-year', l, { from, to, value: shown(worth) }),
    )
    .join(l === 'zh' ? '；' : '; ');
}

function dates({ from, to }: DatedValue, l: Language): string {
  if (from && to) return say('std.ed.in-force.span', l, { from, to });
  if (from) return say('std.ed.in-force.from', l, { from });
  return to ? `${l === 'zh' ? '至 ' : 'to '}${to}` : say('std.ed.always', l);
}

function parameters(edition: FullEdition, desk: Desk): TemplateResult {
  const { l } = desk;
  return html`<h4>${say('std.ed.parameters', l)}</h4>
    <div class="scroller" tabindex="0" role="region" aria-label="${say('std.ed.parameters', l)}: ${titled(edition, l)}"><table class="parameters">
      <thead><tr><th scope="col">${say('std.ed.parameters', l)}</th><th scope="col" class="number">${say('std.ed.value', l)}</th><th scope="col">${say('std.ed.dates', l)}</th><th scope="col">${say('std.ed.grade', l)}</th><th scope="col">${say('std.ed.source', l)}</th></tr></thead>
      <tbody>${edition.parameters.flatMap((parameter) =>
        parameter.values.map(
          (value, place) =>
            html`<tr>${
              place === 0
                ? html`<th scope="row" rowspan=${parameter.values.length}>${parameter.name[l]}<br /><code>${parameter.id}</code>${parameter.overlay ? html`<br /><span class="quiet">${say(`std.ed.${parameter.overlay}`, l)}</span>` : nothing}</th>`
                : nothing
            }<td class=${value.value === undefined ? '' : 'number'}>${valueText(value, parameter, l)}</td><td>${dates(value, l)}</td><td>${gradeMark(value.grade, edition, l)}</td><td>${value.source}${value.note ? html`<br /><span class="quiet">${value.note}</span>` : nothing}</td></tr>`,
        ),
      )}</tbody>
    </table></div>`;
}
