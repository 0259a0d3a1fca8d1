// When the embedded model's prediction settles a ticket, so that no money is spent on it: where it is proven to be right as
// often as agreed, and where nothing is proven of its label, from a confidence that the deployment sets.
import { groupsByLabel, type PromiseGroup, type PromiseTable } from '../../src/core/promise/promise-table.ts';
import { createRecentCache } from '../triage/recent-cache.ts';
import type { BackendPrediction } from './backend.ts';

const TABLES_MAX = 500;

/** A rule over the proofs of models (a proof belongs to its model and never changes); `below` is 0–1. */
export function createSettles(
  tableOf: (desk: string, model: string) => Promise<PromiseTable | null>,
  below: number,
): (desk: string, model: string) => Promise<(prediction: BackendPrediction) => boolean> {
  const groups = createRecentCache<ReadonlyMap<string, PromiseGroup>>({ entriesMax: TABLES_MAX });
  return async (desk, model) => {
    const key = `${desk} ${model}`;
    let byLabel = groups.get(key);
    if (byLabel === undefined) {
      const table = await tableOf(desk, model);
      byLabel = table === null ? new Map() : groupsByLabel(table);
      groups.set(key, byLabel);
    }
    return ({ ranked: [best], doubt }) => {
      if (best === undefined || doubt !== undefined) return false;
      const group = byLabel.get(best.label);
      return best.confidence >= (group?.state === 'proven' ? group.threshold : below);
    };
  };
}
