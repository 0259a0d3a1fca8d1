// A first round of chaos over mailboxes with every test run; `npm run chaos -- --surface gmail --seeds 300` is the long one.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

it('keeps every rule of the mailbox through 20 seeded histories of people, kills and failures', () => {
  const main = fileURLToPath(new URL('../../sandbox/chaos/main.ts', import.meta.url));
  const printed = execFileSync(process.execPath, [main, '--surface', 'gmail', '--seeds', '20', '--json'], {
    encoding: 'utf8',
  });
  expect(JSON.parse(printed)).toMatchObject({ seeds: 20, failures: [] });
});
