import { describe, expect, it } from '@jest/globals';
import { testBurst } from '../../../../../server/monitor/outbreak/burst.ts';

describe('burst test', () => {
  // Expected: scipy 1.17.1 stats.poisson.sf.
  it.each([
    [3, 0, 80, 6000, 0.006665555740709882, 4.9111940551188946e-8],
    [4, 2, 80, 6000, 0.03332777870354941, 5.0054303394719875e-8],
    [6, 60, 80, 6000, 0.8065322446258958, 0.0001924959352621055],
    [10, 60, 80, 6000, 0.8065322446258958, 1.545366655150372e-8],
    [3, 0, 20, 300, 0.03322259136212625, 5.961245068016863e-6],
  ])(
    'of %i now and %i before, in %i and %i tickets',
    (recent, past, ticketsRecent, ticketsPast, expected, p) => {
      const burst = testBurst({ recent, past, ticketsRecent, ticketsPast });
      expect(burst.expected).toBeCloseTo(expected, 12);
      expect(burst.pValue / p).toBeCloseTo(1, 8);
    },
  );

  it('finds no burst without any history', () => {
    expect(testBurst({ recent: 5, past: 0, ticketsRecent: 40, ticketsPast: 0 }).pValue).toBeGreaterThan(0.5);
  });
});
