// What the bits tests of all browsers share: cases, how a page answers them, and how two answers are held together.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, serve } from './site.mjs';

const range = (value, distribution, parts) => ({ value, range: { distribution, ...parts } });

export const uncertain = {
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

/** The same case run to an accuracy that takes it several looks. */
export const accuracy = { relativeError: 0.0003, mostDraws: 3_000_000 };
export const toAccuracy = { ...uncertain, simulation: { seed: 7, accuracy } };

/** Every number of an answer, by its place. */
function numbers(answer, place = '') {
  if (typeof answer === 'number') return [[place, answer]];
  if (answer === null || typeof answer !== 'object') return [];
  return Object.entries(answer).flatMap(([key, value]) => numbers(value, `${place}/${key}`));
}

/** Holds two answers together number by number, to the last bit and the sign of a zero; how many there were. */
export function assertSameBits(there, here) {
  const [those, these] = [numbers(there), numbers(here)];
  const known = new Map(these);
  assert.deepEqual(those.filter(([place, number]) => !Object.is(known.get(place), number)), []);
  assert.equal(those.length, these.length);
  return those.length;
}

const page = '<!doctype html><meta charset="utf-8"><title>bits</title><script type="module" src="/x/ipval.js"></script><ipval-valuation></ipval-valuation>';

/** The built site under a sub-path, with a page that embeds one valuation at `/`. */
export function serveEmbedded() {
  return serve(join(root, 'www/dist'), '/x/', { '/': page });
}

/** The answer of the embedded element in a tab of any browser. */
export function answeredBy(tab, document) {
  return tab.evaluate(async (document_) => {
    await customElements.whenDefined('ipval-valuation');
    const element = document.querySelector('ipval-valuation');
    const answered = new Promise((resolve) => {
      // As text: what crosses to the test must be plain.
      const tell = ({ detail }) => resolve(JSON.stringify(detail));
      element.addEventListener('ipval-valued', tell, { once: true });
      element.addEventListener('ipval-refused', tell, { once: true });
    });
    element.case = document_;
    return answered;
  }, document).then(JSON.parse);
}

/** The pool of workers alone, built as the site builds it, with an empty page at `/`. */
export async function servePool() {
  const require = createRequire(join(root, 'www/package.json'));
  const { build } = await import(pathToFileURL(join(require.resolve('vite/package.json'), '../dist/node/index.js')));
  const folder = mkdtempSync(join(tmpdir(), 'ipval-pool-'));
  await build({
    root: join(root, 'www'),
    configFile: false,
    logLevel: 'error',
    base: './',
    publicDir: false,
    worker: { format: 'es' },
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: {
        input: join(root, 'www/src/engine/pool.ts'),
        output: { entryFileNames: 'pool.js' },
        preserveEntrySignatures: 'strict',
      },
    },
  });
  const site = await serve(folder, '/pool/', { '/': '<!doctype html><meta charset="utf-8"><title>pool</title>' });
  return { ...site, close: () => [site.close(), rmSync(folder, { recursive: true })] };
}

/** A run by so many workers in a tab of any browser: the range, and the looks taken on the way. */
export function ranBy(tab, workers) {
  return tab.evaluate(async ([document_, accuracy_, workers_]) => {
    const { runToAccuracy } = await import('/pool/pool.js');
    const looks = [];
    const look = (range_, done) => looks.push([done, range_.draws]);
    const range_ = await runToAccuracy(document_, accuracy_, look, new AbortController().signal, { workers: workers_ });
    return JSON.stringify({ range: range_, looks });
  }, [toAccuracy, accuracy, workers]).then(JSON.parse);
}
