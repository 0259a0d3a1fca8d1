// Predictions of tickets, with or without what they should have been, as columns of equal length.

/** `predicted` are label indices, confidences are calibrated and from 0 to 1. */
export interface ScoredTickets {
  readonly predicted: ArrayLike<number>;
  readonly confidence: ArrayLike<number>;
}

/** Predictions whose true label is known; a target that is no label index counts as an error. */
export interface JudgedTickets extends ScoredTickets {
  readonly targets: ArrayLike<number>;
}

/** The first ticket of each key, in order: copies of one text are one piece of evidence. */
export function oneOfEach(tickets: JudgedTickets, keys: ArrayLike<number>): JudgedTickets {
  const seen = new Set<number>();
  const rows: number[] = [];
  for (let row = 0; row < keys.length; row++) {
    if (seen.has(keys[row] as number)) continue;
    seen.add(keys[row] as number);
    rows.push(row);
  }
  return {
    predicted: rows.map((row) => tickets.predicted[row] as number),
    confidence: rows.map((row) => tickets.confidence[row] as number),
    targets: rows.map((row) => tickets.targets[row] as number),
  };
}
