// Which would-be assignments go to a person blind instead. Their outcomes, and not what people merely left alone, are what
// promise, watchdog and honesty test learn from.

import { binomialUpper } from '../statistics/binomial.ts';
import { keyedShare } from './keyed-hash.ts';

/** At least this share of a queue's would-be assignments is audited. */
export const AUDIT_SHARE_MIN = 0.02;
/** At least so many audits a queue and week, as far as it has so many tickets. */
export const AUDITS_PER_WEEK_MIN = 20;
// The share is large enough that a week falls short of the number above at most once in ten.
const CHANCE_OF_ENOUGH = 0.9;

/**
 * Share of a queue's would-be assignments to audit when `assignedPerWeek` of them are expected. Set it once a period for
 * each queue and keep it, so that a ticket asked about twice gets one answer. A queue with no more than 20 a week is
 * audited whole.
 */
export function auditShare(assignedPerWeek: number): number {
  const tickets = Math.floor(assignedPerWeek);
  if (!(tickets > AUDITS_PER_WEEK_MIN)) return 1;
  let low = AUDIT_SHARE_MIN;
  let high = 1;
  if (isEnough(tickets, low)) return low;
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if (isEnough(tickets, middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Whether this ticket is audited: the same answer for the same key, field, ticket and share, and for any larger share. */
export function isAudited(key: string, field: string, ticketId: string, share: number): boolean {
  // A share of the whole leaves nothing to choose.
  return share >= 1 || keyedShare(key, `audit ${field}`, ticketId) < share;
}

function isEnough(tickets: number, share: number): boolean {
  return binomialUpper(AUDITS_PER_WEEK_MIN, tickets, share) >= CHANCE_OF_ENOUGH;
}
