// Says which words of a text made the difference between two labels. Exact: the contributions and the bias add up to the
// difference of the two labels' logits. The grams found while predicting are used again, so the model needs no strings.
import { COUNT_MAX } from './grams.ts';
import type { Model } from './model.ts';
import type { Predictor } from './predict.ts';
import { TERM_FREQUENCY } from './sparse-rows.ts';

/** A word, a pair of neighbouring words or a part of a word, and what it added to the difference of the logits. */
export interface Contribution {
  /** The words as they stand in the text, from unit `start` to before unit `end`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** Why `label` was preferred to `other`. */
export interface Explanation {
  readonly label: number;
  readonly other: number;
  /** Difference of the two logits: the bias and all contributions together, to within rounding. */
  readonly difference: number;
  readonly bias: number;
  /** The words and pairs that contributed most, largest absolute value first. */
  readonly contributions: readonly Contribution[];
  /** What all other words and pairs contributed together. */
  readonly rest: number;
}

/** Scratch: what each word gram and each part of the text being explained contributed. */
let values = new Float64Array(256);
let parts = new Float64Array(1_024);

/** Explains the preference of one label to another for a text, naming at most `limit` words and pairs. */
export function explainPrediction(
  predictor: Predictor,
  text: string,
  label: number,
  other: number,
  limit: number = Number.POSITIVE_INFINITY,
): Explanation {
  predictor.predict(text);
  return explainLast(predictor, text, label, other, limit);
}

/**
 * The same for the text that the predictor predicted last, without predicting it again. Parts count towards the word that they
 * are in; a word that the model knows only by its parts is shown by the part that mattered most.
 */
export function explainLast(
  predictor: Predictor,
  text: string,
  label: number,
  other: number,
  limit: number = Number.POSITIVE_INFINITY,
): Explanation {
  const { model, scorer } = predictor;
  const { foundWords, foundParts, scales } = scorer;
  const { wordCount, partCount, wordSpans, partSpans, partWords } = predictor.locate(text);
  const hasParts = model.wordFeatures < model.keys.length;
  const partsUsed = hasParts ? partCount : 0;
  if (values.length < wordCount) values = new Float64Array(2 * wordCount);
  if (parts.length < partsUsed) parts = new Float64Array(2 * partsUsed);
  writeValues(values, model, foundWords, wordCount, label, other, scales.word, scales.mean);
  writeValues(parts, model, foundParts, partsUsed, label, other, scales.part, 0);
  const bias = model.bias[label]! - model.bias[other]!;
  let difference = bias;
  for (let gram = 0; gram < wordCount; gram++) difference += values[gram]!;
  for (let part = 0; part < partsUsed; part++) {
    if (parts[part] === 0) continue;
    difference += parts[part]!;
    const word = partWords[part]!;
    values[word === 0 ? 0 : 2 * word - 1]! += parts[part]!;
  }

  const grams = strongest(wordCount, limit);
  const contributions = grams.map((gram): Contribution => {
    const part = foundWords[gram] === 0 ? strongestPart(partsUsed, partWords, (gram + 1) >>> 1) : -1;
    const [spans, at] = part < 0 ? [wordSpans, 2 * gram] : [partSpans, 2 * part];
    const start = spans[at]!;
    const end = spans[at + 1]!;
    return { text: text.slice(start, end), start, end, value: values[gram]! };
  });
  const named = contributions.reduce((sum, { value }) => sum + value, bias);
  return { label, other, difference, bias, contributions, rest: difference - named };
}

/** The word grams whose values are not zero, largest absolute value first, at most `limit`. */
function strongest(count: number, limit: number): number[] {
  const order: number[] = [];
  for (let index = 0; index < count; index++) {
    const size = Math.abs(values[index]!);
    if (size === 0) continue;
    if (order.length >= limit && size <= Math.abs(values[order[order.length - 1]!]!)) continue;
    let at = order.length;
    while (at > 0 && Math.abs(values[order[at - 1]!]!) < size) at--;
    order.splice(at, 0, index);
    if (order.length > limit) order.pop();
  }
  return order;
}

/** The part of a word that contributed most, or −1. */
function strongestPart(count: number, partWords: Uint32Array, word: number): number {
  let best = -1;
  for (let part = 0; part < count; part++) {
    if (partWords[part] !== word || parts[part] === 0) continue;
    if (best < 0 || Math.abs(parts[part]!) > Math.abs(parts[best]!)) best = part;
  }
  return best;
}

/** Writes what each gram of a block added to the difference; a gram that occurs n times adds an n-th each time. */
function writeValues(
  to: Float64Array,
  model: Model,
  found: Uint32Array,
  count: number,
  label: number,
  other: number,
  scale: number,
  meanScale: number,
): void {
  const { idf, rowScale, weights } = model;
  const labels = model.labels.length;
  const occurrences = countFeatures(model, found, count);
  for (let gram = 0; gram < count; gram++) {
    const feature = found[gram]! - 1;
    to[gram] = 0;
    if (feature < 0) continue;
    const occurring = occurrences[feature]!;
    const counted = Math.min(occurring, COUNT_MAX);
    const at = feature * labels;
    const input = TERM_FREQUENCY[counted]! * idf[feature]! * scale;
    let value = input * rowScale[feature]! * (weights[at + label]! - weights[at + other]!);
    if (meanScale > 0) {
      const weight = model.meanWeights[at + label]! - model.meanWeights[at + other]!;
      value += counted * meanScale * model.meanScale[feature]! * weight;
    }
    to[gram] = value / occurring;
  }
  for (let gram = 0; gram < count; gram++) if (found[gram] !== 0) occurrences[found[gram]! - 1] = 0;
}

const scratchOf = new WeakMap<Model, Uint32Array>();

/** Occurrences of each feature; the scratch array must be set to zero again after use. */
function countFeatures(model: Model, found: Uint32Array, count: number): Uint32Array {
  let occurrences = scratchOf.get(model);
  if (occurrences === undefined) {
    occurrences = new Uint32Array(model.keys.length);
    scratchOf.set(model, occurrences);
  }
  for (let gram = 0; gram < count; gram++) if (found[gram] !== 0) occurrences[found[gram]! - 1]!++;
  return occurrences;
}
