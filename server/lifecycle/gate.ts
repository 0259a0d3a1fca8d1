// The gate: whether a version may go on, judged rule by rule. Every rule says what it found, what was asked and what to do, so
// that a refusal is never a riddle.

import { type Comparison, compareWithRecord, missingSlices } from './comparison.ts';
import type { Evaluation } from './evaluation.ts';
import { type DataGateInput, dataVerdicts } from './gate-data.ts';
import type { LabelQuality } from './label-quality.ts';
import {
  atLeast,
  atMost,
  listed,
  notApplicable,
  passes,
  percent,
  refuses,
  shareAtLeast,
  shareAtMost,
  type Verdict,
} from './verdict.ts';

/** What is judged. */
export interface GateInput extends DataGateInput {
  readonly quality: LabelQuality | null;
  readonly evaluation: Evaluation;
  readonly comparison: Comparison | null;
  /** Labels that the new model knows. */
  readonly known: readonly string[];
}

/** The verdicts of all rules. */
export interface GateResult {
  readonly passes: boolean;
  readonly verdicts: readonly Verdict[];
}

const RECALL_TICKETS_MIN = 20;
/** Seeded noise of this size is seen above what was there before; less is within what confident learning varies by. */
const NOISE_RISE_MAX = 0.05;
/** Some dozen slices are looked at each time, and a sound version should not be refused for the unluckiest. */
const SLICE_Q = 0.01;

/** Judges every rule. A rule about the version in service does not apply where there is none. */
export function judgeGate(input: GateInput): GateResult {
  const verdicts = [
    ...dataVerdicts(input),
    ...qualityVerdicts(input),
    ...championVerdicts(input),
    ...recordVerdicts(input),
  ];
  return { passes: verdicts.every(({ verdict }) => verdict !== 'refuses'), verdicts };
}

function qualityVerdicts({ rules, data, quality, evaluation, champion, known }: GateInput): Verdict[] {
  const { quality: asked, robustness } = rules;
  const { accuracy, macroF1, baseline, calibration, queues } = evaluation;
  const measured = accuracy.n;
  const before = champion?.labelNoise ?? null;
  const noise = quality?.noise ?? null;
  const noiseMax =
    before === null
      ? rules.data.label_noise_max
      : Math.min(rules.data.label_noise_max, before + NOISE_RISE_MAX);
  const weak = queues.filter(
    ({ label, recall }) =>
      recall.n >= RECALL_TICKETS_MIN &&
      known.includes(label) &&
      (recall.interval?.high ?? 1) < asked.queue_recall_min,
  );
  const beyond = Math.max(0, (calibration.error ?? 0) - (calibration.chance ?? 0));
  return [
    noise === null
      ? notApplicable('data.label_noise_max', noiseMax, 'There are too few tickets to judge the labels.')
      : atMost('data.label_noise_max', noise, noiseMax, {
          good: `${percent(noise)} of the labels look wrong.`,
          bad: `${percent(noise)} of the labels look wrong${before === null ? '' : `, ${percent(before)} when the version in service was made`}. Look through the labels to re-check.`,
        }),
    shareAtLeast('quality.accuracy_min', accuracy, asked.accuracy_min, 'right'),
    measured === 0 || macroF1.value === null
      ? notApplicable(
          'quality.macro_f1_min',
          asked.macro_f1_min,
          `${data.rows} tickets are too few to measure on.`,
        )
      : atLeast('quality.macro_f1_min', macroF1.value, asked.macro_f1_min, {
          good: `Macro-F1 is ${percent(macroF1.value)} on ${measured} tickets.`,
          bad: `Macro-F1 is ${percent(macroF1.value)} on ${measured} tickets: some queues are hardly found. Label more of the small ones.`,
        }),
    measured === 0 || baseline === null || accuracy.share === null
      ? notApplicable('quality.above_baseline_min', asked.above_baseline_min, 'Nothing was measured.')
      : atLeast('quality.above_baseline_min', accuracy.share - baseline, asked.above_baseline_min, {
          good: `${percent(accuracy.share - baseline)} better than always saying the largest queue.`,
          bad: `Only ${percent(accuracy.share - baseline)} better than always saying the largest queue.`,
        }),
    atMost('quality.queue_recall_min', weak.length, 0, {
      good: `No queue is found in clearly fewer than ${percent(asked.queue_recall_min)} of its tickets.`,
      bad: `${listed(weak.map(({ label }) => label))}: found in fewer than ${percent(asked.queue_recall_min)} of the tickets. Label more of them, or describe the queue.`,
    }),
    atMost('quality.calibration_error_max', beyond, asked.calibration_error_max, {
      good: `Confidences are off by ${percent(beyond)} beyond chance.`,
      bad: `Confidences are off by ${percent(beyond)} beyond chance, so thresholds would not mean what they say.`,
    }),
    shareAtMost(
      'robustness.typo_flips_max',
      evaluation.robustness.typos,
      robustness.typo_flips_max,
      'change queue by slips of the keyboard',
    ),
    shareAtMost(
      'robustness.boiler_plate_flips_max',
      evaluation.robustness.boilerPlate,
      robustness.boiler_plate_flips_max,
      'change queue by boiler-plate',
    ),
  ];
}

