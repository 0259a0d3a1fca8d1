// What monitors know of one prediction: hashed grams and figures, no text.
import type { Document } from '../../src/core/classifier/document.ts';

/** One predicted ticket as the monitors see it. */
export interface Observation {
  /** The ticket's id, by which the add-on finds its row. */
  readonly id: string;
  /** When the ticket arrived, in milliseconds since 1970. */
  readonly at: number;
  readonly document: Document;
  /** Predicted label. */
  readonly label: string;
  /** Calibrated probability of the label, 0–1. */
  readonly confidence: number;
  /** Calibrated probabilities of all labels, in the order of the model's labels, where they were kept. */
  readonly probabilities?: ArrayLike<number>;
  /** Characters of the text. */
  readonly textLength: number;
  /** Share of the text's words and word pairs that the model has never seen, 0–1. */
  readonly unknownRate: number;
  /** Detected language, `und` where none was. */
  readonly language: string;
}

/**
 * Share of a document's distinct words and word pairs that `isKnown` does not know; 1 for a document without any, about
 * which the model knows nothing. Parts of words are left out: nearly all of them occur somewhere.
 */
export function unknownGramRate(document: Document, isKnown: (gram: number) => boolean): number {
  const { grams, wordGrams } = document;
  if (wordGrams === 0) return 1;
  let unknown = 0;
  for (let at = 0; at < wordGrams; at++) if (!isKnown(grams[at]!)) unknown++;
  return unknown / wordGrams;
}
