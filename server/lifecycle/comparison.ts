// Champion and challenger on the same tickets, none of which either has learnt from.
import type { Document } from '../../src/core/classifier/document.ts';
import { contentHash } from '../../src/core/classifier/folds.ts';
import type { Model } from '../../src/core/classifier/model.ts';
import { type Interval, pairedNewcombeInterval } from '../../src/core/statistics/intervals.ts';
import { mcnemarExact } from '../../src/core/statistics/mcnemar.ts';
import { benjaminiHochberg } from '../../src/core/statistics/multiple-testing.ts';
import { fisherExact } from '../monitor/contingency.ts';
import { isRight, type SliceResult, slicesOf } from './evaluation.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { type JudgedRow, judgeRows, type TrainedVersion } from './train-version.ts';

/** The version in service, as far as a comparison needs it. */
export interface Champion {
  readonly version: string;
  readonly witness: Model;
  /** Content hashes of the rows that the witness has learnt from, ascending. */
  readonly fitted: Uint32Array;
  readonly rows: number;
  readonly labels: readonly string[];
  readonly rowsPerLabel: readonly number[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Share of labels that looked wrong when it was made. */
  readonly labelNoise: number | null;
  /** How it did on each slice when it was made, on the tickets of then. */
  readonly slices: readonly SliceResult[];
}

/** Both versions on one slice. */
export interface SliceComparison {
  readonly attribute: string;
  readonly slice: string;
  readonly tickets: number;
  readonly champion: number;
  readonly challenger: number;
  /** Chance of such a fall if both were equally good, corrected for all slices. */
  readonly qValue: number;
}

/** The result of a comparison. */
export interface Comparison {
  readonly champion: string;
  readonly tickets: number;
  readonly championRight: number;
  readonly challengerRight: number;
  readonly onlyChampionRight: number;
  readonly onlyChallengerRight: number;
  /** Challenger minus champion, 90 % interval (Newcombe, paired); null without tickets. */
  readonly difference: Interval | null;
  /** Chance of so many losses if the challenger were no worse (McNemar, exact, one-sided); 1 without tickets. */
  readonly pWorse: number;
  readonly slices: readonly SliceComparison[];
}

/** Fewer tickets tell nothing of a slice. */
const SLICE_TICKETS_MIN = 15;
/** Two-sided; its lower end is the one-sided 95 % bound. */
const LEVEL = 0.9;

/** Compares on those of the challenger's judged rows that the champion has not learnt from. */
export function compareVersions(
  rows: LabelledRows,
  challenger: Pick<TrainedVersion, 'judged'>,
  champion: Champion,
): Comparison {
  const known = new Set(champion.fitted);
  const shared = challenger.judged.filter(
    ({ row }) => !known.has(contentHash(rows.documents[row] as Document)),
  );
  const said = judgeRows(
    champion.witness,
    rows,
    shared.map(({ row }) => row),
  );
  const pairs = new Map(shared.map((one, index) => [one, said[index] as JudgedRow]));
  const all = countPairs(shared, pairs);
  const slices = slicesOf(rows, shared)
    .filter(({ members }) => members.length >= SLICE_TICKETS_MIN)
    .map(({ attribute, slice, members }) => ({ attribute, slice, ...countPairs(members, pairs) }));
  const adjusted = benjaminiHochberg(
    slices.map((one) => mcnemarExact(one.onlyChampion, one.onlyChallenger).challengerWorse),
  );
  return {
    champion: champion.version,
    tickets: shared.length,
    championRight: all.both + all.onlyChampion,
    challengerRight: all.both + all.onlyChallenger,
    onlyChampionRight: all.onlyChampion,
    onlyChallengerRight: all.onlyChallenger,
    difference:
      shared.length === 0
        ? null
        : pairedNewcombeInterval(
            {
              ...{ both: all.both, onlyFirst: all.onlyChallenger, onlySecond: all.onlyChampion },
              neither: all.n - all.both - all.onlyChampion - all.onlyChallenger,
            },
            LEVEL,
          ),
    pWorse: mcnemarExact(all.onlyChampion, all.onlyChallenger).challengerWorse,
    slices: slices.map((one, index) => ({
      ...{ attribute: one.attribute, slice: one.slice, tickets: one.n },
      champion: (one.both + one.onlyChampion) / one.n,
      challenger: (one.both + one.onlyChallenger) / one.n,
      qValue: adjusted[index]!,
    })),
  };
}

/**
 * The slices now against what the champion's own record says of them then. Where labels or texts of a language broke, they are
 * broken in the tickets that both are compared on as well, and only the record still tells.
 */
export function compareWithRecord(
  now: readonly SliceResult[],
  record: readonly SliceResult[],
): readonly SliceComparison[] {
  const pairs = record.flatMap((then) => {
    const found = now.find(({ attribute, slice }) => attribute === then.attribute && slice === then.slice);
    const right = found?.right ?? { hits: 0, n: 0 };
    return then.right.n < SLICE_TICKETS_MIN || right.n < SLICE_TICKETS_MIN ? [] : [{ then, right }];
  });
  const adjusted = benjaminiHochberg(
    pairs.map(({ then, right }) => fisherExact(right.hits, right.n, then.right.hits, then.right.n)),
  );
  return pairs.map(({ then, right }, index) => ({
    ...{ attribute: then.attribute, slice: then.slice, tickets: right.n },
    champion: then.right.hits / then.right.n,
    challenger: right.hits / right.n,
    qValue: adjusted[index]!,
  }));
}

/** Languages and channels of which hardly any ticket is left: fewer than half of what the record would let expect. */
export function missingSlices(
  now: readonly SliceResult[],
  record: readonly SliceResult[],
): readonly SliceResult[] {
  const total = (slices: readonly SliceResult[], wanted: string): number =>
    slices.reduce((sum, { attribute, right }) => sum + (attribute === wanted ? right.n : 0), 0);
  return record.filter(({ attribute, slice, right }) => {
    if ((attribute !== 'language' && attribute !== 'channel') || right.n < SLICE_TICKETS_MIN) return false;
    const found = now.find((one) => one.attribute === attribute && one.slice === slice)?.right.n ?? 0;
    const expected = (right.n / total(record, attribute)) * total(now, attribute);
    return found < expected / 2;
  });
}

function countPairs(members: readonly JudgedRow[], pairs: ReadonlyMap<JudgedRow, JudgedRow>) {
  const counts = { n: members.length, both: 0, onlyChampion: 0, onlyChallenger: 0 };
  for (const one of members) {
    const other = pairs.get(one);
    const champion = other !== undefined && isRight(other);
    const challenger = isRight(one);
    if (champion && challenger) counts.both++;
    else if (champion) counts.onlyChampion++;
    else if (challenger) counts.onlyChallenger++;
  }
  return counts;
}
