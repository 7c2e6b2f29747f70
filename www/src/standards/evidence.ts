// How a clause came out, in words: what was looked at, what is missing, and what would meet it.

import { html, nothing, type TemplateResult } from 'lit';
import type { Finding, Problem, RequirementJudged } from '../engine/types';
import { has, type Language, type MoneyFormat, parts, say } from '../text';
import {
  addressOf,
  type FullClause,
  type FullEdition,
  type FullParameter,
  type Judgements,
  type Requirement,
  type Status,
  weight,
} from './model';
import { amount, deskAddress, placeName, stepAddress, stepWord } from './places';

/** What every part of this desk is drawn from. */
export interface Desk {
  l: Language;
  /** Chinese and English side by side. */
  both: boolean;
  editions: readonly FullEdition[];
  judged: Judgements | undefined;
  /** The methods of the open case, by their places. */
  methods: readonly string[];
  /** The unit and currency of the open case. */
  money: MoneyFormat;
}

export type Fragment = TemplateResult | string | typeof nothing;

/** Each outcome has a shape of its own, so that it can be told without its colour. */
const MARKS: Record<Status, string> = { met: '✓', missed: '✕', person: '?', notApplicable: '–' };

export function statusMark(status: Status): TemplateResult {
  return html`<span class="status-mark ${status}" aria-hidden="true">${MARKS[status]}</span>`;
}

/** A place of the case, as a way to its field where the valuation desk has one. */
export function placeLink(pointer: string, { l, methods }: Desk): TemplateResult {
  const address = deskAddress(pointer);
  const name = placeName(pointer, l, methods);
  return address
    ? html`<a class="place" href=${address}>${name}</a>`
    : html`<span class="place" title=${say('std.only-in-file', l, { pointer })}>${name}</span> <code>${pointer}</code>`;
}

function listed(items: readonly TemplateResult[], l: Language): Fragment[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [l === 'zh' ? '、' : ', ', item]));
}

function isMoney(unit: string | undefined): boolean {
  return unit === 'money';
}

export function parameterOf(
  name: string,
  edition: FullEdition | undefined,
  editions: readonly FullEdition[],
): FullParameter | undefined {
  const [id = '', own] = name.includes('#') ? name.split('#') : [edition?.id ?? '', name];
  const holder = name.includes('#') ? editions.find((each) => each.id === id) : edition;
  return holder?.parameters.find((parameter) => parameter.id === own);
}

/** 应为 …，实为 …, in the unit of the parameter that the requirement names. */
function compared(
  judged: RequirementJudged,
  asked: Requirement | undefined,
  edition: FullEdition | undefined,
  desk: Desk,
): Fragment {
  if (judged.asked === undefined || judged.found === undefined) return nothing;
  const name = asked?.parameter ?? asked?.least ?? asked?.most;
  const unit = name === undefined ? undefined : parameterOf(name, edition, desk.editions)?.unit;
  const shown = (value: number): string =>
    isMoney(unit) ? desk.money.amount(value) : amount(value, unit, desk.l);
  const key = asked?.parameter === undefined ? 'std.asked' : 'std.asked-least';
  return html`<p class="compared">${say(key, desk.l, { asked: shown(judged.asked), found: shown(judged.found) })}</p>`;
}

/** What the engine remarked, in full, with the way to where it lies. */
function remark(code: string, desk: Desk): TemplateResult {
  const { l, judged, money } = desk;
  const all: (Finding | Problem)[] = [...(judged?.check.findings ?? []), ...(judged?.check.problems ?? [])];
  const found = all.find((each) => each.code === code);
  const key = ['finding', 'problem'].map((kind) => `${kind}.${code}`).find(has) ?? code;
  const { what = code, remedy = '' } = parts(key, l, found?.facts ?? {}, money);
  const address = found ? deskAddress(found.pointer) : undefined;
  return html`<p class="remark">${what} <span class="remedy">${remedy}</span>${address ? html` <a href=${address}>${say('findings.go', l)}</a>` : nothing}</p>`;
}

