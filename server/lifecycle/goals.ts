// The desk's goals as numbers: what Usher is kept for, how far it is, and since when that can be said. Each figure has its count
// and its interval; a goal that cannot be judged yet says what is missing.
import type { DeskGoals } from '../../src/core/contract.ts';
import { exactUpperBound, type Interval, wilsonInterval } from '../../src/core/statistics/intervals.ts';
import { evidenceOf } from '../promise/judge-audits.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Store } from '../store/store.ts';
import type { Evaluation } from './evaluation.ts';
import type { GateRules } from './gate-rules.ts';
import type { Vault } from './vault.ts';
import { REPORT_FILE } from './version-files.ts';

type Goal = DeskGoals['goals'][number];

const DAY_MS = 86_400_000;
const PERIOD_DAYS = 28;
const WEEKS = PERIOD_DAYS / 7;
/** The chance that too many wrong routes are taken for few enough. */
const WRONG_DELTA = 0.1;

/** Today's figures of a desk, over the last four weeks; `now` is epoch milliseconds. */
export async function goalsOf(
  { store, vault }: { readonly store: Store; readonly vault: Vault },
  desk: DeskRecord,
  now: number,
): Promise<DeskGoals> {
  const { goals: asked } = await vault.rulesOf(desk.id);
  const hours = await store.log.hours(desk.id, now - PERIOD_DAYS * DAY_MS, now);
  const first = desk.fields[0]?.id;
  const own = hours.filter(({ field }) => field === first);
  const count = (chosen: typeof own): number => chosen.reduce((sum, { tickets }) => sum + tickets, 0);
  const tickets = count(own);
  const routed = count(own.filter(({ decision }) => decision === 'assign'));
  const isFree = own.every(({ backend }) => backend === 'embedded');
  return {
    days: PERIOD_DAYS,
    goals: [
      routedGoal(routed, tickets, asked),
      await wrongGoal(store, desk, asked),
      await urgentGoal(vault, store, desk, asked),
      minutesGoal(routed, asked),
      costGoal(tickets, isFree, asked),
    ],
  };
}

function routedGoal(routed: number, tickets: number, { routed_min: asked }: GateRules['goals']): Goal {
  const base = {
    id: 'routed' as const,
    definition: 'Share of the tickets that are assigned without a person.',
    asked,
    n: tickets,
  };
  if (tickets === 0) return unknown(base, 'No ticket was triaged in this time.');
  const interval = wilsonInterval(routed, tickets, 0.95);
  const sentence = `${routed} of ${tickets} tickets were assigned without a person: ${range(routed / tickets, interval)}. Asked for: at least ${percent(asked)}.`;
  return {
    ...base,
    value: routed / tickets,
    ...interval,
    verdict: routed / tickets >= asked ? 'met' : 'missed',
    sentence,
  };
}

async function wrongGoal(
  store: Store,
  desk: DeskRecord,
  { wrong_routes_max: asked }: GateRules['goals'],
): Promise<Goal> {
  const base = {
    id: 'wrong-routes' as const,
    definition: 'Share of blind audits in which a person chose another queue than Usher would have.',
    asked,
  };
  let n = 0;
  let wrong = 0;
  const inService = await store.models.inService(desk.id);
  for (const [field, model] of Object.entries(inService)) {
    const labels = desk.fields.find(({ id }) => id === field)?.labels ?? [];
    const judged = await store.promises.judgedAudits(desk.id, field, model, 0);
    for (const { isWrong } of evidenceOf(judged, labels).values()) {
      n++;
      if (isWrong) wrong++;
    }
  }
  if (n === 0)
    return unknown({ ...base, n }, 'No ticket was judged blind yet. Blind audits come with the mode “auto”.');
  const interval = wilsonInterval(wrong, n, 0.95);
  const line = `${wrong} of ${n} judged tickets would have gone wrong: ${range(wrong / n, interval)}. Allowed: at most ${percent(asked)}.`;
  const isProven = exactUpperBound(wrong, n, WRONG_DELTA) <= asked;
  const verdict = isProven ? 'met' : interval.low > asked ? 'missed' : 'unknown';
  const more = verdict === 'unknown' ? ' Too few were judged to be sure either way.' : '';
  return { ...base, n, value: wrong / n, ...interval, verdict, sentence: `${line}${more}` };
}

async function urgentGoal(
  vault: Vault,
  store: Store,
  desk: DeskRecord,
  { urgent_found_min: asked }: GateRules['goals'],
): Promise<Goal> {
  const base = {
    id: 'urgent' as const,
    definition:
      'Share of the tickets that must never be missed whose urgency Usher sees; the others may be handled late.',
    asked,
  };
  let n = 0;
  let found = 0;
  const inService = await store.models.inService(desk.id);
  for (const { id, neverMissed = [] } of desk.fields) {
    const model = inService[id];
    if (neverMissed.length === 0 || model === undefined) continue;
    const { files } = await vault.verified(desk.id, model);
    const { evaluation } = JSON.parse(new TextDecoder().decode(files[REPORT_FILE])) as {
      evaluation: Evaluation;
    };
    for (const { label, recall } of evaluation.queues) {
      if (!neverMissed.includes(label)) continue;
      n += recall.n;
      found += recall.hits;
    }
  }
  if (n === 0)
    return unknown(
      { ...base, n },
      'The desk names no label that must never be missed, or no such ticket was measured.',
    );
  const interval = wilsonInterval(found, n, 0.95);
  const verdict = interval.low >= asked ? 'met' : interval.high < asked ? 'missed' : 'unknown';
  const sentence = `${found} of ${n} urgent tickets were seen as such: ${range(found / n, interval)}. Asked for: surely ${percent(asked)}.`;
  return { ...base, n, value: found / n, ...interval, verdict, sentence };
}

function minutesGoal(routed: number, rules: GateRules['goals']): Goal {
  const asked = rules.minutes_saved_a_week_min;
  const value = (routed * rules.minutes_a_ticket) / WEEKS;
  return {
    ...{
      id: 'minutes',
      definition: `Assigned tickets a week × ${rules.minutes_a_ticket} minutes each.`,
      asked,
      n: routed,
      value,
    },
    ...{ low: null, high: null, verdict: value >= asked ? 'met' : 'missed' },
    sentence: `About ${Math.round(value)} minutes a week are saved (${routed} tickets in four weeks). Asked for: at least ${asked}.`,
  };
}

function costGoal(
  tickets: number,
  isFree: boolean,
  { cost_a_thousand_max: asked }: GateRules['goals'],
): Goal {
  const base = {
    id: 'cost' as const,
    definition: 'Dollars for predictions, a thousand tickets.',
    asked,
    n: tickets,
  };
  if (tickets === 0) return unknown(base, 'No ticket was triaged in this time.');
  if (!isFree)
    return unknown(
      base,
      'Some tickets were answered by a paid service; its own daily budget bounds the cost.',
    );
  return {
    ...base,
    ...{ value: 0, low: null, high: null, verdict: 'met' },
    sentence: `All ${tickets} tickets were answered by the desk's own model, which costs nothing a ticket.`,
  };
}

function unknown(base: Pick<Goal, 'id' | 'definition' | 'asked' | 'n'>, sentence: string): Goal {
  return { ...base, value: null, low: null, high: null, verdict: 'unknown', sentence };
}

function range(value: number, { low, high }: Interval): string {
  return `${percent(value)} (between ${percent(low)} and ${percent(high)})`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
