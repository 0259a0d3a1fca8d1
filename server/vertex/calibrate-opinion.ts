// Makes a second opinion worth something: fits its confidence on one half of tickets that a person has labelled and that
// neither model has learned from, and proves on the other half what may be routed on it. Tickets on which the models
// disagree always go to a person, so nothing is proven of them.
import { hash } from 'node:crypto';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import { provePromise } from '../../src/core/promise/prove.ts';
import type { BackendPrediction } from '../backends/backend.ts';
import {
  fitOpinion,
  joinOpinions,
  OPINION_ROWS_MIN,
  type OpinionWeights,
  opinionConfidence,
} from './second-opinion.ts';

/** A ticket that both models have seen, with the label that a person gave it. */
export interface LabelledOpinion {
  readonly own: BackendPrediction;
  readonly other: BackendPrediction;
  readonly label: string;
}

/** What is agreed, as for the embedded model. */
export interface AgreedPromise {
  readonly target: number;
  readonly delta: number;
  readonly isFamilyWise?: boolean;
}

/** A calibration with its proof. */
export interface CalibratedPair {
  readonly id: string;
  readonly weights: OpinionWeights;
  readonly table: PromiseTable;
  /** Tickets that it was fitted on; the proof rests on others. */
  readonly rows: number;
}

/** Labelled tickets that are needed: half of them are for the proof. */
export const LABELLED_MIN = 2 * OPINION_ROWS_MIN;
const ID_CHARACTERS = 8;

/** Fits and proves; rows in an order that has nothing to do with their labels. Undefined where there are too few. */
export function calibrateOpinion(
  rows: readonly LabelledOpinion[],
  labels: readonly string[],
  agreed: AgreedPromise,
): CalibratedPair | undefined {
  const joined = rows.flatMap(({ own, other, label }) => {
    const opinion = joinOpinions(own, other);
    const isContested = other.ranked.length > 0 && opinion?.isAgreeing === false;
    return opinion === undefined ? [] : [{ opinion, label, isContested }];
  });
  const fitted = joined.filter((_, row) => row % 2 === 0);
  const checked = joined.filter(({ isContested }, row) => row % 2 === 1 && !isContested);
  if (fitted.length < OPINION_ROWS_MIN) return undefined;
  const weights = fitOpinion(
    fitted.map(({ opinion }) => opinion),
    fitted.map(({ opinion, label }) => opinion.label === label),
  );
  const numberOf = new Map(labels.map((label, index) => [label, index]));
  const judged = (part: typeof joined) => ({
    targets: part.map(({ label }) => numberOf.get(label) ?? -1),
    predicted: part.map(({ opinion }) => numberOf.get(opinion.label) ?? -1),
    confidence: part.map(({ opinion }) => opinionConfidence(weights, opinion)),
  });
  const table = provePromise({
    ...agreed,
    labels,
    checked: judged(checked),
    evidence: 'hold-out',
    plan: judged(fitted.filter(({ isContested }) => !isContested)),
  });
  const id = hash('sha256', JSON.stringify([weights, table.checked]), 'hex').slice(0, ID_CHARACTERS);
  return { id, weights, table, rows: fitted.length };
}
