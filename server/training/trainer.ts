// Runs trainings in worker threads, so that requests are answered meanwhile; one at a time, since each takes a whole core.
import { Worker } from 'node:worker_threads';
import type { ProposedTopics } from '../../src/core/contract.ts';
import type { TopicJob } from './find-topics.ts';
import type { FieldTraining, TrainingJob } from './train-fields.ts';

/** What takes long; rejects when the work itself broke. */
export interface Trainer {
  /** Trains the fields of a job. */
  train(job: TrainingJob): Promise<readonly FieldTraining[]>;
  /** Looks for topics. */
  findTopics(job: TopicJob): Promise<ProposedTopics['topics']>;
}

/** Beside this file, or beside the bundle that this file has become part of. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('./train-worker.ts', import.meta.url)
  : new URL('./train-worker.js', import.meta.url);

/** A trainer that works in threads. Jobs wait for one another in the order in which they came. */
export function createThreadTrainer(): Trainer {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(job: TrainingJob | TopicJob): Promise<T> => {
    const next = last.then(() => runInThread<T>(job));
    last = next.catch(() => undefined);
    return next;
  };
  return { train: (job) => inTurn(job), findTopics: (job) => inTurn(job) };
}

function runInThread<T>(job: TrainingJob | TopicJob): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: job });
    worker.once('message', (found: T) => resolve(found));
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The training thread ended with code ${code} and no result.`)),
    );
  });
}
