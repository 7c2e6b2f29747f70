// What a user of the package writes, checked by tsc: every verb with its types, and the narrowing of its answers.

import {
  appraise, breakEven, type Case, type Edition, explain, method, picture, replay, scenarios, solve, version,
} from '../../www/pkg/ipval.js';

const given: Case = {
  format: 'ipval-case/1',
  asset: { kind: 'invention', filingDate: '2014-03-01' },
  valuationDate: '2024-12-31',
  methods: [{ method: 'statedValue', inputs: { value: { value: 600, source: 's' } } }],
};
const standards: readonly Edition[] = [];

const verdict = appraise(given, standards);
export const value: number | string =
  verdict.status === 'valued' ? verdict.value : (verdict.problems[0]?.code ?? 'refused');

const why = explain(given, standards, { step: 'value', depth: 2 });
export const formula: string = 'status' in why ? why.status : why.step.formula;

const again = replay(given, standards, { inputs: { '/methods/0/inputs/value': 700 } });
export const replayed: number = again.status === 'replayed' ? again.value : 0;

const found = solve(given, standards, { input: '/methods/0/inputs/value', target: 500 });
export const roots: number[] = found.status === 'found' || found.status === 'several' ? found.roots : [];

const table = scenarios(given, standards, { rows: { input: '/methods/0/inputs/value', values: [500, 600] } });
export const cell: number | null | undefined = table.status === 'tabled' ? table.values[0]?.[0] : null;
// @ts-expect-error A cell may hold no number.
export const numbers: number[] = table.status === 'tabled' ? (table.values[0] ?? []) : [];

const even = breakEven(given, standards, { target: 500 });
export const nearest: number | undefined = even.status === 'solved' ? even.inputs[0]?.change : undefined;

const drawn = picture({ distribution: 'uniform', min: 1, max: 2 }, 1.5);
export const dense: number[] = drawn.status === 'pictured' ? drawn.points.map(({ density }) => density) : [];

export const alone: 'valued' | 'refused' = method('statedValue', { value: 1 }, standards).status;
export const name: 'ipval' = version().engine;

export const whole: Case = {
  ...given,
  asset: {
    kind: 'trademark',
    status: { asOf: '2024-12-20', inForce: true, invalidation: 'none', useYears: 6 },
    members: [{ title: 'm', kind: 'trademark', ownValue: { value: 1, source: 's' }, inclusion: 'counted' }],
  },
  engagement: { client: 'c', signatories: [{ name: 'n', qualification: 'appraiser' }], standards: ['gbt-42748'] },
  pledge: { loan: 300, loanEnd: '2027-12-31', revaluationMonths: 12, registered: true },
  licence: { type: 'ordinary', payment: 'royalty', base: 'sales', royaltyCap: 0.2 },
  review: { statedValue: 600, tolerance: 0.1, recomputed: true },
};
// @ts-expect-error A way of payment outside the list.
export const unknownPayment: Case = { ...given, licence: { payment: 'barter' } };
// @ts-expect-error A kind outside the list.
export const unknownKind: Case = { ...given, asset: { kind: 'domain' } };
// @ts-expect-error A verdict may be a refusal, which has no value.
export const unchecked: number = appraise(given, standards).value;
// @ts-expect-error A step's number is no text.
export const text: string = verdict.status === 'valued' ? verdict.steps[0].value : '';
