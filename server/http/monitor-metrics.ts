// What monitors found, for Prometheus: the worst over the desks that this process has looked at of late, since desks are no labels.
import { Gauge, type Registry } from 'prom-client';
import type { LookOutcome } from '../watch/desk-watch.ts';

/** Told of each look. */
export interface MonitorMetrics {
  onLook(facts: LookOutcome): void;
}

/** Somebody else looks at a desk of which this process has heard nothing for so long. */
const HEARD_MS = 26 * 3_600_000;

/** Gauges in `registry`; of the tickets that monitors never saw, or have yet to see, `traces` tells how many there are. */
export function createMonitorMetrics(
  registry: Registry,
  traces: () => { readonly dropped: number; readonly length: number },
  now: () => number,
): MonitorMetrics {
  const heard = new Map<string, LookOutcome>();
  const registers = [registry];
  const current = (): LookOutcome[] => {
    for (const [desk, { at }] of heard) if (now() - at > HEARD_MS) heard.delete(desk);
    return [...heard.values()];
  };
  const signals = (monitor: string) =>
    current().flatMap(({ report }) => report?.signals.filter((one) => one.monitor === monitor) ?? []);
  const numbers = (values: readonly (number | null | undefined)[]): number[] =>
    values.filter((value) => typeof value === 'number');
  const gauge = (name: string, help: string, labelNames: string[], fill: (gauge: Gauge) => void) =>
    new Gauge({
      ...{ name, help, labelNames, registers },
      collect() {
        this.reset();
        fill(this);
      },
    });
  const single = (name: string, help: string, value: () => number | undefined) =>
    gauge(name, help, [], (one) => {
      const found = value();
      if (found === undefined) one.remove();
      else one.set(found);
    });

  gauge('triage_drift', 'Largest effect of a drift monitor.', ['feature'], (one) => {
    const features = new Map<string, number>();
    for (const { report } of current()) {
      for (const { monitor, effect } of report?.signals ?? []) {
        if (!monitor.startsWith('drift.') || effect === null) continue;
        const feature = monitor.slice('drift.'.length);
        features.set(feature, Math.max(features.get(feature) ?? effect, effect));
      }
    }
    for (const [feature, effect] of features) one.set({ feature }, effect);
  });
  gauge('triage_alerts', 'Alerts that stand, by monitor and level.', ['monitor', 'level'], (one) => {
    for (const { alerts } of current()) {
      for (const { monitor, level, raisedAt } of alerts)
        if (raisedAt !== undefined) one.inc({ monitor, level });
    }
  });
  gauge('triage_audits', 'Tickets judged blind in four weeks.', ['result'], (one) => {
    for (const { n, facts } of signals('accuracy.honesty')) {
      const right = facts?.['right'];
      if (typeof right !== 'number') continue;
      one.inc({ result: 'right' }, right);
      one.inc({ result: 'wrong' }, n - right);
    }
  });
  gauge('triage_autoroute', 'Queues by how their promise stands.', ['state'], (one) => {
    for (const { promises } of current()) {
      for (const [state, queues] of Object.entries(promises)) one.inc({ state }, queues);
    }
  });
  single('triage_est_accuracy', 'Lowest accuracy estimated from confidences.', () =>
    least(numbers(signals('accuracy.estimated').map(({ facts }) => asNumber(facts?.['accuracy'])))),
  );
  single('triage_honesty_z', 'Lowest z of audited against expected right predictions.', () =>
    least(numbers(signals('accuracy.honesty').map(({ effect }) => effect))),
  );
  single('triage_outbreaks_open', 'Outbreaks proposed or confirmed.', () =>
    current().reduce((sum, { openOutbreaks }) => sum + openOutbreaks, 0),
  );
  single(
    'triage_traces_dropped',
    'Tickets that monitors never saw, since the start.',
    () => traces().dropped,
  );
  single('triage_traces_waiting', 'Tickets that monitors have yet to see.', () => traces().length);
  gauge('triage_job_last_success_timestamp', 'When a job last succeeded, in seconds.', ['job'], (one) => {
    const looks = current().map(({ at }) => at / 1_000);
    const reports = numbers(current().map(({ report }) => report?.now)).map((at) => at / 1_000);
    if (looks.length > 0) one.set({ job: 'look' }, Math.max(...looks));
    if (reports.length > 0) one.set({ job: 'report' }, Math.max(...reports));
  });

  return {
    onLook: (facts) => {
      heard.set(facts.desk.id, facts);
    },
  };
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}

function asNumber(value: string | number | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
