// What a monitor says: one measurement against a limit, with what a lead needs to act on it. A signal is not yet an alert.

/** `not-enough-data` is a state of its own: it is shown grey and never counts as good or bad. */
export type SignalLevel = 'not-enough-data' | 'ok' | 'info' | 'warn' | 'critical';

/** One measurement of one monitor. Names rows, never words. */
export interface Signal {
  /** Stable name of the monitor, such as `drift.label`; with `subject` it identifies the series. */
  readonly monitor: string;
  /** What the monitor looked at where it looks at several things: a slice, a queue, a schedule. */
  readonly subject?: string;
  readonly level: SignalLevel;
  /** Tickets, audits or requests that the figure rests on. */
  readonly n: number;
  /** Size of the effect in the monitor's own unit; null where there is nothing to measure yet. */
  readonly effect: number | null;
  /** The effect from which the level is at least `warn`, in the same unit; null where none applies. */
  readonly critical: number | null;
  /** p-value before correction, for monitors that test. */
  readonly pValue?: number;
  /** p-value after Benjamini and Hochberg's correction over all tests of the report. */
  readonly qValue?: number;
  /** For the lead: plain words, with the number of tickets beside each share. */
  readonly sentence: string;
  /** Figures and names that the sentence is made of, for whoever says it in another language. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** Ticket ids that drive the figure, strongest first. */
  readonly rows: readonly string[];
}

const ORDER: readonly SignalLevel[] = ['not-enough-data', 'ok', 'info', 'warn', 'critical'];

/** Whether a level is at least as bad as another; `not-enough-data` is below all. */
export function isAtLeast(level: SignalLevel, other: SignalLevel): boolean {
  return ORDER.indexOf(level) >= ORDER.indexOf(other);
}

/** The worst level, or `not-enough-data` when no signal could be measured. */
export function worstLevel(signals: readonly Pick<Signal, 'level'>[]): SignalLevel {
  return signals.reduce<SignalLevel>(
    (worst, { level }) => (isAtLeast(level, worst) ? level : worst),
    'not-enough-data',
  );
}

/** A share in whole percent with what it was counted from, as in "93 % of 143 tickets". */
export function shareOf(share: number, n: number, what: string): string {
  return `${percent(share)} of ${n} ${what}`;
}

/** A share as percent for people: whole, with one decimal below ten. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${Math.abs(value) < 10 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0)} %`;
}

/** A difference of shares as percentage points without sign, as in "7 points". */
export function points(difference: number): string {
  const value = Math.abs(100 * difference)
    .toFixed(Math.abs(difference) < 0.1 ? 1 : 0)
    .replace(/\.0$/, '');
  return `${value} ${value === '1' ? 'point' : 'points'}`;
}
