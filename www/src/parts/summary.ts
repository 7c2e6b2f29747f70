// What needs the reader, above the sheet: each point in a sentence that links to its field.

import { html, nothing, type TemplateResult } from 'lit';
import { isToFill, unreadText } from '../controls/unread';
import { fieldId } from '../elements/light';
import { joined, parts, say } from '../text';
import { type Bench, factsInWords, fieldAt, fieldName } from './bench';

interface Complaint {
  pointer: string;
  text: string;
}

export interface Mishaps {
  /** Why the engine gave no answer at all; empty if it did. */
  failure: string;
  fileError: { name: string; reason: string } | undefined;
  retry: () => void;
  dismiss: () => void;
}

function complaints({ store, language: l, problems, money, entries }: Bench): Complaint[] {
  const colon = l === 'zh' ? '：' : ': ';
  const unread = Object.entries(store.drafts).map(([pointer, text]) => ({
    pointer,
    text: `${fieldName(pointer, l, entries)}${colon}${unreadText(pointer, text, fieldAt(store.document, pointer), l)}`,
  }));
  const told = problems.some((problem) => !isToFill(problem, store)) ? problems : [];
  const wrong = told.map((problem) => {
    const { what = '', remedy = '' } = parts(
      `problem.${problem.code}`,
      l,
      factsInWords(problem, l, entries),
      money,
    );
    return {
      pointer: problem.pointer,
      text: `${fieldName(problem.pointer, l, entries)}${colon}${joined(l, what, remedy)}`,
    };
  });
  return [...unread, ...wrong];
}

export function summary(bench: Bench, mishaps: Mishaps): TemplateResult | typeof nothing {
  const { language: l } = bench;
  const { failure, fileError, retry, dismiss } = mishaps;
  const points = complaints(bench);
  if (points.length === 0 && !fileError && !failure) return nothing;
  return html`<section class="summary" tabindex="-1" aria-labelledby="summary-heading">
    ${
      failure
        ? html`<h2 id="summary-heading">${say('errors.engine', l)}</h2><p><button type="button" data-role="retry" @click=${retry}>${say('errors.retry', l)}</button></p>`
        : nothing
    }
    ${
      fileError
        ? html`<h2 id=${failure ? nothing : 'summary-heading'}>${say('errors.file', l, { name: fileError.name })}</h2>
          <p>${say(`errors.${fileError.reason}`, l)} <button type="button" class="plain" data-role="dismiss" @click=${dismiss}>${say('errors.dismiss', l)}</button></p>`
        : nothing
    }
    ${
      points.length > 0
        ? html`<h2 id=${failure || fileError ? nothing : 'summary-heading'}>${say('errors', l, { count: points.length })}</h2>
          <ul>${points.map(({ pointer, text }) => html`<li><a href=${`#${fieldId(pointer)}`} data-field=${pointer}>${text}</a></li>`)}</ul>`
        : nothing
    }
  </section>`;
}
