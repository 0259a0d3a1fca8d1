// Where trips are kept, and which groups they hold down. A watchdog belongs to one model's group; a trip belongs to the label and
// to every label that goes under its name today, so that neither a training nor a merge lifts it: only a lead does, on fresh audits.
import type { Label } from '../../src/core/contract.ts';
import { currentLabelId } from '../../src/core/labels.ts';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import type { Watchdog } from '../../src/core/promise/watchdog.ts';

/** A watchdog belongs to one model's group, since its evidence is about that model and that promise. */
export function watchdogKey(model: string, group: string): string {
  return `${model} ${group}`;
}

/** Where it is kept that audits showed a model's confidences to be overstated. */
export function honestyKey(model: string): string {
  return `${model} honesty`;
}

const TRIP = 'label ';

/** The keys of all labels that go today under the name of one of these. */
export function tripKeys(labels: readonly Label[], ids: readonly string[]): string[] {
  const names = new Set(ids.map((id) => nameToday(labels, id)));
  const known = labels.map(({ id }) => id).filter((id) => names.has(nameToday(labels, id)));
  return [...new Set([...ids, ...known])].map((id) => `${TRIP}${id}`);
}

/** Whether two labels of a field go under one name today; retired ones are themselves. */
export function isSameToday(labels: readonly Label[], one: string, other: string): boolean {
  return nameToday(labels, one) === nameToday(labels, other);
}

function nameToday(labels: readonly Label[], id: string): string {
  return currentLabelId(labels, id) ?? id;
}

/** The watchdogs of a table's groups, by group id: tripped where any label is that goes today under the name of one of the group's. */
export function watchdogsInForce(
  table: PromiseTable,
  model: string,
  kept: Readonly<Record<string, Watchdog>>,
  labels: readonly Label[],
): Record<string, Watchdog> {
  const inForce: Record<string, Watchdog> = {};
  for (const { id, labels: own } of table.groups) {
    const tripped = tripKeys(labels, own)
      .map((key) => kept[key])
      .find((one) => one?.state === 'tripped');
    const watchdog = tripped ?? kept[watchdogKey(model, id)];
    if (watchdog) inForce[id] = watchdog;
  }
  return inForce;
}
