// How good a version is, on rows that it has not learnt from: as a whole, by queue, by slice, and when the text is worse than it
// should be. Every share comes with its count, so that nobody reads 100 % where three tickets were tried.
import { calibrationError, macroF1 } from '../../src/core/classifier/measure.ts';
import type { Model } from '../../src/core/classifier/model.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import { bootstrapInterval } from '../../src/core/statistics/bootstrap.ts';
import { type Interval, wilsonInterval } from '../../src/core/statistics/intervals.ts';
import { createRandom } from '../../src/core/statistics/random.ts';
import { type LabelledRows, wordsOf } from './labelled-rows.ts';
import type { JudgedRow, TrainedVersion } from './train-version.ts';

/** A share of a count, with its 95 % interval; null shares where nothing was counted. */
export interface CountedShare {
  readonly hits: number;
  readonly n: number;
  readonly share: number | null;
  readonly interval: Interval | null;
}

/** Right tickets of a slice. */
export interface SliceResult {
  readonly attribute: 'language' | 'channel' | 'length' | 'queue';
  readonly slice: string;
  readonly right: CountedShare;
}

/** Two queues that are taken for each other, with tickets to look at. */
export interface Confusion {
  readonly truth: string;
  readonly predicted: string;
  readonly tickets: number;
  readonly examples: readonly string[];
}

/** What was measured. */
export interface Evaluation {
  readonly basis: TrainedVersion['basis'];
  readonly accuracy: CountedShare;
  readonly macroF1: { readonly value: number | null; readonly interval: Interval | null };
  /** Accuracy of always saying the most frequent label. */
  readonly baseline: number | null;
  readonly top3: CountedShare;
  /** Calibration error over 15 bins, and what perfect confidences would show on so many tickets in 95 of 100 cases. */
  readonly calibration: { readonly error: number | null; readonly chance: number | null };
  readonly queues: readonly {
    readonly label: string;
    readonly recall: CountedShare;
    readonly precision: CountedShare;
  }[];
  readonly slices: readonly SliceResult[];
  readonly confusions: readonly Confusion[];
  /** Predictions that change when the text is worse. */
  readonly robustness: { readonly typos: CountedShare; readonly boilerPlate: CountedShare };
}

const LEVEL = 0.95;
const RESAMPLES = 300;
const CONFUSIONS_SHOWN = 10;
const EXAMPLES_SHOWN = 3;

/** Measures a version; the same input gives the same figures. */
export function evaluateVersion(
  rows: LabelledRows,
  version: Pick<TrainedVersion, 'judged' | 'basis' | 'witness'>,
): Evaluation {
  const { judged, basis, witness } = version;
  const labels = [...new Set([...rows.labels, ...judged.map(({ predicted }) => predicted)])];
  const numberOf = new Map(labels.map((label, index) => [label, index]));
  const targets = judged.map(({ truth }) => numberOf.get(truth) ?? 0);
  const predicted = judged.map((one) => numberOf.get(one.predicted) ?? 0);
  const confidence = judged.map((one) => one.confidence);
  const n = judged.length;
  const known = judged.filter(({ isInTop3 }) => isInTop3 !== null);
  const f1 = (chosen: ArrayLike<number>): number =>
    macroF1(
      {
        targets: Array.from(chosen, (row) => targets[row]!),
        predicted: Array.from(chosen, (row) => predicted[row]!),
        confidence: [],
      },
      labels.length,
    );
  return {
    basis,
    accuracy: counted(judged.filter(isRight).length, n),
    macroF1: {
      value: n === 0 ? null : f1(targets.map((_, row) => row)),
      interval:
        n === 0
          ? null
          : bootstrapInterval(n, f1, { repeats: RESAMPLES, level: LEVEL, random: createRandom(1) }),
    },
    baseline: n === 0 ? null : Math.max(...labels.map((_, label) => count(targets, label))) / n,
    top3: counted(known.filter(({ isInTop3 }) => isInTop3).length, known.length),
    calibration: {
      error: n === 0 ? null : calibrationError({ targets, predicted, confidence }),
      chance: n === 0 ? null : calibrationByChance(confidence),
    },
    queues: rows.labels.map((label) => {
      const own = judged.filter(({ truth }) => truth === label);
      const said = judged.filter((one) => one.predicted === label);
      return {
        label,
        recall: counted(own.filter(isRight).length, own.length),
        precision: counted(said.filter(isRight).length, said.length),
      };
    }),
    slices: slicesOf(rows, judged).map(({ attribute, slice, members }) => ({
      attribute,
      slice,
      right: counted(members.filter(isRight).length, members.length),
    })),
    confusions: confusionsOf(rows, judged),
    robustness: probe(rows, witness, judged),
  };
}

