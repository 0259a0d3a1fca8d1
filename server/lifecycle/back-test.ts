// What Usher would have done with the newest quarter of the desk's own tickets, having learnt from the older ones only.
import { TrainingRefusal } from '../../src/core/classifier/training-rows.ts';
import type { Agreement, TrainingFindings } from '../../src/core/contract.ts';
import { groupsByLabel } from '../../src/core/promise/promise-table.ts';
import { trainUnderPromise } from '../../src/core/promise/promised-training.ts';
import { wilsonInterval } from '../../src/core/statistics/intervals.ts';
import { isRight } from './evaluation.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { type JudgedRow, judgeRows, type Means } from './train-version.ts';

export type BackTest = NonNullable<TrainingFindings['backTest']>;

/** Fewer labelled tickets say nothing about a quarter of them. */
const ROWS_MIN = 80;
const NEWEST_SHARE = 0.25;
const CURVE_POINTS = 20;
const CONFUSIONS_SHOWN = 8;
const EXAMPLES_SHOWN = 3;
/** With fewer rows that tell their time, the order of the sheet tells more. */
const TIMED_MIN = 0.9;

/** Learns from the older rows and tries the newer ones; null where there are too few, or the older ones give no model. */
export function backTest(rows: LabelledRows, agreement: Agreement, { seed, kernel }: Means): BackTest | null {
  const order = oldestFirst(rows);
  if (order.length < ROWS_MIN) return null;
  const older = order.slice(0, Math.floor(order.length * (1 - NEWEST_SHARE)));
  const newer = order.slice(older.length);
  const set = {
    ...rows,
    documents: older.map((row) => rows.documents[row]!),
    targets: older.map((row) => rows.targets[row]!),
  };
  try {
    const { target, delta } = agreement;
    const means = { seed, target, delta, ...(kernel === undefined ? {} : { kernel }) };
    const { training, table } = trainUnderPromise(set, means);
    const groups = groupsByLabel(table);
    const judged = judgeRows(training.model, rows, newer);
    const routed = judged.filter(({ predicted, confidence }) => {
      const group = groups.get(predicted);
      return group?.state === 'proven' && confidence >= group.threshold;
    });
    return summary(rows, older.length, judged, new Set(routed));
  } catch (error) {
    if (error instanceof TrainingRefusal) return null;
    throw error;
  }
}

/** Labelled rows from the oldest to the newest; rows of one time in the order of the file or sheet. */
function oldestFirst({ targets, documents, facts }: LabelledRows): number[] {
  const rows = Array.from(targets.keys()).filter(
    (row) => targets[row]! >= 0 && documents[row]!.grams.length > 0,
  );
  const timed = rows.filter((row) => (facts[row]?.receivedAt ?? null) !== null).length;
  if (timed < TIMED_MIN * rows.length) return rows;
  const timeOf = (row: number): number => facts[row]?.receivedAt ?? 0;
  return rows.sort((one, other) => timeOf(one) - timeOf(other) || one - other);
}

function summary(
  { labels, facts }: LabelledRows,
  learnt: number,
  judged: readonly JudgedRow[],
  routed: ReadonlySet<JudgedRow>,
): BackTest {
  const right = (rows: readonly JudgedRow[]): number => rows.filter(isRight).length;
  const ranked = judged.toSorted((one, other) => other.confidence - one.confidence || one.row - other.row);
  const wrong = judged.filter((one) => !isRight(one));
  return {
    learnt,
    tried: judged.length,
    right: right(judged),
    curve: Array.from({ length: CURVE_POINTS }, (_, at) => {
      const upTo = Math.max(1, Math.round((ranked.length * (at + 1)) / CURVE_POINTS));
      const hits = right(ranked.slice(0, upTo));
      return {
        coverage: upTo / ranked.length,
        precision: hits / upTo,
        low: wilsonInterval(hits, upTo, 0.95).low,
      };
    }),
    queues: labels.map((label) => {
      const own = judged.filter(({ truth }) => truth === label);
      const sent = judged.filter((one) => one.predicted === label && routed.has(one));
      return { label, tickets: own.length, found: right(own), routed: sent.length, routedRight: right(sent) };
    }),
    confusions: [...Map.groupBy(wrong, ({ truth, predicted }) => `${truth} ${predicted}`)]
      .sort(([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1))
      .slice(0, CONFUSIONS_SHOWN)
      .map(([, members]) => ({
        truth: members[0]?.truth ?? '',
        predicted: members[0]?.predicted ?? '',
        tickets: members.length,
        examples: members.slice(0, EXAMPLES_SHOWN).map(({ row }) => facts[row]?.id ?? ''),
      })),
    languages: [...Map.groupBy(judged, ({ row }) => facts[row]?.language || 'und')]
      .map(([language, members]) => ({ language, tickets: members.length, right: right(members) }))
      .sort((one, other) => other.tickets - one.tickets || (one.language < other.language ? -1 : 1)),
    routed: routed.size,
    routedRight: right([...routed]),
  };
}
