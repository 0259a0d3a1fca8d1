// A workbench that npm started ends when it is told to, and when whoever started it has gone. A shell stands here for npm's,
// which passes no signal on to what it runs.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

/** A stop takes half a second where nobody else needs the machine. */
const STOPPED_MS = 8_000;
const START_MS = 120_000;
const LOOK_EVERY_MS = 50;
const EARLY_MS = 300;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const WORKBENCH = `"${process.execPath}" "${path('../../sandbox/start.mjs')}" --built`;
const LEASHED = `"${process.execPath}" --input-type=module -e "
  import { endWithParent } from '${path('../../sandbox/end-with-parent.ts')}';
  endWithParent(process, ${EARLY_MS});
  console.log('Open http');
  setInterval(() => {}, 1000);"`;

let outer: ChildProcess | undefined;
let node = 0;

const isAlive = (pid: number): boolean => {
  try {
    // A zombie has ended; it only waits to be counted.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

const childOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);

async function endsInTime(pid: number): Promise<boolean> {
  const until = Date.now() + STOPPED_MS;
  while (isAlive(pid) && Date.now() < until) await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  return !isAlive(pid);
}

/** Starts `command` below `shells` shells and waits until it is ready; the pid of the outermost shell. */
async function start(command: string, shells = 1, stdin: 'pipe' | 'ignore' = 'ignore'): Promise<number> {
  // What follows the command keeps the shell from giving its place to it.
  const line = `${command}; exit $?`;
  const started = spawn('sh', ['-c', shells === 1 ? line : 'sh -c "$LINE"; exit $?'], {
    env: { ...process.env, npm_lifecycle_event: 'start', PORT: '0', LINE: line },
    stdio: [stdin, 'pipe', 'inherit'],
  });
  outer = started;
  let output = '';
  started.stdout?.on('data', (bytes) => {
    output += String(bytes);
  });
  while (!output.includes('Open http')) {
    if (started.exitCode !== null) throw new Error(`The process ended: ${output}`);
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
  const shell = started.pid ?? 0;
  node = childOf(shells === 1 ? shell : childOf(shell));
  return shell;
}

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('a process that npm started', () => {
  afterEach(() => {
    outer?.kill('SIGKILL');
    if (node !== 0 && isAlive(node)) process.kill(node, 'SIGKILL');
    node = 0;
  });

  it.each([
    // A SIGINT for npm alone is not among them: its shell waits for the script then, and the script never hears of it.
    ['npm ends its shell at a SIGTERM', 1, 'SIGTERM'],
    ['npm is killed and its shell stays', 2, 'SIGKILL'],
  ] as const)('ends when %s', async (_name, shells, signal) => {
    process.kill(await start(LEASHED, shells), signal);
    expect(await endsInTime(node)).toBe(true);
  });

  it('ends when the pipe at its standard input closes, and not because it was empty from the start', async () => {
    await start(`true | ${LEASHED}`);
    await new Promise((done) => setTimeout(done, 2 * EARLY_MS));
    const staysWithEmptyPipe = isAlive(node);
    process.kill(node, 'SIGKILL');
    await start(LEASHED, 1, 'pipe');
    await new Promise((done) => setTimeout(done, 2 * EARLY_MS));
    outer?.stdin?.end();
    expect([staysWithEmptyPipe, await endsInTime(node)]).toEqual([true, true]);
  });
});

describeOnLinux('the workbench', () => {
  afterEach(() => {
    outer?.kill('SIGKILL');
    if (node !== 0 && isAlive(node)) process.kill(node, 'SIGKILL');
    node = 0;
  });

  it(
    'ends within seconds when its shell got the SIGTERM',
    async () => {
      process.kill(await start(WORKBENCH), 'SIGTERM');
      expect(await endsInTime(node)).toBe(true);
    },
    START_MS,
  );
});
