// Arming a queue again whose right to be routed alone was taken back: a lead asks, and the proxy agrees where the audits judged since
// then prove the promise anew.
import { type FieldPromise, Problem } from '../core/contract.ts';
import { messages } from './messages.ts';
import type { SheetWorld } from './ports.ts';
import { exchange, parseDesk, parseFieldPromise } from './proxy.ts';
import { writePromises } from './queues-in-force.ts';
import { isQueuesTab, selectedQueues } from './queues-tab.ts';
import { requireSettings } from './settings.ts';

interface Tripped {
  readonly field: string;
  readonly label: string;
  readonly name: string;
}

/** Arms the tripped queue, or of several those whose rows are selected in the tab; answers what to tell, queue by queue. */
export function armQueues(world: SheetWorld): string {
  const { desk: id } = requireSettings(world.settings);
  const path = `/v1/desks/${id}`;
  const desk = exchange(world.http, { method: 'GET', path }, parseDesk);
  const tripped = desk.fields.flatMap(({ id: field, labels }): Tripped[] =>
    labels.flatMap(({ id: label, name }) => {
      const stands = desk.promises?.[field]?.labels.find((one) => one.label === label);
      return stands?.state === 'tripped' ? [{ field, label, name }] : [];
    }),
  );
  if (tripped.length === 0) return messages.nothingToArm;
  const isInTab = isQueuesTab(world.sheets, world.sheets.activeSheet().id);
  const selected = new Set(isInTab ? selectedQueues(world.sheets) : []);
  const chosen = tripped.length === 1 ? tripped : tripped.filter(({ label }) => selected.has(label));
  if (chosen.length === 0)
    throw new Problem('bad_request', messages.selectToArm(tripped.map(({ name }) => name)));
  return chosen.map((queue) => armOne(world, path, queue)).join('\n\n');
}

function armOne(world: SheetWorld, path: string, { field, label, name }: Tripped): string {
  const body = JSON.stringify({ label });
  let promise: FieldPromise;
  try {
    const request = { method: 'POST' as const, path: `${path}/fields/${field}/arm`, body };
    promise = exchange(world.http, request, parseFieldPromise);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return messages.notArmed(name, error.message);
  }
  writePromises(world.sheets, promise, field);
  return messages.armed(name);
}