/** A sentence begins with a capital where the script has them. */
function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One requirement: what it asked, what was looked at, and, where it is missed, what would meet it. */
export function requirementText(
  judged: RequirementJudged,
  asked: Requirement | undefined,
  edition: FullEdition | undefined,
  desk: Desk,
): TemplateResult {
  const { l } = desk;
  const missed = judged.status === 'missed';
  const places = judged.places ?? [];
  const steps = judged.steps ?? [];
  const missing =
    missed && ['discloses', 'justifies', 'registers', 'consents', 'reconciles'].includes(judged.kind);
  const remarks = judged.remarks ?? [];
  const hasMore = judged.asked !== undefined;
  // A remark says by itself what is wrong and what to do.
  if (missed && remarks.length > 0 && places.length + steps.length === 0)
    return html`<div class="requirement missed">${remarks.map((code) => remark(code, desk))}</div>`;
  const looked = [
    ...places.map((pointer) => placeLink(pointer, desk)),
    ...steps.map((step) =>
      missed
        ? html`<span class="place">${stepWord(step, l)}</span>`
        : html`<a class="place" href=${stepAddress(step)}>${stepWord(step, l)}</a>`,
    ),
  ];
  return html`<div class="requirement ${judged.status}">
    <p>${
      // What is not stated is missing; of anything else it is to be said what was asked of it.
      missing && judged.kind === 'discloses'
        ? html`<span class="lack">${say('std.missing', l)}</span>`
        : html`<span class="demand">${capital(say(`demand.${judged.kind}`, l))}</span>`
    }${judged.status === 'notApplicable' ? html` <span class="quiet">${say('outcome.notApplicable', l)}</span>` : nothing}${
      looked.length > 0 ? html`${l === 'zh' ? '：' : ': '}${listed(looked, l)}` : nothing
    }${missed && !hasMore ? html`<span class="meets">${l === 'zh' ? '。' : '. '}${say(`meets.${judged.kind}`, l)}</span>` : nothing}</p>
    ${compared(judged, asked, edition, desk)}
    ${remarks.map((code) => remark(code, desk))}
    ${missed && hasMore ? html`<p class="meets">${say(`meets.${judged.kind}`, l)}</p>` : nothing}
  </div>`;
}

/** The requirements of a clause that say something; those that do not concern the case are left out. */
export function evidence(clause: FullClause, edition: FullEdition, desk: Desk): TemplateResult[] {
  const judged = desk.judged?.of.get(`${edition.id}#${clause.id}`);
  return (judged?.requirements ?? []).flatMap((each, place) =>
    each.status === 'notApplicable' && judged?.status !== 'notApplicable'
      ? []
      : [requirementText(each, clause.requires[place], edition, desk)],
  );
}

/** The word of an outcome, with the weight of what is missed. */
export function outcomeWord(
  clause: FullClause,
  edition: FullEdition,
  desk: Desk,
): TemplateResult | typeof nothing {
  const judged = desk.judged?.of.get(`${edition.id}#${clause.id}`);
  if (!judged) return nothing;
  const { l } = desk;
  return html`<span class="outcome ${judged.status} ${judged.status === 'missed' ? `weighs-${weight(judged)}` : ''}">${statusMark(judged.status)}${say(`outcome.${judged.status}`, l)}${
    judged.status === 'missed'
      ? html` <span class="severity">${say(`severity.${weight(judged)}`, l)}</span>`
      : nothing
  }</span>`;
}

/** Beside a clause: how the open case meets it, and behind a fold what was looked at. */
export function judgedMargin(clause: FullClause, edition: FullEdition, desk: Desk): TemplateResult {
  const judged = desk.judged?.of.get(`${edition.id}#${clause.id}`);
  if (!judged) return html`<div class="judged"></div>`;
  const deeper = judged.status !== 'notApplicable' ? evidence(clause, edition, desk) : [];
  const word = outcomeWord(clause, edition, desk);
  return html`<div class="judged ${judged.status} ${judged.status === 'missed' ? `weighs-${weight(judged)}` : ''}">
    ${deeper.length > 0 ? html`<details><summary>${word}</summary>${deeper}</details>` : word}
  </div>`;
}

/** A reference such as `cn-patent-law#term-invention`, as one cites it, and the way to it. */
export function reference(ref: string, { l, editions }: Desk): TemplateResult {
  const [id = '', name = ''] = ref.split('#');
  // A later edition may be known by its place alone.
  const holds = (each: FullEdition): boolean => each.clauses.some((clause) => clause.id === name);
  const edition = editions.findLast((each) => each.id === id && holds(each));
  const clause = edition?.clauses.find((each) => each.id === name);
  if (!edition || !clause) return html`<span>${ref}</span>`;
  const title = l === 'zh' ? `《${edition.title.zh}》` : edition.title.en;
  const place =
    clause.article === ''
      ? ''
      : edition.group === 'law'
        ? `${l === 'zh' ? '' : ', '}${say('clause.article', l, { article: clause.article })}`
        : ` ${clause.article}`;
  return html`<a href=${addressOf(id, name)}>${title}${place}</a>`;
}
