// What people's judgements of blind audits do: each counts once, together with all that follows from it or not at all. Copies of a
// text are one piece of evidence, whatever their ids.
import type { AuditOutcomes, AuditReceipt, Label } from '../../src/core/contract.ts';
import { HONESTY_AUDITS_MIN, testHonesty } from '../../src/core/promise/honesty.ts';
import { groupsByLabel, type PromiseTable } from '../../src/core/promise/promise-table.ts';
import { allowedOf } from '../../src/core/promise/prove.ts';
import { armWatchdog, type Watchdog, watchAudit } from '../../src/core/promise/watchdog.ts';
import type { DeskRecord } from '../store/desks.ts';
import {
  type AuditRecord,
  type JudgedAudit,
  LABEL_OF_NO_DESK,
  type PromiseStore,
  type PromiseWrites,
} from '../store/promises.ts';
import { USHER_ITSELF } from '../store/trail.ts';
import { honestyKey, isSameToday, tripKeys, watchdogKey } from './trips.ts';

type Outcome = AuditOutcomes['outcomes'][number];

/** What judging asks for and tells. */
interface JudgingMeans {
  /** The proof that predictions of a model come under. */
  readonly tableOf: (field: string, model: string) => Promise<PromiseTable | null>;
  /** Told once the change is kept, for each model of which a promise was taken back. */
  readonly onTrip: (field: string, model: string) => Promise<void>;
  readonly now: number;
}

/** A judgement with the audit that it is about. */
interface Judgement {
  readonly outcome: Outcome;
  readonly audit: AuditRecord;
  readonly labels: readonly Label[];
}

/** Takes outcomes as one change. */
export async function judgeAudits(
  store: PromiseStore,
  desk: DeskRecord,
  outcomes: readonly Outcome[],
  { tableOf, onTrip, now }: JudgingMeans,
): Promise<AuditReceipt> {
  const ids = [...new Set(outcomes.map(({ ticketId }) => ticketId))];
  const audits = new Map(
    (await store.openAudits(desk.id, ids)).map((audit) => [`${audit.ticketId}\n${audit.field}`, audit]),
  );
  const waiting: NonNullable<AuditReceipt['waiting']> = [];
  const judgements = outcomes.flatMap((outcome): Judgement[] => {
    const { ticketId, field, label } = outcome;
    const audit = audits.get(`${ticketId}\n${field}`);
    const labels = desk.fields.find(({ id }) => id === field)?.labels;
    if (audit === undefined || labels === undefined) return [];
    if (label === null || labels.some(({ id }) => id === label)) return [{ outcome, audit, labels }];
    waiting.push({ ticketId, field });
    return [];
  });
  const tables = new Map<AuditRecord, PromiseTable | null>();
  for (const { audit } of judgements) tables.set(audit, await tableOf(audit.field, audit.model));
  const { taken, tripped, models } = await store.change(desk.id, (promises) =>
    takeJudgements(promises, desk.id, judgements, tables, now),
  );
  for (const { field, model } of models) await onTrip(field, model);
  return {
    ...{ taken, ignored: outcomes.length - taken - waiting.length, tripped },
    ...(waiting.length > 0 ? { waiting } : {}),
  };
}

/** What a model's audited texts told so far, and the watchdogs of its field, as the change goes on. */
interface Ledger {
  readonly texts: Map<string, TextEvidence>;
  readonly watchdogs: Record<string, Watchdog>;
}

async function takeJudgements(
  promises: PromiseWrites,
  desk: string,
  judgements: readonly Judgement[],
  tables: ReadonlyMap<AuditRecord, PromiseTable | null>,
  now: number,
): Promise<Pick<AuditReceipt, 'taken' | 'tripped'> & { models: { field: string; model: string }[] }> {
  const ledgers = new Map<string, Ledger>();
  const tripped: AuditReceipt['tripped'] = [];
  const models: { field: string; model: string }[] = [];
  let taken = 0;
  for (const { outcome, audit, labels } of judgements) {
    const { field, model, withheldLabel } = audit;
    const ledger = ledgers.get(`${field}\n${model}`) ?? {
      texts: evidenceOf(await promises.judgedAudits(desk, field, model, 0), labels),
      watchdogs: await promises.watchdogs(desk, field),
    };
    ledgers.set(`${field}\n${model}`, ledger);
    const chosen = outcome.label ?? LABEL_OF_NO_DESK;
    if (!(await promises.judgeAudit(desk, audit, chosen, now))) continue;
    await promises.judgeCopies(desk, audit, chosen, now);
    taken++;
    const isWrong = !isSameToday(labels, chosen, withheldLabel);
    const known = ledger.texts.get(textOf(audit));
    // A copy adds nothing to what its text has told already, unless it tells worse.
    if (known !== undefined && (known.isWrong || !isWrong)) continue;
    const { confidence } = audit;
    ledger.texts.set(textOf(audit), { confidence, isWrong, label: withheldLabel });
    const table = tables.get(audit) ?? null;
    const change = { promises, desk, audit, labels, ledger, now };
    const sentences = [table && (await watch(change, table, isWrong)), await testConfidences(change)];
    for (const sentence of sentences) {
      if (sentence === null) continue;
      tripped.push({ field, label: withheldLabel, sentence });
      models.push({ field, model });
    }
  }
  return { taken, tripped, models };
}

