// Keeps private data in the process: texts for another model are masked under the desk's choice, and a ticket that may not
// leave at all is answered by the desk's own model, which sees it in memory only.
import type { PrivateCounts } from '../redaction/outgoing.ts';
import type { Backend, BackendPrediction } from './backend.ts';

const BLOCKED =
  'The ticket holds private data, which this desk shows to no other model. The built-in model answered instead.';

/** `remote`, asked with what may leave; `local` answers the rest. `onMasked` is told the counts, never the data. */
export function withPrivateData(
  remote: Backend,
  local: Backend,
  onMasked: (counts: PrivateCounts) => void,
): Backend {
  return {
    name: remote.name,
    predict: async (request, deadline) => {
      const { prepareOutgoing } = await import('../redaction/outgoing.ts');
      const outgoing = request.texts.map((text) => prepareOutgoing([text], request.redaction ?? 'redact'));
      for (const { counts } of outgoing) onMasked(counts);
      const sent = outgoing.flatMap((one) => (one.outcome === 'send' ? one.texts : []));
      const kept = request.texts.filter((_, at) => outgoing[at]?.outcome === 'blocked');
      const [away, here] = await Promise.all([
        sent.length > 0 ? remote.predict({ ...request, texts: sent }, deadline) : NOTHING,
        kept.length > 0 ? local.predict({ ...request, texts: kept }, deadline) : NOTHING,
      ]);
      if (!away.ok) return away;
      if (!here.ok) return here;
      const [remotes, locals] = [away.predictions.values(), here.predictions.values()];
      const predictions: BackendPrediction[] = [];
      for (const { outcome } of outgoing) {
        const next = (outcome === 'send' ? remotes : locals).next().value;
        if (next !== undefined) predictions.push(outcome === 'send' ? next : { ...next, fallback: BLOCKED });
      }
      return { ok: true, predictions };
    },
  };
}

const NOTHING = { ok: true, predictions: [] } as const;
