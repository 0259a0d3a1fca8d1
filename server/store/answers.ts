// What was answered, so that the same ticket of the same run is answered and charged once. It is written before an answer
// goes out.
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { FieldAnswer } from '../../src/core/contract.ts';
import { changedBy, type Engine, insertRows, isOneOf, lockFor } from './engine.ts';
import type { Tables } from './tables.ts';

/** A field answer without its explanation, which would hold words of the ticket. */
export type RecordedAnswer =
  | Omit<Extract<FieldAnswer, { decision: 'assign' | 'review' }>, 'explanation'>
  | Omit<Extract<FieldAnswer, { decision: 'abstain' }>, 'explanation'>
  | Extract<FieldAnswer, { decision: 'audit' }>;

/** The answer for one field of one ticket of one run. */
export interface AnswerRecord {
  readonly ticketId: string;
  /** Keyed hash of the ticket's text. */
  readonly textHash: string;
  readonly field: string;
  readonly language: string;
  readonly answer: RecordedAnswer;
  /** The answer as JSON, where it has been written or read. */
  readonly json?: string;
}

/** An answer to be written. */
export interface NewAnswer extends AnswerRecord {
  readonly withheld?: Withheld;
}

/** The label and confidence that an audit keeps from the person who judges. */
export interface Withheld {
  readonly label: string;
  readonly confidence: number;
  /** Set where the text was withheld before and would not be picked today: an audit that is open stays as it was opened. */
  readonly wasOpen?: true;
}

/** What came of a write. */
export interface WrittenAnswers {
  /** Answers that another request had recorded first; they stand instead of the new ones. */
  readonly earlier: readonly AnswerRecord[];
  /** Ids of the tickets that had no recorded answer before. */
  readonly charged: ReadonlySet<string>;
}

/** The record of answers. */
export interface AnswerStore {
  /** Recorded answers of these tickets in this run, whatever their text was. */
  find(desk: string, runId: string, ticketIds: readonly string[]): Promise<AnswerRecord[]>;
  /**
   * Writes answers, all or none, opens their audits and charges the tickets that had none. Where an answer is recorded already,
   * that one stands.
   */
  write(desk: string, runId: string, answers: readonly NewAnswer[], now: number): Promise<WrittenAnswers>;
  /** Tickets of a desk that were charged on the day (UTC) that holds an instant. */
  chargedOn(desk: string, instant: number): Promise<number>;
}

const DAY_MS = 86_400_000;
const COLUMNS = [
  'desk_id',
  'run_id',
  'ticket_id',
  'text_hash',
  'field_id',
  'language',
  'answer',
  'answered_at',
];
const INSERT = { table: 'answers', columns: COLUMNS, suffix: 'on conflict do nothing' } as const;
const INSERT_TOLD = {
  ...INSERT,
  suffix: 'on conflict do nothing returning ticket_id, text_hash, field_id',
} as const;

const CHARGE = {
  table: 'charges',
  columns: ['desk_id', 'day', 'tickets'],
  suffix: 'on conflict (desk_id, day) do update set tickets = charges.tickets + excluded.tickets',
} as const;
const COUNT: Readonly<Record<Engine, string>> = {
  sqlite:
    'select count(*) as answers from answers where desk_id = ? and run_id = ? and ticket_id in (select value from json_each(?))',
  postgres:
    'select count(*) as answers from answers where desk_id = $1 and run_id = $2 and ticket_id = any($3)',
};

/** The record of answers over an open database. */
export function createAnswerStore(db: Kysely<Tables>, engine: Engine): AnswerStore {
  return {
    find: (desk, runId, ticketIds) => findAnswers(db, engine, desk, runId, ticketIds),
    write: async (desk, runId, answers, now) => {
      if (answers.length === 0) return { earlier: [], charged: new Set() };
      try {
        return await db
          .transaction()
          .execute((transaction) => writeFresh(transaction, engine, desk, runId, answers, now));
      } catch (error) {
        if (!(error instanceof NotAllFresh)) throw error;
        return db
          .transaction()
          .execute((transaction) => writeAmongEarlier(transaction, engine, desk, runId, answers, now));
      }
    },
    chargedOn: async (desk, instant) => {
      const row = await db
        .selectFrom('charges')
        .select('tickets')
        .where('desk_id', '=', desk)
        .where('day', '=', dayOf(instant))
        .executeTakeFirst();
      return row?.tickets ?? 0;
    },
  };
}

/** Ends a transaction that found answers of another request beside its own. */
class NotAllFresh extends Error {
  override readonly name = 'NotAllFresh';
}

async function findAnswers(
  db: Kysely<Tables>,
  engine: Engine,
  desk: string,
  runId: string,
  ticketIds: readonly string[],
): Promise<AnswerRecord[]> {
  if (ticketIds.length === 0) return [];
  const rows = await db
    .selectFrom('answers')
    .select(['ticket_id', 'text_hash', 'field_id', 'language', 'answer'])
    .where('desk_id', '=', desk)
    .where('run_id', '=', runId)
    .where(isOneOf(engine, 'ticket_id', ticketIds))
    .execute();
  return rows.map((row) => ({
    ticketId: row.ticket_id,
    textHash: row.text_hash,
    field: row.field_id,
    language: row.language,
    answer: JSON.parse(row.answer) as RecordedAnswer,
    json: row.answer,
  }));
}

