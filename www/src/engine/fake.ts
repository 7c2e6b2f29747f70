// FAKE: deleted once the engine is there.
import type { CaseDocument, JsonObject, Sensitivity, Standard, Step, Verdict } from './types';
export default async function init(): Promise<void> {}
const num = (x: unknown): number | undefined =>
  typeof x === 'number'
    ? x
    : x && typeof x === 'object' && 'value' in x
      ? (x as { value: number }).value
      : undefined;
function run(c: CaseDocument): Verdict {
  const m = (c.methods as JsonObject[])[0] ?? {};
  const i = (m.inputs ?? {}) as JsonObject;
  const problems = [];
  const P = '/methods/0/inputs/';
  for (const k of ['sales', 'royaltyRate', 'taxRate', 'discountRate'])
    if (i[k] === undefined && !(k === 'discountRate' && i.discountRateBuildUp))
      problems.push({ pointer: P + k, code: 'missing', facts: {}, clauses: [] });
  const pb = {
    engine: 'ipval',
    version: '0.0.0-fake',
    standards: [
      { id: 'cn-patent-law', edition: '2021-06-01' },
      { id: 'cn-civil-code', edition: '2021-01-01' },
    ],
    seed: 1,
    draws: 8192,
  };
  if ((num(i.taxRate) ?? 0) > 1)
    problems.push({
      pointer: `${P}taxRate`,
      code: 'rate-as-percent',
      facts: { value: num(i.taxRate) ?? 0 },
      clauses: [],
    });
  if ((num(i.remainingLife) ?? 0) > 20)
    problems.push({
      pointer: `${P}remainingLife`,
      code: 'life-beyond-legal-term',
      facts: { life: num(i.remainingLife) ?? 0, legal: 9.2, end: '2034-03-01' },
      clauses: ['cn-civil-code#licence-within-term'],
    });
  if (problems.length) return { format: 'ipval-valuation/1', status: 'refused', problems, producedBy: pb };
  const steps: Step[] = [];
  const add = (s: Partial<Step> & { key: string; value: number; unit: Step['unit'] }): number => {
    steps.push({
      id: steps.length,
      part: 'methods/0',
      kind: s.operands ? 'calculated' : 'input',
      formula: '',
      operands: [],
      clauses: [],
      ...s,
    } as Step);
    return steps.length - 1;
  };
  const src = (k: string) => {
    const o = i[k] as { source?: string; range?: object } | undefined;
    return typeof o === 'object' && o
      ? { ...(o.source ? { source: o.source } : {}), ...(o.range ? { range: o.range } : {}) }
      : {};
  };
  const n = num(i.years) ?? num(i.remainingLife) ?? (Array.isArray(i.sales) ? i.sales.length : 5);
  const g = num(i.growthRate) ?? 0;
  const V = (s: number): number => steps[s]?.value ?? 0;
  const life = add({
    key: 'remaining-life',
    value: num(i.remainingLife) ?? n,
    unit: 'years',
    pointer: `${P}remainingLife`,
    clauses: ['cn-civil-code#licence-within-term'],
    ...src('remainingLife'),
  });
  const roy = add({
    key: 'royalty-rate',
    value: num(i.royaltyRate) ?? 0,
    unit: 'share',
    pointer: `${P}royaltyRate`,
    ...src('royaltyRate'),
  });
  const tax = add({
    key: 'tax-rate',
    value: num(i.taxRate) ?? 0,
    unit: 'share',
    pointer: `${P}taxRate`,
    clauses: ['cn-income-tax-law#rate'],
    ...src('taxRate'),
  });
  const r = add({
    key: 'discount-rate',
    value: num(i.discountRate) ?? 0.1,
    unit: 'rate',
    pointer: `${P}discountRate`,
    ...src('discountRate'),
  });
  const timing = add({
    key: 'timing',
    value: i.timing === 'midYear' ? 0.5 : 1,
    unit: 'factor',
    kind: i.timing ? 'input' : 'assumed',
    pointer: `${P}timing`,
  });
  const base = Array.isArray(i.sales)
    ? i.sales.map((x) => num(x) ?? 0)
    : Array.from({ length: Math.ceil(n) }, (_, t) => (num(i.sales) ?? 0) * (1 + g) ** t);
  const pvs: number[] = [];
  base.forEach((v, t) => {
    const s = add({
      key: 'sales',
      period: t + 1,
      value: v,
      unit: 'money',
      pointer: Array.isArray(i.sales) ? `${P}sales/${t}` : `${P}sales`,
      ...src('sales'),
    });
    const sp = add({
      key: 'royalty-spared',
      period: t + 1,
      value: v * V(roy),
      unit: 'money',
      formula: '{0} × {1}',
      operands: [s, roy],
    });
    const at = add({
      key: 'spared-after-tax',
      period: t + 1,
      value: V(sp) * (1 - V(tax)),
      unit: 'money',
      formula: '{0} × (1 − {1})',
      operands: [sp, tax],
    });
    const f = add({
      key: 'discount-factor',
      period: t + 1,
      value: (1 + V(r)) ** -(t + V(timing)),
      unit: 'factor',
      formula: '(1 + {0})^−{1}',
      operands: [r, timing],
    });
    pvs.push(
      add({
        key: 'present-value',
        period: t + 1,
        value: V(at) * V(f),
        unit: 'money',
        formula: '{0} × {1}',
        operands: [at, f],
      }),
    );
  });
  const total = pvs.reduce((a, s) => a + V(s), 0);
  const res = add({
    key: 'relief-from-royalty',
    value: total,
    unit: 'money',
    formula: pvs.map((_, k) => `{${k}}`).join(' + '),
    operands: pvs,
    clauses: ['cn-appraisal-law#two-methods'],
  });
  const con = add({
    key: 'conclusion',
    part: 'conclusion',
    value: total,
    unit: 'money',
    formula: '{0}',
    operands: [res],
  });
  const sens = (key: string, at: number, lo: number, hi: number, el: number): Sensitivity => ({
    key,
    part: 'methods/0',
    pointer: steps[at]?.pointer ?? '',
    steps: [at],
    value: V(at),
    gradient: 1,
    elasticity: el,
    low: { input: V(at) * 0.9, value: total * lo },
    high: { input: V(at) * 1.1, value: total * hi },
    swing: 'tenPercent',
  });
  const out: Verdict = {
    format: 'ipval-valuation/1',
    status: 'valued',
    value: total,
    currency: 'CNY',
    unit: (c.unit as 'tenThousand') ?? 'one',
    basisOfValue: 'marketValue',
    valuationDate: String(c.valuationDate),
    result: con,
    methods: [
      {
        id: 'methods/0',
        method: 'reliefFromRoyalty',
        approach: 'income',
        part: 'methods/0',
        value: total,
        step: res,
      },
    ],
    steps,
    sensitivities: [
      sens('royalty-rate', roy, 0.9, 1.1, 1),
      sens('sales', 5, 0.9, 1.1, 1),
      sens('discount-rate', r, 1.052, 0.953, -0.5),
      sens('tax-rate', tax, 1.033, 0.967, -0.33),
      sens('remaining-life', life, 0.94, 1.05, 0.5),
    ],
    life: { years: V(life), binding: 'stated', step: life, end: '2034-03-01' },
    findings: [
      {
        severity: 'bar',
        pointer: '/methods',
        code: 'one-method-only',
        facts: {},
        clauses: ['cn-appraisal-law#two-methods'],
      },
      { severity: 'warning', pointer: `${P}royaltyRate`, code: 'no-source', facts: {}, clauses: [] },
      {
        severity: 'note',
        pointer: `${P}taxRate`,
        code: 'tax-not-15',
        facts: { value: 0.25 },
        clauses: ['cn-income-tax-law#rate'],
      },
    ],
    assumed: [timing],
    producedBy: pb,
  };
  if (typeof i.royaltyRate === 'object')
    out.range = {
      p5: total * 0.76,
      p50: total * 0.99,
      p95: total * 1.29,
      mean: total,
      standardDeviation: total * 0.15,
      standardError: total * 0.001,
      draws: 8192,
      seed: 1,
    };
  const pl = c.pledge as JsonObject | undefined;
  const ltvv = num(pl?.loanToValue);
  if (ltvv !== undefined) {
    const l = add({
      key: 'loan-to-value',
      part: 'pledge',
      value: ltvv,
      unit: 'share',
      pointer: '/pledge/loanToValue',
    });
    out.pledge = {
      lendableValue: total * ltvv,
      loanToValue: ltvv,
      step: add({
        key: 'lendable-value',
        part: 'pledge',
        value: total * ltvv,
        unit: 'money',
        formula: '{0} × {1}',
        operands: [con, l],
      }),
    };
  }
  const li = c.licence as JsonObject | undefined;
  const y = num(li?.years);
  if (y) {
    const v = pvs.slice(0, y).reduce((a, s) => a + V(s), 0);
    out.licence = {
      lumpSum: v,
      years: y,
      step: add({
        key: 'licence-lump-sum',
        part: 'licence',
        value: v,
        unit: 'money',
        formula: pvs
          .slice(0, y)
          .map((_, k) => `{${k}}`)
          .join(' + '),
        operands: pvs.slice(0, y),
      }),
    };
  }
  return out;
}
export function appraise(c: CaseDocument, _s: Standard[]): Verdict {
  return run(c);
}
