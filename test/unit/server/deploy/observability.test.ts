import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Value } from 'typebox/value';
import { alertQuery } from '../../../../server/deploy/observability/alert-query.ts';
import { ALERTS, type AlertDefinition } from '../../../../server/deploy/observability/alert-rules.ts';
import {
  AlertPolicySchema,
  alertPolicies,
  DashboardSchema,
  monitoringDashboard,
} from '../../../../server/deploy/observability/cloud-monitoring.ts';
import {
  AlertFileSchema,
  alertFile,
  GrafanaSchema,
  grafanaDashboard,
} from '../../../../server/deploy/observability/grafana.ts';
import { PANELS } from '../../../../server/deploy/observability/panels.ts';
import { aBatch, aTicket } from '../../../builders/proxy.ts';
import { aWatchedDesk } from '../watch/a-watched-desk.ts';
import { firesAt, type Samples } from './alert-judge.ts';

const RUNBOOK = new URL('../../../../docs/runbook-alerts.md', import.meta.url);
const ADDRESS = 'https://docs.example/runbook-alerts.md';
/** A week into the series. */
const NOW = 7 * 1_440;

function counter(
  metric: string,
  labels: Record<string, string>,
  aMinute: (minute: number) => number,
): Samples {
  const totals: number[] = [0];
  for (let minute = 1; minute <= NOW; minute++) totals.push((totals[minute - 1] ?? 0) + aMinute(minute));
  return { metric, labels, at: (minute) => totals[Math.max(0, minute)] };
}

/** Sixty requests a minute, of which a share fails in the last `minutes`. */
function failing(share: number, minutes: number, perMinute = 60): Samples[] {
  const failed = (minute: number) => (minute > NOW - minutes ? share * perMinute : 0);
  return [
    counter('usher_http_requests_total', { status: '200' }, (minute) => perMinute - failed(minute)),
    counter('usher_http_requests_total', { status: '503' }, failed),
  ];
}

/** A hundred triages in fifteen minutes, of which a share takes more than a second. */
function answering(slowShare: number, perMinute = 10): Samples[] {
  const labels = { route: '/v1/triage' };
  const bucket = (le: string, share: number) =>
    counter('usher_http_request_seconds_bucket', { ...labels, le }, () => share * perMinute);
  return [
    ...[bucket('0.5', 1 - slowShare), bucket('1', 1 - slowShare), bucket('2.5', 1), bucket('Infinity', 1)],
    counter('usher_http_request_seconds_count', labels, () => perMinute),
  ];
}

function gauge(
  metric: string,
  labels: Record<string, string>,
  value: number | undefined,
  minutes = NOW,
): Samples {
  return { metric, labels, at: (minute) => (minute > NOW - minutes ? value : 0) };
}

const alertsOf = (monitor: string, level: string, value: number) => [
  gauge('triage_alerts', { monitor, level }, value),
];
const answers = (fallbackShare: number) => [
  counter('triage_predictions_total', { fallback: 'true' }, () => 10 * fallbackShare),
  counter('triage_predictions_total', { fallback: 'false' }, () => 10 * (1 - fallbackShare)),
];
const reportedAt = (hoursAgo: number) => [
  gauge('triage_job_last_success_timestamp', { job: 'report' }, (NOW - hoursAgo * 60) * 60),
];

