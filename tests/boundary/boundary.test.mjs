// The engine as JavaScript sees it: what it guards against, that no verb throws, and the bits of the native build.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as ipval from '../../www/pkg/ipval.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const native = process.env.IPVAL ?? join(root, 'target/release/ipval');
ipval.initSync({ module: readFileSync(join(root, 'www/pkg/ipval_bg.wasm')) });

const parsed = (path) => JSON.parse(readFileSync(path, 'utf8'));
const standards = readdirSync(join(root, 'valuation-standards'), { recursive: true })
  .filter((name) => /^[^/\\]+[/\\][^/\\]+[/\\][^/\\]+\.json$/.test(name) && !name.startsWith('schema'))
  .map((name) => parsed(join(root, 'valuation-standards', name)));
const folder = join(root, 'tests/cases');
const cases = Object.fromEntries(
  readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => [name, parsed(join(folder, name))]),
);
const exam = () => structuredClone(cases['cn-exam-sole-licence.json']);
const rate = '/methods/0/inputs/discountRate';

function withRanges(draws) {
  const given = exam();
  Object.assign(given.methods[0].inputs, {
    sales: { value: 4600, range: { distribution: 'triangular', min: 4000, mode: 4600, max: 5000 } },
    royaltyRate: { value: 0.02, range: { distribution: 'normal', mean: 0.02, standardDeviation: 0.002 } },
    taxRate: { value: 0.25, range: { distribution: 'uniform', min: 0.15, max: 0.3 } },
    discountRate: { value: 0.15, range: { distribution: 'normal', mean: 0.15, standardDeviation: 0.02 } },
    contractLife: { value: 8, range: { distribution: 'uniform', min: 5, max: 8 } },
  });
  given.simulation = { seed: 11, draws };
  return given;
}

const hostile = {
  'an unknown key': [(given) => { given.colour = 1; }, '/colour', 'unknown-key'],
  NaN: [(given) => { given.methods[0].inputs.taxRate = Number.NaN; }, '/methods/0/inputs/taxRate', 'not-finite'],
  Infinity: [(given) => { given.methods[0].inputs.sales = Infinity; }, '/methods/0/inputs/sales', 'not-finite'],
  'a big integer': [(given) => { given.methods[0].inputs.sales = 5n; }],
  'a function': [(given) => { given.title = () => 1; }],
  'a symbol': [(given) => { given.title = Symbol('x'); }],
  'a Date': [(given) => { given.valuationDate = new Date(0); }, '/valuationDate', 'not-a-date'],
  'an object that contains itself': [(given) => { given.facts = given; }],
  'a getter that throws': [(given) => Object.defineProperty(given, 'title', { get() { throw new Error('no'); }, enumerable: true })],
  'a proxy that throws': [(given) => { given.asset = new Proxy({}, { ownKeys() { throw new Error('no'); } }); }],
  'an array whose entry throws': [(given) => { given.methods = Object.defineProperty([1], 0, { get() { throw new Error('no'); } }); }],
  'a proxy of an array that throws': [(given) => { given.methods = new Proxy([1], { get() { throw new Error('no'); } }); }],
  'a revoked proxy': [(given) => { const made = Proxy.revocable([], {}); made.revoke(); given.methods = made.proxy; }],
  'a sparse array of a billion': [(given) => { given.methods = new Array(1e9); }],
};

for (const [name, [spoil, pointer, code]] of Object.entries(hostile)) {
  test(`${name} is refused by every verb, none throws, and the next call works`, () => {
    const given = exam();
    spoil(given);
    const answers = [
      ipval.appraise(given, standards),
      ipval.explain(given, standards, {}),
      ipval.replay(given, standards, { inputs: {} }),
      ipval.solve(given, standards, { input: rate, target: 1 }),
      ipval.scenarios(given, standards, { rows: { input: rate } }), ipval.breakEven(given, standards, { target: 1 }),
    ];
    for (const answer of answers) {
      assert.equal(answer.status, 'refused');
      assert.ok(answer.problems.length > 0);
      if (code) assert.ok(answer.problems.some((each) => each.pointer === pointer && each.code === code));
      else if (name !== 'an object that contains itself') assert.equal(answer.problems[0].code, 'unreadable');
    }
    assert.equal(ipval.appraise(exam(), standards).status, 'valued');
  });
}

test('no verb throws on any plain value in any place', () => {
  for (const value of [undefined, null, true, 0, Number.NaN, '', [], {}, 5n, Symbol('x'), () => 1]) {
    for (const answer of [
      ipval.appraise(value, standards), ipval.explain(value, standards, value), ipval.replay(exam(), standards, value),
      ipval.solve(exam(), standards, value), ipval.method('statedValue', value, standards),
      ipval.scenarios(exam(), standards, value), ipval.breakEven(exam(), standards, value), ipval.picture(value),
    ]) assert.ok(answer.status === 'refused', JSON.stringify(answer));
    ipval.appraise(exam(), value);
    ipval.explain(exam(), standards, value);
  }
});

