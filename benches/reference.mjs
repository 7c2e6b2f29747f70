// The reference case in Node against its peers, in one run, as ratios: from the case file to exact percentiles and a
// histogram, 1,000,000 draws, one thread; then at equal accuracy; then two workers; then memory.
//
// Times are the least of several rounds in which the rivals take turns, so that a disturbance hits all of them. The
// slowest two make fewer draws, and their time is scaled up. Each peer must come to the figures of the case within
// its own sampling error, or it computes something else and the ratio means nothing.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Sharers } from '../tests/boundary/sharers.mjs';
import { appraise, initSync, Sharing } from '../www/pkg/ipval.js';
import { python, squiggle } from './peers/install.mjs';
import { byHand } from './peers/loop.mjs';
import { bySquiggle } from './peers/squiggle.mjs';

const DRAWS = 1_000_000;
const ROUNDS = 7;
/** What a million plain draws by somebody else came to, in thousands; they have a sampling error of their own. */
const KNOWN = { mean: 2.34e6, p5: 1.262e6, p50: 2.243e6, p95: 3.74e6 };
const HALF_A_DIGIT = 500;
const WANTED_ERROR = 0.001;

const at = (path) => new URL(`../${path}`, import.meta.url);
const { memory } = initSync({ module: readFileSync(at('www/pkg/ipval_bg.wasm')) });
const standards = JSON.parse(readFileSync(at('www/pkg/standards.json'), 'utf8'));
const text = readFileSync(at('benches/reference-case.json'), 'utf8');
const file = (simulation) => JSON.stringify({ ...JSON.parse(text), simulation });

function byEngine(content) {
  const { range } = appraise(JSON.parse(content), standards);
  return range;
}

async function timed(run) {
  const start = performance.now();
  const answer = await run();
  return { milliseconds: performance.now() - start, ...answer };
}

/** A process that answers line by line and says how long it took; undefined once it has ended. */
class Rival {
  #process;
  #lines;

  constructor(command, words) {
    this.#process = spawn(command, words, { cwd: fileURLToPath(at('')), stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.on('error', () => undefined);
    this.#process.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async ask(line) {
    this.#process.stdin.write(`${line}\n`);
    const { value } = await this.#lines.next();
    return value === undefined ? undefined : JSON.parse(value);
  }

  end() {
    this.#process.stdin.end();
  }
}

const native = new Rival(process.env.CARGO ?? 'cargo', ['bench', '--locked', '--quiet', '--bench', 'draws', '--', '--turns']);
const pythonAt = python();
const inPython = pythonAt && new Rival(pythonAt, ['benches/peers/peers.py']);
const runSquiggle = await squiggle();

const whole = file({ seed: 1, draws: DRAWS });
/** Who takes turns: what a turn is, of how many draws, over how many rounds, and the ratio aimed at. */
const rivals = [
  { name: 'wasm', draws: DRAWS, turn: () => timed(() => byEngine(whole)) },
  { name: 'native', draws: DRAWS, turn: () => native.ask(whole), atMost: 1.25 },
  { name: 'NumPy', draws: DRAWS, turn: inPython && (() => inPython.ask(`numpy ${DRAWS}`)), atLeast: 5 },
  { name: 'JavaScript loop', draws: DRAWS, turn: () => timed(() => byHand(DRAWS)), atLeast: 6 },
  { name: 'squiggle-lang', draws: 100_000, turn: runSquiggle && (() => timed(() => bySquiggle(runSquiggle, 100_000))), atLeast: 250 },
  { name: 'intangible-valuation', draws: 100_000, turn: inPython && (() => inPython.ask(`intangible-valuation ${100_000}`)), atLeast: 150 },
];

/** The least time of each rival, with what it said then. */
async function race(who, rounds) {
  const best = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, turn } of who) {
      const answer = turn && (await turn());
      if (answer && !(best.get(name)?.milliseconds <= answer.milliseconds)) best.set(name, answer);
    }
  }
  return best;
}

