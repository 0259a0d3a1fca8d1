// How a promise stands for each label of a field, in figures for the sheet and in sentences for people.
import type { Field, FieldPromise, LabelPromise, Mode } from '../../src/core/contract.ts';
import { activeLabels } from '../../src/core/labels.ts';
import { acceptMode } from '../../src/core/promise/decide.ts';
import { groupsByLabel, type PromiseGroup, type PromiseTable } from '../../src/core/promise/promise-table.ts';
import { unprovenText } from '../../src/core/promise/reason.ts';
import type { Watchdog } from '../../src/core/promise/watchdog.ts';

/**
 * The standing of every label of `field`; labels that the model does not know are not proven. `auditShares`, by label, are told where
 * they are known: of a queue that has few tickets most go to people at first, and a lead who sees nothing routed should know why.
 */
export function fieldPromise(
  field: Field,
  table: PromiseTable,
  watchdogs: Readonly<Record<string, Watchdog>>,
  auditShares: Readonly<Record<string, number>> = {},
): FieldPromise {
  const groups = groupsByLabel(table);
  return {
    kind: table.kind,
    target: table.target,
    delta: table.delta,
    checked: table.checked,
    routedShare: table.routedShare,
    labels: activeLabels(field.labels).map((label) =>
      labelPromise(
        { label: label.id, asked: label.mode ?? 'suggest', share: auditShares[label.id] },
        table,
        groups.get(label.id),
        watchdogs,
      ),
    ),
  };
}

function labelPromise(
  { label, asked, share }: { label: string; asked: Mode; share: number | undefined },
  table: PromiseTable,
  group: PromiseGroup | undefined,
  watchdogs: Readonly<Record<string, Watchdog>>,
): LabelPromise {
  const accepted = acceptMode(asked, label, table);
  const mode = accepted.isAccepted ? accepted.mode : 'suggest';
  const refused = accepted.isAccepted ? '' : ' Auto is refused until then.';
  if (!group || group.state === 'unproven') {
    const seen = group?.provisional;
    const provisional = seen
      ? ` Provisionally right from ${confidence(seen.threshold)} on (${seen.errors} of ${seen.tested} tickets were wrong, judged by models that had not seen them), which is not enough to route by.`
      : '';
    const why = group
      ? unprovenText(group.reason, group.checkedMore)
      : 'the model does not know this queue; learn again';
    return {
      ...{ label, mode, state: 'unproven' as const, threshold: null, tested: 0, errors: 0, routedShare: 0 },
      checkedMore: group?.checkedMore ?? null,
      sentence: `Not proven${together(group)}: ${why}.${provisional}${refused}`,
    };
  }
  const { threshold, tested, errors, routedShare } = group;
  const watchdog = watchdogs[group.id];
  const facts = { label, mode, threshold, tested, errors, routedShare, checkedMore: null };
  if (watchdog?.state === 'tripped') {
    const sentence = `Taken back: ${watchdog.errors} of ${watchdog.audits} audited tickets were wrong. Suggestions only, until fresh audits and a lead allow it again.`;
    return { ...facts, state: 'tripped', sentence };
  }
  const proof = `Proven${together(group)}: at least ${percent(table.target)} right from ${confidence(threshold)} on (${errors} of ${tested} checked tickets were wrong); about ${percent(routedShare)} of all tickets.`;
  return {
    ...facts,
    state: 'proven',
    sentence:
      mode === 'auto' ? `${proof}${blindShare(share)}` : `${proof} Set the mode to auto to route them alone.`,
  };
}

function blindShare(share: number | undefined): string {
  if (share === undefined) return '';
  return ` Of these ${percent(share)} go to people blind, at least 20 a week, which is how the promise is watched.`;
}

function together(group: PromiseGroup | undefined): string {
  const queues = group?.labels.length ?? 1;
  return queues > 1 ? ` together with ${queues - 1} other small ${queues === 2 ? 'queue' : 'queues'}` : '';
}

/** Rounded up, so that what is shown is never below the threshold; finer close to 1. */
function confidence(threshold: number): string {
  const unit = threshold > 0.99 ? 10_000 : 100;
  return `${Number(((Math.ceil(threshold * unit) / unit) * 100).toFixed(2))} % confidence`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(share < 0.01 ? 1 : 0))} %`;
}
