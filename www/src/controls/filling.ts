// What the editors inside a handle are given: whose field it is, and how one figure of it is drawn.

import type { TemplateResult } from 'lit';
import type { CaseStore } from '../case/store';
import type { FieldOutline } from '../engine/types';
import type { NumberKind } from '../read-number';
import type { Language } from '../text';

export interface Filling {
  store: CaseStore;
  field: FieldOutline;
  pointer: string;
  language: Language;
  kind: NumberKind;
  label: string;
  /** The text field of one figure at a pointer within the handle's own. */
  entry: (pointer: string, kind: NumberKind, label: string, hidden?: boolean) => TemplateResult;
}
