// Reads what Google passes to card functions, once, at the door.

import type { SheetEdit } from '../addon/ports.ts';

type CardEvent = GoogleAppsScript.Addons.EventObject;

/** The open mail of a card event; throws when the event carries none. */
export function openMessageOf(event: CardEvent): { messageId: string; accessToken: string } {
  const { gmail } = event;
  if (!gmail?.messageId || !gmail.accessToken) throw new Error('The event carries no open mail.');
  return { messageId: gmail.messageId, accessToken: gmail.accessToken };
}

/** A parameter that the pressed button carries; throws when it is missing. */
export function cardEventText(event: CardEvent, name: string): string {
  const value = event.commonEventObject.parameters?.[name];
  if (typeof value !== 'string') throw new Error(`The event carries no parameter ${name}.`);
  return value;
}

/** True for a change that may have brought rows: inserted ones, a new sheet, or what another program wrote; not people's typing. */
export function bringsRows(event: GoogleAppsScript.Events.SheetsOnChange): boolean {
  return ['INSERT_ROW', 'INSERT_GRID', 'OTHER'].includes(String(event.changeType));
}

/** An installable edit event as plain data. */
export function sheetEditOf(event: GoogleAppsScript.Events.SheetsOnEdit): SheetEdit {
  const { range } = event;
  const isSingle = range.getNumRows() === 1 && range.getNumColumns() === 1;
  return {
    sheetId: range.getSheet().getSheetId(),
    rows: { first: range.getRow(), last: range.getRow() + range.getNumRows() - 1 },
    firstColumn: range.getColumn(),
    lastColumn: range.getColumn() + range.getNumColumns() - 1,
    typed: isSingle ? String(event.value ?? '') : null,
  };
}
