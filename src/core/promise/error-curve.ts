// How likely a prediction is wrong, given its confidence: what a plan expects before any checked ticket is looked at.

/** Predictions of tickets; `predicted` and `targets` are label indices, confidences are from 0 to 1. */
export interface ScoredTickets {
  readonly predicted: ArrayLike<number>;
  readonly confidence: ArrayLike<number>;
}

/** Predictions whose true label is known; a target that is no label index counts as an error. */
export interface JudgedTickets extends ScoredTickets {
  readonly targets: ArrayLike<number>;
}

/** Expected share of errors at a confidence. */
export type ErrorCurve = (confidence: number) => number;

// How many tickets' worth of trust each step of the curve keeps in the confidence itself.
const PRIOR_TICKETS = 20;

/** Trusts the confidence: a ticket at 0.9 is wrong once in ten. */
export function statedError(confidence: number): number {
  return 1 - confidence;
}

/**
 * Learns the curve from tickets that the model was calibrated on: the decreasing step function closest to the errors seen
 * (isotonic regression by pooling adjacent violators), each step drawn towards the stated confidence. These tickets must
 * not be those that the promise is tested on.
 */
export function learnErrorCurve(judged: JudgedTickets): ErrorCurve {
  const order = Array.from({ length: judged.confidence.length }, (_, row) => row);
  const confidenceOf = (row: number): number => judged.confidence[row] as number;
  order.sort((a, b) => confidenceOf(a) - confidenceOf(b));
  const steps: { end: number; tickets: number; errors: number }[] = [];
  for (const row of order) {
    let errors = judged.predicted[row] === judged.targets[row] ? 0 : 1;
    let tickets = 1;
    let before = steps[steps.length - 1];
    while (before && before.errors * tickets <= errors * before.tickets) {
      errors += before.errors;
      tickets += before.tickets;
      steps.pop();
      before = steps[steps.length - 1];
    }
    steps.push({ end: confidenceOf(row), tickets, errors });
  }
  if (steps.length === 0) return statedError;
  return (confidence) => {
    let low = 0;
    let high = steps.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((steps[middle]?.end ?? 1) >= confidence) high = middle;
      else low = middle + 1;
    }
    const step = steps[low];
    if (!step) return statedError(confidence);
    return (step.errors + statedError(confidence) * PRIOR_TICKETS) / (step.tickets + PRIOR_TICKETS);
  };
}
