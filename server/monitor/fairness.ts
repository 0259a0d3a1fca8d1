// Does Usher serve every group of tickets equally well? Figures by slice of the attributes that the desk names, each against
// all other tickets, with intervals and a test. Attributes are never guessed.
import { type Interval, newcombeInterval, wilsonInterval } from '../../src/core/statistics/intervals.ts';
import { benjaminiHochberg } from '../../src/core/statistics/multiple-testing.ts';
import { normalUpper } from '../../src/core/statistics/normal.ts';
import { fisherExact } from './contingency.ts';

/** A ticket with a label that a person gave or confirmed, as far as fairness needs it. */
export interface JudgedTicket {
  readonly id: string;
  /** Attributes by name: `language`, `site`, `channel`, or any column that the desk names. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly isRight: boolean;
  readonly confidence: number;
  /** Decided without a person. */
  readonly isAssigned: boolean;
  /** A person changed what Usher wrote. */
  readonly isCorrected: boolean;
  /** Urgent by the person's word, and whether Usher said so too. */
  readonly urgency?: { readonly isUrgent: boolean; readonly isFound: boolean };
}

/** What is compared. The calibration gap is mean confidence − accuracy; all others are shares. */
export type FairnessFigure = 'accuracy' | 'urgentRecall' | 'coverage' | 'correctionRate' | 'calibrationGap';

/** One figure of one slice against the rest of the tickets. */
export interface SliceFigure {
  readonly attribute: string;
  readonly slice: string;
  readonly figure: FairnessFigure;
  readonly n: number;
  readonly value: number;
  /** 95 % interval of the value. */
  readonly interval: Interval;
  readonly restN: number;
  readonly rest: number;
  /** Value minus the rest's. */
  readonly gap: number;
  /** 95 % interval of the gap. */
  readonly gapInterval: Interval;
  readonly pValue: number;
  /** After correction over all slices and figures that were tested. */
  readonly qValue: number;
}

/** A slice with too few tickets to be shown as a share. */
export interface SmallSlice {
  readonly attribute: string;
  readonly slice: string;
  readonly n: number;
}

/** Figures of all slices that are large enough, and the slices that are not. */
export interface FairnessComparison {
  readonly figures: readonly SliceFigure[];
  readonly small: readonly SmallSlice[];
}

/** Below this a share is not shown. */
export const SLICE_TICKETS_MIN = 30;
/** Distinct values of an attribute beyond which it is an id or free text rather than a group. */
const SLICES_MAX = 50;
const LEVEL = 0.95;
const Z = 1.959963984540054;

interface Counted {
  readonly hits: number;
  readonly n: number;
}

const SHARES: readonly (readonly [FairnessFigure, (tickets: readonly JudgedTicket[]) => Counted])[] = [
  ['accuracy', (tickets) => countOf(tickets, ({ isRight }) => isRight)],
  [
    'urgentRecall',
    (tickets) =>
      countOf(
        tickets.filter(({ urgency }) => urgency?.isUrgent === true),
        ({ urgency }) => urgency?.isFound === true,
      ),
  ],
  ['coverage', (tickets) => countOf(tickets, ({ isAssigned }) => isAssigned)],
  ['correctionRate', (tickets) => countOf(tickets, ({ isCorrected }) => isCorrected)],
];

/** Compares every slice of the named attributes; tickets without an attribute are the slice '(none)'. */
export function compareSlices(
  tickets: readonly JudgedTicket[],
  attributes: readonly string[],
): FairnessComparison {
  const figures: Omit<SliceFigure, 'qValue'>[] = [];
  const small: SmallSlice[] = [];
  for (const attribute of attributes) {
    const slices = Map.groupBy(tickets, (ticket) => ticket.attributes[attribute] ?? '(none)');
    if (slices.size < 2 || slices.size > SLICES_MAX) continue;
    for (const [slice, inside] of slices) {
      if (inside.length < SLICE_TICKETS_MIN) {
        small.push({ attribute, slice, n: inside.length });
        continue;
      }
      const members = new Set(inside);
      const outside = tickets.filter((ticket) => !members.has(ticket));
      for (const [figure, count] of SHARES) {
        const compared = compareShares(count(inside), count(outside));
        if (compared !== undefined) figures.push({ attribute, slice, figure, ...compared });
      }
      if (outside.length > 0)
        figures.push({ attribute, slice, figure: 'calibrationGap', ...compareGaps(inside, outside) });
    }
  }
  const adjusted = benjaminiHochberg(figures.map(({ pValue }) => pValue));
  return { figures: figures.map((figure, index) => ({ ...figure, qValue: adjusted[index]! })), small };
}

function compareShares(inside: Counted, outside: Counted) {
  if (inside.n < SLICE_TICKETS_MIN || outside.n === 0) return undefined;
  const value = inside.hits / inside.n;
  const rest = outside.hits / outside.n;
  return {
    n: inside.n,
    value,
    interval: wilsonInterval(inside.hits, inside.n, LEVEL),
    restN: outside.n,
    rest,
    gap: value - rest,
    gapInterval: newcombeInterval(inside.hits, inside.n, outside.hits, outside.n, LEVEL),
    pValue: fisherExact(inside.hits, inside.n, outside.hits, outside.n),
  };
}

// Means of confidence − right, compared by their normal approximation (B. L. Welch's statistic with large samples).
function compareGaps(inside: readonly JudgedTicket[], outside: readonly JudgedTicket[]) {
  const one = meanGap(inside);
  const other = meanGap(outside);
  const error = Math.sqrt(one.variance + other.variance);
  const gap = one.mean - other.mean;
  return {
    n: inside.length,
    value: one.mean,
    interval: around(one.mean, Math.sqrt(one.variance)),
    restN: outside.length,
    rest: other.mean,
    gap,
    gapInterval: around(gap, error),
    pValue: error === 0 ? 1 : 2 * normalUpper(Math.abs(gap) / error),
  };
}

function meanGap(tickets: readonly JudgedTicket[]): { mean: number; variance: number } {
  const gaps = tickets.map(({ confidence, isRight }) => confidence - (isRight ? 1 : 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const squares = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0);
  return { mean, variance: squares / Math.max(1, gaps.length - 1) / gaps.length };
}

function around(value: number, error: number): Interval {
  return { low: value - Z * error, high: value + Z * error };
}

function countOf(tickets: readonly JudgedTicket[], isHit: (ticket: JudgedTicket) => boolean): Counted {
  return { hits: tickets.filter(isHit).length, n: tickets.length };
}
