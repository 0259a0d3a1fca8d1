// The queues' names by their ids, as the proxy told them last, so that a card can name them without asking.
import type { Desk } from '../../core/contract.ts';
import { activeLabels } from '../../core/labels.ts';
import { isRecord } from '../settings.ts';
import type { MailWorld } from './mail-ports.ts';

const KEY = 'usher.names';
/** Under the 9 KB of a property, whatever letters they are written with. */
const CHARACTERS_MAX = 4_000;

type Kept = Pick<MailWorld, 'settings'>;

/** The names of the queues that a ticket may get today. */
export function queueNames(desk: Desk): Record<string, string> {
  const field = desk.fields.find(({ id }) => id === 'queue');
  return Object.fromEntries(activeLabels(field?.labels ?? []).map(({ id, name }) => [id, name]));
}

/** Adds names to those that are kept, as many as there is room for. */
export function rememberNames(world: Kept, names: Readonly<Record<string, string>>): void {
  const kept = readNames(world);
  let room = CHARACTERS_MAX;
  // The latest names come first: what does not fit any more was told long ago.
  const fitting = Object.entries({ ...names, ...kept, ...names }).filter(([id, name]) => {
    room -= id.length + name.length + 6;
    return room >= 0;
  });
  const joined = JSON.stringify(Object.fromEntries(fitting));
  if (joined !== JSON.stringify(kept)) world.settings.write(KEY, joined);
}

export function readNames({ settings }: Kept): Readonly<Record<string, string>> {
  const text = settings.read(KEY);
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return {};
    return Object.fromEntries(Object.entries(value).map(([id, name]) => [id, String(name)]));
  } catch {
    return {};
  }
}
