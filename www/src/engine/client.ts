// The page's side of the engine: one worker for all elements of a page, numbered messages, promises.
//
// While somebody drags, only the newest case of each asker is worth an answer: one appraisal runs,
// one waits, and a newer one takes the place of the one that waits.
// A trap (or a worker that dies) costs the instance, never the page: a new worker starts,
// the request that met it fails with a reason, and whatever was waiting goes on.

import { tellItems } from '../text';
import type {
  CaseDocument,
  Check,
  FieldOutline,
  Json,
  MethodOutline,
  Problem,
  Refusal,
  Standard,
  Verdict,
} from './types';
import workerUrl from './worker?worker&url';

export type Request =
  | { id: number; verb: 'appraise'; document: CaseDocument }
  | { id: number; verb: 'check'; document: CaseDocument }
  | { id: number; verb: 'flaws'; edition: Json }
  | { id: number; verb: 'lay'; policies: Standard[] }
  | { id: number; verb: 'methods' }
  | { id: number; verb: 'case-fields' }
  | { id: number; verb: 'standards' };

type Answer = Verdict | Check | MethodOutline[] | FieldOutline[] | Standard[] | Problem[];
type Unnumbered<R> = R extends { id: number } ? Omit<R, 'id'> : never;

export type Reply =
  | { id: number; ok: true; answer: Answer }
  | { id: number; ok: false; message: string; trapped: boolean };

/** The engine met something it could not survive; the case is untouched. */
export class EngineFailure extends Error {}

type Waiting = { resolve: (answer: Answer) => void; reject: (reason: Error) => void };

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, Waiting>();
let laid: Standard[] = [];

function start(): Worker {
  const address = new URL(workerUrl, import.meta.url);
  // A page of another origin may load the script but not start its worker; a blob that imports it may.
  const source =
    address.origin === location.origin
      ? address.href
      : URL.createObjectURL(
          new Blob([`import ${JSON.stringify(address.href)}`], { type: 'text/javascript' }),
        );
  const fresh = new Worker(source, { type: 'module' });
  fresh.onmessage = (event: MessageEvent<Reply>) => {
    const reply = event.data;
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) {
      asker?.resolve(reply.answer);
    } else {
      asker?.reject(new EngineFailure(reply.message));
      if (reply.trapped && worker === fresh) discard(reply.message);
    }
  };
  fresh.onerror = (event) => {
    event.preventDefault();
    if (worker === fresh) discard(event.message);
  };
  // A worker that takes the place of another knows nothing of what was laid over the standards.
  if (laid.length > 0) fresh.postMessage({ id: 0, verb: 'lay', policies: laid } satisfies Request);
  return fresh;
}

function discard(reason: string): void {
  worker?.terminate();
  worker = undefined;
  const left = [...waiting.values()];
  waiting.clear();
  for (const asker of left) asker.reject(new EngineFailure(reason));
}

function ask(request: Unnumbered<Request>): Promise<Answer> {
  worker ??= start();
  last += 1;
  const id = last;
  const answer = new Promise<Answer>((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.postMessage({ ...request, id });
  return answer;
}

/** The editions that the worker holds, for the margin and the presets. */
export async function standards(): Promise<Standard[]> {
  return (await ask({ verb: 'standards' })) as Standard[];
}

/** Lays lenders' own policies over the standards, in place of those laid over them before. */
export function layOver(policies: Standard[]): void {
  laid = policies;
  worker?.postMessage({ id: 0, verb: 'lay', policies } satisfies Request);
}

/** What keeps a policy from being laid over the standards; nothing if it is sound. */
export async function flaws(edition: Json): Promise<Problem[]> {
  const answer = (await ask({ verb: 'flaws', edition })) as Problem[] | Refusal;
  return Array.isArray(answer) ? answer : answer.problems;
}

/** A case held against the clauses of the standards. */
export async function check(document: CaseDocument): Promise<Check | Refusal> {
  return (await ask({ verb: 'check', document })) as Check | Refusal;
}

/** Every method of the engine with what it asks for. */
export async function methods(): Promise<MethodOutline[]> {
  return (await ask({ verb: 'methods' })) as MethodOutline[];
}

/** Every key of a case, section by section. */
export async function caseFields(): Promise<FieldOutline[]> {
  return (await ask({ verb: 'case-fields' })) as FieldOutline[];
}

/** The answer to one case, whatever is asked beside it. */
export async function appraiseOnce(document: CaseDocument): Promise<Verdict> {
  return tellItems((await ask({ verb: 'appraise', document })) as Verdict);
}

/** One asker's line to the engine: newest case first, none in between. */
export class Appraiser {
  #running = false;
  #next: CaseDocument | undefined;

  constructor(
    private readonly answered: (verdict: Verdict, document: CaseDocument) => void,
    private readonly failed: (reason: Error) => void,
  ) {}

  appraise(document: CaseDocument): void {
    this.#next = document;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#next) {
      const document = this.#next;
      this.#next = undefined;
      try {
        const verdict = await appraiseOnce(document);
        if (!this.#next) this.answered(verdict, document);
      } catch (reason) {
        if (!this.#next) this.failed(reason instanceof Error ? reason : new Error(String(reason)));
      }
    }
    this.#running = false;
  }
}
