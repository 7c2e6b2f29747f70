// The checklist of the open case: what it misses, how much that weighs, and what would meet it.

import { html, nothing, type TemplateResult } from 'lit';
import type { ClauseJudged, Refusal } from '../engine/types';
import { has, type Language, say } from '../text';
import { PURPOSES } from './annex';
import { type Desk, evidence, statusMark } from './evidence';
import {
  addressOf,
  counts,
  type FullClause,
  type FullEdition,
  placeOf,
  SEVERITIES,
  STATUSES,
  type Status,
  titled,
  weight,
} from './model';
import { deskAddress } from './places';

export interface CheckView {
  /** What is shown: one outcome at a time. */
  status: Status;
  /** One document, or all. */
  edition: string;
  /** The purpose that the case is held against as if it were its own; empty is its own. */
  purpose: string;
  own: { title: string; date: string; purpose: string };
  refusal: Refusal | undefined;
  /** The lenders' policies that are laid over the standards. */
  laid: readonly string[];
  choose: (choice: Partial<Pick<CheckView, 'status' | 'edition' | 'purpose'>>) => void;
}

interface Item {
  judged: ClauseJudged;
  clause: FullClause;
  edition: FullEdition;
}

function items(desk: Desk): Item[] {
  const { judged, editions } = desk;
  if (!judged) return [];
  const used = new Map(judged.check.editions.map(({ id, edition }) => [id, edition]));
  const holders = new Map(
    editions.filter(({ id, edition }) => used.get(id) === edition).map((each) => [each.id, each]),
  );
  return judged.check.judgements.flatMap((each) => {
    const edition = holders.get(each.edition);
    const clause = edition?.clauses.find(({ id }) => id === each.clause);
    return edition && clause ? [{ judged: each, clause, edition }] : [];
  });
}

/** The proposed standard first, for it is the desk's own; then the law, then what lenders ask. */
function order({ group }: FullEdition): number {
  return { standard: 0, law: 1, 'bank-policy': 2 }[group] ?? 3;
}

export function caseCheck(desk: Desk, view: CheckView): TemplateResult {
  const { l, judged } = desk;
  const { own, refusal } = view;
  const heading = html`<h1 class="view-title">${say('std.check.heading', l)}</h1>
    <p class="view-of"><a href="./index.html">${say('std.check.of', l, { title: own.title || say('std.case-own', l), date: own.date || '…' })}</a></p>`;
  if (!judged)
    return html`<section class="check-view">${heading}${
      refusal
        ? html`<p class="check-answer">${say('std.check.no-date', l)} <a href=${deskAddress('/valuationDate') ?? ''}>${say('std.check.to-date', l)}</a></p>`
        : html`<p class="quiet">${say('std.loading', l)}</p>`
    }</section>`;
  const all = items(desk).sort((a, b) => order(a.edition) - order(b.edition));
  const within = all.filter(({ edition }) => view.edition === '' || edition.id === view.edition);
  const sum = counts(within.map((item) => item.judged));
  const bars = within.filter(
    (item) => item.judged.status === 'missed' && weight(item.judged) === 'bar',
  ).length;
  const documents = [...new Map(all.map(({ edition }) => [edition.id, edition])).values()];
  return html`<section class="check-view">
    ${heading}
    <p class="check-answer" role="status" data-missed=${sum.missed}>${sum.missed === 0 ? say('std.check.none', l) : say('std.check.missed', l, { count: sum.missed })}${l === 'zh' ? '' : ' '}<span class="check-rest">${say('std.check.sum', l, { person: sum.person, met: sum.met, na: sum.notApplicable })}</span></p>
    ${bars > 0 ? html`<p class="check-bar">${say('std.check.withheld', l, { count: bars })}</p>` : nothing}
    ${judged.check.valued ? nothing : html`<p class="check-bar">${say('std.check.refused', l)}</p>`}
    ${view.laid.map((name) => html`<p class="quiet"><a href="#editions">${say('std.pol.laid', l, { name })}</a></p>`)}
    <div class="filters">
      <div class="tabs" role="group" aria-label=${say('std.check.status', l)}>
        ${STATUSES.map((status) => html`<button type="button" data-status=${status} aria-pressed=${status === view.status ? 'true' : 'false'} @click=${() => view.choose({ status })}>${statusMark(status)}${say(`outcome.${status}`, l)} <span class="count">${sum[status]}</span></button>`)}
      </div>
      <label>${say('std.check.purpose', l)} <select data-role="check-purpose" @change=${(event: Event) => view.choose({ purpose: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${view.purpose === ''}>${own.purpose && has(`purpose.${own.purpose}`) ? say('std.check.purpose-own', l, { purpose: say(`purpose.${own.purpose}`, l) }) : say('std.check.purpose-none', l)}</option>
        ${PURPOSES.filter((name) => name !== own.purpose).map((name) => html`<option value=${name} ?selected=${name === view.purpose}>${say(`purpose.${name}`, l)}</option>`)}
      </select></label>
      <label>${say('std.check.edition', l)} <select data-role="check-edition" @change=${(event: Event) => view.choose({ edition: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${view.edition === ''}>${say('std.check.all-editions', l)}</option>
        ${documents.map((edition) => html`<option value=${edition.id} ?selected=${edition.id === view.edition}>${edition.title[l]}</option>`)}
      </select></label>
    </div>
    ${
      view.purpose === ''
        ? nothing
        : html`<p class="supposed quiet">${say('std.check.purpose-other', l, { purpose: own.purpose && has(`purpose.${own.purpose}`) ? say(`purpose.${own.purpose}`, l) : '—' })}</p>`
    }
    ${list(
      within.filter((item) => item.judged.status === view.status),
      desk,
      view.status,
    )}
    <p class="quiet limit">${say('std.check.limit', l)}</p>
  </section>`;
}

function list(shown: Item[], desk: Desk, status: Status): TemplateResult {
  const { l } = desk;
  if (shown.length === 0) return html`<p class="quiet">${say('std.check.empty', l)}</p>`;
  if (status !== 'missed') return html`${byEdition(shown, desk)}`;
  return html`${SEVERITIES.map((severity) => {
    const of = shown.filter((item) => weight(item.judged) === severity);
    if (of.length === 0) return nothing;
    return html`<section class="group weighs-${severity}"><h2><span class="severity">${say(`severity.${severity}`, l)}</span> <span class="count">${say('std.check.count', l, { count: of.length })}</span></h2>${byEdition(of, desk)}</section>`;
  })}`;
}

function byEdition(shown: Item[], desk: Desk): TemplateResult[] {
  const editions = [...new Map(shown.map(({ edition }) => [edition.id, edition])).values()];
  return editions.map(
    (edition) => html`<section class="of-edition"><h3>${titled(edition, desk.l)}</h3>
      <ol class="items">${shown.filter((item) => item.edition === edition).map((item) => itemText(item, desk))}</ol></section>`,
  );
}

function itemText({ clause, edition, judged }: Item, desk: Desk): TemplateResult {
  const { l } = desk;
  const place = placeOf(edition, clause.article, l);
  const deeper = judged.status === 'notApplicable' ? [] : evidence(clause, edition, desk);
  return html`<li class="item ${judged.status}" data-clause="${edition.id}#${clause.id}">
    <a class="number" href=${addressOf(edition.id, clause.article && edition.group === 'standard' ? clause.article : clause.id)}>${place || clauseMark(l)}</a>
    <div class="item-body"><p class="gist">${clause.gist[l]}</p>${deeper}</div>
  </li>`;
}

function clauseMark(l: Language): string {
  return l === 'zh' ? '条款' : 'clause';
}
