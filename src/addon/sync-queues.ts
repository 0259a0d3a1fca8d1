// The tab proposes, the desk on the proxy decides: labels and modes are sent, the answer is written into the tab, and cells that bear
// a name of before follow.
import { type Desk, type Field, type Label, Problem } from '../core/contract.ts';
import { FORMER_NAMES_MAX } from '../core/limits.ts';
import { foldName, type LabelLists, type ListedLabel, namesToFollow } from './label-names.ts';
import { messages } from './messages.ts';
import { renameLabels } from './model-tab.ts';
import type { SheetWorld } from './ports.ts';
import { exchange, parseDesk } from './proxy.ts';
import { writeModes, writePromises } from './queues-in-force.ts';
import { noteFormerNames, readQueues } from './queues-tab.ts';
import { type Renames, renameCells } from './rename-cells.ts';
import { requireSettings, type Settings } from './settings.ts';
import { offerLabels } from './ticket-look.ts';

/**
 * What the person who sends the desk has asked for. Only the lead who applies the tab changes modes and what must never be missed, and only
 * who sets the promise changes it: whoever learns brings labels and their names, and nothing that others have typed since.
 */
export type Intent = 'apply the tab' | 'set the promise' | 'learn';

/** Sends labels, and what `intent` stands for, to the proxy; answers the desk as the proxy keeps it, and what its fields were before. */
export function sendDesk(
  world: SheetWorld,
  settings: Settings,
  lists: LabelLists,
  intent: Intent,
): { readonly desk: Desk; readonly before: readonly Field[] } {
  const kept = deskAsKept(world, settings)?.fields ?? [];
  const bound: Field[] = settings.fields.map((binding) => {
    const before = kept.find(({ id }) => id === binding.field);
    const asked =
      intent === 'set the promise' ? settings.agreement : (before?.agreement ?? settings.agreement);
    const agreement = { ...before?.agreement, ...asked };
    const listed = lists[binding.field] ?? [];
    const history = withHistory(listed, before?.labels ?? []);
    const isApplied = intent === 'apply the tab' || before === undefined;
    const labels = isApplied ? history : history.map((label) => withKeptMode(label, before.labels));
    const neverMissed = isApplied ? markedNeverMissed(listed, before?.neverMissed ?? []) : before.neverMissed;
    return {
      ...{ ...before, id: binding.field, name: binding.header, labels, agreement },
      ...(neverMissed === undefined ? {} : { neverMissed }),
    };
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

/** The label in the mode that is in force; one that is new, or back from retirement, is suggested. */
function withKeptMode(label: Label, kept: readonly Label[]): Label {
  if (label.isRetired === true) return label;
  const before = kept.find(({ id }) => id === label.id);
  return {
    ...label,
    mode: before === undefined || before.isRetired === true ? 'suggest' : (before.mode ?? 'suggest'),
  };
}

/** Ids that the tab marks, and those in force of which it says nothing. */
function markedNeverMissed(listed: readonly ListedLabel[], kept: readonly string[]): string[] {
  const said = new Map(listed.map(({ id, isNeverMissed }) => [id, isNeverMissed]));
  const marked = listed.flatMap(({ id, isNeverMissed }) => (isNeverMissed === true ? [id] : []));
  return [...new Set([...kept.filter((id) => said.get(id) !== false), ...marked])];
}

/** The labels of the tab with the names that they bore before; those that are gone from it are retired, since history stays. */
function withHistory(labels: readonly ListedLabel[], kept: readonly Label[]): Label[] {
  const present = labels.map((label) => {
    const before = kept.find(({ id }) => id === label.id);
    const names = [
      ...(before?.formerNames ?? []),
      ...(before ? [before.name] : []),
      ...(label.formerNames ?? []),
    ];
    const former = new Map(names.map((name) => [foldName(name), name]));
    former.delete(foldName(label.name));
    const { formerNames: _listed, isNeverMissed: _marked, ...rest } = label;
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
export function bringQueues(world: SheetWorld, settings: Settings, intent: Intent): BroughtQueues {
  const lists = readQueues(world.sheets) ?? {};
  if (settings.fields.every(({ field }) => (lists[field] ?? []).length === 0))
    throw new Problem('no_labels', messages.noQueues);
  return followQueues(world, settings, sendDesk(world, settings, lists, intent));
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
  const { lists, desk, renamed } = bringOrPutBack(world, settings);
  const refused = showDesk(world, desk);
  const labels = settings.fields.reduce((sum, { field }) => sum + (lists[field]?.length ?? 0), 0);
  const told = [messages.queuesSent(labels), renamed > 0 ? messages.cellsRenamed(renamed) : ''];
  return [...told, refused.length > 0 ? messages.modesRefused(refused) : ''].join(' ').trim();
}

/** A tab that the proxy refuses must not lie in wait until somebody else's press brings it into force. */
function bringOrPutBack(world: SheetWorld, settings: Settings): BroughtQueues {
  try {
    return bringQueues(world, settings, 'apply the tab');
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'forbidden') throw error;
    const kept = deskAsKept(world, settings);
    const putBack = kept === null ? [] : showDesk(world, kept);
    if (putBack.length === 0) throw error;
    throw new Problem(error.code, `${error.message} ${messages.modesPutBack(putBack)}`, error.facts);
  }
}

/** Shows in the tab what is in force; answers the names of the queues whose mode stood otherwise there. */
export function showDesk({ sheets }: SheetWorld, { fields, promises = {} }: Desk): string[] {
  const names = writeModes(sheets, fields);
  for (const { id } of fields) {
    const promise = promises[id];
    if (promise) writePromises(sheets, promise, id);
  }
  return names;
}
