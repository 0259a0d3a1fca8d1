import { describe, expect, it } from '@jest/globals';
import { compareShares, labelSharesOf } from '../../../../server/monitor/label-shares.ts';

const rows = (...probabilities: number[][]) => probabilities.map((row) => ({ probabilities: row }));

describe('label shares', () => {
  it('are the means of the probabilities', () => {
    const shares = labelSharesOf(rows([0.8, 0.2], [0.4, 0.6]), 2);
    expect(shares?.means.map((mean) => mean.toFixed(9))).toEqual(['0.600000000', '0.400000000']);
    expect(shares?.variances[0]).toBeCloseTo(0.04, 12);
  });

  it('are unknown when a ticket has no probabilities, or those of another model', () => {
    expect(labelSharesOf([...rows([0.5, 0.5]), {}], 2)).toBeUndefined();
    expect(labelSharesOf(rows([0.5, 0.3, 0.2]), 2)).toBeUndefined();
  });

  it('name the label whose share changed beyond luck', () => {
    const reference = { n: 1000, means: [0.5, 0.3, 0.2], variances: [0.2, 0.15, 0.1] };
    const change = compareShares(reference, {
      n: 1000,
      means: [0.5, 0.22, 0.28],
      variances: [0.2, 0.15, 0.1],
    });
    expect(change.label).toBe(2);
    expect(change.largest).toBeCloseTo(0.08, 12);
    expect(change.pValue).toBeLessThan(1e-6);
  });

  it('leave out a label that was never probable', () => {
    const reference = { n: 100, means: [1, 0], variances: [0, 0] };
    expect(compareShares(reference, { n: 100, means: [1, 0], variances: [0, 0] }).pValue).toBe(1);
  });
});
