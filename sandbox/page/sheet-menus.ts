// What a right click offers: on a cell and its row, and on a column's letter.
import type { CommandOf } from '../workbench/commands.ts';
import type { ColumnPicture } from '../workbench/wire.ts';
import type { MenuChoice } from './popup-menu.ts';

/** What the menus of a right click do to a sheet. */
export type MenuEdit =
  | CommandOf<'sort'>
  | CommandOf<'insertRows'>
  | CommandOf<'deleteRows'>
  | CommandOf<'insertColumns'>
  | CommandOf<'deleteColumns'>
  | CommandOf<'moveColumn'>
  | CommandOf<'hideColumn'>
  | CommandOf<'showColumns'>;

/** Rows `row` to `row + count - 1`, from 1. */
export function rowChoices(
  sheet: string,
  row: number,
  count: number,
  edit: (command: MenuEdit) => void,
  others: readonly MenuChoice[],
): MenuChoice[] {
  const rows = count === 1 ? 'row' : `${count} rows`;
  return [
    ...others,
    null,
    { label: `Insert ${rows} above`, act: () => edit({ kind: 'insertRows', sheet, row, count }) },
    {
      label: `Insert ${rows} below`,
      act: () => edit({ kind: 'insertRows', sheet, row: row + count, count }),
    },
    { label: `Delete ${rows}`, act: () => edit({ kind: 'deleteRows', sheet, row, count }) },
  ];
}

/** The column at `index`, from 0. */
export function columnChoices(
  sheet: string,
  index: number,
  columns: readonly ColumnPicture[],
  edit: (command: MenuEdit) => void,
): MenuChoice[] {
  const column = index + 1;
  const hidden = columns.filter(({ isHidden }) => isHidden).length;
  return [
    { label: 'Sort sheet A to Z', act: () => edit({ kind: 'sort', sheet, column, isAscending: true }) },
    { label: 'Sort sheet Z to A', act: () => edit({ kind: 'sort', sheet, column, isAscending: false }) },
    null,
    { label: 'Insert column left', act: () => edit({ kind: 'insertColumns', sheet, column, count: 1 }) },
    ...(index > 0
      ? [
          {
            label: 'Move column left',
            act: () => edit({ kind: 'moveColumn', sheet, column, to: column - 1 }),
          },
        ]
      : []),
    ...(index < columns.length - 1
      ? [
          {
            label: 'Move column right',
            act: () => edit({ kind: 'moveColumn', sheet, column, to: column + 2 }),
          },
        ]
      : []),
    { label: 'Delete column', act: () => edit({ kind: 'deleteColumns', sheet, column, count: 1 }) },
    null,
    { label: 'Hide column', act: () => edit({ kind: 'hideColumn', sheet, column }) },
    ...(hidden > 0
      ? [
          {
            label: hidden === 1 ? 'Show the hidden column' : `Show ${hidden} hidden columns`,
            act: () => edit({ kind: 'showColumns', sheet }),
          },
        ]
      : []),
  ];
}
