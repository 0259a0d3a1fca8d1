// A desk whose true precision is known: tickets with a confidence and a chance of being wrong that are drawn from formulas.

import type { Random } from '../../../../src/core/statistics/random.ts';

/** One queue of the desk. */
export interface SyntheticQueue {
  /** Share of all tickets that are predicted for it; the shares of a desk add up to 1. */
  readonly share: number;
  /** Lowest confidence; tickets lie between it and 1, the denser towards 1 the larger `skew` is. */
  readonly lowest: number;
  readonly skew: number;
  /** Chance of being wrong at a confidence; 1 − confidence when the desk is honest. */
  readonly wrongAt: (confidence: number) => number;
}

/** Wrong as often as the confidence says. */
export function honestError(confidence: number): number {
  return 1 - confidence;
}

/** Wrong far more often than the confidence says. */
export function overconfidentError(confidence: number): number {
  return Math.min(0.9, 1.6 * (1 - confidence) + 0.01);
}

/** Eight queues of a desk: one large, several middling, two small. */
export function desk(wrongAt: (confidence: number) => number = honestError): SyntheticQueue[] {
  const shares = [0.3, 0.18, 0.15, 0.12, 0.1, 0.08, 0.05, 0.02];
  return shares.map((share, index) => ({
    share,
    lowest: 0.3 + 0.05 * (index % 3),
    skew: 2 + (index % 4),
    wrongAt,
  }));
}

/** Label ids of a desk's queues. */
export function labelsOf(queues: readonly SyntheticQueue[]): string[] {
  return queues.map((_, index) => `queue-${index + 1}`);
}

/** Judged tickets in arrays of their own. */
export interface DrawnTickets {
  readonly predicted: Uint32Array;
  readonly targets: Uint32Array;
  readonly confidence: Float64Array;
}

/** Draws tickets; a wrong one has the next queue as its true label. */
export function drawTickets(queues: readonly SyntheticQueue[], count: number, random: Random): DrawnTickets {
  const predicted = new Uint32Array(count);
  const targets = new Uint32Array(count);
  const confidence = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const label = pickQueue(queues, random());
    const queue = queues[label] as SyntheticQueue;
    const value = 1 - (1 - queue.lowest) * random() ** queue.skew;
    predicted[row] = label;
    confidence[row] = value;
    targets[row] = random() < queue.wrongAt(value) ? (label + 1) % queues.length : label;
  }
  return { predicted, targets, confidence };
}

/** True share of right predictions at or above a threshold in the given queues, by summing over the confidences. */
export function truePrecision(
  queues: readonly SyntheticQueue[],
  labels: readonly number[],
  threshold: number,
): number {
  const cells = 2000;
  let routed = 0;
  let wrong = 0;
  for (const label of labels) {
    const { share, lowest, skew, wrongAt } = queues[label] as SyntheticQueue;
    for (let cell = 0; cell < cells; cell++) {
      const confidence = 1 - (1 - lowest) * ((cell + 0.5) / cells) ** skew;
      if (confidence < threshold) break;
      routed += share;
      wrong += share * wrongAt(confidence);
    }
  }
  return routed === 0 ? 1 : 1 - wrong / routed;
}

function pickQueue(queues: readonly SyntheticQueue[], at: number): number {
  let upTo = 0;
  for (const [label, { share }] of queues.entries()) {
    upTo += share;
    if (at < upTo) return label;
  }
  return queues.length - 1;
}