function championVerdicts({ rules: { champion: rules }, comparison, champion }: GateInput): Verdict[] {
  if (champion === null || comparison === null) {
    const none = 'There is no version in service yet, so there is nothing to compare with.';
    return ['champion.rows_min', 'champion.alpha', 'champion.margin', 'champion.slice_drop_max'].map((rule) =>
      notApplicable(rule, 0, none),
    );
  }
  const { tickets, difference, pWorse } = comparison;
  if (tickets < rules.rows_min || difference === null) {
    const found = `${tickets} tickets that neither version has learnt from; ${rules.rows_min} are asked for.`;
    return [
      rules.without_comparison === 'pass'
        ? notApplicable('champion.rows_min', rules.rows_min, `Too few to compare: ${found}`)
        : refuses(
            'champion.rows_min',
            tickets,
            rules.rows_min,
            `Nothing can be compared: ${found} Label more tickets.`,
          ),
    ];
  }
  const line = `${comparison.challengerRight} of ${tickets} right against ${comparison.championRight} by the version in service`;
  const fallen = comparison.slices.filter(
    (one) => one.champion - one.challenger > rules.slice_drop_max && one.qValue < SLICE_Q,
  );
  const worst = Math.max(0, ...comparison.slices.map((one) => one.champion - one.challenger));
  return [
    passes(
      'champion.rows_min',
      tickets,
      rules.rows_min,
      `Compared on ${tickets} tickets that neither has learnt from.`,
    ),
    pWorse < rules.alpha
      ? refuses(
          'champion.alpha',
          pWorse,
          rules.alpha,
          `${line}: worse by more than chance (p ${pWorse.toPrecision(2)}, McNemar).`,
        )
      : passes(
          'champion.alpha',
          pWorse,
          rules.alpha,
          `${line}: not worse by more than chance (p ${pWorse.toPrecision(2)}, McNemar).`,
        ),
    difference.low < -rules.margin
      ? refuses(
          'champion.margin',
          difference.low,
          -rules.margin,
          `${line}: it may be ${percent(-difference.low)} worse (90 % interval), ${percent(rules.margin)} is allowed. More checked tickets would tell.`,
        )
      : passes(
          'champion.margin',
          difference.low,
          -rules.margin,
          `${line}: at most ${percent(Math.max(0, -difference.low))} worse (90 % interval).`,
        ),
    fallen.length > 0
      ? refuses(
          'champion.slice_drop_max',
          worst,
          rules.slice_drop_max,
          `Worse than the version in service for ${fallen.map((one) => `${one.attribute} ${one.slice} (${percent(one.challenger)} right, was ${percent(one.champion)})`).join(', ')}.`,
        )
      : passes(
          'champion.slice_drop_max',
          worst,
          rules.slice_drop_max,
          'No queue, language, channel or length has fallen behind by more than chance.',
        ),
  ];
}

/** Slices now against the champion's own record of them: what broke in all tickets, no comparison on these tickets can see. */
function recordVerdicts({ rules, evaluation, champion }: GateInput): Verdict[] {
  const rule = 'champion.record';
  const limit = rules.champion.slice_drop_max;
  if (champion === null) return [notApplicable(rule, limit, 'There is no version in service yet.')];
  const missing = missingSlices(evaluation.slices, champion.slices);
  const compared = compareWithRecord(evaluation.slices, champion.slices);
  const fallen = compared.filter((one) => one.champion - one.challenger > limit && one.qValue < SLICE_Q);
  const worst = Math.max(0, ...compared.map((one) => one.champion - one.challenger));
  if (missing.length > 0) {
    const names = missing.map(({ attribute, slice }) => `${attribute} ${slice}`);
    return [
      refuses(
        rule,
        1,
        limit,
        `Hardly any tickets are left of ${listed(names)}. See whether the file is whole.`,
      ),
    ];
  }
  if (fallen.length > 0) {
    const names = fallen.map(
      (one) =>
        `${one.attribute} ${one.slice} (${percent(one.challenger)} right, ${percent(one.champion)} when the version in service was made)`,
    );
    return [
      refuses(
        rule,
        worst,
        limit,
        `Something is wrong with ${listed(names)}: look at texts and labels there.`,
      ),
    ];
  }
  return [
    passes(
      rule,
      worst,
      limit,
      'No queue, language, channel or length is worse than the record of the version in service.',
    ),
  ];
}
