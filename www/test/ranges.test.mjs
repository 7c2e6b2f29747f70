// Ranges: a first proposal for every shape lies where the shape before it did; correlations follow their figures.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A file of the sources with what it imports, as a module. */
async function sources(name) {
  const entry = fileURLToPath(new URL(`../src/${name}`, import.meta.url));
  const [{ output }] = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['es'] } },
  });
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}
const { around, candidates, endsOf, proposal, WAYS, wayOf, waysFor } = await sources('case/ranges.ts');
const { inPlace, nearestIn, pairsIn, repointed, uncertainIn, withRank } =
  await sources('case/correlations.ts');
const { counted, returned } = await sources('engine/sending.ts');

const FIGURES = [0.03, 4600, 1e-7, -0.02, 0, 1];

test('every shape is proposed so that the figure lies within it', () => {
  for (const value of FIGURES)
    for (const way of waysFor(value, undefined)) {
      const range = proposal(way, around(value), value);
      assert.equal(wayOf(range), way, `${way} of ${value}`);
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, mode, p10, p50, p90 } = range;
      assert.ok(min <= value && value <= max, `${JSON.stringify(range)} holds ${value}`);
      if (mode !== undefined) assert.ok(min <= mode && mode <= max, JSON.stringify(range));
      if (p50 !== undefined) assert.ok(p10 <= p50 && p50 <= p90, JSON.stringify(range));
      for (const key of ['standardDeviation', 'shape1', 'shape2', 'logStandardDeviation'])
        if (range[key] !== undefined) assert.ok(range[key] > 0, `${way} of ${value}: ${key}`);
      for (const number of Object.values(range).flat())
        assert.ok(typeof number === 'string' || Number.isFinite(number), JSON.stringify(range));
    }
});

test('a shape that only positive figures have is not offered for others', () => {
  assert.ok(waysFor(0.5, undefined).includes('gamma'));
  assert.ok(!waysFor(-0.5, undefined).includes('gamma'));
  assert.ok(waysFor(-0.5, 'gamma').includes('gamma'), 'the one that is there stays to be seen');
  assert.ok(!waysFor(4600, undefined).includes('bernoulli'));
});

test('a shape lies where the one before it did', () => {
  const before = { distribution: 'triangular', min: 0.02, mode: 0.03, max: 0.05 };
  const ends = endsOf(before, 0.03);
  assert.deepEqual(ends, { low: 0.02, centre: 0.03, high: 0.05 });
  assert.deepEqual(proposal('uniform', ends, 0.03), { distribution: 'uniform', min: 0.02, max: 0.05 });
  const normal = proposal('normal', ends, 0.03);
  assert.deepEqual(normal, { distribution: 'normal', mean: 0.03, standardDeviation: 0.0075 });
  const again = endsOf(normal, 0.03);
  assert.ok(Math.abs(again.low - 0.015) < 1e-12 && Math.abs(again.high - 0.045) < 1e-12);
  const beta = proposal('beta', ends, 0.03);
  assert.equal(beta.shape1 + beta.shape2, 6, 'as PERT has them');
});

test('a proposal stays within the bounds of its field, and keeps the figure', () => {
  const bounds = { least: 0, most: 1 };
  const wide = endsOf({ distribution: 'normal', mean: 0.9, standardDeviation: 0.3 }, 0.9, bounds);
  assert.equal(wide.high, 1);
  const apart = endsOf({ distribution: 'uniform', min: 0.1, max: 0.2 }, 0.5, bounds);
  assert.equal(apart.high, 0.5);
});

test('a shape that is given in two ways is told by its numbers, else by what was chosen', () => {
  assert.equal(wayOf({ distribution: 'logNormal', logMean: -3 }), 'logNormalOfLogs');
  assert.equal(wayOf({ distribution: 'logNormal' }, 'logNormalOfLogs'), 'logNormalOfLogs');
  assert.equal(wayOf({ distribution: 'beta', shape1: 2, shape2: 3 }, 'beta'), 'beta');
  assert.equal(wayOf({ distribution: 'beta', shape1: 2, shape2: 3 }), 'betaOfShare');
  assert.equal(wayOf({ distribution: 'nothing known' }), undefined);
});

test('of the shapes fitted to data the nearest comes first, and no end leaves an observation outside', () => {
  const fitted = {
    mean: 4.123456789,
    deviation: 0.5,
    least: 1.23456789,
    most: 6.123456789,
    mode: 2,
    quantiles: [2, 3, 4],
    distances: [
      { shape: 'normal', distance: 0.2 },
      { shape: 'uniform', distance: 0.1 },
      { shape: 'unheard of', distance: 0 },
    ],
  };
  const [first, second, third] = candidates(fitted);
  assert.deepEqual(first.range, { distribution: 'uniform', min: 1.23456789, max: 6.123456789 });
  assert.deepEqual(second.range, { distribution: 'normal', mean: 4.1235, standardDeviation: 0.5 });
  assert.equal(third, undefined);
  assert.ok(Object.keys(WAYS).length === 13);
});

