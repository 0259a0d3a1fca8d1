// `npm start`: the sample desk, triaged by the built add-on through the proxy, with no account anywhere. Wires the sandbox.
import { mkdir, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { startLocalProxy } from './local-proxy.ts';
import { resultTable } from './result-table.ts';
import { TICKETS_SHEET } from './sample-sheet.ts';
import { LEAD, readBuiltAddon, sampleWorld } from './sample-world.ts';
import { describeSheet, type TriagedSheet } from './triaged-sheet.ts';
import { serveWorkbench } from './workbench.ts';
import type { World } from './world.ts';

const RESULT_FOLDER = new URL('../out/', import.meta.url);
const RESULT_FILE = new URL('triaged.csv', RESULT_FOLDER);
const WORKBENCH_PORT = 8123;
/** A table wider than a common terminal is cut at the reason, which comes last. */
const TABLE_WIDTH = Math.max(100, process.stdout.columns ?? 150);

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const proxy = await startLocalProxy({ owners: LEAD.email, now: Date.now });
const built = await readBuiltAddon('addon');
const { world, desk } = sampleWorld(built, proxy, Date.now());
print(
  `\n${desk.name}: ${desk.history.length} past tickets, ${desk.fresh.length} new ones. The proxy listens on ${proxy.origin}.`,
);

const steps = [
  ['runSetUp', 'Set up'],
  ['runLearn', 'Learn from this sheet'],
  ['runTriageNew', 'Triage new rows'],
] as const;
for (const [functionName, label] of steps) step(world, functionName, label);

const sheet = describeSheet(world.spreadsheet.sheet(TICKETS_SHEET).displayValues());
printResult(sheet);
await mkdir(RESULT_FOLDER, { recursive: true });
await writeFile(RESULT_FILE, world.sheetAsCsv(TICKETS_SHEET));
print(`\nThe sheet as it is now: ${fileURLToPath(RESULT_FILE)}`);

if (process.argv.includes('--once')) {
  world.close();
  await proxy.close();
} else {
  const port = Number(process.env['PORT'] ?? WORKBENCH_PORT);
  const workbench = await serveWorkbench({ world, proxy, port });
  print(`\nOpen ${workbench.address} to see the sheet. Ctrl+C stops.`);
  const stop = () => {
    workbench
      .close()
      .then(() => {
        world.close();
        return proxy.close();
      })
      .then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** Presses one item of the add-on's menu and tells what it said. */
function step(inWorld: World, functionName: string, label: string): void {
  inWorld.ui.clear();
  const { error } = inWorld.call(functionName, [], { entry: 'menu' });
  if (error !== undefined) throw new Error(`${label} failed: ${error.message}`);
  const said = [...inWorld.ui.alerts, ...inWorld.ui.toasts].map((shown) =>
    shown.message.replace(/\n+/g, ' '),
  );
  print(`\nUsher ▸ ${label}\n  ${said.join(' ')}`);
}

function printResult(triaged: TriagedSheet): void {
  print('');
  for (const line of resultTable(triaged.rows, TABLE_WIDTH)) print(line);
  print(`\n${triaged.summary}`);
}
