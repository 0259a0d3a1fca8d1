// From signals to alerts: a warning must stand in two reports in a row before anyone is told, and an alert ends when two
// reports in a row are quiet. Reports without enough data neither raise nor end one.
import type { MonitorReport } from './report.ts';
import { isAtLeast, type Signal, type SignalLevel } from './signal.ts';

/** A message with an owner and an end. JSON, kept between reports. */
export interface Alert {
  readonly monitor: string;
  readonly subject?: string;
  readonly level: Extract<SignalLevel, 'warn' | 'critical'>;
  /** First of the reports in a row that raised it, in milliseconds since 1970. */
  readonly since: number;
  /** Raised as soon as it stood long enough; undefined while it waits for its second report. */
  readonly raisedAt?: number;
  readonly sentence: string;
  /** Reports in a row without it. */
  readonly quietReports: number;
}

const REPORTS_IN_A_ROW = 2;
/** These are told at once: an outbreak is over by tomorrow, and a dead schedule makes no second report. */
const AT_ONCE: readonly string[] = ['outbreak', 'self.schedule', 'self.quota', 'self.cost', 'self.errors'];

/** The alerts after a report: those before, raised, kept or ended. Alerts that ended are left out. */
export function updateAlerts(
  before: readonly Alert[],
  report: Pick<MonitorReport, 'now' | 'signals'>,
): Alert[] {
  const signals = new Map(report.signals.map((signal) => [seriesOf(signal), signal]));
  const after: Alert[] = [];
  for (const alert of before) {
    const signal = signals.get(seriesOf(alert));
    signals.delete(seriesOf(alert));
    const next = continueAlert(alert, signal, report.now);
    if (next !== undefined) after.push(next);
  }
  for (const signal of signals.values()) {
    const level = alertLevel(signal);
    if (level === undefined) continue;
    after.push({
      monitor: signal.monitor,
      ...(signal.subject === undefined ? {} : { subject: signal.subject }),
      level,
      since: report.now,
      ...(AT_ONCE.includes(signal.monitor) ? { raisedAt: report.now } : {}),
      sentence: signal.sentence,
      quietReports: 0,
    });
  }
  return after;
}

function continueAlert(alert: Alert, signal: Signal | undefined, now: number): Alert | undefined {
  if (signal?.level === 'not-enough-data') return alert;
  const level = signal === undefined ? undefined : alertLevel(signal);
  if (signal !== undefined && level !== undefined) {
    return { ...alert, level, sentence: signal.sentence, quietReports: 0, raisedAt: alert.raisedAt ?? now };
  }
  if (alert.raisedAt === undefined || alert.quietReports + 1 >= REPORTS_IN_A_ROW) return undefined;
  return { ...alert, quietReports: alert.quietReports + 1 };
}

function alertLevel({ level }: Signal): Alert['level'] | undefined {
  if (!isAtLeast(level, 'warn')) return undefined;
  return level === 'critical' ? 'critical' : 'warn';
}

function seriesOf({ monitor, subject }: { readonly monitor: string; readonly subject?: string }): string {
  return `${monitor} ${subject ?? ''}`;
}
