// What a backend did on labelled tickets, in figures and in a table for people.
import { groupsByLabel, type PromiseTable } from '../../src/core/promise/promise-table.ts';
import type { BackendPrediction } from '../backends/backend.ts';
import type { MeasuredAnswer } from './measured-backend.ts';

/** The figures of one backend on B. */
export interface BackendFigures {
  readonly backend: string;
  /** Share of tickets with the right label, 0–1; one without a label is wrong. */
  readonly accuracy: number;
  /** Share that is routed without a person under the promise, 0–1, and of these the right share; null where none is. */
  readonly coverage: number;
  readonly precision: number | null;
  /** Share that another model than the embedded one has answered, 0–1. */
  readonly escalated: number;
  readonly costUsdPerThousand: number;
  /** Milliseconds for one ticket. */
  readonly latencyMs: { readonly p50: number; readonly p95: number };
}

/** Counts what each answer came to; `tableOf` is the proof that a prediction comes under. */
export function backendFiguresOf(
  backend: string,
  answers: readonly MeasuredAnswer[],
  labels: readonly string[],
  tableOf: (prediction: BackendPrediction) => PromiseTable | undefined,
): BackendFigures {
  let right = 0;
  let routed = 0;
  let routedRight = 0;
  let escalated = 0;
  answers.forEach(({ prediction }, row) => {
    const [best] = prediction.ranked;
    const isRight = best !== undefined && best.label === labels[row];
    if (isRight) right++;
    if (prediction.backend !== 'embedded') escalated++;
    if (best === undefined || prediction.isContested === true || prediction.doubt !== undefined) return;
    const table = tableOf(prediction);
    const group = table === undefined ? undefined : groupsByLabel(table).get(best.label);
    if (group?.state !== 'proven' || best.confidence < group.threshold) return;
    routed++;
    if (isRight) routedRight++;
  });
  const times = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  const quantile = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  const cost = answers.reduce((sum, { costUsd }) => sum + costUsd, 0);
  return {
    backend,
    accuracy: right / answers.length,
    coverage: routed / answers.length,
    precision: routed === 0 ? null : routedRight / routed,
    escalated: escalated / answers.length,
    costUsdPerThousand: (1_000 * cost) / answers.length,
    latencyMs: { p50: quantile(0.5), p95: quantile(0.95) },
  };
}

/** The figures as a table for people. */
export function backendsInWords(backends: readonly BackendFigures[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);
  const line = ({
    backend,
    accuracy,
    coverage,
    precision,
    escalated,
    costUsdPerThousand,
    latencyMs,
  }: BackendFigures) =>
    [
      backend.padEnd(16),
      percent(accuracy).padStart(9),
      percent(coverage).padStart(9),
      (precision === null ? '–' : percent(precision)).padStart(9),
      percent(escalated).padStart(10),
      `$${costUsdPerThousand.toFixed(3)}`.padStart(11),
      `${latencyMs.p50.toFixed(0)} / ${latencyMs.p95.toFixed(0)}`.padStart(14),
    ].join(' ');
  const head = `${'backend'.padEnd(16)}  accuracy  coverage precision  escalated  $ / 1,000    ms p50 / p95`;
  return `${[head, ...backends.map(line)].join('\n')}\n`;
}
