// McNemar's exact test: two models judged the same tickets; only those on which one was right and the other wrong count.

import { binomialLower, binomialUpper } from './binomial.ts';

/** Chances of a split at least so uneven if both models were equally good. */
export interface McNemarTest {
  /** Either model may be the better one. */
  readonly twoSided: number;
  /** Small when the challenger is worse. */
  readonly challengerWorse: number;
}

/** Compares champion and challenger from the number of tickets that only the one, or only the other, had right. */
export function mcnemarExact(onlyChampionRight: number, onlyChallengerRight: number): McNemarTest {
  const n = onlyChampionRight + onlyChallengerRight;
  const fewer = Math.min(onlyChampionRight, onlyChallengerRight);
  return {
    twoSided: Math.min(1, 2 * binomialLower(fewer, n, 0.5)),
    challengerWorse: binomialUpper(onlyChampionRight, n, 0.5),
  };
}
