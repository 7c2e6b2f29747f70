/** A figure: a plain number, one with its range, source and evidence, or one that an earlier entry worked out. */
export type Amount =
  | number
  | { value: number; range?: Range; source?: string; note?: string; grade?: EvidenceGrade; asOf?: string }
  | { from: string; step?: string; period?: number };
export type EvidenceGrade = "registered" | "independent" | "party" | "assumed";
/** How an uncertain figure is spread; of any shape only what lies between two bounds may be kept. */
export type Range = Shape & { truncated?: { min?: number; max?: number } };
export type Shape =
  | { distribution: "uniform"; min: number; max: number }
  | { distribution: "triangular" | "pert"; min: number; mode: number; max: number }
  | { distribution: "normal" | "logNormal" | "gamma"; mean: number; standardDeviation: number }
  | { distribution: "logNormal"; logMean: number; logStandardDeviation: number }
  | { distribution: "beta"; shape1: number; shape2: number; min?: number; max?: number }
  | { distribution: "bernoulli"; probability: number }
  | { distribution: "discrete"; values: readonly number[]; probabilities: readonly number[] }
  | { distribution: "quantiles"; p10: number; p50: number; p90: number }
  | { distribution: "observed"; observations: readonly number[] };
/** How uncertain figures are drawn, and what is looked for. */
export interface Drawing {
  seed?: number; draws?: number; sequence?: "sobol" | "random";
  /** Rank correlations of inputs, by their places in the case. */
  correlations?: readonly { between: readonly [string, string]; rank: Amount }[];
  correlationMatrix?: { between: readonly string[]; ranks: readonly (readonly (number | null)[])[] };
  /** Sums below which the value may fall; zero and the loan are always among them. */
  thresholds?: readonly { name?: string; at: Amount }[];
  /** Stop once P5, P50 and P95 are known so well. */
  accuracy?: { relativeError: Amount; mostDraws?: number };
}
export type AssetKind =
  | "invention" | "utilityModel" | "design" | "trademark" | "copyright"
  | "software" | "tradeSecret" | "layoutDesign" | "plantVariety";
