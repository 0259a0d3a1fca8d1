// What share of each queue's would-be assignments goes to people blind. It is set for a week and kept, so that a ticket asked about
// twice gets one answer.
import type { Field } from '../../src/core/contract.ts';
import { auditShare } from '../../src/core/promise/audit-stream.ts';
import { groupsByLabel, type PromiseTable } from '../../src/core/promise/promise-table.ts';
import type { PromiseStore } from '../store/promises.ts';

const WEEK_MS = 7 * 86_400_000;
/** Assumed until a desk has a week of history: a middling queue, of which one ticket in eight is then audited. */
const ASSUMED_A_WEEK = 200;

/** By label. `table` is the proof in force. */
export async function auditShares(
  store: PromiseStore,
  desk: string,
  field: Field,
  table: PromiseTable,
  now: number,
): Promise<Record<string, number>> {
  const until = Math.floor(now / WEEK_MS) * WEEK_MS;
  const span = { from: until - WEEK_MS, until };
  const first = await store.firstLoggedAt(desk);
  if (first === null || first > span.from)
    return Object.fromEntries(field.labels.map(({ id }) => [id, auditShare(ASSUMED_A_WEEK)]));
  const proven = [...groupsByLabel(table)].flatMap(([label, group]) =>
    group.state === 'proven' ? [{ label, group }] : [],
  );
  const thresholds = Object.fromEntries(proven.map(({ label, group }) => [label, group.threshold]));
  const counts = await store.wouldBeAssigned(desk, field.id, span, thresholds);
  const tickets = await store.loggedTickets(desk, field.id, span);
  return Object.fromEntries(
    proven.map(({ label, group }) => {
      // A week in which the queue was only monitored, or not told at all, says nothing of it: then the plan's share does.
      const planned = (tickets * group.routedShare) / group.labels.length;
      return [label, auditShare(counts[label] ?? planned)];
    }),
  );
}
