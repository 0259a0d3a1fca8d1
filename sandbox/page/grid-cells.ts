// One cell of the grid as an element: text, look, drop-down arrow, note.
import type { CellPicture, ColumnPicture, LookPicture } from '../workbench/wire.ts';
import { groundFor, inkFor } from './colours.ts';
import { el, icon } from './dom.ts';
import type { ShownRow } from './grid-rows.ts';
import { ICONS } from './icons.ts';

/** The element of a cell at `left` pixels of its row. */
export function drawCell(
  column: number,
  row: ShownRow | undefined,
  left: number,
  picture: ColumnPicture | undefined,
): HTMLElement {
  const cell = row?.picture.cells[column];
  const element = el('div', {
    class: 'grid-cell',
    role: 'gridcell',
    'aria-colindex': column + 2,
    'data-column': column,
  });
  element.style.left = `${left}px`;
  element.style.width = `${picture?.width ?? 100}px`;
  if (!cell) return element;
  const look = cell.look === undefined ? undefined : row?.looks[cell.look];
  // A drop-down's value stands in a chip, which bears the look; elsewhere the whole cell does.
  const isChip = cell.hasList === true && cell.text !== '';
  const holder = isChip
    ? el('span', { class: 'cell-chip' })
    : el('span', { class: 'cell-text', dir: 'auto' });
  holder.append(cell.text);
  if (look) applyLook(isChip ? holder : element, look);
  element.append(holder);
  if (cell.hasList) element.append(el('span', { class: 'cell-arrow', 'aria-hidden': 'true' }));
  addNote(element, cell);
  return element;
}

/** The letter above a column; `isAfterHidden` marks that columns are hidden to its left, as Sheets' two arrows do. */
export function drawHeadCell(
  column: number,
  left: number,
  picture: ColumnPicture | undefined,
  isAfterHidden: boolean,
): HTMLElement {
  const element = el(
    'div',
    { class: 'grid-letter', role: 'columnheader', 'aria-colindex': column + 2, 'data-letter': column },
    picture?.letter ?? '',
  );
  if (isAfterHidden) {
    const title = 'Columns are hidden here. Right click to show them.';
    element.append(el('span', { class: 'hidden-mark', title, 'aria-hidden': 'true' }, '◂▸'));
  }
  if (picture?.protection !== 'none') element.append(icon(ICONS.lock, 12));
  element.style.left = `${left}px`;
  element.style.width = `${picture?.width ?? 100}px`;
  return element;
}

function addNote(element: HTMLElement, cell: CellPicture): void {
  if (cell.note === undefined) return;
  element.classList.add('has-note');
  element.title = cell.note;
}

function applyLook(element: HTMLElement, look: LookPicture): void {
  const { style } = element;
  if (look.background !== undefined) style.backgroundColor = groundFor(look.background, look.color);
  if (look.background !== undefined && look.color === undefined) style.color = '#202124';
  if (look.color !== undefined) style.color = inkFor(look.color);
  if (look.bold) style.fontWeight = '600';
  if (look.italic) style.fontStyle = 'italic';
  if (look.line !== undefined) style.textDecoration = look.line;
  if (look.align === 'right') style.justifyContent = 'flex-end';
  if (look.align === 'center') style.justifyContent = 'center';
}
