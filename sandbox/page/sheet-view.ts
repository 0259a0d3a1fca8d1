// The sheet: story, formula bar, grid, tabs. Every edit is a command to the sandbox, whose triggers then fire.
import type { CommandOf } from '../workbench/commands.ts';
import type { DeedReport, RowsPicture, SheetPicture } from '../workbench/wire.ts';
import { ask } from './ask.ts';
import { BLANK_CELL, editCell } from './cell-editor.ts';
import { ChartLayer } from './charts.ts';
import { copySelection, pastedCells } from './clipboard.ts';
import { onThemeChange } from './colours.ts';
import { el, fill } from './dom.ts';
import { FormulaBar } from './formula-bar.ts';
import { Grid } from './grid.ts';
import { listenToKeys } from './grid-keys.ts';
import type { GridOwner, Place } from './grid-place.ts';
import { listenToPointer } from './grid-pointer.ts';
import { GridRows } from './grid-rows.ts';
import { showError, showToast } from './notices.ts';
import { showMenu } from './popup-menu.ts';
import { mayEdit } from './protection.ts';
import { selectedSpan, spanForDeed } from './selected-span.ts';
import { columnChoices, type MenuEdit, rowChoices } from './sheet-menus.ts';
import { sheetTabs } from './sheet-tabs.ts';
import { storyStrip } from './story-strip.ts';

type Edit = CommandOf<'set' | 'paste' | 'clear'> | MenuEdit;

export interface SheetDeeds {
  readonly run: (functionName: string) => Promise<DeedReport | undefined>;
  /** The sheet was drawn; menus and title may have changed. */
  readonly described: (picture: SheetPicture) => void;
}

export class SheetView {
  readonly element = el('main', { class: 'sheet-view' });
  readonly #deeds: SheetDeeds;
  readonly #story = el('div', {});
  readonly #tabs = el('nav', { class: 'tabs', 'aria-label': 'Sheets' });
  readonly #charts = new ChartLayer();
  readonly #bar: FormulaBar;
  readonly #rows: GridRows;
  readonly #grid: Grid;
  #picture: SheetPicture | undefined;
  #view: string | undefined;
  /** Whether the person has picked the view; until then the page does. */
  #isChosen = false;
  #shownText = '';
  #isAsking = false;
  #isStale = false;

