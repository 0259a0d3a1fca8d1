// What the engineer's dashboard shows, as data: Cloud Monitoring and Grafana draw the same panels.
import { OBJECTIVES } from './alert-rules.ts';

/** One chart. */
export interface Panel {
  readonly title: string;
  readonly unit: 'count' | 'share' | 'seconds' | 'bytes' | 'number';
  /** PromQL with the name of each line. */
  readonly lines: readonly { readonly query: string; readonly name: string }[];
  /** A line across: what must not be passed. */
  readonly limit?: number;
}

const rate = (selector: string) => `rate(${selector}[5m])`;
const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (${rate('usher_http_request_seconds_bucket{route="/v1/triage"}')}))`;

/** Every panel, most urgent first. */
export const PANELS: readonly Panel[] = [
  {
    ...{ title: 'Requests', unit: 'count' },
    lines: [{ query: `sum by (route) (${rate('usher_http_requests_total')})`, name: '{{route}}' }],
  },
  {
    ...{ title: 'Failed requests', unit: 'share', limit: 1 - OBJECTIVES.availability },
    lines: [
      {
        query: `sum(${rate('usher_http_requests_total{status=~"5.."}')}) / sum(${rate('usher_http_requests_total')})`,
        name: 'failed',
      },
    ],
  },
  {
    ...{ title: 'Time to answer a triage', unit: 'seconds', limit: OBJECTIVES.latencySeconds },
    lines: [0.5, 0.95, 0.99].map((share) => ({ query: quantile(share), name: `p${share * 100}` })),
  },
  {
    ...{ title: 'Predictions by decision', unit: 'count' },
    lines: [{ query: `sum by (action) (${rate('triage_predictions_total')})`, name: '{{action}}' }],
  },
  {
    ...{ title: 'Coverage: routed of all predictions', unit: 'share' },
    lines: [
      {
        query:
          'sum(increase(triage_predictions_total{action="assign"}[1h])) / sum(increase(triage_predictions_total[1h]))',
        name: 'routed',
      },
    ],
  },
  {
    ...{ title: 'Confidence', unit: 'share' },
    lines: [0.1, 0.5, 0.9].map((share) => ({
      query: `histogram_quantile(${share}, sum by (le) (rate(triage_confidence_bucket[1h])))`,
      name: `p${share * 100}`,
    })),
  },
  {
    ...{ title: 'Answers by another than was asked, and backends that failed', unit: 'count' },
    lines: [
      { query: `sum(${rate('triage_predictions_total{fallback="true"}')})`, name: 'fallbacks' },
      { query: `sum by (backend, kind) (${rate('triage_errors_total')})`, name: '{{backend}} {{kind}}' },
    ],
  },
  {
    ...{ title: 'Drift, by effect', unit: 'number' },
    lines: [{ query: 'max by (feature) (triage_drift)', name: '{{feature}}' }],
  },
  {
    ...{ title: 'Accuracy: estimated, and audited', unit: 'share' },
    lines: [
      { query: 'min(triage_est_accuracy)', name: 'estimated' },
      { query: 'sum(triage_audits{result="right"}) / sum(triage_audits)', name: 'audited' },
    ],
  },
  {
    ...{ title: 'Honesty of confidences (z)', unit: 'number', limit: -2.33 },
    lines: [{ query: 'min(triage_honesty_z)', name: 'z' }],
  },
  {
    ...{ title: 'Queues by promise', unit: 'count' },
    lines: [{ query: 'max by (state) (triage_autoroute)', name: '{{state}}' }],
  },
  {
    ...{ title: 'Alerts of monitors, and open outbreaks', unit: 'count' },
    lines: [
      { query: 'max by (monitor, level) (triage_alerts)', name: '{{monitor}} {{level}}' },
      { query: 'max(triage_outbreaks_open)', name: 'outbreaks' },
    ],
  },
  {
    ...{ title: 'Hours since the last look and report', unit: 'number', limit: 26 },
    lines: [{ query: '(time() - max by (job) (triage_job_last_success_timestamp)) / 3600', name: '{{job}}' }],
  },
  {
    ...{ title: 'Waiting to be written, and lost', unit: 'count' },
    lines: [
      { query: 'sum(usher_log_waiting)', name: 'waiting' },
      { query: 'sum(usher_log_dropped)', name: 'log lost' },
      { query: 'sum(triage_traces_dropped)', name: 'traces lost' },
    ],
  },
  {
    ...{ title: 'Memory', unit: 'bytes' },
    lines: [{ query: 'max(process_resident_memory_bytes)', name: 'resident' }],
  },
];
