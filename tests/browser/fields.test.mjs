// Every field of a case can be reached and filled: the rarer facts, lists of days and sums, weights, the simulation.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { appraiseNatively, openDesk } from './site.mjs';

const INPUTS = '/methods/0/inputs';
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

let page;
let close;
const failures = [];

const at = (pointer) => page.locator(`[data-pointer="${pointer}"]`);
const shown = async () => Number(await page.locator('.answer[data-value]').getAttribute('data-value'));
const kept = async () => {
  await page.waitForTimeout(250);
  return JSON.parse(await page.evaluate(() => localStorage.getItem('ipval.case.1'))).document;
};
async function load(document) {
  await page.locator('[data-role="open"]').setInputFiles({ name: 'case.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document)) });
  // The file's own title is empty, so the sheet says that the case is the reader's own.
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
  assert.ok(Object.is(await shown(), native.value), `${await shown()} here, ${native.value} natively`);
  return { document, native };
}
const unfold = (name) => page.locator(`details.${name} > summary`).click();

before(async () => {
  ({ page, close } = await openDesk(failures, { width: 1366, height: 768 }));
});

after(() => close?.());

describe('fields', { concurrency: false }, () => {
  for (const language of ['zh', 'en']) {
    test(`a patent from an empty sheet: the sentence names the day on which it ends and what binds (${language})`, async () => {
      if (language === 'en') await page.locator('[data-role="language"]').click();
      await page.locator('[data-role="example"]').selectOption({ index: 1 });
      await page.locator('[data-role="own"]').click();
      await page.waitForSelector('.answer.refusal');
      await unfold('facts');
      await leave('/asset/filingDate', '2014年3月1日');
      await leave('/valuationDate', '2024-12-31');
      for (const [key, text] of [['sales', '4,600'], ['royaltyRate', '3%'], ['taxRate', '25%'], ['discountRate', '15%']]) await leave(`${INPUTS}/${key}`, text);
      await page.waitForSelector('.answer[data-value]');
      await page.locator('[data-role="more"]').click();
      await at(`${INPUTS}/annualFees`).selectOption('statutory');
      await page.waitForTimeout(150);
      const { document } = await agrees();
      assert.equal(document.asset.filingDate, '2014-03-01');
      assert.equal(document.methods[0].inputs.annualFees, 'statutory');
      const sentence = await page.locator('.carries').first().innerText();
      assert.match(sentence, /2034-03-01/);
      assert.match(sentence, language === 'zh' ? /法定保护期限/ : /legal term/);
      if (language === 'en') await page.locator('[data-role="language"]').click();
    });
  }

  test('a date outlives what the page redraws while it is being typed', async () => {
    await load(patent());
    await unfold('facts');
    await at('/asset/grantDate').focus();
    await page.keyboard.type('2016-0');
    // Another field's answer arrives in the middle of it.
    await page.evaluate((name) => {
      const other = document.querySelector(`[data-pointer="${name}"]`);
      other.value = '3.1%';
      other.dispatchEvent(new Event('input', { bubbles: true }));
    }, `${INPUTS}/royaltyRate`);
    await page.waitForTimeout(200);
    assert.equal(await at('/asset/grantDate').inputValue(), '2016-0');
    await page.keyboard.type('7-20');
    assert.equal((await kept()).asset.grantDate, '2016-07-20', 'a whole date takes effect before its field is left');
  });

  test('leaving a source does not move what is being clicked', async () => {
    await load(patent());
    await at(`${INPUTS}/royaltyRate/source`).focus();
    await page.locator('[data-role="more"]').click();
    assert.equal(await page.locator('[data-role="more"]').getAttribute('aria-expanded'), 'true');
  });

  test('the end of the right, another law, another currency', async () => {
    await load(patent());
    await unfold('facts');
    await unfold('rare');
    await leave('/asset/legalEnd', '2030/6/30');
    await leave('/asset/jurisdiction', 'us');
    await leave('/currency', 'usd');
    const { document, native } = await agrees();
    assert.equal(document.asset.jurisdiction, 'US');
    assert.equal(document.currency, 'USD');
    assert.equal(native.life.end ?? document.asset.legalEnd, '2030-06-30');
    await leave('/asset/jurisdiction', '中国');
    assert.equal((await kept()).asset.jurisdiction, 'CN');
  });

  test('a compensation of the term: its end, its decision, and neither', async () => {
    await load(patent({ years: undefined }));
    await unfold('facts');
    await unfold('rare');
    await leave('/asset/termCompensation/end', '2035-09-01');
    await page.waitForSelector('.answer.refusal');
    await page.locator('.answer.refusal [data-field="/asset/termCompensation/decision"]').click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-pointer') === '/asset/termCompensation/decision');
    await page.keyboard.type('按决定书所载');
    const { native } = await agrees();
    assert.equal(native.life.end, '2035-09-01');
    await at('/asset/termCompensation/decision').fill('');
    await leave('/asset/termCompensation/end', '');
    assert.equal((await agrees()).document.asset.termCompensation, undefined);
  });

  test('what the law asks of other kinds: renewals, the owner, woody plants', async () => {
    await load(patent({}, { asset: { kind: 'trademark', jurisdiction: 'CN', registrationDate: '2018-05-14' } }));
    await unfold('facts');
    const ends = async () => (await agrees()).native.life.end;
    await at(`${INPUTS}/years`).fill('');
    assert.equal(await ends(), '2028-05-14');
    await at('/asset/renewals').fill('1');
    assert.equal(await ends(), '2038-05-14');
    await at('/asset/kind').selectOption('software');
    await at('/asset/ownerKind').selectOption('person');
    assert.equal((await kept()).asset.ownerKind, 'person');
    // What the file brought along can still be taken away, though this kind does not ask for it.
    await at('/asset/renewals').fill('');
    assert.equal((await kept()).asset.renewals, undefined);
    await at('/asset/kind').selectOption('plantVariety');
    await at('/asset/woody').check();
    assert.equal((await kept()).asset.woody, true);
    await at('/asset/woody').uncheck();
    assert.equal((await kept()).asset.woody, undefined);
  });

  test('payment dates are a list that grows, shrinks, and is left for a word again', async () => {
    await load(patent());
    await page.locator('[data-choice="timing"]').selectOption('own');
    await page.waitForFunction(() => document.querySelector('[data-pointer$="/timing/2"]')?.value === '2027-12-31');
    await leave(`${INPUTS}/timing/0`, '2025-06-30');
    let { document } = await agrees();
    assert.deepEqual(document.methods[0].inputs.timing, ['2025-06-30', '2026-12-31', '2027-12-31']);
    await page.locator(`[data-about="${INPUTS}/timing"] [data-role="add-year"]`).click();
    assert.deepEqual((await kept()).methods[0].inputs.timing.at(-1), '2028-12-31');
    await page.locator(`[data-about="${INPUTS}/timing"] [data-role="drop-year"]`).click();
    await leave(`${INPUTS}/timing/1`, '二月三十');
    await page.waitForSelector('.summary');
    assert.match(await page.locator('.summary').innerText(), /折现时点（第 2 期）/);
    await leave(`${INPUTS}/timing/1`, '2026-06-30');
    ({ document } = await agrees());
    assert.equal(document.methods[0].inputs.timing[1], '2026-06-30');
    await page.locator('[data-choice="timing"]').selectOption('midYear');
    assert.equal((await agrees()).document.methods[0].inputs.timing, 'midYear');
  });

  test('annual fees of one’s own, year by year or one for all', async () => {
    await load(patent({ annualFees: 'statutory' }));
    await page.locator('[data-choice="annualFees"]').selectOption('own');
    await page.waitForSelector('.answer.refusal');
    assert.equal(await page.locator('.answer.refusal .door').count(), 1, 'an empty series is asked for once');
    await page.locator('.answer.refusal .door').click();
    await page.waitForFunction((name) => document.activeElement?.getAttribute('data-pointer') === name, `${INPUTS}/annualFees/0`);
    for (const [year, text] of [[0, '0.4'], [1, '0.6'], [2, '8000元']]) await at(`${INPUTS}/annualFees/${year}`).fill(text);
    const { document } = await agrees();
    assert.deepEqual(document.methods[0].inputs.annualFees, [0.4, 0.6, 0.8]);
    await page.locator(`[data-about="${INPUTS}/annualFees"] .series-tools button`).last().click();
    await page.waitForFunction((name) => document.querySelector(`input[data-pointer="${name}"]`)?.value === '0.4', `${INPUTS}/annualFees`);
    assert.equal((await agrees()).document.methods[0].inputs.annualFees, 0.4);
    await page.locator('[data-choice="annualFees"]').selectOption('statutory');
    assert.equal((await agrees()).document.methods[0].inputs.annualFees, 'statutory');
  });

  test('two methods: weights, their reason, rounding; and one of them taken away again', async () => {
    await load(patent());
    await page.locator('.chooser > summary').click();
    await page.locator('.chooser [data-method="statedValue"]').click();
    await at('/methods/1/inputs/value').fill('600');
    await page.locator('[data-role="conclude-by"]').selectOption('weights');
    await at('/conclusion/weights/0').fill('70%');
    await at('/conclusion/weights/1').fill('30%');
    await at('/conclusion/reason').fill('收益法依据较充分');
    await at('/conclusion/rounding').fill('10');
    const { document, native } = await agrees();
    assert.deepEqual(document.conclusion, { weights: [0.7, 0.3], reason: '收益法依据较充分', rounding: 10 });
    assert.equal(native.value % 10, 0);
    await page.locator('[data-role="entry-remove"]').last().click();
    const single = (await agrees()).document;
    assert.equal(single.methods.length, 1);
    assert.equal(single.conclusion.weights, undefined);
  });

  test('the simulation shows where a figure is uncertain, and only there', async () => {
    await load(patent());
    assert.equal(await page.locator('details.simulation').count(), 0);
    await load(patent({ royaltyRate: { value: 0.03, range: { distribution: 'uniform', min: 0.02, max: 0.04 } } }));
    await page.waitForSelector('.band');
    await unfold('simulation');
    await at('/simulation/draws').fill('1000');
    await at('/simulation/seed').fill('7');
    await page.waitForFunction(() => /1,000 次，种子 7/.test(document.querySelector('details.simulation .facts-line').textContent));
    const { native } = await agrees();
    assert.deepEqual([native.range.draws, native.range.seed], [1000, 7]);
    await at('/simulation/draws').fill('');
    await at('/simulation/seed').fill('');
    assert.equal((await agrees()).document.simulation, undefined);
  });

  test('a loan or a licence that is emptied is gone, not asked for', async () => {
    await load(patent({}, { pledge: { loanToValue: 0.25 }, licence: { years: 2 } }));
    await page.waitForSelector('[data-lump-sum]');
    await at('/pledge/loanToValue').fill('');
    await at('/licence/years').fill('');
    const { document } = await agrees();
    assert.equal(document.pledge, undefined);
    assert.equal(document.licence, undefined);
  });

  test('the chart is saved as an image with its title and its source', async () => {
    await load(patent({}, { title: '一种隔膜' }));
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-role="chart-image"]').click()]);
    assert.equal(download.suggestedFilename(), '一种隔膜-逐年测算.png');
    const png = await readFile(await download.path());
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    assert.ok(width > 800 && height > 400, `${width} × ${height}`);
    // An empty picture of this size packs into far less.
    assert.ok(png.length > 8_000, `${png.length} bytes`);
  });

  test('nothing failed on the way', () => assert.deepEqual(failures, []));
});
