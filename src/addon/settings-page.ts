// The settings page: facts about this spreadsheet, the promise, and the schedule.
import { Problem } from '../core/contract.ts';
import { textOfCell } from './cell-text.ts';
import { headersOf } from './columns.ts';
import { language, messages, pageTexts } from './messages.ts';
import { answerPage } from './page-answer.ts';
import type { SheetWorld } from './ports.ts';
import { readQueues } from './queues-tab.ts';
import { RUNS_TAB } from './runs-tab.ts';
import { HOURLY_FUNCTION, setSchedule } from './schedule.ts';
import { readSettings, requireSettings, writeSettings } from './settings.ts';
import { sendDesk } from './sync-queues.ts';

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
  readonly hourly: boolean;
  readonly target: number;
}

export function settingsView(world: SheetWorld): SettingsView {
  return answerPage(world, () => {
    const settings = readSettings(world.settings);
    return {
      texts: pageTexts,
      language,
      isSetUp: settings !== null,
      desk: settings?.desk ?? '',
      server: world.proxyOrigin,
      readFrom: settings ? Object.values(settings.source) : [],
      writesTo: settings?.fields.map((binding) => binding.header) ?? [],
      lastRun: lastRun(world),
      hourly: world.schedule.has(HOURLY_FUNCTION),
      target: settings?.agreement.target ?? 0,
    };
  });
}

/** Turns the hourly triage on or off; the answer is what to tell the person. */
export function saveSchedule(world: SheetWorld, hourly: unknown): string {
  return answerPage(world, () => setSchedule(world.schedule, hourly === true));
}

/** Changes what the desk promises, here and on the proxy; the answer is what to tell the person. */
export function saveTarget(world: SheetWorld, target: unknown): string {
  return answerPage(world, () => {
    if (typeof target !== 'number' || !(target >= 0.5 && target < 1))
      throw new Problem('bad_request', messages.badChoice);
    const settings = requireSettings(world.settings);
    const changed = { ...settings, agreement: { ...settings.agreement, target } };
    // The proxy decides who may change a promise, so it is asked before anything is kept here.
    sendDesk(world, changed, readQueues(world.sheets) ?? {});
    writeSettings(world.settings, changed);
    return messages.targetSaved(target);
  });
}

function lastRun(world: SheetWorld): string {
  const tab = world.sheets.sheets().find((sheet) => sheet.name === RUNS_TAB);
  if (!tab) return '';
  const { rows } = world.sheets.read(tab.id);
  const column = headersOf(rows[0]).indexOf('When (UTC)');
  const last = rows[rows.length - 1];
  return rows.length < 2 || column < 0 ? '' : `${textOfCell(last?.[column])} UTC`;
}
