// Logger and console: lines kept for the world's owner to read.
import { inspect } from 'node:util';
import type { Clock } from './clock.ts';
import { LocalEmulated, NAME } from './emulated.ts';

export interface LogLine {
  readonly at: number;
  readonly level: 'log' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** Lines a world keeps; older ones are dropped. */
const LINES_MAX = 10_000;

/** The execution log of a world. */
export class LogRecord {
  readonly lines: LogLine[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(level: LogLine['level'], values: readonly unknown[]): void {
    const text = values
      .map((value) => (typeof value === 'string' ? value : inspect(value, { depth: 4 })))
      .join(' ');
    this.lines.push({ at: this.#clock.now, level, text });
    if (this.lines.length > LINES_MAX) this.lines.splice(0, this.lines.length - LINES_MAX);
  }
}

export class EmulatedLogger extends LocalEmulated {
  readonly [NAME] = 'Logger';
  readonly #record: LogRecord;

  constructor(record: LogRecord) {
    super();
    this.#record = record;
  }

  log(...values: unknown[]): this {
    this.#record.add('log', values);
    return this;
  }
}

export class EmulatedConsole extends LocalEmulated {
  readonly [NAME] = 'console';
  readonly #record: LogRecord;

  constructor(record: LogRecord) {
    super();
    this.#record = record;
  }

  log(...values: unknown[]): void {
    this.#record.add('log', values);
  }

  info(...values: unknown[]): void {
    this.#record.add('info', values);
  }

  warn(...values: unknown[]): void {
    this.#record.add('warn', values);
  }

  error(...values: unknown[]): void {
    this.#record.add('error', values);
  }
}
