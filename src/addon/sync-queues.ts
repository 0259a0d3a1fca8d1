// The tab proposes, the desk on the proxy decides: labels and modes are sent, and the answer is written into the tab.
import { type Desk, type Field, type Label, Problem } from '../core/contract.ts';
import { messages } from './messages.ts';
import type { SheetWorld } from './ports.ts';
import { exchange, parseDesk } from './proxy.ts';
import { readQueues, writePromises } from './queues-tab.ts';
import { requireSettings, type Settings } from './settings.ts';

/** Sends labels, modes and the agreement to the proxy; answers the desk as the proxy keeps it. */
export function sendDesk(world: SheetWorld, settings: Settings, labels: readonly Label[]): Desk {
  const kept = deskAsKept(world, settings)?.fields ?? [];
  const bound: Field[] = settings.fields.map((binding) => {
    const before = kept.find(({ id }) => id === binding.field);
    const agreement = { ...before?.agreement, ...settings.agreement };
    return { ...before, id: binding.field, name: binding.header, labels: [...labels], agreement };
  });
  // Fields that this sheet does not bind, such as a priority that must never be missed, are not ours to drop.
  const fields = [...bound, ...kept.filter(({ id }) => !bound.some((field) => field.id === id))];
  const name = world.sheets.spreadsheetName.trim().slice(0, 200) || 'Desk';
  return exchange(
    world.http,
    { method: 'PUT', path: `/v1/desks/${settings.desk}`, body: JSON.stringify({ name, fields }) },
    parseDesk,
  );
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

/** Sends what a lead has changed in the tab, in the name of the person who asks for it; answers what to tell. */
export function syncQueues(world: SheetWorld): string {
  const settings = requireSettings(world.settings);
  const labels = readQueues(world.sheets) ?? [];
  if (labels.length === 0) throw new Problem('no_labels', messages.noQueues);
  const desk = sendDesk(world, settings, labels);
  for (const { field } of settings.fields) {
    const promise = desk.promises?.[field];
    if (promise) writePromises(world.sheets, promise);
  }
  return messages.queuesSent(labels.length);
}
