import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createDevToken } from '../../server/http/dev-token.ts';
import { aBatch, aDesk, aTicket, DEV_KEY, LEAD, trainingRows } from '../builders/proxy.ts';

const IN_FLIGHT = 1_000;

describe('the bundled proxy, started as its container starts it', () => {
  const folder = folderInCheckout();
  const data = mkdtempSync(join(tmpdir(), 'usher-bundle-'));
  let child: ChildProcess | undefined;
  let output = '';
  beforeAll(() => {
    const build = fileURLToPath(new URL('../../build-server.mjs', import.meta.url));
    expect(spawnSync(process.execPath, [build, folder], { encoding: 'utf8' }).stderr).not.toContain('rror');
  }, 60_000);
  afterEach(() => {
    child?.kill('SIGKILL');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(data, { recursive: true });
  });

  async function start(): Promise<string> {
    const started = spawn(process.execPath, commandOfContainer(folder), {
      env: {
        ...{ AUTH_MODE: 'dev', USHER_DEV_KEY: DEV_KEY, USHER_OWNERS: LEAD, PORT: '0' },
        ...{ USHER_DATABASE: join(data, 'usher.sqlite'), USHER_QUEUE_MS: '30000' },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    output = '';
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (bytes) => {
        output += String(bytes);
      });
    }
    while (started.exitCode === null) {
      const address = /listens on (\S+)/.exec(output)?.[1];
      if (address !== undefined) return address;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`The bundle ended: ${output}`);
  }

  const call = (url: string, method: string, body: unknown) =>
    fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${createDevToken(LEAD, DEV_KEY, Date.now())}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });

  it('is ready, learns in a thread, triages, describes itself, and loses nothing when it is told to stop', async () => {
    const address = await start();
    expect((await fetch(`${address}/ready`)).status).toBe(200);
    await call(`${address}/v1/desks/it`, 'PUT', aDesk());
    const sessions = `${address}/v1/desks/it/training-sessions`;
    const { id } = (await (await call(sessions, 'POST', {})).json()) as { id: string };
    await call(`${sessions}/${id}/parts/1`, 'PUT', { rows: trainingRows() });
    expect((await call(`${sessions}/${id}/train`, 'POST', {})).status).toBe(200);
    expect((await fetch(`${address}/openapi.json`)).status).toBe(200);

    const inFlight = Array.from({ length: IN_FLIGHT }, (_, i) =>
      call(`${address}/v1/triage`, 'POST', aBatch([aTicket({ id: `T-${i}`, body: `Cable ${i}` })])),
    );
    await inFlight[0];
    const ended = child === undefined ? undefined : once(child, 'exit');
    const stoppedAt = Date.now();
    child?.kill('SIGTERM');
    const answers = await Promise.allSettled(inFlight);
    const statuses = answers.map((one) =>
      one.status === 'fulfilled' ? one.value.status : String(one.reason?.cause),
    );
    const [code] = (await ended) ?? [];
    expect([code, Date.now() - stoppedAt < 8_000]).toEqual([0, true]);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(output).not.toContain('"severity":"ERROR"');
  }, 90_000);
});

/** The command of the Dockerfile, with the bundle's folder in the place of the image's. */
function commandOfContainer(folder: string): string[] {
  const dockerfile = readFileSync(new URL('../../server/deploy/Dockerfile', import.meta.url), 'utf8');
  const command = JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
  return command.map((part) => part.replace('/app/dist/server', folder));
}

/** Below the checkout, where the packages are that the bundle leaves out. */
function folderInCheckout(): string {
  const out = fileURLToPath(new URL('../../out/', import.meta.url));
  mkdirSync(out, { recursive: true });
  return mkdtempSync(join(out, 'bundle-'));
}
