// The log as Cloud Logging reads it: one JSON object a line on standard output, with severity, time and message.
import type { DestinationStream, Logger as PinoLogger } from 'pino';
import pino from 'pino';

const SEVERITY: Readonly<Record<string, string>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

/** A logger from `level` up. Cloud Logging's special fields: https://cloud.google.com/logging/docs/structured-logging. */
export function createLogger(level: string, destination?: DestinationStream): PinoLogger {
  const options = {
    level,
    messageKey: 'message',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ severity: SEVERITY[label] ?? 'DEFAULT' }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
