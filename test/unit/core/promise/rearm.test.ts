import { describe, expect, it } from '@jest/globals';
import { rearmWatchdog, recoveryEvidence } from '../../../../src/core/promise/rearm.ts';
import { armWatchdog, type TrippedWatchdog } from '../../../../src/core/promise/watchdog.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

const TRIPPED: TrippedWatchdog = { state: 'tripped', allowed: 0.05, audits: 60, errors: 12, trippedAt: 1000 };
const DELTA = 0.1;
const LEAD = { by: 'ann', role: 'lead' } as const;

/** Audits until a lead who tries after each of them succeeds, or null within `audits`. */
function auditsToArm(wrong: number, audits: number, seed: number): number | null {
  const random = createRandom(seed);
  let errors = 0;
  for (let audit = 1; audit <= audits; audit++) {
    if (random() < wrong) errors++;
    if (recoveryEvidence({ audits: audit, errors }, TRIPPED.allowed) >= 1 / DELTA) return audit;
  }
  return null;
}

function timesToArm(wrong: number): (number | null)[] {
  return Array.from({ length: 600 }, (_, seed) => auditsToArm(wrong, 1_000, seed));
}

describe('arming again', () => {
  it('starts without audits after fresh evidence and a lead', () => {
    expect(rearmWatchdog(TRIPPED, { audits: 90, errors: 0 }, DELTA, LEAD)).toEqual({
      isArmed: true,
      watchdog: armWatchdog(0.05),
      approvedBy: 'ann',
    });
  });

  it('says how many right audits are missing', () => {
    const fresh = { audits: 20, errors: 0 };
    const refused = rearmWatchdog(TRIPPED, fresh, DELTA, LEAD);
    if (refused.isArmed || refused.refusal !== 'not-proven' || refused.more === null)
      throw new Error('armed');
    const later = (more: number) =>
      rearmWatchdog(TRIPPED, { audits: 20 + more, errors: 0 }, DELTA, LEAD).isArmed;
    expect([later(refused.more - 1), later(refused.more)]).toEqual([false, true]);
  });

  it('is refused to a member', () => {
    expect(rearmWatchdog(TRIPPED, { audits: 900, errors: 0 }, DELTA, { by: 'bob', role: 'member' })).toEqual({
      isArmed: false,
      refusal: 'not-a-lead',
    });
  });

  it('is a fair bet at the allowed error: the evidence neither grows nor shrinks on average', () => {
    const before = recoveryEvidence({ audits: 40, errors: 2 }, 0.05);
    const right = recoveryEvidence({ audits: 41, errors: 2 }, 0.05);
    const wrong = recoveryEvidence({ audits: 41, errors: 3 }, 0.05);
    expect(0.95 * right + 0.05 * wrong).toBeCloseTo(before, 12);
  });

  it('seldom arms a group that is as wrong as ever, however often a lead tries', () => {
    // Delta is 0.1; three standard errors of 600 tries are 0.037.
    const armed = timesToArm(0.05).filter((audits) => audits !== null).length;
    expect(armed / 600).toBeLessThanOrEqual(0.137);
  });

  it('arms a group that is good again after some hundred audits', () => {
    const times = timesToArm(0.01)
      .map((audits) => audits ?? Infinity)
      .sort((one, other) => one - other);
    expect(times[300]).toBeLessThanOrEqual(120);
  });
});
