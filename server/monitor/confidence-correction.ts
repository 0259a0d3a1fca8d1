// Takes out of confidences what labelled tickets of the reference window showed to be wrong with them, so that an estimate made
// from confidences is not off by the model's own optimism. For estimates only: decisions use the confidences as they are.
import { quantileSorted } from '../../src/core/statistics/bootstrap.ts';
import { binOf } from './bins.ts';

/** By how much confidences in each bin were too low (positive) or too high. */
export interface ConfidenceCorrection {
  readonly edges: readonly number[];
  readonly offsets: readonly number[];
}

/** With fewer labelled tickets the offsets would be luck. */
const LABELLED_MIN = 200;
/** Quintiles: forty labelled tickets a bin at the least. */
const BINS = 5;
/** Offsets are drawn towards zero as if so many tickets a bin had been found honest. */
const PRIOR_TICKETS = 20;

/** Learns the correction from tickets that say whether they were right; undefined when fewer than 200 do. */
export function createCorrection(
  tickets: readonly { readonly confidence: number; readonly isRight?: boolean }[],
): ConfidenceCorrection | undefined {
  const labelled = tickets.filter(({ isRight }) => isRight !== undefined);
  if (labelled.length < LABELLED_MIN) return undefined;
  const sorted = Float64Array.from(labelled, ({ confidence }) => confidence).sort();
  const edges = Array.from({ length: BINS - 1 }, (_, edge) => quantileSorted(sorted, (edge + 1) / BINS));
  const excess = new Float64Array(BINS);
  const counts = new Float64Array(BINS);
  for (const { confidence, isRight } of labelled) {
    const bin = binOf(confidence, edges);
    excess[bin]! += (isRight === true ? 1 : 0) - confidence;
    counts[bin]!++;
  }
  return { edges, offsets: Array.from(excess, (sum, bin) => sum / (counts[bin]! + PRIOR_TICKETS)) };
}

/** Confidences with their bin's offset added, kept between 0 and 1. */
export function correctConfidences(
  confidences: readonly number[],
  correction: ConfidenceCorrection | undefined,
): Float64Array {
  if (correction === undefined) return Float64Array.from(confidences);
  const { edges, offsets } = correction;
  return Float64Array.from(confidences, (confidence) =>
    Math.min(1, Math.max(0, confidence + (offsets[binOf(confidence, edges)] ?? 0))),
  );
}
