// Computes formulas: operators, a few functions of Sheets, and the script's own custom functions. What it does not know
// shows as an error in the cell, as in Sheets.
import type { Plain } from './cell.ts';
import { type Expression, parseFormula } from './formula-parser.ts';

/** Where a formula looks things up. */
export interface Surroundings {
  /** Values of an A1 notation as rows; undefined when there is no such place. */
  readonly valuesAt: (notation: string) => readonly (readonly Plain[])[] | undefined;
  /** Calls a function of the script; undefined when the script has none of that name. */
  readonly callCustom: (name: string, values: readonly unknown[]) => { readonly value: unknown } | undefined;
  readonly now: number;
}

/** A value, or the rows of a range. */
type Value = Plain | readonly (readonly Plain[])[];

class CellError extends Error {}

/** The value that a cell with this formula shows: one value, or rows that spill from the cell on. */
export function computeFormula(formula: string, around: Surroundings): Value {
  const tree = parseFormula(formula.slice(1));
  if (tree === undefined) return '#ERROR!';
  try {
    return valueIn(tree, around);
  } catch (error) {
    if (error instanceof CellError) return error.message;
    throw error;
  }
}

function valueIn(tree: Expression, around: Surroundings): Value {
  switch (tree.kind) {
    case 'value':
      return tree.value;
    case 'reference': {
      const rows = around.valuesAt(tree.notation.replaceAll('$', ''));
      if (rows === undefined) throw new CellError('#REF!');
      return rows.length === 1 && rows[0]?.length === 1 ? (rows[0][0] ?? '') : rows;
    }
    case 'negation':
      return -numberOf(valueIn(tree.of, around));
    case 'operation':
      return operate(tree.operator, valueIn(tree.left, around), valueIn(tree.right, around));
    case 'call':
      return callOf(tree.name, tree.values, around);
  }
}

function operate(operator: string, left: Value, right: Value): Plain {
  const a = single(left);
  const b = single(right);
  switch (operator) {
    case '&':
      return textOf(a) + textOf(b);
    case '=':
      return compare(a, b) === 0;
    case '<>':
      return compare(a, b) !== 0;
    case '<':
      return compare(a, b) < 0;
    case '>':
      return compare(a, b) > 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>=':
      return compare(a, b) >= 0;
    case '+':
      return numberOf(a) + numberOf(b);
    case '-':
      return numberOf(a) - numberOf(b);
    case '*':
      return numberOf(a) * numberOf(b);
    case '^':
      return numberOf(a) ** numberOf(b);
    default: {
      if (numberOf(b) === 0) throw new CellError('#DIV/0!');
      return numberOf(a) / numberOf(b);
    }
  }
}

type SheetFunction = (values: readonly Value[]) => Value;

const FUNCTIONS: Record<string, SheetFunction> = {
  SUM: (values) => numbersIn(values).reduce((sum, value) => sum + value, 0),
  AVERAGE: (values) => {
    const numbers = numbersIn(values);
    if (numbers.length === 0) throw new CellError('#DIV/0!');
    return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  },
  COUNTA: (values) => values.flatMap(flat).filter((value) => value !== '').length,
  CONCATENATE: (values) => values.flatMap(flat).map(textOf).join(''),
  LEN: (values) => textOf(single(values[0] ?? '')).length,
  LOWER: (values) => textOf(single(values[0] ?? '')).toLowerCase(),
  TRIM: (values) => textOf(single(values[0] ?? '')).trim(),
  UPPER: (values) => textOf(single(values[0] ?? '')).toUpperCase(),
  HYPERLINK: (values) => single(values[1] ?? values[0] ?? ''),
  ARRAYFORMULA: (values) => values[0] ?? '',
  TRUE: () => true,
  FALSE: () => false,
};

function callOf(name: string, trees: readonly Expression[], around: Surroundings): Value {
  const [first, second, third] = trees;
  if (name === 'IF' && first !== undefined) {
    const branch = truthOf(valueIn(first, around)) ? second : third;
    return branch === undefined ? false : valueIn(branch, around);
  }
  if (name === 'IFERROR' && first !== undefined) {
    try {
      const value = valueIn(first, around);
      if (typeof value !== 'string' || !/^#(REF|NAME|ERROR|VALUE|N\/A|DIV\/0|NUM)/.test(value)) return value;
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
    }
    return second === undefined ? '' : valueIn(second, around);
  }
  if (name === 'NOW' || name === 'TODAY') return new Date(around.now);
  const values = trees.map((tree) => valueIn(tree, around));
  const known = FUNCTIONS[name];
  if (known !== undefined) return known(values);
  const custom = around.callCustom(name, values);
  if (custom === undefined) throw new CellError('#NAME?');
  return shown(custom.value);
}

/** What a custom function returned, as cells take it. */
function shown(value: unknown): Value {
  if (Array.isArray(value)) {
    const rows: Plain[][] = value.map((row: unknown) =>
      Array.isArray(row) ? row.map(plainOf) : [plainOf(row)],
    );
    return rows;
  }
  return plainOf(value);
}

function plainOf(value: unknown): Plain {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value;
  return value === null || value === undefined ? '' : String(value);
}

function flat(value: Value): Plain[] {
  return Array.isArray(value) ? value.flat() : [single(value)];
}

function single(value: Value): Plain {
  if (typeof value === 'object' && !(value instanceof Date)) return value[0]?.[0] ?? '';
  return value;
}

function numbersIn(values: readonly Value[]): number[] {
  return values.flatMap(flat).filter((value): value is number => typeof value === 'number');
}

function numberOf(value: Value): number {
  const plain = single(value);
  if (plain instanceof Date) return plain.getTime() / 86_400_000 + 25_569;
  const number = plain === '' ? 0 : Number(plain);
  if (Number.isNaN(number)) throw new CellError('#VALUE!');
  return number;
}

function truthOf(value: Value): boolean {
  const plain = single(value);
  if (typeof plain === 'string') return plain.toUpperCase() === 'TRUE';
  return plain instanceof Date || Boolean(plain);
}

function textOf(value: Plain): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}

function compare(a: Plain, b: Plain): number {
  if (typeof a === 'string' && typeof b === 'string') {
    const left = a.toLowerCase();
    const right = b.toLowerCase();
    return left === right ? 0 : left < right ? -1 : 1;
  }
  if (typeof a === 'string' || typeof b === 'string') return typeof a === 'string' ? 1 : -1;
  return numberOf(a) - numberOf(b);
}
