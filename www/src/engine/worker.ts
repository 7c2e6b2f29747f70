// The engine's own thread: loads the wasm and the standards beside it, answers numbered messages.
//
// The pack holds what clauses ask and what parameters say, not the running text of the proposed standard:
// that is read on the standards' own page. A lender's own policy is laid over the pack until it is taken away.

import init, { appraise, caseFields, check, flaws, methods } from '../../pkg/ipval.js';
import packAddress from '../../pkg/standards.json?url';
import type { Reply, Request } from './client';
import type { Standard } from './types';

const fetched = fetch(packAddress).then((response) => {
  if (!response.ok) throw new Error(`standards.json: ${response.status}`);
  return response.json() as Promise<Standard[]>;
});
const ready = init();
// Each is waited for where it is needed; a failure is told there.
fetched.catch(() => undefined);
ready.catch(() => undefined);

let laid: Standard[] = [];
/** The engine keeps what it read out of an array as long as it is the same one. */
let together: Standard[] | undefined;

async function editions(): Promise<Standard[]> {
  const pack = await fetched;
  together ??= [...pack.filter((edition) => !laid.some((own) => isSame(own, edition))), ...laid];
  return together;
}

function isSame(one: Standard, other: Standard): boolean {
  return one.id === other.id && one.edition === other.edition;
}

async function answered(request: Request): Promise<Extract<Reply, { ok: true }>['answer']> {
  switch (request.verb) {
    case 'lay':
      laid = request.policies;
      together = undefined;
      return [];
    case 'standards':
      return editions();
    case 'methods':
      await ready;
      return methods();
    case 'case-fields':
      await ready;
      return caseFields();
    case 'appraise': {
      const known = await editions();
      await ready;
      return appraise(request.document, known);
    }
    case 'check': {
      const known = await editions();
      await ready;
      return check(request.document, known, {});
    }
    case 'flaws': {
      const pack = await fetched;
      await ready;
      return flaws(request.edition, pack);
    }
  }
}

self.onmessage = async (event: MessageEvent<Request>) => {
  const { id } = event.data;
  const reply = (answer: Reply) => self.postMessage(answer);
  try {
    reply({ id, ok: true, answer: await answered(event.data) });
  } catch (reason) {
    // The memory of an instance that trapped cannot be trusted, so the client throws it away.
    reply({ id, ok: false, message: String(reason), trapped: true });
  }
};
