// `npm start`: the sample desk, triaged by the built add-on through the proxy, with no account anywhere. Wires the sandbox.
import { mkdir, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { liveFirstDay } from './first-day.ts';
import { startLocalProxy } from './local-proxy.ts';
import { resultTable } from './result-table.ts';
import { TICKETS_SHEET } from './sample-sheet.ts';
import { LEAD, readSampleDesk, VISITOR } from './sample-world.ts';
import { describeSheet, judgeAssigned, type TriagedSheet } from './triaged-sheet.ts';
import { startWorlds } from './workbench/world-client.ts';
import { serveWorkbench } from './workbench.ts';

const RESULT_FOLDER = new URL('../out/', import.meta.url);
const RESULT_FILE = new URL('triaged.csv', RESULT_FOLDER);
/** Golden states of the look, shown in the gallery; they are written by "npm run screenshots". */
const GOLDEN_FOLDER = new URL('../test/golden/workbench/', import.meta.url);
const WORKBENCH_PORT = 8123;
/** What is not closed within this time after a signal is cut off, in milliseconds: nothing here outlives the process. */
const STOP_MS = 2_500;
/** A table wider than a common terminal is cut at the reason, which comes last. */
const TABLE_WIDTH = Math.max(100, process.stdout.columns ?? 150);

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const proxy = await startLocalProxy({ owners: `${LEAD.email},${VISITOR.email}`, now: Date.now });
const desk = readSampleDesk();
print(
  `\n${desk.name}: ${desk.history.length} past tickets, ${desk.fresh.length} new ones. The proxy listens on ${proxy.origin}.`,
);
const worlds = await startWorlds(proxy, Date.now());

await liveFirstDay(worlds, ({ label, said }) => print(`\n▸ ${label}\n  ${said}`));

const { csv, cells } = await worlds.ask({ kind: 'csv', sheet: TICKETS_SHEET });
printResult(describeSheet(cells));
const truths = new Map(desk.fresh.map(({ reference, truth }) => [reference, truth]));
const { assigned, right } = judgeAssigned(cells, truths);
if (assigned > 0) {
  print(
    `The sample knows where its tickets belong: ${right} of the ${assigned} assigned are right. The promise speaks of the long run, not of each day.`,
  );
}
await mkdir(RESULT_FOLDER, { recursive: true });
await writeFile(RESULT_FILE, csv);
print(`\nThe sheet as it is now: ${fileURLToPath(RESULT_FILE)}`);

if (process.argv.includes('--once')) {
  await worlds.close();
  await proxy.close();
} else {
  const port = Number(process.env['PORT'] ?? WORKBENCH_PORT);
  const workbench = await serveWorkbench({ worlds, proxy, port, golden: GOLDEN_FOLDER });
  print(`\nOpen ${workbench.address} to see the sheet. Ctrl+C stops.`);
  const stop = async () => {
    // A run that holds the worlds' thread, or a browser that holds a line, must not keep anybody waiting.
    setTimeout(() => process.exit(0), STOP_MS).unref();
    await workbench.close();
    await Promise.all([worlds.close(), proxy.close()]);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      // Whoever asks twice means it.
      process.once(signal, () => process.exit(1));
      void stop();
    });
  }
}

function printResult(triaged: TriagedSheet): void {
  print('');
  for (const line of resultTable(triaged.rows, TABLE_WIDTH)) print(line);
  print(`\n${triaged.summary}`);
}
