// The scorer in TypeScript: the path in Apps Script, and the oracle of every other. Its loops allocate nothing.
import { COUNT_BITS, COUNT_MAX, gramRoom, PARTS_MAX, WORDS_MAX } from './grams.ts';
import type { Model } from './model.ts';
import { findFeature, keyTable, type Scorer } from './scorer.ts';
import { MEAN_SUM, TERM_FREQUENCY } from './sparse-rows.ts';

const COUNT_MASK = (1 << COUNT_BITS) - 1;

/** Makes a scorer: builds the hash table of the model's keys and the scratch memory, about 1 MB. */
export function createPlainScorer(model: Model): Scorer {
  const { keys, scale, rowScale, weights, bias, meanScale, meanWeights, wordFeatures } = model;
  const labels = model.labels.length;
  const table = keyTable(keys);
  const room = gramRoom();
  const foundWords = new Uint32Array(WORDS_MAX);
  const foundParts = new Uint32Array(PARTS_MAX);
  const counts = new Uint16Array(keys.length);
  const touched = new Uint32Array(keys.length);
  const logits = new Float64Array(labels);
  const wordScores = new Float64Array(labels);
  const partScores = new Float64Array(labels);
  const meanScores = new Float64Array(labels);
  const hasParts = wordFeatures < keys.length;
  /** Occurrences of each noted feature, kept for contrasts; and what an occurrence added, by feature plus one. */
  const occurrences = new Uint16Array(keys.length);
  const added = new Float64Array(keys.length + 1);
  const contrasts = new Float64Array(WORDS_MAX);
  const ranking = new Uint32Array(WORDS_MAX);
  let [wordScale, partScale, means] = [0, 0, 0];
  let [wordCountScored, wordEnd, end] = [0, 0, 0];
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
      counts[feature]! += gram & COUNT_MASK || 1;
    }
    return end;
  }

  /** Adds the noted features' weights to `scores`; answers the block's scale to length `length`. */
  function addBlock(first: number, end: number, scores: Float64Array, length: number): number {
    let squares = 0;
    scores.fill(0);
    for (let index = first; index < end; index++) {
      const feature = touched[index]!;
      const count = counts[feature]!;
      const value = TERM_FREQUENCY[Math.min(count, COUNT_MAX)]! * scale[feature]!;
      counts[feature] = 0;
      occurrences[index] = count;
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
      const count = Math.min(counts[feature]!, COUNT_MAX);
      sum += count;
      const scaled = count * meanScale[feature]!;
      const at = feature * labels;
      for (let label = 0; label < labels; label++) meanScores[label]! += scaled * meanWeights[at + label]!;
    }
    return sum === 0 ? 0 : MEAN_SUM / sum;
  }

  function score(wordCount: number, partCount: number): number {
    wordCountScored = wordCount;
    wordEnd = note(room.words, wordCount, 0, foundWords);
    end = hasParts ? note(room.parts, partCount, wordEnd, foundParts) : wordEnd;
    means = meanScale.length === 0 ? 0 : addMeans(wordEnd);
    wordScale = addBlock(0, wordEnd, wordScores, 1);
    partScale = addBlock(wordEnd, end, partScores, partWeight);
    for (let label = 0; label < labels; label++) {
      const views = wordScale * wordScores[label]! + means * meanScores[label]!;
      logits[label] = bias[label]! + views + partScale * partScores[label]!;
    }
    return end;
  }

  /** Writes what an occurrence of each noted feature of a block added; answers what all added. */
  function contrastBlock(
    first: number,
    last: number,
    label: number,
    other: number,
    blockScale: number,
  ): number {
    const meansHere = first === 0 ? means : 0;
    let total = 0;
    for (let index = first; index < last; index++) {
      const feature = touched[index]!;
      const occurring = occurrences[index]!;
      const count = Math.min(occurring, COUNT_MAX);
      const at = feature * labels;
      const input = TERM_FREQUENCY[count]! * scale[feature]! * rowScale[feature]! * blockScale;
      let value = input * (weights[at + label]! - weights[at + other]!);
      if (meansHere > 0) {
        const difference = meanWeights[at + label]! - meanWeights[at + other]!;
        value += count * meanScale[feature]! * meansHere * difference;
      }
      total += value;
      added[feature + 1] = value / occurring;
    }
    return total;
  }

  function contrast(label: number, other: number): number {
    const byWords = contrastBlock(0, wordEnd, label, other, wordScale);
    const byParts = contrastBlock(wordEnd, end, label, other, partScale);
    let part = 0;
    for (let gram = 0; gram < wordCountScored; gram++) {
      let value = added[foundWords[gram]!]!;
      if (hasParts && (gram === 0 || gram % 2 === 1)) {
        const partEnd = room.partEnds[(gram + 1) >>> 1]!;
        for (; part < partEnd; part++) value += added[foundParts[part]!]!;
      }
      contrasts[gram] = value;
    }
    return byWords + byParts;
  }

  function rankContrasts(limit: number): number {
    const most = Math.min(wordCountScored, limit);
    let named = 0;
    let least = 0;
    for (let gram = 0; gram < wordCountScored && most > 0; gram++) {
      const size = Math.abs(contrasts[gram]!);
      if (size <= least) continue;
      let at = named < most ? named++ : most - 1;
      for (; at > 0 && Math.abs(contrasts[ranking[at - 1]!]!) < size; at--) ranking[at] = ranking[at - 1]!;
      ranking[at] = gram;
      if (named === most) least = Math.abs(contrasts[ranking[most - 1]!]!);
    }
    return named;
  }

  function strongestPart(first: number, end: number): number {
    let best = first;
    for (let part = first + 1; part < end; part++) {
      if (Math.abs(added[foundParts[part]!]!) > Math.abs(added[foundParts[best]!]!)) best = part;
    }
    return best;
  }

  return { room, logits, score, foundWords, contrast, contrasts, rankContrasts, ranking, strongestPart };
}