/** How the right stands on the day it was looked up. */
export interface LegalStatus {
  asOf?: string; registryExtract?: string; granted?: boolean; inForce?: boolean; feesPaid?: boolean;
  disputed?: boolean; preserved?: boolean;
  invalidation?: "none" | "pending" | "declared"; invalidationDeclared?: boolean;
  coOwned?: boolean; coOwnersConsent?: boolean; pledged?: boolean; pledgeeConsents?: boolean;
  openLicence?: boolean; exclusiveLicence?: boolean; dualFiling?: boolean; dualFilingDeclared?: boolean;
  identicalMarks?: boolean; identicalMarksIncluded?: boolean; evaluationReport?: boolean;
  lastUse?: string; useYears?: Amount;
  secrecyMeasures?: string; stability?: string; freedomToOperate?: string; encumbrances?: string;
}
/** One right of a portfolio, a bundle or a pool. */
export interface Member {
  title: string; kind?: AssetKind; number?: string; owner?: string;
  share?: Amount; ownValue?: Amount; inclusion?: "counted" | "subsumed";
}
/** A right; days are written YYYY-MM-DD. */
export interface Asset {
  kind: AssetKind;
  title?: string; number?: string; owner?: string; jurisdiction?: string;
  filingDate?: string; grantDate?: string; registrationDate?: string; publicationDate?: string;
  completionDate?: string; creationDate?: string; firstUseDate?: string; deathDate?: string;
  ownerKind?: "person" | "entity"; woody?: boolean; renewals?: number;
  termCompensation?: { end: string; decision: string }; legalEnd?: string;
  description?: string; scopeOfRight?: string; products?: string; goods?: string; practised?: boolean;
  status?: LegalStatus; members?: readonly Member[];
}
/** Who asked for the valuation, who made it, and what its report states. */
export interface Engagement {
  client?: string; intendedUsers?: string; use?: string; premise?: string;
  agency?: string; reportNumber?: string; startDate?: string; reportDate?: string; validUntil?: string;
  statutory?: boolean; stateOwned?: boolean; independence?: string; inspection?: string; materials?: string;
  limits?: string; specialAssumptions?: string; subsequentEvents?: string;
  signatories?: readonly { name: string; qualification?: "appraiser" | "professional" }[];
  sealed?: boolean; retentionYears?: Amount;
  /** Editions to hold the case against beside the law and the proposed standard, by id. */
  standards?: readonly string[];
}
export interface Pledge {
  loanToValue?: Amount; preset?: string;
  loan?: Amount; loanYears?: Amount; loanEnd?: string;
  forcedSaleDiscount?: Amount; disposalCost?: Amount; disposalYears?: Amount; disposalRate?: Amount;
  coverageLeast?: Amount; revaluationMonths?: number;
  writtenContract?: boolean; registered?: boolean; registrationDate?: string; pledgorIsOwner?: boolean;
  wholeAsset?: boolean; forfeiture?: boolean; securityDemand?: boolean; proceedsEscrow?: boolean;
  disposalPlan?: string; watch?: string;
}
export interface Licence {
  years?: Amount; type?: "exclusive" | "sole" | "ordinary" | "open";
  payment?: "lumpSum" | "instalments" | "royalty" | "entryFeeAndRoyalty";
  base?: "price" | "addedValue" | "profit" | "sales"; rateShape?: "fixed" | "increasing" | "decreasing";
  territory?: string; field?: string; improvements?: string; stacking?: string;
  sublicence?: boolean; audit?: boolean; relatedParties?: boolean;
  recorded?: boolean; signedOn?: string; recordedOn?: string; until?: string;
  declared?: boolean; declarationDate?: string;
  royaltyCap?: Amount; annualFee?: Amount; expectedLicensees?: number;
  licensorValue?: Amount; licenseeValue?: Amount;
}
/** The report that is cross-checked. */
export interface Review {
  statedValue?: Amount; reportDate?: string; reportNumber?: string; agency?: string;
  opinion?: string; tolerance?: Amount; recomputed?: boolean;
}
export type MoneyUnit = "one" | "thousand" | "tenThousand" | "million" | "hundredMillion";
/** `ipval-case/1` */
export interface Case {
  format: "ipval-case/1";
  title?: string;
  asset: Asset;
  purpose?: "pledge" | "licence" | "transfer" | "contribution" | "reporting" | "litigation" | "management" | "review";
  valuationDate: string;
  currency?: string;
  unit?: MoneyUnit;
  basisOfValue?: "marketValue" | "valueInUse" | "investmentValue" | "liquidationValue" | "licenceValue";
  engagement?: Engagement;
  facts?: Readonly<Record<string, unknown>>;
  methods: readonly { id?: string; supporting?: boolean; method: string; inputs: Readonly<Record<string, unknown>> }[];
  conclusion?: {
    weights?: readonly Amount[]; adopted?: string; reason?: string; rounding?: Amount;
    notUsed?: readonly { approach: "income" | "cost" | "market"; reason: string }[];
  };
  pledge?: Pledge;
  licence?: Licence;
  review?: Review;
  simulation?: Drawing;
  citation?: { text?: string; note?: string };
}
/** One edition under `valuation-standards/`, as parsed JSON. An array of them must not be changed once passed. */
export interface Edition { format: "ipval-standard/1"; id: string; edition: string; readonly [key: string]: unknown }
/** The pointer, the code and the facts of a message; the text is looked up by code. */
export interface Problem { pointer: string; code: string; facts: Record<string, string | number>; clauses: string[] }
export interface Finding extends Problem { severity: "bar" | "warning" | "note" }
/** What produced a value: enough to reproduce it bit for bit. */
export interface Producer {
  engine: "ipval"; version: string; standards: { id: string; edition: string }[]; seed?: number; draws?: number;
}
export interface Refusal { format: "ipval-valuation/1"; status: "refused"; problems: Problem[]; producedBy: Producer }
/** One named step of the working paper; `formula` stands over `operands`, as in `{0} × (1 − {1})`. */
export interface Step {
  id: number; key: string; part: string; period?: number; label?: string;
  unit: "money" | "share" | "rate" | "years" | "factor" | "count";
  value: number; kind: "input" | "assumed" | "parameter" | "estimated" | "calculated";
  formula: string; operands: number[];
  pointer?: string; source?: string; note?: string; clauses: string[];
}
/** What the draws say of the value. */
export interface Spread {
  p5: number; p50: number; p95: number; mean: number;
  standardDeviation: number; standardError: number; draws: number; seed: number; sequence: "sobol" | "random";
  /** P1 to P99, and the standard error of each. */
  percentiles: number[]; percentileErrors: number[];
  /** The mean of the worst twentieth (CVaR). */
  worst: { share: number; mean: number; standardError: number };
  histogram?: { from: number; width: number; counts: number[]; below: number; above: number };
  /** The share of the results below each figure. */
  thresholds: { key: "zero" | "loan" | "given"; name?: string; at: number; below: number; standardError: number }[];
  correlations?: { between: [string, string]; asked: number; achieved: number }[];
  drivers: Driver[];
  accuracy?: { asked: number; reached: number; met: boolean; next?: number };
}
/** How one input carries the range: its shares of the variance, and of the range that would go if it were known. */
export interface Driver {
  key: string; part: string; label?: string; pointer: string; step: number;
  rankCorrelation: number; firstOrder: number; total?: number; narrowing: number;
}
export interface Swing { input: number; value: number }
export interface Sensitivity {
  key: string; part: string; label?: string; pointer: string; steps: number[];
  value?: number; gradient?: number; elasticity: number;
  low: Swing; high: Swing; swing: "range" | "tenPercent";
}
/** `ipval-valuation/1` */
export interface Valuation {
  format: "ipval-valuation/1"; status: "valued";
  value: number; currency: string; unit: MoneyUnit; basisOfValue?: string; valuationDate?: string;
  result: number; range?: Spread;
  methods: { id: string; method: string; approach: string; gives: Step["unit"]; concluding: boolean; value: number; step: number; part: string }[];
  steps: Step[]; sensitivities: Sensitivity[];
  life?: {
    end?: string; years: number; step: number;
    binding: "legal" | "economic" | "contractual" | "stated" | "forecast";
  };
  pledge?: { lendableValue: number; loanToValue: number; step: number; preset?: string };
  licence?: { lumpSum: number; years: number; step: number };
  withheld: boolean; findings: Finding[]; assumed: number[]; producedBy: Producer;
}
export type Verdict = Valuation | Refusal;
export type Judged = "met" | "missed" | "person" | "notApplicable";
export interface CheckRequest { standards?: readonly string[] }
/** How one requirement of a clause came out, and what was looked at. */
export interface RequirementJudged {
  kind: string; status: Judged; severity?: Finding["severity"];
  places?: string[]; steps?: string[]; remarks?: string[]; asked?: number; found?: number;
}
/** How one clause came out. */
export interface ClauseJudged { edition: string; clause: string; status: Judged; requirements: RequirementJudged[] }
export interface EditionChecked {
  id: string; edition: string; met: number; missed: number; person: number; notApplicable: number; informative: number;
}
/** `ipval-check/1` */
export interface Check {
  format: "ipval-check/1"; status: "checked"; valued: boolean; withheld: boolean;
  editions: EditionChecked[]; judgements: ClauseJudged[]; findings: Finding[]; problems: Problem[]; producedBy: Producer;
}
export interface ExplainRequest { step?: number | string; depth?: number }
export interface Explanation { step: Step; operands: Explanation[] }
export interface ReplayRequest { inputs: Readonly<Record<string, number>> }
export interface Replay { status: "replayed"; value: number; steps: Step[] }
export interface SolveRequest { input: string; target: number; of?: number; min?: number; max?: number }
export type Solution =
  | { status: "found" | "several"; roots: number[] }
  | { status: "none"; reason: "indifferent" | "unreached"; reached?: { min: number; max: number } };
