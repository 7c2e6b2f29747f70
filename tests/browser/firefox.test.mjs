// Firefox gives the bits of the native engine too: every worked case, a million draws, and draws that workers share.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { answeredBy, assertSameBits, ranBy, serveEmbedded, servePool, toAccuracy, uncertain } from './bits.mjs';
import { appraiseNatively, root } from './site.mjs';

const executablePath = process.env.FIREFOX;
const skip = executablePath ? false : 'there is no Firefox on this machine (.ci/setup firefox says how to get one)';

function launch() {
  const puppeteer = createRequire(join(root, 'www/package.json'))('puppeteer-core');
  return puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
}

const folder = join(root, 'tests/cases');
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]);

describe('Firefox', { skip }, () => {
  let embedded;
  let pool;
  let browser;
  let tab;

  before(async () => {
    [embedded, pool, browser] = await Promise.all([serveEmbedded(), servePool(), launch()]);
    tab = await browser.newPage();
    await tab.goto(`${embedded.origin}/`);
  });
  after(async () => {
    await browser?.close();
    embedded?.close();
    pool?.close();
  });

  test('every worked case has the bits of the native engine', async () => {
    assert.ok(cases.length > 5);
    for (const [name, given] of cases) {
      const there = await answeredBy(tab, given);
      assert.equal(there.status, 'valued', name);
      assert.ok(assertSameBits(there, appraiseNatively(given)) > 0, name);
    }
  });

  test('a million draws are those of the native engine, to the last bit', async () => {
    const there = await answeredBy(tab, uncertain);
    assert.equal(there.range.draws, 1_000_000);
    assert.ok(assertSameBits(there, appraiseNatively(uncertain)) > 300);
  });

  for (const workers of [1, 2, 7]) {
    test(`${workers} workers give the bits of one alone`, async () => {
      await tab.goto(`${pool.origin}/`);
      const { range } = await ranBy(tab, workers);
      assert.ok(assertSameBits(range, appraiseNatively(toAccuracy).range) > 250);
    });
  }
});
