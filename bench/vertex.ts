// What Vertex AI costs beside the embedded model: the start, a call, a refusal, faults, and the budget under a rush.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from './figure.ts';
import { calls, starts } from './vertex-start.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Runs all of it on the bundle that `npm run build` makes, built anew into a folder of its own. */
export async function run(): Promise<BenchResult> {
  mkdirSync(here('../out/'), { recursive: true });
  const folder = mkdtempSync(join(here('../out/'), 'bench-vertex-'));
  try {
    const built = spawnSync(process.execPath, [here('../build-server.mjs'), folder], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(`The bundle could not be built: ${built.stderr}`);
    return { name: 'vertex', figures: [...(await starts(folder)), ...(await calls(folder))] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
