// The checklist of Annex E: the clauses that may concern a valuation for a purpose, generated from what they require.

import { html, nothing, type TemplateResult } from 'lit';
import { has, type Language, say } from '../text';
import { type Desk, outcomeWord, parameterOf } from './evidence';
import {
  addressOf,
  chapterOf,
  type FullClause,
  type FullEdition,
  gravest,
  judgeOf,
  PROPOSED,
  type Requirement,
} from './model';
import { amount, placeName, stepWord } from './places';

export const PURPOSES = [
  'pledge',
  'licence',
  'transfer',
  'contribution',
  'reporting',
  'litigation',
  'management',
  'review',
] as const;

export const KINDS = [
  'invention',
  'utilityModel',
  'design',
  'trademark',
  'copyright',
  'software',
  'tradeSecret',
  'layoutDesign',
  'plantVariety',
] as const;

/** For which purpose and which kind of right the checklist is drawn; an empty kind is any. */
export interface Choice {
  purpose: string;
  kind: string;
  /** Those of the open case: only for them can the checklist say how it came out. */
  own: { purpose: string; kind: string };
  choose: (choice: { purpose?: string; kind?: string }) => void;
}

function concerns({ when, unless }: Requirement, { purpose, kind }: Choice): boolean {
  const among = (words: string[] | undefined, word: string): boolean =>
    !words || word === '' || words.includes(word);
  const conditions = Object.keys(unless ?? {}).filter((key) => key !== 'purpose' && key !== 'kind');
  const excepted =
    unless !== undefined &&
    conditions.length === 0 &&
    (unless.purpose === undefined || unless.purpose.includes(purpose)) &&
    (unless.kind === undefined || (kind !== '' && unless.kind.includes(kind)));
  return among(when?.purpose, purpose) && among(when?.kind, kind) && !excepted;
}

/** The clauses on a checklist, with the requirements that put them there. */
export function listFor(
  edition: FullEdition,
  choice: Choice,
): { clause: FullClause; requires: Requirement[] }[] {
  return edition.clauses.flatMap((clause) => {
    const requires = clause.requires.filter((requirement) => concerns(requirement, choice));
    return requires.length > 0 ? [{ clause, requires }] : [];
  });
}

function named(words: readonly string[] | undefined, family: string, l: Language): string[] {
  return (words ?? []).map((word) => (has(`${family}.${word}`) ? say(`${family}.${word}`, l) : word));
}

/** What is to be stated, used or kept within bounds. */
export function subjects(requirement: Requirement, edition: FullEdition, desk: Desk): string[] {
  const { l, editions } = desk;
  const limit = (name: string | undefined, word: string): string[] => {
    if (name === undefined) return [];
    const parameter = parameterOf(name, edition, editions);
    const newest = parameter?.values.at(-1)?.value;
    if (!parameter || newest === undefined) return [];
    return [`${say(word, l)} ${amount(newest, parameter.unit, l)}`];
  };
  return [
    ...(requirement.at ?? []).map((pointer) => placeName(pointer, l)),
    ...(requirement.steps ?? []).map((step) => stepWord(step, l)),
    ...named(requirement.methods, 'method', l),
    ...named(requirement.approaches, 'approach', l),
    ...limit(requirement.parameter, 'cli.at-least'),
    ...limit(requirement.least, 'cli.at-least'),
    ...limit(requirement.most, 'cli.at-most'),
  ];
}

/** What else must hold for it to concern a case, beyond purpose and kind. */
function conditions({ when }: Requirement, l: Language): string[] {
  const place = (pointers: string[] | undefined, word: string): string[] =>
    (pointers ?? []).map((pointer) => `${say(word, l)} ${placeName(pointer, l)}`);
  return [
    ...named(when?.basis, 'basis', l),
    ...named(when?.approach, 'approach', l),
    ...named(when?.method, 'method', l),
    ...place(when?.has, 'cli.when-has'),
    ...place(when?.lacks, 'cli.when-lacks'),
    ...(when?.true ?? []).map((pointer) => placeName(pointer, l)),
    ...place(when?.false, 'cli.when-false'),
    ...Object.entries(when?.is ?? {}).map(([pointer, word]) => {
      const key = [`choice.${pointer.split('/').at(-1)}.${word}`, `choice.${word}`].find(has);
      return `${placeName(pointer, l)} = ${key ? say(key, l) : word}`;
    }),
  ];
}

