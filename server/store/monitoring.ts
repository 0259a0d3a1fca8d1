// What the monitors keep of a desk's field: traces of its tickets for some weeks, its outbreaks, and what was found last. Traces
// are hashed features and figures; nobody can read a ticket from them.
import { type Kysely, sql } from 'kysely';
import type { Outbreak } from '../monitor/outbreak/outbreak.ts';
import { type Engine, insertRows, isOneOf } from './engine.ts';
import type { Tables } from './tables.ts';
import { INSERT_TRACES, LOTS, type Trace, traceOf, traceRow } from './trace-rows.ts';

/** Tickets of one label in one hour. */
export interface TraceCount {
  readonly label: string;
  /** Epoch milliseconds at which the hour began. */
  readonly hour: number;
  readonly tickets: number;
}

/** A monitored field's state. `revision` grows with each look and each decision, by whichever instance. */
export interface MonitorRow {
  readonly revision: number;
  /** JSON. */
  readonly state: string;
  /** Encoded documents of the reference window; null before there is one. */
  readonly documents: Uint8Array | null;
}

/** A field of a desk. */
export interface MonitoredField {
  readonly desk: string;
  readonly field: string;
}

/** Traces, states and outbreaks of all desks. */
export interface MonitoringStore {
  /** Adds traces; a ticket that has one keeps it. */
  addTraces(traces: readonly Trace[]): Promise<void>;
  /** Which of these tickets have a trace. */
  traced(place: MonitoredField, ticketIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Traces that arrived from an instant on, oldest first. `lots` of 1,000 thins them evenly, the same tickets each time. */
  traces(place: MonitoredField, from: number, lots?: number): Promise<Trace[]>;
  /** Traces that no look has judged yet, oldest first. */
  unwatched(place: MonitoredField, most: number): Promise<Trace[]>;
  /** Watched tickets by hour and label. */
  counts(place: MonitoredField, from: number): Promise<TraceCount[]>;
  find(place: MonitoredField): Promise<MonitorRow | undefined>;
  /** Takes the next revision; false when somebody else has taken it. */
  claim(place: MonitoredField, revision: number): Promise<boolean>;
  /** Keeps what a look came to, all or none; false when somebody has claimed a later revision than the look's own. */
  keep(place: MonitoredField, revision: number, found: LookResult): Promise<boolean>;
  outbreaks(place: MonitoredField): Promise<Outbreak[]>;
  /** Replaces an outbreak, as a person's word on it does. */
  saveOutbreak(place: MonitoredField, outbreak: Outbreak): Promise<void>;
  /** Deletes traces that arrived, and outbreaks that were last seen, before an instant. */
  forget(place: MonitoredField, before: number): Promise<void>;
}

/** What a look at a field found. */
export interface LookResult extends Omit<MonitorRow, 'revision'> {
  /** Those that are new or have changed. */
  readonly outbreaks: readonly Outbreak[];
  /** Tickets that were judged. */
  readonly watched: readonly string[];
}

/** Tickets in one statement. */
const ROWS_MAX = 200;
const HOUR_MS = 3_600_000;
/** The monitors' store over an open database. */
export function createMonitoringStore(db: Kysely<Tables>, engine: Engine): MonitoringStore {
  const tracesOf = ({ desk, field }: MonitoredField) =>
    db.selectFrom('traces').where('desk_id', '=', desk).where('field_id', '=', field);

  return {
    addTraces: async (traces) => {
      if (traces.length > 0) await insertRows(db, engine, INSERT_TRACES, traces.map(traceRow));
    },
    traced: async (place, ticketIds) => {
      const rows = await tracesOf(place)
        .select('ticket_id')
        .where(isOneOf(engine, 'ticket_id', ticketIds))
        .execute();
      return new Set(rows.map((row) => row.ticket_id));
    },
    traces: async (place, from, lots = LOTS) => {
      const rows = await tracesOf(place)
        .selectAll()
        .where('arrived_at', '>=', from)
        .where('lot', '<', lots)
        .orderBy('arrived_at')
        .execute();
      return rows.map(traceOf);
    },
    unwatched: async (place, most) => {
      const rows = await tracesOf(place)
        .selectAll()
        .where('is_watched', '=', 0)
        .orderBy('seen_at')
        .limit(most)
        .execute();
      return rows.map(traceOf).sort((one, other) => one.arrivedAt - other.arrivedAt);
    },
    counts: async (place, from) => {
      const hour = sql<number>`arrived_at - arrived_at % ${sql.lit(HOUR_MS)}`;
      const rows = await tracesOf(place)
        .select((column) => [hour.as('hour'), 'label', column.fn.countAll<number>().as('tickets')])
        .where('arrived_at', '>=', from)
        .where('is_watched', '=', 1)
        .groupBy(['hour', 'label'])
        .execute();
      return rows.map((row) => ({ label: row.label, hour: Number(row.hour), tickets: Number(row.tickets) }));
    },
    find: ({ desk, field }) =>
      db
        .selectFrom('monitor_states')
        .select(['revision', 'state', 'documents'])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .executeTakeFirst(),
    claim: async ({ desk, field }, revision) => {
      const inserted = await db
        .insertInto('monitor_states')
        .values({ desk_id: desk, field_id: field, revision: 1, state: '{}', documents: null })
        .onConflict((conflict) =>
          conflict
            .columns(['desk_id', 'field_id'])
            .doUpdateSet({ revision: sql`monitor_states.revision + 1` })
            .where('monitor_states.revision', '=', revision),
        )
        .returning('revision')
        .executeTakeFirst();
      return inserted?.revision === revision + 1;
    },
    keep: (place, revision, { state, documents, outbreaks, watched }) =>
      db.transaction().execute(async (transaction) => {
        const kept = await transaction
          .updateTable('monitor_states')
          .set({ state, documents })
          .where('desk_id', '=', place.desk)
          .where('field_id', '=', place.field)
          .where('revision', '=', revision)
          .returning('revision')
          .executeTakeFirst();
        if (kept === undefined) return false;
        for (const one of outbreaks) await saveOutbreak(transaction, place, one);
        for (let first = 0; first < watched.length; first += ROWS_MAX) {
          await transaction
            .updateTable('traces')
            .set({ is_watched: 1 })
            .where('desk_id', '=', place.desk)
            .where('field_id', '=', place.field)
            .where('ticket_id', 'in', watched.slice(first, first + ROWS_MAX))
            .execute();
        }
        return true;
      }),
    outbreaks: async ({ desk, field }) => {
      const rows = await db
        .selectFrom('outbreaks')
        .select('outbreak')
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .orderBy('last_seen_at')
        .execute();
      return rows.map(({ outbreak }) => JSON.parse(outbreak) as Outbreak);
    },
    saveOutbreak: (place, outbreak) => saveOutbreak(db, place, outbreak),
    forget: async ({ desk, field }, before) => {
      await db
        .deleteFrom('traces')
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('arrived_at', '<', before)
        .where('seen_at', '<', before)
        .execute();
      await db
        .deleteFrom('outbreaks')
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('last_seen_at', '<', before)
        .execute();
    },
  };
}

async function saveOutbreak(
  db: Kysely<Tables>,
  { desk, field }: MonitoredField,
  outbreak: Outbreak,
): Promise<void> {
  const changed = { outbreak: JSON.stringify(outbreak), last_seen_at: outbreak.lastSeenAt };
  await db
    .insertInto('outbreaks')
    .values({ desk_id: desk, field_id: field, id: outbreak.id, ...changed })
    .onConflict((conflict) => conflict.columns(['desk_id', 'field_id', 'id']).doUpdateSet(changed))
    .execute();
}

/** Takes a ticket out of all that the monitors keep: its trace, outbreaks and what the last report names. */
export async function forgetTicket(db: Kysely<Tables>, desk: string, ticketId: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('traces')
    .where('desk_id', '=', desk)
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst();
  const named = `%${JSON.stringify(ticketId).replaceAll(/[\\%_]/g, '_')}%`;
  const outbreaks = await db
    .selectFrom('outbreaks')
    .select(['field_id', 'id', 'outbreak'])
    .where('desk_id', '=', desk)
    .where('outbreak', 'like', named)
    .execute();
  for (const { field_id, id, outbreak } of outbreaks) {
    await db
      .updateTable('outbreaks')
      .set({ outbreak: withoutText(outbreak, ticketId) })
      .where('desk_id', '=', desk)
      .where('field_id', '=', field_id)
      .where('id', '=', id)
      .execute();
  }
  const states = await db
    .selectFrom('monitor_states')
    .select(['field_id', 'state'])
    .where('desk_id', '=', desk)
    .where('state', 'like', named)
    .execute();
  for (const { field_id, state } of states) {
    await db
      .updateTable('monitor_states')
      .set((column) => ({ state: withoutText(state, ticketId), revision: column('revision', '+', 1) }))
      .where('desk_id', '=', desk)
      .where('field_id', '=', field_id)
      .execute();
  }
  return Number(numDeletedRows);
}

/** JSON without the elements of lists that are this text. */
function withoutText(json: string, text: string): string {
  return JSON.stringify(
    JSON.parse(json, (_key, value: unknown) =>
      Array.isArray(value) ? value.filter((one) => one !== text) : value,
    ),
  );
}
