// What is said in English when the sheet itself stands in the way: formulas, protection, merged cells, and people's edits in the midst.
import { numbersIn } from './number-text.ts';

const { count } = numbersIn('en');

export const englishTroubles = {
  rowsFromFormula: (cell: string) =>
    `The tickets of this sheet come from the formula in ${cell}. When its source changes, the rows shift and Usher’s columns do not, so queues would end up beside the wrong tickets. Nothing was written. Choose Usher ▸ Set up in the sheet that the formula reads from, or paste the tickets as values (Edit ▸ Paste special ▸ Values only) into a sheet of their own.`,
  protectedCells: (sheet: string) =>
    `Google did not let Usher write into the sheet “${sheet}”, since some of its cells are protected. What was written before stays, and people’s values are as they were. Ask whoever protects these cells to allow you to edit Usher’s columns and the queue column, then choose Usher ▸ Triage new rows.`,
  stuckCell:
    'A cell of this row takes no value, since it is merged or protected. Unmerge it or ask for access, then triage this row again.',
  stuckRows: (rows: number) =>
    `${count(rows, 'row is', 'rows are')} left out, since merged or protected cells take no value; people’s values stay. Undo the merge (Format ▸ Merge cells ▸ Unmerge) or ask for access, then choose Usher ▸ Triage selected rows.`,
  putBack: (cells: readonly string[]) =>
    `${count(cells.length, 'value that somebody typed', 'values that people typed')} just then stands again: ${cells.join(', ')}.`,
  toCheck: (cells: readonly string[]) =>
    `Several cells were pasted at once, and Google does not tell what. What was found there stays; please check ${cells.join(', ')}.`,
  overwritten: (cells: readonly string[]) =>
    `Columns were moved in the midst of a write that was then cut off, so values of Usher’s may stand in columns of yours. What stands there now stays; please check ${cells.join(', ')}. File ▸ Version history shows what stood there before; the tab “Usher runs” names every cell.`,
  cellInRow: (header: string, row: number) => `${header} in row ${row}`,
  columnsMoved:
    'Columns were moved while Usher gave ids. Everything stays in its own place. Choose Usher ▸ Triage new rows again once the sheet is at rest.',
};