/** Nearly every batch: none of its tickets was answered before in this run. */
async function writeFresh(
  transaction: Transaction<Tables>,
  engine: Engine,
  desk: string,
  runId: string,
  answers: readonly NewAnswer[],
  now: number,
): Promise<WrittenAnswers> {
  await lockFor(transaction, engine, `${desk}/${runId}`);
  const rows = answers.map((answer) => answerRow(desk, runId, answer, now));
  const inserted = changedBy(await insertRows(transaction, engine, INSERT, rows));
  const ticketIds = [...new Set(answers.map(({ ticketId }) => ticketId))];
  const all = await countAnswers(transaction, engine, desk, runId, ticketIds);
  if (inserted < answers.length || all > answers.length) throw new NotAllFresh();
  await openAudits(transaction, desk, answers, now);
  await charge(transaction, engine, desk, ticketIds.length, now);
  return { earlier: [], charged: new Set(ticketIds) };
}

/** Recorded answers of these tickets in this run, whatever their text was. The statement's text is made once: it is run for every batch. */
async function countAnswers(
  transaction: Transaction<Tables>,
  engine: Engine,
  desk: string,
  runId: string,
  ticketIds: readonly string[],
): Promise<number> {
  const query =
    engine === 'sqlite'
      ? CompiledQuery.raw(COUNT.sqlite, [desk, runId, JSON.stringify(ticketIds)])
      : CompiledQuery.raw(COUNT.postgres, [desk, runId, [...ticketIds]]);
  const { rows } = await transaction.executeQuery(query);
  return Number((rows as { answers: number }[])[0]?.answers ?? 0);
}

async function writeAmongEarlier(
  transaction: Transaction<Tables>,
  engine: Engine,
  desk: string,
  runId: string,
  answers: readonly NewAnswer[],
  now: number,
): Promise<WrittenAnswers> {
  await lockFor(transaction, engine, `${desk}/${runId}`);
  const rows = answers.map((answer) => answerRow(desk, runId, answer, now));
  const results = await insertRows(transaction, engine, INSERT_TOLD, rows);
  const inserted = new Set(
    results.flatMap((result) => (result.rows as Tables['answers'][]).map((row) => keyOfRow(row))),
  );
  const fresh = answers.filter((answer) => inserted.has(answerKey(answer)));
  await openAudits(transaction, desk, fresh, now);
  const ticketIds = [...new Set(answers.map(({ ticketId }) => ticketId))];
  const asked = new Set(answers.map(textKeyOf));
  const before = (await findAnswers(transaction, engine, desk, runId, ticketIds)).filter(
    (record) => asked.has(textKeyOf(record)) && !inserted.has(answerKey(record)),
  );
  const charged = new Set(fresh.map(({ ticketId }) => ticketId));
  for (const { ticketId } of before) charged.delete(ticketId);
  await charge(transaction, engine, desk, charged.size, now);
  const wanted = new Set(answers.map(answerKey));
  return { earlier: before.filter((record) => wanted.has(answerKey(record))), charged };
}

/** Comes last in its transaction, since all others that charge this desk wait for the row from here to the end. */
async function charge(
  transaction: Transaction<Tables>,
  engine: Engine,
  desk: string,
  tickets: number,
  now: number,
): Promise<void> {
  if (tickets === 0) return;
  await insertRows(transaction, engine, CHARGE, [[desk, dayOf(now), tickets]]);
}

function dayOf(instant: number): number {
  return Math.floor(instant / DAY_MS) * DAY_MS;
}

function answerRow(desk: string, runId: string, answer: NewAnswer, now: number) {
  const { ticketId, textHash, field, language, json = JSON.stringify(answer.answer) } = answer;
  return [desk, runId, ticketId, textHash, field, language, json, now];
}

/** A ticket that is audited again under another text or run starts anew, unless a person has judged it already. */
async function openAudits(
  transaction: Transaction<Tables>,
  desk: string,
  answers: readonly NewAnswer[],
  now: number,
): Promise<void> {
  for (const { ticketId, textHash, field, answer, withheld } of answers) {
    if (answer.decision !== 'audit' || withheld === undefined) continue;
    const audit = {
      model: answer.model,
      withheld_label: withheld.label,
      confidence: withheld.confidence,
      opened_at: now,
      text_hash: textHash,
    };
    await transaction
      .insertInto('audits')
      .values({
        desk_id: desk,
        ticket_id: ticketId,
        field_id: field,
        persons_label: null,
        judged_at: null,
        ...audit,
      })
      .onConflict((conflict) => {
        const known = conflict.columns(['desk_id', 'ticket_id', 'field_id']);
        return withheld.wasOpen
          ? known.doNothing()
          : known.doUpdateSet(audit).where('audits.judged_at', 'is', null);
      })
      .execute();
  }
}

/** One key for the answer to one field of one text of one ticket. JSON, since ids may hold any character. */
function answerKey({
  ticketId,
  textHash,
  field,
}: Pick<AnswerRecord, 'ticketId' | 'textHash' | 'field'>): string {
  return JSON.stringify([ticketId, textHash, field]);
}

function keyOfRow(row: Pick<Tables['answers'], 'ticket_id' | 'text_hash' | 'field_id'>): string {
  return JSON.stringify([row.ticket_id, row.text_hash, row.field_id]);
}

function textKeyOf({ ticketId, textHash }: Pick<AnswerRecord, 'ticketId' | 'textHash'>): string {
  return JSON.stringify([ticketId, textHash]);
}
