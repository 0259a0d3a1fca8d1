// Names and ids of labels: cells hold names, which people type with case and spaces of their own, and which change over time.
import type { Label } from '../core/contract.ts';
import { activeLabels, currentLabelId } from '../core/labels.ts';

/** Labels by field id, in the order of the tab, merged and retired ones included. */
export type LabelLists = Readonly<Record<string, readonly ListedLabel[]>>;

/** A label as the tab lists it. */
export interface ListedLabel extends Label {
  /** Whether its tickets must never be missed; undefined where the cell says nothing, and what is in force stays. */
  readonly isNeverMissed?: boolean;
}

/** Names compare without case and outer or doubled spaces, as people type them. */
export function foldName(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** The names that a ticket may get, in the tab's order. */
export function activeNames(lists: LabelLists, field: string): string[] {
  return activeLabels(lists[field] ?? []).map(({ name }) => name);
}

/** The id under which each folded name goes today: present and former names, those of merged labels included; retired ones are absent. */
export function idsByName(lists: LabelLists, field: string): ReadonlyMap<string, string> {
  const labels = lists[field] ?? [];
  const ids = new Map<string, string>();
  // A present name wins over a former one, whichever stands first in the tab.
  for (const kind of ['former', 'present'] as const) {
    for (const { id, name, formerNames = [] } of labels) {
      const current = currentLabelId(labels, id);
      if (current === null) continue;
      for (const known of kind === 'former' ? formerNames : [name]) ids.set(foldName(known), current);
    }
  }
  return ids;
}

/**
 * The name that a cell should show for each folded name under which rows may still stand: after a renaming or a merge. `before` are
 * the labels as they were when the cells were written, which tells apart two queues that swapped their names.
 */
export function namesToFollow(
  lists: LabelLists,
  before: readonly Label[],
  field: string,
): ReadonlyMap<string, string> {
  const labels = lists[field] ?? [];
  const nameOf = new Map(labels.map(({ id, name }) => [id, name]));
  const follow = new Map<string, string>();
  for (const [name, id] of idsByName(lists, field)) follow.set(name, nameOf.get(id) ?? '');
  for (const { id, name } of before) {
    const current = currentLabelId(labels, id);
    if (current !== null) follow.set(foldName(name), nameOf.get(current) ?? '');
  }
  for (const [name, now] of [...follow]) if (now === '' || foldName(now) === name) follow.delete(name);
  return follow;
}

export function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,63}$/.test(text);
}

/** A machine name made from `name` that is not among `taken`. */
export function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  const base = plain === '' ? 'queue' : plain;
  let slug = base;
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
  return slug;
}