test('undefined is a key left out', () => {
  assert.deepEqual(ipval.appraise({ ...exam(), title: undefined, simulation: undefined }, standards), ipval.appraise(exam(), standards));
});

test('the answer is plain data and the case is left as it was', () => {
  for (const [name, given] of Object.entries(cases)) {
    const before = structuredClone(given);
    const answer = ipval.appraise(given, standards);
    assert.deepEqual(given, before, name);
    assert.deepEqual(structuredClone(answer), answer, name);
    assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer, name);
  }
});

test('other standards give their own answer', () => {
  const given = exam();
  given.asset.filingDate = '2014-03-01';
  assert.equal(ipval.appraise(given, standards).status, 'valued');
  assert.equal(ipval.appraise(given, []).status, 'refused');
  assert.equal(ipval.appraise(given, standards).status, 'valued');
});

/** deepStrictEqual compares numbers by Object.is, so that a bit or the sign of a zero shows. */
function sameBits(verb, given, words, request) {
  const out = execFileSync(native, [verb, '-', ...words], { input: JSON.stringify(given), encoding: 'utf8', maxBuffer: 1e9 });
  assert.deepStrictEqual(request ? ipval[verb](given, standards, request) : ipval[verb](given, standards), JSON.parse(out));
}

const drawn = { 'ranges, 100,000 draws': withRanges(100_000), 'ranges, a million draws': withRanges(1_000_000) };
drawn['ranges, mid-year'] = withRanges(100_000);
drawn['ranges, mid-year'].methods[0].inputs.timing = 'midYear';
drawn['ranges, amortised'] = withRanges(100_000);
Object.assign(drawn['ranges, amortised'].methods[0].inputs, { taxAmortisationBenefit: true, amortisationYears: 10 });

for (const [name, given] of Object.entries({ ...cases, ...drawn })) {
  test(`the same bits as native: ${name}`, () => sameBits('appraise', given, ['--json']));
}

test('the same bits as native: explain, replay, solve', () => {
  sameBits('explain', exam(), ['--depth', '2'], { depth: 2 });
  sameBits('replay', exam(), [`${rate}=0.123`], { inputs: { [rate]: 0.123 } });
  sameBits('solve', exam(), [rate, '300'], { input: rate, target: 300 });
});

/** The figures of one side of a table that nobody named, those of the other, and the target of a break-even. */
const whatIf = {
  'one side': ['scenarios', [rate], { rows: { input: rate } }],
  'two sides': [
    'scenarios', ['/methods/0/inputs/royaltyRate', `${rate}=0.1,0.15,0.2`],
    { rows: { input: '/methods/0/inputs/royaltyRate' }, columns: { input: rate, values: [0.1, 0.15, 0.2] } },
  ],
  'break-even': ['break-even', ['--target', '300'], { target: 300 }],
};
for (const [name, [command, words, request]] of Object.entries(whatIf)) {
  test(`the same bits as native, and the case left as it was: ${name}`, () => {
    const verb = command === 'break-even' ? 'breakEven' : command;
    const given = exam();
    const answer = ipval[verb](given, standards, request);
    const out = execFileSync(native, [command, '-', ...words, '--json'], { input: JSON.stringify(given), encoding: 'utf8' });
    assert.deepStrictEqual(answer, JSON.parse(out));
    assert.deepEqual(given, exam());
    assert.deepEqual(structuredClone(answer), answer);
  });
}

test('a cell that is no number is null, and a break-even of ten methods takes milliseconds', () => {
  // Growth without end at the discount rate of 15 % gives no number.
  const endless = structuredClone(cases['textbook-mark-without-end.json']);
  const table = ipval.scenarios(endless, standards, { rows: { input: '/methods/0/inputs/terminalGrowth', values: [0.02, 0.15] } });
  assert.deepEqual(table.values?.map(([value]) => value === null), [false, true], JSON.stringify(table.problems));
  const given = cases['example-three-approaches.json'];
  ipval.breakEven(given, standards, { target: 1000 });
  const began = performance.now();
  const { inputs } = ipval.breakEven(given, standards, { target: 1000 });
  assert.ok(inputs.length > 30 && performance.now() - began < 500, `${inputs.length} inputs, ${performance.now() - began} ms`);
});

