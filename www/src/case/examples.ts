// The worked cases that the desk opens with: published ones, the very files that the engine's tests run.

import type { CaseDocument, Json, JsonObject } from '../engine/types';
import { isObject } from './pointer';

const files = import.meta.glob<JsonObject>('../../../tests/cases/*.json', {
  eager: true,
  import: 'default',
});

/** The case that a newcomer meets: small enough to check by hand, with a chart, a loan and a licence in it. */
export const FIRST = 'cn-exam-sole-licence';

export interface Example {
  name: string;
  document: CaseDocument;
}

/** A file of the tests may hold the case beside what it must give; the desk takes the case alone. */
function caseOf(file: Json): CaseDocument | undefined {
  if (!isObject(file)) return undefined;
  if (file.format === 'ipval-case/1') return file as CaseDocument;
  return isObject(file.case) ? caseOf(file.case) : undefined;
}

export const examples: Example[] = Object.entries(files).flatMap(([path, file]) => {
  const document = caseOf(file);
  const name = path.replace(/^.*\//, '').replace(/\.json$/, '');
  return document ? [{ name, document }] : [];
});

/** An empty sheet: only what the page must know to ask for the rest. */
export function blank(today: string): CaseDocument {
  return {
    format: 'ipval-case/1',
    asset: { kind: 'invention', jurisdiction: 'CN' },
    purpose: 'pledge',
    valuationDate: today,
    currency: 'CNY',
    unit: 'tenThousand',
    basisOfValue: 'marketValue',
    methods: [{ method: 'reliefFromRoyalty', inputs: {} }],
  };
}
