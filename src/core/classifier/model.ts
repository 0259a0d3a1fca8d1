// What a trained model is: everything needed to predict, and the manifest that says how it came to be.
import type { Mixture } from './calibrate.ts';
import type { FittedViews } from './fit-views.ts';
import type { Settings } from './model-settings.ts';

/** How the model came to be; kept in the model file. */
export interface Manifest {
  readonly codeVersion: number;
  readonly rows: number;
  readonly rowsPerLabel: readonly number[];
  /** Hash of rows, targets and labels, eight hexadecimal digits: same data, same hash. */
  readonly dataHash: string;
  readonly settings: Settings;
  /** Weights with which the views' scores were added. */
  readonly mixture: Mixture;
  readonly scoring: 'held-out' | 'out-of-fold' | 'none';
  readonly scoredRows: number;
  /** Percentiles of familiarity among the scored rows; see familiarity.ts. */
  readonly familiarity: readonly number[];
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  readonly ece: number | null;
}

/** A trained model of one field. Arrays may be views into a model file; nobody changes them. */
export interface Model {
  readonly labels: readonly string[];
  readonly hashSeed: number;
  readonly manifest: Manifest;
  /** Keys of the features: words and word pairs first, then parts of words. */
  readonly keys: Uint32Array;
  readonly wordFeatures: number;
  /** What a gram's sublinear count is multiplied by, by feature. */
  readonly scale: Float32Array;
  /** Tenths of each feature's ln(rows / rows that hold it), from which the add-on's variant knows what occurs often. */
  readonly rarity: Uint8Array;
  /** What feature f adds to the logit of label k is its value in the text × rowScale[f] × weights[f × labels + k]. */
  readonly rowScale: Float32Array;
  readonly weights: Int8Array;
  readonly bias: Float32Array;
  /** The same for a word's share in the text's words; empty where the second view reads the same rows as the first. */
  readonly meanScale: Float32Array;
  readonly meanWeights: Int8Array;
}

/** Steps of `rarity` in a nat; a million rows need 14 nats. */
export const RARITY_STEPS = 10;

/** Adds the views with the mixture's weights and rounds the sums to bytes. */
export function assembleModel(
  labels: readonly string[],
  hashSeed: number,
  manifest: Manifest,
  { vocabulary, scale, linear, bias, second, bayes }: FittedViews,
): Model {
  const { mixture, settings } = manifest;
  const [linearWeight = 1, secondWeight = 0, bayesWeight = 0] = mixture;
  const isMeans = settings.secondView === 'word-means';
  const sum = new Float32Array(linear.length);
  for (let at = 0; at < sum.length; at++) {
    sum[at] =
      linearWeight * linear[at]! +
      (bayesWeight === 0 ? 0 : bayesWeight * bayes[at]!) +
      (isMeans ? 0 : secondWeight * second[at]!);
  }
  const rounded = quantize(sum, vocabulary.features, labels.length);
  const meanWeights = isMeans ? second.map((weight) => weight * secondWeight) : new Float32Array(0);
  const means = quantize(meanWeights, isMeans ? vocabulary.wordFeatures : 0, labels.length);
  return {
    labels,
    hashSeed,
    manifest,
    keys: vocabulary.keys,
    wordFeatures: vocabulary.wordFeatures,
    scale,
    rarity: Uint8Array.from(vocabulary.idf, (idf) => Math.round(RARITY_STEPS * idf)),
    rowScale: rounded.rowScale,
    weights: rounded.bytes,
    bias: bias.map((weight) => weight * linearWeight),
    meanScale: means.rowScale,
    meanWeights: means.bytes,
  };
}

/** Rounds weights [feature][label] to a byte each with one scale a feature; off by at most 1/254 of a row's largest weight. */
function quantize(
  weights: Float32Array,
  features: number,
  labels: number,
): { rowScale: Float32Array; bytes: Int8Array } {
  const rowScale = new Float32Array(features);
  const bytes = new Int8Array(features * labels);
  for (let feature = 0; feature < features; feature++) {
    const first = feature * labels;
    let largest = 0;
    for (let at = first; at < first + labels; at++) largest = Math.max(largest, Math.abs(weights[at]!));
    if (largest === 0) continue;
    rowScale[feature] = largest / 127;
    const toByte = 127 / largest;
    for (let at = first; at < first + labels; at++) bytes[at] = Math.round(weights[at]! * toByte);
  }
  return { rowScale, bytes };
}
