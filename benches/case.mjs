// How fast the module appraises a whole case in Node: three approaches by ten methods and what is concluded from
// them, from a plain object to a plain object. The peer is relief from royalty alone, in plain numbers, as in
// benches/case.rs.

import { readFileSync } from 'node:fs';
import { appraise, initSync } from '../www/pkg/ipval.js';

const at = (path) => new URL(`../${path}`, import.meta.url);
initSync({ module: readFileSync(at('www/pkg/ipval_bg.wasm')) });
const standards = JSON.parse(readFileSync(at('www/pkg/standards.json'), 'utf8'));

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function plainRoyalty(sales, royalty, rate) {
  const yearly = 1 / (1 + rate);
  let factor = Math.sqrt(yearly);
  let value = 0;
  for (let year = 0; year < 8; year += 1) {
    value += sales * royalty * 0.75 * factor;
    sales *= 1.06;
    factor *= yearly;
  }
  return value;
}

const whole = JSON.parse(readFileSync(at('tests/cases/example-three-approaches.json'), 'utf8'));
const { methods, steps } = appraise(whole, standards);
const royalty = methods.find(({ method }) => method === 'reliefFromRoyalty').value;
let inPlain = 0;
// One call is below what the clock can tell apart; no two are quite alike, or one would do for all.
const thousandTimes = () => {
  for (let call = 0; call < 1000; call += 1) inPlain = plainRoyalty(12000 + call * 1e-9, 0.03 * 1.15 * 0.95, 0.13635);
};
const times = { whole: [], plain: [] };
for (let round = 0; round < 300; round += 1) {
  times.whole.push(timed(() => appraise(whole, standards)));
  times.plain.push(timed(thousandTimes) / 1000);
}
// The case takes the annual fees off, which are below a thousandth of the value.
if (!(Math.abs(inPlain / royalty - 1) < 2e-3)) throw new Error(`plain numbers give something else: ${inPlain} and ${royalty}`);
const [fastest, alone] = [Math.min(...times.whole), Math.min(...times.plain)];
const median = times.whole.sort((a, b) => a - b)[150];
console.log(
  `${methods.length} methods, ${steps.length} steps: ${fastest.toFixed(2)} ms, median ${median.toFixed(2)} ms (aim: below 2 ms), ` +
    `${(fastest / alone).toFixed(0)} times relief from royalty in plain numbers (${(alone * 1e6).toFixed(0)} ns)`,
);
