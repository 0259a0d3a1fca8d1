// Writes traces of tickets that were just answered for the monitors, behind the answers, within a bound. What was just predicted
// brings its trace along; what was remembered, or predicted elsewhere, is predicted here, a few at a time: such texts are held
// until then, in memory only.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { encodeDocuments } from '../../src/core/classifier/document.ts';
import type { TextTrace } from '../backends/backend.ts';
import type { EmbeddedBackend } from '../backends/embedded.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { ModelStore } from '../store/models.ts';
import type { MonitoringStore } from '../store/monitoring.ts';
import type { Trace } from '../store/trace-rows.ts';
import type { Decided } from '../triage/ask-fields.ts';

/** Tickets on their way into the traces. */
export interface TraceQueue {
  /** Takes tickets; returns at once. */
  push(desk: DeskRecord, decided: readonly Decided[]): void;
  /** Resolves when all that was taken by now is a trace, or could not be. */
  flush(): Promise<void>;
  /** Tickets that found no room or could not be written. */
  readonly dropped: number;
  /** Tickets that are no traces yet. */
  readonly length: number;
}

/** What the queue works with. */
export interface Tracing {
  readonly embedded: Pick<EmbeddedBackend, 'trace'>;
  readonly models: Pick<ModelStore, 'inService'>;
  readonly monitoring: Pick<MonitoringStore, 'addTraces' | 'traced'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onFailure: () => void;
}

interface Waiting {
  readonly desk: string;
  readonly one: Decided;
  readonly seenAt: number;
  readonly isBacklog: boolean;
}

/** Tickets that wait at most, texts included: some 10 MB. A mass run passes it, and monitors then see a part of it. */
const WAITING_MAX = 4_000;
/** Tickets predicted anew before others get a turn: a millisecond. */
const TURN = 16;
const BATCH = 200;
/**
 * So many tickets at once, without a time of arrival, are not what a desk gets in a few minutes: somebody triages what has
 * gathered. They count as history and are not judged for outbreaks.
 */
const BACKLOG_TICKETS = 50;
/** Older tickets are history as well. */
const LIVE_MS = 86_400_000;
/** Columns that the desk names by which fairness is compared, and how long a value may be: longer ones are texts. */
const ATTRIBUTES_MAX = 5;
const ATTRIBUTE_CHARACTERS_MAX = 40;

/** An empty queue. */
export function createTraceQueue(tracing: Tracing): TraceQueue {
  const { embedded, models, monitoring, now, onFailure } = tracing;
  let waiting: Waiting[] = [];
  let dropped = 0;
  let atWork = 0;
  let working: Promise<void> | undefined;

  async function workOff(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      waiting = waiting.slice(batch.length);
      atWork = batch.length;
      try {
        await write(batch);
      } catch {
        dropped += batch.length;
        onFailure();
      }
      atWork = 0;
    }
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    // After the answer, which must not wait for monitors; and others get a turn between two batches.
    await nextTurn();
    const traces = batch.flatMap((each) => traceOf(each, each.one.trace));
    const remembered = batch.filter(({ one }) => one.trace === undefined);
    for (const ofDesk of Map.groupBy(remembered, ({ desk }) => desk).values()) {
      traces.push(...(await predictAnew(ofDesk)));
    }
    await monitoring.addTraces(traces);
  }

  /** For tickets of one desk whose predictions came without a trace: only those are predicted that have none from before. */
  async function predictAnew(tickets: readonly Waiting[]): Promise<Trace[]> {
    const [first] = tickets;
    if (first === undefined) return [];
    const { desk, one } = first;
    const model = (await models.inService(desk))[one.field];
    if (model === undefined) return [];
    const ids = tickets.map((each) => each.one.ticket.ticket.id);
    const traced = await monitoring.traced({ desk, field: one.field }, ids);
    const open = tickets.filter((each) => !traced.has(each.one.ticket.ticket.id));
    const traces: Trace[] = [];
    for (const [index, each] of open.entries()) {
      if (index % TURN === TURN - 1) await nextTurn();
      const seen = await embedded.trace(desk, model, each.one.ticket.ticket.text());
      traces.push(...traceOf(each, seen));
    }
    return traces;
  }

  return {
    push: (desk, decided) => {
      // Monitors look at the desk's first field: others follow from the same texts.
      const own = decided.filter(({ field }) => field === desk.fields[0]?.id);
      const undated = own.filter(({ ticket: { ticket } }) => ticket.sent.receivedAt === undefined).length;
      const room = Math.max(0, WAITING_MAX - waiting.length);
      dropped += Math.max(0, own.length - room);
      const seenAt = now();
      for (const one of own.slice(0, room)) {
        const isBacklog = undated >= BACKLOG_TICKETS && one.ticket.ticket.sent.receivedAt === undefined;
        waiting.push({ desk: desk.id, one, seenAt, isBacklog });
      }
      working ??= workOff().finally(() => {
        working = undefined;
      });
    },
    flush: async () => {
      while (working !== undefined) await working;
    },
    get dropped() {
      return dropped;
    },
    get length() {
      return waiting.length + atWork;
    },
  };
}

/** None where nothing was told of the ticket, or the model has gone. */
function traceOf({ desk, one, seenAt, isBacklog }: Waiting, seen: TextTrace | undefined): Trace[] {
  const { ticket } = one.ticket;
  const { answer, withheld } = one.decided;
  const told = 'label' in answer ? answer : withheld;
  if (told === undefined || seen === undefined) return [];
  const arrivedAt = ticket.sent.receivedAt ?? seenAt;
  const { buffer, byteOffset, byteLength } = seen.probabilities;
  const trace = {
    ...{ desk, field: one.field, ticketId: ticket.id, arrivedAt, seenAt, model: seen.model },
    ...{ label: told.label, confidence: told.confidence },
    ...{ language: ticket.facts.language, textLength: ticket.facts.length, unknownRate: seen.unknownRate },
    document: encodeDocuments([seen.document]),
    probabilities: new Uint8Array(buffer, byteOffset, byteLength),
    attributes: attributesOf(ticket.sent),
    isAssigned: answer.decision === 'assign' || answer.decision === 'audit',
    isWatched: isBacklog || arrivedAt < seenAt - LIVE_MS,
  };
  return [trace];
}

function attributesOf({ channel, attributes = {} }: Decided['ticket']['ticket']['sent']) {
  const all = Object.entries({ ...attributes, ...(channel === undefined ? {} : { channel }) });
  return Object.fromEntries(
    all.filter(([, value]) => value.length <= ATTRIBUTE_CHARACTERS_MAX).slice(-ATTRIBUTES_MAX),
  );
}
