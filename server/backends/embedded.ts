// The embedded backend: the desk's own model, in this process. Predictors are kept while there is room for them.
import { crc32 } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { documentOfWords } from '../../src/core/classifier/document.ts';
import { type Explanation, explainLast } from '../../src/core/classifier/explain.ts';
import { FAMILIARITY_MIN } from '../../src/core/classifier/familiarity.ts';
import type { Model } from '../../src/core/classifier/model.ts';
import { decodeModel } from '../../src/core/classifier/model-file.ts';
import { createPredictor, type Predictor } from '../../src/core/classifier/predict.ts';
import type { Scorer } from '../../src/core/classifier/scorer.ts';
import {
  type Backend,
  type BackendOutcome,
  type BackendPrediction,
  type BackendRequest,
  EVIDENCE_MAX,
  type Evidence,
  RANKED_MAX,
  type RankedLabel,
  type TextTrace,
} from './backend.ts';

/** Where the models are. */
export interface ModelSource {
  /** Model id in service, by field. */
  inService(desk: string): Promise<Readonly<Record<string, string>>>;
  /** The model file's bytes. */
  bytes(desk: string, model: string): Promise<Uint8Array | undefined>;
}

/** The embedded backend can also explain an answer that was given earlier. */
export interface EmbeddedBackend extends Backend {
  /** What spoke for `label` in a text by this model; empty when the model is gone or does not know the label. */
  explain(desk: string, model: string, text: string, label: string): Promise<readonly Evidence[]>;
  /** What monitors keep of a text under a model; undefined when the model is gone. */
  trace(desk: string, model: string, text: string): Promise<TextTrace | undefined>;
}

/** Makes the fast scorer of a model; undefined where the machine or the build has none. */
export type Scorers = () => Promise<((model: Model) => Scorer) | undefined>;

/** Memory for predictors: model bytes and their tables. A desk's model takes 1 to 20 MB. */
const PREDICTOR_BYTES_MAX = 256 * 1024 * 1024;
/** A predictor's own table and counters, for each feature, besides the model's bytes. */
const TABLE_BYTES_A_FEATURE = 32;
/** Weights are told to four digits. */
const WEIGHT_STEPS = 10_000;
/** Grams that evidence is chosen from: some stand in the text more than once and count as one. */
const GRAMS_READ = 3 * EVIDENCE_MAX;

/** A backend that answers with the model in service for the desk and field, from `models`. */
export function createEmbeddedBackend(
  models: ModelSource,
  scorers: Scorers = async () => undefined,
): EmbeddedBackend {
  const predictors = new LRUCache<string, Predictor, { desk: string; model: string }>({
    maxSize: PREDICTOR_BYTES_MAX,
    sizeCalculation: ({ model }) => model.weights.length + TABLE_BYTES_A_FEATURE * model.keys.length + 1,
    fetchMethod: async (_key, _stale, { context }) => {
      const bytes = await models.bytes(context.desk, context.model);
      if (bytes === undefined) return undefined;
      const decoded = decodeModel(bytes, crc32);
      const createScorer = await scorers();
      return createPredictor(decoded, createScorer?.(decoded));
    },
  });
  const predictorOf = (desk: string, model: string) => {
    const key = `${desk}/${model}`;
    return predictors.get(key) ?? predictors.fetch(key, { context: { desk, model } });
  };

  return {
    name: 'embedded',
    predict: async (request) => {
      const model = request.model ?? (await models.inService(request.desk))[request.field];
      const predictor = model === undefined ? undefined : await predictorOf(request.desk, model);
      if (model === undefined || predictor === undefined) return withoutModel(request);
      const allowed = new Set(request.labels);
      const traces: TextTrace[] = [];
      const predictions: BackendPrediction[] = [];
      for (const text of request.texts) {
        predictions.push(predictOne(predictor, model, text, allowed));
        if (request.isTraced) traces.push(traceOfLast(predictor, model));
      }
      return request.isTraced ? { ok: true, predictions, traces } : { ok: true, predictions };
    },
    explain: async (desk, model, text, label) => {
      const predictor = await predictorOf(desk, model);
      const index = predictor?.model.labels.indexOf(label) ?? -1;
      if (predictor === undefined || index < 0) return [];
      const { label: top, runnerUp } = predictor.predict(text);
      const other = top === index ? runnerUp : top;
      return evidenceOf(explainLast(predictor, text, index, other, GRAMS_READ));
    },
    trace: async (desk, model, text) => {
      const predictor = await predictorOf(desk, model);
      if (predictor === undefined) return undefined;
      predictor.predict(text);
      return traceOfLast(predictor, model);
    },
  };
}

