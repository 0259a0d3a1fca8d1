// Keeps private data in the process: texts for another model are masked under the desk's choice, and a ticket that may not
// leave at all is answered by the desk's own model, which sees it in memory only. A picture cannot be masked, so it leaves only
// where the desk shows its tickets as they are.
import type { PrivateCounts } from '../redaction/outgoing.ts';
import { type Backend, type BackendPrediction, requestFor } from './backend.ts';

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
      const mode = request.redaction ?? 'redact';
      const outgoing = request.texts.map((text) => prepareOutgoing([text], mode));
      for (const { counts } of outgoing) onMasked(counts);
      const placesOf = (outcome: 'send' | 'blocked') =>
        outgoing.flatMap((one, place) => (one.outcome === outcome ? [place] : []));
      const leaving = requestFor(request, placesOf('send'));
      const sent = {
        ...leaving,
        texts: outgoing.flatMap((one) => (one.outcome === 'send' ? one.texts : [])),
        images: mode === 'off' ? leaving.images : undefined,
      };
      const kept = requestFor(request, placesOf('blocked'));
      const [away, here] = await Promise.all([
        sent.texts.length > 0 ? remote.predict(sent, deadline) : NOTHING,
        kept.texts.length > 0 ? local.predict(kept, deadline) : NOTHING,
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
