// Whether a drift stands in a field, as its monitors last told.
import type { DriftOf } from '../lifecycle/lesson-call.ts';
import type { Store } from '../store/store.ts';
import { stateOf } from './monitor-state.ts';

/** The newest alert of a drift monitor that people were told of; null where none stands, or nobody has looked yet. */
export function standingDrift({ monitoring }: Pick<Store, 'monitoring'>): DriftOf {
  return async (desk, field) => {
    const row = await monitoring.find({ desk: desk.id, field: field.id });
    if (row === undefined) return null;
    const { alerts } = stateOf({ ...row, documents: null });
    const drifts = alerts.filter(
      ({ monitor, raisedAt }) => monitor.startsWith('drift.') && raisedAt !== undefined,
    );
    const newest = drifts.sort((one, other) => other.since - one.since)[0];
    return newest === undefined ? null : { since: newest.since, sentence: newest.sentence };
  };
}
