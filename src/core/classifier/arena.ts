// Memory for the arrays of one fit. A kernel that computes in a memory of its own hands out arrays that lie there.

/** Hands out zeroed arrays; all are let go together with the arena. */
export interface Arena {
  float32(length: number): Float32Array;
  uint32(length: number): Uint32Array;
  copyFloat32(from: Float32Array): Float32Array;
}

/** Ordinary arrays of the JavaScript heap. */
export const heapArena: Arena = {
  float32: (length) => new Float32Array(length),
  uint32: (length) => new Uint32Array(length),
  copyFloat32: (from) => from.slice(),
};
