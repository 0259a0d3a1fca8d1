// The small services: property stores, the document lock, dialogs and toasts, schedules.
import type { LockPort, SchedulePort, StorePort, UiPort } from '../addon/ports.ts';

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

export function googleLock(): LockPort {
  return {
    withLock: (waitMs, work) => {
      const lock = LockService.getDocumentLock();
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

export function googleSchedule(): SchedulePort {
  const triggersOf = (functionName: string) =>
    ScriptApp.getProjectTriggers().filter((trigger) => trigger.getHandlerFunction() === functionName);
  return {
    has: (functionName) => triggersOf(functionName).length > 0,
    addHourly: (functionName) => {
      ScriptApp.newTrigger(functionName).timeBased().everyHours(1).create();
    },
    addOnce: (functionName, afterMs) => {
      ScriptApp.newTrigger(functionName).timeBased().after(afterMs).create();
    },
    addOnEdit: (functionName) => {
      ScriptApp.newTrigger(functionName)
        .forSpreadsheet(SpreadsheetApp.getActiveSpreadsheet())
        .onEdit()
        .create();
    },
    remove: (functionName) => {
      for (const trigger of triggersOf(functionName)) ScriptApp.deleteTrigger(trigger);
    },
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
