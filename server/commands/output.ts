// Where a command may write: never over its own input, and checked before the work, so that no hour of it is lost.
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CommandRefusal } from './command.ts';

/** Refuses an output path that is one of the inputs, a folder, or in a folder that cannot be written to. */
export function assertOutput(path: string, inputs: readonly string[]): void {
  const target = resolve(path);
  if (inputs.some((input) => resolve(input) === target)) {
    throw new CommandRefusal(
      `${path} is also the input, and would be lost. Give another path for the output.`,
    );
  }
  if (existsSync(target) && statSync(target).isDirectory()) {
    throw new CommandRefusal(`${path} is a folder. Give the path of a file in it.`);
  }
  try {
    accessSync(dirname(target), constants.W_OK);
  } catch (cause) {
    throw new CommandRefusal(`${path} cannot be written. Give a path in a folder that exists and is yours.`, {
      cause,
    });
  }
}

/** Writes the bytes; a refusal says so when the disk does not take them. */
export function writeOutput(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (cause) {
    throw new CommandRefusal(`${path} cannot be written: the disk refused it. Give another path.`, { cause });
  }
}
