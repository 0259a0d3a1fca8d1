// Parts rows into those that teach and those that only check. A row's part follows from its content and the desk's seed alone, so
// that a row once held out stays held out in later versions while its group of near copies stays what it is: champion and challenger
// can then be compared on tickets that neither has learnt from. Copies of a text share a part always, near copies while their group is
// small: a row whose group gains members may change sides with them (60 of 400 rows did when 600 near copies of them were added), and a
// form that comes again more than ten times has near copies in both parts.
import { mix } from './near-duplicates.ts';

/** A quarter: with less the promise is seldom proven, with more the model is worse. */
export const CHECKED_SHARE = 0.25;

/** One where the row is held out. `groups` as in DataCheck. */
export function drawSticky(groups: Uint32Array, seed: number): Uint8Array {
  return Uint8Array.from(groups, (group) => (mix(group ^ mix(seed)) / 2 ** 32 < CHECKED_SHARE ? 1 : 0));
}
