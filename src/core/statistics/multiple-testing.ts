// Many tests at once: p-values adjusted so that the expected share of false alarms among all alarms stays in bounds.

/**
 * Benjamini and Hochberg's adjusted p-values, in the order given: rejecting those ≤ q keeps the false discovery rate ≤ q.
 * Source: Y. Benjamini and Y. Hochberg, JRSS B 57 (1995).
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length;
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const adjusted = new Array<number>(count).fill(1);
  let least = 1;
  for (const [position, { p, index }] of order.entries()) {
    least = Math.min(least, (p * count) / (count - position));
    adjusted[index] = least;
  }
  return adjusted;
}
