// Has the traffic changed since the model was trained? Compares a window with the reference profile figure by figure and by
// content. Each comparison gives an effect and a p-value; levels are given once all p-values of a report are known.

import { kolmogorovDistance, kolmogorovUpper } from '../../src/core/statistics/kolmogorov.ts';
import { createRandom, shuffledIndices } from '../../src/core/statistics/random.ts';
import { binOf, countBins } from './bins.ts';
import { mergeRareColumns, testHomogeneity } from './contingency.ts';
import {
  jensenShannonDistance,
  largestShareDifference,
  movedBins,
  populationStability,
  stabilityFromChance,
} from './distribution-distance.ts';
import { separateDomains } from './domain-classifier.ts';
import { compareShares, labelSharesOf } from './label-shares.ts';
import type { Observation } from './observation.ts';
import { countBy, NUMERIC_FIGURES, type NumericFigure, type ReferenceProfile } from './reference-profile.ts';

/** What can drift. */
export type DriftSubject = 'label' | 'language' | NumericFigure | 'content';

/**
 * One comparison. Effects: largest change of a label's expected share where whole predictions were kept, else the stability
 * index, as for languages; Kolmogorov distance of figures; ROC area of content.
 */
export interface DriftFinding {
  readonly subject: DriftSubject;
  readonly n: number;
  readonly effect: number;
  /** Effect from which it matters, given significance. */
  readonly warnFrom: number;
  readonly criticalFrom: number;
  readonly pValue: number;
  /** What moved most: a label or language with its shares before and now, or nothing. */
  readonly moved?: { readonly name: string; readonly before: number; readonly now: number };
  /** Mean of the figure before and now, where the subject is one. */
  readonly means?: { readonly before: number; readonly now: number };
  /** Other measures of the same change, for the engineer. */
  readonly details: Readonly<Record<string, number>>;
  /** Ids of the tickets that drive it, strongest first. */
  readonly rows: readonly string[];
}

// The customs of credit scoring. With few tickets chance alone reaches such values, so that the 99 % point of chance counts
// where it is larger.
const STABILITY_WARN = 0.1;
const STABILITY_CRITICAL = 0.25;
const CHANCE_TAIL = 0.01;
/** One ticket in twenty, or in seven, goes to another queue than before. */
const SHARE_WARN = 0.05;
const SHARE_CRITICAL = 0.15;
/** A tenth, or a quarter, of all tickets sits elsewhere on the scale. */
const DISTANCE_WARN = 0.1;
const DISTANCE_CRITICAL = 0.25;
/** Confidences that all lie near 1 may change their order and mean the same: the mean must move by so much besides. */
const CONFIDENCE_MOVED = 0.02;
const AREA_WARN = 0.55;
const AREA_CRITICAL = 0.65;
/** A larger window adds time, not power: the reference side holds a thousand documents. */
const DOCUMENTS_MAX = 1_000;
const ROWS_NAMED = 10;

/** All comparisons of a window that is not empty; `seed` fixes the sample and the folds of the domain classifier. */
export function compareWithReference(
  profile: ReferenceProfile,
  rows: readonly Observation[],
  seed: number,
): DriftFinding[] {
  return [
    compareLabels(profile, rows),
    compareNames('language', profile.languages, rows, ({ language }) => language),
    ...NUMERIC_FIGURES.map((figure) => compareFigure(figure, profile, rows)),
    compareContent(profile, rows, seed),
  ];
}

function compareLabels(profile: ReferenceProfile, rows: readonly Observation[]): DriftFinding {
  const counted = compareNames('label', profile.labels, rows, ({ label }) => label);
  const now = profile.shares === undefined ? undefined : labelSharesOf(rows, profile.modelLabels.length);
  if (profile.shares === undefined || now === undefined) return counted;
  const { label, largest, pValue } = compareShares(profile.shares, now);
  const name = profile.modelLabels[label] ?? '';
  return {
    ...counted,
    effect: largest,
    warnFrom: SHARE_WARN,
    criticalFrom: SHARE_CRITICAL,
    pValue,
    moved: { name, before: profile.shares.means[label] ?? 0, now: now.means[label] ?? 0 },
    details: { ...counted.details, stability: counted.effect, chiSquareChance: counted.pValue },
    rows: rows
      .filter((row) => row.label === name)
      .slice(-ROWS_NAMED)
      .map(({ id }) => id),
  };
}

