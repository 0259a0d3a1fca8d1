// What Prometheus reads at /metrics: counts and times with few label values. Desks, queues and people are no labels: there
// may be thousands, and the dashboards read those from the store.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { BackendFailure } from '../backends/backend.ts';
import type { PrivateCounts } from '../redaction/outgoing.ts';
import type { LoggedPrediction } from '../store/prediction-log.ts';
import type { LogQueue } from '../triage/log-queue.ts';
import type { TriageMemory } from '../triage/memory.ts';
import type { Admission } from './admission.ts';
import type { RequestEnd } from './request-log.ts';

/** Counts what happens; `text` is the page for Prometheus. */
export interface Metrics {
  readonly onRequestEnd: (end: RequestEnd) => void;
  readonly onPredictions: (predictions: readonly LoggedPrediction[]) => void;
  readonly onBackendFailure: (backend: string, failure: BackendFailure) => void;
  readonly onMasked: (counts: PrivateCounts) => void;
  /** Where others put figures of their own. */
  readonly registry: Registry;
  text(): Promise<string>;
}

/** Where the figures that are read, not counted, stand. */
export interface Measured {
  readonly admission: Admission;
  readonly memory: TriageMemory;
  readonly logQueue: LogQueue;
}

/** The series of one route. */
interface RouteSeries {
  readonly time: Histogram.Internal<'route'>;
  readonly counts: { readonly method: string; readonly status: number; readonly count: Counter.Internal }[];
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const CONFIDENCES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];

/** Metrics in a registry of their own. */
export function createMetrics({ admission, memory, logQueue }: Measured): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    ...{ name: 'usher_http_requests_total', help: 'Requests answered.', registers },
    labelNames: ['method', 'route', 'status'],
  });
  const seconds = new Histogram({
    ...{ name: 'usher_http_request_seconds', help: 'Time from head to answer.', registers },
    ...{ labelNames: ['route'], buckets: SECONDS },
  });
  const predictions = new Counter({
    ...{ name: 'triage_predictions_total', help: 'Field answers recorded.', registers },
    labelNames: ['action', 'backend', 'fallback'],
  });
  const confidence = new Histogram({
    ...{
      name: 'triage_confidence',
      help: 'Confidence of recorded answers.',
      registers,
      buckets: CONFIDENCES,
    },
  });
  const failures = new Counter({
    ...{ name: 'triage_errors_total', help: 'Backends that could not answer.', registers },
    labelNames: ['backend', 'kind'],
  });
  const masked = new Counter({
    ...{ name: 'usher_masked_total', help: 'Private data masked before it left.', registers },
    labelNames: ['kind'],
  });
  const read = (name: string, help: string, value: () => number) =>
    new Gauge({ name, help, registers, collect: gaugeOf(value) });
  read('usher_triage_requests_in_flight', 'Triage requests let in.', () => admission.state.requests);
  read('usher_triage_bytes_in_flight', 'Bytes of their bodies.', () => admission.state.bytes);
  read('usher_triage_waiting', 'Triage requests in the queue.', () => admission.state.waiting);
  read('usher_triage_refused', 'Triage requests refused since the start.', () => admission.state.refused);
  read('usher_cache_hits', 'Predictions from memory since the start.', () => memory.predictions.counts.hits);
  read('usher_cache_misses', 'Predictions made since the start.', () => memory.predictions.counts.misses);
  read('usher_cache_shared', 'Predictions shared by requests.', () => memory.predictions.counts.shared);
  read('usher_log_waiting', 'Predictions not yet in the log.', () => logQueue.length);
  read('usher_log_dropped', 'Predictions lost to the log since the start.', () => logQueue.dropped);
  read('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  read('process_cpu_seconds', 'CPU time since the start.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  // Methods, routes and statuses are few. Looking a series up by its labels costs more than counting.
  const seriesOf = new Map<string, RouteSeries>();
  const seriesFor = (route: string): RouteSeries => {
    const known = seriesOf.get(route);
    if (known !== undefined) return known;
    const series = { time: seconds.labels({ route }), counts: [] };
    seriesOf.set(route, series);
    return series;
  };
  return {
    onRequestEnd: ({ method, route, status, ms }) => {
      const { time, counts } = seriesFor(route);
      let series = counts.find((one) => one.status === status && one.method === method);
      if (series === undefined) {
        series = { method, status, count: requests.labels({ method, route, status }) };
        counts.push(series);
      }
      series.count.inc();
      time.observe(ms / 1_000);
    },
    onPredictions: (logged) => {
      const counts = new Map<string, { count: number; action: string; backend: string; fallback: string }>();
      for (const one of logged) {
        if (one.confidence !== null) confidence.observe(one.confidence);
        const key = `${one.decision} ${one.backend} ${one.isFallback}`;
        const known = counts.get(key);
        if (known !== undefined) known.count++;
        else {
          const labels = { action: one.decision, backend: one.backend, fallback: String(one.isFallback) };
          counts.set(key, { count: 1, ...labels });
        }
      }
      for (const { count, ...labels } of counts.values()) predictions.inc(labels, count);
    },
    onBackendFailure: (backend, { code }) => failures.inc({ backend, kind: code }),
    onMasked: (counts) => {
      for (const [kind, count] of Object.entries(counts)) masked.inc({ kind }, count);
    },
    registry,
    text: () => registry.metrics(),
  };
}

function gaugeOf(value: () => number) {
  return function collect(this: Gauge): void {
    this.set(value());
  };
}
