import { describe, expect, it } from '@jest/globals';
import { createCalendar } from '../../../../../server/monitor/outbreak/calendar.ts';
import { createVolumeMonitor, type VolumeMonitor } from '../../../../../server/monitor/outbreak/volume.ts';
import { HOUR } from '../observations.ts';

const calendar = createCalendar({ timeZone: 'Europe/Berlin', holidays: ['2026-04-06'] });
const FIRST = Date.UTC(2026, 0, 25, 23);
const UNTIL = Date.UTC(2026, 3, 7, 22);

// Four tickets an hour from nine to five on working days, twelve an hour on Monday mornings, none on holidays.
function ticketsOf(at: number): number {
  const hourOfWeek = calendar.hourOfWeek(at);
  const hour = hourOfWeek % 24;
  if (hourOfWeek >= 120 || hour < 9 || hour >= 17 || calendar.isHoliday(at)) return 0;
  return (hourOfWeek < 12 || calendar.isAfterHoliday(at)) && hour < 12 ? 12 : 4;
}

function aDesk(until = UNTIL, isCutOff: (at: number) => boolean = () => false): VolumeMonitor {
  const monitor = createVolumeMonitor(calendar);
  for (let at = FIRST; at < until; at += HOUR) {
    const count = isCutOff(at) ? 0 : ticketsOf(at);
    for (let number = 0; number < count; number++) monitor.count('access', at + number * 60_000);
  }
  return monitor;
}

const WEDNESDAY = Date.UTC(2026, 2, 25, 10);

describe('volume channel', () => {
  it('finds an hour with five times its tickets', () => {
    const desk = aDesk(WEDNESDAY);
    for (let number = 0; number < 20; number++) desk.count('access', WEDNESDAY + number);
    const finding = desk.judge('access', WEDNESDAY);
    expect(finding).toMatchObject({ found: 20, from: WEDNESDAY });
    expect(finding?.pValue).toBeLessThan(1e-6);
  });

  it.each([
    ['an ordinary hour', WEDNESDAY],
    ['a Monday morning', Date.UTC(2026, 2, 23, 9)],
    ['the Monday after the change to summer time', Date.UTC(2026, 2, 30, 7)],
    ['the Tuesday after a holiday', Date.UTC(2026, 3, 7, 8)],
  ])('is silent in %s', (_, at) => {
    const finding = aDesk().judge('access', at);
    expect(finding?.found).toBeGreaterThan(0);
    expect(finding?.pValue).toBeGreaterThan(1e-3);
  });

  it('watches the whole desk besides each label', () => {
    expect(aDesk().judge('', WEDNESDAY)?.found).toBe(4);
  });

  it('says nothing before it knows two weeks', () => {
    const monitor = createVolumeMonitor(calendar);
    for (let number = 0; number < 50; number++) monitor.count('access', FIRST + 10 * HOUR);
    expect(monitor.judge('access', FIRST + 10 * HOUR)).toBeUndefined();
  });

  it('takes what comes after a silent working day for a backlog', () => {
    const silentFrom = WEDNESDAY - 20 * HOUR;
    const desk = aDesk(WEDNESDAY, (at) => at >= silentFrom);
    for (let number = 0; number < 40; number++) desk.count('access', WEDNESDAY + number);
    expect(desk.judge('access', WEDNESDAY)).toBeUndefined();
  });

  it('does not learn from days on which the desk was cut off', () => {
    const cutOff = (at: number): boolean => at >= Date.UTC(2026, 1, 9) && at < Date.UTC(2026, 2, 14);
    const finding = aDesk(UNTIL, cutOff).judge('access', WEDNESDAY);
    expect(finding?.expected).toBeGreaterThan(3);
  });
});
