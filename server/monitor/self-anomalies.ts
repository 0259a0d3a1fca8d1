// Is Usher itself well? Dead schedules, quotas running out, slow or failing answers, a stale model, starved audits and cost,
// each from counts that the proxy keeps anyway.
import { wilsonInterval } from '../../src/core/statistics/intervals.ts';
import { percent, type Signal, type SignalLevel } from './signal.ts';

/** A schedule and when it last finished; `lastAt` is undefined when it never has. Milliseconds. */
export interface ScheduleFact {
  readonly name: string;
  readonly everyMs: number;
  readonly since: number;
  readonly lastAt?: number;
}

/** A daily quota: used since `from`, and when it is given anew. */
export interface QuotaFact {
  readonly name: string;
  readonly used: number;
  readonly limit: number;
  readonly from: number;
  readonly renewedAt: number;
}

/** Answers of the last quarter of an hour or longer. What is left out is not judged. */
export interface TrafficFact {
  readonly requests: number;
  readonly failed?: number;
  readonly fallbacks: number;
  /** 95th percentile of the time to answer, in milliseconds. */
  readonly p95Ms?: number;
}

/** The model in service, and what people have labelled since it was trained. */
export interface ModelFact {
  readonly trainedAt: number;
  readonly rows: number;
  readonly labelledSince: number;
}

/** Audits of one group in the last two weeks. */
export interface AuditFact {
  readonly group: string;
  readonly isRouting: boolean;
  /** False until tickets have come for two weeks: nobody can have checked what has only begun. */
  readonly isSettled: boolean;
  readonly assigned: number;
  readonly audits: number;
}

/** Money spent this month and the cap, in the desk's currency. */
export interface CostFact {
  readonly spent: number;
  readonly cap: number;
}

