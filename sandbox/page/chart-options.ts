// Reads the options of a recorded chart, which a script may have set to anything, as values of the kinds expected.

export type Options = Readonly<Record<string, unknown>>;

/** The options at `name`; empty when there are none. */
export function optionsAt(options: Options, name: string): Options {
  const value = options[name];
  return isOptions(value) ? value : {};
}

export function textAt(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberAt(options: Options, name: string): number | undefined {
  const value = options[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textsAt(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The entry for number `i`: Google takes an object by number as well as an array. */
export function entryOf(options: Options, name: string, i: number): Options {
  const value = options[name];
  const entry: unknown = Array.isArray(value) ? value[i] : isOptions(value) ? value[String(i)] : undefined;
  return isOptions(entry) ? entry : {};
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
