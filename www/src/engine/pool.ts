// A range worked out by several workers: draws shared out, counts gathered, until the percentiles are known.
//
// All workers open the same case and draw different stretches; what each counted is told to all, each collects what
// it holds of the results that matter, and one makes the range. The bits are those of one worker alone, whoever drew
// what (`Sharing` in the engine), so a stretch goes to whoever is free. A worker that traps is replaced by another
// that draws the same again. Workers start when there are draws for them, and end when nobody has asked for a while.

import { layOn, type Opened } from './client';
import { EngineFailure, type Question, Thread } from './thread';
import type { CaseDocument, Problem, Refusal, Spread } from './types';

export interface Accuracy {
  /** The largest relative standard error that P5, P50 and P95 may have. */
  relativeError: number;
  /** The draws to stop at in any case. */
  mostDraws: number;
}

export interface Means {
  /** How many workers share the draws; as many as the machine has threads for, at most eight. */
  workers?: number;
  /** Told why a worker had to be replaced. */
  replaced?: (reason: string) => void;
}

/** The engine refused the case, or found no range in it. */
export class RangeRefused extends Error {
  readonly problems: Problem[];

  constructor({ problems }: Refusal) {
    super(problems.map(({ pointer, code }) => `${pointer} ${code}`.trim()).join('; '));
    this.problems = problems;
  }
}

/** A run that is broken off ends with the draws under way: no worker makes more than it does in so long. */
const LONGEST_MS = 16;
/** Below this, telling all workers of another row of counts costs more than the draws. */
const SHORTEST_MS = 4;
/** A case that traps whoever opens it is given up after so many. */
const MOST_REPLACED = 3;
const MOST_WORKERS = 8;
const IDLE_MS = 10_000;
/** Stretches to begin with where the case does not say. */
const FIRST_STRETCHES = 2;

let idle: Thread[] = [];
let ending: ReturnType<typeof setTimeout> | undefined;

/** Draws until P5, P50 and P95 are known so well; tells of the range after each look. One worker says the same. */
export async function runToAccuracy(
  document: CaseDocument,
  accuracy: Accuracy,
  progress: (range: Spread, done: number) => void,
  signal: AbortSignal,
  means: Means = {},
): Promise<Spread> {
  signal.throwIfAborted();
  const simulation = typeof document.simulation === 'object' ? document.simulation : {};
  const run = new Run(
    { ...document, simulation: { ...simulation, accuracy: { ...accuracy } } },
    signal,
    means,
  );
  const brokenOff = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([run.toAccuracy(accuracy, progress), brokenOff]);
  } finally {
    run.end();
  }
}

class Run {
  readonly #members: Member[] = [];
  readonly #most: number;
  #stretch = 1;
  /** Milliseconds that a draw takes, as the last batch was measured. */
  #pace = Number.POSITIVE_INFINITY;
  /** What was counted since all were told of it. */
  #untold: Float64Array[] = [];
  #told: Float64Array[] = [];
  #replaced = 0;
  #isOver = false;

  constructor(
    readonly document: CaseDocument,
    readonly signal: AbortSignal,
    readonly means: Means,
  ) {
    this.#most = means.workers ?? Math.min(navigator.hardwareConcurrency || 1, MOST_WORKERS);
  }

