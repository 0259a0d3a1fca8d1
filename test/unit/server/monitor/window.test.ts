import { describe, expect, it } from '@jest/globals';
import { chooseWindow } from '../../../../server/monitor/window.ts';
import { DAY, HOUR, NOW } from './observations.ts';

function everyHours(hours: number, count: number) {
  return Array.from({ length: count }, (_, number) => ({
    id: `t${number}`,
    at: NOW - number * hours * HOUR,
  }));
}

describe('current window', () => {
  it('is the last seven days when they hold enough tickets', () => {
    const { rows, from } = chooseWindow(everyHours(0.5, 1000), NOW);
    expect(from).toBe(NOW - 7 * DAY);
    expect(rows.length).toBe(337);
  });

  it('reaches back until it has 200 tickets', () => {
    const { rows, from } = chooseWindow(everyHours(2, 1000), NOW);
    expect(rows.length).toBe(200);
    expect(from).toBe(NOW - 199 * 2 * HOUR);
  });

  it('never reaches back more than 28 days', () => {
    expect(chooseWindow(everyHours(24, 100), NOW).rows.length).toBe(29);
  });

  it('counts an event that comes twice once and says so', () => {
    const rows = everyHours(1, 10);
    const window = chooseWindow([...rows, ...rows.slice(0, 3)], NOW);
    expect(window.rows.length).toBe(10);
    expect(window.notes).toContain('3 events came twice and counted once.');
  });

  it('leaves out tickets from the future and says so', () => {
    const window = chooseWindow(
      [...everyHours(1, 10), { id: 'x', at: NOW + DAY }, { id: 'y', at: Number.NaN }],
      NOW,
    );
    expect(window.rows.length).toBe(10);
    expect(window.notes.join(' ')).toContain('2 tickets had a time that is missing or in the future');
  });

  it('names a gap of days', () => {
    const rows = everyHours(1, 240).filter(({ at }) => at < NOW - 6 * DAY || at > NOW - DAY);
    expect(chooseWindow(rows, NOW).notes.join(' ')).toContain('For 5 days no ticket came in');
  });

  it('says of an empty desk that it is empty', () => {
    expect(chooseWindow([], NOW)).toMatchObject({
      rows: [],
      notes: ['No tickets came in during the last 28 days.'],
    });
  });
});
