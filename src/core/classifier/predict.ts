// Predicts the label of a text. The loop over grams allocates nothing; the tables are made once for each model.
import type { Document } from './document.ts';
import { familiarityOf, familiarityScore } from './familiarity.ts';
import { softmax } from './fit.ts';
import { COUNT_MAX, createGramScanner, type GramScanner } from './grams.ts';
import type { Model } from './model.ts';
import { createPlainScorer } from './plain-scorer.ts';
import type { Scorer } from './scorer.ts';

/** One prediction; labels are indices into the model's labels. */
export interface LabelPrediction {
  readonly label: number;
  /** Calibrated probability of the label, 0–1. */
  readonly confidence: number;
  /** The second most probable label. */
  readonly runnerUp: number;
  /** Calibrated probabilities of all labels. Belongs to the predictor and changes with its next prediction. */
  readonly probabilities: Float64Array;
  /** Grams of the text that the model knows; 0 means that the answer is only the labels' frequencies. */
  readonly knownGrams: number;
  /** Share of ordinary tickets that look at most as much like the training rows, 0–1; see FAMILIARITY_MIN. */
  readonly familiarity: number;
  /** What familiarity is read from; ranks texts of one model beyond what ordinary tickets tell. */
  readonly familiarityScore: number;
}

/** A label with its calibrated probability. */
export interface Alternative {
  readonly label: number;
  readonly confidence: number;
}

/** Predicts with one model; not to be shared between threads. */
export interface Predictor {
  readonly model: Model;
  predict(text: string): LabelPrediction;
  /** The same for a text that was hashed with the model's seed earlier. */
  predictDocument(document: Document): LabelPrediction;
  /** Holds the logits, scales and known grams of the text predicted last. */
  readonly scorer: Scorer;
  /** Holds the grams of the text predicted last. */
  readonly scanner: GramScanner;
  /** Calibrated probabilities of all labels for the text predicted last. */
  readonly probabilities: Float64Array;
}

/** Makes a predictor: builds the tables of the model (about 20 ns a feature) and the scratch memory. */
export function createPredictor(model: Model, scorer: Scorer = createPlainScorer(model)): Predictor {
  const { room, logits } = scorer;
  const { words, parts } = room;
  const labels = model.labels.length;
  const scanner = createGramScanner(room);
  const probabilities = new Float64Array(labels);

  const { familiarity: quantiles } = model.manifest;

  /** A document's keys carry their counts in the low bits; a text's keys are there as often as they occur. */
  function finish(knownGrams: number, wordCount: number): LabelPrediction {
    let wordTotal = 0;
    let knownWords = 0;
    for (let gram = 0; gram < wordCount; gram++) {
      const count = words[gram]! & COUNT_MAX || 1;
      wordTotal += count;
      if (scorer.foundWords[gram] !== 0) knownWords += count;
    }
    let label = 0;
    for (let other = 0; other < labels; other++) {
      probabilities[other] = logits[other]!;
      if (logits[other]! > logits[label]!) label = other;
    }
    let runnerUp = label === 0 && labels > 1 ? 1 : 0;
    for (let other = 0; other < labels; other++) {
      if (other !== label && logits[other]! > logits[runnerUp]!) runnerUp = other;
    }
    softmax(probabilities);
    const confidence = probabilities[label]!;
    const score = familiarityScore(logits[label]!, confidence, knownWords, wordTotal);
    const familiarity = familiarityOf(score, quantiles);
    return { label, confidence, runnerUp, probabilities, knownGrams, familiarity, familiarityScore: score };
  }

  return {
    model,
    scorer,
    scanner,
    probabilities,
    predict: (text) => {
      scanner.scan(text, model.hashSeed);
      const { wordCount, partCount } = scanner.grams;
      return finish(scorer.score(wordCount, partCount), wordCount);
    },
    predictDocument: ({ grams, wordGrams }) => {
      words.set(grams.subarray(0, wordGrams));
      parts.set(grams.subarray(wordGrams));
      return finish(scorer.score(wordGrams, grams.length - wordGrams), wordGrams);
    },
  };
}

/** The `count` most probable labels, best first. */
export function topLabels(probabilities: ArrayLike<number>, count: number): Alternative[] {
  const all = Array.from(probabilities, (confidence, label) => ({ label, confidence }));
  all.sort((one, other) => other.confidence - one.confidence || one.label - other.label);
  return all.slice(0, count);
}
