// What is said of a case beside its figures: every key has a field, nothing typed is lost, and the clauses follow.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { appraiseNatively, axeSource, openDesk, root } from './site.mjs';

const PARTS = ['status', 'engagement', 'pledge', 'licence', 'review'];
/** What has forms and tests of its own, or is written by whoever publishes a case. */
const ELSEWHERE = new Set(['methods', 'facts', 'format', 'simulation', 'citation']);
const KINDS = ['invention', 'utilityModel', 'design', 'trademark', 'copyright', 'software', 'tradeSecret', 'layoutDesign', 'plantVariety'];

const plain = (more = {}) => ({
  format: 'ipval-case/1',
  asset: { kind: 'invention', jurisdiction: 'CN', filingDate: '2014-03-01' },
  purpose: 'transfer',
  valuationDate: '2024-12-31',
  currency: 'CNY',
  unit: 'tenThousand',
  basisOfValue: 'marketValue',
  methods: [{ method: 'reliefFromRoyalty', inputs: { sales: 4600, years: 3, royaltyRate: 0.03, taxRate: 0.25, discountRate: 0.15, timing: 'yearEnd' } }],
  ...more,
});

let site;
let context;
let page;
let close;
let fields;
const failures = [];

const at = (pointer) => page.locator(`[data-pointer="${pointer}"]`);
const part = (name) => page.locator(`details[data-part="${name}"]`);
const kept = async () => {
  await page.waitForTimeout(250);
  return JSON.parse(await page.evaluate(() => localStorage.getItem('ipval.case.1'))).document;
};
async function load(document) {
  await page.locator('[data-role="open"]').setInputFiles({ name: 'case.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document)) });
  await page.waitForFunction(() => document.querySelector('[data-role="example"]').value === '');
  await page.waitForTimeout(150);
}
async function speak(language) {
  if ((await page.evaluate(() => document.documentElement.lang)).startsWith(language)) return;
  await page.locator('[data-role="language"]').click();
  await page.waitForFunction((wanted) => document.documentElement.lang.startsWith(wanted), language);
}
/** Opens a section, whether it stands there or is only offered. */
async function unfold(name) {
  if ((await part(name).count()) === 0) await page.locator(`[data-role="open-part"][data-part="${name}"]`).click();
  await part(name).waitFor();
  if ((await part(name).getAttribute('open')) === null) await part(name).locator('> summary').click();
  await page.waitForFunction((id) => document.querySelector(`details[data-part="${id}"]`)?.open, name);
}
/** The pointers of every field of the case, with one item in each list. */
function leaves(table, base) {
  return table.flatMap((field) => {
    const pointer = `${base}/${field.key}`;
    if (base === '' && ELSEWHERE.has(field.key)) return [];
    if (field.kind === 'object') return leaves(field.fields, pointer);
    if (field.kind === 'list') return leaves(field.fields, `${pointer}/0`);
    return [pointer];
  });
}
/** The pointers that have a control with a name, on the page as it is. */
const named = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('ipval-desk [data-pointer]')]
      .filter((field) => field.matches('input, select, textarea') && field.checkVisibility())
      .filter((field) => /\S/.test(field.getAttribute('aria-label') ?? field.labels?.[0]?.textContent ?? ''))
      .map(({ dataset }) => dataset.pointer),
  );
const missed = async () => Number(await page.locator('.checked').getAttribute('data-missed'));

before(async () => {
  ({ page, context, site, close } = await openDesk(failures));
  const engine = await import(join(root, 'www/pkg/ipval.js'));
  engine.initSync({ module: await readFile(join(root, 'www/pkg/ipval_bg.wasm')) });
  fields = engine.caseFields();
});

after(() => close?.());

