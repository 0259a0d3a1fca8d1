// Reads card JSON, which is unknown until it is looked at: records, texts and lists, or a fault that the card then shows.

export type Data = Readonly<Record<string, unknown>>;

export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record under `key`; an empty one when there is none. */
export function dataAt(data: Data, key: string): Data {
  const value = data[key];
  return isData(value) ? value : {};
}

/** The text under `key`; empty when there is none. */
export function textAt(data: Data, key: string): string {
  const value = data[key];
  return typeof value === 'string' ? value : '';
}

/** The records of the list under `key`. */
export function listAt(data: Data, key: string): readonly Data[] {
  const value = data[key];
  return Array.isArray(value) ? value.filter(isData) : [];
}

/** Keys of `data` that are not in `known`, for the error that a card shows instead of hiding them. */
export function unknownKeys(data: Data, known: readonly string[]): string[] {
  return Object.keys(data).filter((key) => !known.includes(key));
}
