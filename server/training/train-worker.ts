// The worker thread of one training or one look for topics: gets a job, sends back what came of it, and ends.
import { parentPort, workerData } from 'node:worker_threads';
import type { Kernel } from '../../src/core/classifier/kernel.ts';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import { findFieldTopics, type TopicJob } from './find-topics.ts';
import { type TrainingJob, trainFields } from './train-fields.ts';

const job = workerData as TrainingJob | TopicJob;
if ('models' in job) parentPort?.postMessage(findFieldTopics(job));
else {
  const trained = trainFields(job, await kernelAtHand());
  parentPort?.postMessage(
    trained,
    trained.flatMap((one) =>
      'bytes' in one && one.bytes.buffer instanceof ArrayBuffer ? [one.bytes.buffer] : [],
    ),
  );
}

/** The fast loops, or none where this machine or this build cannot make them: the plain ones then do the same work. */
async function kernelAtHand(): Promise<Kernel | undefined> {
  try {
    return await createWasmKernel();
  } catch {
    return undefined;
  }
}
