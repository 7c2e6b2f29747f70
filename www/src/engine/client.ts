// The page's side of the engine: one worker for all elements of a page, numbered messages, promises.
//
// While somebody drags, only the newest case of each asker is worth an answer: one appraisal runs,
// one waits, and a newer one takes the place of the one that waits.
// A trap (or a worker that dies) costs the instance, never the page: a new worker starts,
// the request that met it fails with a reason, and whatever was waiting goes on.

import { tellItems } from '../text';
import { Newest } from './newest';
import { NOTHING_LAID, type Question, Thread } from './thread';
import type {
  BreakEven,
  CaseDocument,
  Check,
  FieldOutline,
  Json,
  JsonObject,
  MethodOutline,
  PictureAnswer,
  Problem,
  Refusal,
  Scenarios,
  ScenariosRequest,
  Spread,
  Standard,
  Verdict,
} from './types';

export type Request =
  | { id: number; verb: 'appraise'; document: CaseDocument }
  | { id: number; verb: 'check'; document: CaseDocument }
  | { id: number; verb: 'flaws'; edition: Json }
  | { id: number; verb: 'lay'; policies: readonly Standard[] }
  | { id: number; verb: 'method'; name: string; inputs: JsonObject }
  | { id: number; verb: 'picture'; range: JsonObject }
  | { id: number; verb: 'scenarios'; document: CaseDocument; request: ScenariosRequest }
  | { id: number; verb: 'break-even'; document: CaseDocument; target: number }
  | { id: number; verb: 'open'; document: CaseDocument }
  | { id: number; verb: 'draw'; first: number; count: number }
  | { id: number; verb: 'hear'; tallies: Float64Array[] }
  | { id: number; verb: 'collect' }
  | { id: number; verb: 'range'; collected: Float64Array[] }
  | { id: number; verb: 'methods' }
  | { id: number; verb: 'case-fields' }
  | { id: number; verb: 'standards' };

export type Answer =
  | Verdict
  | Check
  | PictureAnswer
  | Scenarios
  | BreakEven
  | MethodOutline[]
  | FieldOutline[]
  | Standard[]
  | Problem[]
  | Spread
  | Opened
  | Float64Array<ArrayBuffer>;

/** A case that a worker has opened to share in its draws. */
export interface Opened {
  status: 'opened';
  /** Draws are shared out by so many, or several times as many. */
  stretch: number;
}

export type Reply =
  | { id: number; ok: true; answer: Answer }
  | { id: number; ok: false; message: string; trapped: boolean };

let thread: Thread | undefined;
let laid: readonly Standard[] = NOTHING_LAID;

function start(): Thread {
  const fresh: Thread = new Thread(() => {
    if (thread === fresh) thread = undefined;
  });
  layOn(fresh);
  return fresh;
}

/** Lays over a worker's standards what is laid over them here; a new worker knows nothing of it. */
export function layOn(worker: Thread): void {
  if (worker.laid === laid) return;
  worker.laid = laid;
  // If the worker dies of it, whoever asks next is told.
  worker.ask({ verb: 'lay', policies: laid }).catch(() => undefined);
}

function ask(question: Question): Promise<Answer> {
  thread ??= start();
  return thread.ask(question);
}

/** The editions that the worker holds, for the margin and the presets. */
export async function standards(): Promise<Standard[]> {
  return (await ask({ verb: 'standards' })) as Standard[];
}

/** Lays lenders' own policies over the standards, in place of those laid over them before. */
export function layOver(policies: Standard[]): void {
  laid = policies;
  if (thread) layOn(thread);
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

/** What a range looks like. */
export async function picture(range: JsonObject): Promise<PictureAnswer> {
  return (await ask({ verb: 'picture', range })) as PictureAnswer;
}

/** The shapes that observations may follow, each with its distance from them, as steps of a working paper. */
export async function fitted(observations: number[]): Promise<Verdict> {
  return (await ask({ verb: 'method', name: 'fitSpread', inputs: { observations } })) as Verdict;
}

/** The value over a few figures of one or two assumptions; where no figures are given, the engine proposes them. */
export async function scenarios(
  document: CaseDocument,
  request: ScenariosRequest,
): Promise<Scenarios | Refusal> {
  return (await ask({ verb: 'scenarios', document, request })) as Scenarios | Refusal;
}

/** What each assumption alone would have to be for the value to come to a target. */
export async function breakEven(document: CaseDocument, target: number): Promise<BreakEven | Refusal> {
  return (await ask({ verb: 'break-even', document, target })) as BreakEven | Refusal;
}

/** One asker's line for values of a case. */
export class Appraiser extends Newest<CaseDocument, Verdict> {
  constructor(answered: (verdict: Verdict, document: CaseDocument) => void, failed: (reason: Error) => void) {
    super(appraiseOnce, answered, failed);
  }

  appraise(document: CaseDocument): void {
    this.ask(document);
  }
}
