import { describe, expect, it } from '@jest/globals';
import {
  ageOutbreak,
  decideOutbreak,
  describeOutbreak,
  isSuppressed,
  type Outbreak,
  type OutbreakStatus,
} from '../../../../../server/monitor/outbreak/outbreak.ts';
import { DAY, HOUR, NOW } from '../observations.ts';

function anOutbreak(status: OutbreakStatus, changes: Partial<Outbreak> = {}): Outbreak {
  return {
    id: 'o1',
    status,
    channels: ['content'],
    label: 'access',
    ticketIds: ['a', 'b', 'c'],
    firstSeenAt: NOW - HOUR,
    lastSeenAt: NOW,
    expected: 0.8,
    likeness: 0.1,
    pValue: 1e-7,
    ...changes,
  };
}

const proposed = anOutbreak({ state: 'proposed', at: NOW });
const confirmed = anOutbreak({ state: 'confirmed', at: NOW, by: 'lead@example.com' });

describe('outbreak', () => {
  it.each([
    ['confirm', 'confirmed'],
    ['dismiss', 'dismissed'],
    ['close', 'resolved'],
  ] as const)('that is proposed becomes by "%s" %s', (decision, state) => {
    const outcome = decideOutbreak(proposed, decision, 'lead@example.com', NOW);
    expect(outcome).toMatchObject({ isDecided: true, outbreak: { status: { state } } });
  });

  it('that is a candidate is not for people', () => {
    expect(decideOutbreak(anOutbreak({ state: 'candidate' }), 'confirm', 'x', NOW)).toEqual({
      isDecided: false,
      refusal: 'not-open',
    });
  });

  it('that is over stays over', () => {
    const over = anOutbreak({ state: 'stale', at: NOW });
    expect(decideOutbreak(over, 'confirm', 'x', NOW)).toEqual({ isDecided: false, refusal: 'over' });
  });

  it('ends after a day without a ticket: resolved when confirmed, stale otherwise', () => {
    expect(ageOutbreak(confirmed, NOW + DAY).status.state).toBe('resolved');
    expect(ageOutbreak(proposed, NOW + DAY).status.state).toBe('stale');
    expect(ageOutbreak(proposed, NOW + DAY - 1)).toBe(proposed);
  });

  it('that was dismissed is kept quiet for seven days', () => {
    const dismissed = anOutbreak({ state: 'dismissed', at: NOW, by: 'x' });
    expect(isSuppressed(dismissed, NOW + 7 * DAY - 1)).toBe(true);
    expect(isSuppressed(dismissed, NOW + 7 * DAY)).toBe(false);
  });

  it('is described with what was seen, since when and what was expected', () => {
    expect(describeOutbreak(proposed, () => '09:10')).toBe('3 similar tickets since 09:10, 0.8 expected.');
  });

  it('by volume alone names the queue', () => {
    const busy = { ...proposed, channels: ['volume' as const], expected: 14.2 };
    expect(describeOutbreak(busy, () => '09:10')).toBe('3 tickets for access since 09:10, 14 expected.');
  });
});
