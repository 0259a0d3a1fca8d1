// The classifier's numeric loops in WebAssembly with SIMD, behind the port of src/core/classifier/kernel.ts. Every fit gets an
// instance with a memory of its own, which is let go with the fit.
import type { Arena } from '../../src/core/classifier/arena.ts';
import type { LinearFit } from '../../src/core/classifier/fit.ts';
import type { Kernel } from '../../src/core/classifier/kernel.ts';
import type { LowRankFit } from '../../src/core/classifier/low-rank.ts';
import { longestRow, type SparseRows } from '../../src/core/classifier/sparse-rows.ts';
import { compiledKernel } from './compile-kernel.ts';

/** What numeric.as exports; every number is an address, a size or a rate. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readRows(...addresses: number[]): void;
  setStrength(strength: number): void;
  runLinearEpoch(...values: number[]): void;
  runLowRankEpoch(...values: number[]): void;
}

const PAGE_BYTES = 65_536;
/** Arrays start on the second page; the first holds what the compiler puts there. */
const FIRST_BYTE = PAGE_BYTES;
const ALIGNMENT = 16;
/** Scratch of the loops beyond the arrays that the fit asks for: values, scores, steps. */
const SCRATCH_BYTES = 4 * PAGE_BYTES;

/** Compiles (or finds) the kernel; fails where the machine has no WebAssembly SIMD. */
export async function createWasmKernel(): Promise<Kernel> {
  const module = await WebAssembly.compile(await compiledKernel());
  const owners = new WeakMap<ArrayBufferLike, WasmArena>();
  const ownerOf = (array: Float32Array): WasmArena => {
    const owner = owners.get(array.buffer);
    if (owner === undefined)
      throw new Error('The arrays of this fit do not lie in an arena of the WebAssembly kernel.');
    return owner;
  };
  return {
    openArena: (bytes) => {
      const arena = new WasmArena(module, bytes);
      owners.set(arena.memory.buffer, arena);
      return arena;
    },
    runLinearEpoch: (fit, data, targets, order, strength) =>
      ownerOf(fit.weights).runLinearEpoch(fit, data, targets, order, strength),
    runLowRankEpoch: (fit, data, targets, order, rate, rateEnd) =>
      ownerOf(fit.vectors).runLowRankEpoch(fit, data, targets, order, rate, rateEnd),
  };
}

class WasmArena implements Arena {
  readonly memory: WebAssembly.Memory;
  readonly #exports: Exports;
  readonly #bytes: number;
  #next = FIRST_BYTE;
  #scratch:
    | { readonly values: Float32Array; readonly scores: Float32Array; readonly steps: Float32Array }
    | undefined;

  constructor(module: WebAssembly.Module, bytes: number) {
    // The compiler's output has these exports; nothing else is ever loaded here.
    this.#exports = new WebAssembly.Instance(module).exports as Exports;
    this.memory = this.#exports.memory;
    const pages = Math.ceil((FIRST_BYTE + bytes + SCRATCH_BYTES) / PAGE_BYTES);
    this.memory.grow(pages - this.memory.buffer.byteLength / PAGE_BYTES);
    this.#bytes = this.memory.buffer.byteLength;
  }

  float32(length: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.#take(4 * length), length);
  }

  uint32(length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, this.#take(4 * length), length);
  }

  copyFloat32(from: Float32Array): Float32Array {
    const copy = this.float32(from.length);
    copy.set(from);
    return copy;
  }

  runLinearEpoch(
    fit: LinearFit,
    data: SparseRows,
    targets: Uint32Array,
    order: Uint32Array,
    strength: number,
  ): void {
    const { scores, steps } = this.#read(data, fit.labels);
    this.#exports.setStrength(strength);
    this.#exports.runLinearEpoch(
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
    const { scores, steps } = this.#read(data, fit.labels);
    this.#exports.runLowRankEpoch(
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
    );
  }

  /** Tells the module which rows to read; the scratch fits every row and label count of this arena. */
  #read(data: SparseRows, labels: number) {
    this.#scratch ??= {
      values: this.float32(longestRow(data)),
      scores: this.float32(labels + ALIGNMENT),
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
    this.#exports.readRows(...arrays.map((array) => array.byteOffset));
    return this.#scratch;
  }

  #take(bytes: number): number {
    const at = this.#next;
    this.#next = Math.ceil((at + bytes) / ALIGNMENT) * ALIGNMENT;
    if (this.#next > this.#bytes) {
      throw new Error(`The arena holds ${this.#bytes} bytes and ${this.#next} were asked for.`);
    }
    return at;
  }
}

/** Room for the sum and gradient of the low-rank fit, whose vectors have at most 128 numbers. */
const SCRATCH_UNITS = 256;
