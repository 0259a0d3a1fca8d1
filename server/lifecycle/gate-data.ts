// The rules of the gate that need nothing but the rows.
import type { Champion } from './comparison.ts';
import type { DataCheck } from './data-check.ts';
import type { GateRules } from './gate-rules.ts';
import { atLeast, atMost, listed, notApplicable, passes, refuses, type Verdict } from './verdict.ts';

/** Rows, the rules for them, and the version in service. */
export interface DataGateInput {
  readonly rules: GateRules;
  readonly labels: readonly string[];
  readonly data: DataCheck;
  readonly champion: Champion | null;
}

/** The rules that need nothing but the rows, so that a hopeless set is refused before anything is trained. */
export function dataVerdicts({
  rules: { data: rules, champion: championRules },
  labels,
  data,
  champion,
}: DataGateInput): Verdict[] {
  const thin = labels.filter((_, label) => {
    const rows = data.rowsPerLabel[label] ?? 0;
    return rows > 0 && rows < rules.queue_rows_min;
  });
  const fewest = Math.min(...data.rowsPerLabel.filter((rows) => rows > 0));
  const filled = data.rowsPerLabel.filter((rows) => rows > 0).length;
  const isFirstOfNewDesk = champion === null && championRules.without_comparison === 'pass';
  const conflicts = data.rows === 0 ? 0 : data.conflicts / data.rows;
  const verdicts = [
    atLeast('data.rows_min', data.rows, rules.rows_min, {
      good: `${data.rows} labelled tickets.`,
      bad: `There are ${data.rows} labelled tickets; ${rules.rows_min} are asked for. Label more, or choose a more patient preset.`,
    }),
    atLeast('data.queues', filled, 2, {
      good: `${filled} queues have tickets.`,
      bad:
        filled === 1
          ? `All tickets bear one label, "${labels[data.rowsPerLabel.findIndex((rows) => rows > 0)]}". Label tickets of at least two queues, so that there is a choice to learn.`
          : 'No ticket has both a text and a label.',
    }),
    thin.length > 0 && isFirstOfNewDesk
      ? notApplicable(
          'data.queue_rows_min',
          rules.queue_rows_min,
          `${listed(thin)}: fewer than ${rules.queue_rows_min} tickets. A new desk's first version goes without; label more.`,
        )
      : atLeast(
          'data.queue_rows_min',
          Number.isFinite(fewest) ? fewest : 0,
          thin.length === 0 ? 0 : rules.queue_rows_min,
          {
            good: 'Every queue has enough tickets.',
            bad: `${listed(thin)}: ${fewest} labelled tickets in the smallest; ${rules.queue_rows_min} are asked for. Label more of them, or merge the queue into another.`,
          },
        ),
    atMost('data.conflicts_max', conflicts, rules.conflicts_max, {
      good: `${data.conflicts} of ${data.rows} tickets contradict a copy of theirs.`,
      bad: `${data.conflicts} of ${data.rows} tickets bear another label than a copy of theirs. Settle them, such as ${listed(data.conflictingTickets)}.`,
    }),
  ];
  if (champion === null) {
    const none = 'There is no version in service yet.';
    return [
      ...verdicts,
      notApplicable('data.champion_rows_min', rules.champion_rows_min, none),
      notApplicable('data.champion_queues', 0, none),
      notApplicable('data.drift_max', rules.drift_max, none),
    ];
  }
  const share = champion.rows === 0 ? 1 : data.rows / champion.rows;
  const lost = champion.labels.filter((label, index) => {
    const before = champion.rowsPerLabel[index] ?? 0;
    return before > 0 && labels.includes(label) && (data.rowsPerLabel[labels.indexOf(label)] ?? 0) === 0;
  });
  const gone = champion.labels.filter(
    (label, index) => !labels.includes(label) && (champion.rowsPerLabel[index] ?? 0) > 0,
  );
  const missing = [...lost, ...gone];
  const { index, chance } = data.drift ?? { index: 0, chance: 0 };
  return [
    ...verdicts,
    atLeast('data.champion_rows_min', share, rules.champion_rows_min, {
      good: `${data.rows} tickets, ${champion.rows} when the version in service was made.`,
      bad: `Only ${data.rows} tickets, while the version in service learnt from ${champion.rows}. Find out where the others went.`,
    }),
    atMost('data.champion_queues', missing.length, 0, {
      good: 'Every queue of the version in service is there.',
      bad: `No ticket of ${listed(missing)}, which the version in service knows. Bring the tickets back, or retire the queue first.`,
    }),
    index > rules.drift_max && index > chance
      ? refuses(
          'data.drift_max',
          index,
          rules.drift_max,
          `The queues' shares have moved by ${index.toFixed(2)} (stability index; chance makes ${chance.toFixed(2)}). See whether the file is whole.`,
        )
      : passes(
          'data.drift_max',
          index,
          rules.drift_max,
          `The queues' shares have moved by ${index.toFixed(2)}.`,
        ),
  ];
}
