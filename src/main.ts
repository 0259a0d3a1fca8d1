// Every function that Google calls, one line each. The build makes a top-level function of each export.
import { labelsOfCells, reasonsOfCells } from './addon/cell-functions.ts';
import { type FindingsView, findingsView, settle } from './addon/findings-page.ts';
import { decideBurst, type HealthView, healthView } from './addon/health-page.ts';
import { addToSheet, openRow } from './addon/mail/add-to-sheet.ts';
import { applyQueue, chooseAnother, markNoTicket } from './addon/mail/decide-thread.ts';
import { applyGroup, triageFromHome, undoMailRun } from './addon/mail/home-actions.ts';
import { homeCard } from './addon/mail/home-card.ts';
import { runMailSchedule } from './addon/mail/mail-schedule.ts';
import { openMailCard, showQueue } from './addon/mail/open-mail.ts';
import {
  changeDesk,
  chooseDesk,
  pushSettings,
  saveMailSettings,
  settingsCard,
  switchSchedule,
} from './addon/mail/settings-card.ts';
import { statusCard } from './addon/mail/status-card.ts';
import { showWhatLeaves } from './addon/mail/what-leaves.ts';
import {
  applyQueues,
  armAgain,
  checkInstallation,
  learnFromSheet,
  menuItems,
  openFindings,
  openHealth,
  openModels,
  openReview,
  openRun,
  openSettings,
  openSetUp,
  setUpSheet,
  triageNew,
  triageSelected,
  undoLastRun,
} from './addon/menu.ts';
import { messages, speakFor } from './addon/messages.ts';
import { changeModel as changeModelOf, type ModelsView, modelsView } from './addon/models-page.ts';
import type { Progress } from './addon/ports.ts';
import { decideReview, type ReviewView, reviewView } from './addon/review.ts';
import { type RunView, readProgress, runView, startRun, stopRun } from './addon/run-page.ts';
import { applySetUp, type SetUpView, setUpView } from './addon/set-up-page.ts';
import {
  repairPlan,
  type SettingsView,
  saveSchedule,
  saveTarget,
  settingsView,
} from './addon/settings-page.ts';
import { runForNewRows, runUnattended, seeEdit } from './addon/unattended.ts';
import { drawAnswer, drawCard, drawMenuAnswer } from './google/card-service.ts';
import { bringsRows, cardEventOf, sheetEditOf } from './google/events.ts';
import { addMenu, userLocale } from './google/host.ts';
import { googleProgress } from './google/progress.ts';
import { googleCells } from './google/spreadsheet.ts';
import { mailWorld, sheetWorld } from './google/worlds.ts';

/** The spreadsheet was opened: shows the menu. */
export function onOpen(): void {
  speakFor(userLocale());
  addMenu(messages.title, menuItems());
}

export function runTriageNew(): void {
  triageNew(sheetWorld());
}

export function runTriageSelected(): void {
  triageSelected(sheetWorld());
}

export function runLearn(): void {
  learnFromSheet(sheetWorld());
}

export function runSetUp(): void {
  setUpSheet(sheetWorld());
}

/** Shows the set-up dialog; `runSetUp` does the same by the guesses alone. */
export function showSetUp(): void {
  openSetUp(sheetWorld());
}

/** Called by the set-up page. */
export function loadSetUp(sheetId: unknown): SetUpView {
  return setUpView(sheetWorld(), sheetId);
}

/** Called by the set-up page. */
export function saveSetUp(choice: unknown): string {
  return applySetUp(sheetWorld(), choice);
}

export function showReview(): void {
  openReview(sheetWorld());
}

/** Called by the review page. */
export function loadReview(skipped: unknown): ReviewView {
  return reviewView(sheetWorld(), skipped);
}

/** Called by the review page. */
export function saveReview(decision: unknown): string {
  return decideReview(sheetWorld(), decision);
}

export function showRun(): void {
  openRun(sheetWorld());
}

