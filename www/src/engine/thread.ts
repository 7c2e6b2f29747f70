// One worker with an engine of its own: numbered messages there, promises back.
//
// A trap (or a worker that dies) costs the instance, never the page: whatever was asked of this worker fails with a
// reason, and its owner starts another.

import type { Answer, Reply, Request } from './client';
import type { Standard } from './types';
import workerUrl from './worker?worker&url';

/** The engine met something it could not survive; the case is untouched. */
export class EngineFailure extends Error {}

type Unnumbered<R> = R extends { id: number } ? Omit<R, 'id'> : never;
export type Question = Unnumbered<Request>;
type Waiting = { resolve: (answer: Answer) => void; reject: (reason: Error) => void };

/** What lies over the standards of a new worker. */
export const NOTHING_LAID: readonly Standard[] = [];

export class Thread {
  /** What was laid over its standards last. */
  laid = NOTHING_LAID;
  #worker: Worker | undefined;
  #last = 0;
  #failure: EngineFailure | undefined;
  readonly #waiting = new Map<number, Waiting>();

  /** `ended` is told when no more can be asked of this worker. */
  constructor(private readonly ended: () => void = () => undefined) {
    const address = new URL(workerUrl, import.meta.url);
    // A page of another origin may load the script but not start its worker; a blob that imports it may.
    const source =
      address.origin === location.origin
        ? address.href
        : URL.createObjectURL(
            new Blob([`import ${JSON.stringify(address.href)}`], { type: 'text/javascript' }),
          );
    this.#worker = new Worker(source, { type: 'module' });
    this.#worker.onmessage = (event: MessageEvent<Reply>) => this.#heard(event.data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.end(event.message);
    };
  }

  get isAlive(): boolean {
    return this.#worker !== undefined;
  }

  ask(question: Question): Promise<Answer> {
    if (!this.#worker) return Promise.reject(this.#failure);
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise<Answer>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#worker.postMessage({ ...question, id });
    return answer;
  }

  /** Ends the worker; what it still owes fails with the reason. */
  end(reason: string): void {
    if (!this.#worker) return;
    this.#worker.terminate();
    this.#worker = undefined;
    this.#failure = new EngineFailure(reason);
    const left = [...this.#waiting.values()];
    this.#waiting.clear();
    this.ended();
    for (const asker of left) asker.reject(this.#failure);
  }

  #heard(reply: Reply): void {
    const asker = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) {
      asker?.resolve(reply.answer);
      return;
    }
    if (reply.trapped) this.end(reply.message);
    asker?.reject(new EngineFailure(reply.message));
  }
}
