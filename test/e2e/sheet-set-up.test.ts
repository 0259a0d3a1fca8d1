// Setting up, and what changes later, on the built bundle: columns that move and are renamed, queues that are renamed, merged and
// retired, further fields, and a spreadsheet that was copied.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import {
  type Bench,
  HEADERS,
  newRows,
  press,
  recordOf,
  records,
  startBench,
  taughtRows,
} from '../builders/sheet-world.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const headersOf = (world: World): string[] => world.spreadsheet.sheet('Tickets').displayValues()[0] ?? [];
const columnOf = (world: World, header: string): number => headersOf(world).indexOf(header) + 1;

/** Row and column of a queue's cell in the tab. */
function queueCell(world: World, queue: string, header: string): [number, number] {
  const [headers = [], ...rows] = world.spreadsheet.sheet('Usher queues').displayValues();
  return [rows.findIndex(([name]) => name === queue) + 2, headers.indexOf(header) + 1];
}

function writeQueue(world: World, queue: string, header: string, text: string): void {
  world.spreadsheet.sheet('Usher queues').setCell(...queueCell(world, queue, header), text);
}

function aWorld(
  rows: readonly (readonly string[])[] = newRows(6),
  headers: readonly string[] = HEADERS,
): World {
  return bench.world([headers, ...taughtRows(40), ...rows]);
}

function taught(rows = newRows(6)): World {
  const world = aWorld(rows);
  press(world, 'runSetUp');
  press(world, 'runLearn');
  press(world, 'runTriageNew');
  return world;
}

const choiceOf = (world: World, changes: object = {}) => {
  const { value } = world.call('loadSetUp', [null], { entry: 'html' });
  const { guess, sheetId } = value as { guess: object; sheetId: number };
  return { ...guess, sheetId, desk: null, ...changes };
};
const save = (world: World, changes: object = {}): string => {
  const { value, error } = world.call('saveSetUp', [choiceOf(world, changes)], { entry: 'html' });
  return error?.message ?? String(value);
};

describe('setting up again', () => {
  it.each(['runSetUp', 'saveSetUp'])('adds nothing after columns were renamed and moved: %s', (how) => {
    const world = taught();
    const sheet = world.spreadsheet.sheet('Tickets');
    sheet.setCell(1, columnOf(world, 'Queue'), 'Team');
    sheet.setCell(1, columnOf(world, 'Status'), 'State of it');
    sheet.setCell(1, columnOf(world, 'Subject'), 'Short');
    world.spreadsheet.show('Tickets');
    world.spreadsheet.moveColumn(columnOf(world, 'Team'), 1);
    const before = headersOf(world);
    expect(how === 'runSetUp' ? press(world, 'runSetUp') : save(world)).toMatch(/read from “Short”/);
    expect(headersOf(world)).toEqual(before);
    expect(world.call('loadSettings', [], { entry: 'html' }).value).toMatchObject({ writesTo: ['Team'] });
  });

  it('goes by the mark and not by a new column that took the old name', () => {
    const world = taught();
    const sheet = world.spreadsheet.sheet('Tickets');
    sheet.setCell(1, columnOf(world, 'Queue'), 'Team');
    sheet.setCell(1, headersOf(world).length + 1, 'Queue');
    press(world, 'runSetUp');
    sheet.setCell(records(world).length + 2, columnOf(world, 'Subject'), 'printer toner problem');
    press(world, 'runTriageNew');
    expect(records(world).at(-1)).toMatchObject({ Team: 'Printing', Queue: '' });
  });

  it('is not needed after a rename, even when a new column takes the old name', () => {
    const world = taught();
    const sheet = world.spreadsheet.sheet('Tickets');
    sheet.setCell(1, columnOf(world, 'Queue'), 'Team');
    sheet.setCell(1, headersOf(world).length + 1, 'Queue');
    sheet.setCell(records(world).length + 2, columnOf(world, 'Subject'), 'printer toner problem');
    press(world, 'runTriageNew');
    expect(records(world).at(-1)).toMatchObject({ Team: 'Printing', Queue: '' });
  });

  it('moves the mark when another column is chosen, and later finds that one', () => {
    const world = aWorld(newRows(2), ['Ticket', 'Subject', 'Description', 'Queue']);
    press(world, 'runSetUp');
    save(world, { subject: 'Ticket', body: 'Description' });
    world.spreadsheet.sheet('Tickets').setCell(1, 1, 'Number');
    press(world, 'runSetUp');
    expect(world.call('loadSettings', [], { entry: 'html' }).value).toMatchObject({
      readFrom: ['Number', 'Description'],
    });
  });

  it('reads the column with sentences where no header tells', () => {
    const world = bench.world([
      ['#', 'What they wrote', 'Queue'],
      ...taughtRows(10).map(([n = '', subject = '', body = '', queue = '']) => [
        n,
        `${subject}. ${body}`,
        queue,
      ]),
    ]);
    expect(press(world, 'runSetUp')).toMatch(/read from “What they wrote”/);
  });
});