/** One judgement on its way through the change. */
interface Change extends Pick<Judgement, 'audit' | 'labels'> {
  readonly promises: PromiseWrites;
  readonly desk: string;
  readonly ledger: Ledger;
  readonly now: number;
}

/** What one text told. */
interface TextEvidence {
  readonly confidence: number;
  readonly isWrong: boolean;
  /** The label that was withheld. */
  readonly label: string;
}

/** What the audited texts tell, each once: wrong where any copy was. */
export function evidenceOf(
  audits: readonly JudgedAudit[],
  labels: readonly Label[],
): Map<string, TextEvidence> {
  const texts = new Map<string, TextEvidence>();
  for (const audit of audits) {
    const { confidence, withheldLabel: label } = audit;
    const isWrong = !isSameToday(labels, audit.personsLabel, label);
    const known = texts.get(textOf(audit));
    if (known === undefined || (isWrong && !known.isWrong))
      texts.set(textOf(audit), { confidence, isWrong, label });
  }
  return texts;
}

function textOf({ textHash, ticketId }: Pick<JudgedAudit, 'textHash' | 'ticketId'>): string {
  return textHash === '' ? `id ${ticketId}` : textHash;
}

/** Feeds one text to its group's watchdog; a sentence when that took the promise back. */
async function watch(
  { promises, desk, audit, labels, ledger, now }: Change,
  table: PromiseTable,
  isWrong: boolean,
): Promise<string | null> {
  const { field, model, withheldLabel } = audit;
  const group = groupsByLabel(table).get(withheldLabel);
  if (group?.state !== 'proven') return null;
  const key = watchdogKey(model, group.id);
  const before = ledger.watchdogs[key] ?? armWatchdog(Math.min(0.5, allowedOf(table.target)));
  const after = watchAudit(before, isWrong, now);
  ledger.watchdogs[key] = after;
  await promises.saveWatchdog(desk, field, key, after, now);
  if (before.state === 'tripped' || after.state === 'armed') return null;
  for (const trip of tripKeys(labels, group.labels))
    await promises.saveWatchdog(desk, field, trip, after, now);
  const facts = { field, group: key };
  await promises.tell(desk, { at: now, by: USHER_ITSELF, action: 'promise taken back', facts });
  return `${after.errors} of ${after.audits} audited tickets were wrong, so these tickets are suggestions again.`;
}

/**
 * Tests a model's confidences whenever the texts judged have doubled: one look is false in 1 % of cases, and a look after every
 * audit would be false in many more. Until the model is another one, nothing is routed by confidences that are overstated.
 */
async function testConfidences({
  promises,
  desk,
  audit: { field, model },
  ledger,
  now,
}: Change): Promise<string | null> {
  if (!isLook(ledger.texts.size) || ledger.watchdogs[honestyKey(model)] !== undefined) return null;
  const audited = [...ledger.texts.values()];
  if (testHonesty(audited).state !== 'overconfident') return null;
  const errors = audited.filter(({ isWrong }) => isWrong).length;
  const tripped = { state: 'tripped', allowed: 0.5, audits: audited.length, errors, trippedAt: now } as const;
  ledger.watchdogs[honestyKey(model)] = tripped;
  await promises.saveWatchdog(desk, field, honestyKey(model), tripped, now);
  const facts = { field, model, audits: audited.length, errors };
  await promises.tell(desk, { at: now, by: USHER_ITSELF, action: 'promise taken back', facts });
  return `${errors} of ${audited.length} audited tickets were wrong, more than their confidences say, so no queue is routed alone until Usher has learned again.`;
}

function isLook(texts: number): boolean {
  return texts >= HONESTY_AUDITS_MIN && Number.isInteger(Math.log2(texts / HONESTY_AUDITS_MIN));
}