/** Called by the run page. */
export function loadRun(): RunView {
  return runView(sheetWorld());
}

/** Called by the run page. */
export function runScope(name: unknown): string {
  return startRun(sheetWorld(), name);
}

/** Called by the run page while a run is at work. */
export function loadProgress(): Progress | null {
  return readProgress({ progress: googleProgress() });
}

/** Called by the run page. */
export function askRunToStop(): void {
  stopRun({ progress: googleProgress() });
}

export function showFindings(): void {
  openFindings(sheetWorld());
}

/** Called by the page of goals and findings. */
export function loadFindings(): FindingsView {
  return findingsView(sheetWorld());
}

/** Called by the page of goals and findings. */
export function settleFinding(choice: unknown): string {
  return settle(sheetWorld(), choice);
}

export function showHealth(): void {
  openHealth(sheetWorld());
}

/** Called by the page of health. */
export function loadHealth(): HealthView {
  return healthView(sheetWorld());
}

/** Called by the page of health. */
export function settleBurst(choice: unknown): HealthView {
  return decideBurst(sheetWorld(), choice);
}

export function showModels(): void {
  openModels(sheetWorld());
}

/** Called by the page of models. */
export function loadModels(): ModelsView {
  return modelsView(sheetWorld());
}

/** Called by the page of models. */
export function changeModel(choice: unknown): string {
  return changeModelOf(sheetWorld(), choice);
}

export function runDoctor(): void {
  checkInstallation(sheetWorld());
}

export function showSettings(): void {
  openSettings(sheetWorld());
}

/** Called by the settings page. */
export function loadSettings(): SettingsView {
  return settingsView(sheetWorld());
}

/** Called by the settings page. */
export function savePromise(target: unknown): string {
  return saveTarget(sheetWorld(), target);
}

/** Called by the settings page. */
export function savePlan(plan: unknown): string {
  return saveSchedule(sheetWorld(), plan);
}

/** Called by the settings page. */
export function repairSchedule(): string {
  return repairPlan(sheetWorld());
}

/** Called by the time-driven trigger. */
export function onSchedule(): void {
  runUnattended(sheetWorld(), 'schedule');
}

/** Called once, some time after a run that was cut short or put off. */
export function onContinue(): void {
  runUnattended(sheetWorld(), 'continue');
}

/** Called when a form's answer has become a row. */
export function onFormRows(): void {
  runForNewRows(sheetWorld());
}

/** Called when rows come and go, or another program writes. */
export function onSheetChange(event: GoogleAppsScript.Events.SheetsOnChange): void {
  if (bringsRows(event)) runForNewRows(sheetWorld());
}

export function runApplyQueues(): void {
  applyQueues(sheetWorld());
}

export function runArm(): void {
  armAgain(sheetWorld());
}

export function runUndo(): void {
  undoLastRun(sheetWorld());
}

/** Called by the edit trigger that set-up installs. */
export function onSheetEdit(event: GoogleAppsScript.Events.SheetsOnEdit): void {
  seeEdit(sheetWorld(), sheetEditOf(event));
}

/**
 * The queue of each ticket and how sure that is, from 0 to 1, without using the network. It needs a model: choose Usher ▸ Learn from
 * this sheet once.
 *
 * @param {B2:C100} text The tickets, one a row: one column with the text, or the subject first and then the rest.
 * @param {"queue"} field What to tell, where the desk tells more than the queue.
 * @return Two columns, label and confidence, with a row for each row of the range.
 * @customfunction
 */
export function USHER(text: unknown, field: unknown): unknown {
  return labelsOfCells(googleCells(), text, field);
}

/**
 * Which words speak for the queue that USHER tells.
 *
 * @param {B2:C100} text The tickets, as for USHER.
 * @param {"queue"} field What to explain, where the desk tells more than the queue.
 * @return One sentence for each row of the range.
 * @customfunction
 */
