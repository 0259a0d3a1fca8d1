// Calibrations of a second model beside a desk's own, and what is proven of the two together. One stands for each pair of
// models; a newer one takes its place.
import type { Kysely } from 'kysely';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import type { OpinionWeights } from '../vertex/second-opinion.ts';
import type { Tables } from './tables.ts';
import { growEpoch } from './trail.ts';

/** A calibration as it is kept. */
export interface OpinionRecord {
  readonly id: string;
  readonly field: string;
  /** The two models and the prompt. */
  readonly pair: string;
  readonly weights: OpinionWeights;
  /** What is proven of tickets on which both were asked; null where nothing was tested. */
  readonly table: PromiseTable | null;
  /** Labelled tickets that it was fitted on. */
  readonly rows: number;
}

/** Calibrations of all desks. */
export interface OpinionStore {
  /** Keeps a calibration in place of the pair's last one. */
  save(desk: string, opinion: OpinionRecord, now: number): Promise<void>;
  find(desk: string, field: string, pair: string): Promise<OpinionRecord | undefined>;
  list(desk: string, field: string): Promise<OpinionRecord[]>;
}

/** The model id that predictions of a calibrated pair bear. */
export function opinionModel({ pair, id }: Pick<OpinionRecord, 'pair' | 'id'>): string {
  return `${pair}#${id}`;
}

/** The opinion store over an open database. */
export function createOpinionStore(db: Kysely<Tables>): OpinionStore {
  const select = (desk: string, field: string) =>
    db.selectFrom('opinions').selectAll().where('desk_id', '=', desk).where('field_id', '=', field);
  return {
    save: (desk, { id, field, pair, weights, table, rows }, now) =>
      db.transaction().execute(async (transaction) => {
        const kept = {
          id,
          weights: JSON.stringify(weights),
          promise: table === null ? null : JSON.stringify(table),
          row_count: rows,
          created_at: now,
        };
        await transaction
          .insertInto('opinions')
          .values({ desk_id: desk, field_id: field, pair, ...kept })
          .onConflict((conflict) => conflict.columns(['desk_id', 'field_id', 'pair']).doUpdateSet(kept))
          .execute();
        await growEpoch(transaction, desk);
      }),
    find: async (desk, field, pair) => {
      const row = await select(desk, field).where('pair', '=', pair).executeTakeFirst();
      return row === undefined ? undefined : recordOf(row);
    },
    list: async (desk, field) => (await select(desk, field).execute()).map(recordOf),
  };
}

function recordOf(row: Tables['opinions']): OpinionRecord {
  return {
    id: row.id,
    field: row.field_id,
    pair: row.pair,
    weights: JSON.parse(row.weights) as OpinionWeights,
    table: row.promise === null ? null : (JSON.parse(row.promise) as PromiseTable),
    rows: row.row_count,
  };
}
