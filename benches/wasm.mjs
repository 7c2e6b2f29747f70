// How fast the module runs in Node, as ratios against a loop written by hand in JavaScript, in the same run.
//
// The case is that of benches/draws.rs. From the case to exact percentiles, one thread, 1,000,000 draws; the
// loop draws the same shapes with a generator of its own, evaluates the one formula that it knows, and
// sorts. The least of several rounds, with the rivals taking turns.

import { readFileSync } from 'node:fs';
import { initSync, appraise } from '../www/pkg/ipval.js';

const at = (path) => new URL(`../${path}`, import.meta.url);
initSync({ module: readFileSync(at('www/pkg/ipval_bg.wasm')) });
const standards = JSON.parse(readFileSync(at('www/pkg/standards.json'), 'utf8'));
const source = readFileSync(at('benches/draws.rs'), 'utf8');
const given = JSON.parse(source.slice(source.indexOf('r#"') + 3, source.indexOf('"#;')));

const DRAWS = 1_000_000;
const ROUNDS = 7;

/** sfc32, of the PractRand suite: small, fast in 32-bit integers, and good enough to sample with. */
function generator(a, b, c, d) {
  return () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return ((t >>> 0) + 0.5) / 4294967296;
  };
}

function byHand() {
  const uniform = generator(1, 2, 3, 4);
  for (let skip = 0; skip < 16; skip += 1) uniform();
  let spare = Number.NaN;
  const normal = () => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const triangular = (min, mode, max) => {
    const u = uniform();
    const width = max - min;
    return u * width < mode - min ? min + Math.sqrt(u * width * (mode - min)) : max - Math.sqrt((1 - u) * width * (max - mode));
  };
  const results = new Float64Array(DRAWS);
  let sum = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const sales = 1e7 + 1.5e6 * normal();
    const growth = 0.06 + 0.02 * normal();
    const royalty = triangular(0.02, 0.04, 0.08);
    const decay = 0.1 * uniform();
    const discount = 0.12 + 0.06 * uniform();
    let term = (sales * royalty * 0.75) / Math.sqrt(1 + discount);
    const yearly = ((1 + growth) * (1 - decay)) / (1 + discount);
    let value = term;
    for (let year = 2; year <= 10; year += 1) {
      term *= yearly;
      value += term;
    }
    results[draw] = value;
    sum += value;
  }
  results.sort();
  return { mean: sum / DRAWS, p5: results[Math.floor(0.05 * DRAWS)], p95: results[Math.floor(0.95 * DRAWS)] };
}

function timed(run) {
  const start = performance.now();
  const answer = run();
  return [performance.now() - start, answer];
}

const plain = structuredClone(given);
for (const [key, value] of Object.entries(plain.methods[0].inputs)) {
  if (value.range) plain.methods[0].inputs[key] = value.value;
}
given.simulation = { seed: 1, draws: DRAWS };
const least = { engine: Infinity, hand: Infinity, plain: Infinity };
let engine;
let hand;
for (let round = 0; round < ROUNDS; round += 1) {
  const [engineTime, verdict] = timed(() => appraise(given, standards));
  const [handTime, answer] = timed(byHand);
  [engine, hand] = [verdict.range, answer];
  least.engine = Math.min(least.engine, engineTime);
  least.hand = Math.min(least.hand, handTime);
}
for (let round = 0; round < 100; round += 1) least.plain = Math.min(least.plain, timed(() => appraise(plain, standards))[0]);

const apart = Math.abs(engine.mean - hand.mean) / engine.standardError;
if (!(apart < 6)) throw new Error(`the loop computes something else: ${engine.mean} and ${hand.mean}`);
console.log(`a million draws, from case to percentiles: wasm ${least.engine.toFixed(0)} ms, JavaScript loop ${least.hand.toFixed(0)} ms, ratio ${(least.hand / least.engine).toFixed(2)}`);
console.log(`means ${engine.mean.toFixed(0)} and ${hand.mean.toFixed(0)}, ${apart.toFixed(1)} standard errors apart`);
console.log(`one case without ranges: ${least.plain.toFixed(2)} ms`);
