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
