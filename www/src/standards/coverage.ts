// Who judges the clauses, counted from the data: by chapter of the proposed standard and by document.

import { html, nothing, type TemplateResult } from 'lit';
import { type Language, percent, say } from '../text';
import type { Desk } from './evidence';
import {
  addressOf,
  chapterOf,
  type FullClause,
  type FullEdition,
  JUDGES,
  type Judge,
  judgeOf,
  PROPOSED,
} from './model';

type Tally = Record<Judge, number>;

function tally(clauses: readonly FullClause[]): Tally {
  const sum: Tally = { machine: 0, person: 0, informative: 0 };
  for (const clause of clauses) sum[judgeOf(clause)] += 1;
  return sum;
}

function bar(sum: Tally, most: number, l: Language): TemplateResult {
  const total = JUDGES.reduce((all, judge) => all + sum[judge], 0);
  const words = say('std.cov.bar', l, { ...sum });
  return html`<div class="coverage-bar" role="img" aria-label=${words} style="width:${(100 * total) / most}%">
    ${JUDGES.map((judge) => (sum[judge] > 0 ? html`<span class=${judge} style="flex:${sum[judge]}"></span>` : nothing))}
  </div>`;
}

interface Line {
  name: TemplateResult | string;
  sum: Tally;
}

function tableOf(caption: string, first: string, lines: Line[], l: Language): TemplateResult {
  const totals = tally([]);
  for (const { sum } of lines) for (const judge of JUDGES) totals[judge] += sum[judge];
  const size = (sum: Tally): number => sum.machine + sum.person + sum.informative;
  const most = Math.max(1, ...lines.map(({ sum }) => size(sum)));
  const cells = (
    sum: Tally,
  ): TemplateResult => html`${JUDGES.map((judge) => html`<td class="number">${sum[judge] === 0 ? '—' : sum[judge]}</td>`)}
    <td class="number">${size(sum)}</td>
    <td class="number">${sum.machine + sum.person === 0 ? '—' : percent(sum.machine / (sum.machine + sum.person), 0)}</td>`;
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${caption}><table class="coverage-table">
    <caption>${caption}</caption>
    <thead><tr><th scope="col">${first}</th>${JUDGES.map((judge) => html`<th scope="col" class="number"><span class="swatch ${judge}" aria-hidden="true"></span>${say(`std.judge.${judge}`, l)}</th>`)}<th scope="col" class="number">${say('std.cov.total', l)}</th><th scope="col" class="number">${say('std.cov.share', l)}</th><td class="bar-column"></td></tr></thead>
    <tbody>${lines.map(({ name, sum }) => html`<tr><th scope="row">${name}</th>${cells(sum)}<td class="bar-column">${bar(sum, most, l)}</td></tr>`)}</tbody>
    <tfoot><tr><th scope="row">${say('std.cov.total', l)}</th>${cells(totals)}<td class="bar-column"></td></tr></tfoot>
  </table></div>`;
}

export function coverageView(proposed: FullEdition | undefined, desk: Desk): TemplateResult {
  const { l, editions } = desk;
  const chapters = (proposed?.document?.chapters ?? []).flatMap((chapter): Line[] => {
    const own = proposed?.clauses.filter(({ article }) => chapterOf(article) === chapter.number) ?? [];
    if (own.length === 0) return [];
    const name = chapter.annex ? say('std.annex', l, { number: chapter.number }) : chapter.number;
    return [
      {
        name: html`<a href=${addressOf(PROPOSED, chapter.number)}>${name} ${chapter.title[l]}</a>`,
        sum: tally(own),
      },
    ];
  });
  const held = editions.filter(({ clauses, status }) => clauses.length > 0 && status !== 'to be transcribed');
  const documents = held.map(
    (edition): Line => ({
      name: html`<a href=${edition.id === PROPOSED ? addressOf(PROPOSED, '') : `#${edition.id}@${edition.edition}`}>${edition.title[l]}</a> <span class="quiet nowrap">${edition.edition}</span>`,
      sum: tally(edition.clauses),
    }),
  );
  return html`<section class="coverage-view">
    <h1 class="view-title">${say('std.cov.heading', l)}</h1>
    <p class="view-intro">${say('std.cov.intro', l)}</p>
    ${chapters.length > 0 ? tableOf(say('std.cov.caption-chapters', l), say('std.cov.chapter', l), chapters, l) : nothing}
    ${tableOf(say('std.cov.caption-editions', l), say('std.cov.edition', l), documents, l)}
    <p class="quiet">${say('std.cov.waiting', l, { count: editions.length - held.length })}</p>
  </section>`;
}