test('a picture is drawn of every shape, and a broken one is refused with its places', () => {
  const normal = ipval.picture({ distribution: 'normal', mean: 5, standardDeviation: 1, truncated: { min: 4 } }, 5);
  assert.equal(normal.low, 4);
  assert.ok(normal.mean > 5 && normal.standardDeviation < 1 && normal.points.length <= 121 && normal.bars.length === 0);
  assert.deepEqual(ipval.picture({ distribution: 'bernoulli', probability: 0.25 }).bars, [{ x: 0, probability: 0.75 }, { x: 1, probability: 0.25 }]);
  const outside = ipval.picture({ distribution: 'uniform', min: 1, max: 2 }, 3);
  assert.deepEqual(outside.problems.map(({ pointer, code }) => [pointer, code]), [['', 'value-outside-range']]);
  assert.equal(ipval.picture({ distribution: 'uniform', min: 1, max: Number.NaN }).problems[0].pointer, '/max');
  assert.equal(ipval.picture(5n).status, 'refused');
});

/** The editions as the package carries them, without the running text that only a reader needs. */
const pack = parsed(join(root, 'www/pkg/standards.json'));

for (const [name, given] of Object.entries(cases)) {
  test(`the same check as native, and without the running texts: ${name}`, () => {
    // The command ends with 1 where something is missed, and says what all the same.
    const words = ['standards', 'check', '-', '--json'];
    const run = spawnSync(native, words, { input: JSON.stringify(given), encoding: 'utf8', maxBuffer: 1e9 });
    assert.ok(run.status === 0 || run.status === 1, run.stderr);
    const checked = ipval.check(given, standards, {});
    assert.deepStrictEqual(checked, JSON.parse(run.stdout));
    assert.deepStrictEqual(ipval.check(given, pack, {}), checked);
    assert.deepStrictEqual(structuredClone(checked), checked);
  });
}

test('a check needs a valuation date, and no hostile case makes it throw', () => {
  assert.deepEqual(ipval.check({ ...exam(), valuationDate: '2024-13-01' }, standards, {}).problems.map(({ pointer }) => pointer), ['/valuationDate']);
  for (const [spoil] of Object.values(hostile)) {
    const given = exam();
    spoil(given);
    assert.ok(['checked', 'refused'].includes(ipval.check(given, standards, {}).status));
  }
  for (const value of [undefined, null, 0, '', [], {}, 5n, () => 1]) {
    assert.equal(ipval.check(value, standards, value).status, 'refused');
    ipval.check(exam(), standards, value);
  }
});

const bank = () => structuredClone(standards.find(({ id }) => id === 'example-bank'));

test('a lender’s policy is told what is wrong with it, and laid over it tightens the check', () => {
  const codes = (edition) => ipval.flaws(edition, standards).map(({ pointer, code }) => `${pointer} ${code}`);
  const own = { ...bank(), id: 'our-bank' };
  assert.deepEqual(codes(own), ['/status policy-not-in-use']);
  own.status = 'in use';
  assert.deepEqual(codes(own), []);
  assert.deepEqual(codes({ ...own, group: 'law' }), ['/group policy-of-no-bank']);
  const broken = structuredClone(own);
  broken.parameters[4].values[0].value = 20;
  delete broken.issuer;
  assert.ok(codes(broken).includes(' edition-lacks'));
  for (const value of [undefined, null, 0, '', [], {}, 5n, () => 1]) {
    const told = ipval.flaws(value, standards);
    assert.ok(Array.isArray(told) ? told.length > 0 : told.status === 'refused');
  }
  const given = { ...exam(), purpose: 'pledge', valuationDate: '2026-12-31', pledge: { loanToValue: 0.25, loanYears: 5 } };
  const missed = (all) => ipval.check(given, all, {}).judgements.filter(({ edition, status }) => edition === 'our-bank' && status === 'missed').map(({ clause }) => clause);
  assert.deepEqual(missed(standards), []);
  assert.deepEqual(missed([...standards, own]), ['loan-to-value-invention', 'loan-term-maximum', 'disposal-plan']);
});

test('the types hold no any, and a user who keeps to them is accepted', () => {
  const types = readFileSync(join(root, 'www/pkg/ipval.d.ts'), 'utf8').split(/export (?:type InitInput|interface InitOutput)/)[0];
  assert.match(types, /export function appraise\(/);
  assert.doesNotMatch(types.replace(/\/\*[\s\S]*?\*\//g, ''), /\bany\b/);
  const tsc = join(root, 'www/node_modules/typescript/bin/tsc');
  const flags = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--target', 'ES2022', '--module', 'ESNext', '--moduleResolution', 'bundler'];
  try {
    execFileSync(process.execPath, [tsc, ...flags, join(root, 'tests/boundary/types.ts')], { encoding: 'utf8', cwd: root });
  } catch (error) {
    assert.fail(error.stdout);
  }
});

test('a graph that would unfold without end is refused', () => {
  let given = {};
  for (let depth = 0; depth < 30; depth += 1) given = { a: given, b: given };
  assert.equal(ipval.appraise({ ...exam(), facts: given }, standards).status, 'refused');
});
