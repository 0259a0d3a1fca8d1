// What triage remembers of the last minutes, so that no ticket is read, asked about or looked up twice. All of it could be
// lost without changing an answer. Explanations, and with them words of tickets, are here and in no other place.
import type { Evidence } from '../backends/backend.ts';
import type { Decide } from '../promise/promises.ts';
import type { AnswerRecord } from '../store/answers.ts';
import { createPredictionCache, type PredictionCache } from './prediction-cache.ts';
import { createRecentCache, type RecentCache } from './recent-cache.ts';

/** What reading a text tells. */
export interface TextFacts {
  readonly language: string;
  /** UTF-16 units of the text that is classified. */
  readonly length: number;
}

/** An answer that stands. What is not recorded of it is found when it is first told, and kept for the next time. */
export interface Standing {
  readonly record: AnswerRecord;
  explanation?: readonly Evidence[];
  /** The JSON by which it is told. */
  json?: string;
  /** The rule by which it was judged last and left as it is, where nothing else about the ticket could matter. */
  holdsUnder?: Decide;
}

/** The memory of one process. */
export interface TriageMemory {
  readonly predictions: PredictionCache;
  /** By keyed hash of the text. */
  readonly texts: Pick<RecentCache<TextFacts>, 'get' | 'set'>;
  /** Answers that are in the record, by field, under `answerPlace`. A recorded answer never changes. */
  readonly answers: Pick<RecentCache<Map<string, Standing>>, 'get' | 'set'>;
  /** Forgets all, after an erasure. */
  clear(): void;
}

/** At some 150 bytes each. */
const TEXTS_MAX = 50_000;
/** At some 1,000 bytes each. */
const ANSWERS_MAX = 10_000;
/** Another instance may have erased an answer; after this long this one finds out. */
const ANSWERS_TTL_MS = 10 * 60_000;

/** An empty memory; `now` answers epoch milliseconds. */
export function createTriageMemory(now: () => number): TriageMemory {
  const predictions = createPredictionCache(now);
  const texts = createRecentCache<TextFacts>({ entriesMax: TEXTS_MAX });
  const answers = createRecentCache<Map<string, Standing>>({
    ...{ entriesMax: ANSWERS_MAX, age: { msMax: ANSWERS_TTL_MS, now } },
  });
  return {
    ...{ predictions, texts, answers },
    clear: () => {
      predictions.clear();
      texts.clear();
      answers.clear();
    },
  };
}

/** Where the answers for one text of one ticket of one run are kept. Lengths keep ids apart, whatever they hold. */
export function answerPlace(desk: string, runId: string, ticketId: string, textHash: string): string {
  return `${desk} ${textHash} ${runId.length} ${runId}${ticketId}`;
}
