// Do two sets of counts come from one source? Pearson's chi-square for many columns, Fisher's exact test for two.
import { logBinomialDensity } from '../../src/core/statistics/beta.ts';
import { chiSquareUpper } from '../../src/core/statistics/chi-square.ts';

/** Fewer expected tickets than this in a cell, and the chi-square distribution no longer fits (W. G. Cochran, 1954). */
const EXPECTED_MIN = 5;
// Tables whose probability differs from the found one by rounding only are as extreme as it.
const ROUNDING = 1 + 1e-9;

/** Pearson's statistic; `degrees` is 0 and `pValue` 1 where fewer than two columns are filled. */
export interface ChiSquareTest {
  readonly statistic: number;
  readonly degrees: number;
  readonly pValue: number;
}

/** Tests a 2 × columns table. Columns empty on both sides are left out. Source: K. Pearson (1900). */
export function testHomogeneity(one: ArrayLike<number>, other: ArrayLike<number>): ChiSquareTest {
  let totalOne = 0;
  let totalOther = 0;
  let columns = 0;
  for (let column = 0; column < one.length; column++) {
    totalOne += one[column]!;
    totalOther += other[column]!;
    if (one[column]! + other[column]! > 0) columns++;
  }
  if (columns < 2 || totalOne === 0 || totalOther === 0) return { statistic: 0, degrees: 0, pValue: 1 };
  let statistic = 0;
  for (let column = 0; column < one.length; column++) {
    const both = one[column]! + other[column]!;
    if (both === 0) continue;
    const expectedOne = (both * totalOne) / (totalOne + totalOther);
    const expectedOther = both - expectedOne;
    statistic += (one[column]! - expectedOne) ** 2 / expectedOne;
    statistic += (other[column]! - expectedOther) ** 2 / expectedOther;
  }
  const degrees = columns - 1;
  return { statistic, degrees, pValue: chiSquareUpper(statistic, degrees) };
}

/**
 * Adds up the columns in which fewer than five tickets are expected on either side, so that the test above holds. The rest
 * keeps its order; the sum comes last. If even the sum is rare it joins the smallest column kept.
 */
export function mergeRareColumns(one: ArrayLike<number>, other: ArrayLike<number>): [number[], number[]] {
  const all = Array.from({ length: one.length }, (_, column) => [one[column]!, other[column]!] as const);
  const totals = all.reduce((sum, [a, b]) => [sum[0] + a, sum[1] + b] as const, [0, 0] as const);
  const share = Math.min(...totals) / (totals[0] + totals[1]);
  const isRare = ([a, b]: readonly [number, number]): boolean => (a + b) * share < EXPECTED_MIN;
  const kept = all.filter((column) => !isRare(column));
  const rest = all.filter(isRare).reduce<[number, number]>((sum, [a, b]) => [sum[0] + a, sum[1] + b], [0, 0]);
  if (rest[0] + rest[1] > 0) {
    const smallest = kept.reduce<number>(
      (least, [a, b], column) => (least < 0 || a + b < kept[least]![0] + kept[least]![1] ? column : least),
      -1,
    );
    const joined = kept[smallest];
    if (isRare(rest) && joined !== undefined) kept[smallest] = [joined[0] + rest[0], joined[1] + rest[1]];
    else kept.push(rest);
  }
  return [kept.map(([a]) => a), kept.map(([, b]) => b)];
}

/**
 * Fisher's exact test, two-sided, of k1 in n1 against k2 in n2: the chance of all tables with these margins that are at most
 * as likely as this one. Source: R. A. Fisher, "Statistical Methods for Research Workers", §21.02.
 */
export function fisherExact(k1: number, n1: number, k2: number, n2: number): number {
  const hits = k1 + k2;
  const lowest = Math.max(0, hits - n2);
  const highest = Math.min(hits, n1);
  if (lowest === highest) return 1;
  const found = Math.exp(logTable(k1, n1, hits, n2));
  let sum = 0;
  for (let k = lowest; k <= highest; k++) {
    const chance = Math.exp(logTable(k, n1, hits, n2));
    if (chance <= found * ROUNDING) sum += chance;
  }
  return Math.min(1, sum);
}

// ln of the hypergeometric probability as a ratio of binomial ones, which keeps it exact for large margins.
function logTable(k: number, n1: number, hits: number, n2: number): number {
  const share = hits / (n1 + n2);
  return (
    logBinomialDensity(k, n1, share, 1 - share) +
    logBinomialDensity(hits - k, n2, share, 1 - share) -
    logBinomialDensity(hits, n1 + n2, share, 1 - share)
  );
}
