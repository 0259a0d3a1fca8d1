// The small services: property stores, the document lock, dialogs and toasts, schedules.
import type { LockPort, OwnerPort, SchedulePort, StorePort, TriggerEvent, UiPort } from '../addon/ports.ts';

export function googleStore(
  properties: GoogleAppsScript.Properties.Properties,
  owner: () => string,
): StorePort {
  return {
    owner,
    read: (key) => properties.getProperty(key),
    write: (key, value) => {
      properties.setProperty(key, value);
    },
    remove: (key) => {
      properties.deleteProperty(key);
    },
    entries: (prefix) => {
      const all = properties.getProperties();
      return Object.fromEntries(
        Object.keys(all)
          .filter((key) => key.startsWith(prefix))
          .map((key) => [key, all[key] ?? '']),
      );
    },
  };
}

/** The lock of the document; without one, as in Gmail, that of the person. */
export function googleLock(): LockPort {
  return {
    withLock: (waitMs, work) => {
      const lock = LockService.getDocumentLock() ?? LockService.getUserLock();
      if (!acquire(lock, waitMs)) return null;
      try {
        return { value: work() };
      } finally {
        lock.releaseLock();
      }
    },
  };
}

/** Under contention LockService throws instead of answering false. */
function acquire(lock: GoogleAppsScript.Lock.Lock, waitMs: number): boolean {
  try {
    return lock.tryLock(waitMs);
  } catch {
    return false;
  }
}

export function googleUi(): UiPort {
  return {
    toast: (message, title, seconds) => SpreadsheetApp.getActiveSpreadsheet().toast(message, title, seconds),
    alert: (title, message) => {
      const ui = SpreadsheetApp.getUi();
      ui.alert(title, message, ui.ButtonSet.OK);
    },
    dialog: (page, title, width, height) => {
      const output = HtmlService.createHtmlOutputFromFile(page).setWidth(width).setHeight(height);
      SpreadsheetApp.getUi().showModalDialog(output, title);
    },
    sidebar: (page, title) => {
      SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile(page).setTitle(title));
    },
  };
}

/** What Google calls the events that we use. */
const EVENTS: Readonly<Record<string, TriggerEvent>> = {
  CLOCK: 'clock',
  ON_EDIT: 'edit',
  ON_CHANGE: 'change',
  ON_FORM_SUBMIT: 'form',
};

export function googleSchedule(): SchedulePort {
  const onSheet = (functionName: string) =>
    ScriptApp.newTrigger(functionName).forSpreadsheet(SpreadsheetApp.getActiveSpreadsheet());
  return {
    list: () =>
      ScriptApp.getProjectTriggers().map((trigger) => ({
        id: trigger.getUniqueId(),
        functionName: trigger.getHandlerFunction(),
        event: EVENTS[String(trigger.getEventType())] ?? 'other',
      })),
    addEvery: (functionName, minutes) => {
      const clock = ScriptApp.newTrigger(functionName).timeBased();
      (minutes === 60 ? clock.everyHours(1) : clock.everyMinutes(minutes)).create();
    },
    addOnce: (functionName, afterMs) => {
      ScriptApp.newTrigger(functionName).timeBased().after(afterMs).create();
    },
    addOnEdit: (functionName) => {
      onSheet(functionName).onEdit().create();
    },
    addOnForm: (functionName) => {
      onSheet(functionName).onFormSubmit().create();
    },
    addOnChange: (functionName) => {
      onSheet(functionName).onChange().create();
    },
    remove: (id) => {
      for (const trigger of ScriptApp.getProjectTriggers())
        if (trigger.getUniqueId() === id) ScriptApp.deleteTrigger(trigger);
    },
  };
}

/** Mail to the person the script acts for; null where the manifest does not ask for the scope. */
export function googleOwner(scopes: readonly string[]): OwnerPort | null {
  if (!scopes.includes('https://www.googleapis.com/auth/script.send_mail')) return null;
  return {
    tell: (subject, text) => MailApp.sendEmail(Session.getEffectiveUser().getEmail(), subject, text),
  };
}

/** The locale of the person the script acts for, such as `de`; told even before anybody has consented to anything. */
export function userLocale(): string {
  return Session.getActiveUserLocale();
}

/** The menu under the sheet's own menu bar; safe in a simple trigger, since it needs no authorisation. */
export function addMenu(
  title: string,
  items: readonly ({ readonly label: string; readonly functionName: string } | null)[],
): void {
  const menu = SpreadsheetApp.getUi().createMenu(title);
  for (const item of items) {
    if (item) menu.addItem(item.label, item.functionName);
    else menu.addSeparator();
  }
  menu.addToUi();
}
