// Turns a table of labelled texts into a training set of hashed documents.
import { type Document, documentFromText } from '../../src/core/classifier/document.ts';
import type { TrainingSet } from '../../src/core/classifier/train.ts';
import type { Table } from './csv.ts';
import { labelledTextsOf } from './ticket-columns.ts';

/** A training set whose labels are the table's, in alphabetical order of code units; rows without a label have target −1. */
export function trainingSetOf(table: Table, seed: number): TrainingSet {
  const { texts, labels: rowLabels } = labelledTextsOf(table);
  const labels = [...new Set(rowLabels)].filter((label) => label !== '').sort();
  const numberOf = new Map(labels.map((label, index) => [label, index]));
  const documents: Document[] = texts.map((text) => documentFromText(text, seed));
  return { labels, documents, targets: Int32Array.from(rowLabels, (label) => numberOf.get(label) ?? -1) };
}
