// The scheduled run over the mailbox: hourly, since Google lets an add-on wake no oftener, and slower where the day's time runs low.
import { Problem } from '../../core/contract.ts';
import { allowanceOf, countingHttp, pauseMs, readBudget, spend } from '../day-budget.ts';
import { logDefect } from '../page-answer.ts';
import { permissionsOf } from './mail-permissions.ts';
import type { MailWorld } from './mail-ports.ts';
import { readLastRun, writeLastRun } from './mail-runs.ts';
import { chosenDesk } from './mail-settings.ts';
import { triageMailbox } from './triage-mailbox.ts';

const SCHEDULE_FUNCTION = 'onMailSchedule';
const EVERY_MINUTES = 60;
/** Google ends a run after six minutes; we stop starting work here, with time left to label what is in hand. */
const RUN_MS_MAX = 230_000;
const WAVE_THREADS = 100;
const DEADLINE_MS = 30_000;

/** Called by the trigger. What fails is told on the home card, since nobody is before a screen. */
export function runMailSchedule(world: MailWorld): void {
  if (!permissionsOf(world.deployment).mayLabel || world.deployment.needsConsent()) return;
  const started = world.now();
  const allowance = allowanceOf(world.deployment);
  if (pauseMs(readBudget(world.settings, started), allowance, started) > 0) return;
  const counting = countingHttp(world.http);
  try {
    const settings = chosenDesk({ ...world, http: counting.http });
    const limits = { until: started + RUN_MS_MAX, waveThreads: WAVE_THREADS, deadlineMs: DEADLINE_MS };
    triageMailbox({ ...world, http: counting.http }, settings, limits);
  } catch (error) {
    noteFailure(world, error instanceof Problem ? error.message : logDefect(world, error));
  } finally {
    spend(world.settings, world.now(), {
      triggerMs: world.now() - started,
      requests: counting.sent(),
      isRun: true,
    });
  }
}

/** Keeps when a run was last at work, so that messages since then are still seen as news. */
function noteFailure(world: MailWorld, problem: string): void {
  const last = readLastRun(world);
  const none = { runId: '', at: 0, seenUntil: 0, labelled: 0, review: 0, left: 0, corrected: 0, waiting: 0 };
  writeLastRun(world, { ...(last ?? none), problem });
}

export function isScheduled({ schedule }: Pick<MailWorld, 'schedule'>): boolean {
  return schedule.list().some(({ functionName }) => functionName === SCHEDULE_FUNCTION);
}

/** Switches the schedule on or off; there is never more than one. */
export function setSchedule({ schedule }: Pick<MailWorld, 'schedule'>, isOn: boolean): void {
  const own = schedule.list().filter(({ functionName }) => functionName === SCHEDULE_FUNCTION);
  for (const { id } of own.slice(isOn ? 1 : 0)) schedule.remove(id);
  if (isOn && own.length === 0) schedule.addEvery(SCHEDULE_FUNCTION, EVERY_MINUTES);
}
