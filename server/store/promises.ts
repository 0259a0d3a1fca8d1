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
  /** Keyed hash of the text; empty for audits of a time when none was kept. */
  readonly textHash: string;
}

/** What a person's label is kept as where the desk does not have it. */
export const LABEL_OF_NO_DESK = '';

/** A judged audit. */
export interface JudgedAudit {
  readonly ticketId: string;
  readonly textHash: string;
  readonly withheldLabel: string;
  /** LABEL_OF_NO_DESK where the person chose none of the desk's. */
  readonly personsLabel: string;
  /** Of the withheld label. */
  readonly confidence: number;
}

/** What may be read at any time. */
export interface PromiseReads {
  /** The proof of a model; null when none was made. */
  tableOf(desk: string, model: string): Promise<PromiseTable | null>;
  /** By group id. */
  watchdogs(desk: string, field: string): Promise<Record<string, Watchdog>>;
  /** Audits of these tickets that no person has judged yet. */
  openAudits(desk: string, ticketIds: readonly string[]): Promise<AuditRecord[]>;
  /** Hashes of the texts that wait for a blind judgement, the newest where there are very many. */
  openTexts(desk: string, field: string): Promise<ReadonlySet<string>>;
  /** Audits of a model that were opened and judged after `since`, in the order of their judgement. */
  judgedAudits(desk: string, field: string, model: string, since: number): Promise<JudgedAudit[]>;
  /** Tickets logged between two instants that reach their label's least confidence, by label. */
  wouldBeAssigned(desk: string, field: string, span: Span, thresholds: Thresholds): Promise<Counts>;
  /** All tickets of a field that were logged between two instants. */
  loggedTickets(desk: string, field: string, span: Span): Promise<number>;
  /** When the desk's first prediction was logged; null before. */
  firstLoggedAt(desk: string): Promise<number | null>;
}

/** From one instant to before another, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Least confidence by label. */
export type Thresholds = Readonly<Record<string, number>>;
type Counts = Record<string, number>;

/** What belongs together: a judgement, what it does to the watchdog, and all that a trip changes. */
export interface PromiseWrites extends PromiseReads {
  /** Notes a person's judgement; false when the audit was judged before. */
  judgeAudit(desk: string, audit: AuditRecord, personsLabel: string, now: number): Promise<boolean>;
  /** Notes the same judgement for other tickets with this text that wait for one. */
  judgeCopies(desk: string, audit: AuditRecord, personsLabel: string, now: number): Promise<void>;
  saveWatchdog(desk: string, field: string, group: string, watchdog: Watchdog, now: number): Promise<void>;
  /** Enters in the trail that the right to route alone was taken or given back, so that every instance decides anew. */
  tell(desk: string, entry: TrailEntry): Promise<void>;
}

/** Proofs, watchdogs and audits of all desks. */
export interface PromiseStore extends PromiseReads {
  /** Does `work` whole or not at all, one at a time a desk, whatever number of instances there is. */
  change<T>(desk: string, work: (promises: PromiseWrites) => Promise<T>): Promise<T>;
}

/** Texts under audit that are kept withheld: more than any desk judges in a year. */
const OPEN_TEXTS_MAX = 50_000;

/** The promise store over an open database. */
export function createPromiseStore(db: Kysely<Tables>): PromiseStore {
  return {
    ...readsOver(db),
    change: (desk, work) =>
      db.transaction().execute(async (transaction) => {
        // A write to the desk's own row: it makes others wait on both engines, and a reading transaction of SQLite could not begin
        // to write once another process has written.
        await transaction
          .updateTable('desks')
          .set((column) => ({ epoch: column.ref('epoch') }))
          .where('id', '=', desk)
          .execute();
        return work(writesOver(transaction));
      }),
  };
}

function writesOver(db: Kysely<Tables>): PromiseWrites {
  return {
    ...readsOver(db),
    saveWatchdog: async (desk, field, group, watchdog, now) => {
      const state = JSON.stringify(watchdog);
      await db
        .insertInto('watchdogs')
        .values({ desk_id: desk, field_id: field, group_id: group, state, changed_at: now })
        .onConflict((conflict) =>
          conflict.columns(['desk_id', 'field_id', 'group_id']).doUpdateSet({ state, changed_at: now }),
        )
        .execute();
    },
    tell: async (desk, entry) => {
      await growEpoch(db, desk);
      await writeTrail(db, desk, entry);
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
    judgeCopies: async (desk, audit, personsLabel, now) => {
      if (audit.textHash === '') return;
      await db
        .updateTable('audits')
        .set({ persons_label: personsLabel, judged_at: now })
        .where('desk_id', '=', desk)
        .where('field_id', '=', audit.field)
        .where('text_hash', '=', audit.textHash)
        .where('judged_at', 'is', null)
        .execute();
    },
  };
}

function readsOver(db: Kysely<Tables>): PromiseReads {
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
    openAudits: async (desk, ticketIds) => {
      if (ticketIds.length === 0) return [];
      const rows = await db
        .selectFrom('audits')
        .select(['ticket_id', 'field_id', 'model', 'withheld_label', 'confidence', 'text_hash'])
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
        textHash: row.text_hash,
      }));
    },
    openTexts: async (desk, field) => {
      const rows = await db
        .selectFrom('audits')
        .select('text_hash')
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('judged_at', 'is', null)
        .where('text_hash', '!=', '')
        .orderBy('opened_at', 'desc')
        .limit(OPEN_TEXTS_MAX)
        .execute();
      return new Set(rows.map((row) => row.text_hash));
    },
    judgedAudits: async (desk, field, model, since) => {
      const rows = await db
        .selectFrom('audits')
        .select(['ticket_id', 'text_hash', 'withheld_label', 'persons_label', 'confidence'])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('model', '=', model)
        .where('opened_at', '>', since)
        .where('judged_at', '>', since)
        .orderBy('judged_at')
        .orderBy('ticket_id')
        .execute();
      return rows.map((row) => ({
        ticketId: row.ticket_id,
        textHash: row.text_hash,
        withheldLabel: row.withheld_label,
        personsLabel: row.persons_label ?? LABEL_OF_NO_DESK,
        confidence: row.confidence,
      }));
    },
    wouldBeAssigned: async (desk, field, { from, until }, thresholds) => {
      const labels = Object.entries(thresholds);
      if (labels.length === 0) return {};
      const rows = await db
        .selectFrom('prediction_log')
        .select((column) => ['label', column.fn.countAll<number>().as('tickets')])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('logged_at', '>=', from)
        .where('logged_at', '<', until)
        .where((is) =>
          is.or(
            labels.map(([label, threshold]) =>
              is.and([is('label', '=', label), is('confidence', '>=', threshold)]),
            ),
          ),
        )
        .groupBy('label')
        .execute();
      return Object.fromEntries(
        rows.flatMap((row) => (row.label === null ? [] : [[row.label, Number(row.tickets)]])),
      );
    },
    loggedTickets: async (desk, field, { from, until }) => {
      const row = await db
        .selectFrom('prediction_log')
        .select((column) => column.fn.countAll<number>().as('tickets'))
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('logged_at', '>=', from)
        .where('logged_at', '<', until)
        .executeTakeFirst();
      return Number(row?.tickets ?? 0);
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
