// Names for Usher's columns that hold wherever the columns stand: writes are planned by key and placed at the last moment.
import type { Columns } from './columns.ts';

const OTHERS_PREFIX = 'header:';

/** Names a column whatever its place: `status`, `label.queue`, or `header:Site` for a column that is not Usher's. */
export type ColumnKey = string;

export function labelKey(field: string): ColumnKey {
  return `label.${field}`;
}

export function confidenceKey(field: string): ColumnKey {
  return `confidence.${field}`;
}

/** True for a key that `labelKey` made. */
export function isLabelKey(key: ColumnKey): boolean {
  return key.startsWith('label.');
}

/** True for the key of a column that Usher fills, and false for one that is people's alone. */
export function isManagedKey(key: ColumnKey): boolean {
  return !key.startsWith(OTHERS_PREFIX);
}

/** The key of a column that Usher does not fill. */
export function othersKey(header: string): ColumnKey {
  return `${OTHERS_PREFIX}${header}`;
}

export const STATUS_KEY: ColumnKey = 'status';
export const REASON_KEY: ColumnKey = 'reason';
export const STATE_KEY: ColumnKey = 'state';
export const ID_KEY: ColumnKey = 'id';

/** The key of each column that Usher fills, by zero-based column. The id column has none: ids are given, not written over. */
export function managedKeys(columns: Columns): Map<number, ColumnKey> {
  const keys = new Map<number, ColumnKey>();
  for (const { field, label, confidence } of columns.fields) {
    keys.set(label, labelKey(field));
    keys.set(confidence, confidenceKey(field));
  }
  keys.set(columns.status, STATUS_KEY);
  keys.set(columns.reason, REASON_KEY);
  keys.set(columns.state, STATE_KEY);
  return keys;
}

/** Columns in which nothing but Usher's values belongs; people write into the others. */
export function machineKeys(columns: Columns): ColumnKey[] {
  return [REASON_KEY, STATE_KEY, ...columns.fields.map(({ field }) => confidenceKey(field))];
}
