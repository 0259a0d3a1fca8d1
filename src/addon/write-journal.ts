// What people had decided, put down in a hidden tab just before Usher writes: a run that is killed between its write and its
// check may have left values in the wrong rows, and the next one puts people's own back from here.

import { labelKey, STATUS_KEY } from './column-keys.ts';
import type { SheetInfo, SheetWorld } from './ports.ts';
import { restDigest } from './row-identity.ts';
import { openHolder } from './run-lease.ts';
import { isRecord } from './settings.ts';
import type { SheetView } from './sheet-view.ts';

const JOURNAL_TAB = 'Usher journal';
/** Sheets takes 50,000 characters a cell. */
const CHUNK_CHARACTERS = 45_000;
/** A cell that begins with it keeps all that follows, blanks and apostrophes included. */
const CHUNK_MARK = '#';

/** Labels and status of a row that a person has decided, by column key. */
export type SavedCells = Readonly<Record<string, string>>;

/** A row as a run found it. */
export interface SavedRow {
  readonly cells: SavedCells;
  /** Where a person has decided the row: by what it is known if its id and its text are parted meanwhile. */
  readonly known?: { readonly hash: string; readonly rest: string };
}

/** Adds the hidden tab when it is missing. */
export function addJournalTab(world: SheetWorld): void {
  if (findTab(world)) return;
  const tab = world.sheets.addSheet(JOURNAL_TAB);
  world.sheets.applyLook(tab.id, { textColumns: [1], isHidden: true });
}

/**
 * Puts down what people have decided in `view`, and which ids are given to texts that have no state yet; one call, and none while no
 * run is at work. `isWriting` is false before tickets are sent: a run that ends then has misplaced nothing.
 */
export function saveDecisions(world: SheetWorld, view: SheetView, isWriting = true): void {
  const tab = findTab(world);
  const holder = openHolder(world);
  if (!tab || holder === null) return;
  const entries: Record<string, SavedRow> = {};
  for (const row of view.rows) {
    if (row.id === '' || entries[row.id]) continue;
    const decided = Object.entries(row.origins).filter(
      ([, { kind }]) => kind !== 'blank' && kind !== 'usher' && kind !== 'formula',
    );
    const cells: Record<string, string> = decided.length === 0 ? {} : { [STATUS_KEY]: row.status };
    for (const [field, origin] of decided) cells[labelKey(field)] = 'label' in origin ? origin.label : '';
    const isStateless = decided.length > 0 || row.state === null;
    const known = isStateless ? { known: { hash: row.hash, rest: restDigest(view, row.row) } } : {};
    entries[row.id] = { cells, ...known };
  }
  const text = JSON.stringify(entries);
  const chunks: string[] = [];
  for (let at = 0; at < text.length; at += CHUNK_CHARACTERS)
    chunks.push(CHUNK_MARK + text.slice(at, at + CHUNK_CHARACTERS));
  const cells = [JSON.stringify({ holder, at: view.at, chunks: chunks.length, isWriting }), ...chunks];
  world.sheets.write(tab.id, [{ row: 1, column: 1, values: cells.map((cell) => [cell]) }]);
}

/** What people had decided when an execution last wrote. */
export interface SavedDecisions {
  /** Epoch milliseconds. */
  readonly at: number;
  /** False when the execution ended before it wrote anything. */
  readonly isWriting: boolean;
  /** By Usher ID, for every row that had one; empty where no person had decided anything. */
  readonly decisions: Readonly<Record<string, SavedRow>>;
}

/** What this execution put down; null when it never wrote, since then it cannot have misplaced anything. */
export function readDecisions(world: SheetWorld, holder: string): SavedDecisions | null {
  const tab = findTab(world);
  if (!tab) return null;
  const cells = world.sheets.read(tab.id).rows.map((row) => String(row[0] ?? ''));
  try {
    const head: unknown = JSON.parse(cells[0] ?? '');
    if (!isRecord(head) || head['holder'] !== holder) return null;
    const { at, chunks, isWriting } = head;
    if (typeof at !== 'number' || typeof chunks !== 'number') return null;
    const entries: unknown = JSON.parse(
      cells
        .slice(1, 1 + chunks)
        .map((cell) => cell.slice(CHUNK_MARK.length))
        .join(''),
    );
    return isRecord(entries)
      ? { at, isWriting: isWriting !== false, decisions: parseEntries(entries) }
      : null;
  } catch {
    return null;
  }
}

function parseEntries(entries: Record<string, unknown>): Record<string, SavedRow> {
  const parsed: Record<string, SavedRow> = {};
  for (const [id, entry] of Object.entries(entries)) {
    if (!isRecord(entry) || !isRecord(entry['cells'])) continue;
    const cells: Record<string, string> = {};
    for (const [key, value] of Object.entries(entry['cells']))
      if (typeof value === 'string') cells[key] = value;
    const known = parseKnown(entry['known']);
    parsed[id] = { cells, ...(known ? { known } : {}) };
  }
  return parsed;
}

function parseKnown(value: unknown): SavedRow['known'] {
  if (!isRecord(value)) return undefined;
  const { hash, rest } = value;
  return typeof hash === 'string' && typeof rest === 'string' ? { hash, rest } : undefined;
}

function findTab(world: SheetWorld): SheetInfo | undefined {
  return world.sheets.sheets().find((sheet) => sheet.name === JOURNAL_TAB);
}
