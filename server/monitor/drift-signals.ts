// Turns drift findings into signals: it takes an effect that matters and significance after correction to raise one.
import type { DriftFinding, DriftSubject } from './drift.ts';
import { percent, type Signal, type SignalLevel } from './signal.ts';

/**
 * Corrected p-values below this are significant: of all changes called significant, at most this share is expected to be chance.
 * With six monitors each alone still errs in at most one window of sixty, and the effect must matter besides.
 */
const FALSE_DISCOVERY_MAX = 0.1;

const NAMES: Readonly<Record<DriftSubject, string>> = {
  label: 'The mix of predicted labels',
  language: 'The mix of languages',
  confidence: 'How sure the predictions are',
  textLength: 'The length of the tickets',
  unknownRate: 'The share of words that the model has never seen',
  content: 'What the tickets are about',
};

/** The signal of one finding, given its p-value after correction. */
export function driftSignal(finding: DriftFinding, qValue: number): Signal {
  const { subject, n, effect, warnFrom, pValue } = finding;
  const level = driftLevel(finding, qValue);
  return {
    monitor: `drift.${subject}`,
    level,
    n,
    effect,
    critical: warnFrom,
    pValue,
    qValue,
    sentence: driftSentence(finding, level),
    rows: level === 'ok' ? [] : finding.rows,
  };
}

/** The signals of a window that is too small to be compared. */
export function tooFewForDrift(subjects: readonly DriftSubject[], n: number, needed: number): Signal[] {
  return subjects.map((subject) => ({
    monitor: `drift.${subject}`,
    level: 'not-enough-data',
    n,
    effect: null,
    critical: null,
    sentence: `${NAMES[subject]} cannot be judged yet: ${n} of the ${needed} tickets that it takes.`,
    rows: [],
  }));
}

function driftLevel({ effect, warnFrom, criticalFrom }: DriftFinding, qValue: number): SignalLevel {
  if (qValue >= FALSE_DISCOVERY_MAX) return 'ok';
  if (effect >= criticalFrom) return 'critical';
  return effect >= warnFrom ? 'warn' : 'info';
}

function driftSentence(finding: DriftFinding, level: SignalLevel): string {
  const { subject, n, moved, means } = finding;
  const name = NAMES[subject];
  if (level === 'ok') return `${name} is as it was in training (${n} tickets).`;
  const size = level === 'info' ? 'a little' : level === 'warn' ? 'clearly' : 'a lot';
  const changed = `${name} has changed ${size} since training (${n} tickets)`;
  if (moved !== undefined) {
    return `${changed}: ${moved.name} was ${percent(moved.before)} then and is ${percent(moved.now)} now.`;
  }
  if (means === undefined) return `${changed}. The tickets named here are least like the earlier ones.`;
  if (subject === 'textLength') {
    return `${changed}: ${means.before.toFixed(0)} characters then and ${means.now.toFixed(0)} now, on average.`;
  }
  return `${changed}: ${percent(means.before)} then and ${percent(means.now)} now, on average.`;
}
