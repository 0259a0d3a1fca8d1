// How far a figure is from the expected one, as a share of the expected one.

/** |found − expected| / |expected|; the absolute difference where 0 is expected. */
export function relativeError(found: number, expected: number): number {
  return Math.abs(found - expected) / (expected === 0 ? 1 : Math.abs(expected));
}
