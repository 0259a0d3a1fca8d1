// The classifier's numeric loops in WebAssembly with SIMD, behind the port of src/core/classifier/kernel.ts. Every fit gets an
// instance with a memory of its own, which is let go with the fit.
import type { LinearFit } from '../../src/core/classifier/fit.ts';
import type { Kernel } from '../../src/core/classifier/kernel.ts';
import type { LowRankFit } from '../../src/core/classifier/low-rank.ts';
import { longestRow, type SparseRows } from '../../src/core/classifier/sparse-rows.ts';
import { compiledKernel } from './compile-kernel.ts';
import { WasmArena } from './wasm-arena.ts';

/** Room for the sum and gradient of the low-rank fit, whose vectors have at most 128 numbers, beside a padded row of labels. */
const SCRATCH_UNITS = 256;

/** Compiles (or finds) the kernel; fails where the machine has no WebAssembly SIMD. */
export async function createWasmKernel(): Promise<Kernel> {
  const module = await WebAssembly.compile(await compiledKernel());
  const owners = new WeakMap<ArrayBufferLike, FitArena>();
  const ownerOf = (array: Float32Array): FitArena => {
    const owner = owners.get(array.buffer);
    if (owner === undefined)
      throw new Error('The arrays of this fit do not lie in an arena of the WebAssembly kernel.');
    return owner;
  };
  return {
    openArena: (bytes) => {
      const arena = new FitArena(module, bytes);
      owners.set(arena.memory.buffer, arena);
      return arena;
    },
    runLinearEpoch: (fit, data, targets, order, strength) =>
      ownerOf(fit.weights).runLinearEpoch(fit, data, targets, order, strength),
    runLowRankEpoch: (fit, data, targets, order, rate, rateEnd) =>
      ownerOf(fit.vectors).runLowRankEpoch(fit, data, targets, order, rate, rateEnd),
  };
}

class FitArena extends WasmArena {
  #scratch:
    | {
        readonly values: Float32Array;
        readonly kept: Uint32Array;
        readonly scores: Float32Array;
        readonly steps: Float32Array;
      }
    | undefined;

  runLinearEpoch(
    fit: LinearFit,
    data: SparseRows,
    targets: Uint32Array,
    order: Uint32Array,
    strength: number,
  ): void {
    const { scores, steps } = this.#read(data, fit.labels);
    this.exports.setStrength(strength);
    this.exports.runLinearEpoch(
      fit.labels,
      fit.weights.byteOffset,
      fit.duals.byteOffset,
      fit.weights.byteOffset + 4 * data.features * fit.labels,
      targets.byteOffset,
      order.byteOffset,
      order.length,
      strength,
      scores.byteOffset,
      steps.byteOffset,
    );
  }

  runLowRankEpoch(
    fit: LowRankFit,
    data: SparseRows,
    targets: Uint32Array,
    order: Uint32Array,
    rate: number,
    rateEnd: number,
  ): void {
    const { scores, steps, kept } = this.#read(data, fit.labels);
    this.exports.runLowRankEpoch(
      fit.labels,
      fit.hidden,
      fit.vectors.byteOffset,
      fit.outputs.byteOffset,
      fit.vectorSquares.byteOffset,
      fit.outputSquares.byteOffset,
      fit.adaptive,
      targets.byteOffset,
      order.byteOffset,
      order.length,
      rate,
      rateEnd,
      steps.byteOffset,
      steps.byteOffset + 4 * fit.hidden,
      scores.byteOffset,
      fit.coins.byteOffset,
      kept.byteOffset,
    );
  }

  /** Tells the module which rows to read; the scratch fits every row and label count of this arena. */
  #read(data: SparseRows, labels: number) {
    this.#scratch ??= {
      values: this.float32(longestRow(data)),
      kept: this.uint32(longestRow(data)),
      scores: this.float32(labels + SCRATCH_UNITS),
      steps: this.float32(labels + SCRATCH_UNITS),
    };
    const arrays = [
      data.start,
      data.split,
      data.entries,
      data.wordScale,
      data.partScale,
      data.featureScale,
      data.termFrequency,
      this.#scratch.values,
    ];
    this.exports.readRows(...arrays.map((array) => array.byteOffset));
    return this.#scratch;
  }
}
