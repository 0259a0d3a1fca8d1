// Predictions that are not made twice: what was predicted for a text stands while field, labels and model stay the same, and
// of equal tickets in flight one is asked. Decisions are not kept here: they depend on the ticket, the mode and the promise.
import type { TicketImage } from '../../src/core/contract.ts';
import type {
  Backend,
  BackendFailure,
  BackendOutcome,
  BackendPrediction,
  BackendRequest,
  TextTrace,
} from '../backends/backend.ts';
import type { Deadline } from '../backends/deadline.ts';
import type { RedactionMode } from '../redaction/redaction-mode.ts';
import { createRecentCache } from './recent-cache.ts';

/** One text to predict with its pictures, by their keyed hash; the text itself is put together only where it is needed. */
export interface HashedText {
  readonly textHash: string;
  readonly text: () => string;
  readonly images?: readonly TicketImage[] | undefined;
}

/** What to predict, and everything that the answer hangs on besides the texts. */
export interface CachedRequest {
  readonly desk: string;
  /** Grows with each change of fields or labels. */
  readonly deskVersion: number;
  readonly field: string;
  readonly labels: readonly string[];
  readonly described?: BackendRequest['described'];
  /** The desk's own model in service. */
  readonly model: string | undefined;
  /** What happens to private data in texts that leave the process. */
  readonly redaction: RedactionMode;
  /** Set where monitors will look at the tickets: what was just predicted comes with its trace, what is remembered without. */
  readonly isTraced?: boolean;
  /** Told what was spent on those that are asked about here. */
  readonly onCost?: BackendRequest['onCost'];
  readonly tickets: readonly HashedText[];
}

/** Predictions through the cache. */
export interface PredictionCache {
  /** Predictions in the order of the tickets, or one failure for all of them. */
  predict(backend: Backend, request: CachedRequest, deadline: Deadline): Promise<BackendOutcome>;
  /** Counts since the start, for metrics. */
  readonly counts: { hits: number; misses: number; shared: number };
  /** Forgets all. */
  clear(): void;
}

/** Predictions kept, at some 500 bytes each. */
const PREDICTIONS_MAX = 20_000;
/** Desks, fields and models that short names are kept for; what goes by a forgotten name is asked anew. */
const SCOPES_MAX = 5_000;
/** Another system's model may be replaced without our knowing. */
const REMOTE_TTL_MS = 10 * 60_000;
const TOO_LATE: BackendFailure = { code: 'late', message: 'The answer was not there in time.' };

interface InFlight {
  readonly outcome: Promise<BackendOutcome>;
  readonly place: number;
}

