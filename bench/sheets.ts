// `npm run bench -- sheets [--rows N] [--json]`: what a triage of the sheet costs in Google's terms, on the built bundle and
// a virtual clock: spreadsheet calls of 800 ms and 10 µs a cell, requests of 1 s. Needs `npm run build` first.
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startLocalProxy } from '../sandbox/local-proxy.ts';
import { LEAD, proxyOptions, readBuiltAddon } from '../sandbox/sample-world.ts';
import { createWorld, type World } from '../sandbox/world.ts';
import { atLeast, atMost, type BenchResult } from './figure.ts';

const LATENCY = { cellsMs: 800, cellUs: 10, requestMs: 1_000 };
const RUN_MS = 360_000;
const TAUGHT = 60;
const WORDS = ['vpn', 'wifi', 'tunnel', 'printer', 'toner', 'scanner'];

export async function run(args: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '100000' }, json: { type: 'boolean' } },
  });
  const rows = Number(values.rows);
  // The virtual run takes three minutes and the real one less than two, in which the limit by the minute must not count.
  const environment = { USHER_DESK_TICKETS_A_MINUTE: '1000000000' };
  const proxy = await startLocalProxy({ owners: LEAD.email, now: Date.now, environment });
  const built = await readBuiltAddon('addon');
  const openWorld = (count: number): World => {
    const world = createWorld({
      ...built,
      ...proxyOptions(built, proxy),
      ...{ user: LEAD, start: Date.now(), seed: count, latency: LATENCY },
    });
    world.spreadsheet.addSheet('Tickets', sheetOf(count));
    world.spreadsheet.open();
    world.call('runSetUp', [], { entry: 'menu' });
    world.call('runLearn', [], { entry: 'menu' });
    world.counts.reset();
    return world;
  };
  try {
    const small = openWorld(1_000);
    small.call('runTriageNew', [], { entry: 'menu' });
    const { cells, requests } = small.counts;
    small.close();
    const large = openWorld(rows);
    const { virtualMs } = large.call('runTriageNew', [], { entry: 'menu' });
    const written = countWritten(large);
    large.close();
    const bytes = statSync(new URL('../dist/addon/Code.js', import.meta.url)).size;
    return {
      name: 'sheets',
      figures: [
        atMost('spreadsheet calls for 1,000 rows', cells, 'calls', 12),
        atMost('requests for 1,000 rows', requests, 'requests', 5),
        atLeast('rows in one run', written, 'rows', rows),
        atMost('virtual time of that run', Math.round(virtualMs / 1_000), 's', RUN_MS / 1_000),
        atMost('bundle', Math.round(bytes / 1_000), 'kB', 400),
      ],
    };
  } finally {
    await proxy.close();
  }
}

function sheetOf(count: number): string[][] {
  const word = (at: number): string => WORDS[at % WORDS.length] ?? '';
  const row = (i: number, queue: string): string[] => [
    `T-${i}`,
    `${word(i)} trouble`,
    `The ${word(i + 1)} fails, case ${i}.`,
    queue,
  ];
  return [
    ['Ticket', 'Subject', 'Description', 'Queue'],
    ...Array.from({ length: TAUGHT }, (_, i) => row(i, i % WORDS.length < 3 ? 'Network' : 'Printing')),
    ...Array.from({ length: count }, (_, i) => row(TAUGHT + i, '')),
  ];
}

function countWritten(world: World): number {
  const [header = [], ...rows] = world.spreadsheet.sheet('Tickets').values();
  const status = header.indexOf('Status');
  return rows.filter((row) => row[status] === 'needs review').length;
}
