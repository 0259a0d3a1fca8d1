import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { DEV_KEY } from '../../builders/proxy.ts';

const CLI = fileURLToPath(new URL('../../../server/cli.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'usher-main-'));

describe('usher serve', () => {
  let child: ChildProcess | undefined;
  afterEach(() => {
    child?.kill('SIGKILL');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function serve(environment: Record<string, string>): { output: () => string; child: ChildProcess } {
    let output = '';
    const started = spawn(process.execPath, [CLI, 'serve'], {
      env: { PATH: process.env['PATH'] ?? '', USHER_DATABASE: join(folder, 'usher.sqlite'), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (bytes) => {
        output += String(bytes);
      });
    }
    return { output: () => output, child: started };
  }

  async function addressOf({ output, child: started }: ReturnType<typeof serve>): Promise<string> {
    while (started.exitCode === null) {
      const address = /listens on (\S+)/.exec(output())?.[1];
      if (address !== undefined) return address;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`serve ended: ${output()}`);
  }

  it('prints its address, answers, and ends with 0 when it is told to stop', async () => {
    const served = serve({ AUTH_MODE: 'dev', USHER_DEV_KEY: DEV_KEY, PORT: '0' });
    const address = await addressOf(served);
    expect((await fetch(`${address}/ready`)).status).toBe(200);
    served.child.kill('SIGTERM');
    const [code] = await once(served.child, 'exit');
    expect(code).toBe(0);
  }, 30_000);

  it('ends although somebody holds a connection and never asks anything', async () => {
    const served = serve({ AUTH_MODE: 'dev', USHER_DEV_KEY: DEV_KEY, PORT: '0' });
    const silent = connect(Number(new URL(await addressOf(served)).port), '127.0.0.1');
    silent.on('error', () => undefined);
    await once(silent, 'connect');
    served.child.kill('SIGTERM');
    const [code] = await once(served.child, 'exit');
    silent.destroy();
    expect(code).toBe(0);
  }, 30_000);

  it('ends with 1 and says what to set when the environment is not complete', async () => {
    const served = serve({ AUTH_MODE: 'dev', PORT: 'x' });
    const [code] = await once(served.child, 'exit');
    expect(code).toBe(1);
    expect(served.output()).toMatch(/PORT is "x"[\s\S]*USHER_DEV_KEY has 0 characters/);
  }, 30_000);

  it('says which port is taken', async () => {
    const first = serve({ AUTH_MODE: 'dev', USHER_DEV_KEY: DEV_KEY, PORT: '0' });
    const port = new URL(await addressOf(first)).port;
    const second = serve({ AUTH_MODE: 'dev', USHER_DEV_KEY: DEV_KEY, PORT: port });
    const [code] = await once(second.child, 'exit');
    first.child.kill('SIGKILL');
    expect(code).toBe(1);
    expect(second.output()).toContain(`port ${port} (EADDRINUSE)`);
  }, 30_000);
});
