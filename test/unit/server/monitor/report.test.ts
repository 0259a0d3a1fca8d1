import { describe, expect, it } from '@jest/globals';
import type { Observation } from '../../../../server/monitor/observation.ts';
import { createCalendar } from '../../../../server/monitor/outbreak/calendar.ts';
import { createReferenceProfile } from '../../../../server/monitor/reference-profile.ts';
import { createReport, type MonitorReport, type ReportInput } from '../../../../server/monitor/report.ts';
import type { Signal } from '../../../../server/monitor/signal.ts';
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import { DAY, everydayTickets, NOW } from './observations.ts';

const profile = createReferenceProfile(
  everydayTickets(1500, 1, NOW - 30 * DAY),
  ['access', 'hardware', 'hr', 'storage'],
  1,
);
const calendar = createCalendar({ timeZone: 'UTC', holidays: [] });

function reportOn(observations: readonly Observation[], changes: Partial<ReportInput> = {}): MonitorReport {
  return createReport({
    now: NOW,
    profile,
    observations,
    audited: [],
    judged: [],
    attributes: [],
    outbreaks: [],
    calendar,
    seed: 7,
    ...changes,
  });
}

function signal(report: MonitorReport, monitor: string): Signal | undefined {
  return report.signals.find((one) => one.monitor === monitor);
}

describe('monitor report', () => {
  it('raises nothing on everyday traffic', () => {
    const report = reportOn(everydayTickets(400, 2));
    expect(report.signals.filter(({ level }) => level === 'warn' || level === 'critical')).toEqual([]);
    expect(report.level).toBe('ok');
  });

  it('warns when a queue takes over, and names it with its shares and its n', () => {
    const changed = everydayTickets(400, 2).map((row, number) =>
      number % 2 === 0 ? { ...row, label: 'hr' } : row,
    );
    const label = signal(reportOn(changed), 'drift.label');
    expect(label?.level).toBe('critical');
    expect(label?.sentence).toMatch(
      /a lot since training \(400 tickets\): hr was 1\d % then and is 5\d % now/,
    );
  });

  it('warns when predictions grow unsure, and estimates what that costs', () => {
    const unsure = everydayTickets(400, 2).map((row) => ({ ...row, confidence: row.confidence - 0.2 }));
    const report = reportOn(unsure);
    expect(signal(report, 'drift.confidence')?.level).toBe('critical');
    expect(signal(report, 'accuracy.estimated')?.level).toBe('critical');
  });

  it('names the rows of a new subject and none of its words', () => {
    const rows = everydayTickets(300, 2).map((row, number) =>
      number < 60
        ? { ...row, document: documentFromText(`okta token enrolment fails ${number % 9} rollout`, 5) }
        : row,
    );
    const content = signal(reportOn(rows), 'drift.content');
    expect(content?.level).toMatch(/warn|critical/);
    expect(content?.rows.every((id) => Number(id.split('-')[1]) < 60)).toBe(true);
    expect(JSON.stringify(content)).not.toContain('okta');
  });

  it('waits for 200 tickets and shows grey until then', () => {
    const report = reportOn(everydayTickets(150, 2));
    expect(signal(report, 'drift.label')).toMatchObject({ level: 'not-enough-data', n: 150, effect: null });
    expect(report.level).toBe('not-enough-data');
  });

  it('shows an empty desk grey, never green', () => {
    const report = reportOn([]);
    expect(report.level).toBe('not-enough-data');
    expect(report.notes).toEqual(['No tickets came in during the last 28 days.']);
  });

  it('shows grey without a reference profile', () => {
    expect(reportOn(everydayTickets(400, 2), { profile: undefined }).level).toBe('not-enough-data');
  });

  it('says when all tickets got one queue', () => {
    const report = reportOn(everydayTickets(400, 2).map((row) => ({ ...row, label: 'hardware' })));
    expect(report.notes.join(' ')).toContain('All 400 tickets got the same queue');
    expect(signal(report, 'drift.label')?.level).toBe('critical');
  });

  it('finds overconfident predictions on audited tickets', () => {
    const audited = Array.from({ length: 200 }, (_, number) => ({
      confidence: 0.95,
      isWrong: number % 5 === 0,
    }));
    const honesty = signal(reportOn(everydayTickets(400, 2), { audited }), 'accuracy.honesty');
    expect(honesty?.level).toBe('critical');
    expect(honesty?.sentence).toContain('Of 200 checked tickets 160 were right (80 %');
  });

  it('never states a percentage without a number of tickets', () => {
    const report = reportOn(
      everydayTickets(400, 2).map((row) => ({ ...row, confidence: row.confidence / 2 })),
    );
    const bare = report.signals.filter(
      ({ sentence }) => sentence.includes('%') && !/\d+ [a-z ]*tickets/.test(sentence),
    );
    expect(bare).toEqual([]);
  });

  it('is the same for the same input', () => {
    expect(reportOn(everydayTickets(300, 2))).toEqual(reportOn(everydayTickets(300, 2)));
  });
});
