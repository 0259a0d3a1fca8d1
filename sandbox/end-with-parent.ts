// Ends this process when whoever started it is gone. npm passes a signal on to its shell only: the shell ends, and without
// this a workbench that nobody can see would stay on its port.
import { fstatSync, readFileSync } from 'node:fs';
import type process from 'node:process';

/** How often the parents are looked at, in milliseconds: a stop is felt as one, and looking costs nothing. */
const LOOK_EVERY_MS = 500;

/** A pipe that ends within this time, in milliseconds, was empty from the start; reading it may wait for the build. */
const EARLY_MS = 10_000;

/** What is asked of a process. */
type Watched = Pick<typeof process, 'pid' | 'ppid' | 'kill' | 'stdin'>;

/**
 * Sends `self` a SIGTERM once its parent, its parent's parent (on Linux) or the pipe at its standard input has gone. For a
 * process that npm started: another one may well be meant to outlive the shell it came from.
 */
export function endWithParent(self: Watched, earlyMs = EARLY_MS): void {
  const chain = parentsOf(self.ppid);
  const end = (): void => {
    clearInterval(watch);
    self.kill(self.pid, 'SIGTERM');
  };
  const watch = setInterval(() => {
    if (parentsOf(self.ppid).some((pid, i) => pid !== chain[i])) end();
  }, LOOK_EVERY_MS);
  watch.unref();
  if (isPipe(0)) endWithPipe(self.stdin, earlyMs, end);
}

/** The parent and, where the system tells it, the parent's parent. */
function parentsOf(parent: number): readonly number[] {
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    // The name in parentheses may hold anything; the state and the parent follow it.
    return [parent, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])];
  } catch {
    return [parent];
  }
}

function isPipe(descriptor: number): boolean {
  const stat = fstatSync(descriptor);
  return stat.isFIFO() || stat.isSocket();
}

/** A pipe that is closed from the start (`echo | npm start`) was never meant as a leash; one that closes later was. */
function endWithPipe(input: Watched['stdin'], earlyMs: number, end: () => void): void {
  let isEarly = true;
  setTimeout(() => {
    isEarly = false;
  }, earlyMs).unref();
  input.on('end', () => {
    if (!isEarly) end();
  });
  input.on('error', end);
  input.resume();
}
