// Which tickets are worth a person's look next: those that the model can hardly tell, spread over the queues so that no single
// hard queue takes all the work, and a random part, which tells how good Usher is where it feels sure.
import type { Random } from './statistics/random.ts';

/** A ticket that waits. */
export interface ReviewCandidate {
  /** The label that is most probable; any text that tells labels apart. */
  readonly label: string;
  /** Probability of the best label minus that of the second, 0–1. */
  readonly margin: number;
}

/** Share of picks that is drawn at random. */
export const RANDOM_SHARE = 0.2;

/**
 * Indices of the candidates to review, at most `count`, in the order of review. Four fifths go by margin, each queue giving its
 * least certain ones up to an equal quota and the rest going to the least certain of all; every fifth is drawn at random.
 */
export function pickForReview(
  candidates: readonly ReviewCandidate[],
  count: number,
  random: Random,
): number[] {
  const wanted = Math.min(count, candidates.length);
  const drawn = Math.round(wanted * RANDOM_SHARE);
  const byMargin = candidates
    .map((_, index) => index)
    .sort((one, other) => marginOf(candidates, one) - marginOf(candidates, other) || one - other);
  const picked = quotaPicks(candidates, byMargin, wanted - drawn);
  const taken = new Set(picked);
  const rest = byMargin.filter((index) => !taken.has(index)).sort((one, other) => one - other);
  for (let left = drawn; left > 0; left--) {
    const [index] = rest.splice(Math.floor(random() * rest.length), 1);
    // Between the others, so that whoever stops early has judged some of both.
    if (index !== undefined) picked.splice(Math.floor(random() * (picked.length + 1)), 0, index);
  }
  return picked;
}

function quotaPicks(
  candidates: readonly ReviewCandidate[],
  byMargin: readonly number[],
  count: number,
): number[] {
  const queues = new Set(candidates.map(({ label }) => label)).size;
  const quota = Math.max(1, Math.floor(count / Math.max(1, queues)));
  const given = new Map<string, number>();
  const within: number[] = [];
  const beyond: number[] = [];
  for (const index of byMargin) {
    const label = candidates[index]?.label ?? '';
    const sofar = given.get(label) ?? 0;
    given.set(label, sofar + 1);
    (sofar < quota ? within : beyond).push(index);
  }
  return [...within, ...beyond].slice(0, count);
}

function marginOf(candidates: readonly ReviewCandidate[], index: number): number {
  return candidates[index]?.margin ?? 1;
}
