// The promise in the sheet, on the built bundle: whose word counts as evidence, what a person typed, and who may change a mode.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import {
  type Bench,
  HEADERS,
  newRows,
  press,
  records,
  startBench,
  taughtRows,
} from '../builders/sheet-world.ts';

interface Item {
  readonly id: string;
  readonly field: string;
  readonly suggestion: string;
  readonly isAudit: boolean;
}
type Row = Record<string, string> & { readonly line: number };

const AGENT = { email: 'agent@usher.example' };
const TAUGHT = 900;

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

/** Rows with a word of urgency, and their priority as people typed it unless `priority` says otherwise. */
function withPriority(rows: readonly string[][], priority?: string): string[][] {
  return rows.map(([ticket = '', subject = '', body = '', queue = ''], n) => {
    const own = n % 3 === 0 ? 'urgent' : 'low';
    const words = own === 'urgent' ? 'Emergency, everybody is blocked.' : 'No hurry, whenever convenient.';
    return [ticket, subject, `${body} ${words}`, queue, priority ?? own];
  });
}

function answerOf(world: World, entry: string, args: readonly unknown[]): unknown {
  const { value, error } = world.call(entry, args, { entry: 'html' });
  if (error !== undefined) throw new Error(error.message);
  return value;
}

function worldWithPriority(taught: number, fresh: readonly string[][], seed: number): World {
  const world = bench.world([[...HEADERS, 'Priority'], ...withPriority(taughtRows(taught)), ...fresh], {
    seed,
  });
  const { guess, sheetId } = answerOf(world, 'loadSetUp', [null]) as { guess: object; sheetId: number };
  answerOf(world, 'saveSetUp', [{ ...guess, sheetId, desk: null, also: ['Priority'], target: 0.9 }]);
  press(world, 'runLearn');
  return world;
}

const linesOf = (world: World): Row[] =>
  records(world).map((record, i): Row => Object.assign(record, { line: i + 2 }) as unknown as Row);
const auditsOf = (row: Row): string[] => JSON.parse(row['Usher state'] || '{}').audits ?? [];

function setCells(world: World, header: string, value: string, isWanted = (_name: string) => true): void {
  const tab = world.spreadsheet.sheet('Usher queues');
  const [headers = [], ...rows] = tab.displayValues();
  rows.forEach(([name = ''], i) => {
    if (isWanted(name)) tab.setCell(i + 2, headers.indexOf(header) + 1, value);
  });
}

function column(world: World, header: string): Record<string, string> {
  const [headers = [], ...rows] = world.spreadsheet.sheet('Usher queues').displayValues();
  return Object.fromEntries(rows.map((row) => [row[0] ?? '', row[headers.indexOf(header)] ?? '']));
}

function judge(world: World, { line }: Row, header: string, label: string): void {
  const headers = world.spreadsheet.sheet('Tickets').displayValues()[0] ?? [];
  world.spreadsheet.sheet('Tickets').setCell(line, headers.indexOf(header) + 1, label);
}

describe('a row with two fields', () => {
  it('is learned from only in the field that a person decided', () => {
    const world = worldWithPriority(60, withPriority(newRows(10, 0), ''), 901);
    press(world, 'runTriageNew');
    const load = () => answerOf(world, 'loadReview', [[]]) as { waiting: number; items: Item[] };
    const before = load();
    const item = before.items.find(({ field }) => field === 'queue');
    const { id, suggestion } = item as Item;
    answerOf(world, 'saveReview', [{ id, field: 'queue', suggestion, label: suggestion }]);
    const after = load();
    expect(after.waiting).toBe(before.waiting - 1);
    expect(after.items.some((one) => one.id === id && one.field === 'priority')).toBe(true);
    const learned = press(world, 'runLearn');
    expect(learned).toMatch(/Queue: learned from 61 /);
    expect(learned).toMatch(/Priority: learned from 60 /);
  });
});

