// What the browser tests share: the built site under a sub-path, Chromium, and the native engine.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(join(root, 'www/package.json'));
const { chromium } = require('playwright-core');
export const axeSource = require.resolve('axe-core/axe.min.js');

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Serves files of `folder` under `path`, and `pages` (by name) beside it. */
export async function serve(folder, path, pages = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const page = pages[pathname];
    const name = pathname.startsWith(path) ? normalize(pathname.slice(path.length) || 'index.html') : undefined;
    try {
      if (page === undefined && (name === undefined || name.startsWith('..'))) throw new Error('outside');
      const body = page ?? (await readFile(join(folder, name)));
      const type = TYPES[extname(page === undefined ? name : pathname)] ?? 'text/html; charset=utf-8';
      response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return { origin: `http://127.0.0.1:${port}`, address: `http://127.0.0.1:${port}${path}`, close: () => server.close() };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The desk, open and answered, in a browser of its own; whatever goes wrong on the page is added to `failures`. */
export async function openDesk(failures, { width = 1440, height = 900 } = {}) {
  const site = await serve(process.env.IPVAL_SITE || join(root, 'www/dist'), '/sub/');
  const browser = await launch();
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height } });
  context.setDefaultTimeout(8_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && failures.push(message.text()));
  await page.goto(site.address);
  await page.waitForSelector('.answer[data-value]');
  const close = async () => {
    await browser.close();
    site.close();
  };
  return { page, context, browser, site, close };
}

/** The native engine's answer to a case, as parsed JSON. */
export function appraiseNatively(document) {
  const name = process.env.IPVAL || join(root, 'target/release/ipval');
  if (!existsSync(name)) throw new Error(`the native engine is not built: ${name} (cargo build --release, or set IPVAL)`);
  const run = spawnSync(name, ['appraise', '-', '--json'], { input: JSON.stringify(document), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`ipval appraise ended with ${run.status}: ${run.stderr}${run.stdout.slice(0, 2000)}`);
  return JSON.parse(run.stdout);
}
