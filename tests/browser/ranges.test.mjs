// The range of a figure as it is entered: every shape, its picture, a fit to data; and which figures go together.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { appraiseNatively, axeSource, openDesk } from './site.mjs';

const INPUTS = '/methods/0/inputs';
const ROYALTY = `${INPUTS}/royaltyRate`;
const RANGE = `${ROYALTY}/range`;
const ranged = (value, distribution, parts) => ({ value, range: { distribution, ...parts } });
const patent = (inputs = {}, more = {}) => ({
  format: 'ipval-case/1',
  asset: { kind: 'invention', jurisdiction: 'CN', filingDate: '2014-03-01' },
  purpose: 'pledge',
  valuationDate: '2024-12-31',
  currency: 'CNY',
  unit: 'tenThousand',
  basisOfValue: 'marketValue',
  methods: [
    { method: 'reliefFromRoyalty', inputs: { sales: 4600, years: 3, royaltyRate: 0.03, taxRate: 0.25, discountRate: 0.15, timing: 'yearEnd', ...inputs } },
  ],
  ...more,
});
/** Three figures that are uncertain, and a fourth that is not. */
const uncertain = (simulation) =>
  patent(
    {
      sales: ranged(4600, 'normal', { mean: 4600, standardDeviation: 600 }),
      royaltyRate: ranged(0.03, 'triangular', { min: 0.02, mode: 0.03, max: 0.05 }),
      discountRate: ranged(0.15, 'uniform', { min: 0.12, max: 0.18 }),
    },
    simulation ? { simulation } : {},
  );
const OBSERVED = '2.1%、2.4%，2.9%\t3.1%\n3.3% 3.0%; 2.8% 4.5% 3.6% 2.6% 3.9% ５.2%';
const FIGURES = [0.021, 0.024, 0.029, 0.031, 0.033, 0.03, 0.028, 0.045, 0.036, 0.026, 0.039, 0.052];

let site;
let browser;
let page;
let close;
const failures = [];

