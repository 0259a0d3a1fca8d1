// What a generative model's answer is worth beside the embedded model's: whether the two agree, how sure the embedded one is
// of the label, and how many votes it got. A logistic regression over these, fitted on tickets that a person has labelled,
// turns them into a probability. It belongs to one embedded model, one generative model and one prompt.
import { solveSymmetric } from '../../src/core/classifier/linear-equations.ts';
import type { BackendPrediction, RankedLabel } from '../backends/backend.ts';

/** Weights by name; made by `fitOpinion`. */
export interface OpinionWeights {
  readonly agreeing: number;
  readonly disagreeing: number;
  /** The generative model named no label. */
  readonly abstaining: number;
  /** For the log-odds that the embedded model gives the label that is named. */
  readonly logOdds: number;
  /** For the share of votes that were not for it. */
  readonly dissent: number;
}

/** What two models say about a ticket, as one prediction and as features. */
export interface Opinion {
  readonly label: string;
  readonly features: readonly number[];
  readonly isAgreeing: boolean;
}

/** Labelled tickets with which anything is fitted: twenty for each weight. */
export const OPINION_ROWS_MIN = 100;
/** Keeps weights finite where one kind of answer was always right (a normal prior of variance 4). */
const RIDGE = 0.25;
const NEWTON_STEPS_MAX = 50;
const STEP_MIN = 1e-9;
/** A probability of nought or one has no log-odds; four digits are all that an embedded confidence is good for. */
const PROBABILITY_MIN = 1e-4;

/** Joins the two; undefined where neither names a label. The generative model's label goes first where it names one. */
export function joinOpinions(first: BackendPrediction, second: BackendPrediction): Opinion | undefined {
  const [own] = first.ranked;
  const [other] = second.ranked;
  const label = other?.label ?? own?.label;
  if (label === undefined) return undefined;
  const ofLabel = first.ranked.find((one) => one.label === label)?.confidence ?? 0;
  const isAgreeing = other !== undefined && other.label === own?.label;
  const kind = other === undefined ? [0, 0, 1] : isAgreeing ? [1, 0, 0] : [0, 1, 0];
  const dissent = other === undefined ? 0 : 1 - (second.voteShare ?? 1);
  return { label, isAgreeing, features: [...kind, logOdds(ofLabel), dissent] };
}

/** The probability that the opinion's label is right, 0–1. */
export function opinionConfidence(weights: OpinionWeights, { features }: Opinion): number {
  return logistic(dot(asList(weights), features));
}

/** Fits by Newton's method with a ridge. Throws where there are fewer than OPINION_ROWS_MIN rows. */
export function fitOpinion(opinions: readonly Opinion[], isRight: readonly boolean[]): OpinionWeights {
  if (opinions.length < OPINION_ROWS_MIN || opinions.length !== isRight.length) {
    throw new Error(`A second opinion is fitted on at least ${OPINION_ROWS_MIN} labelled tickets.`);
  }
  const size = 5;
  let weights = [0, 0, 0, 1, 0];
  const prior = weights;
  const lossOf = (tried: readonly number[]): number =>
    opinions.reduce((sum, { features }, row) => {
      const score = dot(tried, features);
      // The logarithm of 1 + e^x without its overflow.
      const signed = isRight[row] === true ? -score : score;
      return sum + Math.max(0, signed) + Math.log1p(Math.exp(-Math.abs(signed)));
    }, 0) +
    (RIDGE / 2) * tried.reduce((sum, weight, i) => sum + (weight - (prior[i] ?? 0)) ** 2, 0);
  for (let step = 0; step < NEWTON_STEPS_MAX; step++) {
    const slope = weights.map((weight, i) => RIDGE * (weight - (prior[i] ?? 0)));
    const curve = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => Number(i === j) * RIDGE),
    );
    opinions.forEach(({ features }, row) => {
      const p = logistic(dot(weights, features));
      const error = p - (isRight[row] === true ? 1 : 0);
      features.forEach((one, i) => {
        slope[i] = (slope[i] ?? 0) + error * one;
        const line = curve[i];
        features.forEach((other, j) => {
          if (line !== undefined) line[j] = (line[j] ?? 0) + p * (1 - p) * one * other;
        });
      });
    });
    const change = solveSymmetric(curve, slope);
    // Far from the best weights a whole step may lead away from it.
    const before = lossOf(weights);
    let share = 1;
    let next = weights;
    do {
      next = weights.map((weight, i) => weight - share * (change[i] ?? 0));
      share /= 2;
    } while (share > STEP_MIN && !(lossOf(next) <= before));
    weights = next;
    if (Math.max(...change.map(Math.abs)) < STEP_MIN) break;
  }
  const [agreeing = 0, disagreeing = 0, abstaining = 0, ofLogOdds = 0, dissent = 0] = weights;
  return { agreeing, disagreeing, abstaining, logOdds: ofLogOdds, dissent };
}

/** The label first, then what the embedded model would say, with probabilities that make at most one. */
export function rankOpinion(label: string, confidence: number, first: BackendPrediction): RankedLabel[] {
  const others = first.ranked.filter((one) => one.label !== label);
  const sum = others.reduce((total, one) => total + one.confidence, 0);
  const scale = sum > 0 ? Math.min(1, (1 - confidence) / sum) : 0;
  const scaled = others.map((one) => ({
    label: one.label,
    confidence: Math.min(confidence, one.confidence * scale),
  }));
  return [{ label, confidence }, ...scaled];
}

function asList({
  agreeing,
  disagreeing,
  abstaining,
  logOdds: ofLogOdds,
  dissent,
}: OpinionWeights): number[] {
  return [agreeing, disagreeing, abstaining, ofLogOdds, dissent];
}

function logOdds(probability: number): number {
  const bounded = Math.min(1 - PROBABILITY_MIN, Math.max(PROBABILITY_MIN, probability));
  return Math.log(bounded / (1 - bounded));
}

function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
}