/** The trace of the text that was predicted last. */
function traceOfLast({ scanner, scorer, probabilities }: Predictor, model: string): TextTrace {
  const { document, firstAt } = documentOfWords(scanner.grams);
  const { wordGrams } = document;
  let known = 0;
  for (let gram = 0; gram < wordGrams; gram++) {
    if (scorer.foundWords[firstAt[gram] ?? 0] !== 0) known++;
  }
  return {
    model,
    document,
    unknownRate: wordGrams === 0 ? 1 : 1 - known / wordGrams,
    probabilities: new Float32Array(probabilities),
  };
}

function withoutModel({ field }: BackendRequest): BackendOutcome {
  return {
    ok: false,
    failure: {
      code: 'no_model',
      message: `The field "${field}" has no model yet. Label some tickets and choose "Learn from this sheet".`,
    },
  };
}

function predictOne(
  predictor: Predictor,
  model: string,
  text: string,
  allowed: ReadonlySet<string>,
): BackendPrediction {
  const { label, runnerUp, probabilities, knownGrams, familiarity } = predictor.predict(text);
  const ranked = rankAllowed(predictor.model.labels, probabilities, allowed);
  const answer = { ranked, backend: 'embedded', model } as const;
  if (knownGrams === 0) return { ...answer, doubt: 'no-known-words', explanation: [] };
  if (!allowed.has(predictor.model.labels[label] ?? '')) {
    return { ...answer, doubt: 'label-not-of-field', explanation: [] };
  }
  const explanation = evidenceOf(explainLast(predictor, text, label, runnerUp, GRAMS_READ));
  return familiarity < FAMILIARITY_MIN
    ? { ...answer, doubt: 'unfamiliar', explanation }
    : { ...answer, explanation };
}

/** The most probable labels that are allowed. Sorting all labels would cost more than the prediction. */
function rankAllowed(
  labels: readonly string[],
  probabilities: Float64Array,
  allowed: ReadonlySet<string>,
): RankedLabel[] {
  const ranked: RankedLabel[] = [];
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index] ?? '';
    const confidence = probabilities[index] ?? 0;
    const isFull = ranked.length === RANKED_MAX;
    if (isFull && confidence <= (ranked[RANKED_MAX - 1]?.confidence ?? 0)) continue;
    if (allowed.has(label)) insertBefore(ranked, { label, confidence }, RANKED_MAX, isLessProbable);
  }
  return ranked;
}

const isLessProbable = (one: RankedLabel, other: RankedLabel) => one.confidence < other.confidence;

/** Puts an item before those that are less, after those that are not, and lets the last one go where there are too many. */
function insertBefore<T>(items: T[], item: T, most: number, isLess: (one: T, other: T) => boolean): void {
  let place = items.length;
  for (; place > 0; place--) {
    const before = items[place - 1];
    if (before === undefined || !isLess(before, item)) break;
    if (place < most) items[place] = before;
  }
  if (place < most) items[place] = item;
}

/** The strongest words; a word that stands in the text several times counts once, with the sum of its weights. */
function evidenceOf({ contributions }: Explanation): readonly Evidence[] {
  const keys: string[] = [];
  const merged: { readonly text: string; weight: number }[] = [];
  for (const { text: words, value } of contributions) {
    const key = words.toLowerCase();
    // There are no more than GRAMS_READ of them, so looking through them is cheaper than a table.
    const known = merged[keys.indexOf(key)];
    if (known !== undefined) {
      known.weight += value;
      continue;
    }
    keys.push(key);
    merged.push({ text: words, weight: value });
  }
  const strongest: { readonly text: string; weight: number }[] = [];
  for (const one of merged) insertBefore(strongest, one, EVIDENCE_MAX, isWeaker);
  for (const one of strongest) one.weight = Math.round(one.weight * WEIGHT_STEPS) / WEIGHT_STEPS;
  return strongest;
}

const isWeaker = (one: Evidence, other: Evidence) => Math.abs(one.weight) < Math.abs(other.weight);
