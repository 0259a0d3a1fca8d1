// How a challenger comes into service: first it predicts beside the version in service and answers nothing (shadow), then it
// answers a small, sticky share of the tickets (canary), step by step. It is dropped when the two disagree too often.
import { keyedShare } from '../../src/core/promise/keyed-hash.ts';
import type { RolloutRules } from '../store/rollouts.ts';

/** How far a challenger is. */
export interface RolloutState {
  readonly challenger: string;
  /** 0 is shadow; n is the n-th canary share. */
  readonly step: number;
  /** Tickets that both predicted in this step, and those on which they agreed. */
  readonly tickets: number;
  readonly agreed: number;
}

/** What follows from what was seen. `ask` waits for a lead. */
export interface RolloutStep {
  readonly state: RolloutState;
  readonly next: 'wait' | 'ask' | 'promote' | 'drop';
  readonly sentence: string;
}

/** Below so many tickets a disagreement is chance. */
const DROP_TICKETS_MIN = 30;

/** A challenger that nothing is known of yet. */
export function beginRollout(challenger: string): RolloutState {
  return { challenger, step: 0, tickets: 0, agreed: 0 };
}

/** Share of tickets that the challenger answers in this step, 0–1. */
export function canaryShare({ step }: RolloutState, release: RolloutRules): number {
  return step === 0 ? 0 : (release.canary_shares[step - 1] ?? 1);
}

/** Whether the challenger answers this ticket: the same for a ticket asked about twice, and for every larger share. */
export function isCanary(state: RolloutState, ticketId: string, release: RolloutRules): boolean {
  return keyedShare(state.challenger, 'canary', ticketId) < canaryShare(state, release);
}

/** Counts what both predicted and says how it goes on. */
export function observeRollout(
  before: RolloutState,
  seen: { readonly tickets: number; readonly agreed: number },
  release: RolloutRules,
): RolloutStep {
  const state = { ...before, tickets: before.tickets + seen.tickets, agreed: before.agreed + seen.agreed };
  const share = state.tickets === 0 ? 1 : state.agreed / state.tickets;
  const line = `${state.agreed} of ${state.tickets} tickets alike ${state.step === 0 ? 'in the shadow' : `as canary for ${percent(canaryShare(state, release))}`}`;
  if (state.tickets >= DROP_TICKETS_MIN && share < release.agreement_min) {
    return {
      state,
      next: 'drop',
      sentence: `Dropped: only ${line}; ${percent(release.agreement_min)} is asked for.`,
    };
  }
  const needed = state.step === 0 ? release.shadow_tickets : release.canary_tickets;
  if (state.tickets < needed) {
    return {
      state,
      next: 'wait',
      sentence: `${line}; ${needed - state.tickets} more tickets until the next step.`,
    };
  }
  if (state.step < release.canary_shares.length) {
    const next = { ...beginRollout(state.challenger), step: state.step + 1 };
    return {
      state: next,
      next: 'wait',
      sentence: `${line}. From now on it answers ${percent(canaryShare(next, release))} of the tickets.`,
    };
  }
  return release.approval
    ? { state, next: 'ask', sentence: `${line}. A lead may put it in service now.` }
    : { state, next: 'promote', sentence: `${line}. Every step is passed.` };
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
