// Runs with nobody watching: on schedule, after a form answer or other new rows, and going on with a run that was cut short. Each leaves
// a heartbeat, keeps within the day's allowance, and tells the owner by mail when it fails, where the deployment may send mail.
import { Problem } from '../core/contract.ts';
import { allowanceOf, countingHttp, markRequestsSpent, pauseMs, readBudget, spend } from './day-budget.ts';
import { watchHealth } from './health-watch.ts';
import { beat, type Heartbeat, noteMail } from './heartbeat.ts';
import { learnWhenDue } from './learn-when-due.ts';
import { messages } from './messages.ts';
import { logDefect } from './page-answer.ts';
import { onPeopleEdit } from './people-edit.ts';
import type { SheetEdit, SheetWorld } from './ports.ts';
import { isDaySpent } from './proxy.ts';
import { describeRun } from './run-summary.ts';
import { continueSoon, endIfTakenOver, readPlan, removeSpent, runSoon } from './schedule.ts';
import { runTriage } from './triage.ts';

const MINUTE_MS = 60_000;
/** A failure that lasts is told once a day; the heartbeat tells the rest. */
const MAIL_EVERY_MS = 24 * 60 * MINUTE_MS;
/** One failed run may be chance, and most pass by themselves; the second in a row is told. */
const MAIL_FROM_FAILURES = 2;

/** Triages new rows as the schedule or a continuation asks; a refusal ends this run and leaves the rows for the next. */
export function runUnattended(world: SheetWorld, cause: 'schedule' | 'continue'): void {
  const at = world.now();
  if (cause === 'continue') removeSpent(world.schedule);
  if (endIfTakenOver(world)) return;
  const { everyMinutes } = readPlan(world.settings);
  const allowance = allowanceOf(world.deployment);
  const pause = pauseMs(readBudget(world.settings, at), allowance, at);
  const planned = everyMinutes > 0 ? at + everyMinutes * MINUTE_MS : null;
  if (pause > 0) {
    // The next scheduled run looks again; without a schedule nobody would.
    if (everyMinutes === 0) runSoon(world.schedule, pause);
    beat(world.settings, { at, kind: 'slowed', text: messages.slowedDown(pause), next: at + pause });
    return;
  }
  const counting = countingHttp(world.http);
  try {
    if (world.deployment.needsConsent()) throw new Problem('forbidden', messages.consentGone);
    const summary = runTriage({ ...world, http: counting.http }, { kind: 'new' }, 'schedule');
    continueSoon(world.schedule, summary);
    if (summary?.notSent?.reason === messages.daySpent) markRequestsSpent(world.settings, at, allowance);
    const text = summary ? describeRun(summary) : messages.nothingNew;
    world.log(text);
    const kind = summary === null ? 'nothing' : summary.notSent ? 'failed' : 'done';
    tell(world, beat(world.settings, { at, kind, text, next: planned }));
    watchHealth({ ...world, http: counting.http });
    if (cause === 'continue' || kind === 'failed' || (summary?.left ?? 0) > 0) return;
    const learned = learnWhenDue({ ...world, http: counting.http }, at, allowance);
    if (learned === null) return;
    world.log(learned);
    beat(world.settings, { at, kind: 'done', text: `${text}\n\n${learned}`, next: planned });
  } catch (error) {
    if (!(error instanceof Problem)) {
      const text = messages.unexpected(logDefect(world, error));
      tell(world, beat(world.settings, { at, kind: 'failed', text, next: planned }));
      // Where Usher may send no mail, Google's own notice of a failed script is the only one.
      if (world.owner === null) throw error;
      return;
    }
    world.log(`${error.code}: ${error.message}`);
    if (isDaySpent(error)) markRequestsSpent(world.settings, at, allowance);
    // Somebody else's run at work is no failure of this one.
    const kind = error.code === 'conflict' ? 'nothing' : 'failed';
    tell(world, beat(world.settings, { at, kind, text: error.message, next: planned }));
  } finally {
    spend(world.settings, world.now(), {
      triggerMs: world.now() - at,
      requests: counting.sent(),
      isRun: true,
    });
  }
}

/** New rows may be there: one run in about a minute, however many form answers or changes come until then. */
export function runForNewRows(world: SheetWorld): void {
  const at = world.now();
  if (!endIfTakenOver(world)) runSoon(world.schedule, 0);
  spendLook(world, at);
}

/** A person has edited the spreadsheet; the time that it takes is the owner's trigger time too. */
export function seeEdit(world: SheetWorld, edit: SheetEdit): void {
  const at = world.now();
  onPeopleEdit(world, edit);
  spendLook(world, at);
}

function spendLook(world: SheetWorld, at: number): void {
  spend(world.settings, world.now(), { triggerMs: world.now() - at, requests: 0, isRun: false });
}

function tell(world: SheetWorld, heartbeat: Heartbeat): void {
  if (heartbeat.kind !== 'failed' || heartbeat.failures < MAIL_FROM_FAILURES || world.owner === null) return;
  const now = world.now();
  if (heartbeat.mailedAt !== null && now - heartbeat.mailedAt < MAIL_EVERY_MS) return;
  const { sheets } = world;
  world.owner.tell(
    messages.failureMailSubject(sheets.spreadsheetName),
    messages.failureMail(heartbeat.text, heartbeat.failures, sheets.spreadsheetUrl()),
  );
  noteMail(world.settings, heartbeat, now);
}