describe('the rest of the case', { concurrency: false }, () => {
  for (const language of ['zh', 'en']) {
    test(`every key of a case outside its methods has a field with a name (${language})`, async () => {
      await speak(language);
      const seen = new Set();
      const look = async () => {
        for (const pointer of await named()) seen.add(pointer);
      };
      await load(plain());
      for (const name of PARTS) await unfold(name);
      for (const list of ['/asset/members', '/engagement/signatories']) await at(list).click();
      await page.locator('details.facts > summary').click();
      await page.locator('details.rare > summary').click();
      for (const kind of KINDS) {
        await at('/asset/kind').selectOption(kind);
        await page.waitForTimeout(60);
        await look();
      }
      // How several methods make one value is asked where there are several.
      const two = [...plain().methods, { id: 'B', method: 'statedValue', inputs: { value: 600 } }];
      const notUsed = [{ approach: 'cost', reason: '成本与价值弱对应' }];
      for (const conclusion of [{ weights: [0.5, 0.5], notUsed }, { adopted: 'B', notUsed }]) {
        await load(plain({ methods: two, conclusion }));
        await page.waitForTimeout(60);
        await look();
      }
      const wanted = leaves(fields, '');
      assert.ok(wanted.length > 120, `${wanted.length} keys`);
      // Which approach was not used is said by the line that its reason stands on.
      const open = wanted.filter((pointer) => !seen.has(pointer) && pointer !== '/conclusion/notUsed/0/approach');
      assert.deepEqual(open, []);
    });

    test(`no key of the engine stands where words should (${language})`, async () => {
      await speak(language);
      await load(plain());
      for (const name of PARTS) await unfold(name);
      for (const list of ['/asset/members', '/engagement/signatories']) await at(list).click();
      const raw = await page.evaluate(() => {
        const within = document.querySelector('.dossier');
        const words = [...within.querySelectorAll('*')].flatMap((element) => [
          ...[...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ textContent }) => textContent),
          ...['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''),
        ]);
        const keys = words.filter((word) => /\b(?:field|choice|dossier|kind)\.[a-zA-Z]/.test(word));
        const chinese = document.documentElement.lang.startsWith('zh');
        const options = [...within.querySelectorAll('select option')].filter(({ textContent }) => chinese && /^[a-zA-Z ]+$/.test(textContent.trim()));
        return [...keys, ...options.map(({ textContent }) => textContent)];
      });
      assert.deepEqual(raw, []);
    });
  }

  test('filling in what the clauses ask lowers the count of the missed', async () => {
    await speak('zh');
    // A case that names its firm is to be reported on, so that all that is asked of a report is asked of it.
    await load(plain({ engagement: { agency: '某某资产评估有限公司' } }));
    await page.waitForSelector('.checked');
    await page.waitForTimeout(500);
    const before = await missed();
    await unfold('engagement');
    await at('/engagement/client').fill('某某新材料有限公司');
    await page.waitForFunction((was) => Number(document.querySelector('.checked')?.dataset.missed) < was, before);
    const then = await missed();
    await unfold('status');
    await at('/engagement/use').fill('仅供本次转让定价参考');
    await at('/engagement/reportDate').fill('2025-01-15');
    await at('/asset/status/asOf').fill('2024-12-20');
    await at('/asset/status/registryExtract').fill('专利登记簿副本');
    await at('/asset/status/inForce').selectOption('true');
    await page.waitForFunction((was) => Number(document.querySelector('.checked')?.dataset.missed) < was - 3, then);
    const document = await kept();
    assert.equal(document.engagement.client, '某某新材料有限公司');
    assert.equal(document.asset.status.inForce, true);
    assert.equal(document.asset.status.asOf, '2024-12-20');
    assert.equal(appraiseNatively(document).status, 'valued');
    // Emptied again, nothing is left of them.
    for (const key of ['client', 'use', 'agency', 'reportDate']) await at(`/engagement/${key}`).fill('');
    await at('/engagement/reportDate').press('Tab');
    assert.equal((await kept()).engagement, undefined);
  });

  test('yes, no and nothing said are three answers, each undone by itself', async () => {
    await load(plain());
    await unfold('status');
    const flag = at('/asset/status/disputed');
    await flag.selectOption('false');
    assert.equal((await kept()).asset.status.disputed, false);
    await page.waitForTimeout(950);
    await flag.selectOption('true');
    assert.equal((await kept()).asset.status.disputed, true);
    await page.locator('[data-role="undo"]').click();
    assert.equal(await flag.inputValue(), 'false');
    await page.locator('[data-role="undo"]').click();
    assert.equal(await flag.inputValue(), '');
    assert.equal((await kept()).asset.status, undefined);
  });

  test('an item that says nothing yet takes no value away', async () => {
    await load(plain());
    await page.waitForSelector('.answer[data-value]');
    await unfold('engagement');
    await at('/engagement/signatories').click();
    await page.waitForTimeout(300);
    assert.equal(await page.locator('.answer[data-value]').count(), 1);
    await at('/engagement/signatories/0/name').fill('张某');
    await at('/engagement/signatories/0/qualification').selectOption('appraiser');
    assert.deepEqual((await kept()).engagement.signatories, [{ name: '张某', qualification: 'appraiser' }]);
    await part('engagement').locator('[data-role="remove"]').click();
    assert.equal((await kept()).engagement, undefined);
  });

  test('a day that no calendar has stays as typed, and is asked about by its name', async () => {
    await load(plain());
    await unfold('status');
    await at('/asset/status/asOf').fill('昨天');
    await at('/asset/status/asOf').press('Tab');
    await page.waitForSelector('.summary');
    assert.match(await page.locator('.summary').innerText(), /查询日[^]*年-月-日/);
    await part('status').locator('> summary').click();
    await page.locator('.summary [data-field="/asset/status/asOf"]').click();
    await page.waitForFunction(() => document.activeElement?.dataset.pointer === '/asset/status/asOf');
    assert.equal(await at('/asset/status/asOf').inputValue(), '昨天');
  });

  test('a section stands there for its purpose or its entries, and is always within reach', async () => {
    await load(plain());
    assert.deepEqual(await page.locator('details[data-part]').evaluateAll((all) => all.map(({ dataset }) => dataset.part)), ['status', 'engagement']);
    await page.locator('details.facts > summary').click();
    await at('/purpose').selectOption('review');
    await part('review').waitFor();
    await load(plain({ licence: { years: 3, type: 'sole', territory: '中国境内' } }));
    await part('licence').waitFor();
    await unfold('licence');
    assert.equal(await at('/licence/type').locator('option:checked').innerText(), '排他许可');
    await unfold('pledge');
  });

  test('a link of the checklist leads into the field', async () => {
    await load(plain());
    for (const pointer of ['/engagement/client', '/asset/status/asOf', '/asset/description', '/pledge/registrationDate', '/review/opinion', '/engagement/signatories']) {
      const other = await context.newPage();
      await other.goto(`${site.address}index.html#${pointer}`);
      await other.waitForFunction((wanted) => document.activeElement?.dataset?.pointer === wanted, pointer);
      await other.close();
    }
    const check = await context.newPage();
    await check.goto(`${site.address}standard.html#check`);
    const link = check.locator('a.place[href*="#/engagement/"], a.place[href*="#/asset/status"]').first();
    await link.waitFor({ state: 'attached' });
    assert.equal(await check.locator('.place + code', { hasText: /^\/(?:engagement|asset|pledge|licence|review)/ }).count(), 0);
    await check.close();
  });

  test('only what is filled in is printed', async () => {
    await load(plain({ engagement: { client: '甲公司', sealed: false, signatories: [{ name: '张某', qualification: 'appraiser' }] }, asset: { ...plain().asset, members: [{ title: '商标甲', kind: 'trademark', share: 0.4 }] } }));
    await page.emulateMedia({ media: 'print' });
    await page.waitForSelector('.filed');
    const rows = await page.locator('.filed dl > div').evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent)));
    assert.deepEqual(rows, [
      ['组合成员', '商标甲，注册商标，比例 40%'],
      ['委托人', '甲公司'],
      ['签名人', '张某，资产评估师'],
      ['已加盖印章', '否'],
    ]);
    assert.ok(await page.locator('.filed').isVisible());
    await page.emulateMedia({ media: 'screen' });
    await page.waitForFunction(() => !document.querySelector('.filed'));
  });

  for (const [width, language, colorScheme] of [[1440, 'zh', 'light'], [390, 'en', 'dark']]) {
    test(`all sections open: axe finds nothing serious and nothing overflows (${width}, ${language}, ${colorScheme})`, async () => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await speak(language);
      await load(plain());
      for (const name of PARTS) await unfold(name);
      for (const list of ['/asset/members', '/engagement/signatories']) await at(list).click();
      await part('status').locator('[data-role="part-help"]').click();
      await page.waitForTimeout(100);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      await page.evaluate(await readFile(axeSource, 'utf8'));
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(serious.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))]), []);
      if (process.env.SHOTS) await page.locator('.dossier').screenshot({ path: `${process.env.SHOTS}/dossier-${width}.png` });
    });
  }

  test('nothing failed on the way', () => assert.deepEqual(failures, []));
});
