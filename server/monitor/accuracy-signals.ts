// How often predictions are right: estimated from confidences, which says something today, and tested on audited tickets,
// which says whether the estimate and the thresholds may be believed.
import { type AuditedPrediction, HONESTY_AUDITS_MIN, testHonesty } from '../../src/core/promise/honesty.ts';
import { wilsonInterval } from '../../src/core/statistics/intervals.ts';
import { estimateAccuracy } from './estimated-accuracy.ts';
import { percent, points, type Signal, shareOf } from './signal.ts';

/** A fall by five points is worth a look, by eight a call; both only where luck does not explain them. */
const FALL_WARN = 0.05;
const FALL_CRITICAL = 0.08;
const STANDARD_ERRORS = 3;
const HONESTY_Z = 2.33;

/** Estimated accuracy against that of the reference window. */
export function estimatedAccuracySignal(
  confidences: ArrayLike<number>,
  reference: number,
  ticketsMin: number,
): Signal {
  const monitor = 'accuracy.estimated';
  const n = confidences.length;
  if (n < ticketsMin) {
    return {
      monitor,
      level: 'not-enough-data',
      n,
      effect: null,
      critical: null,
      sentence: `How often predictions are right cannot be estimated yet: ${n} of ${ticketsMin} tickets.`,
      rows: [],
    };
  }
  const { accuracy, standardError } = estimateAccuracy(confidences);
  const fall = reference - accuracy;
  const critical = Math.max(FALL_WARN, STANDARD_ERRORS * standardError);
  const level = fall < critical ? 'ok' : fall >= Math.max(FALL_CRITICAL, critical) ? 'critical' : 'warn';
  const sentence = `About ${shareOf(accuracy, n, 'tickets')} should be right`;
  return {
    monitor,
    level,
    n,
    effect: fall,
    critical,
    facts: { accuracy, reference },
    sentence:
      level === 'ok'
        ? `${sentence}; training led one to expect ${percent(reference)}.`
        : `${sentence}, ${points(fall)} less than the ${percent(reference)} that training led one to expect. Check some and correct them.`,
    rows: [],
  };
}

/** Honesty of the confidences on audited tickets. The effect is z, negative when predictions are right less often than said. */
export function honestySignal(audited: readonly AuditedPrediction[]): Signal {
  const monitor = 'accuracy.honesty';
  const honesty = testHonesty(audited);
  const n = audited.length;
  if (honesty.state === 'too-few') {
    return {
      monitor,
      level: 'not-enough-data',
      n,
      effect: null,
      critical: -HONESTY_Z,
      sentence: `${n} tickets were checked; it takes ${HONESTY_AUDITS_MIN} to say whether the confidences are honest.`,
      rows: [],
    };
  }
  const right = audited.filter(({ isWrong }) => !isWrong).length;
  const { low, high } = wilsonInterval(right, n, 0.95);
  const counted = `Of ${n} checked tickets ${right} were right (${percent(right / n)}, range ${percent(low)} to ${percent(high)})`;
  const isHonest = honesty.state === 'honest';
  return {
    monitor,
    level: isHonest ? 'ok' : 'critical',
    n,
    effect: honesty.z,
    critical: -HONESTY_Z,
    facts: { right, low, high },
    sentence: isHonest
      ? `${counted}, as the confidences said.`
      : `${counted}, fewer than the confidences said. Train again before you trust them.`,
    rows: [],
  };
}
