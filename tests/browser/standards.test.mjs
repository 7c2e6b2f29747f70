// The desk of the standards in a real browser: read, searched, held against the open case, overlaid, printed.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axeSource, launch, root, serve } from './site.mjs';

const PATH = '/some/path/';
let site;
let browser;
let context;
let page;
const requests = [];
const failures = [];

const standard = JSON.parse(await readFile(join(root, 'valuation-standards/standard/ipval-valuation/2026-12-01.json'), 'utf8'));
const exampleBank = JSON.parse(await readFile(join(root, 'valuation-standards/bank-policy/example-bank/2026-12-01.json'), 'utf8'));

async function open(hash = '', options = {}) {
  await context?.close();
  context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options });
  context.on('request', (request) => requests.push(request.url()));
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && failures.push(message.text()));
  await page.goto(`${site.address}standard.html${hash}`);
  return page;
}

const judged = () => page.waitForSelector('.views [data-count]');
const clause = (article) => page.locator(`[id="ipval-valuation/${article}"]`);

before(async () => {
  site = await serve(join(root, 'www/dist'), PATH);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  site?.close();
});

describe('the desk of the standards', { concurrency: false }, () => {
  test('every clause, formula and table of the proposed standard is on the page, in both languages', async () => {
    await open();
    await judged();
    for (const language of ['zh', 'en']) {
      const shown = await page.evaluate(() => ({
        clauses: [...document.querySelectorAll('.standard [data-clause]')].map((row) => row.textContent),
        formulas: document.querySelectorAll('.standard .formula math[display=block]').length,
        plain: document.querySelectorAll('.standard .formula-plain').length,
        tables: document.querySelectorAll('.standard .standard-table').length,
        missing: document.querySelector('.standard').textContent.match(/\b(?:field|step|method|std|outcome|severity|demand)\.[a-z][\w-]*/g) ?? [],
      }));
      assert.equal(shown.clauses.length, standard.clauses.length);
      const lacking = standard.clauses.filter(({ text }, place) => !shown.clauses[place].includes(text[language]));
      assert.deepEqual(lacking.map(({ article }) => article), []);
      const formulas = standard.document.chapters.flatMap((chapter) => chapter.formulas ?? []);
      assert.equal(shown.formulas, formulas.flatMap(({ formula }) => formula.split(';')).length);
      assert.equal(shown.plain, 0, 'a formula was not understood');
      const tables = standard.document.chapters.flatMap((chapter) => chapter.tables ?? []);
      assert.equal(shown.tables, tables.length + 1);
      assert.deepEqual(shown.missing, []);
      await page.locator('[data-role="language"]').click();
    }
    assert.match(await page.locator('.cover-not-adopted').innerText(), /建议稿，不是已经采纳的标准/);
  });

  test('side by side, both languages stand beside one another', async () => {
    await page.locator('[data-role="both"]').click();
    const said = clause('6.2.1').locator('.said');
    assert.equal(await said.count(), 2);
    const [zh, en] = [await said.nth(0).boundingBox(), await said.nth(1).boundingBox()];
    assert.ok(zh.x + zh.width <= en.x && Math.abs(zh.y - en.y) < 2);
  });

  test('an address leads to a clause, by its article or by its name, and to a clause of a law', async () => {
    for (const hash of ['#ipval-valuation/6.2.1', '#ipval-valuation/basis-stated']) {
      await open(hash);
      await judged();
      await page.waitForFunction(() => document.activeElement?.id === 'ipval-valuation/6.2.1');
      const box = await clause('6.2.1').boundingBox();
      assert.ok(box.y >= 0 && box.y < 300, `${hash}: ${box.y}`);
    }
    await open('#ipval-valuation/annex-terms', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await judged();
    await page.waitForTimeout(300);
    const top = await page.evaluate(() => document.getElementById('ipval-valuation/annex-terms').getBoundingClientRect().top);
    assert.ok(top >= -1 && top < 300, `on a phone: ${top}`);
    await open('#cn-patent-law/term-invention');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-clause') === 'term-invention');
    await open('#cn-trademark-law@2027-01-01');
    await page.locator('details.edition[open] .missing-place').waitFor();
  });

  test('search finds in both languages, marks what was sought, and is worked by keys', async () => {
    await open();
    await judged();
    await page.keyboard.press('/');
    await page.keyboard.type('折现率');
    await page.locator('.hit mark').first().waitFor();
    assert.equal(await page.locator('.hit mark').first().innerText(), '折现率');
    await page.keyboard.press('Escape');
    await page.locator('#search').fill('royalty rate');
    await page.locator('.hit mark').first().waitFor();
    await page.locator('#search').fill('6.2.1');
    await page.locator('.hit').first().waitFor();
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator('#search').getAttribute('aria-activedescendant'), 'hit-0');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash === '#ipval-valuation/6.2.1' && document.activeElement?.id === 'ipval-valuation/6.2.1');
    await page.locator('#search').fill('没有这样的词');
    assert.match(await page.locator('.hits-count').innerText(), /没有含/);
  });

  test('the checklist is the engine’s own check, and what is missing leads to its field', async () => {
    await open('#check');
    await judged();
    const told = await page.evaluate(() => ({
      missed: Number(document.querySelector('.check-answer').dataset.missed),
      counts: Object.fromEntries([...document.querySelectorAll('.tabs [data-status]')].map((tab) => [tab.dataset.status, Number(tab.querySelector('.count').textContent)])),
    }));
    const name = process.env.IPVAL || join(root, 'target/release/ipval');
    const path = join(root, 'tests/cases/cn-exam-sole-licence.json');
    const run = spawnSync(name, ['standards', 'check', path, '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const native = { met: 0, missed: 0, person: 0, notApplicable: 0 };
    for (const { status } of JSON.parse(run.stdout).judgements) native[status] += 1;
    assert.deepEqual(told.counts, native);
    assert.equal(told.missed, native.missed);
    assert.equal(await page.locator('.item.missed').count(), native.missed);
    await page.locator('.tabs [data-status="person"]').click();
    assert.equal(await page.locator('.item').count(), native.person);
    await page.locator('.tabs [data-status="missed"]').click();
    await page.locator('[data-clause="ipval-valuation#owner-named"] a.place').click();
    await page.waitForFunction(() => document.activeElement?.dataset.pointer === '/asset/owner');
    assert.match(page.url(), /index\.html#\/asset\/owner$/);
    // What is entered there is met here.
    await page.keyboard.type('某公司');
    await page.keyboard.press('Tab');
    await page.locator('.checked[data-missed]').waitFor();
    await page.waitForFunction((was) => Number(document.querySelector('.checked').dataset.missed) === was - 1, native.missed);
    await page.locator('.checked a').click();
    await page.waitForFunction((was) => Number(document.querySelector('.check-answer')?.dataset.missed) === was - 1, native.missed);
  });

  test('a case held against another purpose is asked other things', async () => {
    await open('#check');
    await judged();
    const before_ = await page.locator('.check-answer').getAttribute('data-missed');
    await page.locator('[data-role="check-purpose"]').selectOption('pledge');
    await page.locator('.supposed').waitFor();
    await page.waitForFunction((was) => document.querySelector('.check-answer').dataset.missed !== was, before_);
  });

  test('a step leads to its place in the working paper', async () => {
    await open('#check');
    await judged();
    await page.locator('.tabs [data-status="met"]').click();
    await page.locator('a.place[href="./index.html#step=remaining-life"]').first().click();
    await page.locator('ipval-desk [data-slot="answer"] .unfolding').waitFor();
  });

  test('a clause at the valuation desk leads here', async () => {
    await open();
    await page.goto(`${site.address}index.html`);
    await page.waitForSelector('ipval-desk .answer[data-value]');
    const link = page.locator('.notes .clause-name a').first();
    assert.match(await link.getAttribute('href'), /^\.\/standard\.html#[a-z-]+@[\d-]+\/[a-z-]+$/);
    await link.click();
    await page.waitForFunction(() => document.activeElement?.matches('[data-clause]'));
  });

  test('a figure that is barred is shown as withheld, with what bars it', async () => {
    await open();
    const file = JSON.parse(await readFile(join(root, 'tests/cases/cn-exam-sole-licence.json'), 'utf8'));
    const document = file.case ?? file;
    document.licence = { ...document.licence, years: 3, until: '2040-01-01' };
    document.asset.filingDate = '2015-01-01';
    document.methods[0].inputs.taxOfFlows = 'preTax';
    document.methods[0].inputs.taxOfRate = 'afterTax';
    await page.evaluate((content) => localStorage.setItem('ipval.case.1', JSON.stringify({ document: content, drafts: {}, example: '' })), document);
    await page.goto(`${site.address}index.html`);
    await page.locator('.withheld').waitFor();
    assert.match(await page.locator('.withheld').innerText(), /保留[\s\S]*不是结论/);
    assert.ok((await page.locator('.withheld li a[href^="./standard.html#"]').count()) > 0);
    assert.ok(await page.locator('.answer[data-value]').isVisible());
  });

  test('a bank’s policy is refused in words, laid over, felt, kept over a reload, and taken away', async () => {
    await open('#editions');
    await judged();
    const choose = (content) =>
      page.locator('[data-role="policy"]').setInputFiles({ name: 'policy.json', mimeType: 'application/json', buffer: Buffer.from(content) });
    await choose('{');
    await page.locator('.policy .summary').waitFor();
    assert.match(await page.locator('.policy .summary').innerText(), /不是有效的 JSON/);
    await choose(JSON.stringify(exampleBank));
    await page.waitForFunction(() => document.querySelector('.policy .summary')?.textContent.includes('/edition'));
    const own = { ...exampleBank, id: 'our-bank', inForce: { from: '2020-01-01' } };
    await choose(JSON.stringify(own));
    await page.waitForFunction(() => document.querySelector('.policy .summary')?.textContent.includes('/status'));
    const broken = { ...own, status: 'in use', parameters: own.parameters.map((each) => ({ ...each, clause: 'nowhere' })) };
    await choose(JSON.stringify(broken));
    await page.waitForFunction(() => document.querySelector('.policy .summary')?.textContent.includes('/parameters/0/clause'));
    await choose(JSON.stringify({ ...own, status: 'in use' }));
    await page.locator('[data-policy="our-bank@2026-12-01"] .policy-active').waitFor();
    assert.equal(await page.locator('.policy .summary').count(), 0);
    await page.reload();
    await page.locator('[data-policy="our-bank@2026-12-01"]').waitFor();
    await page.goto(`${site.address}index.html`);
    await page.waitForSelector('ipval-desk .answer[data-value]');
    await page.waitForFunction(() => document.querySelector('#pledge-preset option[value="our-bank/2026-12-01"]'));
    await page.goto(`${site.address}standard.html#check`);
    await judged();
    await page.locator('[data-role="check-purpose"]').selectOption('pledge');
    await page.locator('[data-clause="our-bank#disposal-plan"]').waitFor();
    await page.goto(`${site.address}standard.html#editions`);
    await page.locator('[data-role="policy-remove"]').click();
    await page.waitForFunction(() => !document.querySelector('[data-policy]'));
    assert.equal(await page.evaluate(() => localStorage.getItem('ipval.policies.1')), null);
  });

  test('what is to be transcribed is a missing place that names the document', async () => {
    await open('#editions');
    const missing = page.locator('details.edition.missing');
    await missing.first().waitFor();
    assert.ok((await missing.count()) > 5);
    await missing.first().locator('summary').click();
    // What is within is drawn when the browser tells of the opening.
    await missing.first().locator('.edition-body').waitFor();
    const text = await missing.first().innerText();
    assert.match(text, /待录入/);
    assert.match(text, /查阅/);
    assert.equal(await missing.locator('table').count(), 0);
  });

  test('coverage is counted from the data', async () => {
    await open('#coverage');
    await page.locator('.coverage-table').first().waitFor();
    const judge = ({ requires }) => (requires.length === 0 ? 2 : requires.some(({ severity }) => severity) ? 0 : 1);
    const sums = [0, 0, 0];
    for (const each of standard.clauses) sums[judge(each)] += 1;
    const shown = await page.locator('.coverage-table').first().locator('tfoot td.number').allInnerTexts();
    assert.deepEqual(shown.slice(0, 4).map(Number), [...sums, standard.clauses.length]);
  });

  test('the checklist of Annex E is generated for a purpose and a kind of right', async () => {
    await open();
    await judged();
    const rows = () => page.locator('.checklist tbody tr:not(.chapter-row)').count();
    await page.locator('[data-role="annex-kind"]').selectOption('');
    await page.locator('[data-role="annex-purpose"]').selectOption('pledge');
    const pledge = await rows();
    await page.locator('[data-role="annex-purpose"]').selectOption('management');
    assert.ok((await rows()) < pledge);
    const applies = ({ requires }) => requires.some(({ when }) => !when?.purpose || when.purpose.includes('pledge'));
    assert.equal(pledge, standard.clauses.filter(applies).length);
  });

  test('it prints as a standard: a cover by itself, its number on the pages, no interface', async () => {
    await open();
    await judged();
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    assert.ok((pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0) > 30);
    assert.match(pdf, /\/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]\.\d+/);
    const rule = await page.evaluate(() => document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((each) => each.cssText)).join('\n'));
    assert.match(rule, /IPVAL\/T 001—2026（建议稿）/);
    assert.match(rule, /cover/);
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.top', '.views', '.contents', '.judged', '.checklist-choice']) assert.equal(await page.locator(gone).first().isVisible(), false, gone);
    assert.ok(await page.locator('.contents-page').isVisible());
    await page.emulateMedia({ media: null });
  });

  test('language and theme go with the reader from desk to desk, and the case stays as it was', async () => {
    await open();
    await judged();
    await page.goto(`${site.address}index.html`);
    await page.waitForSelector('ipval-desk .answer[data-value]');
    await page.waitForTimeout(250);
    await page.locator('a[data-desk="standard"]').click();
    await judged();
    const kept = await page.evaluate(() => localStorage.getItem('ipval.case.1'));
    await page.locator('[data-role="language"]').click();
    await page.locator('[data-role="theme"]').selectOption('dark');
    await page.locator('a[data-desk="valuation"]').click();
    await page.waitForSelector('ipval-desk .answer[data-value]');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    assert.equal(await page.evaluate(() => localStorage.getItem('ipval.case.1')), kept);
  });

  for (const [width, language, colorScheme] of [
    [1440, 'zh', 'light'],
    [1440, 'en', 'dark'],
    [390, 'zh', 'dark'],
    [390, 'en', 'light'],
  ]) {
    test(`axe finds nothing serious, and nothing scrolls sideways: ${width}, ${language}, ${colorScheme}`, async () => {
      const phone = width === 390 ? { hasTouch: true, isMobile: true } : {};
      await open('', { locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme, viewport: { width, height: 844 }, ...phone });
      await judged();
      for (const hash of ['#ipval-valuation/5.2.1', '#check', '#cn-patent-law', '#coverage']) {
        await page.evaluate((to) => {
          location.hash = to;
        }, hash);
        await page.waitForTimeout(300);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${hash}: ${wide} px too wide`);
        await page.evaluate(await readFile(axeSource, 'utf8'));
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
        const serious = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${hash} ${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`);
        assert.deepEqual(serious, []);
      }
    });
  }

  test('the valuation desk loads nothing of the text of the standard', async () => {
    requests.length = 0;
    await open();
    await page.goto('about:blank');
    requests.length = 0;
    await page.goto(`${site.address}index.html`);
    await page.waitForSelector('ipval-desk .answer[data-value]');
    await page.waitForTimeout(500);
    assert.deepEqual(requests.filter((url) => /ipval-valuation|assets\/standard-/.test(url)), []);
  });

  test('no request left the page’s own origin, and nothing failed on the way', () => {
    const strange = requests.filter((url) => !url.startsWith(site.address) && !/^(?:data|blob|about):/.test(url));
    assert.deepEqual(strange, []);
    assert.deepEqual(failures, []);
  });
});