export function checklist(edition: FullEdition, desk: Desk, choice: Choice): TemplateResult {
  const { l } = desk;
  const comma = l === 'zh' ? '、' : ', ';
  const list = listFor(edition, choice);
  const machine = list.filter(({ clause }) => judgeOf(clause) === 'machine').length;
  const live =
    choice.purpose === choice.own.purpose && (choice.kind === '' || choice.kind === choice.own.kind);
  const kindWord = choice.kind === '' ? say('std.checklist.any-kind', l) : say(`kind.${choice.kind}`, l);
  const chapters = [...new Set(list.map(({ clause }) => chapterOf(clause.article)))];
  const titleOf = (number: string): string =>
    edition.document?.chapters.find((chapter) => chapter.number === number)?.title[l] ?? '';
  return html`<div class="standard-table checklist" id="${PROPOSED}/checklist" tabindex="-1">
    <p class="checklist-choice screen-only">
      <label>${say('std.checklist.purpose', l)} <select data-role="annex-purpose" @change=${(event: Event) => choice.choose({ purpose: (event.target as HTMLSelectElement).value })}>
        ${PURPOSES.map((name) => html`<option value=${name} ?selected=${name === choice.purpose}>${say(`purpose.${name}`, l)}</option>`)}
      </select></label>
      <label>${say('std.checklist.kind', l)} <select data-role="annex-kind" @change=${(event: Event) => choice.choose({ kind: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${choice.kind === ''}>${say('std.checklist.any-kind', l)}</option>
        ${KINDS.map((name) => html`<option value=${name} ?selected=${name === choice.kind}>${say(`kind.${name}`, l)}</option>`)}
      </select></label>
    </p>
    <div class="scroller" tabindex="0" role="region" aria-label=${say('std.checklist', l)}>
    <table>
      <caption>${say('std.checklist', l)}<span class="caption-more">${say('std.checklist.caption', l, { purpose: say(`purpose.${choice.purpose}`, l), kind: kindWord, count: list.length, machine })}</span></caption>
      <thead><tr>${['clause', 'gist', 'stated', 'consequence', 'judged'].map((column) => html`<th scope="col">${say(`std.checklist.${column}`, l)}</th>`)}</tr></thead>
      ${chapters.map(
        (chapter) => html`<tbody>
          <tr class="chapter-row"><th colspan="5" scope="rowgroup">${chapter} ${titleOf(chapter)}</th></tr>
          ${list
            .filter(({ clause }) => chapterOf(clause.article) === chapter)
            .map(({ clause, requires }) => {
              const asked = [
                ...new Set(requires.flatMap((requirement) => subjects(requirement, edition, desk))),
              ];
              const where = [...new Set(requires.flatMap((requirement) => conditions(requirement, l)))];
              const severity = gravest(clause);
              return html`<tr>
                <td><a href=${addressOf(PROPOSED, clause.article)}>${clause.article}</a></td>
                <td>${clause.gist[l]}${where.length > 0 ? html`<span class="where">${say('std.case-condition', l)}${l === 'zh' ? '：' : ': '}${where.join(comma)}</span>` : nothing}</td>
                <td>${asked.join(comma) || '—'}</td>
                <td>${severity ? say(`severity.${severity}`, l) : say('std.judge.person', l)}</td>
                <td class="tick">${live && desk.judged ? html`<span class="screen-only">${outcomeWord(clause, edition, desk)}</span><span class="print-only" aria-hidden="true">□</span>` : html`<span aria-hidden="true">□</span>`}</td>
              </tr>`;
            })}
        </tbody>`,
      )}
    </table></div>
  </div>`;
}
