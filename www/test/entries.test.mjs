// Entries of a case: their names, their order, and what follows from an edit of them.

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
const { added, concludeBy, entriesOf, joined, mayMove, moved, removed, renamed, supported } =
  await sources('case/entries.ts');
const { readNumbers } = await sources('read-number.ts');

const givesMoney = (method) => method !== 'capm';
const shelf = (methods, conclusion, aside = []) => ({
  document: { format: 'ipval-case/1', methods, ...(conclusion ? { conclusion } : {}) },
  aside,
});
const value = (id, of = {}) => ({
  ...(id ? { id } : {}),
  method: 'statedValue',
  inputs: { value: 1, ...of },
});

test('a new entry has a name of its own and waits aside', () => {
  const after = added(shelf([value()]), 'statedValue');
  assert.deepEqual(
    after.document.methods.map(({ id }) => id),
    ['statedValue', 'statedValue-2'],
  );
  assert.deepEqual(after.aside, ['statedValue-2']);
  assert.deepEqual(
    entriesOf(after, givesMoney).map(({ concluding }) => concluding),
    [true, false],
  );
});

test('what is alone aside is the case', () => {
  const before = added(shelf([value()]), 'capm');
  const after = removed(before, 0, givesMoney);
  assert.deepEqual(after.aside, []);
});

test('names that were numbers are kept in every reference', () => {
  const before = shelf([value(), value('b', { value: { from: '1' } })], { adopted: '1' });
  const after = added(before, 'capm');
  assert.equal(after.document.methods[1].inputs.value.from, 'statedValue');
  assert.equal(after.document.conclusion.adopted, 'statedValue');
  const other = renamed(after, 0, 'first');
  assert.equal(other.document.methods[1].inputs.value.from, 'first');
  assert.equal(other.document.conclusion.adopted, 'first');
  assert.equal(renamed(after, 0, 'b').document, after.document, 'a name that another bears is not taken');
});

test('a second value changes no conclusion by being there', () => {
  const one = joined(added(shelf([value('a')]), 'statedValue'), ['statedValue'], givesMoney);
  assert.deepEqual(one.document.conclusion, { adopted: 'a' });
  const two = joined(
    added(shelf([value('a'), value('b')], { weights: [0.6, 0.4] }), 'statedValue'),
    ['statedValue'],
    givesMoney,
  );
  assert.deepEqual(two.document.conclusion.weights, [0.6, 0.4, 0]);
  const rate = joined(added(shelf([value('a')]), 'capm'), ['capm'], givesMoney);
  assert.equal(rate.document.conclusion, undefined);
});

test('a weight goes with its entry', () => {
  const three = shelf([value('a'), value('b'), value('c')], { weights: [0.5, 0.3, 0.2] });
  assert.deepEqual(moved(three, 0, 1, givesMoney).document.conclusion.weights, [0.3, 0.5, 0.2]);
  assert.deepEqual(removed(three, 1, givesMoney).document.conclusion.weights, [0.5, 0.2]);
  assert.deepEqual(supported(three, 0, true, givesMoney).document.conclusion.weights, [0.3, 0.2]);
  const two = removed(removed(three, 2, givesMoney), 1, givesMoney);
  assert.deepEqual(two.document.conclusion, {});
});

test('from one entry to weights and back, the answer stays', () => {
  const two = shelf([value('a'), value('b')], { adopted: 'b' });
  const weighed = concludeBy(two, 'weights', givesMoney);
  assert.deepEqual(weighed.conclusion, { weights: [0, 1] });
  assert.deepEqual(concludeBy({ document: weighed, aside: [] }, 'adopted', givesMoney).conclusion, {
    adopted: 'b',
  });
});

test('a figure is only taken from above, and stays as a number when its entry goes', () => {
  const linked = shelf([value('a'), value('b', { value: { from: 'a', step: 'x' }, list: [{ from: 'a' }] })]);
  assert.equal(mayMove(linked.document, 1, -1), false);
  assert.equal(mayMove(linked.document, 0, 1), false);
  assert.equal(moved(linked, 0, 1, givesMoney), linked);
  const after = removed(linked, 0, givesMoney, ({ step }) => (step ? 7 : 9));
  assert.deepEqual(after.document.methods[0].inputs, { value: 7, list: [9] });
});

test('a list is read as it comes out of a spreadsheet or a sentence', () => {
  assert.deepEqual(readNumbers('1,200\n15.5；18、 20', 'number').values, [1200, 15.5, 18, 20]);
  assert.deepEqual(readNumbers('1,2,3', 'number').values, [1, 2, 3]);
  assert.deepEqual(readNumbers('10%\t0.2', 'share').values, [0.1, 0.2]);
  assert.deepEqual(readNumbers(' ', 'number').values, []);
  assert.deepEqual(readNumbers('1 zwei 3', 'number'), { ok: false, reason: 'not-a-number', text: 'zwei' });
});
