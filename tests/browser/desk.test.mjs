// The desk in a real browser: valued, typed into, read back, broken, mended, printed.
//
// The site is served under a sub-path, as it may be anywhere, and every request is recorded.

import assert from 'node:assert/strict';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { appraiseNatively, axeSource, launch, root, serve } from './site.mjs';

const PATH = '/some/path/';
const ROYALTY = '/methods/0/inputs/royaltyRate';

/** A published case in which every figure below is typed: 自学考试《资产评估》, 4,600 a year, 2 %, 25 %, 15 %, 8 years. */
const TYPED = [
  ['sales', '4,600', 4600],
  ['years', '8', 8],
  ['royaltyRate', '2%', 0.02],
  ['taxRate', '２５％', 0.25],
  ['discountRate', '0.15', 0.15],
  ['remainingLife', '8 年', 8],
];

let site;
let browser;
let context;
let page;
const requests = [];
const failures = [];

async function open(options = {}, before_ = undefined) {
  await context?.close();
  context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 }, ...options });
  context.on('request', (request) => requests.push(request.url()));
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && failures.push(message.text()));
  await before_?.(page);
  await page.goto(site.address);
  return page;
}

const input = (key) => page.locator(`[data-pointer="/methods/0/inputs/${key}"]`);
const valueShown = async () => Number(await page.locator('ipval-desk .answer[data-value]').getAttribute('data-value'));
const valued = () => page.waitForSelector('ipval-desk .answer[data-value]');
const storedCase = async () => {
  await page.waitForTimeout(250);
  return JSON.parse(await page.evaluate(() => localStorage.getItem('ipval.case.1')));
};

/** Resolves when the shown value is no longer `old`. */
async function changedFrom(old) {
  await page.waitForFunction(
    (was) => {
      const shown = document.querySelector('ipval-desk .answer[data-value]')?.getAttribute('data-value');
      return shown !== undefined && shown !== null && shown !== was;
    },
    String(old),
  );
  return valueShown();
}

async function startOwn() {
  await page.locator('[data-role="own"]').click();
  await page.waitForSelector('ipval-desk .answer.refusal');
}

async function typeCase() {
  await startOwn();
  await page.locator('ipval-desk details.facts > summary').click();
  await page.locator('select[data-pointer="/asset/kind"]').selectOption('trademark');
  for (const [key, text] of TYPED) await input(key).fill(text);
  await valued();
}

before(async () => {
  await stat(join(root, 'www/dist/index.html')).catch(() => {
    throw new Error('the site is not built: npm --prefix www run build');
  });
  site = await serve(join(root, 'www/dist'), PATH);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  site?.close();
});

