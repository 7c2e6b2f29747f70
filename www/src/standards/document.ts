// The proposed standard as it reads and prints: cover, contents, foreword, clauses, annexes (GB/T 1.1).

import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Bilingual } from '../engine/types';
import { has, type Language, say } from '../text';
import { type Choice, checklist } from './annex';
import { type Desk, type Fragment, judgedMargin, placeLink, reference } from './evidence';
import { mathOf, mathSymbol } from './formula';
import {
  addressOf,
  type Cell,
  type Chapter,
  clausesIn,
  type DocumentFormula,
  type DocumentTable,
  type FullClause,
  type FullEdition,
  PROPOSED,
  type StandardDocument,
} from './model';

const anchor = (place: string): string => `${PROPOSED}/${place}`;
const langOf = (l: Language): string => (l === 'zh' ? 'zh-CN' : 'en');

/** In the reader's language, or in both, a column each. */
function columns({ l, both }: Desk, draw: (l: Language) => Fragment, kind = ''): TemplateResult {
  return both
    ? html`<div class="said ${kind}" lang="zh-CN">${draw('zh')}</div><div class="said ${kind}" lang="en">${draw('en')}</div>`
    : html`<div class="said ${kind}" lang=${langOf(l)}>${draw(l)}</div>`;
}

function row(desk: Desk, draw: (l: Language) => Fragment, kind = ''): TemplateResult {
  return html`<div class="row ${kind}">${columns(desk, draw)}</div>`;
}

/** A heading is one heading, whichever languages it is in. */
function words({ l, both }: Desk, text: Bilingual): TemplateResult {
  return both
    ? html`<span lang="zh-CN">${text.zh}</span> <span class="second" lang="en">${text.en}</span>`
    : html`<span lang=${langOf(l)}>${text[l]}</span>`;
}

export function standardText(edition: FullEdition, desk: Desk, choice: Choice): TemplateResult {
  const text = edition.document;
  if (!text) return html`${nothing}`;
  return html`<article class="standard ${desk.both ? 'both' : ''}">
    ${cover(edition, text, desk)} ${contents(text, desk)}
    ${text.front.map(
      (part) => html`<section class="front" id=${anchor(part.id)} tabindex="-1">
        <h2 class="front-title">${words(desk, part.title)}</h2>
        ${part.paragraphs.map((paragraph) => row(desk, (l) => paragraph[l], 'paragraph'))}
      </section>`,
    )}
    <p class="running-title" aria-hidden="true">${words(desk, plainTitle(edition))}</p>
    ${text.chapters.map((each) => chapter(each, edition, desk, choice))}
    <div class="end-line" role="presentation"></div>
  </article>`;
}

/** The title without the mark of its stage, which stands on the cover by itself. */
function plainTitle({ title }: FullEdition): Bilingual {
  return { zh: title.zh.replace(/（建议稿）$/, ''), en: title.en.replace(/ \(proposed draft\)$/, '') };
}

function cover(edition: FullEdition, text: StandardDocument, desk: Desk): TemplateResult {
  const { l } = desk;
  const title = plainTitle(edition);
  return html`<header class="cover-page" id=${anchor('cover')}>
    <p class="cover-ics">${text.ics ? `ICS ${text.ics}` : nothing}</p>
    <p class="cover-kind">${say('std.cover.kind', l)}</p>
    <p class="cover-number">${text.number}</p>
    <h1 class="cover-title"><span lang=${langOf(l)}>${title[l]}</span></h1>
    <p class="cover-second" lang=${langOf(l === 'zh' ? 'en' : 'zh')}>${title[l === 'zh' ? 'en' : 'zh']}</p>
    <p class="cover-stage">${text.stage[l]}</p>
    <p class="cover-not-adopted">${say('std.cover.not-adopted', l)}</p>
    <p class="cover-date">${say('std.cover.date', l, { date: text.date })}</p>
    <p class="cover-issuer">${edition.issuer[l]}</p>
  </header>`;
}

