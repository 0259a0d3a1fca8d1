// Twenty seeds of `npm run chaos`, on a sheet of 200 rows; the long runs have a command of their own.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm run chaos` says of seeds over 200 rows, with more options. */
function played(from: number, seeds: number, ...options: readonly string[]): unknown {
  const range = ['--from', String(from), '--seeds', String(seeds), '--rows', '200'];
  const args = ['sandbox/chaos/main.ts', '--surface', 'sheets', ...range, ...options, '--json'];
  return JSON.parse(spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).stdout);
}

describe('the sheet under chaos', () => {
  it('keeps every rule in twenty seeded histories of people, kills and failures', () => {
    expect(played(1, 20)).toMatchObject({ seeds: 20, failures: [] });
  });

  it.each([32, 368, 20064, 70103])(
    'keeps them over 2,000 rows in history %i, which once broke one',
    (seed) => {
      expect(played(seed, 1, '--rows', '2000')).toMatchObject({ seeds: 1, failures: [] });
    },
  );

  it.each([37, 77, 126, 128, 189, 410, 526, 598])(
    'keeps them where people make tickets out of others, in history %i, which once broke one',
    (seed) => {
      expect(played(seed, 1, '--harsh')).toMatchObject({ seeds: 1, failures: [] });
    },
  );
});