/** All facts; what is left out is not judged. */
export interface SelfFacts {
  readonly schedules: readonly ScheduleFact[];
  readonly quotas: readonly QuotaFact[];
  readonly traffic?: TrafficFact;
  readonly model?: ModelFact;
  readonly audits: readonly AuditFact[];
  readonly cost?: CostFact;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** One run may be missed: Google starts time-driven triggers up to an hour off. */
const MISSED_RUNS_WARN = 2;
const MISSED_RUNS_CRITICAL = 6;
const SCHEDULE_SLACK_MS = HOUR_MS;
const QUOTA_WARN = 0.8;
const QUOTA_CRITICAL = 0.95;
/** A forecast from the first tenth of a day says nothing. */
const QUOTA_DAY_SHARE_MIN = 0.1;
const REQUESTS_MIN = 50;
const FAILED_MAX = 0.005;
const FALLBACKS_MAX = 0.05;
const P95_MAX_MS = 800;
const MODEL_DAYS_MAX = 90;
/** A fifth of new labels is worth a training. */
const LABELLED_SHARE_MAX = 0.2;
const AUDITS_MIN = 20;
const COST_WARN = 0.8;

/** One signal for each fact. `now` in milliseconds since 1970. */
export function selfSignals(facts: SelfFacts, now: number): Signal[] {
  return [
    ...facts.schedules.map((fact) => scheduleSignal(fact, now)),
    ...facts.quotas.map((fact) => quotaSignal(fact, now)),
    ...(facts.traffic === undefined ? [] : trafficSignals(facts.traffic)),
    ...(facts.model === undefined ? [] : [modelSignal(facts.model, now)]),
    ...facts.audits.filter(({ isRouting }) => isRouting).map(auditSignal),
    ...(facts.cost === undefined ? [] : [costSignal(facts.cost)]),
  ];
}

function scheduleSignal({ name, everyMs, since, lastAt }: ScheduleFact, now: number): Signal {
  const idleMs = now - (lastAt ?? since);
  const missed = Math.max(0, (idleMs - SCHEDULE_SLACK_MS) / everyMs);
  const isAhead = idleMs < -SCHEDULE_SLACK_MS;
  const level = isAhead ? 'not-enough-data' : byLimits(missed, MISSED_RUNS_WARN, MISSED_RUNS_CRITICAL);
  const last = lastAt === undefined ? 'has not run yet' : `last ran ${ago(idleMs)} ago`;
  return {
    monitor: 'self.schedule',
    subject: name,
    level,
    n: lastAt === undefined ? 0 : 1,
    effect: isAhead ? null : missed,
    critical: MISSED_RUNS_WARN,
    facts: { idleMs, everyMs },
    sentence: isAhead
      ? `The schedule "${name}" reports a run in the future. Check the clock.`
      : level === 'ok'
        ? `The schedule "${name}" ${last}.`
        : `The schedule "${name}" ${last} and should run every ${ago(everyMs)}. Open the sheet's menu and switch it on again.`,
    rows: [],
  };
}

function quotaSignal({ name, used, limit, from, renewedAt }: QuotaFact, now: number): Signal {
  const share = used / limit;
  const passed = (now - from) / (renewedAt - from);
  const forecast = passed >= QUOTA_DAY_SHARE_MIN && passed <= 1 ? share / passed : share;
  const level =
    share >= QUOTA_CRITICAL ? 'critical' : share >= QUOTA_WARN ? 'warn' : forecast >= 1 ? 'info' : 'ok';
  return {
    monitor: 'self.quota',
    subject: name,
    level,
    n: used,
    effect: share,
    critical: QUOTA_WARN,
    facts: { limit },
    sentence:
      `${percent(share)} of today's ${limit} ${name} are used` +
      (level === 'ok'
        ? '.'
        : level === 'info'
          ? '; at this pace they end before the day does.'
          : '. Usher waits for tomorrow when they end.'),
    rows: [],
  };
}

function trafficSignals({ requests, failed, fallbacks, p95Ms }: TrafficFact): Signal[] {
  return [
    ...(failed === undefined
      ? []
      : [rateSignal('self.errors', failed, requests, FAILED_MAX, 'requests failed')]),
    rateSignal(
      'self.fallbacks',
      fallbacks,
      requests,
      FALLBACKS_MAX,
      'requests were answered by the embedded model in place of another',
    ),
    ...(p95Ms === undefined ? [] : [latencySignal(p95Ms, requests)]),
  ];
}

function latencySignal(p95Ms: number, requests: number): Signal {
  const isJudged = requests >= REQUESTS_MIN;
  return {
    monitor: 'self.latency',
    level: isJudged ? byLimits(p95Ms, P95_MAX_MS, 4 * P95_MAX_MS) : 'not-enough-data',
    n: requests,
    effect: isJudged ? p95Ms : null,
    critical: P95_MAX_MS,
    sentence: isJudged
      ? `19 of 20 answers took at most ${p95Ms.toFixed(0)} ms (${requests} requests).`
      : `${requests} requests are too few to say how fast Usher answers.`,
    rows: [],
  };
}

// Fires when even the lower end of the interval is above what is allowed, so that one failure in sixty does not.
function rateSignal(monitor: string, count: number, n: number, most: number, what: string): Signal {
  const isJudged = n >= REQUESTS_MIN;
  const share = isJudged ? count / n : 0;
  const low = isJudged ? wilsonInterval(count, n, 0.95).low : 0;
  return {
    monitor,
    level: isJudged ? byLimits(low, most, 10 * most) : 'not-enough-data',
    n,
    effect: isJudged ? share : null,
    critical: most,
    facts: { count },
    sentence: isJudged
      ? `${count} of ${n} ${what} (${percent(share)}).`
      : `${count} of ${n} ${what}; too few for a share.`,
    rows: [],
  };
}

function modelSignal({ trainedAt, rows, labelledSince }: ModelFact, now: number): Signal {
  const days = (now - trainedAt) / DAY_MS;
  const grown = rows === 0 ? 1 : labelledSince / rows;
  const level =
    days < 0
      ? 'not-enough-data'
      : grown >= LABELLED_SHARE_MAX
        ? days > MODEL_DAYS_MAX
          ? 'warn'
          : 'info'
        : 'ok';
  const age =
    days < 0
      ? 'The model claims to be trained in the future. Check the clock'
      : `The model is ${days.toFixed(0)} days old and learnt from ${rows} tickets`;
  return {
    monitor: 'self.model-age',
    level,
    n: rows,
    effect: days < 0 ? null : days,
    critical: MODEL_DAYS_MAX,
    facts: { labelledSince },
    sentence:
      level === 'ok' || days < 0
        ? `${age}.`
        : `${age}; ${labelledSince} more were labelled since. Train again.`,
    rows: [],
  };
}

function auditSignal({ group, isSettled, assigned, audits }: AuditFact): Signal {
  const wanted = Math.min(AUDITS_MIN, assigned);
  return {
    monitor: 'self.audits',
    subject: group,
    level:
      audits >= wanted ? 'ok' : !isSettled ? 'not-enough-data' : audits < wanted / 4 ? 'critical' : 'warn',
    n: audits,
    effect: audits,
    critical: wanted,
    facts: { assigned },
    sentence:
      `${audits} of ${assigned} tickets routed to ${group} were checked in two weeks` +
      (audits >= wanted || !isSettled
        ? '.'
        : `; the promise needs ${wanted}. Confirm or correct the tickets that wait for a check.`),
    rows: [],
  };
}

function costSignal({ spent, cap }: CostFact): Signal {
  const share = cap > 0 ? spent / cap : 0;
  return {
    monitor: 'self.cost',
    level: share >= 1 ? 'critical' : share >= COST_WARN ? 'warn' : 'ok',
    n: 1,
    effect: share,
    critical: COST_WARN,
    facts: { spent, cap },
    sentence: `${spent.toFixed(2)} of ${cap.toFixed(2)} are spent (${percent(share)})${share >= 1 ? '; the embedded model answers from now on' : ''}.`,
    rows: [],
  };
}

function byLimits(value: number, warn: number, critical: number): SignalLevel {
  return value > critical ? 'critical' : value > warn ? 'warn' : 'ok';
}

function ago(ms: number): string {
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / 60_000)} minutes`;
  return ms < 2 * DAY_MS ? `${Math.round(ms / HOUR_MS)} hours` : `${Math.round(ms / DAY_MS)} days`;
}