export function USHER_WHY(text: unknown, field: unknown): unknown {
  return reasonsOfCells(googleCells(), text, field);
}

type CardEvent = GoogleAppsScript.Addons.EventObject;
type Card = GoogleAppsScript.Card_Service.Card;
type ActionResponse = GoogleAppsScript.Card_Service.ActionResponse;

/** A mail was opened: shows the card beside it. */
export function onGmailMessage(event: CardEvent): Card {
  return drawCard(openMailCard(mailWorld(), cardEventOf(event)));
}

/** The add-on was opened in Gmail with no mail beside it. */
export function onGmailHomepage(event: CardEvent): Card {
  return drawCard(homeCard(mailWorld(), cardEventOf(event)));
}

/** The add-on was opened beside a spreadsheet. */
export function onSheetsHomepage(event: CardEvent): Card {
  return drawCard(statusCard(mailWorld(), cardEventOf(event)));
}

/** “Settings” in the add-on's own menu. */
export function onMailMenuSettings(): GoogleAppsScript.Card_Service.UniversalActionResponse {
  return drawMenuAnswer(settingsCard(mailWorld()));
}

export function onShowQueue(event: CardEvent): ActionResponse {
  return drawAnswer(showQueue(mailWorld(), cardEventOf(event)));
}

/** “Try again”: the card that fits where the person is. */
export function onShowAgain(event: CardEvent): ActionResponse {
  const seen = cardEventOf(event);
  if (seen.messageId !== '') return drawAnswer(showQueue(mailWorld(), seen));
  return drawAnswer({ card: { how: 'home', view: homeCard(mailWorld(), seen) } });
}

export function onApplyQueue(event: CardEvent): ActionResponse {
  return drawAnswer(applyQueue(mailWorld(), cardEventOf(event)));
}

export function onChooseAnother(event: CardEvent): ActionResponse {
  return drawAnswer(chooseAnother(mailWorld(), cardEventOf(event)));
}

export function onNotTicket(event: CardEvent): ActionResponse {
  return drawAnswer(markNoTicket(mailWorld(), cardEventOf(event)));
}

export function onWhatLeaves(event: CardEvent): ActionResponse {
  return drawAnswer(showWhatLeaves(mailWorld(), cardEventOf(event)));
}

export function onAddToSheet(event: CardEvent): ActionResponse {
  return drawAnswer(addToSheet(mailWorld(), cardEventOf(event)));
}

export function onOpenRow(event: CardEvent): ActionResponse {
  return drawAnswer(openRow(mailWorld(), cardEventOf(event)));
}

export function onTriageMailbox(event: CardEvent): ActionResponse {
  return drawAnswer(triageFromHome(mailWorld(), cardEventOf(event)));
}

export function onApplyGroup(event: CardEvent): ActionResponse {
  return drawAnswer(applyGroup(mailWorld(), cardEventOf(event)));
}

export function onUndoMailRun(event: CardEvent): ActionResponse {
  return drawAnswer(undoMailRun(mailWorld(), cardEventOf(event)));
}

export function onOpenMailSettings(): ActionResponse {
  return drawAnswer(pushSettings(mailWorld()));
}

export function onSaveMailSettings(event: CardEvent): ActionResponse {
  return drawAnswer(saveMailSettings(mailWorld(), cardEventOf(event)));
}

export function onSwitchSchedule(event: CardEvent): ActionResponse {
  return drawAnswer(switchSchedule(mailWorld(), cardEventOf(event)));
}

export function onChangeDesk(): ActionResponse {
  return drawAnswer(changeDesk(mailWorld()));
}

export function onChooseDesk(event: CardEvent): ActionResponse {
  return drawAnswer(chooseDesk(mailWorld(), cardEventOf(event)));
}

/** Called by the hourly trigger of the mailbox. */
export function onMailSchedule(): void {
  runMailSchedule(mailWorld());
}
