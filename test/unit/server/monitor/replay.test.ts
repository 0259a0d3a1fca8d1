import { describe, expect, it } from '@jest/globals';
import { type HistoryRow, replayHistory } from '../../../../server/monitor/replay.ts';
import { DAY, everydayTickets, HOUR, NOW } from './observations.ts';

const SETTINGS = {
  timeZone: 'UTC',
  holidays: [],
  learnDays: 14,
  modelLabels: ['access', 'hardware', 'hr', 'storage'],
  attributes: ['language'],
  seed: 1,
};

function weeks(count: number): HistoryRow[] {
  return Array.from({ length: count }, (_, week) =>
    everydayTickets(300, week + 1, NOW + week * 7 * DAY),
  ).flat();
}

describe('replay of a history', () => {
  it('reports each day after those it learns from', () => {
    const { reports } = replayHistory(weeks(4), SETTINGS);
    expect(reports.length).toBeGreaterThanOrEqual(13);
    expect(reports.at(-1)?.level).toBe('ok');
  });

  it('raises what a live desk would have raised, once', () => {
    const history = weeks(5).map((row) => (row.at > NOW + 14 * DAY ? { ...row, label: 'hr' } : row));
    const raised = replayHistory(history, SETTINGS).raised.filter(({ monitor }) => monitor === 'drift.label');
    expect(raised).toHaveLength(1);
    expect(raised[0]?.since).toBeGreaterThan(NOW + 14 * DAY);
  });

  it('judges accuracy by what people said', () => {
    const history = weeks(4).map((row) => ({ ...row, truth: 'hr', isAudited: true }));
    const { reports } = replayHistory(history, SETTINGS);
    const honesty = reports.at(-1)?.signals.find(({ monitor }) => monitor === 'accuracy.honesty');
    expect(honesty?.level).toBe('critical');
  });

  it('counts duplicates and goes on', () => {
    const history = weeks(4);
    const twice = history.filter(({ at }) => at > NOW + 14 * DAY).slice(0, 5);
    expect(replayHistory([...history, ...twice], SETTINGS).leftOut.duplicate).toBe(5);
  });

  it('has nothing to say about an empty history', () => {
    expect(replayHistory([], SETTINGS)).toMatchObject({ reports: [], raised: [], proposals: [] });
  });

  it('refuses a history with a date decades away', () => {
    const [first, ...others] = weeks(1);
    const history = [{ ...(first ?? others[0]), at: HOUR } as HistoryRow, ...others];
    expect(() => replayHistory(history, SETTINGS)).toThrow('Check the dates');
  });
});
