// A million draws in Chromium give the bits of the native engine: the same mean, the same percentiles.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { appraiseNatively, launch, root, serve } from './site.mjs';

const range = (value, distribution, parts) => ({ value, range: { distribution, ...parts } });

const uncertain = {
  format: 'ipval-case/1',
  asset: { kind: 'tradeSecret' },
  valuationDate: '2024-12-31',
  currency: 'CNY',
  unit: 'one',
  basisOfValue: 'marketValue',
  methods: [
    {
      method: 'reliefFromRoyalty',
      inputs: {
        sales: range(1e7, 'normal', { mean: 1e7, standardDeviation: 1.5e6 }),
        years: 10,
        growthRate: range(0.06, 'normal', { mean: 0.06, standardDeviation: 0.02 }),
        royaltyRate: range(0.04, 'triangular', { min: 0.02, mode: 0.04, max: 0.08 }),
        taxRate: 0.25,
        discountRate: range(0.15, 'uniform', { min: 0.12, max: 0.18 }),
        economicLife: range(7.5, 'uniform', { min: 5, max: 9.5 }),
        timing: 'midYear',
      },
    },
  ],
  simulation: { seed: 20261122, draws: 1_000_000 },
};

/** Every number of two answers, by its place. */
function numbers(answer, place = '') {
  if (typeof answer === 'number') return [[place, answer]];
  if (answer === null || typeof answer !== 'object') return [];
  return Object.entries(answer).flatMap(([key, value]) => numbers(value, `${place}/${key}`));
}

test('a million draws in the browser are those of the native engine, to the last bit', async () => {
  const page = '<!doctype html><meta charset="utf-8"><title>bits</title><script type="module" src="/x/ipval.js"></script><ipval-valuation></ipval-valuation>';
  const site = await serve(join(root, 'www/dist'), '/x/', { '/': page });
  const browser = await launch();
  try {
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/`);
    const there = await tab.evaluate(async (document_) => {
      await customElements.whenDefined('ipval-valuation');
      const element = document.querySelector('ipval-valuation');
      const answered = new Promise((resolve) => {
        element.addEventListener('ipval-valued', ({ detail }) => resolve(JSON.parse(JSON.stringify(detail))));
        element.addEventListener('ipval-refused', ({ detail }) => resolve(detail));
      });
      element.case = document_;
      return answered;
    }, uncertain);
    const here = appraiseNatively(uncertain);
    assert.equal(there.status, 'valued');
    assert.equal(there.range.draws, 1_000_000);
    const [those, these] = [numbers(there), numbers(here)];
    assert.ok(those.length > 300, `${those.length} numbers`);
    const known = new Map(these);
    const apart = those.filter(([place, number]) => !Object.is(known.get(place), number));
    assert.deepEqual(apart, []);
    assert.equal(those.length, these.length);
  } finally {
    await browser.close();
    site.close();
  }
});
