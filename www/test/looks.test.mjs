// What is set up beside a case: read back whole or not at all, and where two cases differ.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A file of the sources with what it imports, as a module. */
async function sources(name) {
  const entry = fileURLToPath(new URL(`../src/${name}`, import.meta.url));
  const [{ output }] = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['es'] } },
  });
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}
const { differences, looksIn } = await sources('case/looks.ts');

const pointers = (earlier, now) => differences(earlier, now).map(({ pointer }) => pointer);

test('the same case differs nowhere, also as another object', () => {
  const one = { format: 'ipval-case/1', methods: [{ inputs: { sales: [1, 2], rate: { value: 0.1 } } }] };
  assert.deepEqual(pointers(one, structuredClone(one)), []);
});

test('a figure that got a range around it is still the same figure', () => {
  const range = { distribution: 'uniform', min: 1, max: 3 };
  const found = differences({ rate: 2 }, { rate: { value: 2, range } });
  assert.deepEqual(found, [{ pointer: '/rate/range', earlier: undefined, now: range }]);
  assert.deepEqual(differences({ rate: { value: 2, range } }, { rate: 5 }), [
    { pointer: '/rate/value', earlier: 2, now: 5 },
    { pointer: '/rate/range', earlier: range, now: undefined },
  ]);
});

test('a series differs year by year, and a key with a slash keeps its place', () => {
  assert.deepEqual(pointers({ sales: [1, 2, 3] }, { sales: [1, 5] }), ['/sales/1', '/sales/2']);
  assert.deepEqual(pointers({ 'a/b~c': 1 }, { 'a/b~c': 2 }), ['/a~1b~0c']);
});

const pinned = {
  name: '原方案',
  document: { format: 'ipval-case/1' },
  value: 1,
  unit: 'one',
  currency: 'CNY',
  range: { p5: 1, p50: 2, p95: 3, mean: 2, draws: 4096, percentiles: [], percentileErrors: [] },
};

test('what was kept is read back, and what cannot be is left out', () => {
  assert.deepEqual(looksIn({ pinned }), { pinned });
  assert.deepEqual(looksIn({ pinned: { ...pinned, range: { p5: 1 } } }), {});
  assert.deepEqual(
    looksIn({ pinned: 'yes', tables: { rows: '/a', target: 3, headings: { '/a': [1, 'x'], '/b': 2 } } }),
    {
      tables: { rows: '/a', headings: { '/a': ['1', 'x'] } },
    },
  );
  for (const kept of [null, [], 'x', 1, undefined]) assert.deepEqual(looksIn(kept), {});
});
