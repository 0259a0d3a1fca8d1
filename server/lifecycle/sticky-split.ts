// Parts rows into those that teach and those that only check. A row's part follows from its content and the desk's seed alone, so
// that a row once held out stays held out in every later version: champion and challenger can then be compared on tickets that
// neither has learnt from. Copies share a part.
import { mix } from './near-duplicates.ts';

/** A quarter: with less the promise is seldom proven, with more the model is worse. */
export const CHECKED_SHARE = 0.25;

/** One where the row is held out. `groups` as in DataCheck. */
export function drawSticky(groups: Uint32Array, seed: number): Uint8Array {
  return Uint8Array.from(groups, (group) => (mix(group ^ mix(seed)) / 2 ** 32 < CHECKED_SHARE ? 1 : 0));
}
