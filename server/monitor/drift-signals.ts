// Turns drift findings into signals: it takes an effect that matters and significance after correction to raise one.
import { benjaminiHochberg } from '../../src/core/statistics/multiple-testing.ts';
import type { DriftFinding, DriftSubject } from './drift.ts';
import { percent, type Signal, type SignalLevel } from './signal.ts';

/**
 * Corrected p-values below this are significant: of all changes called significant, at most this share is expected to be chance.
 * While nothing changes, the most heavily weighted of the six monitors errs in one window of thirty at small sizes, and at
 * larger ones hardly ever, as the effect must matter besides.
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

/**
 * How much of the error allowed goes to each monitor; the mean is 1. The mix of labels is what a lead acts on first, and
 * languages and lengths rarely change alone.
 */
const WEIGHTS: Readonly<Record<DriftSubject, number>> = {
  label: 2,
  language: 0.5,
  confidence: 1,
  textLength: 0.75,
  unknownRate: 0.75,
  content: 1,
};

/**
 * The signals of one window's findings, with their p-values corrected together: Benjamini and Hochberg's procedure on p-values
 * divided by weights (C. Genovese et al., Biometrika 93, 2006).
 */
export function driftSignals(findings: readonly DriftFinding[]): Signal[] {
  const adjusted = benjaminiHochberg(
    findings.map(({ subject, pValue }) => Math.min(1, pValue / WEIGHTS[subject])),
  );
  return findings.map((finding, index) => driftSignal(finding, adjusted[index]!));
}

/** The signal of one finding, given its p-value after correction. */
function driftSignal(finding: DriftFinding, qValue: number): Signal {
  const { subject, n, effect, warnFrom, pValue } = finding;
  const level = driftLevel(finding, qValue);
  return {
    monitor: `drift.${subject}`,
    level,
    n,
    effect,
    critical: Number.isFinite(warnFrom) ? warnFrom : null,
    pValue,
    qValue,
    sentence: driftSentence(finding, level),
    facts: { ...finding.moved, ...finding.means },
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
