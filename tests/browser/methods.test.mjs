// Every method of the engine can be filled in: its form follows from what the engine says that it asks for.
//
// Then how entries stand together: drafts, links, weights, the one adopted, and the methods side by side.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { appraiseNatively, axeSource, openDesk, root } from './site.mjs';

const engine = await import(pathToFileURL(join(root, 'www/pkg/ipval.js')).href);
await engine.default({ module_or_path: await readFile(join(root, 'www/pkg/ipval_bg.wasm')) });
const outlines = engine.methods();

const stated = (value, more = {}) => ({ method: 'statedValue', inputs: { value }, ...more });
const royalty = {
  method: 'reliefFromRoyalty',
  inputs: { sales: 4600, years: 8, royaltyRate: 0.02, taxRate: 0.25, discountRate: 0.15, timing: 'yearEnd' },
};
const holding = (methods, more = {}) => ({
  format: 'ipval-case/1',
  asset: { kind: 'tradeSecret', jurisdiction: 'CN' },
  purpose: 'transfer',
  valuationDate: '2024-12-31',
  currency: 'CNY',
  unit: 'tenThousand',
  basisOfValue: 'marketValue',
  methods,
  ...more,
});

let site;
let browser;
let page;
let close;
const failures = [];

const at = (pointer) => page.locator(`[data-pointer="${pointer}"]`);
const shown = async () => Number(await page.locator('.answer[data-value]').getAttribute('data-value'));
const stored = async () => {
  await page.waitForTimeout(250);
  return JSON.parse(await page.evaluate(() => localStorage.getItem('ipval.case.1')));
};
const kept = async () => (await stored()).document;
async function load(document) {
  await page.locator('[data-role="open"]').setInputFiles({ name: 'case.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document)) });
  await page.waitForFunction((count) => document.querySelectorAll('[data-entry]').length === count, document.methods.length);
  await page.waitForTimeout(120);
}
async function leave(pointer, text) {
  await at(pointer).fill(text);
  await at(pointer).press('Tab');
}
async function add(method) {
  await page.locator('.chooser > summary').click();
  await page.locator(`.chooser [data-method="${method}"]`).click();
  await page.waitForSelector(`[data-entry="${method}"][open]`);
}
async function unfoldEntry(id) {
  const entry = page.locator(`[data-entry="${id}"]`);
  if ((await entry.getAttribute('open')) === null) await entry.locator('> summary').click();
}
async function speak(language) {
  if ((await page.evaluate(() => document.documentElement.lang)).startsWith(language)) return;
  await page.locator('[data-role="language"]').click();
  await page.waitForFunction((wanted) => document.documentElement.lang.startsWith(wanted), language);
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
async function paste(pointer, text) {
  await at(pointer).evaluate((field, copied) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', copied);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
/** Presses whatever shows more of an entry, until nothing is hidden: rarer fields, groups, one item of each list. */
async function unfoldWhole(entry) {
  for (let round = 0; round < 12; round += 1) {
    const pressed = await page.evaluate((id) => {
      const within = document.querySelector(`[data-entry="${id}"]`);
      const closed = [...within.querySelectorAll('[data-role="more"][aria-expanded="false"], [data-role="add-group"]')];
      const empty = [...within.querySelectorAll('[data-role="add-item"]')].filter(
        (button) => !within.querySelector(`[data-pointer^="${button.dataset.pointer}/0"]`),
      );
      for (const button of [...closed, ...empty]) button.click();
      return closed.length + empty.length;
    }, entry);
    if (pressed === 0) return;
    await page.waitForTimeout(60);
  }
  throw new Error(`${entry} never shows all its fields`);
}
/** The pointers of every field of a table, with one item in each list. */
function leaves(fields, base) {
  return fields.flatMap((field) => {
    const pointer = `${base}/${field.key}`;
    if (field.key.endsWith('BuildUp')) return [];
    if (field.kind === 'object') return leaves(field.fields, pointer);
    if (field.kind === 'list') return [pointer, ...leaves(field.fields, `${pointer}/0`)];
    if (field.kind === 'matrix') return [`${pointer}/0/1`];
    return [pointer];
  });
}
/** Fields without a name, and words that are keys of the engine and no words. */
async function unsaid(entry, pointers) {
  return page.evaluate(
    ([id, wanted]) => {
      const within = document.querySelector(`[data-entry="${id}"]`);
      const nameless = wanted.filter((pointer) => {
        const field = within.querySelector(`[data-pointer="${pointer}"]`);
        if (!field) return true;
        const name = field.getAttribute('aria-label') ?? field.labels?.[0]?.textContent ?? field.textContent;
        return !/\S/.test(name ?? '');
      });
      const words = [...within.querySelectorAll('*')].flatMap((element) => [
        ...[...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ textContent }) => textContent),
        ...['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''),
      ]);
      const raw = words.filter((word) => /(?:^|[\s"'“（(])(?:field|method|approach|choice|problem|finding|step|origin|unit-of|item|group)\.[a-zA-Z]/.test(word));
      // In English a word of the engine may be its own name; in Chinese it never is.
      const spelt = (word) => word.replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);
      const choices = [...within.querySelectorAll('select[data-choice] option')]
        .filter(({ value, textContent }) => value !== '' && document.documentElement.lang.startsWith('zh') && [value, spelt(value)].includes(textContent))
        .map(({ value, parentElement }) => `${parentElement.dataset.choice}: ${value}`);
      return { nameless, raw, choices };
    },
    [entry, pointers],
  );
}

before(async () => {
  ({ page, browser, site, close } = await openDesk(failures));
});

after(() => close?.());

describe('a form for every method', { concurrency: false }, () => {
  for (const { method, fields } of outlines) {
    test(`${method}: every field is there and has its words, in both languages`, async () => {
      await load(holding([stated(500)]));
      // Where the case has this very method already, the new entry has another id.
      const entry = method === 'statedValue' ? 'statedValue-2' : method;
      await page.locator('.chooser > summary').click();
      await page.locator(`.chooser [data-method="${method}"]`).click();
      await page.waitForSelector(`[data-entry="${entry}"][open]`);
      await page.waitForTimeout(60);
      assert.equal(await shown(), 500, 'a new entry changes nothing');
      await unfoldWhole(entry);
      const pointers = leaves(fields, '/methods/1/inputs');
      for (const language of ['zh', 'en']) {
        await speak(language);
        await page.waitForTimeout(30);
        assert.deepEqual(await unsaid(entry, pointers), { nameless: [], raw: [], choices: [] }, language);
      }
      await speak('zh');
      assert.deepEqual(failures.splice(0), []);
    });
  }

  test('a rate built up out of its parts, in place of the rate', async () => {
    await load(holding([{ ...royalty, inputs: { ...royalty.inputs, discountRate: undefined } }]));
    await page.locator('[data-about="/methods/0/inputs/discountRate"] button', { hasText: '改用累加法' }).click();
    await leave('/methods/0/inputs/discountRateBuildUp/riskFreeRate', '3%');
    await leave('/methods/0/inputs/discountRateBuildUp/premiums/0/name', '技术风险');
    await leave('/methods/0/inputs/discountRateBuildUp/premiums/0/rate', '9%');
    await page.locator('[data-pointer="/methods/0/inputs/discountRateBuildUp/premiums"]').click();
    await leave('/methods/0/inputs/discountRateBuildUp/premiums/1/name', '市场风险');
    await leave('/methods/0/inputs/discountRateBuildUp/premiums/1/rate', '3%');
    const { document } = await agrees();
    assert.deepEqual(document.methods[0].inputs.discountRateBuildUp.premiums[1], { name: '市场风险', rate: 0.03 });
    assert.equal(await at('/methods/0/inputs/discountRate').count(), 0);
  });
});

describe('lists, grids and words', { concurrency: false }, () => {
  test('a matrix of judgements: the lower half follows the upper, names come from beside it, a block is pasted', async () => {
    await load(holding([royalty]));
    await add('ahp');
    const grid = '/methods/1/inputs/matrix';
    await leave('/methods/1/inputs/compared', '技术\n市场\n法律');
    assert.deepEqual(await page.locator('[data-entry="ahp"] .grid-input thead th').allInnerTexts(), ['技术', '市场', '法律']);
    await leave(`${grid}/0/1`, '3');
    await leave(`${grid}/0/2`, '５');
    assert.equal(await at(`${grid}/1/0`).inputValue(), '1/3');
    await leave(`${grid}/2/1`, '1/2');
    assert.equal(await at(`${grid}/1/2`).inputValue(), '2');
    await leave(`${grid}/1/2`, '两倍');
    assert.equal(await at(`${grid}/1/2`).getAttribute('aria-invalid'), 'true');
    await leave(`${grid}/1/2`, '2');
    assert.deepEqual((await kept()).methods[1].inputs.matrix, [[1, 3, 5], ['1/3', 1, 2], ['1/5', '1/2', 1]]);
    await page.waitForSelector('[data-entry="ahp"]:not(.aside)');
    await page.locator('[data-entry="ahp"] [data-role="grid-add"]').first().click();
    await paste(`${grid}/0/1`, '2\t4\t6\r\n1\t1/2\t3');
    const { matrix } = (await kept()).methods[1].inputs;
    assert.deepEqual(matrix.map((row) => row.length), [4, 4, 4, 4]);
    assert.deepEqual(matrix[0], [1, 2, 4, 6]);
    assert.equal(matrix[3][0], '1/6');
    assert.deepEqual(failures, []);
  });

  test('figures are pasted as a list, counted, and kept as typed where they cannot be read', async () => {
    await load(holding([royalty]));
    await add('describeSample');
    const list = '/methods/1/inputs/observations';
    await leave(list, '1,200\n15.5；18、 20');
    assert.deepEqual((await kept()).methods[1].inputs.observations, [1200, 15.5, 18, 20]);
    assert.match(await page.locator('[data-entry="describeSample"] .list-count').first().innerText(), /4 个数/);
    await leave(list, '12 十五 18');
    assert.match(await page.locator(`[data-about="${list}"] .problem`).innerText(), /十五/);
    await page.locator('[data-role="language"]').click();
    assert.equal(await at(list).inputValue(), '12 十五 18');
    await speak('zh');
    await leave(list, '12 15 18');
    assert.deepEqual((await kept()).methods[1].inputs.observations, [12, 15, 18]);
  });

  test('items are added, pasted from a spreadsheet, moved and removed, and what is unread goes with them', async () => {
    await load(holding([royalty]));
    await add('residualValue');
    const list = '/methods/1/inputs/assets';
    await at(list).click();
    await page.waitForFunction((name) => document.activeElement?.getAttribute('data-pointer') === name, `${list}/0/name`);
    await paste(`${list}/0/name`, '厂房\t1,200\n设备\t800\n库存\t300');
    assert.deepEqual((await kept()).methods[1].inputs.assets, [{ name: '厂房', value: 1200 }, { name: '设备', value: 800 }, { name: '库存', value: 300 }]);
    await leave(`${list}/2/value`, '三百');
    const tools = (index, role) => page.locator(`[data-about="${list}"] .item-tools`).nth(index).locator(`[data-role="${role}"]`);
    await tools(2, 'up').click();
    assert.equal(await at(`${list}/1/value`).inputValue(), '三百');
    await tools(0, 'remove').click();
    assert.equal(await at(`${list}/0/value`).inputValue(), '三百');
    await leave(`${list}/0/value`, '300');
    assert.deepEqual((await kept()).methods[1].inputs.assets, [{ name: '库存', value: 300 }, { name: '设备', value: 800 }]);
    // With sources of their own, items become small groups.
    await page.locator(`[data-about="${list}"] [data-role="cards"]`).click();
    await page.locator(`[data-about="${list}/0/value"] [data-role="detail"]`).click();
    await at(`${list}/0/value/source`).fill('盘点表');
    await at(`${list}/0/value/grade`).selectOption('independent');
    await leave(`${list}/0/value/asOf`, '2024年12月1日');
    assert.deepEqual((await kept()).methods[1].inputs.assets[0].value, { value: 300, source: '盘点表', grade: 'independent', asOf: '2024-12-01' });
  });
});

describe('entries together', { concurrency: false }, () => {
  test('a new entry waits, keeps what was typed over a reload and a language, and joins when it is complete', async () => {
    await load(holding([royalty]));
    const before_ = await shown();
    await add('replacementCost');
    assert.match(await page.locator('[data-entry="replacementCost"] .to-fill').innerText(), /还差/);
    await at('/methods/1/inputs/items').click();
    await leave('/methods/1/inputs/items/0/name', '研发人工');
    await page.waitForTimeout(250);
    assert.deepEqual((await stored()).aside, ['replacementCost']);
    await page.reload();
    await page.waitForSelector('[data-entry="replacementCost"].aside');
    await page.waitForSelector('.answer[data-value]');
    assert.ok(Object.is(await shown(), before_));
    assert.equal(await at('/methods/1/inputs/items/0/name').inputValue(), '研发人工');
    await speak('en');
    assert.match(await page.locator('[data-entry="replacementCost"] .to-fill').innerText(), /Still to fill/);
    await speak('zh');
    await leave('/methods/1/inputs/items/0/sum', '420');
    await page.waitForSelector('[data-entry="replacementCost"]:not(.aside)');
    // It changes nothing by itself: the entry that was the conclusion is the one adopted.
    const { document } = await agrees();
    assert.equal(document.conclusion.adopted, 'reliefFromRoyalty');
    assert.ok(Object.is(await shown(), before_));
    await page.locator('[data-role="undo"]').click();
    await page.waitForSelector('[data-entry="replacementCost"].aside');
    assert.equal((await kept()).conclusion, undefined);
    await page.locator('[data-role="redo"]').click();
    await page.waitForSelector('[data-entry="replacementCost"]:not(.aside)');
  });

  test('a file with an entry that was still being filled opens to the answer of the others', async () => {
    await load(holding([royalty, { method: 'replacementCost', inputs: { capitalRate: 0.05 } }]));
    await page.waitForSelector('.aside .to-fill');
    const native = appraiseNatively(holding([royalty]));
    assert.ok(Object.is(await shown(), native.value));
  });

  test('the chooser is searched in either language, and the first found is taken with the return key', async () => {
    await load(holding([royalty]));
    await page.locator('.chooser > summary').click();
    await page.locator('[data-role="method-search"]').fill('capital asset');
    const found = await page.locator('.chooser [data-method]').evaluateAll((all) => all.map(({ dataset }) => dataset.method));
    assert.deepEqual(found, ['capm']);
    await page.locator('[data-role="method-search"]').press('Enter');
    await page.waitForSelector('[data-entry="capm"][open]');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-pointer')?.startsWith('/methods/1/inputs/'));
  });

  test('a rate worked out in one entry is taken by another, shown as a link, and becomes a number when it is cut', async () => {
    await load(holding([{ id: 'rate', method: 'capm', inputs: { riskFreeRate: 0.02, equityRiskPremium: 0.07, beta: 1.2 } }, { ...royalty, id: 'relief' }]));
    await unfoldEntry('relief');
    const rate = '/methods/1/inputs/discountRate';
    await page.locator(`[data-about="${rate}"] [data-role="take-from"]`).selectOption('rate');
    await page.waitForSelector(`[data-about="${rate}"] [data-link="rate"]`);
    const { document, native } = await agrees();
    assert.deepEqual(document.methods[1].inputs.discountRate, { from: 'rate' });
    assert.match(await page.locator(`[data-about="${rate}"] .link-value`).innerText(), /10\.4%/);
    assert.match(await page.locator('table.served').innerText(), /10\.4%[\s\S]*年率[\s\S]*许可费节省法/);
    // A link holds its source above it, and follows its name.
    assert.equal(await page.locator('[data-entry="relief"] [data-role="entry-up"]').isDisabled(), true);
    await unfoldEntry('rate');
    await leave('/methods/0/id', 'cost-of-equity');
    assert.deepEqual((await agrees()).document.methods[1].inputs.discountRate, { from: 'cost-of-equity' });
    await at('/methods/0/inputs/beta').fill('1');
    await page.waitForFunction((was) => Number(document.querySelector('.answer[data-value]').getAttribute('data-value')) > was, native.value);
    await page.locator(`[data-about="${rate}"] [data-role="cut"]`).click();
    assert.equal((await agrees()).document.methods[1].inputs.discountRate, 0.09);
    // And what is taken from an entry that goes stays as its number.
    await page.locator(`[data-about="${rate}"] [data-role="take-from"]`).selectOption('cost-of-equity');
    await page.waitForSelector(`[data-about="${rate}"] [data-link]`);
    await agrees();
    await page.locator('[data-entry="cost-of-equity"] [data-role="entry-remove"]').click();
    assert.equal((await agrees()).document.methods[0].inputs.discountRate, 0.09);
  });

  test('two methods by weights, side by side, then one of them adopted, then reordered', async () => {
    await load(holding([royalty, stated({ value: 400, range: { distribution: 'uniform', min: 300, max: 500 } }, { id: 'other' })], { conclusion: { weights: [0.6, 0.4], reason: '两法互证' } }));
    const { native } = await agrees();
    await page.waitForSelector('.football .reach');
    await page.waitForTimeout(500);
    const rows = page.locator('table.football tbody tr');
    assert.equal(await rows.count(), 2);
    assert.match(await rows.nth(0).innerText(), /许可费节省法[\s\S]*60%/);
    assert.match(await rows.nth(1).innerText(), /400[\s\S]*40%/);
    // Each bar is what the engine gives for that method alone.
    const alone = appraiseNatively(holding([royalty, stated({ value: 400, range: { distribution: 'uniform', min: 300, max: 500 } }, { id: 'other' })], { conclusion: { adopted: 'other' } }));
    const written = await rows.nth(1).locator('svg > text').allTextContents();
    assert.deepEqual(written.slice(0, 2).map(Number), [alone.range.p5, alone.range.p95].map((value) => Math.round(value)));
    assert.match(await page.locator('.football .now').innerText(), new RegExp(String(Math.round(native.value))));
    // From weights to one: the heavier is adopted, and back again it bears the whole weight.
    await page.locator('[data-role="conclude-by"]').selectOption('adopted');
    assert.equal((await agrees()).document.conclusion.adopted, 'reliefFromRoyalty');
    await at('/conclusion/adopted').selectOption('other');
    assert.equal((await agrees()).native.value, 400);
    await page.locator('[data-role="conclude-by"]').selectOption('weights');
    assert.deepEqual((await agrees()).document.conclusion.weights, [0, 1]);
    await at('/conclusion/weights/0').fill('25%');
    await page.waitForSelector('.sum.attention');
    await at('/conclusion/weights/1').fill('75%');
    await agrees();
    await unfoldEntry('other');
    await page.locator('[data-entry="other"] [data-role="entry-up"]').click();
    const { document } = await agrees();
    assert.deepEqual(document.methods.map(({ id }) => id), ['other', 'reliefFromRoyalty']);
    assert.deepEqual(document.conclusion.weights, [0.75, 0.25], 'a weight goes with its entry');
    await at('/methods/0/supporting').check();
    const serving = (await agrees()).document;
    assert.equal(serving.conclusion.weights, undefined);
    assert.equal(serving.methods[0].supporting, true);
  });

  test('why an approach was not used', async () => {
    await load(holding([royalty]));
    await page.locator('.conclusion > summary').click();
    await page.locator('.not-used > summary').click();
    assert.equal(await page.locator('[data-approach="income"]').count(), 0, 'the approach that is used needs no reason');
    await page.locator('[data-approach="market"]').fill('无可比交易');
    await page.locator('[data-approach="cost"]').fill('成本与收益相关性弱');
    await page.locator('[data-approach="market"]').fill('无可比公开交易');
    const { document } = await agrees();
    assert.deepEqual(document.conclusion.notUsed, [{ approach: 'market', reason: '无可比公开交易' }, { approach: 'cost', reason: '成本与收益相关性弱' }]);
    await page.locator('[data-approach="market"]').fill('');
    await page.locator('[data-approach="cost"]').fill('');
    assert.equal((await agrees()).document.conclusion, undefined);
  });

  for (const [language, colorScheme, width] of [['zh', 'light', 1440], ['en', 'dark', 1440], ['en', 'light', 390], ['zh', 'dark', 390]]) {
    test(`many kinds of field at once: axe finds nothing serious and nothing overflows (${language}, ${colorScheme}, ${width})`, async () => {
      const context = await browser.newContext({ locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme, viewport: { width, height: 900 } });
      context.setDefaultTimeout(8_000);
      const outer = page;
      page = await context.newPage();
      try {
        await page.goto(site.address);
        await page.waitForSelector('.answer[data-value]');
        await load(holding([{ id: 'rate', method: 'capm', inputs: { riskFreeRate: 0.02, equityRiskPremium: 0.07, beta: 1.2 } }, { ...royalty, id: 'relief', inputs: { ...royalty.inputs, discountRate: { from: 'rate' } } }, stated(400, { id: 'other' })], { conclusion: { weights: [0.6, 0.4] } }));
        for (const method of ['ahp', 'comparableTransactions', 'residualValue']) {
          await add(method);
          await unfoldWhole(method);
        }
        await unfoldEntry('relief');
        await page.locator('.chooser > summary').click();
        await page.waitForSelector('.football .reach');
        await page.waitForTimeout(300);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${wide} px too wide`);
        await page.evaluate(await readFile(axeSource, 'utf8'));
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
        const serious = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`);
        assert.deepEqual(serious, []);
      } finally {
        page = outer;
        await context.close();
      }
    });
  }

  test('nothing failed on the way', () => assert.deepEqual(failures, []));
});
