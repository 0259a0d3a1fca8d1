// What runs with nobody watching: the hourly triage of new rows, and going on with a run that was cut short.
import { Problem } from '../core/contract.ts';
import { messages } from './messages.ts';
import type { SchedulePort, SheetWorld } from './ports.ts';
import { describeRun, type RunSummary } from './run-summary.ts';
import { runTriage } from './triage.ts';

/** The bundle's function that the time-driven trigger calls. */
export const HOURLY_FUNCTION = 'onHourly';

/** The bundle's function that the edit trigger calls. */
const EDIT_FUNCTION = 'onSheetEdit';

/** Makes sure that people's edits are seen; doing it twice adds nothing. */
export function watchEdits(schedule: SchedulePort): void {
  if (!schedule.has(EDIT_FUNCTION)) schedule.addOnEdit(EDIT_FUNCTION);
}

/** True while people's edits are seen as they are made. */
export function isWatchingEdits(schedule: SchedulePort): boolean {
  return schedule.has(EDIT_FUNCTION);
}

/** Turns the hourly triage on or off; the answer is what to tell the person. */
export function setSchedule(schedule: SchedulePort, wanted: boolean): string {
  if (schedule.has(HOURLY_FUNCTION)) {
    if (!wanted) schedule.remove(HOURLY_FUNCTION);
  } else if (wanted) {
    schedule.addHourly(HOURLY_FUNCTION);
  }
  return wanted ? messages.scheduleOn : messages.scheduleOff;
}

/** The bundle's function that goes on with a run that Google's time limit cut short. */
const CONTINUE_FUNCTION = 'onContinue';
/** Long enough for the run before to have ended, short enough that nobody starts a second one by hand. */
const CONTINUE_AFTER_MS = 60_000;

/** Goes on in a minute when the run had no time for all rows. */
export function continueSoon(schedule: SchedulePort, summary: RunSummary | null): void {
  if (!summary || summary.left === 0 || summary.isStopped || schedule.has(CONTINUE_FUNCTION)) return;
  schedule.addOnce(CONTINUE_FUNCTION, CONTINUE_AFTER_MS);
}

/** Triages new rows with nobody watching; a refusal ends this run and leaves the rows for the next. */
export function runUnattended(world: SheetWorld): void {
  // A one-shot trigger stays in the list after it fired, and a script may have twenty.
  if (world.schedule.has(CONTINUE_FUNCTION)) world.schedule.remove(CONTINUE_FUNCTION);
  try {
    const summary = runTriage(world, { kind: 'new' }, 'schedule');
    continueSoon(world.schedule, summary);
    world.log(summary ? describeRun(summary) : messages.nothingNew);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    world.log(`${error.code}: ${error.message}`);
  }
}
