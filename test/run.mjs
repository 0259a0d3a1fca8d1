// `npm test`: checks, both bundles, then every test; stops at the first of the three that fails, and says what was left out.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const STEPS = [
  ['checks', ['test/check.mjs']],
  ['bundles', ['build.mjs']],
  [
    'tests',
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--maxWorkers=2',
      ...process.argv.slice(2),
    ],
  ],
];

for (const [name, args] of STEPS) {
  const started = performance.now();
  const code = await new Promise((resolve) => {
    spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).on('close', resolve);
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) process.exit(1);
}
if (!existsSync('/usr/bin/chromium')) {
  console.log('LEFT OUT: the browser tests, since /usr/bin/chromium is not installed.');
}
