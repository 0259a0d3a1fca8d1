// The rows that a version is made from: hashed documents with labels and the few facts that stay with a row. No text.
import type { Document } from '../../src/core/classifier/document.ts';
import type { LabelledDocuments } from '../../src/core/classifier/training-rows.ts';

/** What stays with a row beside its document. */
export interface RowFacts {
  /** Id of the ticket in the sheet or the file, by which people find it again. */
  readonly id: string;
  /** Epoch milliseconds; null where nobody said. */
  readonly receivedAt: number | null;
  readonly channel: string;
  readonly language: string;
}

/** A row's text as it might also have come in: with slips of the keyboard, or wrapped in boiler-plate. */
export interface Probe {
  readonly row: number;
  readonly kind: 'typos' | 'boiler-plate';
  readonly document: Document;
}

/** A labelled set. Rows without a label have target −1; they teach nothing and are looked at for topics. */
export interface LabelledRows {
  /** Label ids; targets are indices into them. */
  readonly labels: readonly string[];
  readonly documents: readonly Document[];
  readonly targets: Int32Array;
  readonly facts: readonly RowFacts[];
  readonly probes: readonly Probe[];
  /** What a lead wrote about the labels. */
  readonly priors?: LabelledDocuments;
}

/** Length of a document in words, near enough to part short tickets from long ones. */
export function wordsOf({ grams, wordGrams }: Document): number {
  return Math.ceil(Math.min(wordGrams, grams.length) / 2);
}
