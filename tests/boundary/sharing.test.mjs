// One range by several workers has the bits of one alone, nothing that a worker is told makes it throw, and memory
// that a run has taken serves the next.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { appraise, initSync, Sharing } from '../../www/pkg/ipval.js';
import { Sharers } from './sharers.mjs';

const at = (path) => new URL(`../../${path}`, import.meta.url);
const parsed = (path) => JSON.parse(readFileSync(at(path), 'utf8'));
const { memory } = initSync({ module: readFileSync(at('www/pkg/ipval_bg.wasm')) });
const standards = parsed('www/pkg/standards.json');
const given = parsed('benches/reference-case.json');
const drawn = (draws, more = {}) => ({ ...given, simulation: { seed: 5, draws, ...more } });
const sales = '/methods/0/inputs/sales';
const correlations = [{ between: [sales, '/methods/0/inputs/growthRate'], rank: -0.4 }];

for (const workers of [1, 2, 7]) {
  test(`${workers} workers give the bits of one alone`, async () => {
    const sharers = new Sharers(workers);
    try {
      // Fewer draws than workers have stretches, a last stretch that is not whole, another sequence, a copula.
      for (const [draws, more] of [[200, {}], [100_001, {}], [65_536, { sequence: 'random' }], [40_000, { correlations }]]) {
        const { range } = appraise(drawn(draws, more), standards);
        assert.deepStrictEqual(await sharers.range(drawn(draws, more), draws, Sharing.stretch()), range);
      }
    } finally {
      await sharers.end();
    }
  });
}

test('draws may be asked for in any order, and counted in any', () => {
  const sharing = Sharing.open(drawn(12_288), standards);
  const tallies = [8192, 0, 4096].map((first) => sharing.draw(first, 4096));
  for (const tally of tallies) sharing.hear(tally);
  const range = sharing.range([sharing.collect()]);
  assert.deepStrictEqual(range, appraise(drawn(12_288), standards).range);
  sharing.free();
});

test('a case without ranges is refused, and so is a range of which a part is missing', () => {
  const certain = structuredClone(given);
  for (const [key, input] of Object.entries(certain.methods[0].inputs)) {
    if (input.range) certain.methods[0].inputs[key] = input.value;
  }
  assert.equal(Sharing.open(certain, standards).problems[0].code, 'nothing-uncertain');
  assert.equal(Sharing.open({}, standards).status, 'refused');
  const sharing = Sharing.open(drawn(8192), standards);
  const tally = sharing.draw(0, 8192);
  assert.equal(sharing.draw(1, 4096).length, 0, 'no stretch begins there');
  sharing.hear(tally);
  const collected = sharing.collect();
  const ranged = (heard, all) => {
    const fresh = Sharing.open(drawn(8192), standards);
    for (const one of heard) fresh.hear(one);
    const range = fresh.range(all);
    fresh.free();
    return range;
  };
  const wrong = [undefined, null, 1, {}, [1], 'x', new Float64Array(3).fill(Number.NaN), new Float64Array(1000).fill(1e300), tally.slice(9), tally.map((number) => number * 1e6)];
  for (const [heard, all] of [[[], []], [[tally], []], [[], [collected]], [[tally, tally], [collected]], [[tally], [collected.slice(1)]]]) {
    assert.equal(ranged(heard, all).status, 'refused');
  }
  for (const value of wrong) {
    assert.equal(ranged([tally, value], [collected]).status, 'refused');
    assert.equal(ranged([tally], value).status, 'refused');
    assert.equal(ranged([tally], [value]).status, 'refused');
  }
  assert.equal(ranged([tally], [collected]).draws, 8192);
  sharing.free();
});

test('a thousand runs leave the memory where the first left it', () => {
  const run = () => assert.equal(appraise(drawn(8192), standards).range.draws, 8192);
  const share = () => {
    const sharing = Sharing.open(drawn(8192), standards);
    sharing.hear(sharing.draw(0, 8192));
    assert.equal(sharing.range([sharing.collect()]).draws, 8192);
    sharing.free();
  };
  run();
  share();
  const taken = memory.buffer.byteLength;
  for (let nth = 1; nth < 1000; nth += 1) {
    run();
    if (nth % 10 === 0) share();
  }
  assert.equal(memory.buffer.byteLength, taken);
});
