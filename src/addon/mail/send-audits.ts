// Tells the proxy what people decided about threads that they judged blind: the evidence on which a promise is kept or taken back.
import { Problem } from '../../core/contract.ts';
import { exchange, parseAuditReceipt } from '../proxy.ts';
import type { MailWorld } from './mail-ports.ts';
import { changeThreads, type Threads } from './thread-memory.ts';

const OUTCOMES_MAX = 500;

/** Sends what has not been sent; a refusal leaves it for the next run, and must not stop this one. */
export function sendAudits(world: MailWorld, desk: string, threads: Threads): void {
  const judged = [...threads].filter(([, { state, queue }]) => state === 'judged' && queue !== '');
  if (judged.length === 0) return;
  const outcomes = judged
    .slice(0, OUTCOMES_MAX)
    .map(([ticketId, { queue }]) => ({ ticketId, field: 'queue', label: queue }));
  try {
    const body = JSON.stringify({ outcomes });
    exchange(world.http, { method: 'POST', path: `/v1/desks/${desk}/audits`, body }, parseAuditReceipt);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    world.log(`audit outcomes wait for the next run: ${error.code}`);
    return;
  }
  const sent = new Map(outcomes.map(({ ticketId, label }) => [ticketId, label]));
  changeThreads(world, sent.keys(), (before, id) =>
    before?.state === 'judged' && before.queue === sent.get(id) ? { ...before, state: 'person' } : undefined,
  );
}
