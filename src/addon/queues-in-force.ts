// What the proxy answers, written into the `Usher queues` tab: the modes in force, what must never be missed, and how the promise
// stands beside each queue.
import type { Field, FieldPromise } from '../core/contract.ts';
import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { cellText } from './cell-text.ts';
import type { SheetsPort, WrittenValue } from './ports.ts';
import {
  FIELD,
  fieldOf,
  findTab,
  ID,
  MODE,
  modeOf,
  NEVER_MISSED,
  openList,
  PROMISE,
  STANDARD_MODE,
  YES,
} from './queues-tab.ts';

/** Writes what is in force of modes and of what must never be missed; answers the names of the queues whose mode the tab had otherwise. */
export function writeModes(sheets: SheetsPort, fields: readonly Field[]): string[] {
  const tab = findTab(sheets);
  if (!tab) return [];
  const list = openList(sheets, tab);
  const putBack: string[] = [];
  const writes = list.rows.flatMap((row, i): RowWrite[] => {
    const field = fields.find(({ id }) => id === fieldOf(list.text(row, FIELD)));
    const label = field?.labels.find(({ id }) => id === list.text(row, ID));
    if (!field || !label) return [];
    const cells = new Map<number, WrittenValue>();
    const mode = label.mode ?? STANDARD_MODE;
    const shown = list.text(row, MODE).toLowerCase();
    if (
      label.isRetired !== true &&
      label.mergedInto === undefined &&
      shown !== '' &&
      modeOf(shown) !== mode
    ) {
      cells.set(list.columnOf(MODE), mode);
      putBack.push(label.name);
    }
    const marked = field.neverMissed?.includes(label.id) === true ? YES : '';
    if (list.text(row, NEVER_MISSED) !== marked) cells.set(list.columnOf(NEVER_MISSED), marked);
    return cells.size > 0 ? [{ row: i + 2, cells }] : [];
  });
  sheets.write(tab.id, cellBlocks(writes.length > 0 ? [...list.headerWrites, ...writes] : []));
  return putBack;
}

/** Writes how the promise stands beside each queue, and the mode in force where it is not the one that was asked for. */
export function writePromises(sheets: SheetsPort, promise: FieldPromise, field: string): void {
  const tab = findTab(sheets);
  if (!tab) return;
  const list = openList(sheets, tab);
  const byId = new Map(promise.labels.map((label) => [label.label, label]));
  const writes = list.rows.flatMap((row, i): RowWrite[] => {
    const stands = fieldOf(list.text(row, FIELD)) === field ? byId.get(list.text(row, ID)) : undefined;
    if (!stands) return [];
    const cells = new Map<number, WrittenValue>([[list.columnOf(PROMISE), cellText(stands.sentence)]]);
    if (modeOf(list.text(row, MODE)) !== stands.mode) cells.set(list.columnOf(MODE), stands.mode);
    return [{ row: i + 2, cells }];
  });
  sheets.write(tab.id, cellBlocks(writes));
}
