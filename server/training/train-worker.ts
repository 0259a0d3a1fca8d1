// The worker thread of one training: gets a job, sends the trained fields back, and ends.
import { parentPort, workerData } from 'node:worker_threads';
import { type TrainingJob, trainFields } from './train-fields.ts';

const trained = trainFields(workerData as TrainingJob);
parentPort?.postMessage(
  trained,
  trained.flatMap((one) =>
    'bytes' in one && one.bytes.buffer instanceof ArrayBuffer ? [one.bytes.buffer] : [],
  ),
);
