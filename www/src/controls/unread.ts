// What is wrong in a field, in a sentence that says what to do.

import { read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import type { Problem } from '../engine/types';
import type { Field } from '../fields';
import { type NumberKind, readNumber } from '../read-number';
import { type Language, say } from '../text';
import { isDateAt } from './date';

/** How the figures of a field are read; one that holds no figure of its own may still hold some inside. */
export function numberKind({ kind, own }: Field): NumberKind {
  if (kind === 'buildUp') return 'rate';
  if (kind === 'choice') return own === 'money' ? 'money' : 'number';
  return kind === 'flag' || kind === 'date' ? 'number' : kind;
}

/** Why a text in a field was not read, and what to write instead. */
export function unreadText(
  pointer: string,
  text: string,
  field: Field | undefined,
  language: Language,
): string {
  if (field?.kind === 'date' || isDateAt(pointer)) return say('read.date', language);
  const reading = readNumber(text, field ? numberKind(field) : 'number');
  return say(`read.${reading.ok ? 'not-a-number' : reading.reason}`, language, { text });
}

/** A field that nobody has filled yet is asked for calmly; a figure that is wrong is an error. */
export function isToFill(problem: Problem, store: CaseStore): boolean {
  const there = read(store.document, problem.pointer);
  return there === null || (there === undefined && /^(?:missing|horizon-unknown)/.test(problem.code));
}
