// What Vertex AI costs beside the embedded model: the start, a call, a refusal, faults, and the budget under a rush.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runInjectionSuite } from '../test/injection/suite.ts';
import { atMost, type BenchResult, type Figure, reported } from './figure.ts';
import { faults, rush, shares } from './vertex-faults.ts';
import { calls, starts } from './vertex-start.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Runs all of it on the bundle that `npm run build` makes, built anew into a folder of its own. */
export async function run(): Promise<BenchResult> {
  mkdirSync(here('../out/'), { recursive: true });
  const folder = mkdtempSync(join(here('../out/'), 'bench-vertex-'));
  try {
    const built = spawnSync(process.execPath, [here('../build-server.mjs'), folder], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(`The bundle could not be built: ${built.stderr}`);
    const figures = [
      ...(await starts(folder)),
      ...(await calls(folder)),
      ...(await faults()),
      ...(await shares()),
      ...(await rush(folder)),
      ...(await injection()),
    ];
    return { name: 'vertex', figures };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function injection(): Promise<Figure[]> {
  const { tickets, outside, movedAlone, caught, movedUnseen } = await runInjectionSuite();
  return [
    reported('hostile tickets, to a model that obeys', tickets, ''),
    atMost('labels outside the set', outside, '', 0),
    reported('labels moved without the cross-check', movedAlone, ''),
    reported('of these, sent to a person by the cross-check', caught, ''),
    reported('moved and not seen by the cross-check', movedUnseen, ''),
  ];
}
