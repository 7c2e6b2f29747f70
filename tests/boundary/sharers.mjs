// Workers that share the draws of one range, each with an engine of its own; the bench and the tests use them.

import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { initSync, Sharing } from '../../www/pkg/ipval.js';

const HERE = new URL(import.meta.url);
const at = (path) => new URL(`../../www/pkg/${path}`, import.meta.url);

if (!isMainThread && workerData?.shares) {
  initSync({ module: readFileSync(at('ipval_bg.wasm')) });
  const standards = JSON.parse(readFileSync(at('standards.json'), 'utf8'));
  let sharing;
  const verbs = {
    draw(given, first, count) {
      sharing?.free();
      sharing = Sharing.open(given, standards);
      return sharing.draw(first, count);
    },
    collect(tallies) {
      for (const tally of tallies) sharing.hear(tally);
      return sharing.collect();
    },
    range: (collected) => sharing.range(collected),
  };
  parentPort.on('message', ([verb, ...given]) => {
    const answer = verbs[verb](...given);
    // A row of counts is half a megabyte: it is handed over and not copied.
    parentPort.postMessage(answer, answer instanceof Float64Array ? [answer.buffer] : []);
  });
}

export class Sharers {
  #workers;

  constructor(count) {
    this.#workers = Array.from({ length: count }, () => new Worker(HERE, { workerData: { shares: true } }));
  }

  /** The range of a case after so many draws, of which each worker makes a stretch as long as the others'. */
  async range(given, draws, stretch) {
    const each = Math.ceil(draws / this.#workers.length / stretch) * stretch;
    const count = (nth) => Math.max(0, Math.min(each, draws - nth * each));
    const tallies = (await this.#all((nth) => ['draw', given, nth * each, count(nth)])).filter((_, nth) => count(nth) > 0);
    const collected = await this.#all(() => ['collect', tallies]);
    return answered(this.#workers[0], ['range', collected]);
  }

  async end() {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #all(asked) {
    return Promise.all(this.#workers.map((worker, nth) => answered(worker, asked(nth))));
  }
}

function answered(worker, asked) {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer) => {
      worker.off('error', reject);
      resolve(answer);
    });
    worker.postMessage(asked);
  });
}
