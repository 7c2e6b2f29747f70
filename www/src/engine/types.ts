// The nouns of the boundary, as the engine speaks them; the engine's own tests hold these to its answers.

export type Unit = 'one' | 'thousand' | 'tenThousand' | 'million' | 'hundredMillion';

export type AssetKind =
  | 'invention'
  | 'utilityModel'
  | 'design'
  | 'trademark'
  | 'copyright'
  | 'software'
  | 'tradeSecret'
  | 'layoutDesign'
  | 'plantVariety';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A case as it is kept and edited: checked by the engine, never by the page. */
export interface CaseDocument extends JsonObject {
  format: 'ipval-case/1';
}

export interface Producer {
  engine: string;
  version: string;
  standards: { id: string; edition: string }[];
  seed?: number;
  draws?: number;
}

export type Facts = Record<string, string | number>;

export interface Problem {
  pointer: string;
  code: string;
  facts: Facts;
  clauses: string[];
}

export interface Finding extends Problem {
  severity: 'bar' | 'warning' | 'note';
}

export type StepUnit = 'money' | 'share' | 'rate' | 'years' | 'factor' | 'count';

export interface Step {
  id: number;
  key: string;
  part: string;
  period?: number;
  label?: string;
  unit: StepUnit;
  value: number;
  kind: 'input' | 'assumed' | 'parameter' | 'calculated';
  formula: string;
  operands: number[];
  pointer?: string;
  source?: string;
  note?: string;
  clauses: string[];
}

export interface Range {
  p5: number;
  p50: number;
  p95: number;
  mean: number;
  standardDeviation: number;
  standardError: number;
  draws: number;
  seed: number;
}

export interface Sensitivity {
  key: string;
  part: string;
  label?: string;
  pointer: string;
  steps: number[];
  value?: number;
  gradient?: number;
  elasticity: number;
  low: { input: number; value: number };
  high: { input: number; value: number };
  swing: 'range' | 'tenPercent';
}

export interface Refusal {
  format: 'ipval-valuation/1';
  status: 'refused';
  problems: Problem[];
  producedBy: Producer;
}

export interface Valuation {
  format: 'ipval-valuation/1';
  status: 'valued';
  value: number;
  currency: string;
  unit: Unit;
  basisOfValue?: string;
  valuationDate?: string;
  result: number;
  range?: Range;
  methods: { id: string; method: string; approach: string; value: number; step: number; part: string }[];
  steps: Step[];
  sensitivities: Sensitivity[];
  life?: {
    end?: string;
    years: number;
    binding: 'legal' | 'economic' | 'contractual' | 'stated' | 'forecast';
    step: number;
  };
  pledge?: { lendableValue: number; step: number; preset?: string; loanToValue: number };
  licence?: { lumpSum: number; step: number; years: number };
  findings: Finding[];
  assumed: number[];
  producedBy: Producer;
}

export type Verdict = Valuation | Refusal;

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

export interface StandardParameter {
  id: string;
  name: Bilingual;
  unit: string;
  clause?: string;
  values: { from?: string; to?: string; value?: number; grade?: string; source?: string; note?: string }[];
}

export interface Standard {
  readonly [key: string]: unknown;
  format: 'ipval-standard/1';
  id: string;
  edition: string;
  group: 'law' | 'standard' | 'bank-policy';
  title: Bilingual;
  issuer?: Bilingual;
  number?: string;
  inForce?: { from?: string; to?: string };
  source?: { document?: string; url?: string; read?: string };
  clauses?: Clause[];
  parameters?: StandardParameter[];
}

/** What the engine's package offers. */
export interface Engine {
  appraise(document: CaseDocument, standards: Standard[]): Verdict;
  version(): string;
}
