// Deletes old records now and then while requests come in, since nothing may rely on time between requests.
import type { ErasureStore, Retention } from './erasure.ts';

const EVERY_MS = 3_600_000;

/** A function to call often: once an hour it deletes what has passed its age, without being waited for. */
export function createHousekeeping(
  erasure: ErasureStore,
  retention: Retention,
  now: () => number,
  onFailure: () => void,
): () => void {
  let doneAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - doneAt < EVERY_MS) return;
    doneAt = now();
    erasure.old(retention, doneAt).catch(onFailure);
  };
}
