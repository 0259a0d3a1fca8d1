// Asks a backend about texts one by one, as live traffic does, and keeps what each answer took in time and money.
import type { Backend, BackendPrediction, BackendRequest } from '../backends/backend.ts';
import { createDeadline } from '../backends/deadline.ts';
import { CommandRefusal } from './command.ts';

/** One answer and what it took. */
export interface MeasuredAnswer {
  readonly prediction: BackendPrediction;
  readonly costUsd: number;
  readonly ms: number;
}

/** What to ask, and the clock. */
export interface Measuring {
  /** All of a request but its texts. */
  readonly request: Omit<BackendRequest, 'texts' | 'onCost'>;
  readonly texts: readonly string[];
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onProgress: (fraction: number) => void;
}

const AT_ONCE = 12;
/** Nobody waits for one ticket of a file but the person who started the command. */
const DEADLINE_MS = 60_000;

/** Answers in the order of the texts; a refusal where the backend cannot answer at all. */
export async function measureBackend(backend: Backend, measuring: Measuring): Promise<MeasuredAnswer[]> {
  const { texts, clock, now, onProgress } = measuring;
  const answers: MeasuredAnswer[] = [];
  const open = texts.entries();
  let done = 0;
  const work = async () => {
    for (const [place, text] of open) {
      let costUsd = 0;
      const onCost = (usd: number) => {
        costUsd += usd;
      };
      const startedAt = clock();
      const request = { ...measuring.request, texts: [text], onCost };
      const outcome = await backend.predict(request, createDeadline(DEADLINE_MS, now));
      if (!outcome.ok) throw new CommandRefusal(outcome.failure.message);
      const [prediction] = outcome.predictions;
      if (prediction !== undefined) answers[place] = { prediction, costUsd, ms: clock() - startedAt };
      done++;
      onProgress(done / texts.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, texts.length) }, work));
  return answers;
}
