// Scores texts in WebAssembly with SIMD, behind the port of src/core/classifier/scorer.ts. The model's arrays are copied into the
// instance's memory once; logits are single precision, within 1e-4 of the plain scorer's.
import { PART_ENDS_MAX, PARTS_MAX, WORDS_MAX } from '../../src/core/classifier/grams.ts';
import type { Model } from '../../src/core/classifier/model.ts';
import type { Scorer } from '../../src/core/classifier/scorer.ts';
import { MEAN_SUM, TERM_FREQUENCY } from '../../src/core/classifier/sparse-rows.ts';
import { BUCKET_WORDS, bucketTable } from './bucket-table.ts';
import { compiledKernel } from './compile-kernel.ts';
import { WasmArena } from './wasm-arena.ts';

/** Sixteen bytes beyond each array, since rows are read eight labels at a time. */
const SLACK_BYTES = 64;

/** Makes scorers; the module is compiled once. */
export async function createWasmScorers(): Promise<(model: Model) => Scorer> {
  const module = await WebAssembly.compile(await compiledKernel());
  return (model) => createWasmScorer(module, model);
}

function createWasmScorer(module: WebAssembly.Module, model: Model): Scorer {
  const { bias, wordFeatures, meanScale } = model;
  const labels = model.labels.length;
  const features = model.keys.length;
  const table = bucketTable(model.keys);
  const { partWeight } = model.manifest.settings;
  const arena = new WasmArena(module, bytesOf(model, table));
  const room = {
    words: arena.uint32(WORDS_MAX),
    parts: arena.uint32(PARTS_MAX),
    partEnds: arena.uint32(PART_ENDS_MAX),
  };
  const foundWords = arena.uint32(WORDS_MAX);
  const foundParts = arena.uint32(PARTS_MAX);
  const sums = arena.float32(labels + 8);
  const touched = arena.uint32(features + 1);
  // What no feature stands for is counted before the first.
  const occurrences = arena.uint32(features + 2).subarray(1);
  const scaled = arena.float32(features);
  const added = arena.float32(features + 1);
  const contrasts = arena.float64(WORDS_MAX);
  const ranking = arena.uint32(WORDS_MAX);
  const { exports } = arena;
  const wordsAt = room.words.byteOffset;
  const partsAt = room.parts.byteOffset;
  const partEndsAt = room.partEnds.byteOffset;
  const foundWordsAt = foundWords.byteOffset;
  const foundPartsAt = foundParts.byteOffset;
  const rankingAt = ranking.byteOffset;
  const contrastsAt = contrasts.byteOffset;
  const at = sums.byteOffset;
  const buckets = table.length / BUCKET_WORDS - 1;
  const tableAt = arena.copyLines(table);
  exports.readModel(
    tableAt,
    tableAt + 4 * BUCKET_WORDS * buckets,
    buckets - 1,
    labels,
    arena.copyBytes(model.scale),
    arena.copyBytes(model.rowScale),
    arena.copyBytes(model.weights),
    arena.copyBytes(meanScale),
    arena.copyBytes(model.meanWeights),
    arena.uint32(features + 1).byteOffset,
    touched.byteOffset,
    occurrences.byteOffset,
    scaled.byteOffset,
    added.byteOffset,
    arena.copyBytes(TERM_FREQUENCY),
  );
  const logits = new Float64Array(labels);
  const hasParts = wordFeatures < features;
  let [wordScale, partScale, means] = [0, 0, 0];
  let [wordCountScored, wordEnd, end] = [0, 0, 0];

  function addScaled(scale: number): void {
    for (let label = 0; label < labels; label++) logits[label]! += scale * sums[label]!;
  }

  function score(wordCount: number, partCount: number): number {
    wordCountScored = wordCount;
    wordEnd = exports.noteFeatures(wordsAt, wordCount, 0, foundWordsAt);
    end = hasParts ? exports.noteFeatures(partsAt, partCount, wordEnd, foundPartsAt) : wordEnd;
    logits.set(bias);
    means = 0;
    if (meanScale.length > 0 && wordEnd > 0) {
      means = MEAN_SUM / exports.addMeans(wordEnd, at);
      addScaled(means);
    }
    const wordSquares = exports.addBlock(0, wordEnd, at);
    wordScale = wordSquares === 0 ? 0 : 1 / Math.sqrt(wordSquares);
    addScaled(wordScale);
    const partSquares = exports.addBlock(wordEnd, end, at);
    partScale = partSquares === 0 ? 0 : partWeight / Math.sqrt(partSquares);
    addScaled(partScale);
    return end;
  }

  function contrast(label: number, other: number): number {
    return exports.contrast(
      label,
      other,
      wordEnd,
      end,
      wordScale,
      partScale,
      means,
      foundWordsAt,
      wordCountScored,
      foundPartsAt,
      partEndsAt,
      contrastsAt,
    );
  }

  const rankContrasts = (limit: number): number =>
    exports.rankContrasts(contrastsAt, wordCountScored, Math.min(limit, WORDS_MAX), rankingAt);
  const strongestPart = (first: number, last: number): number =>
    exports.strongestPart(foundPartsAt, first, last);
  return { room, foundWords, logits, score, contrast, contrasts, rankContrasts, ranking, strongestPart };
}

function bytesOf(model: Model, table: Uint32Array): number {
  const arrays = [table, model.scale, model.rowScale, model.weights, model.meanScale, model.meanWeights];
  const model0 = arrays.reduce((sum, array) => sum + array.byteLength + SLACK_BYTES, 0);
  return (
    model0 +
    8 * (3 * WORDS_MAX + PARTS_MAX + PART_ENDS_MAX) +
    20 * model.keys.length +
    4 * model.labels.length +
    24 * SLACK_BYTES
  );
}
