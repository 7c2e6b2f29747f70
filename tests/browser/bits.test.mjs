// Chromium gives the bits of the native engine: over a million draws, and however many workers share them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accuracy, answeredBy, assertSameBits, ranBy, serveEmbedded, servePool, toAccuracy, uncertain } from './bits.mjs';
import { appraiseNatively, launch } from './site.mjs';

test('a million draws in the browser are those of the native engine, to the last bit', async () => {
  const site = await serveEmbedded();
  const browser = await launch();
  try {
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/`);
    const there = await answeredBy(tab, uncertain);
    assert.equal(there.status, 'valued');
    assert.equal(there.range.draws, 1_000_000);
    assert.ok(assertSameBits(there, appraiseNatively(uncertain)) > 300);
  } finally {
    await browser.close();
    site.close();
  }
});

describe('draws shared out over workers', () => {
  let site;
  let browser;
  let tab;
  const alone = appraiseNatively(toAccuracy).range;

  before(async () => {
    [site, browser] = [await servePool(), await launch()];
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  async function open() {
    tab = await browser.newPage();
    await tab.goto(`${site.origin}/`);
  }

  for (const workers of [1, 2, 7]) {
    test(`${workers} make the draws that one alone makes, and give its bits`, async () => {
      await open();
      const { range, looks } = await ranBy(tab, workers);
      assert.ok(assertSameBits(range, alone) > 250);
      assert.ok(alone.accuracy.met && looks.length > 1, `${looks.length} looks`);
      assert.deepEqual([looks[0], looks.at(-1)], [[8192, 8192], [alone.draws, alone.draws]]);
      assert.ok(tab.workers().length <= workers);
      assert.ok(workers === 1 || tab.workers().length > 1, 'more than one worker drew');
      await tab.close();
    });
  }

  test('a worker that traps is replaced, the reason told, and the bits are the same', async () => {
    await open();
    await tab.evaluate(() => {
      let draws = 0;
      globalThis.Worker = class extends Worker {
        postMessage(message, ...rest) {
          if (message.verb === 'draw') draws += 1;
          // Late enough that what the worker drew before is lost with it.
          if (message.verb === 'draw' && draws === 6) this.dispatchEvent(new ErrorEvent('error', { message: 'unreachable' }));
          else super.postMessage(message, ...rest);
        }
      };
    });
    const { range, told } = await tab.evaluate(async ([document_, accuracy_]) => {
      const { runToAccuracy } = await import('/pool/pool.js');
      const told_ = [];
      const replaced = (reason) => told_.push(reason);
      const signal = new AbortController().signal;
      return { range: await runToAccuracy(document_, accuracy_, () => undefined, signal, { workers: 2, replaced }), told: told_ };
    }, [toAccuracy, accuracy]);
    assert.deepEqual(told, ['unreachable']);
    assertSameBits(range, alone);
    await tab.close();
  });

  test('a run that traps without end is given up with the reason', async () => {
    await open();
    const failure = await tab.evaluate(async ([document_, accuracy_]) => {
      globalThis.Worker = class extends Worker {
        postMessage(message, ...rest) {
          if (message.verb === 'draw') this.dispatchEvent(new ErrorEvent('error', { message: 'unreachable' }));
          else super.postMessage(message, ...rest);
        }
      };
      const { runToAccuracy } = await import('/pool/pool.js');
      return runToAccuracy(document_, accuracy_, () => undefined, new AbortController().signal).then(String, String);
    }, [toAccuracy, accuracy]);
    assert.match(failure, /unreachable/);
    await tab.close();
  });

  test('a run that is broken off ends at once, and the next one works with the same workers', async () => {
    await open();
    const { reason, late, range } = await tab.evaluate(async ([document_, accuracy_]) => {
      const { runToAccuracy } = await import('/pool/pool.js');
      const stop = new AbortController();
      let stopped = 0;
      const endless = { relativeError: 1e-6, mostDraws: 1_000_000 };
      const look = (_, done) => {
        if (done < 100_000 || stopped) return;
        // In the midst of the next draws.
        setTimeout(() => {
          stopped = performance.now();
          stop.abort();
        }, 3);
      };
      const reason_ = await runToAccuracy(document_, endless, look, stop.signal, { workers: 2 }).catch((error) => error.name);
      const late_ = performance.now() - stopped;
      const range_ = await runToAccuracy(document_, accuracy_, () => undefined, new AbortController().signal, { workers: 2 });
      return { reason: reason_, late: late_, range: range_ };
    }, [toAccuracy, accuracy]);
    assert.equal(reason, 'AbortError');
    assert.ok(late < 50, `${late} ms`);
    assertSameBits(range, alone);
    assert.equal(tab.workers().length, 2);
    await tab.close();
  });

  test('a case that the engine refuses is refused with its problems', async () => {
    await open();
    const certain = { ...toAccuracy, methods: [{ method: 'statedValue', inputs: { value: 5 } }] };
    const problems = await tab.evaluate(async ([document_, accuracy_]) => {
      const { runToAccuracy } = await import('/pool/pool.js');
      return runToAccuracy(document_, accuracy_, () => undefined, new AbortController().signal).catch((error) => error.problems.map(({ code }) => code));
    }, [certain, accuracy]);
    assert.deepEqual(problems, ['nothing-uncertain']);
    await tab.close();
  });
});
