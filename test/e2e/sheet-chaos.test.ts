// Twenty seeds of `npm run chaos`, on a sheet of 200 rows; the long runs have a command of their own.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the sheet under chaos', () => {
  it('keeps every rule in twenty seeded histories of people, kills and failures', () => {
    const args = [
      'sandbox/chaos/main.ts',
      '--surface',
      'sheets',
      '--seeds',
      '20',
      '--from',
      '1',
      '--rows',
      '200',
      '--json',
    ];
    const output = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(JSON.parse(output)).toMatchObject({ seeds: 20, failures: [] });
  });
});
