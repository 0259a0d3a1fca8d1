// What was answered, so that the same ticket of the same run is answered and charged once, and the prediction log that
// monitors and audits read. Both are written together, before an answer goes out.
import type { Kysely, Transaction } from 'kysely';
import type { FieldAnswer } from '../../src/core/contract.ts';
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
}

/** An answer to be written, with what the prediction log keeps besides. */
export interface NewAnswer extends AnswerRecord {
  readonly logId: string;
  /** UTF-16 units of the text. */
  readonly textLength: number;
  /** What the decision would have been with every queue in mode `auto`. */
  readonly inAuto: FieldAnswer['decision'];
  /** The label and confidence that an audit keeps from the person who judges. */
  readonly withheld?: { readonly label: string; readonly confidence: number };
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
  /** Writes answers and log lines, all or none. Where an answer is recorded already, that one stands. */
  write(desk: string, runId: string, answers: readonly NewAnswer[], now: number): Promise<WrittenAnswers>;
}

/** Rows in one statement: SQLite allows 32,766 parameters, and the log has fourteen columns. */
const ROWS_A_STATEMENT = 1_000;

/** The record of answers over an open database. */
export function createAnswerStore(db: Kysely<Tables>): AnswerStore {
  return {
    find: (desk, runId, ticketIds) => findAnswers(db, desk, runId, ticketIds),
    write: async (desk, runId, answers, now) => {
      if (answers.length === 0) return { earlier: [], charged: new Set() };
      return db.transaction().execute((transaction) => writeAnswers(transaction, desk, runId, answers, now));
    },
  };
}

async function findAnswers(
  db: Kysely<Tables>,
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
    .where('ticket_id', 'in', ticketIds)
    .execute();
  return rows.map((row) => ({
    ticketId: row.ticket_id,
    textHash: row.text_hash,
    field: row.field_id,
    language: row.language,
    answer: JSON.parse(row.answer) as RecordedAnswer,
  }));
}

async function writeAnswers(
  transaction: Transaction<Tables>,
  desk: string,
  runId: string,
  answers: readonly NewAnswer[],
  now: number,
): Promise<WrittenAnswers> {
  const ticketIds = [...new Set(answers.map((answer) => answer.ticketId))];
  const inserted = new Set<string>();
  for (let first = 0; first < answers.length; first += ROWS_A_STATEMENT) {
    const rows = await transaction
      .insertInto('answers')
      .values(
        answers.slice(first, first + ROWS_A_STATEMENT).map((answer) => answerRow(desk, runId, answer, now)),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning(['ticket_id', 'text_hash', 'field_id'])
      .execute();
    for (const row of rows) {
      inserted.add(answerKey({ ticketId: row.ticket_id, textHash: row.text_hash, field: row.field_id }));
    }
  }
  const fresh = answers.filter((answer) => inserted.has(answerKey(answer)));
  for (let first = 0; first < fresh.length; first += ROWS_A_STATEMENT) {
    await transaction
      .insertInto('prediction_log')
      .values(fresh.slice(first, first + ROWS_A_STATEMENT).map((answer) => logRow(desk, runId, answer, now)))
      .execute();
  }
  await openAudits(transaction, desk, fresh, now);
  const asked = new Set(answers.map(textKeyOf));
  const before = (await findAnswers(transaction, desk, runId, ticketIds)).filter(
    (record) => asked.has(textKeyOf(record)) && !inserted.has(answerKey(record)),
  );
  const charged = new Set(fresh.map(({ ticketId }) => ticketId));
  for (const { ticketId } of before) charged.delete(ticketId);
  const wanted = new Set(answers.map(answerKey));
  return { earlier: before.filter((record) => wanted.has(answerKey(record))), charged };
}

function answerRow(desk: string, runId: string, answer: NewAnswer, now: number): Tables['answers'] {
  return {
    desk_id: desk,
    run_id: runId,
    ticket_id: answer.ticketId,
    text_hash: answer.textHash,
    field_id: answer.field,
    language: answer.language,
    answer: JSON.stringify(answer.answer),
    answered_at: now,
  };
}

function logRow(desk: string, runId: string, record: NewAnswer, now: number): Tables['prediction_log'] {
  const { answer } = record;
  return {
    id: record.logId,
    desk_id: desk,
    field_id: record.field,
    run_id: runId,
    ticket_id: record.ticketId,
    logged_at: now,
    decision: answer.decision,
    label: 'label' in answer ? answer.label : (record.withheld?.label ?? null),
    confidence: 'confidence' in answer ? answer.confidence : (record.withheld?.confidence ?? null),
    backend: answer.backend,
    model: answer.model,
    is_fallback: 'fallback' in answer && answer.fallback !== undefined ? 1 : 0,
    language: record.language,
    text_length: record.textLength,
    in_auto: record.inAuto,
  };
}

/** A ticket that is audited again under another text or run starts anew, unless a person has judged it already. */
async function openAudits(
  transaction: Transaction<Tables>,
  desk: string,
  answers: readonly NewAnswer[],
  now: number,
): Promise<void> {
  for (const { ticketId, field, answer, withheld } of answers) {
    if (answer.decision !== 'audit' || withheld === undefined) continue;
    const audit = {
      model: answer.model,
      withheld_label: withheld.label,
      confidence: withheld.confidence,
      opened_at: now,
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
      .onConflict((conflict) =>
        conflict
          .columns(['desk_id', 'ticket_id', 'field_id'])
          .doUpdateSet(audit)
          .where('audits.judged_at', 'is', null),
      )
      .execute();
  }
}

/** One key for the answer to one field of one text of one ticket. JSON, since ids may hold any character. */
export function answerKey({
  ticketId,
  textHash,
  field,
}: Pick<AnswerRecord, 'ticketId' | 'textHash' | 'field'>): string {
  return JSON.stringify([ticketId, textHash, field]);
}

function textKeyOf({ ticketId, textHash }: Pick<AnswerRecord, 'ticketId' | 'textHash'>): string {
  return JSON.stringify([ticketId, textHash]);
}
