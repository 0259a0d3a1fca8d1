// What every benchmark answers: figures, each with what it must reach and what it aims at.

/** One measured figure. `must` and `aim` are in words, such as "≤ 0.142"; `holds` is null where nothing must be reached. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly must: string | null;
  readonly aim: string | null;
  readonly holds: boolean | null;
}

/** The answer of one benchmark. */
export interface BenchResult {
  readonly name: string;
  readonly figures: readonly Figure[];
}

/** A figure that is only reported. */
export function reported(figure: string, value: number, unit: string): Figure {
  return { figure, value: rounded(value), unit, must: null, aim: null, holds: null };
}

/** A figure that must not exceed a limit. */
export function atMost(figure: string, value: number, unit: string, limit: number): Figure {
  return { figure, value: rounded(value), unit, must: `≤ ${limit}`, aim: null, holds: value <= limit };
}

/** A figure that must reach a limit. */
export function atLeast(figure: string, value: number, unit: string, limit: number): Figure {
  return { figure, value: rounded(value), unit, must: `≥ ${limit}`, aim: null, holds: value >= limit };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
