// The tab proposes, the desk on the proxy decides: labels and modes are sent, the answer is written into the tab, and cells that bear
// a name of before follow.
import { type Desk, type Field, type Label, Problem } from '../core/contract.ts';
import { FORMER_NAMES_MAX } from '../core/limits.ts';
import { foldName, type LabelLists, namesToFollow } from './label-names.ts';
import { messages } from './messages.ts';
import { renameLabels } from './model-tab.ts';
import type { SheetWorld } from './ports.ts';
import { exchange, parseDesk } from './proxy.ts';
import { noteFormerNames, readQueues, writePromises } from './queues-tab.ts';
import { type Renames, renameCells } from './rename-cells.ts';
import { requireSettings, type Settings } from './settings.ts';
import { offerLabels } from './ticket-look.ts';

/** Sends labels, modes and the agreement to the proxy; answers the desk as the proxy keeps it, and what its fields were before. */
export function sendDesk(
  world: SheetWorld,
  settings: Settings,
  lists: LabelLists,
): { readonly desk: Desk; readonly before: readonly Field[] } {
  const kept = deskAsKept(world, settings)?.fields ?? [];
  const bound: Field[] = settings.fields.map((binding) => {
    const before = kept.find(({ id }) => id === binding.field);
    const agreement = { ...before?.agreement, ...settings.agreement };
    const labels = withHistory(lists[binding.field] ?? [], before?.labels ?? []);
    return { ...before, id: binding.field, name: binding.header, labels, agreement };
  });
  // Fields that this sheet does not bind, such as a priority that must never be missed, are not ours to drop.
  const fields = [...bound, ...kept.filter(({ id }) => !bound.some((field) => field.id === id))];
  const name = world.sheets.spreadsheetName.trim().slice(0, 200) || 'Desk';
  const desk = exchange(
    world.http,
    { method: 'PUT', path: `/v1/desks/${settings.desk}`, body: JSON.stringify({ name, fields }) },
    parseDesk,
  );
  noteFormerNames(world.sheets, Object.fromEntries(bound.map(({ id, labels }) => [id, labels])));
  return { desk, before: kept };
}

/** The labels of the tab with the names that they bore before; those that are gone from it are retired, since history stays. */
function withHistory(labels: readonly Label[], kept: readonly Label[]): Label[] {
  const present = labels.map((label) => {
    const before = kept.find(({ id }) => id === label.id);
    const names = [
      ...(before?.formerNames ?? []),
      ...(before ? [before.name] : []),
      ...(label.formerNames ?? []),
    ];
    const former = new Map(names.map((name) => [foldName(name), name]));
    former.delete(foldName(label.name));
    const { formerNames: _listed, ...rest } = label;
    return former.size === 0 ? rest : { ...rest, formerNames: [...former.values()].slice(-FORMER_NAMES_MAX) };
  });
  const gone = kept.filter(({ id }) => !labels.some((label) => label.id === id));
  return [
    ...present,
    ...gone.map(({ mergedInto: _gone, ...label }) => ({ ...label, mode: 'off' as const, isRetired: true })),
  ];
}

/** The desk as the proxy keeps it; null before the first set-up. */
function deskAsKept(world: SheetWorld, settings: Settings): Desk | null {
  try {
    return exchange(world.http, { method: 'GET', path: `/v1/desks/${settings.desk}` }, parseDesk);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return null;
    throw error;
  }
}

export interface BroughtQueues {
  readonly lists: LabelLists;
  readonly desk: Desk;
  /** Rows whose cells got another name. */
  readonly renamed: number;
}

/** Brings the tab's queues into force everywhere: proxy, cells, drop-downs, and the names that formulas tell. Throws a `Problem`. */
export function bringQueues(world: SheetWorld, settings: Settings): BroughtQueues {
  const lists = readQueues(world.sheets) ?? {};
  if (settings.fields.every(({ field }) => (lists[field] ?? []).length === 0))
    throw new Problem('no_labels', messages.noQueues);
  return followQueues(world, settings, sendDesk(world, settings, lists));
}

/** Brings cells, drop-downs and formulas to the names that the desk was sent. */
export function followQueues(
  world: SheetWorld,
  settings: Settings,
  { desk, before }: ReturnType<typeof sendDesk>,
): BroughtQueues {
  const now = readQueues(world.sheets) ?? {};
  const renames: Renames = Object.fromEntries(
    settings.fields.map(({ field }) => [
      field,
      namesToFollow(now, before.find(({ id }) => id === field)?.labels ?? [], field),
    ]),
  );
  const renamed = renameCells(world, settings, renames);
  offerLabels(world, settings, now);
  renameLabels(world.sheets, now);
  return { lists: now, desk, renamed };
}

/** Sends what a lead has changed in the tab, in the name of the person who asks for it; answers what to tell. */
export function syncQueues(world: SheetWorld): string {
  const settings = requireSettings(world.settings);
  const { lists, desk, renamed } = bringQueues(world, settings);
  let labels = 0;
  for (const { field } of settings.fields) {
    labels += lists[field]?.length ?? 0;
    const promise = desk.promises?.[field];
    if (promise) writePromises(world.sheets, promise, field);
  }
  return [messages.queuesSent(labels), renamed > 0 ? messages.cellsRenamed(renamed) : ''].join(' ').trim();
}
