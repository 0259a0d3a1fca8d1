// Lessons that nobody asks for: when enough labels have come since the last one, or the proxy says that the model in service is no longer
// to be trusted. And a look for topics without a queue every week. Both only after a scheduled run that has left nothing to do, with time
// to spare, and never beside another run.
import type { LessonCall } from '../core/contract.ts';
import { type Allowance, pauseMs, readBudget } from './day-budget.ts';
import { keepTopics } from './findings-tab.ts';
import { lessonFrom, teach, undecidedRows } from './learn.ts';
import { type LessonNote, noteLesson, readLesson } from './lesson-note.ts';
import { messages } from './messages.ts';
import type { SheetWorld } from './ports.ts';
import { exchange, parseLessonCall, parseTopics } from './proxy.ts';
import { readQueues } from './queues-tab.ts';
import { isRunActive } from './run-lease.ts';
import { recordLesson } from './runs-tab.ts';
import { readSettings } from './settings.ts';
import { lookAtSheet } from './sheet-view.ts';
import { uploadRows } from './upload-rows.ts';

/** Looking costs a request and a read of the whole sheet, and labels come by the hour. */
const LOOK_EVERY_MS = 4 * 3_600_000;
/** Google ends an execution after six minutes, and a large lesson takes two or three. */
const STARTED_MS_MAX = 60_000;
const DAY_MS = 86_400_000;

export type LessonCause = 'labels' | 'watchdog' | 'honesty' | 'drift';

/**
 * Learns, or looks for topics, where that is due; the answer is what to tell, or null where nothing was. `began` is when this execution
 * did, in epoch milliseconds.
 */
export function learnWhenDue(world: SheetWorld, began: number, allowance: Allowance): string | null {
  const settings = readSettings(world.settings);
  if (!settings || isRunActive(world) || !hasTime(world, began, allowance)) return null;
  const note = readLesson(world.settings, settings.desk);
  const now = world.now();
  if (now - note.lookedAt < LOOK_EVERY_MS) return null;
  // Noted first: an execution that is cut off in the midst of a lesson is not begun anew by every run.
  noteLesson(world.settings, { desk: settings.desk, lookedAt: now });
  // A schedule that was just switched on triages first.
  if (note.lookedAt === 0) return null;
  const path = `/v1/desks/${settings.desk}/learning`;
  const call = exchange(world.http, { method: 'GET', path }, parseLessonCall);
  if (!call.mayLearn) return null;
  const lists = readQueues(world.sheets) ?? {};
  const { rows } = lookAtSheet(world, settings);
  const { rows: taught } = lessonFrom(rows, settings, lists);
  const cause = causeOf(call, note, taught.length, now);
  if (cause !== null) {
    const said = teach(world, settings, lists);
    recordLesson(world, { started: now, finished: world.now(), rows: taught.length, cause });
    return `${messages.learnedAlone[cause]}\n\n${said}`;
  }
  if (!isTopicsDue(call, note, now)) return null;
  noteLesson(world.settings, { desk: settings.desk, topicsAt: now });
  const session = uploadRows(world, settings, [...taught, ...undecidedRows(rows, settings)]);
  const request = { method: 'POST' as const, path: `${session}/topics`, body: '{}' };
  const { topics } = exchange(world.http, request, parseTopics);
  const proposed = keepTopics(world, { topics, lists, rows });
  return proposed === 0 ? null : messages.topicsProposed(proposed);
}

/** Why a lesson is due; null where none is. What makes a model wrong goes before what would make it better. */
export function causeOf(
  { notBefore, newLabelsMin, fields }: LessonCall,
  note: Pick<LessonNote, 'learnedAt' | 'labels'>,
  labelled: number,
  now: number,
): LessonCause | null {
  if (now < notBefore || labelled === 0) return null;
  const [first] = fields.flatMap(({ causes }) => causes);
  if (first !== undefined) return first.cause;
  // A sheet that has never learned may belong to a desk that another one has taught.
  const known = note.learnedAt > 0 ? note.labels : Math.max(0, ...fields.map(({ rows }) => rows));
  return labelled - known >= newLabelsMin ? 'labels' : null;
}

function hasTime(world: SheetWorld, began: number, allowance: Allowance): boolean {
  const now = world.now();
  if (now - began > STARTED_MS_MAX) return false;
  const budget = readBudget(world.settings, now);
  return pauseMs({ ...budget, triggerMs: budget.triggerMs + (now - began) }, allowance, now) === 0;
}

function isTopicsDue({ topicsDays, fields }: LessonCall, { topicsAt }: LessonNote, now: number): boolean {
  // Without a model nothing tells what fits.
  return topicsDays > 0 && now - topicsAt >= topicsDays * DAY_MS && fields.some(({ rows }) => rows > 0);
}