describe('a queue that changes', () => {
  it('is renamed in cells, drop-downs, formulas and lessons, and a suggestion stays one', () => {
    const world = taught();
    writeQueue(world, 'Network', 'Queue', 'Connectivity');
    expect(press(world, 'runApplyQueues')).toMatch(/23 rows bear the new name/);
    const names = new Set(records(world).map((record) => record['Queue']));
    expect(names).toEqual(new Set(['Connectivity', 'Printing']));
    expect(recordOf(world, 'N-0')).toMatchObject({ Queue: 'Connectivity', Status: 'needs review' });
    world.spreadsheet.sheet('Tickets').setCell(2, 12, '=USHER("vpn tunnel router")');
    expect(world.spreadsheet.sheet('Tickets').displayValues()[1]?.[11]).toBe('Connectivity');
    const said = press(world, 'runLearn');
    expect(said).toMatch(/learned from 40 rows/);
    expect(said).toMatch(/6 suggestions .* not learned from/);
  });

  it('is understood under its former name wherever somebody still types it', () => {
    const world = taught();
    writeQueue(world, 'Network', 'Queue', 'Connectivity');
    press(world, 'runApplyQueues');
    const row = records(world).findIndex((record) => record['Ticket'] === 'H-0') + 2;
    world.spreadsheet.sheet('Tickets').setCell(row, 4, ' network');
    expect(press(world, 'runLearn')).toMatch(/learned from 40 rows/);
    expect(recordOf(world, 'H-0')['Queue']).toBe('Connectivity');
  });

  it('restores the new name when a run of before is undone', () => {
    const world = taught();
    const again = newRows(6).map(([ticket = '']) => ticket);
    writeQueue(world, 'Network', 'Queue', 'Connectivity');
    press(world, 'runApplyQueues');
    press(world, 'runUndo');
    expect(again.map((ticket) => recordOf(world, ticket)['Queue'])).toEqual(again.map(() => ''));
    expect(recordOf(world, 'H-0')['Queue']).toBe('Connectivity');
  });

  it('swaps names with another without mixing the two up', () => {
    const world = taught();
    const network = queueCell(world, 'Network', 'Queue');
    const printing = queueCell(world, 'Printing', 'Queue');
    const tab = world.spreadsheet.sheet('Usher queues');
    tab.setCell(...network, 'Printing');
    tab.setCell(...printing, 'Network');
    press(world, 'runApplyQueues');
    expect(recordOf(world, 'H-0')['Queue']).toBe('Printing');
    expect(recordOf(world, 'H-1')['Queue']).toBe('Network');
    press(world, 'runApplyQueues');
    expect(recordOf(world, 'H-0')['Queue']).toBe('Printing');
  });

  it('is merged into another: cells follow, and new tickets get that one without learning again', () => {
    const world = taught();
    writeQueue(world, 'Network', 'Merge into', 'Printing');
    press(world, 'runApplyQueues');
    expect(new Set(records(world).map((record) => record['Queue']))).toEqual(new Set(['Printing']));
    const row = records(world).length + 2;
    world.spreadsheet.sheet('Tickets').setCell(row, 2, 'vpn tunnel router connection');
    press(world, 'runTriageNew');
    expect(records(world).at(-1)?.['Queue']).toBe('Printing');
  });

  it('is offered and suggested no more once it is retired, and its history stays', () => {
    const world = taught();
    writeQueue(world, 'Network', 'Mode', 'retired');
    press(world, 'runApplyQueues');
    expect(recordOf(world, 'H-0')['Queue']).toBe('Network');
    const row = records(world).length + 2;
    world.spreadsheet.sheet('Tickets').setCell(row, 2, 'vpn tunnel router connection');
    press(world, 'runTriageNew');
    expect(records(world).at(-1)).toMatchObject({ Queue: '', Status: 'needs review' });
  });

  it.each([
    ['Net', /merges “Network” into “Net”/],
    ['Network', /is not another queue/],
  ])('is not merged into %j', (target, refusal) => {
    const world = taught(newRows(1));
    writeQueue(world, 'Network', 'Merge into', target);
    expect(press(world, 'runApplyQueues')).toMatch(refusal);
    expect(recordOf(world, 'H-0')['Queue']).toBe('Network');
  });
});

