// The standards as this desk reads them: whole editions, what their clauses ask, and where a clause stands.

import type { Bilingual, Check, ClauseJudged, RequirementJudged, Standard } from '../engine/types';
import { type Language, say } from '../text';

export type Severity = NonNullable<RequirementJudged['severity']>;
export type Status = ClauseJudged['status'];
export const SEVERITIES: readonly Severity[] = ['bar', 'warning', 'note'];
export const STATUSES: readonly Status[] = ['missed', 'person', 'met', 'notApplicable'];

export interface When {
  purpose?: string[];
  kind?: string[];
  basis?: string[];
  approach?: string[];
  method?: string[];
  has?: string[];
  lacks?: string[];
  true?: string[];
  false?: string[];
  is?: Record<string, string>;
}

export interface Requirement {
  kind: string;
  severity?: Severity;
  judged?: 'person';
  at?: string[];
  steps?: string[];
  methods?: string[];
  approaches?: string[];
  findings?: string[];
  parameter?: string;
  least?: string;
  most?: string;
  when?: When;
  unless?: When;
}

export interface FullClause {
  id: string;
  article: string;
  gist: Bilingual;
  text?: string | Bilingual;
  note?: Bilingual;
  basis?: string[];
  reading: 'stated' | 'inferred';
  grade: string;
  requires: Requirement[];
}

export interface DatedValue {
  from?: string;
  to?: string;
  value?: number;
  bands?: { fromYear: number; toYear?: number; value: number }[];
  grade: string;
  source: string;
  note?: string;
}

export interface FullParameter {
  id: string;
  name: Bilingual;
  unit: 'years' | 'months' | 'share' | 'money' | 'count' | 'factor';
  currency?: string;
  clause: string;
  overlay?: 'lower' | 'higher';
  overlays?: string;
  values: DatedValue[];
}

export type Cell = string | number | Bilingual;

export interface DocumentTable {
  id: string;
  number: Bilingual;
  title: Bilingual;
  columns: Bilingual[];
  rows: Cell[][];
  note?: Bilingual;
}

export interface DocumentFormula {
  number: string;
  name: Bilingual;
  formula: string;
  symbols: { symbol: string; is: Bilingual }[];
  method?: string;
  clause?: string;
}

export interface Chapter {
  number: string;
  title: Bilingual;
  annex?: 'normative' | 'informative';
  paragraphs?: Bilingual[];
  sections?: { number: string; title: Bilingual }[];
  tables?: DocumentTable[];
  formulas?: DocumentFormula[];
}

export interface StandardDocument {
  number: string;
  ics?: string;
  stage: Bilingual;
  date: string;
  front: { id: string; title: Bilingual; paragraphs: Bilingual[] }[];
  chapters: Chapter[];
}

export interface FullEdition {
  id: string;
  edition: string;
  group: Standard['group'];
  title: Bilingual;
  number?: string;
  issuer: Bilingual;
  jurisdiction: string;
  status: 'in use' | 'to be transcribed' | 'example';
  promulgated?: string;
  inForce: { from: string; to?: string };
  supersedes?: string;
  source: { document: string; url?: string; read: string };
  verified: { by: string; on: string; grade: string; note?: string };
  clauses: FullClause[];
  parameters: FullParameter[];
  toBeTranscribed?: { what: Bilingual; where: string }[];
  document?: StandardDocument;
}

/** The one whose text this project wrote: it is the desk's first page. */
export const PROPOSED = 'ipval-valuation';

// Who judges

export type Judge = 'machine' | 'person' | 'informative';
export const JUDGES: readonly Judge[] = ['machine', 'person', 'informative'];

export function judgeOf({ requires }: FullClause): Judge {
  if (requires.length === 0) return 'informative';
  return requires.some(({ severity }) => severity !== undefined) ? 'machine' : 'person';
}

/** How much a missed clause weighs: as much as the gravest thing in it that is missed. */
export function weight({ requirements }: ClauseJudged): Severity {
  const missed = requirements.filter(({ status }) => status === 'missed');
  return SEVERITIES.find((severity) => missed.some((each) => each.severity === severity)) ?? 'note';
}

/** The most that missing a clause can cost. */
export function gravest({ requires }: FullClause): Severity | undefined {
  return SEVERITIES.find((severity) => requires.some((each) => each.severity === severity));
}

// Where a clause stands

export function chapterOf(article: string): string {
  return article.split('.')[0] ?? '';
}

/** 6.2 of 6.2.1; nothing for a clause that stands in its chapter without a section. */
export function sectionOf(article: string): string {
  const numbers = article.split('.');
  return numbers.length > 2 ? numbers.slice(0, 2).join('.') : '';
}

export function clausesIn(edition: FullEdition, chapter: string, section = ''): FullClause[] {
  return edition.clauses.filter(
    ({ article }) => chapterOf(article) === chapter && sectionOf(article) === section,
  );
}

/** 6.2.1 in a standard, 第42条 in a law. */
export function placeOf(edition: { group: string }, article: string, l: Language): string {
  if (article === '') return '';
  return edition.group === 'law' ? say('clause.article', l, { article }) : article;
}

export function titled(edition: { title: Bilingual }, l: Language): string {
  return l === 'zh' ? `《${edition.title.zh}》` : edition.title.en;
}

// Addresses

export type Route =
  | { view: 'text'; place: string }
  | { view: 'editions'; id: string; edition: string; place: string }
  | { view: 'check' }
  | { view: 'coverage' };

export function routeOf(hash: string): Route {
  const address = decodeURIComponent(hash.replace(/^#/, ''));
  if (address === 'check' || address === 'coverage') return { view: address };
  if (address === '' || address === 'editions')
    return address === ''
      ? { view: 'text', place: '' }
      : { view: 'editions', id: '', edition: '', place: '' };
  const slash = address.indexOf('/');
  const name = slash < 0 ? address : address.slice(0, slash);
  const place = slash < 0 ? '' : address.slice(slash + 1);
  const [id = '', edition = ''] = name.split('@');
  return id === PROPOSED ? { view: 'text', place } : { view: 'editions', id, edition, place };
}

/** The address of a clause: by its article where it has one, for that is what people quote. */
export function addressOf(id: string, place: string): string {
  return `#${id}/${place}`;
}

/** The address of what `cn-patent-law#term-invention` names. */
export function addressOfRef(ref: string): string {
  const [id = '', clause = ''] = ref.split('#');
  return addressOf(id, clause);
}

// Judgements

export interface Judgements {
  check: Check;
  of: ReadonlyMap<string, ClauseJudged>;
}

export function judgements(check: Check): Judgements {
  return { check, of: new Map(check.judgements.map((each) => [`${each.edition}#${each.clause}`, each])) };
}

export interface Counts {
  met: number;
  missed: number;
  person: number;
  notApplicable: number;
}

export function counts(all: readonly ClauseJudged[]): Counts {
  const sum: Counts = { met: 0, missed: 0, person: 0, notApplicable: 0 };
  for (const { status } of all) sum[status] += 1;
  return sum;
}
