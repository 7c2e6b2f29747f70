// Options and decision trees on the page: what waiting is worth in a sentence, and the tree drawn and told.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { appraiseNatively, axeSource, openDesk } from './site.mjs';

const holding = (methods) => ({
  format: 'ipval-case/1',
  asset: { kind: 'tradeSecret', jurisdiction: 'CN' },
  purpose: 'transfer',
  valuationDate: '2024-12-31',
  currency: 'CNY',
  unit: 'tenThousand',
  basisOfValue: 'marketValue',
  methods,
});

/** A suit: settle today, or go to trial, where a loss may be appealed. */
const suit = {
  id: 'suit',
  method: 'decisionTree',
  inputs: {
    discountRate: 0.1,
    nodes: [
      { node: 'suit', name: '是否起诉', nodeKind: 'decision' },
      { node: 'settle', name: '接受和解', follows: 'suit', nodeKind: 'outcome', value: 30 },
      { node: 'trial', name: '起诉', follows: 'suit', nodeKind: 'chance', cost: 5 },
      { node: 'won', name: '一审胜诉', follows: 'trial', nodeKind: 'outcome', probability: 0.6, value: 100, year: 1 },
      { node: 'lost', name: '一审败诉', follows: 'trial', nodeKind: 'decision', probability: 0.4, year: 1 },
      { node: 'rest', name: '服判', follows: 'lost', nodeKind: 'outcome', value: 0 },
      { node: 'appeal', name: '上诉', follows: 'lost', nodeKind: 'chance', cost: 10 },
      { node: 'upheld', name: '维持原判', follows: 'appeal', nodeKind: 'outcome', probability: 0.75, value: 0, year: 2 },
      { node: 'reversed', name: '改判', follows: 'appeal', nodeKind: 'outcome', probability: 0.25, value: 100, year: 2 },
    ],
  },
};

const american = {
  id: 'wait',
  method: 'americanOption',
  inputs: { optionType: 'call', underlyingValue: 120, exercisePrice: 100, yearsToExpiry: 3, riskFreeRate: 0.03, yieldRate: 0.05, volatility: 0.3, approximation: 'baroneAdesiWhaley' },
};

const simulated = {
  id: 'simulated',
  method: 'simulatedOption',
  inputs: { optionType: 'call', underlyingValue: 90, exercisePrice: 100, yearsToExpiry: 3, riskFreeRate: 0.03, yieldRate: 0.05, volatility: 0.3, exerciseDates: 6, draws: 1024 },
};

const stages = {
  id: 'stages',
  method: 'sequentialStages',
  inputs: { underlyingValue: 900, riskFreeRate: 0.03, volatility: 0.5, stages: [{ name: 'II', year: 1, cost: 60, successProbability: 0.6 }, { name: 'III', year: 3, cost: 300 }] },
};

let site;
let browser;
let page;
let close;
const failures = [];