/** What the contents list: front matter, chapters with their sections, annexes. */
export function contentsList(text: StandardDocument, desk: Desk, depth: 1 | 2): TemplateResult {
  const { l } = desk;
  const one = (place: string, number: string, title: Bilingual, inner: Fragment = nothing): TemplateResult =>
    html`<li><a href=${addressOf(PROPOSED, place)}>${number ? html`<span class="number">${number}</span>` : nothing}<span class="name" lang=${langOf(l)}>${title[l]}</span></a>${inner}</li>`;
  return html`<ol>
    ${text.front.map(({ id, title }) => one(id, '', title))}
    ${text.chapters.map((each) =>
      one(
        each.number,
        each.annex
          ? depth > 1
            ? annexName(each, l)
            : say('std.annex', l, { number: each.number })
          : each.number,
        each.title,
        depth > 1 && (each.sections ?? []).length > 0
          ? html`<ol>${(each.sections ?? []).map(({ number, title }) => one(number, number, title))}</ol>`
          : nothing,
      ),
    )}
  </ol>`;
}

function annexName({ number, annex }: Chapter, l: Language): string {
  return `${say('std.annex', l, { number })}${l === 'zh' ? '' : ' '}${say(`std.annex.${annex ?? 'informative'}`, l)}`;
}

function contents(text: StandardDocument, desk: Desk): TemplateResult {
  return html`<nav class="contents-page print-only" aria-hidden="true">
    <h2 class="front-title">${say('std.contents', desk.l)}</h2>
    ${contentsList(text, desk, 2)}
  </nav>`;
}

function chapter(each: Chapter, edition: FullEdition, desk: Desk, choice: Choice): TemplateResult {
  const draw = (clause: FullClause): TemplateResult =>
    each.number === '3' ? term(clause, edition, desk) : clauseRow(clause, edition, desk);
  const loose = clausesIn(edition, each.number);
  return html`<section class="chapter ${each.annex ? 'annex' : ''}" id=${anchor(each.number)} tabindex="-1">
    ${
      each.annex
        ? html`<h2 class="annex-title"><span class="annex-number">${say('std.annex', desk.l, { number: each.number })}</span><span class="annex-kind">${say(`std.annex.${each.annex}`, desk.l)}</span>${words(desk, each.title)}</h2>`
        : html`<h2><span class="number">${each.number}</span>${words(desk, each.title)}</h2>`
    }
    ${(each.paragraphs ?? []).map((paragraph) => row(desk, (l) => paragraph[l], 'paragraph'))} ${loose.map(draw)}
    ${(each.sections ?? []).map(
      ({ number, title }) => html`<section id=${anchor(number)} tabindex="-1">
        <h3><span class="number">${number}</span>${words(desk, title)}</h3>
        ${clausesIn(edition, each.number, number).map(draw)}
      </section>`,
    )}
    ${(each.formulas ?? []).map((one) => formula(one, edition, desk))} ${(each.tables ?? []).map((one) => table(one, desk))}
    ${each.number === 'E' ? checklist(edition, desk, choice) : nothing}
  </section>`;
}

// Clauses

function textOf(clause: FullClause, l: Language): string {
  const { text } = clause;
  return text === undefined ? clause.gist[l] : typeof text === 'string' ? text : text[l];
}

function number(article: string): TemplateResult {
  return html`<a class="number" href=${addressOf(PROPOSED, article)}>${article}</a>`;
}

function below(clause: FullClause, desk: Desk, l: Language): Fragment {
  const { note, basis } = clause;
  return html`${note ? html`<p class="clause-note">${say('std.note', l)}${note[l]}</p>` : nothing}${
    basis
      ? html`<p class="clause-basis">${l === 'zh' ? '［' : '['}${say('std.basis', l)}${basis.map((ref, index) => html`${index > 0 ? (l === 'zh' ? '，' : '; ') : ''}${reference(ref, { ...desk, l })}`)}${l === 'zh' ? '］' : ']'}</p>`
      : nothing
  }`;
}

function clauseRow(clause: FullClause, edition: FullEdition, desk: Desk): TemplateResult {
  return html`<div class="row clause" id=${anchor(clause.article)} tabindex="-1" data-clause=${clause.id}>
    ${columns(desk, (l) => html`<p>${number(clause.article)}${textOf(clause, l)}</p>${below(clause, desk, l)}`)}
    ${judgedMargin(clause, edition, desk)}
  </div>`;
}