/** An empty cache; `now` answers epoch milliseconds. */
export function createPredictionCache(now: () => number): PredictionCache {
  const kept = createRecentCache<{ readonly prediction: BackendPrediction; readonly until: number }>({
    entriesMax: PREDICTIONS_MAX,
  });
  const inFlight = new Map<string, InFlight>();
  const scopeOf = createScopes();
  const counts = { hits: 0, misses: 0, shared: 0 };

  /** Asks for some tickets and keeps what comes, unless it is a stand-in's. */
  function ask(
    backend: Backend,
    request: CachedRequest,
    keys: readonly string[],
    tickets: readonly HashedText[],
    deadline: Deadline,
  ): Promise<BackendOutcome> {
    const { desk, field, labels, described, model, redaction, isTraced, onCost } = request;
    const texts = tickets.map((ticket) => ticket.text());
    const hasImages = tickets.some(({ images = [] }) => images.length > 0);
    const images = hasImages ? tickets.map((ticket) => ticket.images ?? []) : undefined;
    const outcome = backend
      .predict(
        { desk, field, labels, described, model, redaction, isTraced, onCost, texts, images },
        deadline,
      )
      .then((answer) => {
        const until = backend.name === 'embedded' ? Number.POSITIVE_INFINITY : now() + REMOTE_TTL_MS;
        if (!answer.ok) return answer;
        answer.predictions.forEach((prediction, place) => {
          const key = keys[place];
          if (key !== undefined && prediction.fallback === undefined) kept.set(key, { prediction, until });
        });
        return answer;
      });
    const own = keys.map((key, place): [string, InFlight] => [key, { outcome, place }]);
    for (const [key, entry] of own) inFlight.set(key, entry);
    const forget = () => {
      for (const [key, entry] of own) if (inFlight.get(key) === entry) inFlight.delete(key);
    };
    outcome.then(forget, forget);
    return outcome;
  }

  return {
    counts,
    clear: () => kept.clear(),
    predict: async (backend, request, deadline) => {
      const { tickets } = request;
      const prefix = scopeOf(
        `${request.desk}\n${request.deskVersion}\n${request.field}\n${backend.name}\n${request.model}\n${request.redaction}`,
      );
      const found: (BackendPrediction | undefined)[] = new Array(tickets.length);
      const traces: (TextTrace | undefined)[] | undefined = request.isTraced
        ? new Array(tickets.length)
        : undefined;
      const open: { readonly key: string; readonly ticket: HashedText; readonly place: number }[] = [];
      const shared: { readonly entry: InFlight; readonly place: number }[] = [];
      const ownKeys = new Set<string>();
      const doubles: { readonly key: string; readonly place: number }[] = [];
      tickets.forEach((ticket, place) => {
        const key = prefix + ticket.textHash;
        const hit = kept.get(key);
        if (hit !== undefined && hit.until > now()) {
          found[place] = hit.prediction;
          return;
        }
        const entry = inFlight.get(key);
        if (entry !== undefined) shared.push({ entry, place });
        else if (ownKeys.has(key)) doubles.push({ key, place });
        else {
          ownKeys.add(key);
          open.push({ key, ticket, place });
        }
      });
      counts.hits += tickets.length - open.length - shared.length - doubles.length;
      counts.misses += open.length;
      counts.shared += shared.length + doubles.length;

      if (open.length > 0) {
        const keys = open.map(({ key }) => key);
        const outcome = await ask(
          backend,
          request,
          keys,
          open.map(({ ticket }) => ticket),
          deadline,
        );
        if (!outcome.ok) return outcome;
        const byKey = new Map<string, BackendPrediction | undefined>();
        open.forEach(({ key, place }, index) => {
          found[place] = outcome.predictions[index];
          if (traces) traces[place] = outcome.traces?.[index];
          byKey.set(key, outcome.predictions[index]);
        });
        for (const { key, place } of doubles) found[place] = byKey.get(key);
      }
      // Another request asks for these already. Where it fails, perhaps for want of time, they are asked for here.
      const left: number[] = [];
      for (const { entry, place } of shared) {
        const outcome = await unlessLate(entry.outcome, deadline);
        if (outcome.ok) found[place] = outcome.predictions[entry.place];
        else left.push(place);
      }
      if (left.length > 0) {
        if (deadline.leftMs() <= 0) return { ok: false, failure: TOO_LATE };
        const again = left.flatMap((place) => tickets[place] ?? []);
        const keys = again.map(({ textHash }) => prefix + textHash);
        const outcome = await ask(backend, request, keys, again, deadline);
        if (!outcome.ok) return outcome;
        left.forEach((place, index) => {
          found[place] = outcome.predictions[index];
        });
      }
      const predictions = found.filter((one) => one !== undefined);
      return { ok: true, predictions, ...(traces && predictions.length === found.length ? { traces } : {}) };
    },
  };
}

/** A short name for all that the answer hangs on besides the text: it stands before each text's hash, and no name is given twice. */
function createScopes(): (facts: string) => string {
  const scopes = new Map<string, string>();
  let given = 0;
  return (facts) => {
    const known = scopes.get(facts);
    if (known !== undefined) return known;
    if (scopes.size >= SCOPES_MAX) scopes.clear();
    const scope = `${given++} `;
    scopes.set(facts, scope);
    return scope;
  };
}

function unlessLate(outcome: Promise<BackendOutcome>, { signal }: Deadline): Promise<BackendOutcome> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve({ ok: false, failure: TOO_LATE });
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    outcome.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