async function load(document) {
  await page.locator('[data-role="open"]').setInputFiles({ name: 'case.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document)) });
  await page.waitForFunction((count) => document.querySelectorAll('[data-entry]').length === count, document.methods.length);
  await page.waitForSelector('#decisions');
  await page.waitForTimeout(150);
}
async function speak(language) {
  if ((await page.evaluate(() => document.documentElement.lang)).startsWith(language)) return;
  await page.locator('[data-role="language"]').click();
  await page.waitForFunction((wanted) => document.documentElement.lang.startsWith(wanted), language);
}
/** The value of a step of the engine, by its key, in the order of the paper. */
function engineSays(document, key) {
  const native = appraiseNatively(document);
  assert.equal(native.status, 'valued', JSON.stringify(native.problems));
  return native.steps.filter((step) => step.key === key).map(({ value }) => value);
}

describe('options and decision trees', () => {
  before(async () => {
    ({ page, browser, site, close } = await openDesk(failures));
  });
  after(() => close?.());

  test('a tree is drawn with every node, its worth and its probability', async () => {
    const document = holding([suit]);
    await load(document);
    const worths = await page.locator('#decisions .decision-tree .worth').count();
    assert.equal(worths, suit.inputs.nodes.length);
    const drawn = await page.locator('#decisions .decision-tree svg').first().textContent();
    for (const words of [...suit.inputs.nodes.slice(1).map(({ name }) => name), '60%', '40%', '75%', '25%', '支出 10', '第 2 年', '到达概率 60%']) {
      assert.ok(drawn.includes(words), `${words} in ${drawn}`);
    }
    // Settling and resting are given up, going to trial and appealing are chosen.
    const kinds = await page.locator('#decisions .branch').evaluateAll((branches) => branches.map((branch) => [branch.querySelector('text').textContent, branch.classList.contains('best'), branch.classList.contains('dropped')]));
    assert.deepEqual(
      Object.fromEntries(kinds.map(([name, best, dropped]) => [name, best ? 'best' : dropped ? 'dropped' : ''])),
      { 接受和解: 'dropped', 起诉: 'best', 一审胜诉: '', 一审败诉: '', 服判: 'dropped', 上诉: 'best', 维持原判: '', 改判: '' },
    );
    // Heavier is heavier on the screen, not in the class alone.
    const stroke = (kind) => page.locator(`#decisions .branch.${kind} > path`).first().evaluate((path) => Number.parseFloat(getComputedStyle(path).strokeWidth));
    assert.ok((await stroke('best')) > 2 * (await stroke('dropped')));
  });

  test('nothing of a drawn tree lies on anything else', async () => {
    const boxes = await page.locator('#decisions .decision-tree .scroller text').evaluateAll((texts) =>
      texts.filter((text) => text.textContent.trim()).map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        return { words: text.textContent, left, right, top: top + 2, bottom: bottom - 2 };
      }),
    );
    const crossing = boxes.flatMap((one, place) =>
      boxes.slice(place + 1).filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom).map((other) => `${one.words} × ${other.words}`),
    );
    assert.deepEqual(crossing, []);
  });

  test('the tree is told as a nested list, and its worth opens the paper', async () => {
    const told = page.locator('#decisions .decision-tree ul.unseen');
    assert.equal(await told.locator('li').count(), suit.inputs.nodes.length);
    const deepest = await told.locator(':scope > li > ul > li > ul > li > ul > li > ul > li').allTextContents();
    assert.deepEqual(deepest.map((words) => words.slice(0, 7)), ['结果：维持原判', '结果：改判、2']);
    await page.locator('#decisions .decision-tree .worth').first().click();
    await page.waitForSelector('#decisions ~ .unfolding ipval-paper, #decisions .unfolding ipval-paper');
  });

  test('the worth and the probability of a node are told apart among what drives the answer', async () => {
    const names = await page.locator('.tornado tbody th').allTextContents();
    assert.equal(new Set(names).size, names.length, names.join());
    assert.ok(names.some((name) => name.trim() === '一审胜诉 · 概率'), names.join());
  });

  test('an option says what waiting is worth, in the engine’s own figures', async () => {
    const document = holding([american]);
    await load(document);
    const words = (await page.locator('[data-role="waiting"]').textContent()).replace(/\s+/g, ' ');
    const [more] = engineSays(document, 'value-of-waiting');
    const [level] = engineSays(document, 'critical-value');
    assert.ok(words.includes('若现在就决定，净得 20.0 万元'), words);
    assert.ok(words.includes(`等待的价值为 ${more.toFixed(2)} 万元`) || words.includes(`等待的价值为 ${more.toFixed(1)} 万元`), `${words} ${more}`);
    assert.ok(words.includes(`标的价值达到约 ${level.toFixed(0)} 万元 时行权`), `${words} ${level}`);
    await speak('en');
    assert.match(await page.locator('[data-role="waiting"]').textContent(), /Deciding now would bring .*pays more to wait/s);
    await speak('zh');
  });

  test('where now is best the sentence says so, and where now is a loss as well', async () => {
    const deep = { ...american, inputs: { ...american.inputs, underlyingValue: 400 } };
    await load(holding([deep]));
    assert.match(await page.locator('[data-role="waiting"]').textContent(), /宜现在实施/);
    const outside = { ...american, inputs: { ...american.inputs, underlyingValue: 80 } };
    await load(holding([outside]));
    assert.match(await page.locator('[data-role="waiting"]').textContent(), /现在做并不划算/);
  });

  test('stages tell what being free to stop is worth, and simulated paths when they are exercised', async () => {
    const document = holding([stages, simulated].map((entry) => ({ ...entry, supporting: entry.id === 'simulated' })));
    await load(document);
    const told = await page.locator('[data-role="waiting"]').allTextContents();
    assert.equal(told.length, 2);
    assert.match(told[0], /可中途停下的价值为/);
    assert.match(told[1], /的路径会行权/);
    const [share] = engineSays(document, 'share-exercised');
    assert.ok(told[1].includes(`${Math.round(share * 100)}%`), `${told[1]} ${share}`);
    // Dates of exercise are no years, and a table by year would call them so.
    assert.equal(await page.locator('#years').count(), 0);
  });

  for (const [language, colorScheme, width] of [['zh', 'light', 1440], ['en', 'dark', 1440], ['en', 'light', 390], ['zh', 'dark', 390]]) {
    test(`a tree and an option: axe finds nothing serious and the page does not scroll sideways (${language}, ${colorScheme}, ${width})`, async () => {
      const context = await browser.newContext({ locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme, viewport: { width, height: 900 } });
      const outer = page;
      page = await context.newPage();
      try {
        await page.goto(site.address);
        await page.waitForSelector('.answer[data-value]');
        await load(holding([suit, { ...american, supporting: true }]));
        if (process.env.SHOTS) await page.locator('#decisions').screenshot({ path: join(process.env.SHOTS, `${language}-${width}.png`) });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${wide} px too wide`);
        await page.evaluate(await readFile(axeSource, 'utf8'));
        const { violations } = await page.evaluate(() => globalThis.axe.run(document.querySelector('#decisions'), { resultTypes: ['violations'] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`), []);
      } finally {
        page = outer;
        await context.close();
      }
    });
  }

  test('nothing failed on the way', () => assert.deepEqual(failures, []));
});
