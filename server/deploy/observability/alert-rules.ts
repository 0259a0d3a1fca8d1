// What wakes whom: every alert of a deployment as data, from which Cloud Monitoring's policies and Grafana's alerts are made, and by
// which tests judge series. Each says where the runbook tells what to do.

/** Series by metric name and fixed labels; a label's value may begin with `~` for a regular expression. */
export interface Series {
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** One pair of windows of a burn-rate alert: both must burn at this factor. Minutes. */
export interface BurnWindows {
  readonly longMinutes: number;
  readonly shortMinutes: number;
  readonly factor: number;
}

/** When an alert fires. */
export type AlertRule =
  /** An error budget is used up too fast (Google, "The Site Reliability Workbook", chapter 5). */
  | {
      readonly kind: 'burn';
      readonly bad: Series;
      readonly all: Series;
      /** Share of requests that may fail. */
      readonly budget: number;
      readonly windows: BurnWindows;
      /** With fewer requests in the long window one failure would page. */
      readonly requestsMin: number;
    }
  /** A quantile of a histogram in seconds. */
  | {
      readonly kind: 'quantile';
      readonly histogram: Series;
      readonly quantile: number;
      readonly aboveSeconds: number;
      readonly minutes: number;
      readonly countMin: number;
    }
  /** A gauge's largest or smallest value over all instances, for so many minutes. */
  | {
      readonly kind: 'level';
      readonly gauge: Series;
      readonly is: 'above' | 'below';
      readonly limit: number;
      readonly minutes: number;
    }
  /** A timestamp in seconds that has grown too old, or that nobody tells any more. */
  | { readonly kind: 'stale'; readonly timestamp: Series; readonly hours: number }
  /** A counter's share of another over a window. */
  | {
      readonly kind: 'share';
      readonly part: Series;
      readonly all: Series;
      readonly above: number;
      readonly minutes: number;
      readonly countMin: number;
    };

/** An alert. */
export interface AlertDefinition {
  /** Also the anchor of its section in docs/runbook-alerts.md. */
  readonly id: string;
  readonly title: string;
  readonly severity: 'page' | 'ticket';
  readonly rule: AlertRule;
}

/** Service level objectives of a deployment, over 30 days. */
export const OBJECTIVES = { availability: 0.995, latencySeconds: 0.8, latencyShare: 0.95 } as const;

const REQUESTS: Series = { metric: 'usher_http_requests_total' };
const FAILED: Series = { metric: 'usher_http_requests_total', labels: { status: '~5..' } };
const REQUESTS_MIN = 20;

function burn(longMinutes: number, shortMinutes: number, factor: number): AlertRule {
  return {
    ...{ kind: 'burn', bad: FAILED, all: REQUESTS, budget: 1 - OBJECTIVES.availability },
    ...{ windows: { longMinutes, shortMinutes, factor }, requestsMin: REQUESTS_MIN },
  };
}

function standing(monitor: string, level: 'critical' | '~warn|critical', minutes = 0): AlertRule {
  const gauge = { metric: 'triage_alerts', labels: { monitor, level } };
  return { kind: 'level', gauge, is: 'above', limit: 0, minutes };
}

/** Every alert. Monitors wait for a second report before they raise one, so that nothing here waits again. */
export const ALERTS: readonly AlertDefinition[] = [
  {
    ...{ id: 'availability-fast', title: 'Requests fail fast', severity: 'page' },
    rule: burn(60, 5, 14.4),
  },
  {
    ...{ id: 'availability-slow', title: 'Requests fail steadily', severity: 'page' },
    rule: burn(360, 30, 6),
  },
  {
    ...{ id: 'availability-budget', title: 'The error budget is being used up', severity: 'ticket' },
    rule: burn(4_320, 360, 1),
  },
  {
    ...{ id: 'latency', title: 'Triage is slow', severity: 'ticket' },
    rule: {
      ...{ kind: 'quantile', quantile: OBJECTIVES.latencyShare, aboveSeconds: OBJECTIVES.latencySeconds },
      histogram: { metric: 'usher_http_request_seconds', labels: { route: '/v1/triage' } },
      ...{ minutes: 15, countMin: 50 },
    },
  },
  {
    ...{ id: 'promise-taken-back', title: 'A queue lost its promise', severity: 'page' },
    rule: {
      ...{ kind: 'level', is: 'above', limit: 0, minutes: 0 },
      gauge: { metric: 'triage_autoroute', labels: { state: 'tripped' } },
    },
  },
  {
    ...{ id: 'honesty', title: 'Confidences promise too much', severity: 'ticket' },
    rule: standing('accuracy.honesty', 'critical'),
  },
  {
    ...{ id: 'accuracy', title: 'Estimated accuracy has fallen', severity: 'ticket' },
    rule: standing('accuracy.estimated', '~warn|critical'),
  },
  {
    ...{ id: 'drift', title: 'Tickets have changed a lot', severity: 'ticket' },
    rule: standing('~drift.*', 'critical'),
  },
  {
    ...{ id: 'fairness', title: 'A group of tickets is served worse', severity: 'ticket' },
    rule: standing('~fairness.*', '~warn|critical'),
  },
  {
    ...{ id: 'audits', title: 'Audits are starved', severity: 'ticket' },
    rule: standing('self.audits', '~warn|critical'),
  },
  {
    ...{ id: 'cost', title: 'Paid models near their budget', severity: 'ticket' },
    rule: standing('self.cost', '~warn|critical'),
  },
  {
    ...{ id: 'fallbacks', title: 'The embedded model answers for another', severity: 'ticket' },
    rule: {
      ...{ kind: 'share', above: 0.05, minutes: 30, countMin: 50 },
      part: { metric: 'triage_predictions_total', labels: { fallback: 'true' } },
      all: { metric: 'triage_predictions_total' },
    },
  },
  {
    ...{ id: 'looks-dead', title: 'Nobody looks at the desks', severity: 'page' },
    rule: {
      ...{ kind: 'stale', hours: 26 },
      timestamp: { metric: 'triage_job_last_success_timestamp', labels: { job: 'report' } },
    },
  },
  {
    ...{ id: 'log-lost', title: 'Predictions are lost to the log', severity: 'ticket' },
    rule: {
      ...{ kind: 'level', is: 'above', limit: 0, minutes: 5 },
      gauge: { metric: 'usher_log_dropped' },
    },
  },
];
