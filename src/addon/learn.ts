// Learn: teach the proxy from what people decided in this sheet, and say in plain words what came of it.
import { type FieldPromise, Problem, type TrainingResult, type TrainingRow } from '../core/contract.ts';
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from '../core/limits.ts';
import { sendAuditOutcomes } from './audit-outcomes.ts';
import { findingId, keepFindings } from './findings-tab.ts';
import { foldName, idsByName, type LabelLists } from './label-names.ts';
import { noteLesson } from './lesson-note.ts';
import { messages } from './messages.ts';
import { fetchModels, saveModels } from './model-tab.ts';
import type { SheetWorld } from './ports.ts';
import { exchange, parseTrainingResult } from './proxy.ts';
import { writePromises } from './queues-in-force.ts';
import { isStateCurrent, type TicketRow } from './rows.ts';
import { requireSettings, type Settings } from './settings.ts';
import { lookAtFormulas } from './sheet-view.ts';
import { bringQueues, showDesk } from './sync-queues.ts';
import { uploadRows } from './upload-rows.ts';

/** Undecided tickets that one lesson carries along. */
const UNDECIDED_MAX = 1_000;
/** Recall below which a label is named as hard to tell. */
const WEAK_RECALL = 0.6;

export interface Lesson {
  readonly rows: readonly TrainingRow[];
  /** Rows whose label is not in the tab, by name as typed. */
  readonly unknown: ReadonlyMap<string, number>;
  /** Usher's own labels that nobody has acted on: never learned from. */
  readonly ignored: number;
}

/** Learns from the whole ticket sheet; the answer is the text to show. Throws a `Problem` when nothing can be learned. */
export function learn(world: SheetWorld): string {
  const settings = requireSettings(world.settings);
  const { lists, desk } = bringQueues(world, settings, 'learn');
  const putBack = showDesk(world, desk);
  const told = teach(world, settings, lists);
  return putBack.length > 0 ? [told, messages.modesPutBack(putBack)].join('\n\n') : told;
}

/** The same with the labels as they stand in the tab, of which nothing is sent: who edits the tab is not who teaches. */
export function teach(world: SheetWorld, settings: Settings, lists: LabelLists): string {
  const view = lookAtFormulas(world, settings);
  const taken = sendAuditOutcomes(world, settings, view).map(messages.promiseTripped);
  const lesson = lessonFrom(view.rows, settings, lists);
  if (lesson.rows.length === 0) throw new Problem('too_few_examples', nothingLearned(lesson));
  const session = uploadRows(world, settings, [...lesson.rows, ...undecidedRows(view.rows, settings)]);
  const result = exchange(
    world.http,
    { method: 'POST', path: `${session}/train`, body: '{}' },
    parseTrainingResult,
  );
  noteLesson(world.settings, {
    ...{ desk: settings.desk, learnedAt: world.now(), topicsAt: world.now() },
    labels: lesson.rows.length,
  });
  for (const { field, report } of result.models)
    if (report.promise) writePromises(world.sheets, report.promise, field);
  keepFindings(world, { result, lists, rows: view.rows });
  const kept = keepModels(world, settings, result, lists);
  return [describeLesson(result, lesson, settings, lists), ...kept, ...taken].join('\n\n');
}

/** Brings the small models into the hidden tab; what =USHER() cannot have yet must not undo what was learned. */
function keepModels(
  world: SheetWorld,
  settings: Settings,
  result: TrainingResult,
  lists: LabelLists,
): string[] {
  try {
    saveModels(world.sheets, fetchModels(world.http, settings, result.models), lists);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [messages.functionsWait(error.message)];
  }
}