  async toAccuracy(accuracy: Accuracy, progress: (range: Spread, done: number) => void): Promise<Spread> {
    await this.#join();
    const most = Math.max(accuracy.mostDraws, this.#stretch);
    let done = 0;
    let more = Math.min(this.#first(), most);
    for (;;) {
      await this.#draw(done, more);
      done += more;
      const range = await this.#look();
      progress(range, done);
      // As many as the engine would make by itself, so that both come to the same draws.
      more = Math.min(range.accuracy?.next ?? 0, most - done);
      if (more <= 0) return range;
    }
  }

  /** A member in trouble may start anew, but not for ever, and not for nobody. */
  mayReplace(reason: string): boolean {
    if (this.#isOver || this.#replaced >= MOST_REPLACED) return false;
    this.#replaced += 1;
    this.means.replaced?.(reason);
    return true;
  }

  end(): void {
    this.#isOver = true;
    for (const member of this.#members) release(member.thread);
  }

  #first(): number {
    const { simulation } = this.document;
    const asked =
      typeof simulation === 'object' && simulation && 'draws' in simulation ? simulation.draws : 0;
    const least = typeof asked === 'number' && asked >= 1 ? asked : FIRST_STRETCHES * this.#stretch;
    return Math.ceil(least / this.#stretch) * this.#stretch;
  }

  async #join(): Promise<Member> {
    const member = new Member(this);
    this.#members.push(member);
    const opened = (await member.ask({ verb: 'open', document: this.document })) as Opened | Refusal;
    if (opened.status === 'refused') throw new RangeRefused(opened);
    this.#stretch = opened.stretch;
    if (this.#told.length > 0) await member.ask({ verb: 'hear', tallies: this.#told });
    return member;
  }

  /** Shares out the draws from the `first` on. */
  async #draw(first: number, count: number): Promise<void> {
    const end = first + count;
    let next = first;
    const drawOn = async (member: Member): Promise<void> => {
      while (next < end && !this.#isOver) {
        const start = next;
        next = Math.min(end, start + this.#batch(end - start));
        const begun = performance.now();
        const tally = await member.ask({ verb: 'draw', first: start, count: next - start });
        this.#pace = (performance.now() - begun) / (next - start);
        this.#untold.push(tally as Float64Array);
      }
    };
    const joinAndDraw = async (): Promise<void> => drawOn(await this.#join());
    const wanted = Math.min(this.#most, Math.ceil(count / this.#batch(count)));
    const joining = Math.max(0, wanted - this.#members.length);
    await Promise.all([...this.#members.map(drawOn), ...Array.from({ length: joining }, joinAndDraw)]);
    this.signal.throwIfAborted();
  }

  /** How many draws to hand out at once, of so many that are left. */
  #batch(left: number): number {
    const within = (time: number): number => Math.max(1, Math.floor(time / this.#pace / this.#stretch));
    const fair = Math.ceil(left / this.#most / this.#stretch);
    return Math.min(Math.max(fair, within(SHORTEST_MS)), within(LONGEST_MS)) * this.#stretch;
  }

  async #look(): Promise<Spread> {
    const tallies = this.#untold;
    this.#untold = [];
    this.#told.push(...tallies);
    const collected = await Promise.all(
      this.#members.map(async (member) => {
        await member.ask({ verb: 'hear', tallies });
        return (await member.ask({ verb: 'collect' })) as Float64Array;
      }),
    );
    this.signal.throwIfAborted();
    const [maker] = this.#members;
    if (!maker) throw new EngineFailure('no worker');
    const range = (await maker.ask({ verb: 'range', collected })) as Spread | Refusal;
    if ('status' in range) throw new RangeRefused(range);
    return range;
  }
}

/** One place among the workers of a run, whichever worker fills it. */
class Member {
  thread = ready();
  /** What a worker that takes the place must be asked again: what it drew is held in it alone. */
  readonly #past: Question[] = [];

  constructor(private readonly run: Run) {}

  async ask(question: Question): ReturnType<Thread['ask']> {
    let again: Question[] = [];
    for (;;) {
      try {
        for (const past of again) await this.thread.ask(past);
        const answer = await this.thread.ask(question);
        if (question.verb !== 'collect' && question.verb !== 'range') this.#past.push(question);
        return answer;
      } catch (reason) {
        if (!(reason instanceof EngineFailure) || !this.run.mayReplace(reason.message)) throw reason;
        this.thread = ready();
        again = this.#past;
      }
    }
  }
}

/** A worker that waits, or a new one, with the lenders' policies as they are now. */
function ready(): Thread {
  clearTimeout(ending);
  const thread = idle.pop() ?? new Thread();
  layOn(thread);
  return thread;
}

/** Workers wait a while for the next run; one that has died is found out by whoever asks it. */
function release(thread: Thread): void {
  if (thread.isAlive) idle.push(thread);
  clearTimeout(ending);
  ending = setTimeout(() => {
    const ended = idle;
    idle = [];
    for (const one of ended) one.end('nobody asked');
  }, IDLE_MS);
}
