// The margin: findings, clauses and the case's source, each beside what it is about.

import { html, nothing, type TemplateResult } from 'lit';
import { isObject, read } from '../case/pointer';
import { fieldId } from '../elements/light';
import type { Finding, Standard, Step, Valuation, Verdict } from '../engine/types';
import { type Cited, cited, type Language, type MoneyFormat, parts, say } from '../text';
import type { Bench } from './bench';
import { clauseAddress } from './checked';

export interface Note {
  about: string;
  clause: Cited;
}

export function findings(
  { verdict, language: l, editions }: Bench,
  money: MoneyFormat,
): TemplateResult | typeof nothing {
  if (verdict?.status !== 'valued') return nothing;
  const one = (finding: Finding) => findingText(finding, money, l, editions, verdict);
  const quiet = verdict.findings.filter(({ severity }) => severity === 'note');
  const loud = verdict.findings
    .filter(({ severity }) => severity !== 'note')
    .sort((a, b) => a.severity.localeCompare(b.severity));
  return html`<h2 id="findings-heading">${say('findings', l)}</h2>
    ${verdict.findings.length === 0 ? html`<p class="quiet">${say('findings.none', l)}</p>` : nothing}
    ${loud.map(one)}
    ${quiet.length === 0 ? nothing : html`<details class="quiet-notes"><summary>${say(loud.length > 0 ? 'findings.notes' : 'findings.only-notes', l, { count: quiet.length })}</summary>${quiet.map(one)}</details>`}`;
}

function findingText(
  finding: Finding,
  money: MoneyFormat,
  l: Language,
  editions: Standard[],
  valuation: Valuation,
): TemplateResult {
  const { what = '', why = '', remedy = '' } = parts(`finding.${finding.code}`, l, finding.facts, money);
  const clauses = finding.clauses.flatMap(
    (ref) => cited(ref, editions, valuation.producedBy.standards, l) ?? [],
  );
  const deeper = why || clauses.length > 0;
  return html`<div class="finding ${finding.severity}">
    <p><span class="severity">${say(`severity.${finding.severity}`, l)}</span> ${what} <span class="remedy">${remedy}</span>
      ${finding.pointer ? html`<a class="go" href=${`#${fieldId(finding.pointer)}`} data-field=${finding.pointer}>${say('findings.go', l)}</a>` : nothing}</p>
    ${deeper ? html`<details><summary>${say('why', l)}</summary><p>${why}</p>${clauses.map((clause) => clauseText(clause, l))}</details>` : nothing}
  </div>`;
}

export function clauseText(clause: Cited, l: Language): TemplateResult {
  const title = l === 'zh' ? `《${clause.title}》` : `${clause.title}${clause.place ? ', ' : ''}`;
  return html`<p class="clause-name"><a href=${clauseAddress(clause.ref, clause.edition)}>${title}${clause.place}</a></p>
    <p>${clause.gist}${clause.inferred ? html` <span class="quiet">（${say('clause.inferred', l)}）</span>` : nothing}</p>`;
}

/** The clauses behind the steps, each once. */
export function notesOf(verdict: Verdict | undefined, editions: Standard[], l: Language): Note[] {
  if (verdict?.status !== 'valued') return [];
  const seen = new Set<string>();
  const notes: Note[] = [];
  for (const step of verdict.steps) {
    for (const ref of step.clauses) {
      if (seen.has(ref)) continue;
      seen.add(ref);
      const clause = cited(ref, editions, verdict.producedBy.standards, l);
      if (clause) notes.push({ about: step.pointer ?? ownerOf(step, verdict.steps), clause });
    }
  }
  return notes;
}

/** A figure that was worked out is shown beside the first input it rests on. */
function ownerOf(step: Step, steps: Step[]): string {
  for (const id of step.operands) {
    const operand = steps[id];
    if (operand?.pointer) return operand.pointer;
  }
  return '';
}

export function margin({ store, language: l }: Bench, notes: Note[]): TemplateResult {
  const citation = read(store.document, '/citation');
  const source = isObject(citation) && typeof citation.text === 'string' ? citation.text : '';
  const remark = isObject(citation) && typeof citation.note === 'string' ? citation.note : '';
  return html`<h2 id="notes-heading">${say('margin', l)}</h2>
    ${source ? html`<div class="note citation"><h3>${say('citation', l)}</h3><p>${source}</p>${remark ? html`<p class="quiet">${remark}</p>` : nothing}</div>` : nothing}
    ${notes.map((note) => html`<div class="note" data-note=${note.about}>${clauseText(note.clause, l)}</div>`)}`;
}

/** In the order of the fields that they are about, so that no note has to stand above an earlier one. */
export function ordered(notes: Note[], abouts: string[]): Note[] {
  const place = ({ about }: Note): number => {
    const index = abouts.indexOf(about);
    return index < 0 ? abouts.length : index;
  };
  return [...notes].sort((a, b) => place(a) - place(b));
}

/** Each note stands beside what it is about; where two would overlap, the later one moves down. */
export function alignNotes(desk: HTMLElement): void {
  const notes = [...desk.querySelectorAll<HTMLElement>('.notes .note[data-note]')];
  if (notes.length === 0) return;
  const beside = window.matchMedia('(min-width: 1180px)').matches;
  const places = new Map<HTMLElement, HTMLElement>();
  for (const note of beside ? notes : []) {
    const about = desk.querySelector<HTMLElement>(`.handle[data-about="${note.dataset.note}"]`);
    if (about) places.set(note, about);
  }
  // Everything is read before anything is written, so that the page is laid out once and not once a note.
  const tops = notes.map((note) => note.getBoundingClientRect().top);
  const wanted = notes.map((note) => places.get(note)?.getBoundingClientRect().top ?? 0);
  // Padding and not margin, for margins of neighbours would fall into one another.
  const now = notes.map((note) => Number.parseFloat(note.style.paddingTop) || 0);
  let shiftNow = 0;
  let shift = 0;
  notes.forEach((note, index) => {
    const unshifted = (tops[index] ?? 0) - shiftNow;
    shiftNow += now[index] ?? 0;
    const away = places.has(note) ? Math.max(0, (wanted[index] ?? 0) - unshifted - shift) : 0;
    shift += away;
    if (Math.abs(away - (now[index] ?? 0)) > 0.5) note.style.paddingTop = away > 0 ? `${away}px` : '';
  });
}
