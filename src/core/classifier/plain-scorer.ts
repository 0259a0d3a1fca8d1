// The scorer in TypeScript: the path in Apps Script, and the oracle of every other. Its loops allocate nothing.
import { COUNT_BITS, COUNT_MAX, PARTS_MAX, WORDS_MAX } from './grams.ts';
import type { Model } from './model.ts';
import { findFeature, keyTable, type Scorer } from './scorer.ts';
import { MEAN_SUM, TERM_FREQUENCY } from './sparse-rows.ts';

const COUNT_MASK = (1 << COUNT_BITS) - 1;

/** Makes a scorer: builds the hash table of the model's keys and the scratch memory, about 1 MB. */
export function createPlainScorer(model: Model): Scorer {
  const { keys, idf, rowScale, weights, bias, meanScale, meanWeights, wordFeatures } = model;
  const labels = model.labels.length;
  const table = keyTable(keys);
  const words = new Uint32Array(WORDS_MAX);
  const parts = new Uint32Array(PARTS_MAX);
  const foundWords = new Uint32Array(WORDS_MAX);
  const foundParts = new Uint32Array(PARTS_MAX);
  const counts = new Uint8Array(keys.length);
  const touched = new Uint32Array(keys.length);
  const logits = new Float64Array(labels);
  const wordScores = new Float64Array(labels);
  const partScores = new Float64Array(labels);
  const meanScores = new Float64Array(labels);
  const scales = { word: 0, part: 0, mean: 0 };
  const partWeight = model.manifest.settings.partWeight;

  /** Notes the features of `count` keys after the `known` noted before; answers how many are noted then. */
  function note(grams: Uint32Array, count: number, known: number, found: Uint32Array): number {
    let end = known;
    for (let index = 0; index < count; index++) {
      const gram = grams[index]!;
      const feature = findFeature(table, gram) - 1;
      found[index] = feature + 1;
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

  function score(wordCount: number, partCount: number): number {
    const wordEnd = note(words, wordCount, 0, foundWords);
    const end = wordFeatures === keys.length ? wordEnd : note(parts, partCount, wordEnd, foundParts);
    scales.mean = meanScale.length === 0 ? 0 : addMeans(wordEnd);
    scales.word = addBlock(0, wordEnd, wordScores, 1);
    scales.part = addBlock(wordEnd, end, partScores, partWeight);
    for (let label = 0; label < labels; label++) {
      const views = scales.word * wordScores[label]! + scales.mean * meanScores[label]!;
      logits[label] = bias[label]! + views + scales.part * partScores[label]!;
    }
    return end;
  }

  return { words, parts, logits, scales, score, foundWords, foundParts };
}
