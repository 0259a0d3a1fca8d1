// Keeps what stages gave in a folder, under the hash of what they were given: a run that was cut off goes on where it stopped, and
// a run with other gates trains nothing anew.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { canonicalJson, sha256 } from './canonical-json.ts';
import type { RunStage } from './pipeline.ts';

/** Bytes of the digest before the content. */
const DIGEST_BYTES = 32;

/** Stages kept under `folder`; `told` hears of each, and whether it was done or found. `code` is whatever makes results differ. */
export function createStageCache(
  folder: string,
  code: string,
  told: (stage: string, isFound: boolean) => void,
): RunStage {
  mkdirSync(folder, { recursive: true });
  return <T>(name: string, inputs: readonly unknown[], work: () => T): T => {
    const path = join(folder, `${name}-${sha256(canonicalJson([code, name, ...inputs])).slice(0, 24)}`);
    const found = readStage(path);
    if (found !== null) {
      told(name, true);
      return found.value as T;
    }
    const value = work();
    const content = serialize(value);
    const whole = Buffer.concat([Buffer.from(sha256(new Uint8Array(content)), 'hex'), content]);
    // Under its name only once it is whole, so that a run that is killed leaves no half of it.
    writeFileSync(`${path}.part`, whole);
    renameSync(`${path}.part`, path);
    told(name, false);
    return value;
  };
}

/** A file that was damaged is as good as none: the stage is done again. */
function readStage(path: string): { readonly value: unknown } | null {
  if (!existsSync(path)) return null;
  const whole = readFileSync(path);
  const content = whole.subarray(DIGEST_BYTES);
  if (sha256(new Uint8Array(content)) === whole.subarray(0, DIGEST_BYTES).toString('hex')) {
    return { value: deserialize(content) };
  }
  rmSync(path);
  return null;
}
