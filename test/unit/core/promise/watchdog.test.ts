import { describe, expect, it } from '@jest/globals';
import {
  type ArmedWatchdog,
  armWatchdog,
  logLikelihoodRatio,
  type Watchdog,
  watchAudit,
} from '../../../../src/core/promise/watchdog.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

/** Audits until the trip, or null when there is none within `audits`. */
function auditsToTrip(
  allowed: number,
  wrongAt: (audit: number) => number,
  audits: number,
  seed: number,
): number | null {
  const random = createRandom(seed);
  let watchdog: Watchdog = armWatchdog(allowed);
  for (let audit = 1; audit <= audits; audit++) {
    watchdog = watchAudit(watchdog, random() < wrongAt(audit), 0);
    if (watchdog.state === 'tripped') return audit;
  }
  return null;
}

function medianToTrip(allowed: number, wrongAt: (audit: number) => number, from = 0): number {
  const times = Array.from(
    { length: 201 },
    (_, seed) => auditsToTrip(allowed, wrongAt, 6000, seed) ?? Infinity,
  );
  return (times.sort((a, b) => a - b)[100] ?? Infinity) - from;
}

describe('the watchdog', () => {
  it('weighs an error and a right ticket as twice the allowed error would', () => {
    // numpy: ln(0.10/0.05) and ln(0.90/0.95).
    expect(logLikelihoodRatio(true, 0.05)).toBeCloseTo(Math.LN2, 12);
    expect(logLikelihoodRatio(false, 0.05)).toBeCloseTo(-0.0540672212702757, 12);
  });

  it('adds up evidence along a path of audits', () => {
    // Cumulated with numpy for errors at places 21, 23, 26, 27 and 29 of 29.
    const wrong = new Set([20, 22, 25, 26, 28]);
    const path = Array.from({ length: 29 }, (_, place) => logLikelihoodRatio(wrong.has(place), 0.05));
    expect(path.reduce((sum, step) => sum + step, 0)).toBeCloseTo(2.168122592313109, 12);
  });

  it('is a fair bet at the allowed error: evidence neither grows nor shrinks on average', () => {
    const worth = ({ audits, evidence }: ArmedWatchdog): number => evidence + 20 / (audits + 20);
    const before: ArmedWatchdog = { state: 'armed', allowed: 0.05, audits: 37, errors: 3, evidence: 1.7 };
    const right = watchAudit(before, false, 0) as ArmedWatchdog;
    const wrong = watchAudit(before, true, 0) as ArmedWatchdog;
    expect(0.95 * worth(right) + 0.05 * worth(wrong)).toBeCloseTo(worth(before), 12);
  });

  it.each([
    [0.05, 0.02],
    [0.1, 0.02],
  ])('hardly ever trips at an allowed error of %d over 5,000 audits', (allowed, shareMax) => {
    const trips = Array.from({ length: 300 }, (_, seed) => auditsToTrip(allowed, () => allowed, 5000, seed));
    expect(trips.filter((audits) => audits !== null).length / 300).toBeLessThanOrEqual(shareMax);
  });

  it('catches double the error in a median of at most 220 audits', () => {
    expect(medianToTrip(0.05, () => 0.1)).toBeLessThanOrEqual(220);
  });

  it('catches a fall that comes after 1,000 good audits in a median of at most 600', () => {
    expect(medianToTrip(0.05, (audit) => (audit <= 1000 ? 0.03 : 0.1), 1000)).toBeLessThanOrEqual(600);
  });

  it('says when and on what it tripped, and stays tripped', () => {
    let watchdog: Watchdog = armWatchdog(0.05);
    for (let audit = 1; audit <= 20; audit++) watchdog = watchAudit(watchdog, true, 5000 + audit);
    expect(watchdog).toMatchObject({ state: 'tripped', allowed: 0.05, trippedAt: 5000 + watchdog.audits });
    expect(watchAudit(watchdog, false, 9999)).toBe(watchdog);
  });

  it.each([0, 0.6, NaN])('refuses %d as an allowed share', (allowed) => {
    expect(() => armWatchdog(allowed)).toThrow('allowed share');
  });
});
