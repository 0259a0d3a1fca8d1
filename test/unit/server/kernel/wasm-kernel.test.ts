import { describe, expect, it } from '@jest/globals';
import { createWasmKernel } from '../../../../server/kernel/wasm-kernel.ts';
import { heapArena } from '../../../../src/core/classifier/arena.ts';
import { createFit } from '../../../../src/core/classifier/fit.ts';
import { type Kernel, plainKernel } from '../../../../src/core/classifier/kernel.ts';
import { createLowRank } from '../../../../src/core/classifier/low-rank.ts';
import { encodeModel } from '../../../../src/core/classifier/model-file.ts';
import type { SparseRows } from '../../../../src/core/classifier/sparse-rows.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';
import { aTrainingSet, SEED, someRows } from '../../core/classifier/a-training-set.ts';

const wasmKernel = await createWasmKernel();
const ROWS = 40;
const FEATURES = 30;
const ARENA_BYTES = 1 << 20;

/** Random rows of up to twelve entries, in an arena of the kernel. */
function someData(kernel: Kernel, labels: number) {
  const random = createRandom(3);
  const arena = kernel.openArena(ARENA_BYTES);
  const start = arena.uint32(ROWS + 1);
  const split = arena.uint32(ROWS);
  const entries = arena.uint32(12 * ROWS);
  const [wordScale, partScale, featureScale] = [
    arena.float32(ROWS),
    arena.float32(ROWS),
    arena.float32(FEATURES),
  ];
  const termFrequency = arena.float32(16);
  const targets = arena.uint32(ROWS);
  const order = arena.uint32(ROWS);
  let at = 0;
  for (let row = 0; row < ROWS; row++) {
    const length = Math.floor(13 * random());
    split[row] = at + Math.floor(length / 2);
    for (let index = 0; index < length; index++) {
      entries[at++] = (Math.floor(FEATURES * random()) << 4) | (1 + Math.floor(3 * random()));
    }
    start[row + 1] = at;
    wordScale[row] = random();
    partScale[row] = random();
    targets[row] = Math.floor(labels * random());
    order[row] = ROWS - 1 - row;
  }
  for (let feature = 0; feature < FEATURES; feature++) featureScale[feature] = 3 * random();
  for (let count = 0; count < 16; count++) termFrequency[count] = 1 + Math.log(Math.max(1, count));
  const data: SparseRows = {
    rows: ROWS,
    features: FEATURES,
    start,
    split,
    entries,
    wordScale,
    partScale,
    featureScale,
    termFrequency,
  };
  return { arena, data, targets, order };
}

function linearWeights(kernel: Kernel, labels: number): number[] {
  const { arena, data, targets, order } = someData(kernel, labels);
  const fit = createFit(ROWS, FEATURES, labels, arena);
  for (let epoch = 0; epoch < 3; epoch++) kernel.runLinearEpoch(fit, data, targets, order, 10);
  return [...fit.weights, ...fit.duals];
}

function lowRankWeights(kernel: Kernel, labels: number, isShort: boolean): number[] {
  const { arena, data, targets, order } = someData(kernel, labels);
  const fit = createLowRank(
    FEATURES,
    labels,
    8,
    { isAdaptive: isShort, isHalved: isShort },
    createRandom(5),
    arena,
  );
  for (let epoch = 0; epoch < 3; epoch++) kernel.runLowRankEpoch(fit, data, targets, order, 0.1, 0.05);
  return [...fit.vectors, ...fit.outputs];
}

function largestDifference(one: readonly number[], other: readonly number[]): number {
  return one.reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - (other[index] ?? Number.NaN))),
    0,
  );
}

describe('the WebAssembly kernel', () => {
  it.each([2, 3, 8, 13, 77])('fits the linear view of %i labels as the plain loops do', (labels) => {
    expect(
      largestDifference(linearWeights(wasmKernel, labels), linearWeights(plainKernel, labels)),
    ).toBeLessThan(1e-3);
  });

  it.each([
    [2, false],
    [8, true],
    [13, false],
    [77, true],
  ])(
    'fits the low-rank view of %i labels as the plain loops do, steps of short texts: %s',
    (labels, isShort) => {
      const [fast, plain] = [
        lowRankWeights(wasmKernel, labels, isShort),
        lowRankWeights(plainKernel, labels, isShort),
      ];
      expect(largestDifference(fast, plain)).toBeLessThan(1e-3);
      expect(Math.max(...plain.map(Math.abs))).toBeGreaterThan(0.1);
    },
  );

  it('gives the same bytes for the same rows and seed', () => {
    const bytes = () =>
      encodeModel(trainModel(aTrainingSet(someRows(40)), { seed: SEED, kernel: wasmKernel }).model);
    expect(bytes()).toEqual(bytes());
  });

  it('refuses arrays that lie elsewhere', () => {
    const { data, targets, order } = someData(wasmKernel, 2);
    expect(() =>
      wasmKernel.runLinearEpoch(createFit(ROWS, FEATURES, 2, heapArena), data, targets, order, 1),
    ).toThrow('do not lie in an arena');
  });

  it('says when its arena is full', () => {
    expect(() => wasmKernel.openArena(100).float32(1 << 20)).toThrow(/The arena holds \d+ bytes/);
  });
});
