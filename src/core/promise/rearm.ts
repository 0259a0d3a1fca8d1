// Gives a group its right to be routed back, on audits that people judged since it was taken away, when a lead says so. A lead
// may try after every audit: while more than the allowed share is wrong, the chance that any try ever succeeds is at most delta.
//
// The evidence is a bet, shared between three stakes, that the error is now well below what is allowed. Source: Ville's
// inequality for test martingales; A. Ramdas et al., "Game-Theoretic Statistics and Safe Anytime-Valid Inference" (2023).
import { type ArmedWatchdog, armWatchdog, type TrippedWatchdog } from './watchdog.ts';

/** Errors that are bet on, as shares of the allowed error. None at all wins fastest, half of it forgives an error. */
const ALTERNATIVES: readonly number[] = [0, 0.25, 0.5];
/** More audits than anyone would judge before training anew. */
const AUDITS_MAX = 5_000;

/** Audits of a group that people judged after its trip. */
export interface FreshAudits {
  readonly audits: number;
  readonly errors: number;
}

/** A person's word for arming again. */
export interface Approval {
  readonly by: string;
  readonly role: 'owner' | 'lead' | 'member';
}

export type Rearming =
  | { readonly isArmed: true; readonly watchdog: ArmedWatchdog; readonly approvedBy: string }
  | { readonly isArmed: false; readonly refusal: 'not-a-lead' }
  /** `more` right audits in a row would prove it; null when no reasonable number does. */
  | { readonly isArmed: false; readonly refusal: 'not-proven'; readonly more: number | null };

/**
 * What the bets are worth after these audits, 1 at the start: at least 1/delta proves at delta that fewer than the share
 * `allowed` (above 0, at most a half) are wrong, whenever one looks.
 */
export function recoveryEvidence({ audits, errors }: FreshAudits, allowed: number): number {
  const worth = ALTERNATIVES.map((share) => {
    const wrong = errors === 0 ? 1 : share ** errors;
    return wrong * ((1 - share * allowed) / (1 - allowed)) ** (audits - errors);
  });
  return worth.reduce((sum, one) => sum + one, 0) / ALTERNATIVES.length;
}

/** Arms a tripped watchdog again, with no audits, or says what is missing; `delta` is the promise's, 0 to 1. */
export function rearmWatchdog(
  tripped: TrippedWatchdog,
  fresh: FreshAudits,
  delta: number,
  approval: Approval,
): Rearming {
  if (approval.role === 'member') return { isArmed: false, refusal: 'not-a-lead' };
  const more = rightAuditsNeeded(fresh, tripped.allowed, delta);
  if (more !== 0) return { isArmed: false, refusal: 'not-proven', more };
  return { isArmed: true, watchdog: armWatchdog(tripped.allowed), approvedBy: approval.by };
}

/** How many further audits, all of them right, would prove the group again; null when no reasonable number does. */
function rightAuditsNeeded({ audits, errors }: FreshAudits, allowed: number, delta: number): number | null {
  for (let more = 0; more <= AUDITS_MAX; more++) {
    if (recoveryEvidence({ audits: audits + more, errors }, allowed) >= 1 / delta) return more;
  }
  return null;
}
