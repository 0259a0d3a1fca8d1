// The hourly run: the same triage of new rows that the menu starts, with nobody watching.
import { Problem } from '../core/contract.ts';
import { messages } from './messages.ts';
import type { SchedulePort, SheetWorld } from './ports.ts';
import { describeRun } from './run-summary.ts';
import { runTriage } from './triage.ts';

/** The bundle's function that the time-driven trigger calls. */
export const HOURLY_FUNCTION = 'onHourly';

/** The bundle's function that the edit trigger calls. */
const EDIT_FUNCTION = 'onSheetEdit';

/** Makes sure that people's edits are seen; doing it twice adds nothing. */
export function watchEdits(schedule: SchedulePort): void {
  if (!schedule.has(EDIT_FUNCTION)) schedule.addOnEdit(EDIT_FUNCTION);
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

/** Triages new rows and logs the outcome; a refusal ends this hour's run and leaves the rows for the next. */
export function runHourly(world: SheetWorld): void {
  try {
    const summary = runTriage(world, { kind: 'new' }, 'schedule');
    world.log(summary ? describeRun(summary) : messages.nothingNew);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    world.log(`${error.code}: ${error.message}`);
  }
}
