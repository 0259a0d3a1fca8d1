import { describe, expect, it } from '@jest/globals';
import { benjaminiHochberg } from '../../../../src/core/statistics/multiple-testing.ts';

// Expected: scipy 1.17.1 stats.false_discovery_control(method='bh').
describe('Benjamini–Hochberg', () => {
  it('adjusts sorted p-values', () => {
    const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    const expected = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.10571428571428572, 0.216, 0.216, 0.216];
    expect(benjaminiHochberg(p).map((value) => value.toFixed(12))).toEqual(
      expected.map((value) => value.toFixed(12)),
    );
  });

  it('keeps the order in which p-values came', () => {
    expect(benjaminiHochberg([0.5, 0.001, 0.04, 0.03, 0.9]).map((value) => value.toFixed(6))).toEqual([
      '0.625000',
      '0.005000',
      '0.066667',
      '0.066667',
      '0.900000',
    ]);
  });

  it('has nothing to adjust without tests', () => {
    expect(benjaminiHochberg([])).toEqual([]);
  });
});
