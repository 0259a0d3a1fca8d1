// What the proxy told of each thread, as it crossed the wire: a recorded answer is judged again each time it is told, so the record alone
// does not say what a run was to make of it.
import type { FieldAnswer, TriageAnswer } from '../../src/core/contract.ts';
import type { SyncFetch, WireAnswer, WireRequest } from '../google/sync-fetch.ts';

export interface ListeningFetch extends SyncFetch {
  /** The last answer about a thread; undefined when there was none. */
  told(thread: string): FieldAnswer | undefined;
}

/** The same requests and answers, listened to. */
export function listeningFetch(fetcher: SyncFetch): ListeningFetch {
  const told = new Map<string, FieldAnswer>();
  return {
    fetchAll(requests) {
      const answers = fetcher.fetchAll(requests);
      for (const [at, request] of requests.entries())
        for (const [thread, answer] of queuesTold(request, answers[at])) told.set(thread, answer);
      return answers;
    },
    close: () => fetcher.close(),
    told: (thread) => told.get(thread),
  };
}

function queuesTold(request: WireRequest, answer: WireAnswer | undefined): [string, FieldAnswer][] {
  if (!request.url.endsWith('/v1/triage') || answer?.kind !== 'response' || answer.status !== 200) return [];
  const { predictions } = JSON.parse(new TextDecoder().decode(answer.body)) as TriageAnswer;
  return predictions.flatMap(({ id, fields: { queue } }) => (queue ? [[id, queue] as const] : []));
}
