// A desk with a model and tickets that the model has not seen, each as the monitors see it, with its true label.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { type Observation, unknownGramRate } from '../server/monitor/observation.ts';
import { type Document, documentFromText } from '../src/core/classifier/document.ts';
import { createPredictor } from '../src/core/classifier/predict.ts';
import { findFeature, keyTable } from '../src/core/classifier/scorer.ts';
import { trainModel } from '../src/core/classifier/train.ts';
import { createRandom, type Random, shuffledIndices } from '../src/core/statistics/random.ts';
import type { LabelledText } from './monitors-traffic.ts';

const HASH_SEED = 1;
/** Drawn for each ticket at random, as the data are English only: the monitor of languages is judged on false alarms alone. */
const LANGUAGES = ['en', 'en', 'en', 'en', 'en', 'en', 'de', 'de', 'fr'];

/** A predicted ticket with the label that people gave it. */
export interface JudgedObservation extends Observation {
  readonly truth: string;
}

/** Tickets that the model has not seen; those of the topic left out in training come apart. */
export interface BenchDesk {
  readonly modelLabels: readonly string[];
  readonly everyday: readonly JudgedObservation[];
  readonly newTopic: readonly JudgedObservation[];
  /** Predicts one more ticket. */
  readonly observe: (ticket: LabelledText, row: number) => JudgedObservation;
}

/** All tickets of a data set in an order that a seed fixes. */
export function readTickets(directory: string, name: string, seed: number): LabelledText[] {
  const rows = ['train', 'test'].flatMap((part): LabelledText[] =>
    parse(readFileSync(path.join(directory, name, `${part}.csv`)), { columns: true, bom: true }),
  );
  return Array.from(shuffledIndices(rows.length, createRandom(seed)), (row) => rows[row]!);
}

/** Trains on the first `trained` tickets, without those of `leftOut`, and predicts up to `observed` of the others. */
export function createDesk(
  tickets: readonly LabelledText[],
  options: {
    readonly trained: number;
    readonly observed: number;
    readonly leftOut?: string;
    readonly seed: number;
  },
): BenchDesk {
  const { trained, observed, leftOut, seed } = options;
  const rows = tickets.slice(0, trained).filter(({ label }) => label !== leftOut);
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  const { model } = trainModel(
    {
      labels,
      documents: rows.map(({ text }) => documentFromText(text, HASH_SEED)),
      targets: Int32Array.from(rows, ({ label }) => labels.indexOf(label)),
    },
    { seed },
  );
  const predictor = createPredictor(model);
  const known = keyTable(model.keys);
  const random = createRandom(seed);
  const observe = ({ text, label }: LabelledText, row: number): JudgedObservation => {
    const document: Document = documentFromText(text, HASH_SEED);
    const { label: predicted, confidence, probabilities } = predictor.predictDocument(document);
    return {
      id: `t${row}`,
      at: 0,
      document,
      label: model.labels[predicted]!,
      confidence,
      probabilities: Float32Array.from(probabilities),
      textLength: text.length,
      unknownRate: unknownGramRate(document, (gram) => findFeature(known, gram) > 0),
      language: LANGUAGES[Math.floor(random() * LANGUAGES.length)]!,
      truth: label,
    };
  };
  const unseen = tickets.slice(trained, trained + observed).map(observe);
  return {
    everyday: unseen.filter(({ truth }) => truth !== leftOut),
    newTopic: unseen.filter(({ truth }) => truth === leftOut),
    observe,
    modelLabels: model.labels,
  };
}

/** `count` different elements at random. */
export function drawSome<T>(from: readonly T[], count: number, random: Random): T[] {
  return Array.from(shuffledIndices(from.length, random).subarray(0, count), (index) => from[index]!);
}
