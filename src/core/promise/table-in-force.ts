// What of a proof holds today. A proof belongs to the promise that it was tested for and to confidences that were honest: when a lead
// promises more, or audits show the confidences to be overstated, nothing of it holds until it is tested anew.
import type { PromiseTable, UnprovenReason } from './promise-table.ts';

/** What is agreed for a field. */
export interface AgreedPromise {
  readonly target: number;
  readonly delta: number;
  readonly isFamilyWise?: boolean;
}

/** Where a lead has agreed on nothing: 95 % right, and a queue proven by luck in one case of ten. */
export const STANDARD_AGREEMENT: AgreedPromise = { target: 0.95, delta: 0.1 };

/** The table where it still holds, or one in which its proven groups are unproven, with the reason. */
export function tableInForce(
  table: PromiseTable,
  agreed: AgreedPromise,
  isOverconfident: boolean,
): PromiseTable {
  if (isOverconfident) return voided(table, 'overconfident');
  return isWeaker(table, agreed) ? voided(table, 'promise-raised') : table;
}

function isWeaker(table: PromiseTable, agreed: AgreedPromise): boolean {
  const isOnlyForEach = agreed.isFamilyWise === true && !table.isFamilyWise;
  return table.target < agreed.target || table.delta > agreed.delta || isOnlyForEach;
}

function voided(table: PromiseTable, reason: UnprovenReason): PromiseTable {
  return {
    ...table,
    routedShare: 0,
    groups: table.groups.map((group) => {
      if (group.state === 'unproven') return group;
      const { id, labels, checked, share } = group;
      return { state: 'unproven', id, labels, checked, share, reason, checkedMore: null };
    }),
  };
}
