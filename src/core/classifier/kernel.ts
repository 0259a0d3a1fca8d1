// The numeric loops that take most of the time, as a port: plain TypeScript everywhere, WebAssembly where a caller hands it in.
import { type Arena, heapArena } from './arena.ts';
import { type LinearFit, runLinearEpoch } from './fit.ts';
import { type LowRankFit, runLowRankEpoch } from './low-rank.ts';
import type { SparseRows } from './sparse-rows.ts';

/** Trains on arrays that lie in an arena of the same kernel. */
export interface Kernel {
  /** Memory for one fit; asking it for more than `bytes` fails. */
  openArena(bytes: number): Arena;
  /** One pass of dual coordinate ascent over the rows named by `order`; see runLinearEpoch. */
  runLinearEpoch(
    fit: LinearFit,
    data: SparseRows,
    targets: Uint32Array,
    order: Uint32Array,
    strength: number,
  ): void;
  /** One pass of gradient descent, its rate falling from `rate` to `rateEnd`; see runLowRankEpoch. */
  runLowRankEpoch(
    fit: LowRankFit,
    data: SparseRows,
    targets: Uint32Array,
    order: Uint32Array,
    rate: number,
    rateEnd: number,
  ): void;
}

/** The loops in TypeScript: the path in Apps Script, and the oracle of every other kernel. */
export const plainKernel: Kernel = { openArena: () => heapArena, runLinearEpoch, runLowRankEpoch };
