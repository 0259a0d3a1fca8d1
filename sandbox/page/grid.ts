// A spreadsheet's grid that draws only what is on the screen: rows and columns at their places, one header, one selection.
// It knows nothing of editing; what people do is told to its owner.
import type { ColumnPicture } from '../workbench/wire.ts';
import { el } from './dom.ts';
import { drawCell, drawHeadCell } from './grid-cells.ts';
import type { GridOwner, Place } from './grid-place.ts';
import type { GridRows, ShownRow } from './grid-rows.ts';

export const ROW_HEIGHT = 26;
const LETTERS_HEIGHT = 22;
export const NUMBERS_WIDTH = 46;
/** Rows drawn beyond the screen, so that a fast wheel meets no blank. */
const SPARE_ROWS = 12;
const SPARE_PIXELS = 300;
/** The one cell that a screen reader is told of. */
const ACTIVE_ID = 'active-cell';

export class Grid {
  readonly element: HTMLElement;
  readonly rows: GridRows;
  columns: readonly ColumnPicture[] = [];
  active: Place = { index: 0, column: 0 };
  anchor: Place = this.active;
  readonly #owner: GridOwner;
  readonly #canvas = el('div', { class: 'grid-canvas', role: 'presentation' });
  readonly #head = el('div', { class: 'grid-head', role: 'rowgroup' });
  readonly #body = el('div', { class: 'grid-body', role: 'rowgroup' });
  readonly #drawn = new Map<number, { element: HTMLElement; source: ShownRow | undefined }>();
  #lefts: number[] = [];
  #shown: number[] = [];
  #isPlanned = false;
  #span = '';
  #frozen: readonly ShownRow[] = [];
  #layer: HTMLElement | undefined;
  #columnsEnd = NUMBERS_WIDTH;
  #reach = { right: 0, bottom: 0 };

  constructor(rows: GridRows, owner: GridOwner) {
    this.rows = rows;
    this.#owner = owner;
    this.element = el(
      'div',
      { class: 'grid', role: 'grid', tabindex: 0, 'aria-multiselectable': 'true' },
      this.#canvas,
    );
    this.#canvas.append(this.#head, this.#body);
    this.element.addEventListener('scroll', () => this.plan(), { passive: true });
    new ResizeObserver(() => this.plan()).observe(this.element);
  }

