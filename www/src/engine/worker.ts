// The engine's own thread: loads the wasm, holds the standards, answers numbered messages.

import init, { appraise } from '../../pkg/ipval.js';
import type { Reply, Request } from './client';
import type { Standard, Verdict } from './types';

const editions = Object.values(
  import.meta.glob<Standard>('../../../valuation-standards/*/*/*.json', { eager: true, import: 'default' }),
);

const ready = init();

self.onmessage = async (event: MessageEvent<Request>) => {
  const request = event.data;
  const reply = (answer: Reply) => self.postMessage(answer);
  if (request.verb === 'standards') {
    reply({ id: request.id, ok: true, answer: editions });
    return;
  }
  try {
    await ready;
    const answer: Verdict = appraise(request.document, editions);
    reply({ id: request.id, ok: true, answer });
  } catch (reason) {
    // The memory of an instance that trapped cannot be trusted, so the client throws it away.
    reply({ id: request.id, ok: false, message: String(reason), trapped: true });
  }
};
