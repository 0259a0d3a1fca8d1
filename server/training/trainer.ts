// Runs trainings in worker threads, so that requests are answered meanwhile; one at a time, since each takes a whole core.
import { Worker } from 'node:worker_threads';
import type { FieldTraining, TrainingJob } from './train-fields.ts';

/** Trains the fields of a job; rejects when the training itself broke. */
export type Trainer = (job: TrainingJob) => Promise<readonly FieldTraining[]>;

/** Beside this file, or beside the bundle that this file has become part of. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('./train-worker.ts', import.meta.url)
  : new URL('./train-worker.js', import.meta.url);

/** A trainer that works in threads. Jobs wait for one another in the order in which they came. */
export function createThreadTrainer(): Trainer {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const next = last.then(() => runInThread(job));
    last = next.catch(() => undefined);
    return next;
  };
}

function runInThread(job: TrainingJob): Promise<readonly FieldTraining[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: job });
    worker.once('message', (trained: readonly FieldTraining[]) => resolve(trained));
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The training thread ended with code ${code} and no model.`)),
    );
  });
}
