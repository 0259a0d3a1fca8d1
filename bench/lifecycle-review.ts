// How many labels a review by margin with quotas needs to be as good as one that takes tickets at random.

import type { Document } from '../src/core/classifier/document.ts';
import type { Kernel } from '../src/core/classifier/kernel.ts';
import { macroF1 } from '../src/core/classifier/measure.ts';
import type { Model } from '../src/core/classifier/model.ts';
import { createPredictor, topLabels } from '../src/core/classifier/predict.ts';
import { trainModel } from '../src/core/classifier/train.ts';
import { pickForReview } from '../src/core/review-picks.ts';
import { createRandom, shuffledIndices } from '../src/core/statistics/random.ts';
import type { Pool } from './lifecycle-desk.ts';

/** Macro-F1 on tickets that nobody may pick, mean of several draws. */
export interface ReviewOutcome {
  readonly random: number;
  readonly margin: number;
}

const POOL_ROWS = 6_000;
const FIRST_LABELS = 200;
const BATCH = 150;

/** Labels `labelsAtRandom` tickets at random and `labelsPicked` by margin with quota, from the same first 200. */
export function compareReviews(
  pool: Pool,
  kernel: Kernel,
  sizes: { readonly labelsAtRandom: number; readonly labelsPicked: number; readonly draws: number },
): ReviewOutcome {
  let atRandom = 0;
  let byMargin = 0;
  for (let draw = 1; draw <= sizes.draws; draw++) {
    const random = createRandom(500 + draw);
    const order = [...shuffledIndices(pool.targets.length, random)];
    const candidates = order.slice(0, POOL_ROWS);
    const test = order.slice(POOL_ROWS);
    atRandom += f1Of(pool, trainOn(pool, candidates.slice(0, sizes.labelsAtRandom), kernel), test);
    let labelled = candidates.slice(0, FIRST_LABELS);
    while (labelled.length < sizes.labelsPicked) {
      const known = new Set(labelled);
      const waiting = candidates.filter((row) => !known.has(row));
      const predictor = createPredictor(trainOn(pool, labelled, kernel));
      const judged = waiting.map((row) => {
        const { label, probabilities } = predictor.predictDocument(pool.documents[row] as Document);
        const [best, second] = topLabels(probabilities, 2);
        return { label: String(label), margin: (best?.confidence ?? 0) - (second?.confidence ?? 0) };
      });
      const count = Math.min(BATCH, sizes.labelsPicked - labelled.length);
      labelled = [...labelled, ...pickForReview(judged, count, random).map((at) => waiting[at] ?? 0)];
    }
    byMargin += f1Of(pool, trainOn(pool, labelled, kernel), test);
  }
  return { random: atRandom / sizes.draws, margin: byMargin / sizes.draws };
}

function trainOn(pool: Pool, rows: readonly number[], kernel: Kernel): Model {
  const set = {
    labels: pool.labels,
    documents: rows.map((row) => pool.documents[row] as Document),
    targets: rows.map((row) => pool.targets[row] ?? -1),
  };
  return trainModel(set, { seed: 1, kernel }).model;
}

function f1Of(pool: Pool, model: Model, test: readonly number[]): number {
  const predictor = createPredictor(model);
  const numberOf = model.labels.map((label) => pool.labels.indexOf(label));
  const predicted = test.map(
    (row) => numberOf[predictor.predictDocument(pool.documents[row] as Document).label] ?? 0,
  );
  const targets = test.map((row) => pool.targets[row] ?? 0);
  return macroF1({ targets, predicted, confidence: [] }, pool.labels.length);
}