/** One side of a table: an input, or a series by multiples of what it is; seven round figures where none are named. */
export interface ScenariosAxis { input: string; values?: readonly number[] }
export interface ScenariosRequest { rows: ScenariosAxis; columns?: ScenariosAxis; of?: number }
/** One input of a table; of a series `by` is `multiple`, the present one 1. */
export interface Axis {
  key: string; part: string; label?: string; pointer: string; unit: Step["unit"];
  by: "figure" | "multiple"; value: number; values: number[]; proposed: boolean;
}
/** The results row by row, null where the figures together give no number; a table of one way has one column. */
export interface Scenarios {
  status: "tabled"; value: number; unit: Step["unit"]; rows: Axis; columns?: Axis; values: (number | null)[][];
}
export interface BreakEvenRequest { target: number; of?: number }
/** Where one input alone brings the value to the target; of a series, which has no `value`, by multiples. */
export interface BreakEvenInput {
  key: string; part: string; label?: string; pointer: string; unit: Step["unit"]; value?: number;
  roots: number[]; change?: number; reason?: "indifferent" | "unreached"; reached?: { min: number; max: number };
}
export interface BreakEven {
  status: "solved"; target: number; value: number; unit: Step["unit"]; inputs: BreakEvenInput[];
}
/** A range as it is drawn: its density by points, two of one place being a step, and what has a probability of its own. */
export interface Picture {
  status: "pictured"; mean?: number; standardDeviation?: number; low: number; high: number;
  /** P1 to P99. */
  percentiles: number[];
  points: { x: number; density: number }[]; bars: { x: number; probability: number }[];
}
/** One key that may be filled in; its words are the message `field.<key>`. */
export interface FieldOutline {
  key: string; required: boolean;
  kind: "number" | "series" | "numbers" | "matrix" | "count" | "flag" | "date" | "text" | "texts" | "choice" | "object" | "list" | "anything";
  unit?: Step["unit"]; least?: number; most?: number; choices?: string[]; or?: "dates" | "series"; fields?: FieldOutline[];
}
export interface MethodOutline { method: string; approach: string; gives: Step["unit"]; fields: FieldOutline[] }
export interface Version { engine: "ipval"; version: string; caseFormat: string; valuationFormat: string; methods: string[] }
