// A1 notation, both ways.
import { GoogleError } from '../errors.ts';
import type { Area } from './area.ts';

/** `0` → `A`, `26` → `AA`. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** `A` → `0`, in either case. */
export function columnIndex(name: string): number {
  let index = 0;
  for (const letter of name.toUpperCase()) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** The notation of an area without its sheet: `B2`, `B2:C9`, `C:C`, `2:2`. Throws for an area without any end. */
export function a1Of(area: Area): string {
  const top = area.row + 1;
  const bottom = area.row + area.rows;
  const first = columnName(area.column);
  if (area.columns === Number.POSITIVE_INFINITY) {
    if (bottom === Number.POSITIVE_INFINITY) throw new RangeError('An area of all cells has no A1 notation.');
    return `${top}:${bottom}`;
  }
  const last = columnName(area.column + area.columns - 1);
  if (area.rows === Number.POSITIVE_INFINITY)
    return top === 1 ? `${first}:${last}` : `${first}${top}:${last}`;
  return area.rows === 1 && area.columns === 1 ? `${first}${top}` : `${first}${top}:${last}${bottom}`;
}

/** A parsed notation; `sheet` is undefined where the notation names none. */
export interface Address {
  readonly sheet: string | undefined;
  readonly area: Area;
}

const NOTATION =
  /^(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?\$?([A-Za-z]{1,3})?\$?(\d+)?(?::\$?([A-Za-z]{1,3})?\$?(\d+)?)?$/;

/** Reads A1 notation; throws as Google does on anything else. Open ends become Infinity. */
export function parseA1(notation: string): Address {
  const match = NOTATION.exec(notation.trim());
  const [, quoted, plain, column, row, toColumn, toRow] = match ?? [];
  if (match === null || (column === undefined && row === undefined)) {
    throw new GoogleError(`No range is called "${notation}".`);
  }
  const sheet = quoted?.replaceAll("''", "'") ?? plain;
  const isOne = !/:/.test(notation.slice(notation.lastIndexOf('!') + 1));
  if (isOne && (column === undefined || row === undefined))
    throw new GoogleError(`No range is called "${notation}".`);
  const left = column === undefined ? 0 : columnIndex(column);
  const top = row === undefined ? 0 : Number(row) - 1;
  const right = isOne ? left : toColumn === undefined ? Number.POSITIVE_INFINITY : columnIndex(toColumn);
  const bottom = isOne ? top : toRow === undefined ? Number.POSITIVE_INFINITY : Number(toRow) - 1;
  const area = {
    row: Math.min(top, bottom),
    column: Math.min(left, right),
    rows: Math.abs(bottom - top) + 1,
    columns: Math.abs(right - left) + 1,
  };
  return { sheet, area };
}
