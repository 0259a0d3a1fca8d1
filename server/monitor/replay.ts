// Runs a desk's history through all monitors as if live: tickets one by one through the outbreak detector, a report each
// midnight, alerts from report to report. For choosing thresholds with eyes open.
import type { AuditedPrediction } from '../../src/core/promise/honesty.ts';
import { type Alert, updateAlerts } from './alerts.ts';
import type { JudgedTicket } from './fairness.ts';
import type { Observation } from './observation.ts';
import { createCalendar, DAY_MS } from './outbreak/calendar.ts';
import { createOutbreakDetector, type DetectorSettings } from './outbreak/detector.ts';
import type { Outbreak } from './outbreak/outbreak.ts';
import { similarityGrams } from './outbreak/similarity-index.ts';
import { createReferenceProfile, REFERENCE_TICKETS_MIN, type ReferenceProfile } from './reference-profile.ts';
import { createReport, type MonitorReport } from './report.ts';

/** One ticket of a history, with what people said about it where they did. */
export interface HistoryRow extends Observation {
  /** Label that a person gave or confirmed. */
  readonly truth?: string;
  /** Whether the ticket was one of those that people judged blind. */
  readonly isAudited?: boolean;
  readonly isAssigned?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** How to replay. */
export interface ReplaySettings extends DetectorSettings {
  /** The model's own profile; without one the first `learnDays` are frozen as reference and only later days are judged. */
  readonly profile?: ReferenceProfile;
  readonly learnDays: number;
  /** The model's labels, in the order of the rows' probabilities. */
  readonly modelLabels: readonly string[];
  readonly attributes: readonly string[];
  readonly seed: number;
  /** Called after each day with the share that is done, 0–1. */
  readonly onProgress?: (fraction: number) => void;
}

/** An outbreak at the moment when it was put before people. */
export interface ReplayedProposal {
  readonly at: number;
  readonly outbreak: Outbreak;
}

/** What the monitors would have said. */
export interface Replay {
  readonly reports: readonly MonitorReport[];
  /** Alerts at the moment when they were raised. */
  readonly raised: readonly Alert[];
  readonly proposals: readonly ReplayedProposal[];
  /** Tickets that the detector could not use, by reason. */
  readonly leftOut: Readonly<Record<'duplicate' | 'future' | 'late', number>>;
}

const WINDOW_MS = 28 * DAY_MS;
/** A history with dates decades apart has a wrong date in it, and a report for each day would never end. */
const REPLAY_DAYS_MAX = 3_660;

/** Replays rows in order of time. Throws when the dates span more than ten years. */
export function replayHistory(history: readonly HistoryRow[], settings: ReplaySettings): Replay {
  const rows = [...history].sort((one, other) => one.at - other.at);
  const reports: MonitorReport[] = [];
  const raised: Alert[] = [];
  const proposals: ReplayedProposal[] = [];
  const leftOut = { duplicate: 0, future: 0, late: 0 };
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return { reports, raised, proposals, leftOut };
  assertSpan(first.at, last.at);
  const detector = createOutbreakDetector(settings);
  const calendar = createCalendar(settings);
  const judgedFrom = first.at + settings.learnDays * DAY_MS;
  let profile = settings.profile;
  let alerts: readonly Alert[] = [];
  let next = 0;
  for (let now = first.at + DAY_MS; now < last.at + DAY_MS; now += DAY_MS) {
    for (; next < rows.length && rows[next]!.at < now; next++) {
      const row = rows[next]!;
      const ticket = { id: row.id, at: row.at, label: row.label, grams: similarityGrams(row.document) };
      if (row.at < judgedFrom) {
        detector.remember(ticket);
        continue;
      }
      const outcome = detector.add(ticket, row.at);
      if (outcome.kind === 'left-out') leftOut[outcome.reason]++;
      if (outcome.kind === 'proposed') proposals.push({ at: row.at, outbreak: outcome.outbreak });
    }
    settings.onProgress?.((now - first.at) / (last.at + DAY_MS - first.at));
    if (now < judgedFrom) continue;
    profile ??= freeze(
      rows.slice(0, next).filter(({ at }) => at < judgedFrom),
      settings.modelLabels,
      settings.seed,
    );
    const known = rows.slice(firstSince(rows, now - WINDOW_MS), next);
    const report = createReport({
      now,
      profile,
      observations: known,
      audited: known.flatMap(auditOf),
      judged: known.flatMap(judgedOf),
      attributes: settings.attributes,
      outbreaks: detector.outbreaks(now),
      calendar,
      seed: settings.seed,
    });
    reports.push(report);
    const wereRaised = new Set(alerts.filter(({ raisedAt }) => raisedAt !== undefined).map(nameOf));
    alerts = updateAlerts(alerts, report);
    raised.push(...alerts.filter((alert) => alert.raisedAt !== undefined && !wereRaised.has(nameOf(alert))));
  }
  return { reports, raised, proposals, leftOut };
}

function assertSpan(from: number, to: number): void {
  if (to - from <= REPLAY_DAYS_MAX * DAY_MS) return;
  throw new Error(
    `The history spans ${Math.round((to - from) / DAY_MS)} days, at most ${REPLAY_DAYS_MAX} can be replayed. Check the dates of its first and last row.`,
  );
}

function freeze(
  rows: readonly HistoryRow[],
  modelLabels: readonly string[],
  seed: number,
): ReferenceProfile | undefined {
  return rows.length < REFERENCE_TICKETS_MIN ? undefined : createReferenceProfile(rows, modelLabels, seed);
}

function auditOf({ isAudited, truth, label, confidence }: HistoryRow): AuditedPrediction[] {
  return isAudited === true && truth !== undefined ? [{ confidence, isWrong: truth !== label }] : [];
}

function judgedOf({ id, truth, label, confidence, attributes, isAssigned }: HistoryRow): JudgedTicket[] {
  if (truth === undefined) return [];
  const isRight = truth === label;
  return [
    {
      id,
      attributes: attributes ?? {},
      isRight,
      confidence,
      isAssigned: isAssigned ?? false,
      isCorrected: !isRight,
    },
  ];
}

function nameOf({ monitor, subject }: Alert): string {
  return `${monitor} ${subject ?? ''}`;
}

function firstSince(rows: readonly Observation[], at: number): number {
  const found = rows.findIndex((row) => row.at >= at);
  return found < 0 ? rows.length : found;
}
