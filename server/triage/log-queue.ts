// Writes the prediction log behind the answers, since only monitors wait for it: in batches, within a bound, counting what
// had to be dropped. What is queued survives a database that is away for a while, and is written when the proxy stops.
import type { LoggedPrediction, PredictionLogStore } from '../store/prediction-log.ts';

/** A queue of predictions to be logged. */
export interface LogQueue {
  /** Takes predictions; returns at once. */
  push(predictions: readonly LoggedPrediction[]): void;
  /** Resolves when everything queued by now was written, or could not be. */
  flush(): Promise<void>;
  /** Predictions that found no room. */
  readonly dropped: number;
  readonly length: number;
}

/** Predictions that wait at most: half a minute of a busy instance, some 10 MB. */
const QUEUE_MAX = 50_000;
const BATCH_MAX = 2_000;
/** How long predictions wait for others to be written with. */
const WAIT_MS = 200;
const RETRY_MS = 2_000;

/** A queue before `log`; `onFailure` is told of each batch that could not be written and will be tried again. */
export function createLogQueue(log: PredictionLogStore, onFailure: () => void): LogQueue {
  let waiting: LoggedPrediction[] = [];
  let dropped = 0;
  let writing: Promise<boolean> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const schedule = (ms: number) => {
    if (timer !== undefined || waiting.length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      void writeAll();
    }, ms);
    timer.unref();
  };

  async function writeBatch(): Promise<boolean> {
    const batch = waiting.slice(0, BATCH_MAX);
    try {
      await log.append(batch);
      waiting = waiting.slice(batch.length);
      return true;
    } catch {
      onFailure();
      return false;
    }
  }

  /** One writer at a time; false when a batch failed. */
  async function writeAll(): Promise<void> {
    if (writing !== undefined) {
      await writing;
      return;
    }
    writing = (async () => {
      while (waiting.length > 0) if (!(await writeBatch())) return false;
      return true;
    })();
    const isDone = await writing;
    writing = undefined;
    if (!isDone) schedule(RETRY_MS);
  }

  return {
    push: (predictions) => {
      const room = QUEUE_MAX - waiting.length;
      if (predictions.length > room) dropped += predictions.length - Math.max(0, room);
      for (const one of predictions.slice(0, Math.max(0, room))) waiting.push(one);
      schedule(WAIT_MS);
    },
    flush: async () => {
      clearTimeout(timer);
      timer = undefined;
      await writeAll();
      if (waiting.length > 0 && writing === undefined && timer === undefined) await writeAll();
      clearTimeout(timer);
      timer = undefined;
    },
    get dropped() {
      return dropped;
    },
    get length() {
      return waiting.length;
    },
  };
}
