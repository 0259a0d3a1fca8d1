// What the health answer counts: sums over hourly roll-ups and audits, never over the prediction log, so that a desk with a
// million predictions is answered as fast as a new one.
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** Tickets in one hour. */
export interface HourTotal {
  readonly hour: number;
  readonly tickets: number;
  readonly fallbacks: number;
}

/** Tickets of one label by what was decided; label '' where none was predicted. */
export interface DecisionCount {
  readonly label: string;
  readonly decision: string;
  readonly tickets: number;
}

/** Judged audits of one pair of labels in one week. */
export interface AuditCount {
  /** Number of the week since `from`, 0 for the first. */
  readonly week: number;
  readonly withheld: string;
  readonly persons: string;
  readonly audits: number;
  /** Up to two of the tickets. */
  readonly tickets: readonly string[];
}

/** A judged audit with what the monitors know of its ticket. */
export interface AuditFacts {
  readonly ticketId: string;
  readonly isRight: boolean;
  readonly confidence: number;
  /** Null where the trace has been forgotten. */
  readonly language: string | null;
  /** JSON; null as above. */
  readonly attributes: string | null;
}

/** Sums for one field of a desk. Instants are epoch milliseconds. */
export interface HealthFigures {
  hours(desk: string, field: string, from: number): Promise<HourTotal[]>;
  decisions(desk: string, field: string, from: number): Promise<DecisionCount[]>;
  audits(desk: string, field: string, from: number, weekMs: number): Promise<AuditCount[]>;
  /** Audits that wait for a person. */
  openAudits(desk: string, field: string): Promise<number>;
  /** Newest first. */
  auditedTickets(desk: string, field: string, from: number, most: number): Promise<AuditFacts[]>;
}

/** The figures over an open database. */
export function createHealthFigures(db: Kysely<Tables>): HealthFigures {
  return {
    hours: async (desk, field, from) => {
      const rows = await db
        .selectFrom('hourly')
        .select((column) => [
          'hour',
          column.fn.sum<number>('tickets').as('tickets'),
          column.fn.sum<number>('fallbacks').as('fallbacks'),
        ])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('hour', '>=', from)
        .groupBy('hour')
        .orderBy('hour')
        .execute();
      return rows.map((row) => ({
        hour: row.hour,
        tickets: Number(row.tickets),
        fallbacks: Number(row.fallbacks),
      }));
    },
    decisions: async (desk, field, from) => {
      const rows = await db
        .selectFrom('hourly')
        .select((column) => ['label', 'decision', column.fn.sum<number>('tickets').as('tickets')])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('hour', '>=', from)
        .groupBy(['label', 'decision'])
        .execute();
      return rows.map((row) => ({ ...row, tickets: Number(row.tickets) }));
    },
    audits: async (desk, field, from, weekMs) => {
      const sinceFrom = sql<number>`judged_at - ${sql.lit(from)}`;
      const week = sql<number>`(${sinceFrom} - (${sinceFrom}) % ${sql.lit(weekMs)}) / ${sql.lit(weekMs)}`;
      const rows = await db
        .selectFrom('audits')
        .select((column) => [
          week.as('week'),
          'withheld_label',
          'persons_label',
          column.fn.countAll<number>().as('audits'),
          column.fn.min('ticket_id').as('one'),
          column.fn.max('ticket_id').as('other'),
        ])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('judged_at', '>=', from)
        .groupBy(['week', 'withheld_label', 'persons_label'])
        .execute();
      return rows.map((row) => ({
        week: Number(row.week),
        withheld: row.withheld_label,
        persons: row.persons_label ?? '',
        audits: Number(row.audits),
        tickets: [...new Set([row.one, row.other])],
      }));
    },
    openAudits: async (desk, field) => {
      const row = await db
        .selectFrom('audits')
        .select((column) => column.fn.countAll<number>().as('waiting'))
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('judged_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(row.waiting);
    },
    auditedTickets: async (desk, field, from, most) => {
      const rows = await db
        .selectFrom('audits')
        .leftJoin('traces', (join) =>
          join
            .onRef('traces.desk_id', '=', 'audits.desk_id')
            .onRef('traces.field_id', '=', 'audits.field_id')
            .onRef('traces.ticket_id', '=', 'audits.ticket_id'),
        )
        .select([
          'audits.ticket_id',
          'audits.withheld_label',
          'audits.persons_label',
          'audits.confidence',
          'traces.language',
          'traces.attributes',
        ])
        .where('audits.desk_id', '=', desk)
        .where('audits.field_id', '=', field)
        .where('audits.judged_at', '>=', from)
        .orderBy('audits.judged_at', 'desc')
        .limit(most)
        .execute();
      return rows.map((row) => ({
        ticketId: row.ticket_id,
        isRight: row.withheld_label === row.persons_label,
        confidence: row.confidence,
        language: row.language,
        attributes: row.attributes,
      }));
    },
  };
}
