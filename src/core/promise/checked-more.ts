// "Needs 32 more checked tickets": how many would probably prove a group that is not proven yet.

import { chanceToProve, ticketsForChance } from './evidence.ts';
import type { PlannedGroup, PlanStep } from './plan.ts';
import { evidenceAt, type RankedTickets } from './walk.ts';

// As many tickets as prove the promise with this chance.
const CHANCE_NEEDED = 0.8;
// Of a group's thresholds, about this many are tried.
const STEPS_TRIED = 10;
// How many tickets' worth the plan's expectation counts beside what was seen.
const PLAN_WEIGHT = 20;

/**
 * Further checked tickets of the group (at least 1), from the threshold at which the fewest are needed; the share of errors
 * there is guessed from what was seen and what the plan expects. Null when at no threshold few enough are wrong.
 */
export function checkedMore(
  group: PlannedGroup,
  tickets: RankedTickets,
  allowed: number,
  delta: number,
): number | null {
  const every = Math.max(1, Math.ceil(group.steps.length / STEPS_TRIED));
  let fewest: number | null = null;
  for (let index = 0; index < group.steps.length; index += every) {
    const step = group.steps[index] as PlanStep;
    const { tested, errors } = evidenceAt(tickets, step.threshold, allowed);
    const wrong = (errors + step.wrong * PLAN_WEIGHT) / (tested + PLAN_WEIGHT);
    const part = step.share / group.share;
    // Searching is dear: only where this threshold beats the best so far.
    if (fewest !== null && chanceToProve(Math.floor(fewest * part), wrong, allowed, delta) < CHANCE_NEEDED)
      continue;
    const above = ticketsForChance(CHANCE_NEEDED, wrong, allowed, delta);
    if (above !== null) fewest = Math.min(fewest ?? Infinity, Math.ceil(above / part));
  }
  return fewest === null ? null : Math.max(1, fewest - tickets.confidence.length);
}
