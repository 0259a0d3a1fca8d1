// The tab proposes, the desk on the proxy decides: labels and modes are sent, and the answer is written into the tab.
import { type Desk, type Field, type Label, Problem } from '../core/contract.ts';
import { messages } from './messages.ts';
import type { SheetWorld } from './ports.ts';
import { exchange, parseDesk } from './proxy.ts';
import { readQueues, writePromises } from './queues-tab.ts';
import type { Settings } from './settings.ts';

/** Sends labels, modes and the agreement to the proxy; answers the desk as the proxy keeps it. */
export function sendDesk(world: SheetWorld, settings: Settings, labels: readonly Label[]): Desk {
  const fields: Field[] = settings.fields.map((binding) => ({
    id: binding.field,
    name: binding.header,
    labels: [...labels],
    agreement: settings.agreement,
  }));
  const name = world.sheets.spreadsheetName.trim().slice(0, 200) || 'Desk';
  return exchange(
    world.http,
    { method: 'PUT', path: `/v1/desks/${settings.desk}`, body: JSON.stringify({ name, fields }) },
    parseDesk,
  );
}

/** Sends what a lead has just changed in the tab; a refusal is shown, and the tab stays as it was typed. */
export function syncQueues(world: SheetWorld, settings: Settings): void {
  try {
    const labels = readQueues(world.sheets) ?? [];
    if (labels.length === 0) return;
    const desk = sendDesk(world, settings, labels);
    for (const { field } of settings.fields) {
      const promise = desk.promises?.[field];
      if (promise) writePromises(world.sheets, promise);
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    world.ui.toast(error.message, messages.title, 10);
  }
}
