// "Needs 32 more checked tickets": how many would probably prove a group that is not proven yet.

import { ticketsForChance } from './evidence.ts';
import type { PlannedGroup } from './plan.ts';
import { evidenceAt, type RankedTickets } from './walk.ts';

// As many tickets as prove the promise with this chance.
const CHANCE_NEEDED = 0.8;
// How many tickets' worth the plan's expectation counts beside what was seen.
const PLAN_WEIGHT = 100;

/**
 * Further checked tickets of the group (at least 1) that probably prove its first threshold, on top of those checked; the
 * share of errors there is guessed from what was seen and what the plan expects. Null where that is more than is allowed.
 */
export function checkedMore(
  group: PlannedGroup,
  tickets: RankedTickets,
  allowed: number,
  delta: number,
): number | null {
  const [start] = group.steps;
  if (!start) return null;
  const { tested, errors } = evidenceAt(tickets, start.threshold, allowed);
  const wrong = (errors + start.wrong * PLAN_WEIGHT) / (tested + PLAN_WEIGHT);
  const above = ticketsForChance(CHANCE_NEEDED, wrong, allowed, delta, { tested, errors });
  return above === null ? null : Math.max(1, Math.ceil((above * group.share) / start.share));
}
