// What out-of-fold predictions say of a promise while there are too few labelled tickets to keep some apart. The model in service has
// learned from these very tickets and is sharper than the ones that judged them, so nothing is routed by it, at half delta or any:
// it tells a lead where the promise is likely to hold, and how many tickets would prove it.
import { ticketsMin } from './evidence.ts';
import { HOLD_OUT_SHARE } from './hold-out.ts';
import type { PromiseGroup, PromiseTable } from './promise-table.ts';
import { allowedOf, type PromiseInput, provePromise } from './prove.ts';

/** A table in which nothing is proven; where out-of-fold predictions would prove it, a group says from where on. */
export function provisionalPromise(input: Omit<PromiseInput, 'evidence' | 'plan'>): PromiseTable {
  // The plan may know how confident the tickets are, and not whether they are right.
  const { predicted, confidence } = input.checked;
  const table = provePromise({ ...input, evidence: 'out-of-fold', plan: { predicted, confidence } });
  const fewest = input.target < 1 ? ticketsMin(0, allowedOf(input.target), input.delta) : null;
  const labelledMore =
    fewest === null ? null : Math.max(1, Math.ceil(fewest / HOLD_OUT_SHARE) - predicted.length);
  const groups = table.groups.map((group): PromiseGroup => {
    if (group.state === 'unproven') return group;
    const { id, labels, checked, share, threshold, tested, errors } = group;
    return {
      ...{ state: 'unproven', id, labels, checked, share, reason: 'no-hold-out', checkedMore: labelledMore },
      provisional: { threshold, tested, errors },
    };
  });
  return { ...table, routedShare: 0, groups };
}
