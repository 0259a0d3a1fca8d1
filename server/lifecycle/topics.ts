// Topics that the desk has no queue for: clusters of undecided tickets that no queue fits, and queues that hold two topics. Works
// on hashed words; the names are made where the words are, in the sheet.
import type { Document } from '../../src/core/classifier/document.ts';
import { FAMILIARITY_MIN } from '../../src/core/classifier/familiarity.ts';
import type { Model } from '../../src/core/classifier/model.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import { createRandom } from '../../src/core/statistics/random.ts';
import type { LabelledRows } from './labelled-rows.ts';

/** Rows that seem to be one topic. */
export interface Topic {
  /** The queue that seems to hold two topics; null for tickets that no queue fits. */
  readonly within: string | null;
  readonly rows: readonly number[];
  /** Rows of the same queue, or of all undecided tickets, that are not in it. */
  readonly others: readonly number[];
}

/** Tickets at least as much alike as this (cosine of tf-idf) belong together. */
const ALIKE_MIN = 0.25;
/** Nor does one of whose words and word pairs the model knows fewer than this share, however sure it is of the rest. */
const KNOWN_MIN = 0.3;
const TOPIC_TICKETS_MIN = 4;
const TOPICS_MAX = 5;
/** Below this confidence a ticket fits no queue well. */
const FITS_MIN = 0.5;
/** Clustering compares every pair that shares a word. */
const CLUSTERED_MAX = 2_000;
/** A queue is parted only where it has so many tickets, and neither half is small. */
const QUEUE_TICKETS_MIN = 60;
const HALF_SHARE_MIN = 0.2;
/** Halves whose mean tickets are less alike than this talk of different things. */
const HALVES_ALIKE_MAX = 0.12;
const OTHERS_SHOWN = 200;
const ROUNDS = 8;
const COUNT_BITS = 4;

type Vector = ReadonlyMap<number, number>;

/** Proposes topics; the same rows give the same topics. */
export function findTopics(rows: LabelledRows, model: Model): Topic[] {
  return [...unfittingTopics(rows, model), ...doubleQueues(rows)];
}

function unfittingTopics({ documents, targets }: LabelledRows, model: Model): Topic[] {
  const predictor = createPredictor(model);
  const words = new Set(model.keys.subarray(0, model.wordFeatures));
  const knownShare = (document: Document): number =>
    keysOf(document).filter((key) => words.has(key)).length / document.wordGrams;
  const undecided = Array.from(targets.keys()).filter(
    (row) => targets[row]! < 0 && documents[row]!.wordGrams > 0,
  );
  const unfitting = undecided
    .filter((row) => {
      const document = documents[row]!;
      const { confidence, familiarity } = predictor.predictDocument(document);
      return confidence < FITS_MIN || familiarity < FAMILIARITY_MIN || knownShare(document) < KNOWN_MIN;
    })
    .slice(-CLUSTERED_MAX);
  const vectors = vectorsOf(unfitting.map((row) => documents[row]!));
  return clusters(vectors).map((members) => {
    const inside = members.map((at) => unfitting[at]!);
    const known = new Set(inside);
    return {
      within: null,
      rows: inside,
      others: undecided.filter((row) => !known.has(row)).slice(-OTHERS_SHOWN),
    };
  });
}

/** The ticket with the most neighbours takes them all, and so on while a cluster is large enough. */
function clusters(vectors: readonly Vector[]): number[][] {
  const postings = new Map<number, [number, number][]>();
  vectors.forEach((vector, at) => {
    for (const [gram, weight] of vector) {
      const list = postings.get(gram);
      if (list === undefined) postings.set(gram, [[at, weight]]);
      else list.push([at, weight]);
    }
  });
  const neighbours = vectors.map((vector) => {
    const alike = new Map<number, number>();
    for (const [gram, weight] of vector) {
      for (const [other, its] of postings.get(gram) ?? [])
        alike.set(other, (alike.get(other) ?? 0) + weight * its);
    }
    return [...alike].filter(([, cosine]) => cosine >= ALIKE_MIN).map(([other]) => other);
  });
  const free = new Set(vectors.keys());
  const found: number[][] = [];
  while (found.length < TOPICS_MAX) {
    let best: number[] = [];
    for (const at of free) {
      const members = (neighbours[at] ?? []).filter((other) => free.has(other));
      if (members.length > best.length) best = members;
    }
    if (best.length < TOPIC_TICKETS_MIN) return found;
    found.push(best.toSorted((one, other) => one - other));
    for (const member of best) free.delete(member);
  }
  return found;
}

