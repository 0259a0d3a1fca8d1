// The `Usher queues` tab: the lead's list of labels. Cells hold names, a hidden column holds ids, so that a queue can be
// renamed without losing its history.
import { type Label, Problem } from '../core/contract.ts';
import { DESCRIPTION_CHARACTERS_MAX, KEYWORDS_MAX, NAME_CHARACTERS_MAX } from '../core/limits.ts';
import { cellText, textOfCell } from './cell-text.ts';
import { messages } from './messages.ts';
import type { CellBlock, SheetInfo, SheetsPort } from './ports.ts';

export const QUEUES_TAB = 'Usher queues';

const HEADER = ['Queue', 'What belongs here', 'Keywords (comma between)', 'Usher queue id'];
const ID_COLUMN = 4;

/** The labels in the tab; null when the spreadsheet has no such tab. Throws a `Problem` for a name that stands twice. */
export function readQueues(sheets: SheetsPort): readonly Label[] | null {
  const tab = findTab(sheets);
  if (!tab) return null;
  const rows = sheets.read(tab.id).rows.slice(1);
  const labels: Label[] = [];
  const ids: CellBlock[] = [];
  const taken = new Set(rows.map((row) => textOfCell(row[ID_COLUMN - 1])).filter((id) => id !== ''));
  const names = new Set<string>();
  rows.forEach((row, i) => {
    const name = textOfCell(row[0]).slice(0, NAME_CHARACTERS_MAX);
    if (name === '') return;
    if (names.has(foldName(name))) throw new Problem('bad_request', messages.queueNameTwice(name));
    names.add(foldName(name));
    let id = textOfCell(row[ID_COLUMN - 1]);
    if (!isSlug(id)) {
      id = freeSlug(name, taken);
      taken.add(id);
      ids.push({ row: i + 2, column: ID_COLUMN, values: [[cellText(id)]] });
    }
    labels.push({
      id,
      name,
      description: textOfCell(row[1]).slice(0, DESCRIPTION_CHARACTERS_MAX),
      keywords: keywordsOf(row[2]),
    });
  });
  if (ids.length > 0) sheets.write(tab.id, ids);
  return labels;
}

/** Adds the tab with these labels; the caller has made sure that there is none yet. */
export function addQueuesTab(sheets: SheetsPort, names: readonly string[]): void {
  const tab = sheets.addSheet(QUEUES_TAB);
  const taken = new Set<string>();
  const rows = names.map((name) => {
    const id = freeSlug(name, taken);
    taken.add(id);
    return [cellText(name), '', '', cellText(id)];
  });
  sheets.write(tab.id, [{ row: 1, column: 1, values: [HEADER, ...rows] }]);
  sheets.applyLook(tab.id, {
    frozenRows: 1,
    hiddenColumns: [ID_COLUMN],
    textColumns: [1, 2, 3, ID_COLUMN],
    widths: [
      { column: 1, pixels: 180 },
      { column: 2, pixels: 420 },
      { column: 3, pixels: 320 },
    ],
  });
}

/** Names compare without case and outer or doubled spaces, as people type them. */
export function foldName(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}

function findTab(sheets: SheetsPort): SheetInfo | undefined {
  return sheets.sheets().find((sheet) => sheet.name === QUEUES_TAB);
}

function keywordsOf(cell: Parameters<typeof textOfCell>[0]): string[] {
  return textOfCell(cell)
    .split(/[,;\n]/)
    .map((keyword) => keyword.trim().slice(0, NAME_CHARACTERS_MAX))
    .filter((keyword) => keyword !== '')
    .slice(0, KEYWORDS_MAX);
}

function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,63}$/.test(text);
}

/** A machine name made from `name` that is not among `taken`. */
export function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  const base = plain === '' ? 'queue' : plain;
  let slug = base;
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
  return slug;
}
