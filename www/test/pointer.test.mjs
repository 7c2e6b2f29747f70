// Edits of a case by pointer: what stands around a figure stays, and the old document stays whole.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { transformWithEsbuild } from 'vite';

const source = await readFile(new URL('../src/case/pointer.ts', import.meta.url), 'utf8');
const { code } = await transformWithEsbuild(source, 'pointer.ts');
const { read, write, writeFigure, clearFigure, writeBeside } = await import(
  `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
);

const at = '/methods/0/inputs/royaltyRate';
const holding = (royaltyRate) => ({ methods: [{ inputs: { royaltyRate } }] });

test('a figure is written plain where nothing stands around it', () => {
  const before = holding(0.02);
  assert.deepEqual(writeFigure(before, at, 0.03), holding(0.03));
  assert.deepEqual(before, holding(0.02));
});

test('source and range stay with a figure that is typed anew', () => {
  const range = { distribution: 'triangular', min: 0.01, mode: 0.02, max: 0.05 };
  const before = holding({ value: 0.02, range, source: 'contract' });
  const after = holding({ value: 0.03, range: { ...range, mode: 0.03 }, source: 'contract' });
  assert.deepEqual(writeFigure(before, at, 0.03), after);
  assert.deepEqual(writeFigure(clearFigure(before, at), at, 0.03), after);
});

test('a plain figure that is cleared leaves nothing', () => {
  assert.deepEqual(clearFigure(holding(0.02), at), { methods: [{ inputs: {} }] });
});

test('a year that is cleared keeps its place', () => {
  assert.deepEqual(clearFigure(holding([1, 2, 3]), `${at}/1`), holding([1, null, 3]));
  assert.deepEqual(writeFigure(holding([1, null, 3]), `${at}/1`, 5), holding([1, 5, 3]));
});

test('what is taken out of a list closes the gap', () => {
  assert.deepEqual(write({ methods: [1, 2, 3] }, '/methods/1', undefined), { methods: [1, 3] });
});

test('lists are made where a number names the place', () => {
  assert.deepEqual(write({}, '/conclusion/weights/1', 0.4), { conclusion: { weights: [null, 0.4] } });
});

test('a source makes room for itself and leaves no trace', () => {
  const sourced = writeBeside(holding(0.02), at, 'source', 'contract');
  assert.deepEqual(sourced, holding({ value: 0.02, source: 'contract' }));
  assert.deepEqual(writeBeside(sourced, at, 'source', undefined), holding(0.02));
});

test('escaped names are read', () => {
  assert.equal(read({ 'a/b': { 'c~d': 1 } }, '/a~1b/c~0d'), 1);
});