describe('a further field', () => {
  it('is bound to its column, learned from its values, and filled in with a confidence of its own', () => {
    const rows = [...taughtRows(40), ...newRows(4)].map(([n = '', subject = '', body = '', queue = '']) => [
      ...[n, subject, body, queue],
      queue === '' ? '' : queue === 'Network' ? 'high' : 'low',
    ]);
    const world = bench.world([[...HEADERS, 'Priority'], ...rows]);
    expect(save(world, { also: ['Priority'] })).toMatch(/^Ready/);
    expect(headersOf(world)).toEqual(expect.arrayContaining(['Queue confidence', 'Priority confidence']));
    expect(press(world, 'runLearn')).toMatch(
      /Queue: learned from 40 rows[\s\S]*Priority: learned from 40 rows/,
    );
    press(world, 'runTriageNew');
    expect(recordOf(world, 'N-0')).toMatchObject({ Queue: 'Network', Priority: 'high' });
    expect(recordOf(world, 'N-1')['Priority confidence']).toMatch(/^\d+%$/);
    expect(save(world, {})).toMatch(/^Ready/);
    expect(headersOf(world).filter((header) => header.includes('confidence'))).toHaveLength(2);
  });

  it('is refused for a column without values', () => {
    const world = bench.world([[...HEADERS, 'Priority'], ...taughtRows(4).map((row) => [...row, ''])]);
    expect(save(world, { also: ['Priority'] })).toMatch(/“Priority” has no values yet/);
    expect(headersOf(world)).not.toContain('Queue confidence');
  });
});

describe('a copied spreadsheet', () => {
  function copied(): World {
    const world = taught();
    world.becomeCopy('Copy of tickets');
    return world;
  }
  const idsOf = (world: World): string[] => records(world).map((record) => record['Usher ID'] ?? '');
  const deskOf = (world: World): unknown =>
    (world.call('loadSettings', [], { entry: 'html' }).value as { desk: string } | undefined)?.desk;

  it.each(['runTriageNew', 'runLearn', 'runUndo', 'runSetUp', 'runApplyQueues'])(
    'is left alone until somebody says whose desk it is: %s',
    (functionName) => {
      const world = copied();
      const before = records(world);
      expect(press(world, functionName)).toMatch(/is a copy of one that Usher knows.*Set up/);
      expect(records(world)).toEqual(before);
    },
  );

  it('asks in the set-up dialog', () => {
    const { value } = copied().call('loadSetUp', [null], { entry: 'html' });
    expect(value).toMatchObject({ copiedDesk: expect.stringMatching(/^sandbox/), isSetUp: false });
  });

  it('goes on with a desk of its own', () => {
    const world = taught();
    const original = deskOf(world);
    world.becomeCopy('Copy of tickets');
    expect(save(world, { desk: 'new' })).toMatch(/^Ready/);
    expect(deskOf(world)).toMatch(/^copy-of-tickets-/);
    expect(deskOf(world)).not.toBe(original);
    expect(press(world, 'runLearn')).toMatch(/learned from 40 rows/);
  });

  it('shares no ticket id with the original on the same desk, and keeps what was suggested', () => {
    const world = taught();
    const desk = deskOf(world);
    const before = idsOf(world).filter((id) => id !== '');
    world.becomeCopy('Copy of tickets');
    save(world, { desk: 'same' });
    const after = idsOf(world).filter((id) => id !== '');
    expect(deskOf(world)).toBe(desk);
    expect(after).toHaveLength(before.length);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    expect(press(world, 'runLearn')).toMatch(/6 suggestions .* not learned from/);
  });
});
