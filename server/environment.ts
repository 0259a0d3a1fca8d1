// Reads variables one by one and collects every mistake, so that all of them are told at once.

/** The variables that the proxy reads. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is not one that the proxy can run in; the message names each variable and what to set. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads checked values; what is wrong goes into `faults`, as a sentence that names the variable. */
export interface Reader {
  readonly faults: string[];
  text(name: string, otherwise: string): string;
  whole(name: string, otherwise: number, least: number, most: number): number;
  choice<T extends string>(name: string, known: readonly T[], otherwise: T): T;
  /** The parts between commas, trimmed; none where the variable is not set. */
  list(name: string): string[];
}

/** A reader over an environment. */
export function createReader(environment: Environment): Reader {
  const faults: string[] = [];
  const text = (name: string, otherwise: string) => environment[name]?.trim() || otherwise;
  return {
    faults,
    text,
    whole: (name, otherwise, least, most) => {
      const value = text(name, String(otherwise));
      const number = Number(value);
      if (Number.isInteger(number) && number >= least && number <= most) return number;
      faults.push(`${name} is "${value}". Set a whole number from ${least} to ${most}.`);
      return otherwise;
    },
    choice: (name, known, otherwise) => {
      const value = text(name, otherwise);
      const found = known.find((one) => one === value);
      if (found !== undefined) return found;
      faults.push(`${name} is "${value}". Set one of ${known.join(', ')}.`);
      return otherwise;
    },
    list: (name) =>
      text(name, '')
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
  };
}

/** Throws ConfigError with every mistake found. */
export function assertFaultless({ faults }: Reader): void {
  if (faults.length === 0) return;
  throw new ConfigError(`The configuration is not complete:\n${faults.map((one) => `- ${one}`).join('\n')}`);
}
