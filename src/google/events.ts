// Reads what Google passes to card functions, once, at the door.

import type { CardEvent } from '../addon/mail/mail-ports.ts';
import type { SheetEdit } from '../addon/ports.ts';

/** A card event as plain data; what Google leaves out is empty. */
export function cardEventOf(event: GoogleAppsScript.Addons.EventObject): CardEvent {
  const { gmail, commonEventObject: common } = event;
  const inputs = Object.entries(common?.formInputs ?? {}).map(([name, input]) => [
    name,
    input.stringInputs?.value?.[0] ?? '',
  ]);
  const parameters = Object.entries(common?.parameters ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    messageId: gmail?.messageId ?? '',
    threadId: gmail?.threadId ?? '',
    accessToken: gmail?.accessToken ?? '',
    zoneOffsetMs: Number(common?.timeZone?.offset ?? 0) || 0,
    parameters: Object.fromEntries(parameters),
    inputs: Object.fromEntries(inputs),
  };
}

/** True for a change that may have brought rows: inserted ones, a new sheet, or what another program wrote; not people's typing. */
export function bringsRows(event: GoogleAppsScript.Events.SheetsOnChange): boolean {
  return ['INSERT_ROW', 'INSERT_GRID', 'OTHER'].includes(String(event.changeType));
}

/** An installable edit event as plain data. */
export function sheetEditOf(event: GoogleAppsScript.Events.SheetsOnEdit): SheetEdit {
  const { range } = event;
  const isOne = range.getNumRows() === 1 && range.getNumColumns() === 1;
  // Of a paste Google tells neither what stands there nor what stood there, also where it is one cell.
  const isSingle = isOne && (event.value !== undefined || event.oldValue !== undefined);
  return {
    sheetId: range.getSheet().getSheetId(),
    rows: { first: range.getRow(), last: range.getRow() + range.getNumRows() - 1 },
    firstColumn: range.getColumn(),
    lastColumn: range.getColumn() + range.getNumColumns() - 1,
    typed: isSingle ? String(event.value ?? '') : null,
    before: isSingle ? String(event.oldValue ?? '') : null,
  };
}
