// How much triage is under way at once. What does not fit waits in a short queue before its body is read; what does not fit
// there either, or waits too long, is refused at once with a time to come again. A thread that has no pauses lets in only what it
// gets done in a moment: whoever is let in then is answered nearly as fast as ever.
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

/** Gives the place back; may be called twice. */
export type Leave = () => void;

/** Lets requests in. */
export interface Admission {
  /** Resolves when the request may go on; throws the problem `overloaded`. */
  enter(bytes: number): Promise<Leave> | Leave;
  /** Figures for metrics. */
  readonly state: { bytes: number; requests: number; waiting: number; refused: number };
}

interface Waiting {
  readonly bytes: number;
  readonly start: () => void;
}

/** Work that may lie before a busy thread. */
const BACKLOG_MS = 10;
/** One that is worked on and one whose body comes in meanwhile are let in however large they are. */
const ALWAYS_IN = 2;

/** A request without a body costs something, too. */
const BYTES_MIN = 1_024;
const RETRY_AFTER_SECONDS = 1;

/** An admission under `limits`. */
export function createAdmission(limits: AdmissionLimits, busyness: Busyness): Admission {
  const state = { bytes: 0, requests: 0, waiting: 0, refused: 0 };
  const queue: Waiting[] = [];
  let queueBytes = 0;

  const hasRoom = (bytes: number) => state.requests === 0 || state.bytes + bytes <= limits.bytesMax;

  function take(bytes: number): Leave {
    state.bytes += bytes;
    state.requests++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      state.bytes -= bytes;
      state.requests--;
      busyness.done(bytes);
      while (queue[0] !== undefined && hasRoom(queue[0].bytes)) queue.shift()?.start();
    };
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

  return {
    state,
    enter: (size) => {
      const bytes = Math.max(BYTES_MIN, size);
      const lying = state.bytes + queueBytes + bytes;
      if (state.requests + state.waiting >= ALWAYS_IN && busyness.msFor(lying) > BACKLOG_MS) return refuse();
      if (queue.length === 0 && hasRoom(bytes)) return take(bytes);
      if (queueBytes + bytes > limits.queueBytesMax) return refuse();
      const { promise, resolve, reject } = Promise.withResolvers<Leave>();
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
    },
  };
}