  constructor(deeds: SheetDeeds) {
    this.#deeds = deeds;
    this.#rows = new GridRows(
      (from, count) => this.#loadRows(from, count),
      () => {
        this.#grid.plan();
        // The selected cell may hold something else now, or be another cell of another view.
        if (!this.#bar.isFocused && this.#activeText() !== this.#shownText) void this.#showCell();
      },
    );
    const owner: GridOwner = {
      selected: () => void this.#showCell(),
      opened: (place, typed) => void this.#edit(place, typed),
      moved: (column, before) =>
        void this.#send({ kind: 'moveColumn', sheet: this.#sheet, column: column + 1, to: before + 1 }),
      menu: (place, x, y, part) => this.#menu(place, x, y, part),
    };
    this.#grid = new Grid(this.#rows, owner);
    listenToPointer(this.#grid, owner);
    this.#grid.element.setAttribute('aria-label', 'Sheet');
    listenToKeys(this.#grid, {
      open: (typed) => void this.#edit(this.#grid.active, typed),
      clear: () => this.#clear(),
      find: () => void this.#find(),
      step: (kind) => void this.#step(kind),
    });
    this.#grid.element.addEventListener('copy', (event) => copySelection(this.#grid, event));
    this.#grid.element.addEventListener('paste', (event) => this.#paste(event));
    this.#bar = new FormulaBar({
      typed: (text) => this.#type(text),
      left: () => this.#grid.element.focus(),
      step: (kind) => void this.#step(kind),
    });
    this.element.append(this.#story, this.#bar.element, this.#grid.element, this.#charts.tables, this.#tabs);
    onThemeChange(() => {
      this.#grid.redraw();
      this.#drawCharts();
    });
  }

  #loadRows(from: number, count: number): Promise<RowsPicture> {
    if (this.#picture === undefined) return Promise.reject(new Error('No sheet is described yet.'));
    return ask({ kind: 'rows', sheet: this.#picture.name, view: this.#view ?? '', from, count });
  }

  get #sheet(): string {
    return this.#picture?.name ?? 'Tickets';
  }

  /** The sheet that is shown, for the address bar and downloads. */
  get sheet(): string {
    return this.#sheet;
  }

  /** Draws a sheet, the present one when no name is given. */
  async show(name?: string): Promise<void> {
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    try {
      const wanted = name ?? this.#picture?.name;
      const picture = await ask({ kind: 'sheet', ...(wanted === undefined ? {} : { sheet: wanted }) });
      this.#take(picture);
    } finally {
      this.#isAsking = false;
      if (this.#isStale) {
        this.#isStale = false;
        void this.show();
      }
    }
  }

  /** Another spreadsheet altogether. */
  forget(): void {
    this.#picture = undefined;
    this.#isChosen = false;
  }

  #take(picture: SheetPicture): void {
    const before = this.#picture;
    const isOther = before?.name !== picture.name || before.title !== picture.title;
    this.#picture = picture;
    if (isOther) this.#isChosen = false;
    // A first look should land on the rows that Usher worked on, not on six hundred old ones.
    const view = picture.views.some(({ key }) => key === 'usher') ? 'usher' : '';
    const isOtherView = !this.#isChosen && view !== this.#view;
    if (!this.#isChosen) this.#view = view;
    if (isOther || isOtherView) this.#rows.reset();
    else this.#rows.invalidate();
    const isSameShape = JSON.stringify(before?.columns) === JSON.stringify(picture.columns);
    if (isOther || !isSameShape) this.#grid.setColumns(picture.columns);
    if (isOther) this.#grid.select({ index: 0, column: 0 });
    this.#grid.draw();
    this.#drawStory();
    this.#drawCharts();
    fill(this.#tabs, ...sheetTabs(picture, (name) => void this.#openTab(name)));
    this.#deeds.described(picture);
  }

  #drawCharts(): void {
    this.#charts.drawOn(this.#grid, this.#picture?.charts ?? [], this.#picture?.frozenRows ?? 0);
  }

  #drawStory(): void {
    const story = this.#picture?.story;
    if (!story) {
      fill(this.#story);
      return;
    }
    fill(
      this.#story,
      storyStrip(story, this.#view ?? '', {
        showView: (key) => this.#showView(key),
        run: (functionName) => void this.#deeds.run(functionName),
      }),
    );
  }

  #showView(key: string): void {
    this.#view = key;
    this.#isChosen = true;
    this.#rows.reset();
    this.#grid.element.scrollTop = 0;
    this.#grid.redraw();
    this.#grid.select({ index: 0, column: this.#grid.active.column });
    this.#drawStory();
  }

  async #step(kind: 'undo' | 'redo'): Promise<void> {
    try {
      const { sheet, refusal } = await ask({ kind });
      if (refusal !== null) showToast('Nothing changed', refusal, 8);
      else if (sheet !== null && sheet !== this.#sheet) await this.#openTab(sheet);
    } catch (error) {
      showError(error);
    }
  }

  async #openTab(name: string): Promise<void> {
    try {
      await this.show(name);
      await ask({ kind: 'select', sheet: name, row: 1, column: 1, rows: 1, columns: 1 });
    } catch (error) {
      showError(error);
    }
  }

  /** What the grid shows of the selected cell, and which it is. */
  #activeText(): string {
    const { active } = this.#grid;
    const picture = this.#grid.rowAt(active.index)?.picture;
    return picture === undefined ? '' : `${picture.row} ${picture.cells[active.column]?.text ?? ''}`;
  }

  async #showCell(): Promise<void> {
    this.#shownText = this.#activeText();
    const { active } = this.#grid;
    const row = this.#grid.rowAt(active.index)?.picture.row;
    const column = this.#picture?.columns[active.column];
    this.#bar.name(row === undefined || !column ? '' : `${column.letter}${row}`);
    const sheet = this.#sheet;
    if (row === undefined) return;
    const span = selectedSpan(this.#grid) ?? { row, column: active.column + 1, rows: 1, columns: 1 };
    try {
      const [detail] = await Promise.all([
        ask({ kind: 'cell', sheet, row, column: active.column + 1 }),
        ask({ kind: 'select', sheet, ...span }),
      ]);
      if (this.#grid.active === active) this.#bar.show(detail.formula === '' ? detail.text : detail.formula);
    } catch (error) {
      showError(error);
    }
  }

  async #edit(place: Place, typed: string | null): Promise<void> {
    const row = this.#grid.rowAt(place.index)?.picture.row;
    const column = this.#picture?.columns[place.column];
    if (row === undefined || !column) return;
    if (column.protection !== 'none' && !(await mayEdit(column.protection))) return;
    try {
      const cell = { sheet: this.#sheet, row, column: place.column + 1 };
      // Who types over a cell does not wait for what is in it: the next key comes at once.
      const detail = typed === null ? await ask({ kind: 'cell', ...cell }) : BLANK_CELL;
      const edited = await editCell(this.#grid, place, detail, typed);
      if (edited === null) return;
      const { rows, columns } = edited.step;
      if (rows !== 0 || columns !== 0)
        this.#grid.select({ index: place.index + rows, column: place.column + columns });
      await this.#send({ kind: 'set', ...cell, text: edited.text });
    } catch (error) {
      showError(error);
    }
  }

  #type(text: string): void {
    const { active } = this.#grid;
    const row = this.#grid.rowAt(active.index)?.picture.row;
    if (row === undefined) return;
    this.#send({ kind: 'set', sheet: this.#sheet, row, column: active.column + 1, text }).catch(showError);
  }

  #clear(): void {
    const span = spanForDeed(this.#grid);
    if (span) this.#send({ kind: 'clear', sheet: this.#sheet, ...span }).catch(showError);
  }

  #paste(event: ClipboardEvent): void {
    const cells = pastedCells(event);
    const { first } = this.#grid.selection;
    const row = this.#grid.rowAt(first.index)?.picture.row;
    if (row === undefined || cells.length === 0) return;
    event.preventDefault();
    const lastRow = this.#grid.rowAt(first.index + cells.length - 1)?.picture.row;
    if (this.#view !== '' && lastRow !== row + cells.length - 1) {
      showToast(
        'Not changed',
        'Pasting here would reach rows that this view hides. Choose “All rows” first.',
        8,
      );
      return;
    }
    this.#send({ kind: 'paste', sheet: this.#sheet, row, column: first.column + 1, cells }).catch(showError);
  }

  async #find(): Promise<void> {
    const wanted = window.prompt('Find in this sheet');
    if (wanted === null || wanted === '') return;
    const row = this.#grid.rowAt(this.#grid.active.index)?.picture.row ?? 0;
    const found = await ask({ kind: 'find', sheet: this.#sheet, text: wanted, after: row });
    if (found === null) {
      showToast('Find', 'Nothing in this sheet contains that text.');
      return;
    }
    this.#view = '';
    this.#isChosen = true;
    this.#drawStory();
    this.#rows.reset();
    await this.show();
    this.#grid.select({ index: found.row - (this.#picture?.frozenRows ?? 0) - 1, column: found.column - 1 });
  }

  #menu(place: Place, x: number, y: number, part: 'cell' | 'column' | 'row'): void {
    const edit = (command: Edit): void => {
      this.#send(command).catch(showError);
    };
    const columns = this.#picture?.columns ?? [];
    const ofColumn = columnChoices(this.#sheet, place.column, columns, edit);
    if (part === 'column') {
      showMenu(ofColumn, x, y);
      return;
    }
    const span = spanForDeed(this.#grid);
    if (!span) return;
    const others = [
      { label: 'Edit cell', act: () => void this.#edit(place, null) },
      { label: 'Clear', act: () => this.#clear() },
      { label: 'Usher: triage these rows', act: () => void this.#deeds.run('runTriageSelected') },
      { label: 'Column', inner: ofColumn },
    ];
    showMenu(rowChoices(this.#sheet, span.row, span.rows, edit, others), x, y);
  }

  async #send(command: Edit): Promise<void> {
    const { refusal } = await ask(command);
    if (refusal !== null) showToast('Not changed', refusal, 8);
  }
}
