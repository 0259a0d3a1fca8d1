// Scores texts in WebAssembly with SIMD, behind the port of src/core/classifier/scorer.ts. The model's arrays are copied into the
// instance's memory once; logits are single precision, within 1e-4 of the plain scorer's.
import { PARTS_MAX, WORDS_MAX } from '../../src/core/classifier/grams.ts';
import type { Model } from '../../src/core/classifier/model.ts';
import { keyTable, type Scorer } from '../../src/core/classifier/scorer.ts';
import { MEAN_SUM, TERM_FREQUENCY } from '../../src/core/classifier/sparse-rows.ts';
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
  const table = keyTable(model.keys);
  const { partWeight } = model.manifest.settings;
  const arena = new WasmArena(module, bytesOf(model, table));
  const words = arena.uint32(WORDS_MAX);
  const parts = arena.uint32(PARTS_MAX);
  const foundWords = arena.uint32(WORDS_MAX);
  const foundParts = arena.uint32(PARTS_MAX);
  const sums = arena.float32(labels + 8);
  const touched = arena.uint32(features);
  const { exports } = arena;
  exports.readModel(
    arena.copyBytes(table),
    table.length / 2 - 1,
    labels,
    arena.copyBytes(model.idf),
    arena.copyBytes(model.rowScale),
    arena.copyBytes(model.weights),
    arena.copyBytes(meanScale),
    arena.copyBytes(model.meanWeights),
    arena.uint32(Math.ceil(features / 4)).byteOffset,
    touched.byteOffset,
    arena.copyBytes(TERM_FREQUENCY),
  );
  const logits = new Float64Array(labels);
  const scales = { word: 0, part: 0, mean: 0 };

  function addScaled(scale: number): void {
    for (let label = 0; label < labels; label++) logits[label]! += scale * sums[label]!;
  }

  function score(wordCount: number, partCount: number): number {
    const at = sums.byteOffset;
    const wordEnd = exports.noteFeatures(words.byteOffset, wordCount, 0, foundWords.byteOffset);
    const end =
      wordFeatures === features
        ? wordEnd
        : exports.noteFeatures(parts.byteOffset, partCount, wordEnd, foundParts.byteOffset);
    logits.set(bias);
    scales.mean = 0;
    if (meanScale.length > 0 && wordEnd > 0) {
      scales.mean = MEAN_SUM / exports.addMeans(wordEnd, at);
      addScaled(scales.mean);
    }
    const wordSquares = exports.addBlock(0, wordEnd, at);
    scales.word = wordSquares === 0 ? 0 : 1 / Math.sqrt(wordSquares);
    addScaled(scales.word);
    const partSquares = exports.addBlock(wordEnd, end, at);
    scales.part = partSquares === 0 ? 0 : partWeight / Math.sqrt(partSquares);
    addScaled(scales.part);
    return end;
  }

  return { words, parts, foundWords, foundParts, logits, scales, score };
}

function bytesOf(model: Model, table: Uint32Array): number {
  const arrays = [table, model.idf, model.rowScale, model.weights, model.meanScale, model.meanWeights];
  const model0 = arrays.reduce((sum, array) => sum + array.byteLength + SLACK_BYTES, 0);
  return (
    model0 + 8 * (WORDS_MAX + PARTS_MAX) + 8 * model.keys.length + 4 * model.labels.length + 16 * SLACK_BYTES
  );
}
