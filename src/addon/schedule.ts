// The triggers that Usher wants, and bringing those that there are to them: every so many minutes, on form answers, on rows that other
// programs add, on people's edits, and once to go on with a run that was cut short.
import { messages } from './messages.ts';
import type { SchedulePort, SheetWorld, StorePort, TriggerEvent } from './ports.ts';
import type { RunSummary } from './run-summary.ts';
import { isRecord } from './settings.ts';

const PLAN_KEY = 'usher.schedule';

const SCHEDULE_FUNCTION = 'onSchedule';
const CONTINUE_FUNCTION = 'onContinue';
const EDIT_FUNCTION = 'onSheetEdit';
const FORM_FUNCTION = 'onFormRows';
const CHANGE_FUNCTION = 'onSheetChange';

/** Minutes between scheduled runs that Google offers to a bound script, and 0 for none. */
export const INTERVALS = [0, 5, 10, 15, 30, 60] as const;
export type Interval = (typeof INTERVALS)[number];

/** What runs with nobody watching. */
export interface SchedulePlan {
  readonly everyMinutes: Interval;
  readonly onForm: boolean;
  readonly onChange: boolean;
  /** Whose triggers these are, by mail address: Google shows nobody the triggers of others. Empty before the first. */
  readonly owner: string;
}

const NO_PLAN: SchedulePlan = { everyMinutes: 0, onForm: false, onChange: false, owner: '' };

export function readPlan(store: StorePort): SchedulePlan {
  const text = store.read(PLAN_KEY);
  if (text === null) return NO_PLAN;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return NO_PLAN;
    const { everyMinutes, onForm, onChange, owner } = value;
    return {
      everyMinutes: INTERVALS.find((minutes) => minutes === everyMinutes) ?? 0,
      onForm: onForm === true,
      onChange: onChange === true,
      owner: typeof owner === 'string' ? owner : '',
    };
  } catch {
    return NO_PLAN;
  }
}

/** Puts a plan into force in the name of who asks for it; the answer is what to tell the person. */
export function applyPlan(world: SheetWorld, wanted: Omit<SchedulePlan, 'owner'>): string {
  const before = readPlan(world.settings);
  const plan = { ...wanted, owner: world.deployment.userEmail() };
  if (before.everyMinutes !== plan.everyMinutes) removeAll(world.schedule, SCHEDULE_FUNCTION);
  world.settings.write(PLAN_KEY, JSON.stringify(plan));
  repairTriggers(world);
  return messages.scheduleSaved(plan.everyMinutes, plan.onForm, plan.onChange);
}

/** What was put right among the triggers. */
export interface Repair {
  readonly added: number;
  readonly removed: number;
}

/**
 * Adds the triggers that are missing and removes those that are there twice, that nobody wants, or whose function is gone. Only the
 * schedule's owner gets the scheduled ones; anybody may have the one that sees edits. Doing it twice changes nothing.
 */
export function repairTriggers(world: SheetWorld): Repair {
  const { schedule } = world;
  const plan = readPlan(world.settings);
  const isOwner = plan.owner === '' || plan.owner === world.deployment.userEmail();
  const wanted: readonly [string, TriggerEvent, boolean, () => void][] = [
    [EDIT_FUNCTION, 'edit', true, () => schedule.addOnEdit(EDIT_FUNCTION)],
    [
      SCHEDULE_FUNCTION,
      'clock',
      isOwner && plan.everyMinutes > 0,
      () => schedule.addEvery(SCHEDULE_FUNCTION, plan.everyMinutes),
    ],
    [FORM_FUNCTION, 'form', isOwner && plan.onForm, () => schedule.addOnForm(FORM_FUNCTION)],
    [CHANGE_FUNCTION, 'change', isOwner && plan.onChange, () => schedule.addOnChange(CHANGE_FUNCTION)],
  ];
  const present = schedule.list();
  let added = 0;
  let removed = 0;
  for (const [name, event, isWanted, add] of wanted) {
    const [first, ...more] = present.filter((one) => one.functionName === name && one.event === event);
    const spare = isWanted ? more : first ? [first, ...more] : [];
    for (const { id } of spare) schedule.remove(id);
    removed += spare.length;
    if (!isWanted || first) continue;
    add();
    added += 1;
  }
  const known = new Set([...wanted.map(([name]) => name), CONTINUE_FUNCTION]);
  const dead = present.filter(({ functionName }) => !known.has(functionName));
  for (const { id } of dead) schedule.remove(id);
  return { added, removed: removed + dead.length };
}

/** True while people's edits are seen as they are made. */
export function isWatchingEdits(schedule: SchedulePort): boolean {
  return schedule.list().some(({ functionName }) => functionName === EDIT_FUNCTION);
}

/** True when the person's triggers are those that the plan asks for, none twice and none dead. */
export function areTriggersRight(world: SheetWorld): boolean {
  const present = world.schedule.list().map(({ functionName }) => functionName);
  const plan = readPlan(world.settings);
  const isOwner = plan.owner === '' || plan.owner === world.deployment.userEmail();
  const wanted = [
    EDIT_FUNCTION,
    ...(isOwner && plan.everyMinutes > 0 ? [SCHEDULE_FUNCTION] : []),
    ...(isOwner && plan.onForm ? [FORM_FUNCTION] : []),
    ...(isOwner && plan.onChange ? [CHANGE_FUNCTION] : []),
  ];
  const standing = present.filter((name) => name !== CONTINUE_FUNCTION);
  return standing.sort().join() === wanted.sort().join();
}

/** A schedule that somebody else has taken over since ends here: two would do everything twice. */
export function endIfTakenOver(world: SheetWorld): boolean {
  const { owner } = readPlan(world.settings);
  if (owner === '' || owner === world.deployment.userEmail()) return false;
  for (const name of [SCHEDULE_FUNCTION, FORM_FUNCTION, CHANGE_FUNCTION]) removeAll(world.schedule, name);
  return true;
}

/** Long enough for the run before to have ended, short enough that nobody starts a second one by hand. */
const CONTINUE_AFTER_MS = 60_000;

/** Goes on in a minute when the run had no time for all rows. */
export function continueSoon(schedule: SchedulePort, summary: RunSummary | null): void {
  if (!summary || summary.left === 0 || summary.isStopped) return;
  runSoon(schedule, CONTINUE_AFTER_MS);
}

/** One run after about this time, however often it is asked for until then. */
export function runSoon(schedule: SchedulePort, afterMs: number): void {
  if (schedule.list().some(({ functionName }) => functionName === CONTINUE_FUNCTION)) return;
  schedule.addOnce(CONTINUE_FUNCTION, Math.max(CONTINUE_AFTER_MS, afterMs));
}

/** A one-shot trigger stays in the list after it fired, and a script may have twenty. */
export function removeSpent(schedule: SchedulePort): void {
  removeAll(schedule, CONTINUE_FUNCTION);
}

function removeAll(schedule: SchedulePort, functionName: string): void {
  for (const trigger of schedule.list())
    if (trigger.functionName === functionName) schedule.remove(trigger.id);
}
