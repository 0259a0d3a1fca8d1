import { describe, expect, it } from '@jest/globals';
import { createCalendar } from '../../../../../server/monitor/outbreak/calendar.ts';

const berlin = createCalendar({ timeZone: 'Europe/Berlin', holidays: ['2026-04-03', '2026-04-06'] });

describe('desk calendar', () => {
  it('counts hours of the week in local time', () => {
    expect(berlin.hourOfWeek(Date.UTC(2026, 2, 23, 8))).toBe(9);
    expect(berlin.hourOfWeek(Date.UTC(2026, 2, 30, 7))).toBe(9);
  });

  it('skips an hour in spring and repeats one in autumn', () => {
    const spring = [0, 1].map((hour) => berlin.hourOfWeek(Date.UTC(2026, 2, 29, hour)) % 24);
    const autumn = [0, 1].map((hour) => berlin.hourOfWeek(Date.UTC(2026, 9, 25, hour)) % 24);
    expect(spring).toEqual([1, 3]);
    expect(autumn).toEqual([2, 2]);
  });

  it('knows holidays by the local date', () => {
    expect(berlin.isHoliday(Date.UTC(2026, 3, 2, 22, 30))).toBe(true);
    expect(berlin.isHoliday(Date.UTC(2026, 3, 3, 22, 30))).toBe(false);
  });

  it.each([
    ['the Tuesday after Easter Monday', Date.UTC(2026, 3, 7, 8), true],
    ['the Wednesday after', Date.UTC(2026, 3, 8, 8), false],
    ['Easter Monday itself', Date.UTC(2026, 3, 6, 8), false],
    ['an ordinary Monday', Date.UTC(2026, 2, 23, 8), false],
  ])('opens again on %s: %s', (_, at, expected) => {
    expect(berlin.isAfterHoliday(at)).toBe(expected);
  });

  it('finds the holiday behind a week-end', () => {
    const calendar = createCalendar({ timeZone: 'UTC', holidays: ['2026-04-03'] });
    expect(calendar.isAfterHoliday(Date.UTC(2026, 3, 6, 8))).toBe(true);
  });

  it('gives the local time of day', () => {
    expect(berlin.timeOf(Date.UTC(2026, 2, 23, 8, 10))).toBe('09:10');
  });
});