/** By alert: series on which it fires, and series on which it stays silent. */
const SERIES: Readonly<Record<string, { readonly fires: Samples[][]; readonly silent: Samples[][] }>> = {
  'availability-fast': {
    fires: [failing(0.2, 60), failing(1, 10)],
    silent: [
      failing(0, 60),
      failing(0.02, 60),
      failing(1, 60, 0.2),
      [...failing(0.5, 60), ...failing(0, 0, 3_000)],
    ],
  },
  'availability-slow': { fires: [failing(0.05, 360)], silent: [failing(0.005, 360), failing(0.05, 20)] },
  'availability-budget': { fires: [failing(0.01, 4_320)], silent: [failing(0.003, 4_320)] },
  latency: { fires: [answering(0.1)], silent: [answering(0.02), answering(0.5, 2)] },
  'promise-taken-back': {
    fires: [[gauge('triage_autoroute', { state: 'tripped' }, 1)]],
    silent: [
      [gauge('triage_autoroute', { state: 'tripped' }, 0), gauge('triage_autoroute', { state: 'proven' }, 5)],
    ],
  },
  honesty: {
    fires: [alertsOf('accuracy.honesty', 'critical', 1)],
    silent: [alertsOf('accuracy.honesty', 'critical', 0), []],
  },
  accuracy: {
    fires: [alertsOf('accuracy.estimated', 'warn', 1)],
    silent: [alertsOf('accuracy.honesty', 'critical', 1)],
  },
  drift: {
    fires: [alertsOf('drift.content', 'critical', 1)],
    silent: [alertsOf('drift.content', 'warn', 1)],
  },
  fairness: {
    fires: [alertsOf('fairness.accuracy', 'warn', 1)],
    silent: [alertsOf('drift.label', 'warn', 1)],
  },
  audits: { fires: [alertsOf('self.audits', 'warn', 2)], silent: [alertsOf('self.cost', 'warn', 1)] },
  cost: { fires: [alertsOf('self.cost', 'critical', 1)], silent: [alertsOf('self.audits', 'warn', 1)] },
  fallbacks: {
    fires: [answers(0.2)],
    silent: [answers(0.01), [counter('triage_predictions_total', { fallback: 'true' }, () => 1)]],
  },
  'looks-dead': { fires: [reportedAt(30), []], silent: [reportedAt(20)] },
  'log-lost': {
    fires: [[gauge('usher_log_dropped', {}, 3)]],
    silent: [[gauge('usher_log_dropped', {}, 0)], [gauge('usher_log_dropped', {}, 3, 2)]],
  },
};
const CASES = ALERTS.map((alert): [string, AlertDefinition] => [alert.id, alert]);

describe('the alerts', () => {
  it.each(CASES)('%s fires on what it is for and stays silent on what it is not', (id, { rule }) => {
    const { fires = [], silent = [] } = SERIES[id] ?? {};
    expect(fires.map((series) => firesAt(rule, series, NOW))).toEqual(fires.map(() => true));
    expect(silent.map((series) => firesAt(rule, series, NOW))).toEqual(silent.map(() => false));
    expect([fires.length, silent.length]).not.toContain(0);
  });

  it.each(CASES)('%s has a section in the runbook with what to do', (id) => {
    const section = readFileSync(RUNBOOK, 'utf8').split(`\n## ${id}\n`)[1]?.split('\n## ')[0] ?? '';
    expect(section).toMatch(/^\d\. /m);
  });

  it('have queries whose brackets close', () => {
    const depth = (text: string) =>
      [...text].reduce(
        (open, letter) => open + ('([{'.includes(letter) ? 1 : ')]}'.includes(letter) ? -1 : 0),
        0,
      );
    expect(ALERTS.map(({ rule }) => depth(alertQuery(rule)))).toEqual(ALERTS.map(() => 0));
  });
});

describe('the dashboards', () => {
  it('keep to the shapes of Cloud Monitoring and Grafana', () => {
    expect(Value.Check(DashboardSchema, monitoringDashboard())).toBe(true);
    expect(alertPolicies(ADDRESS).every((policy) => Value.Check(AlertPolicySchema, policy))).toBe(true);
    expect(Value.Check(GrafanaSchema, grafanaDashboard())).toBe(true);
    expect(Value.Check(AlertFileSchema, alertFile(ADDRESS))).toBe(true);
  });

  it('draw the same panels, none over another', () => {
    const tiles = monitoringDashboard().mosaicLayout.tiles;
    expect(tiles.map(({ widget }) => widget.title)).toEqual(
      grafanaDashboard().panels.map(({ title }) => title),
    );
    expect(new Set(tiles.map(({ xPos, yPos }) => `${xPos} ${yPos}`)).size).toBe(tiles.length);
  });

  it('ask for no metric that the proxy does not tell', async () => {
    const { proxy, live } = await aWatchedDesk();
    await live(9);
    await proxy.call('POST', '/v1/triage', aBatch([aTicket()]));
    const page = (await proxy.app.inject('/metrics')).body;
    const told = new Set([...page.matchAll(/^# TYPE (\w+) (\w+)/gm)].map(([, name]) => name));
    const queries = [
      ...PANELS.flatMap(({ lines }) => lines.map(({ query }) => query)),
      ...ALERTS.map(({ rule }) => alertQuery(rule)),
    ];
    const asked = new Set(
      queries.flatMap((query) => query.match(/\b(usher|triage|process)_[a-z0-9_]+/g) ?? []),
    );
    const known = (name: string) => told.has(name) || told.has(name.replace(/_(bucket|count|sum)$/, ''));
    expect([...asked].filter((name) => !known(name))).toEqual([]);
    expect(page).toMatch(/triage_job_last_success_timestamp\{job="report"\} \d/);
    await proxy.close();
  });
});
