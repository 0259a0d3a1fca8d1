// One report of all monitors of a desk's field at an instant: the window, the signals with their p-values corrected together,
// and the level that the lead sees first.
import type { AuditedPrediction } from '../../src/core/promise/honesty.ts';
import { estimatedAccuracySignal, honestySignal } from './accuracy-signals.ts';
import { correctConfidences } from './confidence-correction.ts';
import { compareWithReference, type DriftSubject } from './drift.ts';
import { driftSignals, tooFewForDrift } from './drift-signals.ts';
import type { JudgedTicket } from './fairness.ts';
import { fairnessSignals } from './fairness-signals.ts';
import type { Observation } from './observation.ts';
import type { DeskCalendar } from './outbreak/calendar.ts';
import { describeOutbreak, type Outbreak } from './outbreak/outbreak.ts';
import { NUMERIC_FIGURES, type ReferenceProfile } from './reference-profile.ts';
import { type SelfFacts, selfSignals } from './self-anomalies.ts';
import { type Signal, type SignalLevel, worstLevel } from './signal.ts';
import { chooseWindow, WINDOW_TICKETS_MIN } from './window.ts';

/** What a report is made from. Parts that are left out are not judged. */
export interface ReportInput {
  readonly now: number;
  /** Undefined until a model was trained on enough tickets to freeze one. */
  readonly profile: ReferenceProfile | undefined;
  /** Predictions of at least the last four weeks, in any order; older ones are ignored. */
  readonly observations: readonly Observation[];
  readonly audited: readonly AuditedPrediction[];
  readonly judged: readonly JudgedTicket[];
  /** Attributes by which fairness is compared. */
  readonly attributes: readonly string[];
  readonly outbreaks: readonly Outbreak[];
  readonly calendar: DeskCalendar;
  readonly self?: SelfFacts;
  /** Fixes samples and folds. */
  readonly seed: number;
}

/** What all monitors say at one instant. */
export interface MonitorReport {
  readonly now: number;
  readonly window: { readonly from: number; readonly to: number; readonly n: number };
  readonly level: SignalLevel;
  /** Sentences about the data itself: gaps, duplicates, clocks. */
  readonly notes: readonly string[];
  /** The same as figures. */
  readonly data: {
    readonly duplicates: number;
    readonly fromFuture: number;
    readonly longestGapMs: number;
    /** Every ticket of a window that is large enough got the same label. */
    readonly isOneLabel: boolean;
  };
  readonly signals: readonly Signal[];
}

const DRIFT_SUBJECTS: readonly DriftSubject[] = ['label', 'language', ...NUMERIC_FIGURES, 'content'];

/** Runs every monitor. */
export function createReport(input: ReportInput): MonitorReport {
  const { now, profile, observations, audited, judged, attributes, outbreaks, calendar, self, seed } = input;
  const window = chooseWindow(observations, now);
  const n = window.rows.length;
  const isOneLabel = hasOneLabel(window.rows);
  const confidences = correctConfidences(
    window.rows.map(({ confidence }) => confidence),
    profile?.correction,
  );
  const signals: Signal[] = [
    ...changeSignals(profile, window.rows, seed),
    ...(profile === undefined
      ? []
      : [estimatedAccuracySignal(confidences, profile.accuracy, WINDOW_TICKETS_MIN)]),
    honestySignal(audited),
    ...fairnessSignals(judged, attributes),
    ...outbreaks
      .filter(({ status }) => status.state === 'proposed' || status.state === 'confirmed')
      .map((outbreak) => outbreakSignal(outbreak, calendar)),
    ...(self === undefined ? [] : selfSignals(self, now)),
  ];
  return {
    now,
    window: { from: window.from, to: window.to, n },
    level: worstLevel(signals),
    notes: [...window.notes, ...(isOneLabel ? [oneLabelNote(n)] : [])],
    data: {
      duplicates: window.duplicates,
      fromFuture: window.fromFuture,
      longestGapMs: window.longestGapMs,
      isOneLabel,
    },
    signals,
  };
}

function changeSignals(
  profile: ReferenceProfile | undefined,
  rows: readonly Observation[],
  seed: number,
): Signal[] {
  if (profile === undefined || rows.length < WINDOW_TICKETS_MIN) {
    return tooFewForDrift(DRIFT_SUBJECTS, rows.length, WINDOW_TICKETS_MIN);
  }
  return driftSignals(compareWithReference(profile, rows, seed));
}

function outbreakSignal(outbreak: Outbreak, calendar: DeskCalendar): Signal {
  return {
    monitor: 'outbreak',
    subject: outbreak.id,
    level: 'warn',
    n: outbreak.ticketIds.length,
    effect: outbreak.ticketIds.length,
    critical: outbreak.expected,
    pValue: outbreak.pValue,
    sentence: describeOutbreak(outbreak, calendar.timeOf),
    rows: outbreak.ticketIds,
  };
}

function hasOneLabel(rows: readonly Observation[]): boolean {
  return rows.length >= WINDOW_TICKETS_MIN && new Set(rows.map(({ label }) => label)).size === 1;
}

function oneLabelNote(n: number): string {
  return `All ${n} tickets got the same queue. Check that the tickets' text is read from the right columns.`;
}
