// The worker thread of one training: gets a job, sends the trained fields back, and ends.
import { parentPort, workerData } from 'node:worker_threads';
import type { Kernel } from '../../src/core/classifier/kernel.ts';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import { type TrainingJob, trainFields } from './train-fields.ts';

const trained = trainFields(workerData as TrainingJob, await kernelAtHand());
parentPort?.postMessage(
  trained,
  trained.flatMap((one) =>
    'bytes' in one && one.bytes.buffer instanceof ArrayBuffer ? [one.bytes.buffer] : [],
  ),
);

/** The fast loops, or none where this machine or this build cannot make them: the plain ones then do the same work. */
async function kernelAtHand(): Promise<Kernel | undefined> {
  try {
    return await createWasmKernel();
  } catch {
    return undefined;
  }
}
