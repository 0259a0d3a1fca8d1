// The page of models on the built bundle: what serves, one press back, a new model's way, and how strict the gate is.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import type { ModelsView } from '../../src/addon/models-page.ts';
import { type Bench, HEADERS, newRows, press, startBench, taughtRows } from '../builders/sheet-world.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const WAITING = 60;

/** A sheet that has learned from so many rows, and then once more for each number of further ones; sixty rows wait. */
function aDesk(seed: number, first: number, ...more: readonly number[]): World {
  const world = bench.world([HEADERS, ...newRows(WAITING), ...taughtRows(first)], { seed });
  press(world, 'runSetUp');
  press(world, 'runLearn');
  let known = first;
  for (const count of more) {
    teach(world, known, count);
    known += count;
  }
  return world;
}

/** Labels `count` rows below the `known` ones, and learns. */
function teach(world: World, known: number, count: number): string {
  const sheet = world.spreadsheet.sheet('Tickets');
  taughtRows(known + count)
    .slice(known)
    .forEach((row, at) => {
      row.forEach((text, column) => {
        sheet.setCell(2 + WAITING + known + at, column + 1, text);
      });
    });
  return press(world, 'runLearn');
}

function call(world: World, name: string, ...values: unknown[]): unknown {
  const { value, error } = world.call(name, values, { entry: 'html' });
  if (error !== undefined) throw new Error(error.message);
  return value;
}
const view = (world: World): ModelsView => call(world, 'loadModels') as ModelsView;
const models = (world: World) => view(world).fields[0]?.models ?? [];
const standings = (world: World) => models(world).map(({ standing }) => standing);
const idOf = (world: World, standing: string) => models(world).find((one) => one.standing === standing)?.id;
const inTab = (world: World) => world.spreadsheet.sheet('Usher model').displayValues()[1]?.[2];

describe('the page of models', () => {
  it('shows what serves, with what it was tested on, and the one before', () => {
    const world = aDesk(401, 60, 40);
    expect(view(world)).toMatchObject({ isSetUp: true, gates: 'new-desk', fields: [{ name: 'Queue' }] });
    expect(standings(world)).toEqual(['serving', 'before']);
    expect(models(world)[0]).toMatchObject({ rows: 100, accuracy: expect.any(Number), rollout: null });
  });

  it('goes back with one press and forward with another, and the formulas’ model goes along', () => {
    const world = aDesk(402, 60, 40);
    const [second, first] = [idOf(world, 'serving'), idOf(world, 'before')];
    expect(inTab(world)).toBe(second);
    expect(call(world, 'changeModel', { deed: 'back', field: 'queue' })).toMatch(/New tickets are answered/);
    expect([idOf(world, 'serving'), idOf(world, 'before'), inTab(world)]).toEqual([first, second, first]);
    call(world, 'changeModel', { deed: 'back', field: 'queue' });
    expect(idOf(world, 'serving')).toBe(second);
  });

  it('says what is missing where there is nothing to go back to', () => {
    const world = aDesk(403, 60);
    expect(() => call(world, 'changeModel', { deed: 'back', field: 'queue' })).toThrow(/no model before/);
    expect(standings(world)).toEqual(['serving']);
  });

  it('shows a new model on its way under steadier gates, and puts it in service at a person’s word', () => {
    const world = aDesk(404, 460);
    expect(call(world, 'changeModel', { deed: 'gates', preset: 'steady' })).toMatch(/next lesson is judged/);
    expect(view(world).gates).toBe('steady');
    expect(teach(world, 460, 20)).toMatch(/in the shadow/);
    const coming = idOf(world, 'coming');
    expect(models(world)[0]).toMatchObject({
      standing: 'coming',
      rollout: { step: 0, needed: 200, tickets: 60 },
    });
    press(world, 'runTriageNew');
    expect(models(world)[0]?.rollout?.tickets).toBe(120);
    call(world, 'changeModel', { deed: 'serve', field: 'queue', model: coming });
    expect(idOf(world, 'serving')).toBe(coming);
    expect(standings(world)).toEqual(['serving', 'before']);
  });

  it.each([[{ deed: 'gates', preset: 'lax' }], [{ deed: 'serve', field: 'queue' }], ['anything']])(
    'refuses what no button sends: %j',
    (choice) => {
      expect(() => call(aDesk(405, 60), 'changeModel', choice)).toThrow(/could not be read/);
    },
  );

  it('leaves the choice to leads', () => {
    const world = aDesk(406, 60, 40);
    const { error } = world.call('changeModel', [{ deed: 'back', field: 'queue' }], {
      entry: 'html',
      user: { email: 'agent@usher.example' },
    });
    expect(error?.message).toMatch(/desk/);
    expect(standings(world)).toEqual(['serving', 'before']);
  });
});
