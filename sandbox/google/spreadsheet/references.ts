// Cell references inside formulas follow their cells: when rows or columns come, go or move, and when a sort carries the
// formula to another row.
import { columnIndex, columnName } from './address.ts';
import { shiftedIndex } from './area.ts';
import type { Change } from './table.ts';

/** A text in quotes, or one reference with the sheet before it; function names are followed by a bracket. */
const TOKEN =
  /"(?:[^"]|"")*"|((?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?(\$?)([A-Za-z]{1,3})(\$?)(\d+)(?![\w(.])|((?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w(.])/g;

type Renumber = (index: number, isFixed: boolean) => number | undefined;

function rewritten(
  formula: string,
  isMine: (sheet: string | undefined) => boolean,
  row: Renumber,
  column: Renumber,
): string {
  let before = '';
  return formula.replace(TOKEN, (token: string, ...groups: unknown[]) => {
    const offset = groups.findLast((group) => typeof group === 'number');
    before = typeof offset === 'number' ? formula.charAt(offset - 1) : '';
    const part = (i: number): string => (typeof groups[i] === 'string' ? groups[i] : '');
    if (token.startsWith('"') || /[\w.]/.test(before)) return token;
    if (part(2) !== '') {
      if (!isMine(sheetName(part(0)))) return token;
      const newColumn = column(columnIndex(part(2)), part(1) !== '');
      const newRow = row(Number(part(4)) - 1, part(3) !== '');
      if (newColumn === undefined || newRow === undefined || newRow < 0 || newColumn < 0) return '#REF!';
      return `${part(0)}${part(1)}${columnName(newColumn)}${part(3)}${newRow + 1}`;
    }
    if (!isMine(sheetName(part(5)))) return token;
    const first = column(columnIndex(part(7)), part(6) !== '');
    const last = column(columnIndex(part(9)), part(8) !== '');
    if (first === undefined || last === undefined || first < 0 || last < 0) return '#REF!';
    return `${part(5)}${part(6)}${columnName(first)}:${part(8)}${columnName(last)}`;
  });
}

function sheetName(prefix: string): string | undefined {
  if (prefix === '') return undefined;
  return prefix.slice(0, -1).replace(/^'|'$/g, '').replaceAll("''", "'");
}

/** The formula after `change` happened on the sheet called `changed`; it stands on the sheet called `own`. */
export function afterChange(formula: string, own: string, changed: string, change: Change): string {
  const isMine = (sheet: string | undefined): boolean => (sheet ?? own) === changed;
  const same: Renumber = (index) => index;
  const shifted: Renumber = (index) => shiftedIndex(index, change);
  return rewritten(
    formula,
    isMine,
    change.axis === 'rows' ? shifted : same,
    change.axis === 'columns' ? shifted : same,
  );
}

/** The formula after it was carried `rows` down and `columns` right: references that are not fixed with `$` go along. */
export function carried(formula: string, rows: number, columns = 0): string {
  return rewritten(
    formula,
    () => true,
    (index, isFixed) => (isFixed ? index : index + rows),
    (index, isFixed) => (isFixed ? index : index + columns),
  );
}
