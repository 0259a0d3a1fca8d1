// The port behind which predictions are made. An implementation never throws for what can be foreseen: it answers why not.
import type { Document } from '../../src/core/classifier/document.ts';
import type { FieldAnswer, Label, TicketImage } from '../../src/core/contract.ts';
import type { RedactionMode } from '../redaction/redaction-mode.ts';
import type { Deadline } from './deadline.ts';

export type BackendName = FieldAnswer['backend'];

/** What to predict: one field for a batch of texts. Texts live in memory only and are never logged. */
export interface BackendRequest {
  readonly desk: string;
  readonly field: string;
  /** The desk's own model in service, where the caller knows it. */
  readonly model?: string | undefined;
  /** Ids of the labels that the field has now; no prediction names another. */
  readonly labels: readonly string[];
  /** The same labels with name, description, keywords and examples, for a backend that reads them. */
  readonly described?: readonly Label[] | undefined;
  readonly texts: readonly string[];
  /** Pictures by the place of their text; a backend that sees none leaves them alone. */
  readonly images?: readonly (readonly TicketImage[])[] | undefined;
  /** What happens to private data in texts that leave the process; masked where nothing is said. */
  readonly redaction?: RedactionMode;
  /** Set where monitors will look at these texts: the embedded model then tells how it saw them, which it knows anyway. */
  readonly isTraced?: boolean | undefined;
  /** Told what was spent on this request, in US dollars; perhaps several times. */
  readonly onCost?: ((usd: number) => void) | undefined;
}

/** The request for some of its texts, named by their places from 0, with what belongs to them. */
export function requestFor(request: BackendRequest, places: readonly number[]): BackendRequest {
  const { texts, images } = request;
  return {
    ...request,
    texts: places.map((place) => texts[place] ?? ''),
    images: images && places.map((place) => images[place] ?? []),
  };
}

/** A label with its probability, 0–1. */
export interface RankedLabel {
  readonly label: string;
  readonly confidence: number;
}

/** A piece of the text and its weight for the label (positive) or against it. */
export interface Evidence {
  readonly text: string;
  readonly weight: number;
}

/** The prediction for one text. */
export interface BackendPrediction {
  /** Labels of the request, most probable first, at most RANKED_MAX; empty when the backend knows none of them. */
  readonly ranked: readonly RankedLabel[];
  /** Why the first label should not even be suggested. */
  readonly doubt?: 'no-known-words' | 'unfamiliar' | 'label-not-of-field' | 'no-usable-answer';
  /** Two models name different labels: a person decides, whatever the confidence. */
  readonly isContested?: boolean;
  /** Of a model that was asked several times, the share of answers that name the first label. */
  readonly voteShare?: number;
  /** Strongest first; empty where the backend cannot say. */
  readonly explanation: readonly Evidence[];
  readonly backend: BackendName;
  readonly model: string;
  /** Set when another backend was asked first: one sentence that says why it did not answer. */
  readonly fallback?: string;
}

/** Why a backend gave no predictions. */
export interface BackendFailure {
  readonly code: 'no_model' | 'unavailable' | 'late' | 'refused' | 'malformed' | 'over_budget';
  /** For people; never holds text of a ticket or a message of another system. */
  readonly message: string;
}

/** A text as a desk's model sees it, without words. */
export interface TextTrace {
  readonly model: string;
  /** Words and word pairs only: parts of words tell monitors nothing more. */
  readonly document: Document;
  /** Share of its words and word pairs that the model has never seen, 0–1. */
  readonly unknownRate: number;
  /** In the order of the model's labels. */
  readonly probabilities: Float32Array;
}

/** Predictions in the order of the texts, one for each, or one failure for all of them. */
export type BackendOutcome =
  | {
      readonly ok: true;
      readonly predictions: readonly BackendPrediction[];
      /** In the order of the predictions, where they were asked for and are at hand. */
      readonly traces?: readonly (TextTrace | undefined)[] | undefined;
    }
  | { readonly ok: false; readonly failure: BackendFailure };

/** What answers predictions. */
export interface Backend {
  readonly name: BackendName;
  predict(request: BackendRequest, deadline: Deadline): Promise<BackendOutcome>;
}

/** Labels in a ranking: the prediction and three runners-up. */
export const RANKED_MAX = 4;
/** Pieces of evidence in an explanation. */
export const EVIDENCE_MAX = 6;