// Correlations

const ranged = (value) => ({ value, range: { distribution: 'uniform', min: value / 2, max: value * 2 } });
const [SALES, RATE, COST] = ['/methods/0/inputs/sales', '/methods/0/inputs/rate', '/methods/1/inputs/a~1b'];
const holding = (simulation) => ({
  format: 'ipval-case/1',
  methods: [
    { id: 'one', method: 'statedValue', inputs: { sales: ranged(10), rate: ranged(0.1), years: 5 } },
    { id: 'two', method: 'statedValue', inputs: { 'a/b': ranged(3) } },
  ],
  ...(simulation ? { simulation } : {}),
});

test('the uncertain figures are found by their pointers', () => {
  assert.deepEqual(
    uncertainIn(holding(), () => true),
    [SALES, RATE, COST],
  );
  assert.deepEqual(
    uncertainIn(holding(), (index) => index === 1),
    [COST],
  );
});

test('a rank is set where it stands, and a pair of none is gone', () => {
  const first = withRank(holding(), SALES, RATE, 0.5);
  assert.deepEqual(first.simulation, { correlations: [{ between: [SALES, RATE], rank: 0.5 }] });
  const second = withRank(first, RATE, SALES, -0.2);
  assert.deepEqual(second.simulation.correlations, [{ between: [SALES, RATE], rank: -0.2 }]);
  assert.deepEqual(withRank(second, SALES, RATE, undefined).simulation, {});
});

test('a matrix that a file brought along is read and written on both its sides', () => {
  const correlationMatrix = {
    between: [SALES, RATE, COST],
    ranks: [
      [1, null, null],
      [0.4, 1, null],
      [null, 0.1, 1],
    ],
  };
  const document = holding({ correlationMatrix });
  assert.deepEqual(
    pairsIn(document).map(({ rank }) => rank),
    [0.4, 0.1],
  );
  const { ranks } = withRank(document, SALES, COST, 0.3).simulation.correlationMatrix;
  assert.deepEqual([ranks[0][2], ranks[2][0]], [0.3, 0.3]);
});

test('correlations follow their figures to another place, and go with them', () => {
  const pairs = [
    { between: [SALES, RATE], rank: 0.5 },
    { between: [SALES, COST], rank: 0.2 },
  ];
  const document = holding({ correlations: pairs });
  const moved = repointed(document, (pointer) => inPlace(pointer, '/methods', [1, 0]));
  assert.deepEqual(moved.simulation.correlations[1].between, [
    '/methods/1/inputs/sales',
    '/methods/0/inputs/a~1b',
  ]);
  const without = repointed(document, (pointer) => inPlace(pointer, '/methods', [0, undefined]));
  assert.deepEqual(without.simulation.correlations, [pairs[0]]);
  assert.equal(
    repointed(document, (pointer) => pointer),
    document,
    'the very same where nothing moves',
  );
  const correlationMatrix = {
    between: [SALES, RATE, COST],
    ranks: [
      [1, 0.1, 0.2],
      [0.1, 1, 0.3],
      [0.2, 0.3, 1],
    ],
  };
  const left = repointed(holding({ correlationMatrix }), (pointer) =>
    pointer === RATE ? undefined : pointer,
  );
  assert.deepEqual(left.simulation.correlationMatrix, {
    between: [SALES, COST],
    ranks: [
      [1, 0.2],
      [0.2, 1],
    ],
  });
});

test('the engine is sent pairs of figures that it gets, and its offer comes back to their places', () => {
  const document = holding({
    correlations: [
      { between: [COST, SALES], rank: 0.5 },
      { between: [SALES, RATE], rank: null },
    ],
  });
  const all = counted({ document, aside: [] }, () => true);
  assert.equal(all.document.simulation.correlations[1].rank, 0, 'a rank still to be said is no connection');
  const sent = counted({ document, aside: ['one'] }, () => true);
  assert.equal(sent.document.simulation, undefined);
  const problem = {
    pointer: '/simulation',
    code: 'correlations-impossible',
    facts: { nearest: '/methods/0/inputs/a ~ /methods/0/inputs/b: 0.5' },
    clauses: [],
  };
  const back = returned({ status: 'refused', problems: [problem] }, { document, places: [1] });
  assert.deepEqual(nearestIn(back.problems[0].facts.nearest), [
    { between: ['/methods/1/inputs/a', '/methods/1/inputs/b'], rank: 0.5 },
  ]);
});

test('what the engine offers is read pair by pair', () => {
  assert.deepEqual(nearestIn('/a/b ~ /c/d: -0.25; /a/b ~ /e: 1e-3'), [
    { between: ['/a/b', '/c/d'], rank: -0.25 },
    { between: ['/a/b', '/e'], rank: 0.001 },
  ]);
  assert.deepEqual(nearestIn(undefined), []);
});