/** A term stands over its definition, with its name in the other language beside it. */
function term(clause: FullClause, edition: FullEdition, desk: Desk): TemplateResult {
  const { gist } = clause;
  return html`<div class="row clause term" id=${anchor(clause.article)} tabindex="-1" data-clause=${clause.id}>
    ${columns(
      desk,
      (l) => html`<p class="term-number">${number(clause.article)}</p>
        <p class="term-name"><dfn>${gist[l]}</dfn>${desk.both ? nothing : html`<span class="term-other" lang=${langOf(l === 'zh' ? 'en' : 'zh')}>${gist[l === 'zh' ? 'en' : 'zh']}</span>`}</p>
        <p>${textOf(clause, l)}</p>
        ${below(clause, desk, l)}`,
    )}
    ${judgedMargin(clause, edition, desk)}
  </div>`;
}

// Formulas and tables

function formula(one: DocumentFormula, edition: FullEdition, desk: Desk): TemplateResult {
  const { l } = desk;
  const lines = mathOf(one.formula);
  const clause = edition.clauses.find(({ id }) => id === one.clause);
  const place = one.number.replace(/[()]/g, '');
  return html`<div class="formula" id=${anchor(place)} tabindex="-1">
    <p class="formula-name"><a class="number" href=${addressOf(PROPOSED, place)}>${place}</a>${words(desk, one.name)}${
      one.method
        ? html` <span class="quiet screen-only">${has(`method.${one.method}`) && say(`method.${one.method}`, l) !== one.name[l] ? say(`method.${one.method}`, l) : ''} <code>${one.method}</code></span>`
        : nothing
    }${clause ? html` <a class="screen-only" href=${addressOf(PROPOSED, clause.article)}>${say('std.formula-clause', l, { clause: clause.article })}</a>` : nothing}</p>
    <div class="formula-line">
      <div class="formula-body">${lines ? unsafeHTML(lines.join('')) : html`<p class="formula-plain">${one.formula}</p>`}</div>
      <span class="formula-number">${one.number}</span>
    </div>
    <div class="symbols"><p>${say('std.where', l)}</p>
      <dl>${one.symbols.map(({ symbol, is }) => {
        const set = mathSymbol(symbol);
        return html`<div><dt>${set ? unsafeHTML(set) : symbol}</dt><dd>${l === 'zh' ? '——' : ''}${words(desk, is)}${l === 'zh' && !desk.both ? '；' : ''}</dd></div>`;
      })}</dl></div>
  </div>`;
}

function isNumeric(cell: Cell): boolean {
  return typeof cell === 'number' || (typeof cell === 'string' && /^[−-]?[\d,. ]+ ?%?$/.test(cell));
}

function table(one: DocumentTable, desk: Desk): TemplateResult {
  const { l } = desk;
  const numeric = one.columns.map((_, place) => {
    const cells = one.rows.map((cells) => cells[place]).filter((cell) => cell !== undefined && cell !== '—');
    return cells.length > 0 && cells.every((cell) => cell !== undefined && isNumeric(cell));
  });
  return html`<div class="standard-table" id=${anchor(one.id)} tabindex="-1">
    <div class="scroller" tabindex="0" role="region" aria-label=${one.title[l]}>
    <table>
      <caption><span class="table-number">${one.number[l]}</span>${words(desk, one.title)}</caption>
      <thead><tr>${one.columns.map((column, place) => html`<th scope="col" class=${numeric[place] ? 'number' : ''}>${column[l]}</th>`)}</tr></thead>
      <tbody>${one.rows.map((cells) => html`<tr>${cells.map((cell, place) => html`<td class=${numeric[place] ? 'number' : ''}>${cellText(cell, desk)}</td>`)}</tr>`)}</tbody>
    </table></div>
    ${one.note ? html`<p class="clause-note">${say('std.note', l)}${one.note[l]}</p>` : nothing}
  </div>`;
}

/** A day is not broken at its hyphens. */
function unbroken(text: string): Fragment {
  return text.length < 24 && /\d{4}-\d{2}-\d{2}/.test(text)
    ? html`<span class="nowrap">${text}</span>`
    : text;
}

/** A cell may name a place of the case, a method or a clause; each is said in words and leads there. */
function cellText(cell: Cell, desk: Desk): Fragment {
  if (typeof cell === 'number') return String(cell);
  if (typeof cell !== 'string') return unbroken(cell[desk.l]);
  if (cell.startsWith('/'))
    return html`${cell.split(', ').map((pointer, index) => html`${index > 0 ? html`<br />` : nothing}${placeLink(pointer, desk)}`)}`;
  if (/^[a-z0-9-]+#[a-z0-9-]+$/.test(cell)) return reference(cell, desk);
  if (has(`method.${cell}`)) return say(`method.${cell}`, desk.l);
  return cell;
}
