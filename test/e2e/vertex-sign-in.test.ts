import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { byWords } from '../builders/vertex.ts';
import { createCertificate } from '../fakes/vertex/certificate.ts';
import { type FakeMetadata, startFakeMetadata } from '../fakes/vertex/metadata-server.ts';
import { ENDPOINT, type FakeVertex, startFakeVertex } from '../fakes/vertex/server.ts';

const SCRIPT = fileURLToPath(new URL('../fakes/vertex/sign-in-script.ts', import.meta.url));

describe('signing in to Vertex AI, over TLS and with the machine’s own credentials', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usher-sign-in-'));
  let vertex: FakeVertex;
  let metadata: FakeMetadata;
  let child: ChildProcessWithoutNullStreams | undefined;
  beforeAll(async () => {
    const tls = createCertificate(Date.now());
    writeFileSync(join(folder, 'roots.pem'), tls.certificate);
    [vertex, metadata] = await Promise.all([startFakeVertex(byWords, { tls }), startFakeMetadata()]);
  }, 30_000);
  afterEach(() => {
    child?.kill();
  });
  afterAll(async () => {
    vertex.close();
    await metadata.close();
    rmSync(folder, { recursive: true });
  });

  /** A process that tries once for each call, with changes of its environment. */
  function aCaller(environment: Record<string, string>) {
    const started = spawn(
      process.execPath,
      [SCRIPT, 'localhost', vertex.address.split(':')[1] ?? '', ENDPOINT],
      {
        env: {
          ...{ HOME: folder, GCE_METADATA_HOST: metadata.host },
          GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: join(folder, 'roots.pem'),
          ...environment,
        },
      },
    );
    child = started;
    const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
    return async (changes: Record<string, string> = {}) => {
      started.stdin.write(`${JSON.stringify(changes)}\n`);
      const { value } = await lines.next();
      return JSON.parse(String(value)) as { outcome: string; unhandled: number };
    };
  }

  it('answers with the token that the metadata server gave', async () => {
    const call = aCaller({ METADATA_SERVER_DETECTION: 'assume-present' });
    expect(await call()).toEqual({ outcome: 'answered', unhandled: 0 });
    expect(vertex.headersSeen('authorization').at(-1)).toBe(`Bearer ${metadata.tokens.at(-1)}`);
  }, 60_000);

  it('ends no process where there are no credentials, and signs in once there are', async () => {
    const call = aCaller({ METADATA_SERVER_DETECTION: 'none' });
    expect(await call()).toEqual({ outcome: 'status 16', unhandled: 0 });
    expect(await call()).toEqual({ outcome: 'status 16', unhandled: 0 });
    expect(await call({ METADATA_SERVER_DETECTION: 'assume-present' })).toEqual({
      outcome: 'answered',
      unhandled: 0,
    });
  }, 60_000);

  it('is refused while the metadata server gives no token, and answers again when it does', async () => {
    const call = aCaller({ METADATA_SERVER_DETECTION: 'assume-present' });
    metadata.refuse(true);
    const refused = await call();
    metadata.refuse(false);
    expect(refused.outcome).toBe('status 16');
    expect(await call()).toEqual({ outcome: 'answered', unhandled: 0 });
  }, 60_000);
});