const at = (pointer) => page.locator(`[data-pointer="${pointer}"]`);
const within = (selector) => page.locator(`[data-about="${ROYALTY}"] ${selector}`);
const shape = () => at(`${RANGE}/distribution`);
const rangeIn = (document) => document.methods[0].inputs.royaltyRate.range;
const stored = async () => {
  await page.waitForTimeout(250);
  return JSON.parse(await page.evaluate(() => localStorage.getItem('ipval.case.1')));
};
const kept = async () => (await stored()).document;
async function load(document) {
  await page.locator('[data-role="open"]').setInputFiles({ name: 'case.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document)) });
  await page.waitForFunction(() => document.querySelector('[data-role="example"]').value === '');
  await page.waitForTimeout(150);
}
async function leave(pointer, text) {
  await at(pointer).fill(text);
  await at(pointer).press('Tab');
}
/** What the page shows is what the native engine gives for what the page keeps. */
async function agrees() {
  await page.waitForSelector('.answer[data-value]');
  const document = await kept();
  const native = appraiseNatively(document);
  assert.equal(native.status, 'valued', JSON.stringify(native.problems));
  assert.ok(Object.is(Number(await page.locator('.answer[data-value]').getAttribute('data-value')), native.value));
  return { document, native };
}
const drawing = () => within('svg.distribution').first();
const label = () => drawing().getAttribute('aria-label');
async function openRange() {
  const toggle = within('.range-toggle');
  // The page keeps open what was open at the same place of another case.
  if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.click();
}
const unfoldDraws = () => page.locator('details.simulation > summary').click();
const rank = (one, other) => page.locator(`[data-between="${INPUTS}/${one} ${INPUTS}/${other}"]`);

before(async () => {
  ({ page, browser, site, close } = await openDesk(failures, { width: 1366, height: 768 }));
});

after(() => close?.());

describe('ranges', { concurrency: false }, () => {
  test('every shape is entered, drawn, and taken by the engine as it was proposed', async () => {
    await load(patent());
    await openRange();
    const ways = await shape().locator('option').evaluateAll((options) => options.map(({ value }) => value));
    assert.equal(ways.length, 13);
    const seen = new Set();
    for (const way of ways.filter((name) => name !== 'observed')) {
      await shape().selectOption(way);
      const { document, native } = await agrees();
      seen.add(JSON.stringify(rangeIn(document)));
      assert.ok(native.range.standardDeviation > 0, way);
      assert.ok(await drawing().locator('polyline, rect.bar').count() > 0, `${way} is drawn`);
      assert.match(await label(), /P10 \d/);
    }
    assert.equal(seen.size, 12, 'each has numbers of its own');
  });

  test('what was typed for a shape is there again when it is chosen again, and after the range was gone', async () => {
    await load(patent());
    await openRange();
    await leave(`${RANGE}/min`, '1%');
    await leave(`${RANGE}/max`, '很高');
    await shape().selectOption('normal');
    await leave(`${RANGE}/standardDeviation`, '0.4%');
    assert.equal(await page.locator('.summary').count(), 0, 'a text of another shape is nobody’s error');
    await shape().selectOption('triangular');
    assert.equal(await at(`${RANGE}/min`).inputValue(), '1%');
    assert.equal(await at(`${RANGE}/max`).inputValue(), '很高');
    await within('[data-role="drop-range"]').click();
    assert.equal((await kept()).methods[0].inputs.royaltyRate, 0.03);
    await page.reload();
    await page.waitForSelector('.answer[data-value]');
    await openRange();
    assert.equal(await at(`${RANGE}/max`).inputValue(), '很高', 'nor is it lost by a reload');
    await shape().selectOption('normal');
    assert.equal(await at(`${RANGE}/standardDeviation`).inputValue(), '0.4%');
    await page.keyboard.press('Control+z');
    assert.equal(await shape().inputValue(), 'triangular', 'a choice is undone');
  });

  test('the picture follows while a number is typed, and says what cannot be drawn', async () => {
    await load(patent({ royaltyRate: ranged(0.03, 'triangular', { min: 0.02, mode: 0.03, max: 0.05 }) }));
    await openRange();
    await page.waitForFunction((name) => document.querySelector(`[data-about="${name}"] svg.distribution`), ROYALTY);
    const before_ = await label();
    await at(`${RANGE}/max`).fill('8%');
    await page.waitForFunction(([name, old]) => document.querySelector(`[data-about="${name}"] svg.distribution`).getAttribute('aria-label') !== old, [ROYALTY, before_]);
    await at(`${RANGE}/max`).fill('2.5%');
    await within('.problem').first().waitFor();
    assert.match(await within('.problem').first().innerText(), /次序有误/);
    assert.equal(await within('.problem').count(), 1, 'and it is said once');
    await at(`${RANGE}/max`).fill('250');
    assert.match(await within('.range-part:has([data-pointer$="/max"]) .problem').innerText(), /2\.5/, 'beside its field');
    await at(`${RANGE}/max`).fill('5%');
    await agrees();
  });

  test('an end is dragged in the picture, stops at the figure, and walks by the keys', async () => {
    await load(patent({ royaltyRate: ranged(0.03, 'uniform', { min: 0.02, max: 0.05 }) }));
    await openRange();
    const grip = within('[data-grip="max"]');
    await grip.waitFor();
    const box = await grip.locator('.knob').boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 40, y, { steps: 5 });
    await page.waitForTimeout(60);
    const during = rangeIn(await kept()).max;
    assert.ok(during < 0.05 && during > 0.03, String(during));
    await page.mouse.move(x - 260, y, { steps: 5 });
    await page.mouse.up();
    assert.equal(rangeIn(await kept()).max, 0.03, 'not past the figure itself');
    await page.keyboard.press('Control+z');
    assert.equal(rangeIn(await kept()).max, 0.05, 'one drag is one edit');
    await grip.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowRight');
    assert.equal(rangeIn(await kept()).max, 0.061);
    assert.equal(await grip.getAttribute('aria-valuetext'), '6.1%');
    await agrees();
  });

  test('several values with their probabilities: rows come and go with what stands in them', async () => {
    await load(patent());
    await openRange();
    await shape().selectOption('discrete');
    await leave(`${RANGE}/values/0`, '1.5%');
    await leave(`${RANGE}/probabilities/2`, '四成');
    await within('[data-role="add-value"]').click();
    await within('[data-role="drop-value"]').nth(1).click();
    assert.equal(await at(`${RANGE}/probabilities/1`).inputValue(), '四成', 'a text goes with its row');
    await leave(`${RANGE}/probabilities/1`, '40%');
    await leave(`${RANGE}/values/2`, '4%');
    assert.match(await within('tfoot').innerText(), /应为 100%/);
    await leave(`${RANGE}/probabilities/2`, '35%');
    const { document } = await agrees();
    assert.deepEqual(rangeIn(document), { distribution: 'discrete', values: [0.015, 0.036, 0.04], probabilities: [0.25, 0.4, 0.35] });
    assert.equal(await drawing().locator('rect.bar').count(), 3);
  });

  test('a shape is cut off, keeps that in another shape, and is whole again', async () => {
    await load(patent());
    await openRange();
    await shape().selectOption('normal');
    await within('[data-role="cut"]').click();
    await leave(`${RANGE}/truncated/min`, '2.5%');
    assert.deepEqual(rangeIn((await agrees()).document).truncated, { min: 0.025 });
    await shape().selectOption('gamma');
    const { document, native } = await agrees();
    assert.deepEqual(rangeIn(document).truncated, { min: 0.025 });
    assert.equal(rangeIn(document).distribution, 'gamma');
    await leave(`${RANGE}/truncated/max`, '2%');
    await within('.problem').first().waitFor();
    await within('[data-role="cut"]').click();
    const whole = await agrees();
    assert.equal(rangeIn(whole.document).truncated, undefined);
    assert.ok(whole.native.range.p5 < native.range.p5);
  });

  test('pasted data are held against every shape; one is taken, or the data themselves', async () => {
    await load(patent());
    await openRange();
    await within('[data-role="fit"]').click();
    await within('[data-role="fit-data"]').fill('2.1% 两成');
    assert.match(await within('.fit .problem').innerText(), /两成/);
    await within('[data-role="fit-data"]').fill(OBSERVED);
    await within('.fits li').first().waitFor();
    assert.match(await within('.fit').innerText(), /12 个数/);
    const fits = await within('.fits li').evaluateAll((items) =>
      items.map((item) => ({ way: item.dataset.way, distance: Number(/([\d.]+)%/.exec(item.querySelector('.fit-distance').textContent)[1]), drawn: item.querySelectorAll('svg polyline').length, data: item.querySelectorAll('svg .data rect').length })),
    );
    assert.equal(fits.length, 7);
    assert.deepEqual(fits.map(({ distance }) => distance), fits.map(({ distance }) => distance).sort((a, b) => a - b), 'the nearest first');
    assert.ok(fits.every(({ drawn, data }) => drawn === 1 && data >= 4), 'each over the data');
    await within('.fits li[data-way="normal"] [data-role="take-fit"]').click();
    const { document } = await agrees();
    const mean = FIGURES.reduce((sum, figure) => sum + figure, 0) / 12;
    const deviation = Math.sqrt(FIGURES.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / 11);
    assert.equal(rangeIn(document).distribution, 'normal');
    assert.ok(Math.abs(rangeIn(document).mean - mean) < 1e-6 && Math.abs(rangeIn(document).standardDeviation - deviation) < 1e-6);
    assert.equal(document.methods[0].inputs.royaltyRate.value, 0.03, 'the figure itself is the reader’s');
    await leave(ROYALTY, '2.9%');
    assert.equal(rangeIn(await kept()).mean, rangeIn(document).mean, 'and moving it moves no fitted mean');
    await within('[data-role="take-data"]').click();
    assert.deepEqual(rangeIn((await agrees()).document), { distribution: 'observed', observations: FIGURES });
    await page.reload();
    await page.waitForSelector('.answer[data-value]');
    await openRange();
    await within('[data-role="fit"]').click();
    assert.equal(await within('[data-role="fit-data"]').inputValue(), OBSERVED, 'what was pasted is kept');
  });

  test('observed data are asked for before their shape can be chosen', async () => {
    await load(patent());
    await openRange();
    await shape().selectOption('observed');
    await page.waitForFunction(() => document.activeElement?.dataset.role === 'fit-data');
    assert.equal(await shape().inputValue(), 'triangular');
    await agrees();
  });

  test('rank correlations are typed, reach the draws, and are emptied again', async () => {
    await load(uncertain());
    await unfoldDraws();
    await rank('sales', 'royaltyRate').pressSequentially('-0.6');
    await rank('sales', 'royaltyRate').press('Tab');
    let { document, native } = await agrees();
    assert.deepEqual(document.simulation, { correlations: [{ between: [`${INPUTS}/sales`, ROYALTY], rank: -0.6 }] });
    const [{ achieved }] = native.range.correlations;
    assert.ok(Math.abs(achieved + 0.6) < 0.02);
    assert.match(await page.locator('.rank .achieved').innerText(), new RegExp(`−${Number(Math.abs(achieved).toFixed(2))}`));
    await rank('royaltyRate', 'discountRate').fill('差不多');
    await rank('royaltyRate', 'discountRate').press('Tab');
    assert.match(await page.locator('#ranks-problem').innerText(), /−1 与 1 之间/);
    assert.equal(await rank('royaltyRate', 'discountRate').inputValue(), '差不多');
    await page.reload();
    await page.waitForSelector('.summary');
    await page.locator('.summary [data-field$="/rank"]').click();
    await page.waitForFunction(() => document.activeElement?.value === '差不多');
    await rank('royaltyRate', 'discountRate').fill('0.3');
    await rank('royaltyRate', 'discountRate').press('Tab');
    ({ document } = await agrees());
    assert.equal(document.simulation.correlations[1].rank, 0.3);
    await rank('sales', 'royaltyRate').fill('');
    await rank('sales', 'royaltyRate').press('Tab');
    await rank('royaltyRate', 'discountRate').fill('');
    await rank('royaltyRate', 'discountRate').press('Tab');
    assert.equal((await agrees()).document.simulation, undefined);
  });

  test('of ranks that cannot be the nearest are taken with one press, and taken back with one', async () => {
    const pairs = [['sales', 'royaltyRate', 0.9], ['sales', 'discountRate', 0.9], ['royaltyRate', 'discountRate', -0.8]];
    const correlations = pairs.map(([one, other, to]) => ({ between: [`${INPUTS}/${one}`, `${INPUTS}/${other}`], rank: to }));
    await load(uncertain({ correlations }));
    await page.waitForSelector('.answer.refusal');
    assert.doesNotMatch(await page.locator('.summary').innerText(), /\/methods\//, 'figures are called by their names');
    await page.locator('.summary [data-field="/simulation"]').click();
    assert.equal(await page.locator('.impossible tbody tr').count(), 3);
    await page.locator('[data-role="take-nearest"]').click();
    const { document } = await agrees();
    assert.ok(document.simulation.correlations.every(({ rank: to }, index) => Math.abs(to) < 0.9 && to !== pairs[index][2]));
    await page.keyboard.press('Control+z');
    assert.deepEqual((await kept()).simulation.correlations, correlations);
  });

  test('a matrix from a file is edited in its place', async () => {
    const between = [`${INPUTS}/sales`, ROYALTY, `${INPUTS}/discountRate`];
    await load(uncertain({ correlationMatrix: { between, ranks: [[1, 0.2, 0], [0.2, 1, 0.1], [0, 0.1, 1]] } }));
    await unfoldDraws();
    await leaveRank('sales', 'royaltyRate', '0.4');
    const { document } = await agrees();
    assert.deepEqual(document.simulation.correlationMatrix.ranks, [[1, 0.4, 0], [0.4, 1, 0.1], [0, 0.1, 1]]);
  });

  test('many uncertain figures are correlated pair by pair', async () => {
    const years = [2000, 2100, 2200, 2300, 2400, 2500].map((sales) => ranged(sales, 'uniform', { min: sales * 0.9, max: sales * 1.1 }));
    await load(patent({ sales: years, years: undefined }));
    await unfoldDraws();
    assert.equal(await page.locator('.triangle').count(), 0);
    await page.locator('[data-role="correlate-other"]').selectOption(`${INPUTS}/sales/2`);
    await page.locator('[data-role="add-pair"]').click();
    await agrees().catch((reason) => assert.match(String(reason), /missing/, 'a rank still to be said is asked for in a file'));
    await page.waitForSelector('.answer[data-value]');
    await leaveRank('sales/0', 'sales/2', '0.8');
    assert.deepEqual((await agrees()).document.simulation.correlations, [{ between: [`${INPUTS}/sales/0`, `${INPUTS}/sales/2`], rank: 0.8 }]);
    await page.locator('[data-role="drop-pair"]').click();
    assert.equal((await agrees()).document.simulation, undefined);
  });

  test('what is certain again goes together with nothing, and an entry takes its correlations along', async () => {
    const document = uncertain({ correlations: [{ between: [`${INPUTS}/sales`, ROYALTY], rank: 0.5 }] });
    await load(document);
    await openRange();
    await within('[data-role="drop-range"]').click();
    assert.equal((await agrees()).document.simulation, undefined);
    await openRange();
    assert.deepEqual((await agrees()).document.simulation, document.simulation, 'and with the same once it is uncertain again');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    assert.deepEqual((await agrees()).document, document, 'both are undone');
    const other = { id: 'other', method: 'statedValue', inputs: { value: 500 } };
    await load({ ...document, methods: [{ ...document.methods[0], id: 'royalty' }, other], conclusion: { weights: [0.5, 0.5], reason: '两法互证' } });
    await page.locator('[data-role="entry-down"]').first().click();
    assert.deepEqual((await agrees()).document.simulation.correlations[0].between, ['/methods/1/inputs/sales', '/methods/1/inputs/royaltyRate']);
  });

  test('thresholds, the sequence and a stated accuracy are asked of the draws', async () => {
    await load(uncertain());
    await unfoldDraws();
    await at('/simulation/sequence').selectOption('random');
    await page.locator('[data-about="/simulation/thresholds"] [data-role="add-item"]').click();
    await at('/simulation/thresholds/0/name').fill('要价');
    await at('/simulation/thresholds/0/at').fill('300');
    await page.locator('[data-about="/simulation/accuracy"] [data-role="add-group"]').click();
    await at('/simulation/accuracy/relativeError').fill('1%');
    const { document, native } = await agrees();
    assert.deepEqual(document.simulation, { sequence: 'random', thresholds: [{ name: '要价', at: 300 }], accuracy: { relativeError: 0.01 } });
    assert.equal(native.range.sequence, 'random');
    await at('/simulation/sequence').selectOption('sobol');
    assert.equal((await kept()).simulation.sequence, undefined);
  });

  for (const [language, colorScheme, width] of [['zh', 'light', 1366], ['en', 'dark', 390]]) {
    test(`axe finds nothing serious, and nothing is wider than the page: ${language}, ${colorScheme}, ${width} px`, async () => {
      const context = await browser.newContext({ locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme, viewport: { width, height: 844 } });
      const before_ = page;
      page = await context.newPage();
      await page.goto(site.address);
      await page.waitForSelector('.answer[data-value]');
      await load(uncertain({ correlations: [{ between: [`${INPUTS}/sales`, ROYALTY], rank: 0.5 }] }));
      await openRange();
      await within('[data-role="fit"]').click();
      await within('[data-role="fit-data"]').fill(OBSERVED);
      await within('.fits li').first().waitFor();
      await within('[data-role="cut"]').click();
      await unfoldDraws();
      await page.evaluate(await readFile(axeSource, 'utf8'));
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`);
      assert.deepEqual(serious, []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      await context.close();
      page = before_;
    });
  }

  test('nothing failed on the way', () => assert.deepEqual(failures, []));
});

async function leaveRank(one, other, text) {
  await rank(one, other).fill(text);
  await rank(one, other).press('Tab');
}
