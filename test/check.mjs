// `npm run check`: types of the add-on and of the rest, lint and format, unused files and exports. Prints only what fails.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CHECKS = [
  ['types of src', 'typescript/bin/tsc', ['-p', 'src']],
  ['types of the workbench page', 'typescript/bin/tsc', ['-p', 'sandbox/page']],
  ['types of the rest', 'typescript/bin/tsc', ['-p', '.']],
  ['lint and format', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings']],
  ['unused files, exports and dependencies', 'knip/bin/knip.js', ['--no-progress']],
];

const root = fileURLToPath(new URL('..', import.meta.url));

function run([name, bin, args]) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`node_modules/${bin}`, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
      resolve({ name, code, output });
    });
  });
}

const results = await Promise.all(CHECKS.map(run));
for (const { name, code, output } of results) if (code !== 0) console.log(`\n--- ${name}\n${output.trim()}`);
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;
