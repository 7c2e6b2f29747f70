// What each method asks for, as a table: a further method is further rows, not further elements.
//
// The key is the engine's, the words are its messages under `field.<key>`.

import type { NumberKind } from './read-number';

export interface Field {
  key: string;
  kind: NumberKind | 'flag' | 'date' | 'choice' | 'buildUp';
  group: 'income' | 'royalty' | 'discount' | 'life' | 'tax' | 'figure';
  /** Shown before it is used; the others wait under "more". */
  first?: boolean;
  /** The value cannot be worked out without it. */
  required?: boolean;
  /** May be one figure or one for each year. */
  series?: boolean;
  choices?: (string | number)[];
  /** Beside the choices: days or sums of one's own, one for each year. */
  own?: 'dates' | 'money';
  /** The text key of what is counted, where it is not years; empty for a bare number. */
  suffix?: string;
  /** Stands in for this other field, so that only one of the two is asked for. */
  insteadOf?: string;
}

export const METHODS: Record<string, Field[]> = {
  reliefFromRoyalty: [
    { key: 'sales', kind: 'money', group: 'income', first: true, required: true, series: true },
    { key: 'years', kind: 'count', group: 'income', first: true },
    { key: 'growthRate', kind: 'rate', group: 'income', first: true, series: true },
    { key: 'royaltyRate', kind: 'share', group: 'royalty', first: true, required: true, series: true },
    { key: 'decayRate', kind: 'share', group: 'royalty' },
    { key: 'taxRate', kind: 'share', group: 'tax', first: true, required: true },
    { key: 'discountRate', kind: 'rate', group: 'discount', first: true, required: true },
    { key: 'discountRateBuildUp', kind: 'buildUp', group: 'discount', insteadOf: 'discountRate' },
    {
      key: 'timing',
      kind: 'choice',
      group: 'discount',
      first: true,
      choices: ['yearEnd', 'midYear'],
      own: 'dates',
    },
    { key: 'remainingLife', kind: 'years', group: 'life', first: true },
    { key: 'economicLife', kind: 'years', group: 'life' },
    { key: 'contractLife', kind: 'years', group: 'life' },
    { key: 'contractEnd', kind: 'date', group: 'life' },
    { key: 'stub', kind: 'years', group: 'discount' },
    { key: 'firstPeriodEnd', kind: 'date', group: 'discount' },
    { key: 'annualFees', kind: 'choice', group: 'income', choices: ['statutory'], own: 'money' },
    { key: 'feeReduction', kind: 'choice', group: 'income', choices: [0.85, 0.7] },
    { key: 'taxAmortisationBenefit', kind: 'flag', group: 'tax' },
    { key: 'amortisationYears', kind: 'count', group: 'tax' },
    { key: 'terminalGrowth', kind: 'rate', group: 'income' },
  ],
  statedValue: [{ key: 'value', kind: 'money', group: 'figure', first: true, required: true }],
};

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

/** Figures that stand outside the methods, by their pointer. */
export const CASE_FIELDS: Record<string, Field> = {
  '/pledge/loanToValue': { key: 'loanToValue', kind: 'share', group: 'figure' },
  '/licence/years': { key: 'licenceYears', kind: 'years', group: 'figure' },
  '/asset/renewals': { key: 'renewals', kind: 'count', group: 'figure', suffix: 'times-unit' },
  '/conclusion/rounding': { key: 'rounding', kind: 'money', group: 'figure' },
  '/simulation/seed': { key: 'seed', kind: 'count', group: 'figure', suffix: '' },
  '/simulation/draws': { key: 'draws', kind: 'count', group: 'figure', suffix: 'times-unit' },
};
export const WEIGHT: Field = { key: 'weight', kind: 'share', group: 'figure' };

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
