// Runs a program to its end and says what CPU time it took, its own start included.
import { spawnSync } from 'node:child_process';

/** What a program printed and the CPU seconds (user and system) it took. */
export interface MeasuredRun {
  readonly stdout: string;
  readonly cpuSeconds: number;
}

/** Runs a program through the shell's `time`; throws with the program's messages when it fails. */
export function measuredRun(program: string, args: readonly string[]): MeasuredRun {
  const script = 'TIMEFORMAT="usher-cpu %U %S"; time "$@"';
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', program, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const times = /usher-cpu ([\d.]+) ([\d.]+)/.exec(stderr);
  if (status !== 0 || times === null) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return { stdout, cpuSeconds: Number(times[1]) + Number(times[2]) };
}

/** The middle value; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Mean of the values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** CPU seconds that this process takes for some work. */
export function cpuSecondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}
