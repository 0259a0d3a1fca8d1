// Money in the sheet, on the built bundle over a proxy whose desk asks a paid model: what a run may still cost is shown before
// it, and what it cost stands in the ledger after it.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import { type Bench, HEADERS, newRows, press, startBench, taughtRows } from '../builders/sheet-world.ts';
import { geminiEnvironment } from '../builders/vertex.ts';

let vertex: Worker;
let bench: Bench;
let world: World;
beforeAll(async () => {
  vertex = new Worker(new URL('../fakes/vertex/vertex-thread.ts', import.meta.url));
  const [address] = (await once(vertex, 'message')) as [string];
  bench = await startBench({
    USHER_BACKEND: 'cascade',
    USHER_CASCADE_BELOW_PERCENT: '100',
    USHER_DAILY_BUDGET_USD: '0.5',
    ...geminiEnvironment(address),
  });
  world = bench.world([HEADERS, ...taughtRows(60), ...newRows(6)], { seed: 31 });
  press(world, 'runSetUp');
  press(world, 'runLearn');
});
afterAll(async () => {
  await bench.close();
  await vertex.terminate();
});

interface RunView {
  readonly spending: Readonly<Record<string, number | string>> | null;
  readonly estimates: unknown;
}
const runView = () => world.call('loadRun', [], { entry: 'html' }).value as RunView;
const ledger = (): Record<string, string> => {
  const [header = [], line = []] = world.spreadsheet.sheet('Usher runs').displayValues();
  return Object.fromEntries(header.map((name, column) => [name, line[column] ?? '']));
};

describe('a desk that pays for a second opinion', () => {
  it('shows budget, spent and left before anything is asked', () => {
    expect(runView().spending).toMatchObject({
      ...{ backend: 'cascade', budgetUsd: 0.5, spentUsd: 0, leftUsd: 0.5 },
    });
  });

  it('says after a run what it cost, writes it into the ledger, and has as much less left', () => {
    const said = press(world, 'runTriageNew');
    const cost = Number(ledger()['Cost (US$)']);
    expect(said).toMatch(/The paid model cost US\$ 0\.00\d\d\./);
    expect(cost).toBeGreaterThan(0);
    expect(runView().spending?.['leftUsd']).toBeCloseTo(0.5 - cost, 4);
  });

  it('still offers a run where the proxy does not say what may be spent', () => {
    world.faults.everyFetch('unreachable');
    expect(runView()).toMatchObject({ spending: null, estimates: { new: { rows: 0 } } });
  });
});
