// The percentile bootstrap: how much a figure that has no formula for its error would vary with another sample.

import type { Interval } from './intervals.ts';
import type { Random } from './random.ts';

/** The quantile of values sorted ascending, 0 ≤ share ≤ 1, interpolated linearly (definition R-7, numpy's default). */
export function quantileSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new Error('A quantile needs at least one value; found none.');
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (position - below);
}

/**
 * Interval at the two-sided level for a figure of `count` rows. `figure` gets the indices of one resample, drawn with
 * replacement into an array that is used again, and must not keep it. Cost: repeats · (count + one call of figure).
 */
export function bootstrapInterval(
  count: number,
  figure: (rows: Int32Array) => number,
  options: { readonly repeats: number; readonly level: number; readonly random: Random },
): Interval {
  const rows = new Int32Array(count);
  const values = new Float64Array(options.repeats);
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    for (let i = 0; i < count; i++) rows[i] = Math.floor(options.random() * count);
    values[repeat] = figure(rows);
  }
  values.sort();
  const tail = (1 - options.level) / 2;
  return { low: quantileSorted(values, tail), high: quantileSorted(values, 1 - tail) };
}
