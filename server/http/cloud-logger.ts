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

/** Lines are written when so many bytes wait, or after so many milliseconds: a call into the system a line costs more than the line. */
const WRITE_BYTES_MIN = 16_000;
const WRITE_MS_MAX = 100;

/** Standard output, written in the background; nothing of it is lost when the process exits by itself. */
export function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: false, minLength: WRITE_BYTES_MIN });
  process.once('exit', () => output.flushSync());
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    output.flush();
  };
  return {
    write: (line) => {
      output.write(line);
      if (timer === undefined) timer = setTimeout(flush, WRITE_MS_MAX).unref();
    },
  };
}

/** A logger from `level` up. Cloud Logging's special fields: https://cloud.google.com/logging/docs/structured-logging. */
export function createLogger(level: string, destination: DestinationStream): PinoLogger {
  const options = {
    level,
    messageKey: 'message',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ severity: SEVERITY[label] ?? 'DEFAULT' }) },
  };
  return pino(options, destination);
}
