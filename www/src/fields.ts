// How fields are shown, for the keys of which something is known. What fields there are, the engine says itself.
//
// A key that is not named here is shown as its kind says: at once if it is required, else under "more".

import type { FieldOutline } from './engine/types';
import type { NumberKind } from './read-number';

/** Shown before they are used although they may be left out, for a value mostly turns on them. */
const FIRST = new Set(['years', 'growthRate', 'taxRate', 'discountRate', 'timing', 'remainingLife']);

/** Asked for by a case in ten: what else bears on the time, the tax and the end of an income; bounds; refinements. */
const RARE = new Set([
  'stub',
  'firstPeriodEnd',
  'economicLife',
  'contractLife',
  'contractEnd',
  'lifeCurve',
  'decayRate',
  'attributableShare',
  'otherShares',
  'shareRounding',
  'chargesBasis',
  'annualFees',
  'feeReduction',
  'taxAmortisationBenefit',
  'amortisationYears',
  'terminalGrowth',
  'terminalIncome',
  'capitalisationRate',
  'pricesOfFlows',
  'pricesOfRate',
  'taxOfFlows',
  'taxOfRate',
  'fourRisks',
  'oldest',
  'singleBound',
  'grossBound',
  'similarity',
  'quantileType',
  'includeFree',
  'includeRelated',
  'randomIndex',
  'randomIndexValue',
  'gaps',
  'replaceWorst',
  'judgementErrors',
  'comparison',
  'subject',
  'comparable',
  'unleveredBeta',
  'comparableBeta',
  'comparableDebtToEquity',
]);

/** Of what an item of a list may leave out, that which is mostly its point. */
const IN_LISTS = new Set(['factors', 'value', 'income', 'score']);

/** So many of the other optional fields are shown at once: mostly they are ways of saying one thing. */
const OPTIONAL_FIRST = 6;

/** Sums that are themselves a value, so that another method's value may well stand here. */
const WHOLE = /^(?:value|price|cost|sum|amount)$|(?:Value|Cost|Paid|Fee|WhenNew|With|Without)$/;

/** Whether the value of a whole right is a likely source of this figure, and not only a possible one. */
export function isWhole({ key }: FieldOutline): boolean {
  return WHOLE.test(key);
}

/** Figures of which the law knows a few only: a choice, although the engine takes any. */
const OFFERED: Record<string, number[]> = { feeReduction: [0.85, 0.7] };

/** What is counted, where it is not a bare number: the key of its unit's text. */
const COUNTED: Record<string, string> = { renewals: 'times-unit', draws: 'times-unit' };

/** Where the names of a matrix stand: beside it, or beside an object around it. */
const NAMES: Record<string, { keys: string[]; of: 'both' | 'columns' }> = {
  matrix: { keys: ['compared', 'indicators'], of: 'both' },
  attributes: { keys: ['attributeNames'], of: 'columns' },
  memberships: { keys: ['classes'], of: 'columns' },
};

export function isFirst(field: FieldOutline, all: readonly FieldOutline[], inList = false): boolean {
  const { key, required } = field;
  // An item of two required fields is whole with these: a list of many is read down its columns.
  if (inList && all.filter((each) => each.required).length > 1) return required || IN_LISTS.has(key);
  if (required || FIRST.has(key)) return true;
  if (RARE.has(key)) return false;
  const others = all.filter((each) => !each.required && !FIRST.has(each.key) && !RARE.has(each.key));
  return others.indexOf(field) < OPTIONAL_FIRST;
}

export function offered({ key }: FieldOutline): number[] | undefined {
  return OFFERED[key];
}

/** The field that a build-up stands in for, so that only one of the two is asked for. */
export function insteadOf({ key }: FieldOutline): string | undefined {
  return key.endsWith('BuildUp') ? key.slice(0, -'BuildUp'.length) : undefined;
}

/** Judgements in pairs: each entry is one over its mirror image, and so are the bounds of what it may be. */
export function isReciprocal({ kind, least = 0, most = 0 }: FieldOutline): boolean {
  return kind === 'matrix' && least > 0 && Math.abs(least * most - 1) < 1e-9;
}

export function namesFor({ key }: FieldOutline): { keys: string[]; of: 'both' | 'columns' } {
  return NAMES[key] ?? { keys: [], of: 'both' };
}