/** The share with its 95 % interval. */
export function counted(hits: number, n: number): CountedShare {
  return n === 0
    ? { hits, n, share: null, interval: null }
    : { hits, n, share: hits / n, interval: wilsonInterval(hits, n, LEVEL) };
}

export function isRight({ truth, predicted }: JudgedRow): boolean {
  return truth === predicted;
}

/** Judged rows by language, channel, third of length and queue; an attribute of which nothing is known has one slice. */
export function slicesOf(
  { facts, documents }: Pick<LabelledRows, 'facts' | 'documents'>,
  judged: readonly JudgedRow[],
): { attribute: SliceResult['attribute']; slice: string; members: JudgedRow[] }[] {
  const lengths = judged.map(({ row }) => wordsOf(documents[row]!)).sort((one, other) => one - other);
  const third = (share: number): number => lengths[Math.floor(share * lengths.length)] ?? 0;
  const [short, long] = [third(1 / 3), third(2 / 3)];
  const lengthOf = (row: number): string => {
    const words = wordsOf(documents[row]!);
    if (words < short) return 'short';
    return words < long ? 'middle' : 'long';
  };
  const by: [SliceResult['attribute'], (one: JudgedRow) => string][] = [
    ['language', ({ row }) => facts[row]?.language || 'unknown'],
    ['channel', ({ row }) => facts[row]?.channel || 'unknown'],
    ['length', ({ row }) => lengthOf(row)],
    ['queue', ({ truth }) => truth],
  ];
  return by.flatMap(([attribute, sliceOf]) =>
    [...Map.groupBy(judged, sliceOf)]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([slice, members]) => ({ attribute, slice, members })),
  );
}

function confusionsOf({ facts }: LabelledRows, judged: readonly JudgedRow[]): Confusion[] {
  const wrong = judged.filter((one) => !isRight(one));
  return [...Map.groupBy(wrong, ({ truth, predicted }) => `${truth}\n${predicted}`)]
    .sort(([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1))
    .slice(0, CONFUSIONS_SHOWN)
    .map(([, members]) => ({
      truth: members[0]?.truth ?? '',
      predicted: members[0]?.predicted ?? '',
      tickets: members.length,
      examples: members
        .toSorted((one, other) => other.confidence - one.confidence)
        .slice(0, EXAMPLES_SHOWN)
        .map(({ row }) => facts[row]?.id ?? ''),
    }));
}

function probe(
  { probes }: LabelledRows,
  witness: Model,
  judged: readonly JudgedRow[],
): Evaluation['robustness'] {
  const before = new Map(judged.map(({ row, predicted }) => [row, predicted]));
  const predictor = createPredictor(witness);
  const flips = { typos: { hits: 0, n: 0 }, 'boiler-plate': { hits: 0, n: 0 } };
  for (const { row, kind, document } of probes) {
    const said = before.get(row);
    if (said === undefined) continue;
    const now = witness.labels[predictor.predictDocument(document).label];
    flips[kind].n++;
    if (now !== said) flips[kind].hits++;
  }
  return {
    typos: counted(flips.typos.hits, flips.typos.n),
    boilerPlate: counted(flips['boiler-plate'].hits, flips['boiler-plate'].n),
  };
}

/** The error is biased upwards on few tickets: draws right and wrong by the confidences themselves. */
function calibrationByChance(confidence: readonly number[]): number {
  const random = createRandom(2);
  const zeros = confidence.map(() => 0);
  const errors = Array.from({ length: 200 }, () =>
    calibrationError({
      targets: zeros,
      predicted: confidence.map((chance) => (random() < chance ? 0 : 1)),
      confidence,
    }),
  );
  return errors.sort((one, other) => one - other)[Math.floor(0.95 * errors.length)] ?? 0;
}

function count(values: readonly number[], wanted: number): number {
  return values.filter((value) => value === wanted).length;
}