/** Parts each large queue in two by spherical k-means and keeps the partings whose halves hardly share words. */
function doubleQueues({ labels, documents, targets }: LabelledRows): Topic[] {
  const found = labels.flatMap((label, number) => {
    const own = Array.from(targets.keys())
      .filter((row) => targets[row] === number && documents[row]!.wordGrams > 0)
      .slice(-CLUSTERED_MAX);
    if (own.length < QUEUE_TICKETS_MIN) return [];
    const vectors = vectorsOf(own.map((row) => documents[row]!));
    const { isSecond, alike } = halve(vectors, number + 1);
    const second = own.filter((_, at) => isSecond[at]);
    const first = own.filter((_, at) => !isSecond[at]);
    const [smaller, larger] = first.length < second.length ? [first, second] : [second, first];
    if (smaller.length < HALF_SHARE_MIN * own.length || alike > HALVES_ALIKE_MAX) return [];
    return [{ alike, topic: { within: label, rows: smaller, others: larger.slice(-OTHERS_SHOWN) } }];
  });
  return found
    .sort((one, other) => one.alike - other.alike)
    .slice(0, TOPICS_MAX)
    .map(({ topic }) => topic);
}

function halve(vectors: readonly Vector[], seed: number): { isSecond: boolean[]; alike: number } {
  const random = createRandom(seed);
  const first = vectors[Math.floor(random() * vectors.length)] ?? new Map();
  // The other half begins with the ticket that is least like the first one.
  const least = vectors.toSorted((one, other) => dot(one, first) - dot(other, first))[0] ?? new Map();
  let centres: [Vector, Vector] = [first, least];
  let isSecond: boolean[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    isSecond = vectors.map((vector) => dot(vector, centres[1]) > dot(vector, centres[0]));
    centres = [mean(vectors.filter((_, at) => !isSecond[at])), mean(vectors.filter((_, at) => isSecond[at]))];
  }
  return { isSecond, alike: dot(centres[0], centres[1]) };
}

function keysOf({ grams, wordGrams }: Document): number[] {
  return Array.from(grams.subarray(0, wordGrams), (gram) => gram >>> COUNT_BITS);
}

/** Unit vectors of words and word pairs, weighted by how rare they are among these documents. */
function vectorsOf(documents: readonly Document[]): Vector[] {
  const frequency = new Map<number, number>();
  for (const document of documents) {
    for (const key of keysOf(document)) frequency.set(key, (frequency.get(key) ?? 0) + 1);
  }
  return documents.map((document) => {
    const weighted = keysOf(document).map((key): [number, number] => [
      key,
      Math.log((1 + documents.length) / (frequency.get(key) ?? 1)),
    ]);
    return unit(new Map(weighted.filter(([key]) => (frequency.get(key) ?? 0) > 1)));
  });
}

function mean(vectors: readonly Vector[]): Vector {
  const sums = new Map<number, number>();
  for (const vector of vectors)
    for (const [key, weight] of vector) sums.set(key, (sums.get(key) ?? 0) + weight);
  return unit(sums);
}

function unit(vector: Vector): Vector {
  let square = 0;
  for (const weight of vector.values()) square += weight * weight;
  const length = Math.sqrt(square) || 1;
  return new Map([...vector].map(([key, weight]) => [key, weight / length]));
}

function dot(one: Vector, other: Vector): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let sum = 0;
  for (const [key, weight] of small) sum += weight * (large.get(key) ?? 0);
  return sum;
}
