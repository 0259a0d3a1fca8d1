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
  /** One for each word or pair that contributed, largest absolute value first. */
  readonly contributions: readonly Contribution[];
}

/** Explains the preference of one label to another for a text. */
export function explainPrediction(
  predictor: Predictor,
  text: string,
  label: number,
  other: number,
): Explanation {
  predictor.predict(text);
  return explainLast(predictor, text, label, other);
}

/**
 * The same for the text that the predictor predicted last, without predicting it again. Parts count towards the word that they
 * are in; a word that the model knows only by its parts is shown by the part that mattered most.
 */
export function explainLast(predictor: Predictor, text: string, label: number, other: number): Explanation {
  const { model, scorer } = predictor;
  const { foundWords, foundParts, scales } = scorer;
  const { wordCount, partCount, wordSpans, partSpans, partWords } = predictor.locate(text);
  const hasParts = model.wordFeatures < model.keys.length;
  const words = blockValues(model, foundWords, wordCount, label, other, scales.word, scales.mean);
  const parts = blockValues(model, foundParts, hasParts ? partCount : 0, label, other, scales.part, 0);
  const bias = model.bias[label]! - model.bias[other]!;
  let difference = bias;

  const shownStart = wordSpans.slice(0, 2 * wordCount);
  const strongest = new Float64Array(wordCount);
  const values = words.slice();
  for (let gram = 0; gram < wordCount; gram++) difference += words[gram]!;
  for (let part = 0; part < parts.length; part++) {
    const value = parts[part]!;
    if (value === 0) continue;
    difference += value;
    const word = partWords[part]!;
    const gram = word === 0 ? 0 : 2 * word - 1;
    values[gram]! += value;
    if (foundWords[gram] === 0 && Math.abs(value) > strongest[gram]!) {
      strongest[gram] = Math.abs(value);
      shownStart[2 * gram] = partSpans[2 * part]!;
      shownStart[2 * gram + 1] = partSpans[2 * part + 1]!;
    }
  }

  const contributions: Contribution[] = [];
  for (let gram = 0; gram < wordCount; gram++) {
    if (values[gram] === 0) continue;
    const start = shownStart[2 * gram]!;
    const end = shownStart[2 * gram + 1]!;
    contributions.push({ text: text.slice(start, end), start, end, value: values[gram]! });
  }
  contributions.sort(strongestFirst);
  return { label, other, difference, bias, contributions };
}

/** What each gram of a block added to the difference; a gram that occurs n times adds an n-th each time. */
function blockValues(
  model: Model,
  found: Uint32Array,
  count: number,
  label: number,
  other: number,
  scale: number,
  meanScale: number,
): Float64Array {
  const { idf, rowScale, weights } = model;
  const labels = model.labels.length;
  const values = new Float64Array(count);
  const occurrences = countFeatures(model, found, count);
  for (let gram = 0; gram < count; gram++) {
    const feature = found[gram]! - 1;
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
    values[gram] = value / occurring;
  }
  for (let gram = 0; gram < count; gram++) if (found[gram] !== 0) occurrences[found[gram]! - 1] = 0;
  return values;
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

function strongestFirst(one: Contribution, other: Contribution): number {
  return Math.abs(other.value) - Math.abs(one.value) || one.start - other.start || one.end - other.end;
}
