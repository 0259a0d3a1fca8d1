// What Usher can say of itself on a desk: schedule, allowances, fallbacks, the model's age, audits, and money.
import type { Field } from '../../src/core/contract.ts';
import type { Tick } from '../../src/core/health-schemas.ts';
import type { Spending } from '../backends/purse.ts';
import { DAY_MS, HOUR_MS } from '../monitor/outbreak/calendar.ts';
import type { AuditFact, SelfFacts } from '../monitor/self-anomalies.ts';
import type { Promises } from '../promise/promises.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Store } from '../store/store.ts';

/** Where the facts stand. */
export interface SelfFactsSource {
  readonly store: Store;
  readonly promises: Pick<Promises, 'standing'>;
  readonly spendingOf: (desk: string) => Promise<Spending>;
}

const AUDIT_WEEKS_MS = 14 * DAY_MS;
/** A desk need not have had a ticket on the very day two weeks ago. */
const SETTLED_SLACK_MS = 4 * DAY_MS;
const MINUTE_MS = 60_000;

/** The facts at `now`. */
export async function selfFactsOf(
  { store, promises, spendingOf }: SelfFactsSource,
  desk: DeskRecord,
  field: Field,
  tick: Tick | undefined,
  now: number,
): Promise<SelfFacts> {
  const { healthFigures, models } = store;
  const service = await models.service(desk.id, field.id);
  const model = service === undefined ? undefined : await models.find(desk.id, service.model);
  const since = now - AUDIT_WEEKS_MS;
  const hours = await healthFigures.hours(desk.id, field.id, since - SETTLED_SLACK_MS);
  const ofDay = hours.filter(({ hour }) => hour >= now - DAY_MS);
  const sum = (key: 'tickets' | 'fallbacks') => ofDay.reduce((total, hour) => total + hour[key], 0);
  const isSettled = (hours[0]?.hour ?? now) < since;
  const decisions = await healthFigures.decisions(desk.id, field.id, since);
  const audits = await healthFigures.audits(desk.id, field.id, since, AUDIT_WEEKS_MS);
  const labelledSince =
    model === undefined
      ? 0
      : (await healthFigures.audits(desk.id, field.id, model.createdAt, AUDIT_WEEKS_MS)).reduce(
          (total, { audits: count }) => total + count,
          0,
        );
  const standing = await promises.standing(desk, field);
  const { budgetUsd, spentUsd } = await spendingOf(desk.id);
  const auditOf = ({ label, mode, state }: { label: string; mode: string; state: string }): AuditFact => ({
    group: label,
    isRouting: mode === 'auto' && state === 'proven',
    isSettled,
    assigned: decisions
      .filter((one) => one.label === label && (one.decision === 'assign' || one.decision === 'audit'))
      .reduce((total, { tickets }) => total + tickets, 0),
    audits: audits
      .filter(({ withheld }) => withheld === label)
      .reduce((total, { audits: count }) => total + count, 0),
  });
  return {
    schedules: [],
    quotas: (tick?.quotas ?? []).filter(({ from, renewedAt }) => from < renewedAt),
    traffic: { requests: sum('tickets'), fallbacks: sum('fallbacks') },
    ...(model === undefined
      ? {}
      : { model: { trainedAt: model.createdAt, rows: model.report.rows, labelledSince } }),
    audits: (standing?.labels ?? []).map(auditOf),
    ...(budgetUsd > 0 ? { cost: { spent: spentUsd, cap: budgetUsd } } : {}),
  };
}

/** The schedule's fact, told from when it was last heard of; none where nothing is scheduled. */
export function scheduleFacts(tick: Tick | undefined, tickedAt: number | undefined): SelfFacts['schedules'] {
  if (tick === undefined || tickedAt === undefined || tick.everyMinutes === 0) return [];
  // Looks are asked for at most four times an hour, however often tickets are triaged.
  const everyMs = Math.max(HOUR_MS / 4, tick.everyMinutes * MINUTE_MS);
  return [{ name: 'triage', everyMs, since: tickedAt, lastAt: tickedAt }];
}