function compareNames(
  subject: 'label' | 'language',
  before: Readonly<Record<string, number>>,
  rows: readonly Observation[],
  nameOf: (row: Observation) => string,
): DriftFinding {
  const now = countBy(rows, nameOf);
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  const reference = names.map((name) => before[name] ?? 0);
  const current = names.map((name) => now[name] ?? 0);
  const total = reference.reduce((sum, count) => sum + count, 0);
  const [mergedReference, mergedCurrent] = mergeRareColumns(reference, current);
  const { pValue, statistic } = testHomogeneity(mergedReference, mergedCurrent);
  const chance =
    mergedReference.length < 2
      ? 0
      : stabilityFromChance(mergedReference.length, total, rows.length, CHANCE_TAIL);
  const most = names[movedBins(reference, current)[0] ?? 0] ?? '';
  return {
    subject,
    n: rows.length,
    effect: mergedReference.length < 2 ? 0 : populationStability(mergedReference, mergedCurrent),
    warnFrom: Math.max(STABILITY_WARN, chance),
    criticalFrom: Math.max(STABILITY_CRITICAL, chance),
    pValue,
    moved: { name: most, before: (before[most] ?? 0) / total, now: (now[most] ?? 0) / rows.length },
    details: {
      chiSquare: statistic,
      jensenShannon: jensenShannonDistance(reference, current),
      largestDifference: largestShareDifference(reference, current),
    },
    rows: rows
      .filter((row) => nameOf(row) === most)
      .slice(-ROWS_NAMED)
      .map(({ id }) => id),
  };
}

function compareFigure(
  figure: NumericFigure,
  profile: ReferenceProfile,
  rows: readonly Observation[],
): DriftFinding {
  const { edges, counts, sample } = profile.figures[figure];
  const values = Float64Array.from(rows, (row) => row[figure]).sort();
  const found = kolmogorovDistance(sample, values);
  const current = countBins(values, edges);
  const most = movedBins(counts, current).find(
    (bin) => current[bin]! * profile.n > counts[bin]! * rows.length,
  );
  const means = { before: mean(sample), now: mean(values) };
  const isFelt = figure !== 'confidence' || Math.abs(means.now - means.before) >= CONFIDENCE_MOVED;
  return {
    subject: figure,
    n: rows.length,
    effect: found.distance,
    warnFrom: isFelt ? DISTANCE_WARN : Number.POSITIVE_INFINITY,
    criticalFrom: isFelt ? DISTANCE_CRITICAL : Number.POSITIVE_INFINITY,
    pValue: kolmogorovUpper(found),
    means,
    details: {
      stability: populationStability(counts, current),
      stabilityFromChance: stabilityFromChance(counts.length, profile.n, rows.length, CHANCE_TAIL),
      jensenShannon: jensenShannonDistance(counts, current),
    },
    rows: rows
      .filter((row) => binOf(row[figure], edges) === most)
      .slice(-ROWS_NAMED)
      .map(({ id }) => id),
  };
}

function compareContent(profile: ReferenceProfile, rows: readonly Observation[], seed: number): DriftFinding {
  const chosen =
    rows.length <= DOCUMENTS_MAX
      ? rows
      : Array.from(
          shuffledIndices(rows.length, createRandom(seed)).subarray(0, DOCUMENTS_MAX),
          (row) => rows[row]!,
        );
  const separation = separateDomains(
    profile.documents,
    chosen.map(({ document }) => document),
    seed,
  );
  return {
    subject: 'content',
    n: chosen.length,
    effect: separation.area,
    warnFrom: AREA_WARN,
    criticalFrom: AREA_CRITICAL,
    pValue: separation.pValue,
    details: { standardError: separation.standardError },
    rows: separation.mostForeign.slice(0, ROWS_NAMED).map((row) => chosen[row]!.id),
  };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += values[row]!;
  return sum / values.length;
}
