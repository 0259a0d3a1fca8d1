// Two-sample Kolmogorov–Smirnov test: the largest distance between two empirical distributions, and how unlikely it is
// when both samples come from one source.

// The exact tail walks an n × m lattice; 4 million steps are some ten milliseconds.
const LATTICE_MAX = 4_000_000;

/** Largest distance between two empirical distributions, as the whole number that distance·n·m is. */
interface KolmogorovDistance {
  readonly distance: number;
  readonly steps: number;
  readonly n: number;
  readonly m: number;
}

/** Distance between two samples, each sorted ascending and not empty; ties within and between them are allowed. */
export function kolmogorovDistance(a: ArrayLike<number>, b: ArrayLike<number>): KolmogorovDistance {
  const n = a.length;
  const m = b.length;
  if (n === 0 || m === 0) throw new Error('Kolmogorov distance needs two samples; one of them is empty.');
  let i = 0;
  let j = 0;
  let steps = 0;
  while (i < n && j < m) {
    const value = Math.min(a[i] as number, b[j] as number);
    while (i < n && a[i] === value) i++;
    while (j < m && b[j] === value) j++;
    steps = Math.max(steps, Math.abs(i * m - j * n));
  }
  return { distance: steps / (n * m), steps, n, m };
}

/**
 * P(distance ≥ the one found) when both samples come from one continuous source: exact by walking the lattice of
 * orderings while n·m allows it, Kolmogorov's limit above that. Ties make the exact value conservative.
 */
export function kolmogorovUpper(found: KolmogorovDistance): number {
  const { n, m } = found;
  if (n * m <= LATTICE_MAX) return latticeUpper(found);
  return kolmogorovLimitUpper(found.distance * Math.sqrt((n * m) / (n + m)));
}

/**
 * Kolmogorov's limit 2·Σ (−1)^(k−1)·e^(−2k²x²), the tail of sqrt(nm/(n+m))·distance for large samples.
 * Below 1 the same function is summed in its other form (Jacobi's theta transformation), which converges there.
 */
export function kolmogorovLimitUpper(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    const t = Math.exp((-Math.PI * Math.PI) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * (t + t ** 9 + t ** 25 + t ** 49);
  }
  const t = Math.exp(-2 * x * x);
  return 2 * (t - t ** 4 + t ** 9 - t ** 16);
}

// Every ordering of n + m values is equally likely: a walk from (0, 0) to (n, m) that steps right with chance
// (n − i) / (n + m − i − j). What first reaches the distance is absorbed; summing only what is absorbed keeps tiny tails
// exact, where one minus the rest would lose them.
function latticeUpper(found: KolmogorovDistance): number {
  const { n, m, steps } = found;
  if (steps === 0) return 1;
  let reached = 0;
  const chance = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      let here = i === 0 && j === 0 ? 1 : 0;
      const before = n + m - i - j + 1;
      if (i > 0) here += ((chance[j] as number) * (n - i + 1)) / before;
      if (j > 0) here += ((chance[j - 1] as number) * (m - j + 1)) / before;
      const isAbsorbed = Math.abs(i * m - j * n) >= steps;
      if (isAbsorbed) reached += here;
      chance[j] = isAbsorbed ? 0 : here;
    }
  }
  return Math.min(1, reached);
}
