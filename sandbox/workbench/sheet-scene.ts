// The spreadsheet as the page sees it: which sheet, which rows of which view, and what the add-on's menu holds.
import type { WorkbookSheet } from '../google/person.ts';
import type { MenuEntry } from '../google/ui-record.ts';
import type { World } from '../world.ts';
import { chartPicture } from './chart-table.ts';
import type { CommandOf } from './commands.ts';
import { chartReach, drawColumns, drawnColumns, drawRow, LookTable } from './sheet-drawing.ts';
import { rowsByView, storyOf, viewsOf } from './story.ts';
import type { ChartPicture, RowsPicture, SheetPicture } from './wire.ts';

/** Blank rows that are drawn below the content. */
const SPARE_ROWS = 30;

export class SheetScene {
  readonly #world: World;
  /** Rows by view, for the revision and sheet that they were found in. */
  #views: { sheet: string; revision: number; rows: ReadonlyMap<string, readonly number[]> } | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** The person at the screen. */
  get email(): string {
    return this.#world.spreadsheet.user.email;
  }

  /** The sheet asked for, or the active one when there is none of that name. */
  describe(wanted: string | undefined, revision: number): SheetPicture {
    const { spreadsheet, ui } = this.#world;
    const name = wanted !== undefined && spreadsheet.hasSheet(wanted) ? wanted : spreadsheet.active.name;
    const sheet = spreadsheet.sheet(name);
    const rows = this.#rowsByView(sheet, revision);
    return {
      title: spreadsheet.title,
      name,
      tabs: spreadsheet.sheetNames.map((tab) => {
        const { isHidden, tabColor } = spreadsheet.sheet(tab).model;
        return { name: tab, isHidden, color: tabColor };
      }),
      rowCount: drawnRows(sheet),
      lastRow: sheet.lastRow,
      frozenRows: sheet.model.frozenRows,
      columns: drawColumns(sheet, this.email),
      revision,
      views: viewsOf(sheet, rows),
      menus: ui.menus,
      charts: this.#charts(sheet),
      story: storyOf(sheet, rows),
    };
  }

  /** Rows of a view. Frozen rows come along, since every view shows them. */
  rows({ sheet: name, view, from, count }: CommandOf<'rows'>, revision: number): RowsPicture {
    const sheet = this.#world.spreadsheet.sheet(name);
    const { frozenRows, hiddenRows, filteredRows } = sheet.model;
    const looks = new LookTable();
    const columns = drawnColumns(sheet);
    const draw = (row: number) => drawRow(sheet, row, columns, looks);
    const numbers: number[] = [];
    let total: number;
    if (view === '') {
      const last = drawnRows(sheet);
      const isShown = (row: number) => !hiddenRows.has(row - 1) && !filteredRows.has(row - 1);
      const hasHidden = hiddenRows.size + filteredRows.size > 0;
      const shown = hasHidden
        ? Array.from({ length: last - frozenRows }, (_, i) => frozenRows + 1 + i).filter(isShown)
        : undefined;
      total = shown?.length ?? Math.max(0, last - frozenRows);
      for (let i = from; i < Math.min(from + count, total); i += 1)
        numbers.push(shown?.[i] ?? frozenRows + 1 + i);
    } else {
      const own = this.#rowsByView(sheet, revision).get(view) ?? [];
      total = own.length;
      numbers.push(...own.slice(from, from + count));
    }
    return {
      ...{ sheet: name, revision, from, total },
      frozen: Array.from({ length: frozenRows }, (_, i) => draw(i + 1)),
      rows: numbers.map(draw),
      looks: looks.looks,
    };
  }

  /** What the menu calls the function; undefined when no item does. */
  captionOf(functionName: string): string | undefined {
    const within = (entries: readonly MenuEntry[]): string | undefined => {
      for (const entry of entries) {
        if (entry.kind === 'item' && entry.functionName === functionName) return entry.caption;
        const inner = entry.kind === 'menu' ? within(entry.entries) : undefined;
        if (inner !== undefined) return inner;
      }
      return undefined;
    };
    for (const menu of this.#world.ui.menus) {
      const caption = within(menu.entries);
      if (caption !== undefined) return caption;
    }
    return undefined;
  }

  #rowsByView(sheet: WorkbookSheet, revision: number): ReadonlyMap<string, readonly number[]> {
    const known = this.#views;
    if (known !== undefined && known.sheet === sheet.name && known.revision === revision) return known.rows;
    const rows = rowsByView(sheet);
    this.#views = { sheet: sheet.name, revision, rows };
    return rows;
  }

  #charts(sheet: WorkbookSheet): ChartPicture[] {
    const { spreadsheet } = this.#world;
    return sheet.model.charts.map((chart) =>
      chartPicture(chart, (name) => (spreadsheet.hasSheet(name) ? spreadsheet.sheet(name) : undefined)),
    );
  }
}

function drawnRows(sheet: WorkbookSheet): number {
  const wanted = Math.max(sheet.lastRow + SPARE_ROWS, chartReach(sheet).rows);
  return Math.min(sheet.model.rowCount, wanted);
}
