// Where and how a command writes: never over its own input, checked before the work so that no hour of it is lost, and whole or not
// at all, so that an earlier file stays when the disk is full.
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { CommandRefusal } from './command.ts';

/** Refuses an output path that is one of the inputs, a folder, or in a folder that cannot be written to. */
export function assertOutput(path: string, inputs: readonly string[]): void {
  const target = placeOf(path);
  if (inputs.some((input) => isSameFile(placeOf(input), target))) {
    throw new CommandRefusal(
      `${path} is also an input, and would be lost. Give another path for the output.`,
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

/** Writes the file whole: beside its place first, then in it. Where the disk does not take it, an earlier file is as it was. */
export function writeOutput(path: string, content: Uint8Array | string): void {
  const target = placeOf(path);
  // What is no file, such as a terminal, has no name to be given to another.
  const isFile = !existsSync(target) || lstatSync(target).isFile();
  const beside = isFile ? join(dirname(target), `.${basename(target)}.${process.pid}.part`) : target;
  try {
    writeFileSync(beside, content);
    if (isFile) renameSync(beside, target);
  } catch (cause) {
    if (isFile) rmSync(beside, { force: true });
    throw new CommandRefusal(
      `${path} could not be written (${reasonOf(cause)}); an earlier file of that name is as it was. Make room, or give another path.`,
      { cause },
    );
  }
}

/** What the system says of a path, such as ENOENT. */
export function reasonOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(cause);
}

/** The file that a path means in the end, links followed. */
function placeOf(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  const folder = dirname(whole);
  return existsSync(folder) ? join(realpathSync(folder), basename(whole)) : whole;
}

/** Two names may be hard links to one file. */
function isSameFile(one: string, other: string): boolean {
  if (one === other) return true;
  if (!existsSync(one) || !existsSync(other)) return false;
  const [a, b] = [statSync(one), statSync(other)];
  return a.ino === b.ino && a.dev === b.dev && a.isFile();
}