  /** Takes over other columns; everything is drawn anew. */
  setColumns(columns: readonly ColumnPicture[]): void {
    this.columns = columns;
    this.#shown = columns.flatMap((column, i) => (column.isHidden ? [] : [i]));
    let left = NUMBERS_WIDTH;
    this.#lefts = columns.map((column) => {
      const own = left;
      if (!column.isHidden) left += column.width;
      return own;
    });
    this.#columnsEnd = left;
    this.#sizeAcross();
    this.redraw();
  }

  /** Lets something float over the cells, such as charts; `reach` is how far it goes on the canvas, in pixels. */
  float(layer: HTMLElement, reach: { readonly right: number; readonly bottom: number }): void {
    if (this.#layer !== layer) this.#canvas.append(layer);
    this.#layer = layer;
    this.#reach = reach;
    this.#sizeAcross();
    this.plan();
  }

  /** The columns that are not hidden, left to right. */
  get shownColumns(): readonly number[] {
    return this.#shown;
  }

  /** The selection as rows of the view and columns. */
  get selection(): { first: Place; last: Place } {
    const { active, anchor } = this;
    return {
      first: { index: Math.min(active.index, anchor.index), column: Math.min(active.column, anchor.column) },
      last: { index: Math.max(active.index, anchor.index), column: Math.max(active.column, anchor.column) },
    };
  }

  /** Selects a cell, or with `keepAnchor` everything up to it, and brings it into view. */
  select(place: Place, keepAnchor = false): void {
    const least = -this.rows.frozen.length;
    const index = Math.max(least, Math.min(place.index, this.rows.total - 1));
    this.active = { index, column: Math.max(0, Math.min(place.column, this.columns.length - 1)) };
    if (!keepAnchor) this.anchor = this.active;
    this.reveal(this.active);
    this.#mark();
    this.#owner.selected();
  }

  /** Selects from `anchor` to `active` without scrolling: whole rows, for instance. */
  span(anchor: Place, active: Place): void {
    this.anchor = anchor;
    this.active = active;
    this.#mark();
    this.#owner.selected();
  }

  /** Scrolls as far as needed. */
  reveal({ index, column }: Place): void {
    const { element } = this;
    const top = index * ROW_HEIGHT;
    const room = element.clientHeight - this.#headHeight();
    if (index >= 0 && top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW_HEIGHT > element.scrollTop + room) element.scrollTop = top + ROW_HEIGHT - room;
    const left = (this.#lefts[column] ?? 0) - NUMBERS_WIDTH;
    const width = this.columns[column]?.width ?? 0;
    const across = element.clientWidth - NUMBERS_WIDTH;
    if (left < element.scrollLeft) element.scrollLeft = left;
    else if (left + width > element.scrollLeft + across) element.scrollLeft = left + width - across;
    this.draw();
  }

  /** Where a cell is on the canvas, for an editor to lie over it. */
  boxOf({ index, column }: Place): { left: number; top: number; width: number } {
    const head = this.#headHeight();
    const top = index < 0 ? this.element.scrollTop + head + index * ROW_HEIGHT : head + index * ROW_HEIGHT;
    return { left: this.#lefts[column] ?? 0, top, width: this.columns[column]?.width ?? 100 };
  }

  get canvas(): HTMLElement {
    return this.#canvas;
  }

  /** The row at a place of the view, frozen ones included. */
  rowAt(index: number): ShownRow | undefined {
    return index < 0 ? this.rows.frozen[this.rows.frozen.length + index] : this.rows.at(index);
  }

  /** The place of the cell that an event happened in. */
  placeOf(target: EventTarget | null): Place | undefined {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null;
    if (!cell) return undefined;
    return { index: indexOf(cell), column: Number(cell.dataset['column']) };
  }

  /** Draws everything anew: columns, theme or sheet changed. */
  redraw(): void {
    this.#drawn.clear();
    this.#body.replaceChildren();
    this.#span = '';
    this.draw();
  }

  /** Draws with the next frame. */
  plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    requestAnimationFrame(() => {
      this.#isPlanned = false;
      this.draw();
    });
  }

  /** Draws what is on the screen and not drawn yet. */
  draw(): void {
    const { element } = this;
    const head = this.#headHeight();
    const bottom = Math.max(head + this.rows.total * ROW_HEIGHT, this.#reach.bottom);
    this.#canvas.style.height = `${bottom + 20}px`;
    // What floats must not cover the row numbers, which stay where they are.
    if (this.#layer) this.#layer.style.clipPath = `inset(0 0 0 ${element.scrollLeft + NUMBERS_WIDTH}px)`;
    const first = Math.max(0, Math.floor(element.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
    const visible = Math.ceil((element.clientHeight - head) / ROW_HEIGHT);
    const last = Math.min(this.rows.total - 1, first + visible + 2 * SPARE_ROWS);
    this.rows.want(first, Math.max(first, last));
    const columns = this.#visibleColumns();
    const span = `${columns[0]}-${columns.at(-1)}`;
    const isMoved = span !== this.#span;
    this.#span = span;
    if (isMoved || this.rows.frozen !== this.#frozen) this.#drawHead(columns);
    for (const [index, { element: row }] of this.#drawn) {
      if (!isMoved && index >= first && index <= last) continue;
      row.remove();
      this.#drawn.delete(index);
    }
    for (let index = first; index <= last; index += 1) this.#drawRow(index, columns);
    element.setAttribute('aria-rowcount', String(this.rows.total + this.rows.frozen.length + 1));
    element.setAttribute('aria-colcount', String(this.columns.length + 1));
  }

  #drawRow(index: number, columns: readonly number[]): void {
    const source = this.rows.at(index);
    const known = this.#drawn.get(index);
    if (known && known.source?.picture === source?.picture) return;
    known?.element.remove();
    const row = this.#rowElement(index, source, columns);
    row.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
    this.#body.append(row);
    this.#markIn(row);
    this.#drawn.set(index, { element: row, source });
  }

  #rowElement(index: number, source: ShownRow | undefined, columns: readonly number[]): HTMLElement {
    const number = source?.picture.row;
    const row = el('div', {
      class: 'grid-row',
      role: 'row',
      'aria-rowindex': number === undefined ? null : number + 1,
      'data-index': index,
    });
    row.append(
      el(
        'div',
        { class: 'grid-number', role: 'rowheader', 'data-row': index },
        number === undefined ? '' : String(number),
      ),
    );
    for (const column of columns) {
      row.append(drawCell(column, source, this.#lefts[column] ?? 0, this.columns[column]));
    }
    return row;
  }

  #drawHead(columns: readonly number[]): void {
    const letters = el('div', { class: 'grid-letters', role: 'row', 'aria-rowindex': 1 });
    letters.append(el('div', { class: 'grid-corner', role: 'columnheader', 'aria-label': 'Row' }));
    for (const column of columns) {
      const isAfterHidden = this.columns[column - 1]?.isHidden === true;
      letters.append(drawHeadCell(column, this.#lefts[column] ?? 0, this.columns[column], isAfterHidden));
    }
    const frozen = this.rows.frozen.map((row, i) => {
      const element = this.#rowElement(i - this.rows.frozen.length, row, columns);
      element.classList.add('grid-frozen');
      return element;
    });
    this.#head.replaceChildren(letters, ...frozen);
    this.#frozen = this.rows.frozen;
    this.#markIn(this.#head);
    this.#body.style.top = `${this.#headHeight()}px`;
  }

  #visibleColumns(): number[] {
    const { scrollLeft, clientWidth } = this.element;
    return this.#shown.filter((column) => {
      const left = this.#lefts[column] ?? 0;
      const right = left + (this.columns[column]?.width ?? 0);
      return right > scrollLeft - SPARE_PIXELS && left < scrollLeft + clientWidth + SPARE_PIXELS;
    });
  }

  #sizeAcross(): void {
    this.#canvas.style.width = `${Math.max(this.#columnsEnd, this.#reach.right) + 40}px`;
  }

  #headHeight(): number {
    return LETTERS_HEIGHT + this.rows.frozen.length * ROW_HEIGHT;
  }

  #mark(): void {
    this.#markIn(this.#canvas);
  }

  #markIn(part: HTMLElement): void {
    const { first, last } = this.selection;
    const isMany = first.index !== last.index || first.column !== last.column;
    for (const cell of part.querySelectorAll<HTMLElement>('.is-active, .is-selected, [aria-selected]')) {
      cell.classList.remove('is-active', 'is-selected');
      cell.removeAttribute('aria-selected');
      cell.removeAttribute('id');
    }
    const rows = part.matches('.grid-row') ? [part] : part.querySelectorAll<HTMLElement>('.grid-row');
    for (const row of rows) {
      const index = indexOf(row);
      if (index < first.index || index > last.index) continue;
      for (const cell of row.querySelectorAll<HTMLElement>('[data-column]')) {
        const column = Number(cell.dataset['column']);
        if (column < first.column || column > last.column) continue;
        cell.setAttribute('aria-selected', 'true');
        cell.classList.toggle('is-selected', isMany);
        if (index !== this.active.index || column !== this.active.column) continue;
        cell.classList.add('is-active');
        cell.id = ACTIVE_ID;
        this.element.setAttribute('aria-activedescendant', ACTIVE_ID);
      }
    }
  }
}

/** The row of the view that an element belongs to. */
function indexOf(element: HTMLElement): number {
  return Number(element.closest<HTMLElement>('[data-index]')?.dataset['index']);
}
