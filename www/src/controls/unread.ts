// What is wrong in a field, in a sentence that says what to do.

import { read } from '../case/pointer';
import type { CaseStore } from '../case/store';
import type { FieldOutline, Problem } from '../engine/types';
import { numberKind } from '../fields';
import { readNumber, readNumbers } from '../read-number';
import { type Language, say } from '../text';
import { isDateAt } from './date';

/** Why a text in a field was not read, and what to write instead. */
export function unreadText(
  pointer: string,
  text: string,
  field: FieldOutline | undefined,
  language: Language,
): string {
  if (field?.kind === 'date' || (field?.or === 'dates' && /\/\d+$/.test(pointer)) || isDateAt(pointer))
    return say('read.date', language);
  if (field?.kind === 'anything') return say('read.json', language);
  if (field?.kind === 'numbers' && !/\/\d+$/.test(pointer)) {
    const list = readNumbers(text, numberKind(field));
    return list.ok ? '' : say(`read.${list.reason}`, language, { text: list.text });
  }
  const reading = readNumber(text, field ? numberKind(field) : 'number');
  return say(`read.${reading.ok ? 'not-a-number' : reading.reason}`, language, { text });
}

/** A field that nobody has filled yet is asked for calmly; a figure that is wrong is an error. */
export function isToFill(problem: Problem, store: CaseStore): boolean {
  const there = read(store.document, problem.pointer);
  return there === null || (there === undefined && /^(?:missing|horizon-unknown)/.test(problem.code));
}