/** How the figures of a field are read and written. */
export function numberKind({ kind, unit }: FieldOutline): NumberKind {
  if (kind === 'count') return 'count';
  return unit === undefined || unit === 'factor' || unit === 'count' ? 'number' : unit;
}

/** The key of the text of what is counted; empty for a bare number. */
export function unitText({ key, kind, unit }: FieldOutline): string {
  if (unit === 'years') return 'years-unit';
  if (kind !== 'count') return '';
  return COUNTED[key] ?? (/years$/i.test(key) ? 'years-unit' : '');
}

export const ASSET_KINDS = [
  'invention',
  'utilityModel',
  'design',
  'trademark',
  'copyright',
  'software',
  'tradeSecret',
  'layoutDesign',
  'plantVariety',
] as const;

/** The dates that the life of each kind of right is counted from. */
export const ASSET_DATES: Record<string, string[]> = {
  invention: ['filingDate', 'grantDate'],
  utilityModel: ['filingDate', 'grantDate'],
  design: ['filingDate', 'grantDate'],
  trademark: ['registrationDate'],
  copyright: ['publicationDate', 'completionDate', 'deathDate'],
  software: ['publicationDate', 'completionDate', 'deathDate'],
  tradeSecret: ['creationDate'],
  layoutDesign: ['filingDate', 'firstUseDate', 'creationDate'],
  plantVariety: ['grantDate'],
};

/** What else the law asks of a right of this kind. */
export const ASSET_KIND_FIELDS: Record<string, string[]> = {
  trademark: ['renewals'],
  copyright: ['ownerKind'],
  software: ['ownerKind'],
  plantVariety: ['woody'],
  invention: ['termCompensation'],
};

export const OWNER_KINDS = ['entity', 'person'] as const;

/** Texts that run to several sentences. */
const LONG = new Set([
  'description',
  'scopeOfRight',
  'goods',
  'secrecyMeasures',
  'stability',
  'freedomToOperate',
  'encumbrances',
  'use',
  'independence',
  'inspection',
  'materials',
  'limits',
  'specialAssumptions',
  'subsequentEvents',
  'disposalPlan',
  'watch',
  'improvements',
  'stacking',
  'opinion',
]);

export function isLong({ key }: FieldOutline): boolean {
  return LONG.has(key);
}

/** Where one key means another thing than elsewhere, the words that are said of it there. */
const OWN_WORDS: Record<string, string> = {
  '/pledge/registrationDate': 'pledgeRegistrationDate',
  '/engagement/signatories/*/name': 'signatoryName',
  '/licence/years': 'licenceYears',
};

/** The key of the words of the field at a pointer. */
export function wordsOf(pointer: string, key = pointer.split('/').at(-1) ?? ''): string {
  return `field.${OWN_WORDS[pointer.replace(/\/\d+(?=\/|$)/g, '/*')] ?? key}`;
}

/** Outside the methods nothing is supposed of what is not said, so “no” is another answer than none. */
export function isStatement(pointer: string): boolean {
  return !/^\/(?:methods|facts)\//.test(pointer);
}

/** Figures that stand outside the methods, by their pointer. */
export const CASE_FIELDS: Record<string, FieldOutline> = {
  '/pledge/loanToValue': { key: 'loanToValue', kind: 'number', unit: 'share', required: false },
  '/licence/years': { key: 'licenceYears', kind: 'number', unit: 'years', required: false },
  '/asset/renewals': { key: 'renewals', kind: 'count', required: false },
  '/conclusion/rounding': { key: 'rounding', kind: 'number', unit: 'money', required: false },
  '/simulation/seed': { key: 'seed', kind: 'count', required: false },
  '/simulation/draws': { key: 'draws', kind: 'count', required: false },
};
export const WEIGHT: FieldOutline = { key: 'weight', kind: 'number', unit: 'share', required: false };

export const PURPOSES = [
  'pledge',
  'licence',
  'transfer',
  'contribution',
  'reporting',
  'litigation',
  'management',
  'review',
] as const;

export const BASES = [
  'marketValue',
  'valueInUse',
  'investmentValue',
  'liquidationValue',
  'licenceValue',
] as const;

export const UNITS = ['one', 'thousand', 'tenThousand', 'million', 'hundredMillion'] as const;
