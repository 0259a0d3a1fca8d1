// A progress bar on a terminal, nothing in a pipe.
import { Presets, SingleBar } from 'cli-progress';
import type { CommandIo } from './command.ts';

/** A bar that is told the share done, 0–1, and must be ended. */
export interface ProgressBar {
  show(fraction: number): void;
  end(): void;
}

/** Draws on the error stream, so that piped output stays clean. */
export function createProgressBar(title: string, io: CommandIo): ProgressBar {
  if (!io.isTerminal) return { show: () => undefined, end: () => undefined };
  const bar = new SingleBar(
    { format: `${title} {bar} {percentage}%`, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(100, 0);
  return { show: (fraction) => bar.update(Math.round(100 * fraction)), end: () => bar.stop() };
}
