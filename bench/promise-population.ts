// Tickets whose predictions and true labels are all known, as a population: checked tickets are drawn from it, and what a
// promise then does to all of it is exact.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { type Document, documentFromText } from '../src/core/classifier/document.ts';
import type { Model } from '../src/core/classifier/model.ts';
import { createPredictor } from '../src/core/classifier/predict.ts';
import type { TrainingSet } from '../src/core/classifier/train.ts';
import type { JudgedTickets } from '../src/core/promise/judged-tickets.ts';
import { createRandom, type Random, shuffledIndices } from '../src/core/statistics/random.ts';

const HASH_SEED = 1;

/** All labelled rows of a data set, in an order that a seed fixes. */
export interface DataSet {
  readonly labels: readonly string[];
  readonly documents: readonly Document[];
  readonly targets: Int32Array;
}

/** Reads `DIR/NAME/train.csv` and `test.csv` together, shuffled. */
export function readDataSet(directory: string, name: string, seed: number): DataSet {
  const rows = ['train', 'test'].flatMap((part) => readRows(path.join(directory, name, `${part}.csv`)));
  const order = shuffledIndices(rows.length, createRandom(seed));
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  const numberOf = new Map(labels.map((label, index) => [label, index]));
  const shuffled = Array.from(order, (row) => rows[row] ?? { text: '', label: '' });
  return {
    labels,
    documents: shuffled.map(({ text }) => documentFromText(text, HASH_SEED)),
    targets: Int32Array.from(shuffled, ({ label }) => numberOf.get(label) ?? -1),
  };
}

function readRows(file: string): { text: string; label: string }[] {
  return parse(readFileSync(file), { columns: true, bom: true });
}

/** The rows from `start` to `end` as a training set. */
export function trainingSetOf({ labels, documents, targets }: DataSet, rows: readonly number[]): TrainingSet {
  return {
    labels,
    documents: rows.flatMap((row) => documents[row] ?? []),
    targets: Int32Array.from(rows, (row) => targets[row] ?? -1),
  };
}

/** A model's predictions of the given rows; targets are the model's label indices, −1 for a label it does not know. */
export function judgeRows(model: Model, data: DataSet, rows: readonly number[]): JudgedTickets {
  const predictor = createPredictor(model);
  const numberOf = new Map(model.labels.map((label, index) => [label, index]));
  const predicted = new Uint32Array(rows.length);
  const targets = new Int32Array(rows.length);
  const confidence = new Float64Array(rows.length);
  for (const [index, row] of rows.entries()) {
    const document = data.documents[row];
    if (document === undefined) throw new Error(`Row ${row} is beyond the ${data.documents.length} rows.`);
    const prediction = predictor.predictDocument(document);
    predicted[index] = prediction.label;
    confidence[index] = prediction.confidence;
    targets[index] = numberOf.get(data.labels[data.targets[row] ?? -1] ?? '') ?? -1;
  }
  return { predicted, targets, confidence };
}

/** Draws with replacement, so that the population is exactly what the checked tickets stand for. */
export function drawChecked(population: JudgedTickets, count: number, random: Random): JudgedTickets {
  const rows = Int32Array.from({ length: count }, () => Math.floor(random() * population.predicted.length));
  return {
    predicted: Uint32Array.from(rows, (row) => population.predicted[row] ?? 0),
    targets: Int32Array.from(rows, (row) => population.targets[row] ?? -1),
    confidence: Float64Array.from(rows, (row) => population.confidence[row] ?? 0),
  };
}

/** A set of labels that share one threshold; what every method comes down to. */
export interface Route {
  readonly id: string;
  readonly labels: readonly number[];
  readonly threshold: number;
}

/** What routes do to a whole population. */
export interface RoutingTruth {
  readonly coverage: number;
  readonly precision: number;
  /** Ids of the routes whose precision is below the target. */
  readonly broken: readonly string[];
  /** Labels below the target that share their route with others. */
  readonly brokenMembers: number;
}

/** Ranks a population once, then answers what routes do to it. */
export function createRoutingTruth(
  population: JudgedTickets,
  labels: number,
): (routes: readonly Route[], target: number) => RoutingTruth {
  const ranked = Array.from({ length: labels }, (_, label) => rankLabel(population, label));
  const size = population.predicted.length;
  return (routes, target) => {
    let routed = 0;
    let errors = 0;
    let brokenMembers = 0;
    const broken: string[] = [];
    const isBroken = (count: { routed: number; errors: number }): boolean =>
      count.errors > (1 - target) * count.routed + 1e-9;
    for (const { id, labels: members, threshold } of routes) {
      const counts = members.flatMap((label) => ranked[label]?.(threshold) ?? []);
      const sum = {
        routed: counts.reduce((total, count) => total + count.routed, 0),
        errors: counts.reduce((total, count) => total + count.errors, 0),
      };
      routed += sum.routed;
      errors += sum.errors;
      if (isBroken(sum)) broken.push(id);
      if (members.length > 1) brokenMembers += counts.filter(isBroken).length;
    }
    return {
      coverage: routed / size,
      precision: routed === 0 ? 1 : 1 - errors / routed,
      broken,
      brokenMembers,
    };
  };
}

function rankLabel(population: JudgedTickets, label: number) {
  const rows: number[] = [];
  for (let row = 0; row < population.predicted.length; row++)
    if (population.predicted[row] === label) rows.push(row);
  rows.sort((a, b) => (population.confidence[b] ?? 0) - (population.confidence[a] ?? 0));
  const errorsBefore = new Int32Array(rows.length + 1);
  for (const [index, row] of rows.entries()) {
    errorsBefore[index + 1] = (errorsBefore[index] ?? 0) + (population.targets[row] === label ? 0 : 1);
  }
  return (threshold: number): { routed: number; errors: number } => {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((population.confidence[rows[middle] ?? 0] ?? 0) >= threshold) low = middle + 1;
      else high = middle;
    }
    return { routed: low, errors: errorsBefore[low] ?? 0 };
  };
}