const missed = [];
function aim(what, isMet) {
  if (!isMet) missed.push(what);
  return isMet ? `(aim: ${what})` : `(aim: ${what}; MISSED)`;
}

const best = await race(rivals, ROUNDS);
const engine = best.get('wasm');
const { percentiles } = engine;
/** How steep the distribution function is at a percentile, from the two beside it. */
const density = (nth) => 0.02 / (percentiles[nth] - percentiles[nth - 2]);
/** The standard error of a percentile of so many independent draws. */
const plainError = (nth, draws) => Math.sqrt(((nth / 100) * (1 - nth / 100)) / draws) / density(nth);
const sampling = (draws) => ({
  mean: engine.standardDeviation / Math.sqrt(draws),
  p5: plainError(5, draws),
  p50: plainError(50, draws),
  p95: plainError(95, draws),
});

/** Ours against the figures known, a peer against ours: within four times the error that sampling leaves. */
function check(name, answer, draws) {
  const isOurs = name === 'wasm' || name === 'native';
  const against = isOurs ? KNOWN : engine;
  const errors = sampling(draws);
  for (const figure of Object.keys(KNOWN)) {
    const allowed = 4 * errors[figure] + (isOurs ? HALF_A_DIGIT : 0);
    const apart = Math.abs(answer[figure] - against[figure]);
    if (!(apart <= allowed)) throw new Error(`${name}: ${figure} is ${answer[figure]}, ${apart} from ${against[figure]}`);
  }
}

console.log(`${DRAWS.toLocaleString('en')} draws, from the case file to exact percentiles and histogram, one thread`);
console.log('                             ms     ratio        mean          P5         P50         P95');
for (const { name, draws, atMost, atLeast } of rivals) {
  const answer = best.get(name);
  if (!answer) {
    console.log(`${name.padEnd(22)} not measured: it could not be installed or started here`);
    continue;
  }
  check(name, answer, draws);
  const milliseconds = (answer.milliseconds * DRAWS) / draws;
  const ratio = milliseconds / engine.milliseconds;
  const figures = Object.keys(KNOWN).map((figure) => (answer[figure] / 1e6).toFixed(4).padStart(12));
  const aimed = atLeast
    ? aim(`at least ${atLeast} times ${name}`, ratio >= atLeast)
    : atMost
      ? aim(`wasm within ${atMost} of native: ${(1 / ratio).toFixed(2)}`, 1 / ratio <= atMost)
      : '';
  const scaled = draws === DRAWS ? '' : ` scaled up from ${draws.toLocaleString('en')} draws`;
  const row = `${name.padEnd(22)} ${milliseconds.toFixed(1).padStart(9)} ${ratio.toFixed(2).padStart(8)} ${figures.join('')}`;
  console.log(`${row}  ${aimed}${scaled}`.trimEnd());
}
const each = (engine.milliseconds * 1e6) / DRAWS;
console.log(`wasm: ${(1e3 / each).toFixed(1)} million draws a second, ${each.toFixed(1)} ns a draw`);

