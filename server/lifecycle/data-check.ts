// Looks at labelled rows before anything is learnt from them: how many there are, copies, labels that contradict one another,
// and whether queues' shares have moved since the version in service was made.

import { populationStability, stabilityFromChance } from '../monitor/distribution-distance.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { groupDuplicates } from './near-duplicates.ts';

/** What the rows are like. */
export interface DataCheck {
  /** Rows with a label and at least one word. */
  readonly rows: number;
  readonly rowsWithoutLabel: number;
  readonly rowsWithoutText: number;
  /** Rows of each label, in the order of the labels. */
  readonly rowsPerLabel: readonly number[];
  readonly exactCopies: number;
  readonly nearCopies: number;
  /** Rows in a group of copies that bear different labels. */
  readonly conflicts: number;
  /** Ids of some of them, so that people can settle them. */
  readonly conflictingTickets: readonly string[];
  /** Stability index of the labels' shares against the version in service, and what chance alone would make; null without one. */
  readonly drift: { readonly index: number; readonly chance: number } | null;
  /** Group of each row: copies share one. */
  readonly groups: Uint32Array;
}

/** What is known of the rows that taught the version in service. */
export interface EarlierRows {
  readonly labels: readonly string[];
  readonly rowsPerLabel: readonly number[];
}

const CONFLICTS_SHOWN = 20;
/** Chance of a false alarm about drift. */
const DRIFT_TAIL = 0.01;

/** Checks the rows; `earlier` are those of the version in service. */
export function checkData(rows: LabelledRows, earlier: EarlierRows | null): DataCheck {
  const { labels, documents, targets, facts } = rows;
  const duplicates = groupDuplicates(documents);
  const rowsPerLabel = labels.map(() => 0);
  let withoutLabel = 0;
  let withoutText = 0;
  const labelsOfGroup = new Map<number, Set<number>>();
  targets.forEach((target, row) => {
    if (labels[target] === undefined) withoutLabel++;
    else if (documents[row]!.grams.length === 0) withoutText++;
    else {
      rowsPerLabel[target]!++;
      const key = duplicates.keys[row]!;
      const group = labelsOfGroup.get(key);
      if (group === undefined) labelsOfGroup.set(key, new Set([target]));
      else group.add(target);
    }
  });
  const conflicting: string[] = [];
  targets.forEach((target, row) => {
    if (labels[target] === undefined || documents[row]!.grams.length === 0) return;
    if ((labelsOfGroup.get(duplicates.keys[row]!)?.size ?? 0) > 1) conflicting.push(facts[row]?.id ?? '');
  });
  return {
    rows: rowsPerLabel.reduce((sum, count) => sum + count, 0),
    rowsWithoutLabel: withoutLabel,
    rowsWithoutText: withoutText,
    rowsPerLabel,
    exactCopies: duplicates.exact,
    nearCopies: duplicates.grouped,
    conflicts: conflicting.length,
    conflictingTickets: conflicting.slice(0, CONFLICTS_SHOWN),
    drift: earlier === null ? null : driftOf(labels, rowsPerLabel, earlier),
    groups: duplicates.keys,
  };
}

function driftOf(labels: readonly string[], rowsPerLabel: readonly number[], earlier: EarlierRows) {
  const all = [...new Set([...labels, ...earlier.labels])];
  const countsIn = (names: readonly string[], counts: readonly number[]) =>
    all.map((name) => counts[names.indexOf(name)] ?? 0);
  const before = countsIn(earlier.labels, earlier.rowsPerLabel);
  const now = countsIn(labels, rowsPerLabel);
  const total = (counts: readonly number[]) =>
    Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    );
  return {
    index: populationStability(before, now),
    chance: all.length < 2 ? 0 : stabilityFromChance(all.length, total(before), total(now), DRIFT_TAIL),
  };
}