describe('a promise in the sheet', () => {
  let world: World;
  beforeAll(() => {
    const fresh = [...withPriority(newRows(500, 0), ''), ...withPriority(newRows(40, 700), 'urgent')];
    world = worldWithPriority(TAUGHT, fresh, 402);
    setCells(world, 'Mode', 'auto');
    setCells(world, 'Never missed', 'yes', (name) => name === 'urgent');
    press(world, 'runApplyQueues');
    press(world, 'runTriageNew');
  });

  it('answers what must never be missed in the tab, like modes', () => {
    expect(column(world, 'Never missed')).toMatchObject({ urgent: 'yes', low: '' });
    setCells(world, 'Never missed', '', (name) => name === 'urgent');
    press(world, 'runLearn');
    expect(column(world, 'Never missed')).toMatchObject({ urgent: 'yes' });
  });

  it('routes no ticket whose priority a person typed that must never be missed', () => {
    const typed = linesOf(world).slice(TAUGHT + 500);
    expect(new Set(typed.map(({ Status }) => Status))).toEqual(new Set(['needs review']));
    expect(typed[1]?.['Reason']).toContain('“urgent” must never be missed');
    expect(
      linesOf(world)
        .slice(TAUGHT, TAUGHT + 500)
        .filter(({ Status }) => Status === 'assigned').length,
    ).toBeGreaterThan(50);
  });

  it('sends what was judged of a row with two blind checks, and goes on waiting for the rest', () => {
    const both = linesOf(world).find((row) => auditsOf(row).length === 2) as Row;
    judge(world, both, 'Queue', 'Network');
    press(world, 'runTriageNew');
    const half = linesOf(world).find(({ line }) => line === both.line) as Row;
    expect(auditsOf(half)).toEqual(['priority']);
    judge(world, half, 'Priority', 'low');
    press(world, 'runTriageNew');
    expect(auditsOf(linesOf(world).find(({ line }) => line === both.line) as Row)).toEqual([]);
  });

  it('takes its right away when people choose queues that are not in the tab', () => {
    const blind = linesOf(world).filter((row) => auditsOf(row).includes('queue'));
    expect(blind.length).toBeGreaterThan(20);
    for (const row of blind) judge(world, row, 'Queue', 'Some other team');
    expect(press(world, 'runTriageNew')).toContain('Taken back');
  });
});

describe('a mode that somebody typed into the tab', () => {
  it('is put back when the proxy refuses it, and no later press of a lead brings it into force', async () => {
    const world = bench.world([HEADERS, ...taughtRows(400), ...newRows(60, 0)], { seed: 401 });
    press(world, 'runSetUp');
    press(world, 'runLearn');
    const lead = { authorization: `Bearer ${bench.proxy.tokenFor('lea.lead@usher.example')}` };
    const { desks } = (await (await fetch(`${bench.proxy.origin}/v1/desks`, { headers: lead })).json()) as {
      desks: { id: string }[];
    };
    const headers = { ...lead, 'content-type': 'application/json' };
    const members = desks.map(({ id }) => `${bench.proxy.origin}/v1/desks/${id}/members/${AGENT.email}`);
    await Promise.all(members.map((url) => fetch(url, { method: 'PUT', headers, body: '{"role":"agent"}' })));

    setCells(world, 'Mode', 'auto');
    world.ui.alerts = [];
    world.call('runApplyQueues', [], { entry: 'menu', user: AGENT });
    expect(world.ui.alerts.map(({ message }) => message).join(' ')).toContain('has been put back');
    expect(new Set(Object.values(column(world, 'Mode')))).toEqual(new Set(['suggest']));

    setCells(world, 'Mode', 'auto');
    expect(press(world, 'runLearn')).toContain('has been put back');
    press(world, 'runTriageNew');
    const fresh = records(world).slice(400);
    expect(new Set(fresh.map(({ Status }) => Status))).toEqual(new Set(['needs review']));
  });
});
