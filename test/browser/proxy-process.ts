// The proxy as a process of its own, which a test can kill as a crash would, and start again on the same port and data.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { LocalProxy } from '../../sandbox/local-proxy.ts';
import { LEAD } from '../../sandbox/sample-world.ts';
import { createDevToken } from '../../server/http/dev-token.ts';

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url));
const LOOK_EVERY_MS = 50;

export interface ProxyProcess extends LocalProxy {
  /** Ends it at once, without any chance to finish. */
  kill(): Promise<void>;
  /** Starts it again where it was. */
  start(): Promise<void>;
}

/** A proxy on a free port over a database in a folder of its own. */
export async function startProxyProcess(): Promise<ProxyProcess> {
  const port = await freePort();
  const key = randomBytes(32).toString('hex');
  const folder = mkdtempSync(join(tmpdir(), 'usher-killed-'));
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(process.execPath, [CLI, 'serve'], {
      env: {
        ...process.env,
        ...{ AUTH_MODE: 'dev', USHER_DEV_KEY: key, USHER_OWNERS: LEAD.email, PORT: String(port) },
        USHER_DATABASE: join(folder, 'usher.sqlite'),
      },
      stdio: 'ignore',
    });
    while (!(await isUp(origin))) {
      if (child.exitCode !== null) throw new Error(`The proxy ended with ${child.exitCode}.`);
      await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    }
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    ...{ origin, key, start, kill },
    logLines: [],
    tokenFor: (email) => createDevToken(email, key, Date.now()),
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

async function isUp(origin: string): Promise<boolean> {
  const response = await fetch(`${origin}/ready`).catch(() => undefined);
  return response?.ok === true;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
