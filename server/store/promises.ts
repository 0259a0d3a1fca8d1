// What a promise needs kept: the proof beside each model, the watchdogs of its groups, and the tickets under blind audit.
import type { Kysely } from 'kysely';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import type { Watchdog } from '../../src/core/promise/watchdog.ts';
import type { Tables } from './tables.ts';
import { growEpoch, type TrailEntry, writeTrail } from './trail.ts';

/** A ticket whose label is withheld until a person has judged it. */
export interface AuditRecord {
  readonly ticketId: string;
  readonly field: string;
  readonly model: string;
  /** The label that Usher would have assigned. */
  readonly withheldLabel: string;
  readonly confidence: number;
}

/** A judged audit. */
export interface JudgedAudit {
  readonly withheldLabel: string;
  readonly personsLabel: string;
  /** Of the withheld label. */
  readonly confidence: number;
}

/** Proofs, watchdogs and audits of all desks. */
export interface PromiseStore {
  /** The proof of a model; null when none was made. */
  tableOf(desk: string, model: string): Promise<PromiseTable | null>;
  /** By group id. */
  watchdogs(desk: string, field: string): Promise<Record<string, Watchdog>>;
  /** Keeps a watchdog; `told` enters the trail where the right to route alone was taken or given back. */
  saveWatchdog(
    desk: string,
    field: string,
    group: string,
    watchdog: Watchdog,
    now: number,
    told?: Pick<TrailEntry, 'by' | 'action'>,
  ): Promise<void>;
  /** Audits of these tickets that no person has judged yet. */
  openAudits(desk: string, ticketIds: readonly string[]): Promise<AuditRecord[]>;
  /** Notes a person's judgement; false when the audit was judged before. */
  judgeAudit(desk: string, audit: AuditRecord, personsLabel: string, now: number): Promise<boolean>;
  /** Audits of a model judged after `since`. */
  judgedAudits(desk: string, field: string, model: string, since: number): Promise<JudgedAudit[]>;
  /** Tickets that would have been assigned between two instants, by label. */
  wouldBeAssigned(desk: string, field: string, from: number, until: number): Promise<Record<string, number>>;
  /** When the desk's first prediction was logged; null before. */
  firstLoggedAt(desk: string): Promise<number | null>;
}

/** The promise store over an open database. */
export function createPromiseStore(db: Kysely<Tables>): PromiseStore {
  return {
    tableOf: async (desk, model) => {
      const row = await db
        .selectFrom('models')
        .select('promise')
        .where('desk_id', '=', desk)
        .where('id', '=', model)
        .executeTakeFirst();
      return row?.promise == null ? null : (JSON.parse(row.promise) as PromiseTable);
    },
    watchdogs: async (desk, field) => {
      const rows = await db
        .selectFrom('watchdogs')
        .select(['group_id', 'state'])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .execute();
      return Object.fromEntries(rows.map((row) => [row.group_id, JSON.parse(row.state) as Watchdog]));
    },
    saveWatchdog: (desk, field, group, watchdog, now, told) =>
      db.transaction().execute(async (transaction) => {
        const state = JSON.stringify(watchdog);
        await transaction
          .insertInto('watchdogs')
          .values({ desk_id: desk, field_id: field, group_id: group, state, changed_at: now })
          .onConflict((conflict) =>
            conflict.columns(['desk_id', 'field_id', 'group_id']).doUpdateSet({ state, changed_at: now }),
          )
          .execute();
        if (told === undefined) return;
        await growEpoch(transaction, desk);
        await writeTrail(transaction, desk, { ...told, at: now, facts: { field, group } });
      }),
    openAudits: async (desk, ticketIds) => {
      if (ticketIds.length === 0) return [];
      const rows = await db
        .selectFrom('audits')
        .select(['ticket_id', 'field_id', 'model', 'withheld_label', 'confidence'])
        .where('desk_id', '=', desk)
        .where('ticket_id', 'in', ticketIds)
        .where('judged_at', 'is', null)
        .execute();
      return rows.map((row) => ({
        ticketId: row.ticket_id,
        field: row.field_id,
        model: row.model,
        withheldLabel: row.withheld_label,
        confidence: row.confidence,
      }));
    },
    judgeAudit: async (desk, audit, personsLabel, now) => {
      const judged = await db
        .updateTable('audits')
        .set({ persons_label: personsLabel, judged_at: now })
        .where('desk_id', '=', desk)
        .where('ticket_id', '=', audit.ticketId)
        .where('field_id', '=', audit.field)
        .where('judged_at', 'is', null)
        .returning('ticket_id')
        .executeTakeFirst();
      return judged !== undefined;
    },
    judgedAudits: async (desk, field, model, since) => {
      const rows = await db
        .selectFrom('audits')
        .select(['withheld_label', 'persons_label', 'confidence'])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('model', '=', model)
        .where('judged_at', '>', since)
        .execute();
      return rows.flatMap(({ withheld_label: withheldLabel, persons_label: personsLabel, confidence }) =>
        personsLabel === null ? [] : [{ withheldLabel, personsLabel, confidence }],
      );
    },
    wouldBeAssigned: async (desk, field, from, until) => {
      const rows = await db
        .selectFrom('prediction_log')
        .select((column) => ['label', column.fn.countAll<number>().as('tickets')])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('logged_at', '>=', from)
        .where('logged_at', '<', until)
        .where('in_auto', 'in', ['assign', 'audit'])
        .groupBy('label')
        .execute();
      return Object.fromEntries(
        rows.flatMap((row) => (row.label === null ? [] : [[row.label, Number(row.tickets)]])),
      );
    },
    firstLoggedAt: async (desk) => {
      const row = await db
        .selectFrom('prediction_log')
        .select((column) => column.fn.min('logged_at').as('first'))
        .where('desk_id', '=', desk)
        .executeTakeFirst();
      return row?.first == null ? null : Number(row.first);
    },
  };
}
