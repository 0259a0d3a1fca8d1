// What k errors among n checked tickets prove about an allowed share of errors, and how many tickets a proof takes.

import { binomialLower } from '../statistics/binomial.ts';

// No desk checks more tickets of one queue than this to switch it on.
const TICKETS_MAX = 20_000;

/**
 * Chance of at most `errors` among `tickets` if more than the share `allowed` were wrong: the exact binomial p-value, equal
 * to the one-sided Clopper–Pearson test. 1 when there are no tickets.
 */
export function evidencePValue(errors: number, tickets: number, allowed: number): number {
  return tickets === 0 ? 1 : binomialLower(errors, tickets, allowed);
}

/** The most errors among `tickets` that still prove the promise at `delta`; −1 when not even none would. */
export function errorsMax(tickets: number, allowed: number, delta: number): number {
  let low = -1;
  let high = tickets;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (evidencePValue(middle, tickets, allowed) <= delta) low = middle;
    else high = middle;
  }
  return low;
}

/** Fewest tickets that prove the promise with this many errors among them; null when no reasonable number does. */
export function ticketsMin(errors: number, allowed: number, delta: number): number | null {
  return firstTickets((tickets) => evidencePValue(errors, tickets, allowed) <= delta);
}

/** Chance that `tickets` checked tickets prove the promise when a share `wrong` of them is wrong. */
export function chanceToProve(tickets: number, wrong: number, allowed: number, delta: number): number {
  const most = errorsMax(tickets, allowed, delta);
  return most < 0 ? 0 : binomialLower(most, tickets, wrong);
}

/**
 * Fewest further tickets, to within 2 %, with which the promise is proven at least with the chance asked for, when a share
 * `wrong` of them is wrong and some tickets were checked already; null when no reasonable number does.
 */
export function ticketsForChance(
  chance: number,
  wrong: number,
  allowed: number,
  delta: number,
  checked: { readonly tested: number; readonly errors: number } = { tested: 0, errors: 0 },
): number | null {
  if (wrong >= allowed) return null;
  return firstTickets((more) => {
    const spare = errorsMax(checked.tested + more, allowed, delta) - checked.errors;
    return spare >= 0 && binomialLower(spare, more, wrong) >= chance;
  });
}

// Doubles until it holds, then halves the gap. The chance to prove has small teeth, hence "to within 2 %" above.
function firstTickets(holds: (tickets: number) => boolean): number | null {
  let high = 1;
  while (!holds(high)) {
    high *= 2;
    if (high > TICKETS_MAX) return null;
  }
  let low = high >> 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
