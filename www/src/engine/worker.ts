// The engine's own thread: loads the wasm and the standards beside it, answers numbered messages.
//
// The pack holds what clauses ask and what parameters say, not the running text of the proposed standard:
// that is read on the standards' own page. A lender's own policy is laid over the pack until it is taken away.

import init, {
  appraise,
  breakEven,
  caseFields,
  check,
  flaws,
  method,
  methods,
  picture,
  Sharing,
  scenarios,
} from '../../pkg/ipval.js';
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

let laid: readonly Standard[] = [];
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

/** The case whose draws are shared with other workers. */
let sharing: Sharing | undefined;

function shared(): Sharing {
  if (!sharing) throw new Error('no case is open');
  return sharing;
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
    case 'method': {
      const known = await editions();
      await ready;
      return method(request.name, request.inputs, known);
    }
    case 'picture':
      await ready;
      return picture(request.range);
    case 'scenarios': {
      const known = await editions();
      await ready;
      return scenarios(request.document, known, request.request);
    }
    case 'break-even': {
      const known = await editions();
      await ready;
      return breakEven(request.document, known, { target: request.target });
    }
    case 'open': {
      const known = await editions();
      await ready;
      sharing?.free();
      sharing = undefined;
      const opened = Sharing.open(request.document, known);
      if (!(opened instanceof Sharing)) return opened;
      sharing = opened;
      return { status: 'opened', stretch: Sharing.stretch() };
    }
    case 'draw':
      return shared().draw(request.first, request.count) as Float64Array<ArrayBuffer>;
    case 'hear':
      for (const tally of request.tallies) shared().hear(tally);
      return [];
    case 'collect':
      return shared().collect() as Float64Array<ArrayBuffer>;
    case 'range':
      return shared().range(request.collected);
    case 'flaws': {
      const pack = await fetched;
      await ready;
      return flaws(request.edition, pack);
    }
  }
}

self.onmessage = async (event: MessageEvent<Request>) => {
  const { id } = event.data;
  const reply = (answer: Reply) => {
    // A row of counts is half a megabyte: it is handed over and not copied.
    const row = answer.ok && answer.answer instanceof Float64Array ? [answer.answer.buffer] : [];
    self.postMessage(answer, { transfer: row });
  };
  try {
    reply({ id, ok: true, answer: await answered(event.data) });
  } catch (reason) {
    // The memory of an instance that trapped cannot be trusted, so the client throws it away.
    reply({ id, ok: false, message: String(reason), trapped: true });
  }
};
