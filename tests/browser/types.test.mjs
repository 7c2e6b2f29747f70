// No `any` at the boundary: not in the site's sources, not in the types that the wasm package hands out.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './site.mjs';

/** Comments and texts may speak of any case; types may not. */
function withoutWords(source) {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gm, '');
}

function anyOf(source) {
  return [...withoutWords(source).matchAll(/(?:[:<,|&(=]|\bas)\s*any\b|\bany\s*\[\]/g)].map(([found]) => found);
}

test('the finder finds', () => {
  assert.equal(anyOf('let a: any; const b = c as any; type D = Record<string, any>; let e: any[];').length, 5 - 1);
  assert.deepEqual(anyOf("// any: any\nconst text = 'x: any'; const company: Company = many;"), []);
});

test('no any in www/src', async () => {
  const files = (await readdir(join(root, 'www/src'), { recursive: true })).filter((name) => name.endsWith('.ts'));
  assert.ok(files.length > 10, 'the sources are found');
  const found = [];
  for (const name of files) {
    for (const place of anyOf(await readFile(join(root, 'www/src', name), 'utf8'))) found.push(`${name}: ${place}`);
  }
  assert.deepEqual(found, []);
});

test('no any in what the wasm package says of its verbs', async () => {
  const types = await readFile(join(root, 'www/pkg/ipval.d.ts'), 'utf8');
  // The loader's own functions are wasm-bindgen's, beginning with the instance's exports.
  const verbs = types.split(/export (?:type InitInput|interface InitOutput)/)[0];
  assert.match(verbs, /export function appraise\(/);
  assert.deepEqual(anyOf(verbs), []);
});
