// The nouns of the boundary come from the engine's own package; here stands only what the page adds to them.

import type { Edition, Picture, Problem, Refusal, Step } from '../../pkg/ipval';

export type {
  Axis as Varied,
  BreakEven,
  BreakEvenInput as Lever,
  Check,
  ClauseJudged,
  Driver,
  FieldOutline,
  Finding,
  MethodOutline,
  MoneyUnit,
  Picture,
  Problem,
  Refusal,
  RequirementJudged,
  Scenarios,
  ScenariosRequest,
  Sensitivity,
  Spread,
  Step,
  Valuation,
  Verdict,
} from '../../pkg/ipval';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A case while it is edited: any of it may be missing or wrong, for the engine checks it and never the page. */
export interface CaseDocument extends JsonObject {
  format: 'ipval-case/1';
}

export type Facts = Problem['facts'];
export type StepUnit = Step['unit'];

export interface Bilingual {
  zh: string;
  en: string;
}

export interface Clause {
  id: string;
  article: string;
  gist: Bilingual;
  text?: string;
  reading?: 'stated' | 'inferred';
}

interface Parameter {
  id: string;
  values: { value?: number }[];
}

/** An edition with the keys that the margin and the presets read; the engine takes it as it is. */
export interface Standard extends Edition {
  group: 'law' | 'standard' | 'bank-policy';
  title: Bilingual;
  issuer?: Bilingual;
  source?: { url?: string };
  clauses?: Clause[];
  parameters?: Parameter[];
}

export type PictureAnswer = Picture | Refusal;
