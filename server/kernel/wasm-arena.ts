// Memory of one instance of the WebAssembly kernel, from which arrays are handed out.
import type { Arena } from '../../src/core/classifier/arena.ts';

/** What numeric.as exports; every number is an address, a size or a rate. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readRows(...addresses: number[]): void;
  setStrength(strength: number): void;
  runLinearEpoch(...values: number[]): void;
  runLowRankEpoch(...values: number[]): void;
  readModel(...values: number[]): void;
  noteFeatures(keys: number, keyCount: number, known: number, found: number): number;
  addMeans(end: number, sums: number): number;
  addBlock(first: number, end: number, sums: number): number;
  contrast(
    label: number,
    other: number,
    wordEnd: number,
    end: number,
    wordScale: number,
    partScale: number,
    means: number,
    foundWords: number,
    wordCount: number,
    foundParts: number,
    partEnds: number,
    contrasts: number,
  ): number;
  rankContrasts(contrasts: number, count: number, limit: number, order: number): number;
  strongestPart(foundParts: number, first: number, end: number): number;
}

const PAGE_BYTES = 65_536;
/** Arrays start on the second page; the first holds what the compiler puts there. */
const FIRST_BYTE = PAGE_BYTES;
const ALIGNMENT = 16;
const LINE_BYTES = 64;
/** Scratch of the loops beyond the arrays that a fit asks for. */
const SCRATCH_BYTES = 4 * PAGE_BYTES;

/** An instance of the kernel with room for the given bytes of arrays. */
export class WasmArena implements Arena {
  readonly exports: KernelExports;
  readonly #bytes: number;
  #next = FIRST_BYTE;

  constructor(module: WebAssembly.Module, bytes: number) {
    // The compiler's output has these exports; nothing else is ever loaded here.
    this.exports = new WebAssembly.Instance(module).exports as KernelExports;
    const pages = Math.ceil((FIRST_BYTE + bytes + SCRATCH_BYTES) / PAGE_BYTES);
    this.memory.grow(pages - this.memory.buffer.byteLength / PAGE_BYTES);
    this.#bytes = this.memory.buffer.byteLength;
  }

  get memory(): WebAssembly.Memory {
    return this.exports.memory;
  }

  float32(length: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.#take(4 * length), length);
  }

  float64(length: number): Float64Array {
    return new Float64Array(this.memory.buffer, this.#take(8 * length), length);
  }

  uint32(length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, this.#take(4 * length), length);
  }

  copyFloat32(from: Float32Array): Float32Array {
    const copy = this.float32(from.length);
    copy.set(from);
    return copy;
  }

  /** Copies an array of any kind and answers its address; eight bytes beyond it may be read. */
  copyBytes(from: Float32Array | Uint32Array | Int8Array): number {
    const at = this.#take(from.byteLength + ALIGNMENT);
    new Uint8Array(this.memory.buffer).set(new Uint8Array(from.buffer, from.byteOffset, from.byteLength), at);
    return at;
  }

  /** Copies an array to the start of a cache line and answers its address. */
  copyLines(from: Uint32Array): number {
    this.#next = Math.ceil(this.#next / LINE_BYTES) * LINE_BYTES;
    return this.copyBytes(from);
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
