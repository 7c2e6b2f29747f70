// How the case stands with the standards, at the answer: the count, and what keeps the figure from being a conclusion.

import { html, nothing, type TemplateResult } from 'lit';
import type { Check, Finding } from '../engine/types';
import { parts, say } from '../text';
import type { Scene } from '../views/outputs';
import type { Bench } from './bench';

/** Where a clause stands at the desk of the standards, given as `cn-patent-law#term-invention`. */
export function clauseAddress(ref: string, edition = ''): string {
  const [id = '', clause = ''] = ref.split('#');
  return `./standard.html#${id}${edition === '' || id === 'ipval-valuation' ? '' : `@${edition}`}/${clause}`;
}

/** Met, missed, for a person: one line that leads to the checklist. */
export function checkedLine(
  { language: l }: Bench,
  check: Check | undefined,
): TemplateResult | typeof nothing {
  if (!check) return nothing;
  const sum = { met: 0, missed: 0, person: 0 };
  for (const edition of check.editions) {
    sum.met += edition.met;
    sum.missed += edition.missed;
    sum.person += edition.person;
  }
  return html`<p class="checked" data-missed=${sum.missed}><a href="./standard.html#check">${say('checked', l, sum)}</a></p>`;
}

/** The clause that a finding breaks: its own, or the one of the standard that names it. */
function brokenBy({ code, clauses }: Finding, check: Check | undefined): string | undefined {
  const judged = check?.judgements.find(({ requirements }) =>
    requirements.some(({ status, remarks }) => status === 'missed' && remarks?.includes(code)),
  );
  return clauses[0] ?? (judged ? `${judged.edition}#${judged.clause}` : undefined);
}

/** The figure is computed and shown; that it must not be relied on is said beside it, with every reason. */
export function withheld(
  { verdict, language: l }: Bench,
  scene: Scene | undefined,
  check: Check | undefined,
): TemplateResult | typeof nothing {
  if (verdict?.status !== 'valued' || !verdict.withheld || !scene) return nothing;
  const bars = verdict.findings.filter(({ severity }) => severity === 'bar');
  const one = (finding: Finding): TemplateResult => {
    const { what = '' } = parts(`finding.${finding.code}`, l, finding.facts, scene.money);
    const ref = brokenBy(finding, check);
    return html`<li>${what}${ref ? html` <a href=${clauseAddress(ref)}>${say('withheld.see', l)}</a>` : nothing}</li>`;
  };
  return html`<div class="withheld"><p><strong class="withheld-mark">${say('withheld.mark', l)}</strong> ${say('withheld', l)}</p><ul>${bars.map(one)}</ul></div>`;
}
