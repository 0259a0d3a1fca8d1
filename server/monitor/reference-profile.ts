// The reference window, frozen when a model is trained: what its predictions looked like on tickets it had not seen. Later
// windows are compared with it. Holds counts, bins and hashed documents; never text.
import type { Document } from '../../src/core/classifier/document.ts';
import { createRandom, shuffledIndices } from '../../src/core/statistics/random.ts';
import { countBins, decileEdges } from './bins.ts';
import { type ConfidenceCorrection, correctConfidences, createCorrection } from './confidence-correction.ts';
import { estimateAccuracy } from './estimated-accuracy.ts';
import { type LabelShares, labelSharesOf } from './label-shares.ts';
import type { Observation } from './observation.ts';

/** The figures whose distribution is watched. */
export type NumericFigure = 'confidence' | 'textLength' | 'unknownRate';

/** Every watched figure, in the order of reports. */
export const NUMERIC_FIGURES: readonly NumericFigure[] = ['confidence', 'textLength', 'unknownRate'];

/** Distribution of one figure in the reference window. */
export interface NumericProfile {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Up to 2,000 of the values, ascending: the Kolmogorov–Smirnov test needs more than bins. */
  readonly sample: readonly number[];
}

/** What a window is compared with. All but the documents is JSON. */
export interface ReferenceProfile {
  readonly n: number;
  readonly labels: Readonly<Record<string, number>>;
  /** The model's labels, and their mean probabilities where whole predictions were kept. */
  readonly modelLabels: readonly string[];
  readonly shares: LabelShares | undefined;
  readonly languages: Readonly<Record<string, number>>;
  readonly figures: Readonly<Record<NumericFigure, NumericProfile>>;
  /** Mean confidence, corrected where labels were known: the accuracy that is expected while nothing changes. */
  readonly accuracy: number;
  /** How far confidences were off on labelled tickets of the reference window; undefined when none were labelled. */
  readonly correction: ConfidenceCorrection | undefined;
  /** Up to 2,000 documents for the domain classifier. */
  readonly documents: readonly Document[];
}

/** An observation that may say whether the prediction was right. */
export interface ReferenceTicket extends Observation {
  readonly isRight?: boolean;
}

/** With more values the exact Kolmogorov–Smirnov tail costs tens of milliseconds and gains nothing that a lead would act on. */
const SAMPLE_MAX = 2_000;
/** Beyond, the domain classifier's power is bound by the window's side alone. */
const DOCUMENTS_MAX = 2_000;
/** Below this the deciles are noise and no comparison is made. */
export const REFERENCE_TICKETS_MIN = 200;

/** Freezes a profile of tickets predicted by a model with these labels. `seed` chooses which values and documents stand for the rest. Throws when there are too few tickets. */
export function createReferenceProfile(
  observations: readonly ReferenceTicket[],
  modelLabels: readonly string[],
  seed: number,
): ReferenceProfile {
  if (observations.length < REFERENCE_TICKETS_MIN) {
    throw new Error(
      `A reference profile needs ${REFERENCE_TICKETS_MIN} predicted tickets, found ${observations.length}. Wait for more.`,
    );
  }
  const confidences = observations.map(({ confidence }) => confidence);
  const correction = createCorrection(observations);
  const order = shuffledIndices(observations.length, createRandom(seed));
  const chosen = (count: number): Observation[] =>
    Array.from(order.subarray(0, count), (index) => observations[index]!);
  const sampled = chosen(SAMPLE_MAX);
  const profileOf = (figure: NumericFigure): NumericProfile => {
    const values = Float64Array.from(observations, (observation) => observation[figure]).sort();
    const edges = decileEdges(values);
    const sample = sampled.map((observation) => observation[figure]).sort((one, other) => one - other);
    return { edges, counts: countBins(values, edges), sample };
  };
  return {
    n: observations.length,
    labels: countBy(observations, ({ label }) => label),
    modelLabels,
    shares: labelSharesOf(observations, modelLabels.length),
    languages: countBy(observations, ({ language }) => language),
    figures: {
      confidence: profileOf('confidence'),
      textLength: profileOf('textLength'),
      unknownRate: profileOf('unknownRate'),
    },
    accuracy: estimateAccuracy(correctConfidences(confidences, correction)).accuracy,
    correction,
    documents: chosen(DOCUMENTS_MAX).map(({ document }) => document),
  };
}

/** How often each value of a key occurs. */
export function countBy<T>(rows: readonly T[], keyOf: (row: T) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const key = keyOf(row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
