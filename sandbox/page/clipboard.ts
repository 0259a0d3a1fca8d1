// Copies cells as every spreadsheet reads them: tabs between columns, line breaks between rows.
import type { Grid } from './grid.ts';

/** Puts the selected cells on the clipboard, as they are shown. */
export function copySelection(grid: Grid, event: ClipboardEvent): void {
  const { first, last } = grid.selection;
  const lines: string[] = [];
  for (let index = first.index; index <= last.index; index += 1) {
    const cells = grid.rowAt(index)?.picture.cells.slice(first.column, last.column + 1) ?? [];
    lines.push(cells.map(({ text }) => text).join('\t'));
  }
  event.clipboardData?.setData('text/plain', lines.join('\n'));
  event.preventDefault();
}

/** The rows of text on the clipboard; none when it holds no text. */
export function pastedCells(event: ClipboardEvent): string[][] {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (text === '') return [];
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return lines.map((line) => line.split('\t'));
}
