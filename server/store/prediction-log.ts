// The prediction log that monitors and audits read, and its hourly roll-up for dashboards. Neither holds text.
import type { Kysely } from 'kysely';
import type { FieldAnswer } from '../../src/core/contract.ts';
import { changedBy, type Engine, insertRows, type SqlValue } from './engine.ts';
import type { Tables } from './tables.ts';

/** One prediction as it is logged. */
export interface LoggedPrediction {
  readonly id: string;
  readonly desk: string;
  readonly field: string;
  readonly runId: string;
  readonly ticketId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly decision: FieldAnswer['decision'];
  /** Also where it was withheld; null where there was none. */
  readonly label: string | null;
  readonly confidence: number | null;
  readonly backend: string;
  readonly model: string;
  readonly isFallback: boolean;
  readonly language: string;
  /** UTF-16 units. */
  readonly textLength: number;
  /** What the decision would have been with every queue in mode `auto`. */
  readonly inAuto: FieldAnswer['decision'];
}

/** One hour of one kind of prediction. */
export interface HourlyCount {
  /** Epoch milliseconds at which the hour began. */
  readonly hour: number;
  readonly field: string;
  readonly decision: string;
  /** Empty where there was none. */
  readonly label: string;
  readonly backend: string;
  readonly model: string;
  readonly tickets: number;
  readonly fallbacks: number;
  /** Sum of the confidences of these tickets. */
  readonly confidenceSum: number;
}

/** The log of all desks. */
export interface PredictionLogStore {
  /** Adds predictions to the log and to their hours, all or none; what is in the log by its id is not added again. */
  append(predictions: readonly LoggedPrediction[]): Promise<void>;
  /** The hours of a desk from one instant to before another, oldest first. */
  hours(desk: string, from: number, until: number): Promise<HourlyCount[]>;
  /** Every logged prediction of one ticket, oldest first. */
  ofTicket(desk: string, ticketId: string): Promise<LoggedPrediction[]>;
}

const HOUR_MS = 3_600_000;
const LOG_COLUMNS = [
  ...['id', 'desk_id', 'field_id', 'run_id', 'ticket_id', 'logged_at', 'decision', 'label', 'confidence'],
  ...['backend', 'model', 'is_fallback', 'language', 'text_length', 'in_auto'],
];
const INSERT = { table: 'prediction_log', columns: LOG_COLUMNS, suffix: 'on conflict do nothing' } as const;
const HOUR_KEY = ['desk_id', 'field_id', 'hour', 'decision', 'label', 'backend', 'model'] as const;
const HOUR_SUMS = ['tickets', 'fallbacks', 'confidence_sum'] as const;
const ADD_TO_HOURS = {
  table: 'hourly',
  columns: [...HOUR_KEY, ...HOUR_SUMS],
  suffix: `on conflict (${HOUR_KEY.join(',')}) do update set ${HOUR_SUMS.map((sum) => `${sum} = hourly.${sum} + excluded.${sum}`).join(',')}`,
} as const;
const INSERT_TOLD = { ...INSERT, suffix: 'on conflict do nothing returning id' } as const;

/**
 * Ends a transaction that found some of its predictions in the log. A batch is sent again where nobody heard whether it was committed:
 * what is logged already is in its hour, too.
 */
class SomeLogged extends Error {
  override readonly name = 'SomeLogged';
}

/** The prediction log over an open database. */
export function createPredictionLogStore(db: Kysely<Tables>, engine: Engine): PredictionLogStore {
  return {
    append: async (predictions) => {
      if (predictions.length === 0) return;
      const rows = predictions.map(logRow);
      try {
        await db.transaction().execute(async (transaction) => {
          const added = changedBy(await insertRows(transaction, engine, INSERT, rows));
          if (added < rows.length) throw new SomeLogged();
          await addToHours(transaction, engine, predictions);
        });
      } catch (error) {
        if (!(error instanceof SomeLogged)) throw error;
        await db.transaction().execute(async (transaction) => {
          const results = await insertRows(transaction, engine, INSERT_TOLD, rows);
          const added = new Set(
            results.flatMap((result) => (result.rows as { id: string }[]).map(({ id }) => id)),
          );
          const fresh = predictions.filter(({ id }) => added.has(id));
          await addToHours(transaction, engine, fresh);
        });
      }
    },
    ofTicket: async (desk, ticketId) => {
      const rows = await db
        .selectFrom('prediction_log')
        .selectAll()
        .where('desk_id', '=', desk)
        .where('ticket_id', '=', ticketId)
        .orderBy('logged_at')
        .execute();
      return rows.map((row) => ({
        ...{ id: row.id, desk: row.desk_id, field: row.field_id, runId: row.run_id, ticketId: row.ticket_id },
        at: row.logged_at,
        decision: row.decision as LoggedPrediction['decision'],
        ...{ label: row.label, confidence: row.confidence, backend: row.backend, model: row.model },
        ...{ isFallback: row.is_fallback === 1, language: row.language, textLength: row.text_length },
        inAuto: row.in_auto as LoggedPrediction['inAuto'],
      }));
    },
    hours: async (desk, from, until) => {
      const rows = await db
        .selectFrom('hourly')
        .selectAll()
        .where('desk_id', '=', desk)
        .where('hour', '>=', from)
        .where('hour', '<', until)
        .orderBy('hour')
        .execute();
      return rows.map((row) => ({
        hour: row.hour,
        field: row.field_id,
        decision: row.decision,
        label: row.label,
        backend: row.backend,
        model: row.model,
        tickets: row.tickets,
        fallbacks: row.fallbacks,
        confidenceSum: row.confidence_sum,
      }));
    },
  };
}

function logRow(one: LoggedPrediction): SqlValue[] {
  return [
    one.id,
    one.desk,
    one.field,
    one.runId,
    one.ticketId,
    one.at,
    one.decision,
    one.label,
    one.confidence,
    one.backend,
    one.model,
    one.isFallback ? 1 : 0,
    one.language,
    one.textLength,
    one.inAuto,
  ];
}

function hourly(predictions: readonly LoggedPrediction[]): Tables['hourly'][] {
  const hours = new Map<string, Tables['hourly']>();
  for (const one of predictions) {
    const hour = Math.floor(one.at / HOUR_MS) * HOUR_MS;
    const label = one.label ?? '';
    const key = `${hour}\n${one.desk}\n${one.field}\n${one.decision}\n${label}\n${one.backend}\n${one.model}`;
    const known = hours.get(key);
    if (known === undefined) {
      hours.set(key, {
        ...{ desk_id: one.desk, field_id: one.field, hour, decision: one.decision, label },
        ...{ backend: one.backend, model: one.model },
        ...{ tickets: 1, fallbacks: one.isFallback ? 1 : 0, confidence_sum: one.confidence ?? 0 },
      });
      continue;
    }
    known.tickets++;
    known.fallbacks += one.isFallback ? 1 : 0;
    known.confidence_sum += one.confidence ?? 0;
  }
  // In one order everywhere, so that two instances that add to the same hours do not wait for each other in a ring.
  return [...hours].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, hour]) => hour);
}

async function addToHours(
  db: Kysely<Tables>,
  engine: Engine,
  predictions: readonly LoggedPrediction[],
): Promise<void> {
  const rows = hourly(predictions).map((hour) => [
    ...HOUR_KEY.map((column) => hour[column]),
    ...HOUR_SUMS.map((column) => hour[column]),
  ]);
  await insertRows(db, engine, ADD_TO_HOURS, rows);
}
