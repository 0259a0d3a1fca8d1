// What each menu item does: call one deed, and show its outcome or its refusal in words.
import { Problem } from '../core/contract.ts';
import { armQueues } from './arm-queues.ts';
import { countRequests } from './day-budget.ts';
import { examine } from './doctor.ts';
import { learn } from './learn.ts';
import { messages, pageTexts } from './messages.ts';
import { logDefect } from './page-answer.ts';
import type { SheetWorld } from './ports.ts';
import { describeRun } from './run-summary.ts';
import { continueSoon } from './schedule.ts';
import { setUp } from './set-up.ts';
import { syncQueues } from './sync-queues.ts';
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
    { label: menu.run, functionName: 'showRun' },
    { label: menu.review, functionName: 'showReview' },
    null,
    { label: menu.learn, functionName: 'runLearn' },
    { label: menu.findings, functionName: 'showFindings' },
    { label: menu.health, functionName: 'showHealth' },
    { label: menu.models, functionName: 'showModels' },
    { label: menu.applyQueues, functionName: 'runApplyQueues' },
    { label: menu.arm, functionName: 'runArm' },
    { label: menu.undo, functionName: 'runUndo' },
    null,
    { label: menu.setUp, functionName: 'showSetUp' },
    { label: menu.settings, functionName: 'showSettings' },
    { label: menu.doctor, functionName: 'runDoctor' },
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
  tellOutcome(world, () => world.ui.alert(messages.title, countRequests(world, learn)));
}

/** Takes back the last run, or the one whose line is selected in the ledger. */
/** Sends the lead's changes of labels and modes, as the lead: the proxy decides whether this person may. */
export function applyQueues(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.toast(syncQueues(world), messages.title, 10));
}

/** Arms a queue again that was taken back, in the name of who presses the item. */
export function armAgain(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.alert(messages.title, armQueues(world)));
}

export function undoLastRun(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.toast(undoRun(world), messages.title, 10));
}

export function setUpSheet(world: SheetWorld): void {
  tellOutcome(world, () => {
    const { queues, readFrom } = setUp(world);
    world.ui.alert(messages.title, messages.setUpDone(messages.listOf(readFrom), queues));
  });
}

/** Shows the set-up dialog. */
export function openSetUp(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.dialog('set-up', pageTexts.setUp.title, 600, 640));
}

/** Shows goals and findings in the sidebar. */
export function openFindings(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.sidebar('findings', pageTexts.findings.title));
}

/** Shows the health of triage in the sidebar. */
export function openHealth(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.sidebar('health', pageTexts.health.title));
}

/** Shows the models in the sidebar. */
export function openModels(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.sidebar('models', pageTexts.models.title));
}

/** Shows the review sidebar. */
export function openReview(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.sidebar('review', pageTexts.review.title));
}

/** Shows the run sidebar. */
export function openRun(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.sidebar('run', pageTexts.run.title));
}

/** Tells what is right and what is wrong with this installation. */
export function checkInstallation(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.alert(messages.doctor.title, examine(world)));
}

export function openSettings(world: SheetWorld): void {
  tellOutcome(world, () => world.ui.dialog('settings', pageTexts.settings.title, 440, 620));
}

function triage(world: SheetWorld, scope: Scope, nothing: string): void {
  const summary = countRequests(world, (counted) => runTriage(counted, scope, 'menu'));
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
    world.ui.alert(messages.title, messages.unexpected(logDefect(world, error)));
  }
}
