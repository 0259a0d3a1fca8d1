// The desk's health as the proxy tells it: looks asked for by the schedule, and a person's word on an outbreak.
import { Problem } from '../core/contract.ts';
import type { Health, Tick } from '../core/health-schemas.ts';
import { allowanceOf, readBudget } from './day-budget.ts';
import type { SheetWorld } from './ports.ts';
import { exchange } from './proxy.ts';
import { readPlan } from './schedule.ts';
import { isRecord, type Settings } from './settings.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Asks the proxy to look at the desk and answers what it found. Throws a `Problem`. */
export function askForLook(world: SheetWorld, { desk }: Settings): Health {
  const now = world.now();
  const { since, triggerMs, requests } = readBudget(world.settings, now);
  const allowance = allowanceOf(world.deployment);
  const quota = (name: string, used: number, limit: number) => ({
    ...{ name, used, limit },
    ...{ from: since, renewedAt: since + DAY_MS },
  });
  const tick: Tick = {
    timeZone: world.sheets.timeZone(),
    everyMinutes: readPlan(world.settings).everyMinutes,
    quotas: [
      quota('trigger-minutes', triggerMs / MINUTE_MS, allowance.triggerMs / MINUTE_MS),
      quota('requests', requests, allowance.requests),
    ],
  };
  const request = { method: 'POST' as const, path: `/v1/desks/${desk}/tick`, body: JSON.stringify(tick) };
  return exchange(world.http, request, parseHealth);
}

/** Sends a person's word on an outbreak and answers the health after it. Throws a `Problem`. */
export function sendDecision(world: SheetWorld, { desk }: Settings, id: string, decision: string): Health {
  const path = `/v1/desks/${desk}/outbreaks/${encodeURIComponent(id)}`;
  return exchange(world.http, { method: 'POST', path, body: JSON.stringify({ decision }) }, parseHealth);
}

/** The health in an answer; null where it is anything else. */
export function parseHealth(value: unknown): Health | null {
  if (!isRecord(value) || !isRecord(value['audits'])) return null;
  const lists = ['signals', 'outbreaks', 'queues', 'promised', 'volume'].map((key) => value[key]);
  return lists.every(Array.isArray) ? (value as unknown as Health) : null;
}

/** What a page sent about an outbreak; throws a `Problem` with this message where it is anything else. */
export function parseDecision(sent: unknown, refusal: string): { id: string; decision: string } {
  if (isRecord(sent)) {
    const { id, decision } = sent;
    const isKnown = decision === 'confirm' || decision === 'dismiss' || decision === 'close';
    if (typeof id === 'string' && isKnown) return { id, decision };
  }
  throw new Problem('bad_request', refusal);
}