// Equal accuracy: so many draws as plain Monte Carlo needs, by the density at each percentile.
const needed = Math.ceil(
  Math.max(...[5, 50, 95].map((nth) => (plainError(nth, 1) / (WANTED_ERROR * percentiles[nth - 1])) ** 2)),
);
const asFar = (seed) => file({ seed, accuracy: { relativeError: WANTED_ERROR } });
const equal = await race(
  [
    { name: 'wasm', turn: () => timed(() => byEngine(asFar(1))) },
    { name: 'NumPy', turn: inPython && (() => inPython.ask(`numpy ${needed}`)) },
  ],
  ROUNDS * 3,
);
const ours = equal.get('wasm');
console.log(`standard error of P5, P50 and P95 below ${WANTED_ERROR * 100} %`);
console.log(
  `wasm, ${ours.draws.toLocaleString('en')} draws: ${ours.milliseconds.toFixed(2)} ms ${aim('equal accuracy within 8 ms', ours.milliseconds <= 8)}; ` +
    `it says ${(ours.accuracy.reached * 100).toFixed(3)} %`,
);
const theirs = equal.get('NumPy');
if (theirs) {
  const ratio = theirs.milliseconds / ours.milliseconds;
  console.log(`NumPy, ${needed.toLocaleString('en')} draws: ${theirs.milliseconds.toFixed(1)} ms, ratio ${ratio.toFixed(1)} ${aim('at least 50 times NumPy at equal accuracy', ratio >= 50)}`);
}
// Whether what it says is so: how far the percentiles of other seeds lie from those of all the draws above.
const seeds = Array.from({ length: 40 }, (_, nth) => byEngine(asFar(nth + 2)));
const strayed = [5, 50, 95].map((nth) => {
  const apart = seeds.map((range) => range.percentiles[nth - 1] / percentiles[nth - 1] - 1);
  return Math.sqrt(apart.reduce((sum, one) => sum + one * one, 0) / apart.length);
});
console.log(
  `in fact, over ${seeds.length} other seeds, P5, P50 and P95 stray by ${strayed.map((one) => `${(one * 100).toFixed(3)} %`).join(', ')} ` +
    aim(`errors below ${WANTED_ERROR * 100} %`, Math.max(...strayed) < WANTED_ERROR),
);

// Workers: each with an engine of its own, the draws shared out, the same bits. Beside them, what two workers gain
// that share nothing: on a machine with other work to do that is less than two, and no engine gains more.
const LOOP = `require('node:worker_threads').parentPort.on('message', (times) => {
  let [number, sum] = [1, 0];
  for (let time = 0; time < times; time += 1) {
    number = (Math.imul(number, 1664525) + 1013904223) | 0;
    sum += Math.sqrt(number >>> 1);
  }
  require('node:worker_threads').parentPort.postMessage(sum);
});`;
const loops = [1, 2].map(() => new Worker(LOOP, { eval: true }));
const looped = (loop, times) =>
  new Promise((resolve) => {
    loop.once('message', resolve);
    loop.postMessage(times);
  });
const given = JSON.parse(whole);
const [one, two] = [new Sharers(1), new Sharers(2)];
const shared = await race(
  [
    { name: 'one', turn: () => timed(() => one.range(given, DRAWS, Sharing.stretch())) },
    { name: 'two', turn: () => timed(() => two.range(given, DRAWS, Sharing.stretch())) },
    { name: 'one loop', turn: () => timed(() => looped(loops[0], 2e7)) },
    { name: 'two loops', turn: () => timed(() => Promise.all(loops.map((loop) => looped(loop, 1e7)))) },
  ],
  ROUNDS * 2,
);
await Promise.all([one.end(), two.end(), ...loops.map((loop) => loop.terminate())]);
for (const workers of ['one', 'two']) {
  const { p5, mean } = shared.get(workers);
  if (p5 !== engine.p5 || mean !== engine.mean) throw new Error(`${workers} workers give other bits`);
}
const lasted = (name) => shared.get(name).milliseconds;
const gain = lasted('one') / lasted('two');
console.log(
  `one worker ${lasted('one').toFixed(1)} ms, two ${lasted('two').toFixed(1)} ms, ratio ${gain.toFixed(2)} ${aim('two workers at least 1.8 times one', gain >= 1.8)}; ` +
    `two bare loops on this machine gain ${(lasted('one loop') / lasted('two loops')).toFixed(2)}`,
);

const short = file({ seed: 1, draws: 65_536 });
byEngine(short);
const taken = memory.buffer.byteLength;
for (let run = 1; run < 1000; run += 1) byEngine(short);
console.log(
  `memory after the first of a thousand runs ${taken / 1024} KiB, after the last ${memory.buffer.byteLength / 1024} KiB ${aim('memory stays', memory.buffer.byteLength === taken)}`,
);
console.log(missed.length === 0 ? 'every aim is met' : `missed: ${missed.join('; ')}`);
native.end();
inPython?.end();
