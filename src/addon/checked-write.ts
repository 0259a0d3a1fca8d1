// Writes cells and makes sure that they stand in their own rows: write, look again, put right, until a look finds nothing.
import { idBeside, type Matter } from './aftermath.ts';
import { shownText, textOfCell, unchangedText } from './cell-text.ts';
import { type ColumnKey, ID_KEY, machineKeys, managedKeys, STATE_KEY } from './column-keys.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import type { Footprint, Intent, KeyedWrite } from './reconcile.ts';
import { type KnownTicket, knownTickets, namelessMarks, textsMark } from './row-identity.ts';
import { type Look, settle } from './settle.ts';
import { columnKeys, rowValues, type SheetView } from './sheet-view.ts';
import type { Stood } from './typed-edits.ts';
import { heldByPeople, type Journal, layoutOf, saveJournal, stoodIn, type Wanted } from './write-journal.ts';
import { nothingWritten, type WriteResult } from './write-result.ts';

/** A write that has been planned against `view`, by Usher ID; rows that get an id have it in `view` already. */
export interface CheckedWrite {
  readonly view: SheetView;
  readonly wanted: Wanted;
}

/**
 * Brings `wanted` to the rows that bear its ids. Costs one call for the journal, one for each block and one read when nobody interferes;
 * each interference costs the same again. The read makes Sheets carry out what was written before it, so no flush is needed. `look`
 * reads the sheet, given the last view.
 */
export function writeChecked(
  world: SheetWorld,
  sheetId: number,
  { view, wanted }: CheckedWrite,
  look: Look,
): WriteResult {
  const writes = writesOf(view, wanted);
  if (writes.length === 0) return nothingWritten(view);
  saveJournal(world, view, wanted);
  return settle(world, sheetId, matterOf(view, wanted), writes, view, look);
}

/**
 * Goes on with the write of an execution that was killed: looks whether every value stands in its own row, as that execution would have
 * done. What it left in rows that came after its look is taken away.
 */
export function resumeWrite(
  world: SheetWorld,
  sheetId: number,
  journal: Journal,
  view: SheetView,
  look: Look,
): WriteResult {
  const { tickets, layout, at } = journal;
  const nameless = new Set(journal.nameless);
  // That execution may have written the rows between its own as well, with what they held.
  const put = new Set(['']);
  const reached = [...managedKeys(view.columns).values()];
  for (const { held, wanted } of tickets.values()) {
    for (const value of wanted.values()) put.add(shownText(value));
    for (const key of reached) put.add(shownText(held.get(key) ?? ''));
  }
  const footprint: Footprint = { all: new Set(put), ushers: put };
  const intent: Intent = {
    wanted: new Map([...tickets].map(([id, { wanted }]) => [id, wanted])),
    held: (id, key) => {
      const ticket = tickets.get(id);
      return ticket === undefined ? undefined : (ticket.held.get(key) ?? '');
    },
    places: null,
    knowsOthers: journal.isFull,
    hadNameless: (texts) => nameless.has(textsMark(texts)),
    machineColumns: new Set(machineKeys(view.columns)),
  };
  const known = new Map(
    [...tickets].map(([id, { hash, rest, held, wanted }]): [string, KnownTicket] => [
      id,
      {
        ...{ hash, rest: () => rest, cells: () => heldByPeople(held) },
        isBare: isBare(held) && isBare(wanted),
      },
    ]),
  );
  return settle(
    world,
    sheetId,
    { intent, tickets: known, stood: stoodIn(journal), layout, editsFrom: at, footprint },
    null,
    view,
    look,
  );
}

/** The sheet as `view` has it, and what is wanted of it. */
function matterOf(view: SheetView, wanted: Wanted): Matter {
  const columnOf = new Map([...columnKeys(view)].map(([column, key]) => [key, column]));
  const rowOf = new Map<string, number>();
  let nameless: ReadonlySet<string> | undefined;
  for (const { id, row } of view.rows) if (id !== '' && !rowOf.has(id)) rowOf.set(id, row);
  const intent: Intent = {
    wanted,
    held: (id, key) => {
      const row = rowOf.get(id);
      const column = columnOf.get(key);
      if (row === undefined) return undefined;
      return column === undefined ? '' : (rowValues(view, row)[column] ?? '');
    },
    places: view.rows,
    knowsOthers: true,
    hadNameless: (texts) => {
      nameless ??= new Set(namelessMarks(view));
      return nameless.has(textsMark(texts));
    },
    machineColumns: new Set(machineKeys(view.columns)),
  };
  const stood = (id: string): Stood | undefined => {
    const row = rowOf.get(id);
    return row === undefined ? undefined : { row, held: (key) => textOfCell(intent.held(id, key)) };
  };
  const known = { tickets: knownTickets(view), stood, layout: layoutOf(view), editsFrom: view.at };
  return { intent, ...known, footprint: { all: new Set(), ushers: new Set() } };
}

/**
 * Brings together what people have parted between `earlier` and `view`, by sorting some of the columns only, before anything is planned
 * on it; costs nothing where they have not.
 */
export function keepTogether(
  world: SheetWorld,
  sheetId: number,
  earlier: SheetView,
  view: SheetView,
  look: Look,
): WriteResult {
  const isWhole = view.rows.every(({ row, id }) => idBeside(view, row) === id);
  if (isWhole) return nothingWritten(view);
  saveJournal(world, earlier, new Map());
  return settle(world, sheetId, matterOf(earlier, new Map()), null, view, look);
}

function writesOf(view: SheetView, wanted: CheckedWrite['wanted']): KeyedWrite[] {
  const writes: KeyedWrite[] = [];
  const seen = new Set<string>();
  for (const { id, row } of view.rows) {
    const cells = wanted.get(id);
    if (!cells || seen.has(id)) continue;
    seen.add(id);
    writes.push({ row, cells: withOwnId(view, row, id, cells) });
  }
  return writes;
}

/** A row that is known under another id than its cell says gets its own with whatever else it gets. */
function withOwnId(
  view: SheetView,
  row: number,
  id: string,
  cells: ReadonlyMap<ColumnKey, WrittenValue>,
): ReadonlyMap<ColumnKey, WrittenValue> {
  const isItsOwn = cells.has(ID_KEY) || idBeside(view, row) === id;
  return isItsOwn ? cells : new Map([...cells, [ID_KEY, unchangedText(id)]]);
}

/** True for a ticket of which only people have written anything. */
function isBare(cells: ReadonlyMap<ColumnKey, WrittenValue>): boolean {
  return !cells.has(STATE_KEY) || cells.get(STATE_KEY) === '';
}
