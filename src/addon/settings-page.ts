// The settings page: facts about this spreadsheet, the promise, the schedule, and how the last scheduled run went.
import { Problem } from '../core/contract.ts';
import { textOfCell } from './cell-text.ts';
import { headersOf } from './columns.ts';
import { allowanceOf, readBudget } from './day-budget.ts';
import { type Heartbeat, isOverdue, readHeartbeat } from './heartbeat.ts';
import { language, messages, pageTexts } from './messages.ts';
import { answerPage } from './page-answer.ts';
import type { CellValue, SheetWorld } from './ports.ts';
import { readQueues } from './queues-tab.ts';
import { RUNS_TAB } from './runs-tab.ts';
import {
  applyPlan,
  areTriggersRight,
  INTERVALS,
  type Interval,
  readPlan,
  repairTriggers,
} from './schedule.ts';
import { isRecord, readSettings, requireSettings, writeSettings } from './settings.ts';
import { sendDesk, showDesk } from './sync-queues.ts';

export interface SettingsView {
  readonly texts: typeof pageTexts;
  readonly language: string;
  readonly isSetUp: boolean;
  readonly desk: string;
  readonly server: string;
  readonly readFrom: readonly string[];
  readonly writesTo: readonly string[];
  /** When the last run began, as the ledger has it (UTC), and who started it; empty before the first. */
  readonly lastRun: string;
  readonly target: number;
  readonly schedule: {
    readonly intervals: readonly Interval[];
    readonly everyMinutes: Interval;
    readonly onForm: boolean;
    readonly onChange: boolean;
    /** Whose schedule it is, by mail address; empty while there is none. */
    readonly owner: string;
    readonly isMine: boolean;
    readonly areTriggersRight: boolean;
    readonly isOverdue: boolean;
    readonly heartbeat: Heartbeat | null;
  };
  /** What scheduled runs and requests have taken of today's allowance. */
  readonly today: {
    readonly minutes: number;
    readonly minutesAllowed: number;
    readonly requests: number;
    readonly requestsAllowed: number;
  };
}

export function settingsView(world: SheetWorld): SettingsView {
  return answerPage(world, () => {
    const settings = readSettings(world.settings);
    const plan = readPlan(world.settings);
    const heartbeat = readHeartbeat(world.settings);
    const budget = readBudget(world.settings, world.now());
    const allowance = allowanceOf(world.deployment);
    return {
      texts: pageTexts,
      language,
      isSetUp: settings !== null,
      desk: settings?.desk ?? '',
      server: world.proxyOrigin,
      readFrom: settings ? Object.values(settings.source) : [],
      writesTo: settings?.fields.map((binding) => binding.header) ?? [],
      lastRun: lastRun(world),
      target: settings?.agreement.target ?? 0,
      schedule: {
        ...plan,
        intervals: INTERVALS,
        isMine: plan.owner === '' || plan.owner === world.deployment.userEmail(),
        areTriggersRight: settings === null || areTriggersRight(world),
        isOverdue: isOverdue(plan, heartbeat, world.now()),
        heartbeat,
      },
      today: {
        minutes: Math.round(budget.triggerMs / 60_000),
        minutesAllowed: allowance.triggerMs / 60_000,
        requests: budget.requests,
        requestsAllowed: allowance.requests,
      },
    };
  });
}

/** Puts the schedule that the page sends into force; the answer is what to tell the person. */
export function saveSchedule(world: SheetWorld, sent: unknown): string {
  return answerPage(world, () => {
    requireSettings(world.settings);
    const everyMinutes = isRecord(sent)
      ? INTERVALS.find((minutes) => minutes === sent['everyMinutes'])
      : undefined;
    if (!isRecord(sent) || everyMinutes === undefined) throw new Problem('bad_request', messages.badChoice);
    return applyPlan(world, {
      everyMinutes,
      onForm: sent['onForm'] === true,
      onChange: sent['onChange'] === true,
    });
  });
}

/** Brings the triggers to what the schedule asks for; the answer is what to tell the person. */
export function repairPlan(world: SheetWorld): string {
  return answerPage(world, () => {
    const { added, removed } = repairTriggers(world);
    return added + removed === 0 ? messages.triggersFine : messages.triggersRepaired(added, removed);
  });
}

/** Changes what the desk promises, here and on the proxy; the answer is what to tell the person. */
export function saveTarget(world: SheetWorld, target: unknown): string {
  return answerPage(world, () => {
    if (typeof target !== 'number' || !(target >= 0.5 && target < 1))
      throw new Problem('bad_request', messages.badChoice);
    const settings = requireSettings(world.settings);
    const changed = { ...settings, agreement: { ...settings.agreement, target } };
    // The proxy decides who may change a promise, so it is asked before anything is kept here.
    const { desk } = sendDesk(world, changed, readQueues(world.sheets) ?? {}, 'set the promise');
    writeSettings(world.settings, changed);
    const waiting = showDesk(world, desk);
    const told = waiting.length > 0 ? ` ${messages.modesRefused(waiting)}` : '';
    return `${messages.targetSaved(target)}${told}`;
  });
}

function lastRun(world: SheetWorld): string {
  const tab = world.sheets.sheets().find((sheet) => sheet.name === RUNS_TAB);
  if (!tab) return '';
  const { rows } = world.sheets.read(tab.id);
  const headers = headersOf(rows[0]);
  const cell = (row: readonly CellValue[], header: string) => textOfCell(row[headers.indexOf(header)]);
  const runs = rows.slice(1).filter((row) => cell(row, 'Run') !== '');
  const last = runs[runs.length - 1];
  return last === undefined ? '' : cell(last, 'When (UTC)');
}
