// Says which words of a text made the difference between two labels. Exact: the contributions and the bias add up to the
// difference of the two labels' logits. The text's own grams are walked again, so the model needs no strings.
import { COUNT_MAX, createGramScanner, type GramScanner } from './grams.ts';
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

interface Share {
  start: number;
  end: number;
  value: number;
  /** The part of the word that contributed most; shown instead of a word that the model does not know. */
  partStart: number;
  partEnd: number;
  partValue: number;
  isKnown: boolean;
}

let scanner: GramScanner | undefined;

/**
 * Explains the preference of one label to another for a text. Parts count towards the word that they are in; a word that the
 * model knows only by its parts is shown by the part that mattered most.
 */
export function explainPrediction(
  predictor: Predictor,
  text: string,
  label: number,
  other: number,
): Explanation {
  predictor.predict(text);
  const { model, logits, scales } = predictor;
  scanner ??= createGramScanner();
  scanner.scan(text, model.hashSeed, true);
  const { words, wordCount, wordSpans, parts, partCount, partSpans } = scanner.grams;
  const labels = model.labels.length;
  const occurrences = new Map<number, number>();
  const wordFeatures = featuresOf(predictor, words, wordCount, occurrences);
  const hasParts = model.wordFeatures < model.keys.length;
  const partFeatures = hasParts ? featuresOf(predictor, parts, partCount, occurrences) : new Int32Array(0);

  const difference = (weights: Int8Array, at: number) => weights[at + label]! - weights[at + other]!;
  const contributionOf = (feature: number, scale: number, meanScale: number): number => {
    const occurring = occurrences.get(feature) ?? 1;
    const count = Math.min(occurring, COUNT_MAX);
    const at = feature * labels;
    const input = TERM_FREQUENCY[count]! * model.idf[feature]! * scale;
    let value = input * model.rowScale[feature]! * difference(model.weights, at);
    if (meanScale > 0)
      value += count * meanScale * model.meanScale[feature]! * difference(model.meanWeights, at);
    return value / occurring;
  };

  const shares = new Map<number, Share>();
  wordFeatures.forEach((feature, gram) => {
    if (feature < 0) return;
    const share = shareAt(shares, wordSpans[2 * gram]!, wordSpans[2 * gram + 1]!);
    share.value += contributionOf(feature, scales.word, scales.mean);
    share.isKnown = true;
  });
  const wordAt = wordStarts(words, wordCount, wordSpans);
  partFeatures.forEach((feature, gram) => {
    if (feature < 0) return;
    const start = partSpans[2 * gram]!;
    const value = contributionOf(feature, scales.part, 0);
    const word = wordAt(start);
    addPart(shareAt(shares, word.start, word.end), start, partSpans[2 * gram + 1]!, value);
  });
  return {
    label,
    other,
    difference: logits[label]! - logits[other]!,
    bias: model.bias[label]! - model.bias[other]!,
    contributions: [...shares.values()].map((share) => shown(share, text)).sort(strongestFirst),
  };
}

function featuresOf(
  predictor: Predictor,
  keys: Uint32Array,
  count: number,
  occurrences: Map<number, number>,
): Int32Array {
  const features = new Int32Array(count);
  for (let gram = 0; gram < count; gram++) {
    const feature = predictor.featureOf(keys[gram]!);
    features[gram] = feature;
    if (feature >= 0) occurrences.set(feature, (occurrences.get(feature) ?? 0) + 1);
  }
  return features;
}

/** Answers, for starts that never go down, the word that a unit of the text is in. */
function wordStarts(
  words: Uint32Array,
  wordCount: number,
  spans: Uint32Array,
): (at: number) => { start: number; end: number } {
  let gram = 0;
  const isPair = (index: number) => index > 0 && index % 2 === 0;
  return (at) => {
    for (let next = gram + 1; next < wordCount && next < words.length; next++) {
      if (isPair(next)) continue;
      if (spans[2 * next]! > at) break;
      gram = next;
    }
    return { start: spans[2 * gram]!, end: spans[2 * gram + 1]! };
  };
}

function shareAt(shares: Map<number, Share>, start: number, end: number): Share {
  const key = start * 65_536 + end;
  let share = shares.get(key);
  if (share === undefined) {
    share = { start, end, value: 0, partStart: start, partEnd: end, partValue: 0, isKnown: false };
    shares.set(key, share);
  }
  return share;
}

function addPart(share: Share, start: number, end: number, value: number): void {
  share.value += value;
  if (Math.abs(value) > Math.abs(share.partValue)) {
    share.partStart = start;
    share.partEnd = end;
    share.partValue = value;
  }
}

function shown(share: Share, text: string): Contribution {
  const start = share.isKnown ? share.start : share.partStart;
  const end = share.isKnown ? share.end : share.partEnd;
  return { text: text.slice(start, end), start, end, value: share.value };
}

function strongestFirst(one: Contribution, other: Contribution): number {
  return Math.abs(other.value) - Math.abs(one.value) || one.start - other.start || one.end - other.end;
}
