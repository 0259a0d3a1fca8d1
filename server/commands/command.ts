// What every command of `usher` is given and how it refuses. A command parses its own arguments.
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Where a command writes. */
export interface CommandIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** True where the error stream is a terminal, so that a progress bar can be drawn on it. */
  readonly isTerminal: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One command: runs with the arguments after its name and answers the exit code. */
export interface Command {
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

/** A refusal for people: cli.ts prints the message without a stack and ends with exit code 1. */
export class CommandRefusal extends Error {
  override readonly name = 'CommandRefusal';
}

/** Somebody asked how the command is used: cli.ts prints the text and ends with exit code 0. */
export class CommandUsage extends Error {
  override readonly name = 'CommandUsage';
}

/** Parses arguments strictly; an unknown or incomplete option is a refusal that repeats how the command is used. */
export function parseCommandArgs<T extends ParseArgsConfig>(
  config: T,
  usage: string,
): ReturnType<typeof parseArgs<T>> {
  const knowsHelp = config.options !== undefined && 'help' in config.options;
  if (!knowsHelp && config.args?.some((argument) => argument === '--help' || argument === '-h')) {
    throw new CommandUsage(usage);
  }
  try {
    return parseArgs(config);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CommandRefusal(`${message}\n\n${usage}`, { cause });
  }
}

/** Reads a number option; refuses anything but a number within the bounds. */
export function numberOption(value: string, name: string, least: number, most: number): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= least && number <= most)) {
    throw new CommandRefusal(`--${name} is "${value}". Give a number from ${least} to ${most}.`);
  }
  return number;
}
