// The pointer over the grid: selecting cells and rows, dragging, the drop-down's arrow, and the menu of a right click.
import { dragColumn } from './column-drag.ts';
import type { Grid } from './grid.ts';
import type { GridOwner } from './grid-place.ts';

const MENU_BELOW_PIXELS = 26;

/** Handles the pointer on the grid's element. */
export function listenToPointer(grid: Grid, owner: GridOwner): void {
  const { element } = grid;
  element.addEventListener('mousedown', (event) => pressed(grid, owner, event));
  element.addEventListener('dblclick', (event) => {
    const place = grid.placeOf(event.target);
    if (place) owner.opened(place, null);
  });
  element.addEventListener('contextmenu', (event) => asked(grid, owner, event));
}

function pressed(grid: Grid, owner: GridOwner, event: MouseEvent): void {
  if (event.button !== 0 || !(event.target instanceof Element)) return;
  const place = grid.placeOf(event.target);
  if (place) {
    const isArrow = event.target.closest('.cell-arrow') !== null;
    grid.select(place, event.shiftKey);
    if (!isArrow) {
      followDrag(grid);
      return;
    }
    event.preventDefault();
    owner.opened(place, null);
    return;
  }
  const letter = event.target.closest<HTMLElement>('[data-letter]');
  if (letter) dragColumn(grid, Number(letter.dataset['letter']), event.clientX, owner.moved);
  const number = event.target.closest<HTMLElement>('[data-row]');
  if (!number) return;
  const index = Number(number.dataset['row']);
  const last = grid.columns.length - 1;
  grid.span(event.shiftKey ? { ...grid.anchor, column: 0 } : { index, column: 0 }, { index, column: last });
}

function followDrag(grid: Grid): void {
  const move = (event: MouseEvent): void => {
    const place = grid.placeOf(event.target);
    const { active } = grid;
    if (place && (place.index !== active.index || place.column !== active.column)) grid.select(place, true);
  };
  const stop = (): void => {
    document.removeEventListener('mousemove', move);
    document.removeEventListener('mouseup', stop);
  };
  document.addEventListener('mousemove', move);
  document.addEventListener('mouseup', stop);
}

function asked(grid: Grid, owner: GridOwner, event: MouseEvent): void {
  if (!(event.target instanceof Element)) return;
  event.preventDefault();
  const letter = event.target.closest<HTMLElement>('[data-letter]');
  if (letter) {
    const place = { index: 0, column: Number(letter.dataset['letter']) };
    owner.menu(place, event.clientX, event.clientY, 'column');
    return;
  }
  const number = event.target.closest<HTMLElement>('[data-row]');
  const place = grid.placeOf(event.target);
  const at = place ?? { index: number ? Number(number.dataset['row']) : grid.active.index, column: 0 };
  if (event.button !== 2) {
    // The menu key: the menu belongs to the active cell.
    const box = grid.boxOf(grid.active);
    const bounds = grid.canvas.getBoundingClientRect();
    owner.menu(grid.active, bounds.left + box.left, bounds.top + box.top + MENU_BELOW_PIXELS, 'cell');
    return;
  }
  const { first, last } = grid.selection;
  if (at.index < first.index || at.index > last.index) grid.select(at);
  owner.menu(at, event.clientX, event.clientY, number ? 'row' : 'cell');
}
