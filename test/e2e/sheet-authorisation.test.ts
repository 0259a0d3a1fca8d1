// Every function of the sheet deployment is called as Google calls it, with the least scopes and with each option, and none reaches for
// what its entry point or its manifest does not allow.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { proxyOptions, readBuiltAddon } from '../../sandbox/sample-world.ts';
import type { World } from '../../sandbox/world.ts';
import { type Bench, HEADERS, newRows, press, startBench, taughtRows } from '../builders/sheet-world.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const MAIN = readFileSync(new URL('../../src/main.ts', import.meta.url), 'utf8');
const FUNCTIONS = [...MAIN.matchAll(/^export function (\w+)/gm)].map((match) => match[1] ?? '');
/** What pages call, by the names that pages use. */
const PAGE_CALLS = FUNCTIONS.filter((name) => /^(load|save|ask|repair|settle)[A-Z]|^runScope$/.test(name));
const MENU_CALLS = FUNCTIONS.filter((name) => /^(run|show)[A-Z]/.test(name) && name !== 'runScope');
const REFUSED = /permission|closed to a/;

async function aWorld(variant: string): Promise<World> {
  const built = await readBuiltAddon(`variants/${variant}`);
  const world = bench.world([HEADERS, ...taughtRows(12), ...newRows(3)], {
    ...built,
    ...proxyOptions(built, bench.proxy),
  });
  // A refused request looks like an unreachable server, so the proxy must have been reached.
  expect(press(world, 'runSetUp')).toMatch(/^Ready/);
  return world;
}

/** What a script that is refused says or logs: refusals are shown as a number and stand in the log. */
function refusals(world: World, functions: readonly string[], entry: 'menu' | 'html'): string[] {
  for (const name of functions) {
    const { error } = world.call(name, [{}], { entry });
    if (error !== undefined && REFUSED.test(error.message)) return [`${name}: ${error.message}`];
  }
  return world.logs.map(({ text }) => text).filter((message) => REFUSED.test(message));
}

describe.each(['sheet', 'sheet-mail', 'sheet-any-document'])('the deployment %s', (variant) => {
  it.each([
    ['menu', MENU_CALLS],
    ['html', PAGE_CALLS],
  ] as const)('stays within its authorisation when called from a %s', async (entry, functions) => {
    const world = await aWorld(variant);
    expect(functions.length).toBeGreaterThan(9);
    expect(refusals(world, functions, entry)).toEqual([]);
  });

  it('stays within it in simple, installed and timed triggers, failing ones included', async () => {
    const world = await aWorld(variant);
    world.call('savePlan', [{ everyMinutes: 5, onForm: true, onChange: true }], { entry: 'html' });
    world.spreadsheet.open();
    world.spreadsheet.sheet('Tickets').submitForm(['F-1', 'toner', 'The printer has no toner.']);
    world.spreadsheet.sheet('Tickets').setCell(2, 4, 'Printing');
    world.faults.everyFetch('unreachable');
    world.clock.advance(16 * 60_000);
    world.faults.everyFetch(undefined);
    world.clock.advance(6 * 60_000);
    const called = new Set(world.executions.map(({ functionName }) => functionName));
    for (const name of ['onOpen', 'onSheetEdit', 'onFormRows', 'onSheetChange', 'onSchedule', 'onContinue'])
      expect(called).toContain(name);
    expect(world.executions.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('stays within it in formulas', async () => {
    const world = await aWorld(variant);
    press(world, 'runLearn');
    const sheet = world.spreadsheet.sheet('Tickets');
    sheet.setCell(2, 14, '=USHER("printer toner")');
    sheet.setCell(3, 14, '=USHER_WHY("printer toner")');
    const shown = sheet.displayValues().slice(1, 3);
    expect(shown.flat().filter((text) => text.startsWith('#'))).toEqual([]);
  });
});

describe('a manifest that lacks a scope', () => {
  it.each([
    ['https://www.googleapis.com/auth/spreadsheets.currentonly', 'menu'],
    ['https://www.googleapis.com/auth/spreadsheets.currentonly', 'html'],
  ] as const)('is told by the same check: %s, %s', async (scope, entry) => {
    const built = await readBuiltAddon('variants/sheet');
    const oauthScopes = (built.manifest.oauthScopes ?? []).filter((one) => one !== scope);
    const world = bench.world([HEADERS, ...taughtRows(12)], {
      ...built,
      ...proxyOptions(built, bench.proxy),
      manifest: { ...built.manifest, oauthScopes },
    });
    world.call('runSetUp', [], { entry: 'menu' });
    const functions = entry === 'menu' ? MENU_CALLS : PAGE_CALLS;
    expect(refusals(world, functions, entry)).not.toEqual([]);
  });
});