describe('the desk', { concurrency: false }, () => {
  test('a newcomer meets a worked, published case, already valued', async () => {
    await open();
    await valued();
    assert.ok((await valueShown()) > 0);
    assert.match(await page.locator('.notes .citation').innerText(), /\S/);
    assert.match(await page.locator('.case-title .stamp').innerText(), /非资产评估报告/);
  });

  test('every worked case shows the bits of the native engine', async () => {
    const folder = join(root, 'tests/cases');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const wrong = [];
    let seen = 0;
    for (const name of names) {
      const file = JSON.parse(await readFile(join(folder, name), 'utf8'));
      const document = file.case ?? file;
      if (document.format !== 'ipval-case/1') continue;
      const option = name.replace(/\.json$/, '');
      const listed = await page.locator(`[data-role="example"] option[value="${option}"]`).count();
      if (listed === 0) continue;
      const told = page.evaluate(
        () => new Promise((resolve) => document.addEventListener('ipval-valued', (event) => resolve(event.detail.value), { once: true })),
      );
      await page.locator('[data-role="example"]').selectOption(option);
      const value = await Promise.race([told, page.waitForTimeout(10_000)]);
      const native = appraiseNatively(document).value;
      if (!Object.is(value, native)) wrong.push(`${name}: ${value} here, ${native} natively`);
      seen += 1;
    }
    assert.deepEqual(wrong, []);
    assert.ok(seen > 0, 'the desk lists the cases');
  });

  test('a form filled by a script gives the bits of the native engine', async () => {
    await typeCase();
    await page.locator('[data-pointer="/pledge/loanToValue"]').fill('25%');
    await page.waitForSelector('[data-lendable]');
    await page.locator('[data-pointer="/licence/years"]').fill('5');
    await page.waitForSelector('[data-lump-sum]');
    const { document } = await storedCase();
    for (const [key, , value] of TYPED) assert.ok(Object.is(document.methods[0].inputs[key], value), key);
    const native = appraiseNatively(document);
    assert.ok(Object.is(await valueShown(), native.value), `${await valueShown()} here, ${native.value} natively`);
    const lendable = Number(await page.locator('[data-lendable]').getAttribute('data-lendable'));
    assert.ok(Object.is(lendable, native.pledge.lendableValue));
    const lump = Number(await page.locator('[data-lump-sum]').getAttribute('data-lump-sum'));
    assert.ok(Object.is(lump, native.licence.lumpSum));
    // The published answer, in whole 万元, is 310.
    assert.ok(Math.abs(native.value - 310) <= 0.5, String(native.value));
  });

  test('the arrow keys step a figure, and undo takes the steps back', async () => {
    const first = await valueShown();
    await input('royaltyRate').focus();
    await page.keyboard.press('ArrowUp');
    assert.equal(await input('royaltyRate').inputValue(), '2.1%');
    const second = await changedFrom(first);
    await page.locator('[data-role="undo"]').click();
    assert.ok(Object.is(await changedFrom(second), first));
    assert.equal(await input('royaltyRate').inputValue(), '2%');
    await page.locator('[data-role="redo"]').click();
    assert.ok(Object.is(await changedFrom(first), second));
    await page.keyboard.press('Control+z');
    assert.ok(Object.is(await changedFrom(second), first));
  });

  test('dragging changes a figure', async () => {
    const first = await valueShown();
    const grip = page.locator(`.entry:has([data-pointer="${ROYALTY}"]) .scrub`);
    await grip.scrollIntoViewIfNeeded();
    const box = await grip.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 31, box.y + box.height / 2, { steps: 8 });
    await page.mouse.up();
    await page.waitForFunction((name) => document.querySelector(`[data-pointer="${name}"]`).value === '2.5%', ROYALTY);
    await page.waitForTimeout(100);
    const dragged = await changedFrom(first);
    await page.locator('[data-role="undo"]').click();
    assert.ok(Object.is(await changedFrom(dragged), first), 'one drag is one edit');
  });

  test('a text that cannot be read stays, is explained, and outlives language and reload', async () => {
    await input('royaltyRate').fill('百分之几');
    await page.waitForSelector('.summary');
    assert.match(await page.locator('.summary').innerText(), /许可费率|提成率|分成率/);
    assert.match(await page.locator(`.handle[data-about="${ROYALTY}"] .problem`).innerText(), /读不出/);
    assert.equal(await input('royaltyRate').getAttribute('aria-invalid'), 'true');
    await page.locator('[data-role="language"]').click();
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    assert.equal(await input('royaltyRate').inputValue(), '百分之几');
    assert.equal(await input('taxRate').inputValue(), '25%');
    assert.match(await page.locator(`.handle[data-about="${ROYALTY}"] .problem`).innerText(), /not a figure/);
    await page.waitForTimeout(250);
    await page.reload();
    await valued();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    assert.equal(await input('royaltyRate').inputValue(), '百分之几');
    assert.equal(await input('sales').inputValue(), '4,600');
    await page.locator('[data-role="language"]').click();
    await page.waitForFunction(() => document.documentElement.lang === 'zh-CN');
    await input('royaltyRate').fill('2%');
    await page.waitForFunction(() => !document.querySelector('.summary'));
  });

  test('a figure that the engine refuses is named beside its field and in a summary that links to it', async () => {
    await input('taxRate').fill('2500%');
    await page.waitForSelector('ipval-desk .answer.refusal');
    const beside = page.locator('.handle[data-about="/methods/0/inputs/taxRate"] .problem');
    assert.match(await beside.innerText(), /[。.]/);
    await input('taxRate').press('Enter');
    await page.waitForFunction(() => document.activeElement?.classList.contains('summary'));
    await page.locator('.summary a').first().click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-pointer') === '/methods/0/inputs/taxRate');
    await input('taxRate').fill('25%');
    await valued();
  });

  test('every figure is a door, down to an input and its field', async () => {
    await page.locator('ipval-desk .answer a.door').first().click();
    await page.waitForSelector('#answer .unfolding .tree');
    for (let level = 0; level < 12; level += 1) {
      const closed = page.locator('#answer .unfolding .unfold[aria-expanded="false"]').first();
      if ((await closed.count()) === 0) break;
      await closed.click();
    }
    const link = page.locator('#answer .unfolding .basis [data-field]').first();
    await link.click();
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-pointer'));
    await page.locator('#answer .unfolding .close').click();
    assert.equal(await page.locator('#answer .unfolding').count(), 0);
    await page.locator('button.cell').first().focus();
    assert.match(await page.locator('.hint').innerText(), /=/);
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement?.classList.contains('cell')), true);
  });

  test('a range makes the answer a band, and a source stays with its figure', async () => {
    const handle = page.locator(`.handle[data-about="${ROYALTY}"]`);
    await handle.locator('.range-toggle').click();
    await page.waitForSelector('ipval-desk figure.band');
    await page.locator(`[data-pointer="${ROYALTY}/range/min"]`).fill('1%');
    await page.locator(`[data-pointer="${ROYALTY}/range/max"]`).fill('3%');
    await page.locator(`[data-pointer="${ROYALTY}/source"]`).fill('许可合同第 4 条');
    const { document } = await storedCase();
    assert.deepEqual(document.methods[0].inputs.royaltyRate, {
      value: 0.02,
      range: { distribution: 'triangular', min: 0.01, mode: 0.02, max: 0.03 },
      source: '许可合同第 4 条',
    });
  });

  test('a wrong file is refused in words and loses nothing', async () => {
    const kept = (await storedCase()).document;
    const file = page.locator('[data-role="open"]');
    await file.setInputFiles({ name: 'photo.json', mimeType: 'application/json', buffer: Buffer.from('\u0089PNG') });
    await page.waitForSelector('.summary');
    assert.match(await page.locator('.summary').innerText(), /photo\.json[\s\S]*没有改动/);
    await page.waitForFunction(() => document.activeElement?.classList.contains('summary'));
    await file.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') });
    await page.waitForFunction(() => document.querySelector('.summary')?.textContent?.includes('other.json'));
    assert.deepEqual((await storedCase()).document, kept);
    await page.locator('[data-role="dismiss"]').click();
    assert.equal(await page.locator('.summary').count(), 0);
  });

  test('a saved file opens to the same case', async () => {
    const kept = (await storedCase()).document;
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-role="save"]').click()]);
    const saved = await readFile(await download.path(), 'utf8');
    assert.deepEqual(JSON.parse(saved), kept);
    const before_ = await valueShown();
    await startOwnFromOwn();
    await page.locator('[data-role="open"]').setInputFiles({ name: 'case.json', mimeType: 'application/json', buffer: Buffer.from(saved) });
    await valued();
    assert.ok(Object.is(await valueShown(), before_));
  });

  test('a trap in the engine costs the instance and nothing else', async () => {
    const before_ = await valueShown();
    const [worker] = page.workers();
    // What the engine's memory would do to it: an error that comes out of the middle of the call.
    await worker.evaluate(() => {
      for (const verb of ['isSafeInteger', 'isInteger', 'isArray']) {
        const owner = verb === 'isArray' ? Array : Number;
        Object.defineProperty(owner, verb, {
          value: () => {
            throw new WebAssembly.RuntimeError('unreachable');
          },
        });
      }
      Object.entries = () => {
        throw new WebAssembly.RuntimeError('unreachable');
      };
    });
    await input('royaltyRate').fill('2.2%');
    await page.waitForSelector('.summary [data-role="retry"]');
    assert.match(await page.locator('.summary').innerText(), /都在/);
    assert.equal(await input('royaltyRate').inputValue(), '2.2%');
    await page.locator('[data-role="retry"]').click();
    await changedFrom(before_);
    assert.equal(await page.locator('.summary').count(), 0);
    assert.notEqual(page.workers()[0], worker);
  });

  test('a worker that dies on its own is replaced at the next question', async () => {
    const before_ = await valueShown();
    const [worker] = page.workers();
    await worker
      .evaluate(() => {
        setTimeout(() => {
          throw new WebAssembly.RuntimeError('unreachable');
        });
      })
      .catch(() => undefined);
    await page.waitForTimeout(100);
    await input('royaltyRate').fill('2.4%');
    await changedFrom(before_);
  });

  for (const language of ['zh', 'en']) {
    for (const colorScheme of ['light', 'dark']) {
      test(`axe finds nothing serious: ${language}, ${colorScheme}`, async () => {
        await open({ locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme });
        await valued();
        await page.locator('ipval-desk .answer a.door').first().click();
        await page.locator('.range-toggle').first().click();
        await input('taxRate').fill('abc');
        await page.locator('[data-role="more"]').click();
        await page.locator('[data-role="all-steps"]').click();
        await page.locator('ipval-desk details.facts > summary').click();
        await page.waitForSelector('.summary');
        await page.waitForTimeout(300);
        await page.evaluate(await readFile(axeSource, 'utf8'));
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
        const serious = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`);
        assert.deepEqual(serious, []);
      });
    }
  }

  test('a phone has no sideways scroll, and shows the answer, then the handles', async () => {
    await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await valued();
    for (const language of ['zh', 'en']) {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${language}: ${wide} px too wide`);
      const tops = await page.evaluate(() =>
        ['#answer', '.assumptions', '.findings', '#years'].map((name) => document.querySelector(name).getBoundingClientRect().top),
      );
      assert.deepEqual(tops, [...tops].sort((a, b) => a - b));
      await page.locator('[data-role="language"]').click();
    }
  });

  test('a laptop shows answer, coverage and findings without scrolling', async () => {
    await open();
    await valued();
    const low = await page.evaluate(() =>
      Math.max(...['.answer', '.coverage', '.finding'].map((name) => document.querySelector(name)?.getBoundingClientRect().bottom ?? 0)),
    );
    assert.ok(low <= 768, `${low} px down`);
  });

  test('it prints as a paper with a header on each page', async () => {
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const text = pdf.toString('latin1');
    const pages = text.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    // The answer alone would fill one page; the schedules need more.
    assert.ok(pages >= 2, `${pages} pages`);
    assert.match(text, /\/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]\.\d+/);
    const rule = await page.evaluate(() =>
      document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((each) => each.cssText)).join('\n'),
    );
    assert.match(rule, /@top-left/);
    assert.match(rule, /ipval \d/);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.top').isVisible(), false);
    await page.locator('.signatures .line').first().waitFor({ state: 'visible' });
    assert.equal(await page.locator('.signatures p').count(), 2);
    await page.emulateMedia({ media: null });
  });

  test('the element works on a page that styles everything and knows nothing of it', async () => {
    const folder = join(root, 'tests/cases');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
    const files = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
    const document = files.map((file) => file.case ?? file).find((one) => one.format === 'ipval-case/1' && one.methods[0].method === 'reliefFromRoyalty');
    const hostile = `<!doctype html><html lang="en"><head><style>
      * { color: lime !important; font: 40px monospace !important; letter-spacing: 9px !important; direction: rtl; }
      button, table, svg, section { display: none !important; }
      ipval-valuation { all: unset !important; visibility: hidden; }
      </style><script>Array.prototype.extra = 1; window.told = []; addEventListener('ipval-valued', (e) => told.push(e.detail.value)); addEventListener('ipval-refused', () => told.push('refused'));</script>
      <script type="module" src="${PATH}ipval.js"></script></head>
      <body><p id="own">host</p><ipval-valuation src="case.json"></ipval-valuation><ipval-valuation src="broken.json"></ipval-valuation></body></html>`;
    const host = await serve(join(root, 'www/dist'), PATH, {
      '/host/page.html': hostile,
      '/host/case.json': JSON.stringify(document),
      '/host/broken.json': JSON.stringify({ ...document, methods: [] }),
    });
    try {
      await context.close();
      context = await browser.newContext({ locale: 'en-GB' });
      page = await context.newPage();
      await page.goto(`${host.origin}/host/page.html`);
      await page.waitForFunction(() => window.told.length === 2);
      const told = await page.evaluate(() => window.told);
      assert.ok(told.includes('refused'));
      assert.ok(told.some((value) => Object.is(value, appraiseNatively(document).value)));
      const seen = await page.evaluate(() => {
        const element = document.querySelector('ipval-valuation');
        const answer = element.shadowRoot.querySelector('.answer');
        const { color, letterSpacing, direction, visibility } = getComputedStyle(answer);
        return {
          color, letterSpacing, direction, visibility,
          size: Number.parseFloat(getComputedStyle(answer).fontSize),
          table: getComputedStyle(element.shadowRoot.querySelector('table')).display,
          host: getComputedStyle(document.querySelector('#own')).fontSize,
        };
      });
      assert.notEqual(seen.color, 'rgb(0, 255, 0)');
      assert.equal(seen.letterSpacing, 'normal');
      assert.equal(seen.direction, 'ltr');
      assert.equal(seen.visibility, 'visible');
      assert.ok(seen.size < 30);
      assert.equal(seen.table, 'table');
      assert.equal(seen.host, '40px');
    } finally {
      host.close();
    }
  });

  test('the element works from another origin', async () => {
    await context.close();
    context = await browser.newContext();
    page = await context.newPage();
    const document = { format: 'ipval-case/1' };
    const host = await serve(join(root, 'www/dist'), '/nowhere/', {
      '/page.html': `<!doctype html><script>window.told = []; addEventListener('ipval-refused', (e) => told.push(e.detail.status));</script>
        <script type="module" src="${site.address}ipval.js"></script><ipval-valuation src="case.json"></ipval-valuation>`,
      '/case.json': JSON.stringify(document),
    });
    try {
      await page.goto(`${host.origin}/page.html`);
      await page.waitForFunction(() => window.told.length === 1);
      assert.deepEqual(await page.evaluate(() => window.told), ['refused']);
    } finally {
      host.close();
    }
  });

  test('no request left the page’s own origin, and nothing failed on the way', () => {
    const strange = requests.filter((url) => !url.startsWith(site.address) && !/^(?:data|blob):/.test(url));
    assert.deepEqual(strange, []);
    assert.ok(requests.some((url) => url.endsWith('.wasm')), 'the requests were recorded');
    assert.deepEqual(failures, []);
  });
});

async function startOwnFromOwn() {
  await page.locator('[data-role="example"]').selectOption({ index: 1 });
  await valued();
  await startOwn();
}
