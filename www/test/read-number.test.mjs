// How a typed figure is read, row by row: text, kind, exponent of the case's unit, then the figure or the reason.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { transformWithEsbuild } from 'vite';

const source = await readFile(new URL('../src/read-number.ts', import.meta.url), 'utf8');
const { code } = await transformWithEsbuild(source, 'read-number.ts');
const { readNumber, fieldText, shiftedText, nudged } = await import(
  `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
);

const READ = [
  ['1,200万', 'money', 4, 1200],
  ['1,200万', 'money', 0, 12_000_000],
  ['1,200 万元', 'money', 4, 1200],
  ['１，２００万', 'money', 4, 1200],
  ['１２００', 'money', 4, 1200],
  ['1200', 'money', 0, 1200],
  ['0.35亿', 'money', 4, 3500],
  ['1.2 亿元', 'money', 8, 1.2],
  ['¥12,000,000', 'money', 0, 12_000_000],
  ['￥3万', 'money', 0, 30_000],
  ['12,000,000元', 'money', 4, 1200],
  ['12 million', 'money', 6, 12],
  ['3.5k', 'money', 0, 3500],
  ['-300', 'money', 0, -300],
  ['−300', 'money', 0, -300],
  ['－３００', 'money', 0, -300],
  ['0', 'money', 0, 0],
  ['.5', 'share', 0, 0.5],
  ['0.15', 'share', 0, 0.15],
  ['15%', 'share', 0, 0.15],
  ['15 %', 'rate', 0, 0.15],
  ['１５％', 'rate', 0, 0.15],
  ['7.3%', 'rate', 0, 0.073],
  ['3‰', 'share', 0, 0.003],
  ['15', 'share', 0, 0.15],
  ['1', 'share', 0, 'which-percent'],
  ['100%', 'share', 0, 1],
  ['-2%', 'rate', 0, -0.02],
  ['8', 'years', 0, 8],
  ['8年', 'years', 0, 8],
  ['6.4 years', 'years', 0, 6.4],
  ['18个月', 'years', 0, 1.5],
  ['8%', 'years', 0, 'percent-here'],
  ['3万', 'years', 0, 'scale-here'],
  ['12%', 'money', 0, 'percent-here'],
  ['0,15', 'share', 0, 'separator'],
  ['1,2000', 'money', 0, 'separator'],
  ['abc', 'money', 0, 'not-a-number'],
  ['1e999', 'money', 0, 'not-a-number'],
  ['12x', 'money', 0, 'not-a-number'],
  ['', 'money', 0, 'empty'],
  ['　', 'money', 0, 'empty'],
];

test('texts are read as people mean them', () => {
  const wrong = READ.filter(([text, kind, exponent, expected]) => {
    const reading = readNumber(text, kind, exponent);
    return !Object.is(reading.ok ? reading.value : reading.reason, expected);
  }).map(
    ([text, kind, exponent]) =>
      `${text} (${kind}, ${exponent}): ${JSON.stringify(readNumber(text, kind, exponent))}`,
  );
  assert.deepEqual(wrong, []);
});

test('a share above one is taken for a percentage and says so', () => {
  assert.equal(readNumber('15', 'share').inferred, true);
  assert.equal(readNumber('0.15', 'share').inferred, false);
});

test('what a field shows reads back to the same bits', () => {
  const lost = [];
  for (const kind of ['money', 'share', 'rate', 'years', 'count', 'number']) {
    for (const value of [
      0.1,
      0.15,
      0.07,
      1 / 3,
      0.073,
      1e-7,
      4600,
      12_345_678.9,
      1500.5,
      -0.02,
      1e21,
      5e-324,
    ]) {
      const reading = readNumber(fieldText(value, kind), kind);
      if (!reading.ok || !Object.is(reading.value, value))
        lost.push(`${value} ${kind}: ${fieldText(value, kind)}`);
    }
  }
  assert.deepEqual(lost, []);
});

test('the point moves without rounding', () => {
  assert.equal(shiftedText(0.07, 2), '7');
  assert.equal(shiftedText(0.145, 2), '14.5');
  assert.equal(shiftedText(1e-7, 2), '0.00001');
  assert.equal(shiftedText(-3, 0), '−3');
});

test('a step up and a step down return to the same bits', () => {
  for (const [value, kind] of [
    [0.15, 'rate'],
    [0.07, 'share'],
    [4600, 'money'],
    [8, 'years'],
    [6.4, 'years'],
  ]) {
    assert.ok(Object.is(nudged(nudged(value, kind, 1, false), kind, -1, false), value), `${value} ${kind}`);
  }
});
