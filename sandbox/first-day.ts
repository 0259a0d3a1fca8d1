// What the sample desk's lead does on the first day, in the menu and in the sheet as a person would: set up, learn, switch
// the queues whose promise is proven to auto, and triage. Nothing is switched on that was not proven.
import { QUEUES_SHEET } from './sample-sheet.ts';
import type { WorldClient } from './workbench/world-client.ts';

/** A step of the day and what the add-on said to it. */
export interface DayStep {
  readonly label: string;
  readonly said: string;
}

/** Wrong queues cost most here, so the lead keeps looking at each of these whatever is proven. */
const KEPT_BY_HAND = 'Security';

/** Does the steps one after the other and tells of each. Throws when one fails. */
export async function liveFirstDay(worlds: WorldClient, tell: (step: DayStep) => void): Promise<void> {
  const press = async (functionName: string, label: string): Promise<void> => {
    const { error, said } = await worlds.ask({ kind: 'menu', functionName });
    if (error !== null) throw new Error(`${label} failed: ${error}`);
    tell({ label, said: said.map(({ message }) => message.replace(/\n+/g, ' ')).join(' ') });
  };
  await press('runSetUp', 'Set up');
  await press('runLearn', 'Learn from this sheet');
  const switched = await switchProven(worlds);
  if (switched.length > 0) {
    tell({
      label: `The lead sets Mode to auto where the promise is proven, all but ${KEPT_BY_HAND}`,
      said: `${switched.join(', ')}.`,
    });
    await press('runApplyQueues', 'Apply changes to queues');
  }
  await press('runTriageNew', 'Triage new rows');
}

/** Types `auto` into the Mode of each proven queue; the names of these. */
async function switchProven(worlds: WorldClient): Promise<string[]> {
  const { cells } = await worlds.ask({ kind: 'csv', sheet: QUEUES_SHEET });
  const [header = [], ...rows] = cells;
  const mode = header.indexOf('Mode');
  const promise = header.indexOf('Promise');
  const switched: string[] = [];
  for (const [i, row] of rows.entries()) {
    const [name = ''] = row;
    if (name === KEPT_BY_HAND || !/^Proven\b/.test(row[promise] ?? '')) continue;
    const { refusal } = await worlds.ask({
      ...{ kind: 'set', sheet: QUEUES_SHEET, row: i + 2, column: mode + 1, text: 'auto' },
    });
    if (refusal === null) switched.push(name);
  }
  return switched;
}