/** What the rows teach: only labels that a person typed, confirmed or corrected. */
export function lessonFrom(rows: readonly TicketRow[], settings: Settings, lists: LabelLists): Lesson {
  const ids = new Map(settings.fields.map(({ field }) => [field, idsByName(lists, field)]));
  const taught: TrainingRow[] = [];
  const unknown = new Map<string, number>();
  let ignored = 0;
  for (const row of rows) {
    const known: Record<string, string> = {};
    for (const { field } of settings.fields) {
      const origin = row.origins[field];
      if (origin?.kind === 'usher') ignored += 1;
      const name = humanLabel(row, field);
      if (name === null) continue;
      const id = ids.get(field)?.get(foldName(name));
      if (id !== undefined) known[field] = id;
      else unknown.set(name, (unknown.get(name) ?? 0) + 1);
    }
    if (Object.keys(known).length === 0 || row.hash === '') continue;
    taught.push(wireRow(row, known));
  }
  return { rows: taught, unknown, ignored };
}

/** Tickets that nobody has decided, the last of the sheet: nothing is learned from them, but they show topics without a queue. */
export function undecidedRows(rows: readonly TicketRow[], settings: Settings): TrainingRow[] {
  return rows
    .filter((row) => row.hash !== '' && settings.fields.every(({ field }) => humanLabel(row, field) === null))
    .slice(-UNDECIDED_MAX)
    .map((row) => wireRow(row, {}));
}

function wireRow(row: TicketRow, labels: TrainingRow['labels']): TrainingRow {
  return {
    id: findingId(row),
    subject: row.subject.slice(0, SUBJECT_CHARACTERS_MAX),
    body: row.body.slice(0, BODY_CHARACTERS_MAX),
    labels,
  };
}

/** The label that a person gave; null where it cannot be told for certain, such as after a sort that parted text and state. */
function humanLabel(row: TicketRow, field: string): string | null {
  const origin = row.origins[field];
  if (row.state !== null && !isStateCurrent(row)) return null;
  if (origin?.kind === 'person' || origin?.kind === 'confirmed' || origin?.kind === 'corrected')
    return origin.label;
  return null;
}

function nothingLearned(lesson: Lesson): string {
  const unknownRows = sum(lesson.unknown.values());
  if (unknownRows === 0) return messages.noExamples;
  return messages.unknownLabels([...lesson.unknown.keys()].slice(0, 5), unknownRows);
}

function describeLesson(
  result: TrainingResult,
  lesson: Lesson,
  settings: Settings,
  lists: LabelLists,
): string {
  const sentences: string[] = [];
  const order = settings.fields.map(({ field }) => field);
  const models = [...result.models].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
  for (const model of models) {
    const binding = settings.fields.find((candidate) => candidate.field === model.field);
    const { report } = model;
    const nameById = new Map((lists[model.field] ?? []).map(({ id, name }) => [id, name]));
    sentences.push(
      messages.learned(binding?.header ?? model.field, report.rows, report.measured, report.accuracy),
    );
    const weak = report.labels
      .filter((label) => label.recall !== null && label.recall < WEAK_RECALL)
      .map((label) => nameById.get(label.label) ?? label.label);
    if (weak.length > 0) sentences.push(messages.weakLabels(weak.slice(0, 5)));
    if (report.promise) sentences.push(promiseInWords(report.promise));
    for (const left of report.leftOut)
      sentences.push(`${nameById.get(left.label) ?? left.label}: ${left.reason}`);
  }
  for (const problem of result.problems) sentences.push(problem.message);
  const unknownRows = sum(lesson.unknown.values());
  if (unknownRows > 0)
    sentences.push(messages.unknownLabels([...lesson.unknown.keys()].slice(0, 5), unknownRows));
  if (lesson.ignored > 0) sentences.push(messages.ignoredSuggestions(lesson.ignored));
  return sentences.join('\n\n');
}

/** What the promise allows now, or how far the nearest queue is from it. */
function promiseInWords(promise: FieldPromise): string {
  const proven = promise.labels.filter((label) => label.state === 'proven');
  if (proven.length > 0) {
    return messages.promiseKept(promise.target, proven.length, promise.labels.length, promise.routedShare);
  }
  const [nearest] = promise.labels
    .filter((label) => label.checkedMore !== null)
    .sort((a, b) => (a.checkedMore ?? 0) - (b.checkedMore ?? 0));
  return messages.promiseNotYet(promise.target, nearest?.sentence ?? '');
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
