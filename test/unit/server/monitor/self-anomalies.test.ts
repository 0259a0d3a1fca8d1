import { describe, expect, it } from '@jest/globals';
import { type SelfFacts, selfSignals } from '../../../../server/monitor/self-anomalies.ts';
import { DAY, HOUR, NOW } from './observations.ts';

function only(facts: Partial<SelfFacts>) {
  return selfSignals({ schedules: [], quotas: [], audits: [], ...facts }, NOW);
}

const hourly = { name: 'Triage new rows', everyMs: HOUR, since: NOW - 30 * DAY };
const mails = { name: 'mails', limit: 100, from: NOW - 12 * HOUR, renewedAt: NOW + 12 * HOUR };

describe('anomalies of Usher itself', () => {
  it.each([
    [1, 'ok'],
    [4, 'warn'],
    [12, 'critical'],
  ])('sees a schedule that last ran %i hours ago as %s', (hours, level) => {
    expect(only({ schedules: [{ ...hourly, lastAt: NOW - hours * HOUR }] })).toMatchObject([{ level }]);
  });

  it('sees a schedule that never ran, and says what to do', () => {
    const [signal] = only({ schedules: [hourly] });
    expect(signal).toMatchObject({ level: 'critical', n: 0 });
    expect(signal?.sentence).toContain('switch it on again');
  });

  it('gives no colour to a schedule that ran in the future', () => {
    expect(only({ schedules: [{ ...hourly, lastAt: NOW + DAY }] })).toMatchObject([
      { level: 'not-enough-data' },
    ]);
  });

  it.each([
    [30, 'ok'],
    [60, 'info'],
    [85, 'warn'],
    [97, 'critical'],
  ])('sees %i of 100 mails used by noon as %s', (used, level) => {
    expect(only({ quotas: [{ ...mails, used }] })).toMatchObject([{ level }]);
  });

  it.each([
    [10, 5, 'not-enough-data'],
    [1000, 5, 'ok'],
    [1000, 20, 'warn'],
    [1000, 200, 'critical'],
  ])('sees of %i requests %i failed as %s', (requests, failed, level) => {
    const signals = only({ traffic: { requests, failed, fallbacks: 0, p95Ms: 300 } });
    expect(signals.find(({ monitor }) => monitor === 'self.errors')?.level).toBe(level);
  });

  it('does not call one failure in sixty a rate', () => {
    const signals = only({ traffic: { requests: 60, failed: 1, fallbacks: 0, p95Ms: 300 } });
    expect(signals.find(({ monitor }) => monitor === 'self.errors')?.level).toBe('ok');
  });

  it('wants an old model trained again once there is something new to learn', () => {
    const model = { trainedAt: NOW - 120 * DAY, rows: 1000, labelledSince: 20 };
    expect(only({ model })).toMatchObject([{ level: 'ok' }]);
    expect(only({ model: { ...model, labelledSince: 400 } })).toMatchObject([{ level: 'warn' }]);
  });

  it.each([
    [20, 'ok'],
    [12, 'warn'],
    [2, 'critical'],
  ])('sees %i audits of a routed group in two weeks as %s', (audits, level) => {
    expect(
      only({ audits: [{ group: 'hardware', isRouting: true, isSettled: true, assigned: 300, audits }] }),
    ).toMatchObject([{ level }]);
  });

  it('gives no colour to audits of a desk that has only begun', () => {
    const group = { group: 'hardware', isRouting: true, isSettled: false, assigned: 16, audits: 0 };
    expect(only({ audits: [group] })).toMatchObject([{ level: 'not-enough-data' }]);
  });

  it('asks for no audits where nothing is routed', () => {
    expect(
      only({ audits: [{ group: 'hr', isRouting: false, isSettled: true, assigned: 0, audits: 0 }] }),
    ).toEqual([]);
  });

  it.each([
    [50, 'ok'],
    [85, 'warn'],
    [100, 'critical'],
  ])('sees %i spent of 100 as %s', (spent, level) => {
    expect(only({ cost: { spent, cap: 100 } })).toMatchObject([{ level }]);
  });
});
