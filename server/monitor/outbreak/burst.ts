// Is this more of the same than history explains? The test behind both the content and the term channel.
import { poissonUpper } from '../../../src/core/statistics/poisson.ts';

/** How often something occurred of late and before. */
export interface BurstCounts {
  readonly recent: number;
  readonly past: number;
  readonly ticketsRecent: number;
  readonly ticketsPast: number;
}

/** What chance explains, and how unlikely the rest is. */
export interface Burst {
  /** Expected number among the recent tickets. */
  readonly expected: number;
  readonly pValue: number;
}

// What never occurred is still expected at this rate: half a ticket in all of the history.
const PRIOR_COUNT = 0.5;

/**
 * P(Poisson ≥ recent) with the mean (past + ½) / (ticketsPast + 1) · ticketsRecent. Without any history everything is
 * expected and nothing is a burst.
 */
export function testBurst({ recent, past, ticketsRecent, ticketsPast }: BurstCounts): Burst {
  const expected = ((past + PRIOR_COUNT) / (ticketsPast + 1)) * ticketsRecent;
  return { expected, pValue: poissonUpper(recent, expected) };
}
