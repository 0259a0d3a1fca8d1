// What backends know from the store: the budget's money, what is proven of a model, what a second opinion is worth.
import { randomBytes } from 'node:crypto';
import type { Store } from '../store/store.ts';
import { createRecentCache } from '../triage/recent-cache.ts';
import type { BackendConfig } from './backend-config.ts';
import type { CalibratedOpinion } from './cascade.ts';
import type { BackendWorld } from './choose.ts';
import { createPurse } from './purse.ts';
import { createSettles } from './settled.ts';

const MARK_BYTES = 12;
const OPINIONS_MAX = 1_000;
/** A new calibration is in force everywhere after so long. */
const OPINION_TTL_MS = 30_000;

/** The parts of a backend's world that stand in the store; `now` answers epoch milliseconds. */
export function knowledgeIn(
  store: Pick<Store, 'usage' | 'promises' | 'opinions'>,
  { budget, cascade }: BackendConfig,
  now: () => number,
): Pick<BackendWorld, 'purse' | 'settles' | 'calibrationOf' | 'createMark'> {
  const opinions = createRecentCache<{ readonly found: CalibratedOpinion | undefined }>({
    ...{ entriesMax: OPINIONS_MAX, age: { msMax: OPINION_TTL_MS, now } },
  });
  return {
    purse: createPurse(store.usage, budget, now),
    settles: createSettles(store.promises.tableOf, cascade.below),
    calibrationOf: async (desk, field, pair) => {
      const key = `${desk} ${field} ${pair}`;
      const known = opinions.get(key);
      if (known !== undefined) return known.found;
      const found = await store.opinions.find(desk, field, pair);
      opinions.set(key, { found });
      return found;
    },
    createMark: () => randomBytes(MARK_BYTES).toString('hex'),
  };
}
