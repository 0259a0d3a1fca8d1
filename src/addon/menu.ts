// What each menu item does: call one deed, and show its outcome or its refusal in words.
import { Problem } from '../core/contract.ts';
import { learn } from './learn.ts';
import { messages } from './messages.ts';
import type { SheetWorld } from './ports.ts';
import { describeRun } from './run-summary.ts';
import { continueSoon, HOURLY_FUNCTION, setSchedule } from './schedule.ts';
import { setUp } from './set-up.ts';
import { readSettings } from './settings.ts';
import { runTriage, type Scope } from './triage.ts';
import { undoRun } from './undo.ts';

interface MenuItem {
  readonly label: string;
  /** A function of the bundle. */
  readonly functionName: string;
}

/** The menu in the language of the person who opens the sheet; null is a separator. */
export function menuItems(): readonly (MenuItem | null)[] {
  const { menu } = messages;
  return [
    { label: menu.triageNew, functionName: 'runTriageNew' },
    { label: menu.triageSelected, functionName: 'runTriageSelected' },
    null,
    { label: menu.learn, functionName: 'runLearn' },
    { label: menu.undo, functionName: 'runUndo' },
    null,
    { label: menu.setUp, functionName: 'runSetUp' },
    { label: menu.settings, functionName: 'showSettings' },
  ];
}

export function triageNew(world: SheetWorld): void {
  tellOutcome(world, () => triage(world, { kind: 'new' }, messages.nothingNew));
}

export function triageSelected(world: SheetWorld): void {
  tellOutcome(world, () =>
    triage(world, { kind: 'rows', ranges: world.sheets.selectedRows() }, messages.nothingSelected),
  );
}

export function learnFromSheet(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.alert(messages.title, learn(world)));
}

/** Takes back the last run, or the one whose line is selected in the ledger. */
export function undoLastRun(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.toast(undoRun(world), messages.title, 10));
}

export function setUpSheet(world: SheetWorld): void {
  tellOutcome(world, () => {
    const { queues, readFrom } = setUp(world);
    world.ui.alert(messages.title, messages.setUpDone(messages.listOf(readFrom), queues));
  });
}

export function openSettings(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.dialog('settings', messages.settingsTitle, 420, 380));
}

/** What the settings page shows. */
export interface SettingsView {
  readonly isSetUp: boolean;
  readonly desk: string;
  readonly readFrom: readonly string[];
  readonly writesTo: readonly string[];
  readonly hourly: boolean;
}

export function settingsView(world: SheetWorld): SettingsView {
  const settings = readSettings(world.settings);
  return {
    isSetUp: settings !== null,
    desk: settings?.desk ?? '',
    readFrom: settings ? Object.values(settings.source) : [],
    writesTo: settings?.fields.map((binding) => binding.header) ?? [],
    hourly: world.schedule.has(HOURLY_FUNCTION),
  };
}

export function saveSchedule(world: SheetWorld, hourly: boolean): string {
  return setSchedule(world.schedule, hourly);
}

function triage(world: SheetWorld, scope: Scope, nothing: string): void {
  const summary = runTriage(world, scope, 'menu');
  if (scope.kind === 'new') continueSoon(world.schedule, summary);
  world.ui.toast(summary ? describeRun(summary) : nothing, messages.title, 10);
}

/** A refusal is shown as it is; anything else is a defect, and is logged under a number that the person can name. */
function tellOutcome(world: SheetWorld, deed: () => void): void {
  try {
    deed();
  } catch (error) {
    if (error instanceof Problem) {
      world.ui.alert(messages.title, error.message);
      return;
    }
    const number = world.newId().slice(0, 8);
    world.log(`${number} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    world.ui.alert(messages.title, messages.unexpected(number));
  }
}
