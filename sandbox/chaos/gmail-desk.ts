// The desk of the mailboxes' chaos: three queues that are easy to tell, taught until the promise is proven, so that a run labels some
// threads by itself, leaves others to people and audits a few.
import type { Desk } from '../../src/core/contract.ts';
import type { SyncFetch } from '../google/sync-fetch.ts';
import type { LocalProxy } from '../local-proxy.ts';
import { LEAD } from '../sample-world.ts';
import { QUEUES, type Random, TicketMill } from './tickets.ts';

export const MAIL_DESK = 'mail';
const TAUGHT_ROWS = 900;

/** Sets the desk up as its lead; throws when a queue could not be proven, since then nothing would be labelled. */
export async function teachMailDesk(proxy: LocalProxy, random: Random): Promise<void> {
  const mill = new TicketMill(random);
  const rows = Array.from({ length: TAUGHT_ROWS }, (_, n) => {
    const queue = mill.queue();
    const [, subject = '', body = ''] = mill.row(queue);
    return { id: `T-${n}`, subject, body, labels: { queue: queue.toLowerCase() } };
  });
  await putDesk(proxy);
  const sessions = `/v1/desks/${MAIL_DESK}/training-sessions`;
  const { id } = (await call(proxy, 'POST', sessions, {})) as { id: string };
  await call(proxy, 'PUT', `${sessions}/${id}/parts/1`, { rows });
  await call(proxy, 'POST', `${sessions}/${id}/train`, {});
  await putDesk(proxy);
  const desk = (await call(proxy, 'GET', `/v1/desks/${MAIL_DESK}`)) as Desk;
  const proven = desk.promises?.['queue']?.labels.filter(({ state }) => state === 'proven') ?? [];
  if (proven.length < QUEUES.length) throw new Error(`Only ${proven.length} queues of the desk are proven.`);
}

/** The desk as its lead would have it. */
async function putDesk(proxy: LocalProxy): Promise<void> {
  await call(proxy, 'PUT', `/v1/desks/${MAIL_DESK}`, deskWith());
}

/** How the desk's lead has its queues for a while. */
export interface QueueChange {
  /** Stands behind each name. */
  readonly mark?: string;
  readonly mode?: 'auto' | 'suggest';
}

/** Changes the desk while everything else stands still. */
export function changeQueues(proxy: LocalProxy, fetcher: SyncFetch, change: QueueChange): void {
  const [answer] = fetcher.fetchAll([
    {
      url: `${proxy.origin}/v1/desks/${MAIL_DESK}`,
      method: 'PUT',
      headers: Object.entries(headersFor(proxy)),
      body: JSON.stringify(deskWith(change)),
      ...{ followRedirects: true, timeoutMs: 30_000 },
    },
  ]);
  if (answer?.kind !== 'response' || answer.status !== 200)
    throw new Error('The queues could not be changed.');
}

function deskWith({ mark = '', mode = 'auto' }: QueueChange = {}): object {
  const labels = QUEUES.map((queue) => ({
    ...{ id: queue.toLowerCase(), name: `${queue} ${mark}`.trim(), description: '', keywords: [], mode },
  }));
  return {
    name: 'Mail desk',
    fields: [{ id: 'queue', name: 'Queue', labels, agreement: { target: 0.9, delta: 0.1 } }],
  };
}

function headersFor(proxy: LocalProxy): Record<string, string> {
  return { authorization: `Bearer ${proxy.tokenFor(LEAD.email)}`, 'content-type': 'application/json' };
}

async function call(proxy: LocalProxy, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(proxy.origin + path, {
    ...{ method, headers: headersFor(proxy) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
