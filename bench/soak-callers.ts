// Callers of a soak: each sends batches one after another and asks again, on whatever instance, until every ticket is answered.
// Some send a batch to two instances at once, some hang up and come back, as retries and impatient people do.
import { setTimeout as wait } from 'node:timers/promises';
import type { SoakBook, ToldAnswer } from './soak-book.ts';

/** What callers need. */
export interface CallerWorld {
  /** Addresses of the instances that are up. */
  readonly addresses: () => readonly string[];
  readonly token: string;
  readonly book: SoakBook;
  readonly random: () => number;
  /** A word that must be found nowhere afterwards. */
  readonly plantedWord: string;
  readonly isOver: () => boolean;
}

/** What callers saw besides the answers. */
export interface CallerCounts {
  requests: number;
  /** Requests that were to be sent again: refused, cut off, or told to come later. */
  repeated: number;
  hungUp: number;
  charged: number;
  slowestMs: number;
  byBackend: Record<string, number>;
}

const TICKETS_MAX = 12;
export const DEADLINE_MS = 3_000;
/** Far beyond any deadline: an instance that keeps a caller as long has lost the request. */
const GIVEN_UP_MS = 10_000;
const HANG_UP_MS = 15;
const PAUSE_MS = 60;
const RETRY_MS = 150;
const TWICE_SHARE = 0.1;
const HANG_UP_SHARE = 0.05;
const THEMES = [
  'wireless network cable router',
  'invoice payment refund price',
  'printer toner paper tray',
] as const;

interface Batch {
  readonly runId: string;
  readonly tickets: readonly { readonly id: string; readonly subject: string; readonly body: string }[];
}

/** Sends batches until it is over; every batch that was begun is answered before this resolves. */
export async function runCaller(name: string, world: CallerWorld, counts: CallerCounts): Promise<void> {
  for (let run = 0; !world.isOver(); run++) {
    const batch = nextBatch(`${name}-${run}`, world);
    for (const { id } of batch.tickets) world.book.ask(batch.runId, id);
    if (world.random() < HANG_UP_SHARE) {
      counts.hungUp++;
      await send(batch, world, counts, HANG_UP_MS);
    }
    const copies = world.random() < TWICE_SHARE ? 2 : 1;
    await Promise.all(Array.from({ length: copies }, () => untilAnswered(batch, world, counts)));
    await wait(PAUSE_MS * world.random());
  }
}

function nextBatch(runId: string, { random, plantedWord }: CallerWorld): Batch {
  const count = 1 + Math.floor(TICKETS_MAX * random());
  const tickets = Array.from({ length: count }, (_, i) => {
    const theme = THEMES[Math.floor(THEMES.length * random())] ?? '';
    const body = `Since this morning the ${theme} at desk ${runId} does not work, says ${plantedWord}.`;
    return { id: `T-${i}`, subject: `Trouble ${plantedWord} ${i}`, body };
  });
  return { runId, tickets };
}

async function untilAnswered(batch: Batch, world: CallerWorld, counts: CallerCounts): Promise<void> {
  while (!(await send(batch, world, counts, GIVEN_UP_MS))) {
    counts.repeated++;
    await wait(RETRY_MS * (0.5 + world.random()));
  }
}

/** Sends a batch once; whether every ticket of it was answered. */
async function send(batch: Batch, world: CallerWorld, counts: CallerCounts, ms: number): Promise<boolean> {
  const addresses = world.addresses();
  const address = addresses[Math.floor(addresses.length * world.random())];
  if (address === undefined) return false;
  counts.requests++;
  const startedAt = performance.now();
  try {
    const response = await fetch(`${address}/v1/triage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ desk: 'it', deadlineMs: DEADLINE_MS, ...batch }),
      signal: AbortSignal.timeout(ms),
    });
    const text = await response.text();
    counts.slowestMs = Math.max(counts.slowestMs, performance.now() - startedAt);
    return hear(response.status, text, batch, world, counts);
  } catch (error) {
    const isGivenUp = error instanceof Error && error.name === 'TimeoutError';
    if (isGivenUp && ms === GIVEN_UP_MS) world.book.note('a request that was never answered');
    return false;
  }
}

function hear(
  status: number,
  text: string,
  batch: Batch,
  { book }: CallerWorld,
  counts: CallerCounts,
): boolean {
  if (status === 503 || status === 504) return false;
  if (status !== 200) {
    book.note(`an answer ${status}: ${text.slice(0, 200)}`);
    return false;
  }
  const { predictions, usage } = JSON.parse(text) as {
    predictions: { id: string; fields: { queue: ToldAnswer } }[];
    usage: { charged: number };
  };
  counts.charged += usage.charged;
  for (const { id, fields } of predictions) {
    book.hear(batch.runId, id, fields.queue);
    counts.byBackend[fields.queue.backend] = (counts.byBackend[fields.queue.backend] ?? 0) + 1;
  }
  return predictions.length === batch.tickets.length;
}
