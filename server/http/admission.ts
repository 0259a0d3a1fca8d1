// How much triage is under way at once. What does not fit waits in a short queue before its body is read; what does not fit
// there either, or waits too long, is refused at once with a time to come again. A thread that has no pauses lets in only what it
// gets done in a moment, and hears between two pieces of its work of all that has come: what waits lies here, and not in the connections.
import { Problem } from '../../src/core/contract.ts';
import type { Busyness } from './busyness.ts';

/** Bounds of one instance. */
export interface AdmissionLimits {
  /** Bytes of request bodies that are worked on at once; a body beyond it is let in when nothing else is. */
  readonly bytesMax: number;
  /** Bytes of bodies that may wait. */
  readonly queueBytesMax: number;
  /** Longest wait in the queue, in milliseconds. */
  readonly queueMs: number;
}

/** A place in the proxy. Each of its calls may be made twice. */
export interface Place {
  /** The body is in and the thread is at it: from here on it may wait for others, which is no work of the thread. */
  begin(): void;
  /** Gives the place back. */
  leave(): void;
}

/** Lets requests in. */
export interface Admission {
  /** Resolves when the request may go on; throws the problem `overloaded`. */
  enter(bytes: number): Promise<Place> | Place;
  /** Figures for metrics. */
  readonly state: { bytes: number; requests: number; waiting: number; refused: number };
}

interface Waiting {
  readonly bytes: number;
  readonly start: () => void;
}

/** Work that may lie before a busy thread, whether its body has come in or not. */
const BACKLOG_MS = 3;
/** So little is done in a moment whatever the thread has been at lately, which may have been no triage at all. */
const ALWAYS_IN_BYTES = 4 * 1_024;
/** So many wait for each other however large they are: a run of the add-on sends ten at once, and the next ten when these are answered. */
const ALWAYS_IN = 10;
/** So many turns at most the thread listens before it goes on with its work; a turn without news takes some microseconds. */
const TURNS_MAX = 64;

/** A request without a body costs something, too. */
const BYTES_MIN = 1_024;
const RETRY_AFTER_SECONDS = 1;

/** In line for the thread's next piece of work. */
interface InLine {
  readonly bytes: number;
  readonly settle: (place: Promise<Place> | Place) => void;
  readonly fail: (problem: unknown) => void;
}

/** Does some work once the thread has listened for one more turn. */
export type AfterTurn = (work: () => void) => void;

/** An admission under `limits`. */
export function createAdmission(
  limits: AdmissionLimits,
  busyness: Busyness,
  afterTurn: AfterTurn,
): Admission {
  const state = { bytes: 0, requests: 0, waiting: 0, refused: 0 };
  const queue: Waiting[] = [];
  const line: InLine[] = [];
  let lineBytes = 0;
  let heard = 0;
  let queueBytes = 0;
  const lying = { bytes: 0, requests: 0 };

  const hasRoom = (bytes: number) => state.requests === 0 || state.bytes + bytes <= limits.bytesMax;

  function take(bytes: number): Place {
    state.bytes += bytes;
    state.requests++;
    lying.bytes += bytes;
    lying.requests++;
    let [hasBegun, isOver] = [false, false];
    const begin = () => {
      if (hasBegun) return;
      hasBegun = true;
      lying.bytes -= bytes;
      lying.requests--;
    };
    return {
      begin,
      leave: () => {
        if (isOver) return;
        isOver = true;
        begin();
        state.bytes -= bytes;
        state.requests--;
        busyness.done(bytes);
        while (queue[0] !== undefined && hasRoom(queue[0].bytes)) queue.shift()?.start();
      },
    };
  }

  function isTooMuch(bytes: number): boolean {
    const bytesBefore = lying.bytes + queueBytes + lineBytes + bytes;
    const before = lying.requests + state.waiting + line.length;
    if (before < ALWAYS_IN || bytesBefore <= ALWAYS_IN_BYTES) return false;
    return busyness.msFor(bytesBefore) > BACKLOG_MS;
  }

  function refuse(): never {
    state.refused++;
    throw new Problem(
      'overloaded',
      'The proxy has more tickets than it can take. Send them again in a second.',
      {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      },
    );
  }

  function letIn(bytes: number): Promise<Place> | Place {
    if (queue.length === 0 && hasRoom(bytes)) return take(bytes);
    if (queueBytes + bytes > limits.queueBytesMax) return refuse();
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
    const leaveQueue = () => {
      queueBytes -= bytes;
      state.waiting--;
      clearTimeout(timer);
    };
    const waiting: Waiting = {
      bytes,
      start: () => {
        leaveQueue();
        resolve(take(bytes));
      },
    };
    const timer = setTimeout(() => {
      queue.splice(queue.indexOf(waiting), 1);
      leaveQueue();
      try {
        refuse();
      } catch (problem) {
        reject(problem);
      }
    }, limits.queueMs);
    queue.push(waiting);
    queueBytes += bytes;
    state.waiting++;
    return promise;
  }

  /** Node takes in one new connection a turn, so that what has come is heard of turn by turn. */
  function listen(heardBefore: number, turns: number): void {
    afterTurn(() => {
      if (heard > heardBefore && turns > 1) listen(heard, turns - 1);
      else goOn();
    });
  }

  function goOn(): void {
    const first = line.shift();
    if (!first) return;
    lineBytes -= first.bytes;
    try {
      first.settle(letIn(first.bytes));
    } catch (problem) {
      first.fail(problem);
    }
    if (line.length > 0) listen(heard, TURNS_MAX);
  }

  return {
    state,
    enter: (size) => {
      const bytes = Math.max(BYTES_MIN, size);
      heard++;
      if (isTooMuch(bytes)) return refuse();
      // Little work need not wait until all are heard of.
      if (line.length === 0 && bytes <= ALWAYS_IN_BYTES) return letIn(bytes);
      const { promise, resolve, reject } = Promise.withResolvers<Place>();
      line.push({ bytes, settle: resolve, fail: reject });
      lineBytes += bytes;
      if (line.length === 1) listen(heard, TURNS_MAX);
      return promise;
    },
  };
}
