// Predicts the label of a text. The loop over grams allocates nothing; the tables are made once for each model.
import type { Document } from './document.ts';
import { softmax } from './fit.ts';
import { COUNT_BITS, COUNT_MAX, createGramScanner, type GramScanner } from './grams.ts';
import type { Model } from './model.ts';
import { MEAN_SUM, TERM_FREQUENCY } from './sparse-rows.ts';

/** One prediction; labels are indices into the model's labels. */
export interface LabelPrediction {
  readonly label: number;
  /** Calibrated probability of the label, 0–1. */
  readonly confidence: number;
  /** The second most probable label. */
  readonly runnerUp: number;
  /** Calibrated probabilities of all labels. Belongs to the predictor and changes with its next prediction. */
  readonly probabilities: Float64Array;
  /** Grams of the text that the model knows; 0 means that the answer is only the labels' frequencies. */
  readonly knownGrams: number;
}

/** A label with its calibrated probability. */
export interface Alternative {
  readonly label: number;
  readonly confidence: number;
}

/** Predicts with one model; not to be shared between threads. */
export interface Predictor {
  readonly model: Model;
  predict(text: string): LabelPrediction;
  /** The same for a text that was hashed with the model's seed earlier. */
  predictDocument(document: Document): LabelPrediction;
  /** Logits of the text predicted last; they change with the next prediction. */
  readonly logits: Float64Array;
  /** Feature of a gram's key, or −1. */
  featureOf(key: number): number;
  /** Scales of the text predicted last: of its words, of its parts, and of its words as means. */
  readonly scales: { word: number; part: number; mean: number };
}

const COUNT_MASK = (1 << COUNT_BITS) - 1;

/** Makes a predictor: builds the hash table of the model's keys (about 20 ns a feature) and the scratch memory. */
export function createPredictor(model: Model, scanner: GramScanner = createGramScanner()): Predictor {
  const { keys, idf, rowScale, weights, bias, meanScale, meanWeights, wordFeatures, hashSeed } = model;
  const labels = model.labels.length;
  const table = keyTable(keys);
  const mask = table.length / 2 - 1;
  const counts = new Uint8Array(keys.length);
  const touched = new Uint32Array(keys.length);
  const logits = new Float64Array(labels);
  const wordScores = new Float64Array(labels);
  const partScores = new Float64Array(labels);
  const probabilities = new Float64Array(labels);
  const meanScores = new Float64Array(labels);
  const scales = { word: 0, part: 0, mean: 0 };
  const partWeight = model.manifest.settings.partWeight;

  function featureOf(key: number): number {
    const wanted = key >>> COUNT_BITS;
    let slot = wanted & mask;
    while (table[2 * slot + 1] !== 0) {
      if (table[2 * slot] === wanted) return table[2 * slot + 1]! - 1;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Notes the features of `count` keys after the `known` noted before; answers how many are noted then. */
  function look(grams: Uint32Array, count: number, known: number): number {
    let end = known;
    for (let index = 0; index < count; index++) {
      const gram = grams[index]!;
      const feature = featureOf(gram);
      if (feature < 0) continue;
      if (counts[feature] === 0) touched[end++] = feature;
      counts[feature] = Math.min(COUNT_MAX, counts[feature]! + (gram & COUNT_MASK || 1));
    }
    return end;
  }

  /** Adds the noted features' weights to `scores`; answers the block's scale to length `length`. */
  function addBlock(first: number, end: number, scores: Float64Array, length: number): number {
    let squares = 0;
    scores.fill(0);
    for (let index = first; index < end; index++) {
      const feature = touched[index]!;
      const value = TERM_FREQUENCY[counts[feature]!]! * idf[feature]!;
      counts[feature] = 0;
      squares += value * value;
      const scaled = value * rowScale[feature]!;
      const at = feature * labels;
      for (let label = 0; label < labels; label++) scores[label]! += scaled * weights[at + label]!;
    }
    return squares === 0 ? 0 : length / Math.sqrt(squares);
  }

  /** Adds the noted words' shares to the scores of means; answers their scale. */
  function addMeans(end: number): number {
    let sum = 0;
    meanScores.fill(0);
    for (let index = 0; index < end; index++) {
      const feature = touched[index]!;
      const count = counts[feature]!;
      sum += count;
      const scaled = count * meanScale[feature]!;
      const at = feature * labels;
      for (let label = 0; label < labels; label++) meanScores[label]! += scaled * meanWeights[at + label]!;
    }
    return sum === 0 ? 0 : MEAN_SUM / sum;
  }

  function finish(wordEnd: number, end: number): LabelPrediction {
    scales.mean = meanScale.length === 0 ? 0 : addMeans(wordEnd);
    scales.word = addBlock(0, wordEnd, wordScores, 1);
    scales.part = addBlock(wordEnd, end, partScores, partWeight);
    let top = 0;
    for (let label = 0; label < labels; label++) {
      const views = scales.word * wordScores[label]! + scales.mean * meanScores[label]!;
      logits[label] = bias[label]! + views + scales.part * partScores[label]!;
      if (logits[label]! > logits[top]!) top = label;
    }
    probabilities.set(logits);
    softmax(probabilities);
    let runnerUp = top === 0 && labels > 1 ? 1 : 0;
    for (let label = 0; label < labels; label++) {
      if (label !== top && logits[label]! > logits[runnerUp]!) runnerUp = label;
    }
    return { label: top, confidence: probabilities[top]!, runnerUp, probabilities, knownGrams: end };
  }

  function predict(text: string): LabelPrediction {
    scanner.scan(text, hashSeed, false);
    const { words, wordCount, parts, partCount } = scanner.grams;
    const wordEnd = look(words, wordCount, 0);
    return finish(wordEnd, wordFeatures === keys.length ? wordEnd : look(parts, partCount, wordEnd));
  }

  function predictDocument({ grams, wordGrams }: Document): LabelPrediction {
    const wordEnd = look(grams, wordGrams, 0);
    if (wordFeatures === keys.length) return finish(wordEnd, wordEnd);
    return finish(wordEnd, look(grams.subarray(wordGrams), grams.length - wordGrams, wordEnd));
  }

  return { model, predict, predictDocument, logits, featureOf, scales };
}

/** The `count` most probable labels, best first. */
export function topLabels(probabilities: ArrayLike<number>, count: number): Alternative[] {
  const all = Array.from(probabilities, (confidence, label) => ({ label, confidence }));
  all.sort((one, other) => other.confidence - one.confidence || one.label - other.label);
  return all.slice(0, count);
}

/** Pairs of key and feature plus one, open addressing; key and feature lie side by side so that a look-up costs one cache line. */
function keyTable(keys: Uint32Array): Uint32Array {
  let slotCount = 16;
  while (slotCount < 2 * keys.length) slotCount *= 2;
  const table = new Uint32Array(2 * slotCount);
  const mask = slotCount - 1;
  for (let feature = 0; feature < keys.length; feature++) {
    let slot = keys[feature]! & mask;
    while (table[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
    table[2 * slot] = keys[feature]!;
    table[2 * slot + 1] = feature + 1;
  }
  return table;
}
