// The door of the emulated services: what a script passed becomes typed values, or the error that Google would throw.
import { isDate } from 'node:util/types';
import { Emulated, NAME, unwrap } from './emulated.ts';
import { GoogleError } from './errors.ts';

function refuse(what: string, expected: string, value: unknown): GoogleError {
  const found = value instanceof Emulated ? value[NAME] : value === null ? 'null' : typeof value;
  return new GoogleError(
    `The parameters do not match the signature: ${what} must be ${expected}, found ${found}.`,
  );
}

/** A string; numbers and booleans are turned into one, as Google does. */
export function text(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw refuse(what, 'a string', value);
}

export function optionalText(value: unknown, what: string): string | undefined {
  return value === undefined || value === null ? undefined : text(value, what);
}

/** An integer; a fraction is cut off, as Google does. */
export function whole(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value);
  throw refuse(what, 'a number', value);
}

/** A finite number. */
export function decimal(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw refuse(what, 'a number', value);
}

export function flag(value: unknown, what: string): boolean {
  if (typeof value === 'boolean') return value;
  throw refuse(what, 'a boolean', value);
}

export function list(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refuse(what, 'an array', value);
}

export function textList(value: unknown, what: string): string[] {
  return list(value, what).map((item) => text(item, what));
}

/** Rows of values, whatever their lengths. */
export function matrix(value: unknown, what: string): readonly (readonly unknown[])[] {
  const rows = list(value, what);
  const wrong = rows.find((row) => !Array.isArray(row));
  if (wrong !== undefined) throw refuse(what, 'an array of arrays', wrong);
  return rows.map((row) => (Array.isArray(row) ? row : []));
}

/** An object used as a record; arrays and services are refused. */
export function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Emulated) {
    throw refuse(what, 'an object', value);
  }
  return Object.fromEntries(Object.entries(value));
}

/** A date of any realm, as one of ours. */
export function date(value: unknown, what: string): Date {
  if (isDate(value)) return new Date(value.getTime());
  throw refuse(what, 'a date', value);
}

/** An emulated object of one class. */
export function emulated<T extends Emulated>(
  value: unknown,
  kind: abstract new (...values: never[]) => T,
  what: string,
): T {
  const original = unwrap(value);
  if (original instanceof kind) return original;
  throw refuse(what, 'an object of the right kind', original);
}

/** An array of emulated objects of one class. */
export function emulatedList<T extends Emulated>(
  value: unknown,
  kind: abstract new (...values: never[]) => T,
  what: string,
): T[] {
  return list(value, what).map((item) => emulated(item, kind, what));
}
