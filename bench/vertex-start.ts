// From nothing to the first ticket that Vertex AI has answered, through TLS and a metadata server as in production; and what
// a call costs above the bare client. Whatever is measured runs in a process of its own, the fake runs in this one.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createDevToken } from '../server/http/dev-token.ts';
import { aBatch, aDesk, aTicket, DEV_KEY, LEAD } from '../test/builders/proxy.ts';
import { byWords } from '../test/builders/vertex.ts';
import { createCertificate } from '../test/fakes/vertex/certificate.ts';
import { startFakeMetadata } from '../test/fakes/vertex/metadata-server.ts';
import { ENDPOINT, startFakeVertex } from '../test/fakes/vertex/server.ts';
import { atLeast, atMost, type Figure, reported } from './figure.ts';
import { median } from './measured-process.ts';
import { createClient, startServer } from './proxy-client.ts';

const STARTS = 5;
const RESOURCE_EXHAUSTED = 8;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Starts of the bundle in `folder` against the package's root import, in turns. */
export async function starts(folder: string): Promise<Figure[]> {
  const tls = createCertificate(Date.now());
  const roots = join(folder, 'roots.pem');
  writeFileSync(roots, tls.certificate);
  const [vertex, metadata] = await Promise.all([startFakeVertex(byWords, { tls }), startFakeMetadata()]);
  const signIn = {
    GCE_METADATA_HOST: metadata.host,
    METADATA_SERVER_DETECTION: 'assume-present',
    GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: roots,
  };
  const proxy: { cpuSeconds: number; megabytes: number }[] = [];
  const root: typeof proxy = [];
  try {
    for (let i = -1; i < STARTS; i++) {
      const measured = [
        await firstAnswer(folder, { ...signIn, USHER_VERTEX_ADDRESS: vertex.address }, i < 0),
        await printed(here('vertex-root-import.mjs'), [vertex.address, ENDPOINT], signIn),
      ];
      // The first start compiles and keeps what it has compiled.
      if (i < 0) continue;
      proxy.push(measured[0] ?? NOTHING);
      root.push(measured[1] ?? NOTHING);
    }
  } finally {
    vertex.close();
    await metadata.close();
  }
  const ratios = root.map((one, i) => one.cpuSeconds / (proxy[i]?.cpuSeconds ?? Number.NaN));
  return [
    {
      ...atMost('start to the first Predict answered', median(proxy.map(cpu)), 's CPU', 0.25),
      aim: '≤ 0.18',
    },
    atLeast('the package’s root import against it', median(ratios), '×', 7),
    atMost('memory at the first Predict', median(proxy.map(({ megabytes }) => megabytes)), 'MB', 95),
    reported('memory of the root import', median(root.map(({ megabytes }) => megabytes)), 'MB'),
  ];
}

const NOTHING = { cpuSeconds: Number.NaN, megabytes: Number.NaN };
const cpu = ({ cpuSeconds }: { cpuSeconds: number }) => cpuSeconds;

/** The desk is made by the first of the starts, as it is there already when an instance starts. */
async function firstAnswer(folder: string, environment: Record<string, string>, isFirst: boolean) {
  const server = await startServer([join(folder, 'cli.js'), 'serve'], {
    ...{ AUTH_MODE: 'dev', USHER_DEV_KEY: DEV_KEY, USHER_OWNERS: LEAD, PORT: '0' },
    ...{ USHER_DATABASE: join(folder, 'desk.sqlite'), USHER_LOG_LEVEL: 'warn' },
    ...{ USHER_BACKEND: 'vertex-endpoint', USHER_VERTEX_ENDPOINT: ENDPOINT, ...environment },
    USHER_VERTEX_TIMEOUT_MS: '20000',
  });
  const client = createClient(1);
  const token = createDevToken(LEAD, DEV_KEY, Date.now());
  const send = (method: string, path: string, body: unknown) =>
    client.send(method, `${server.address}${path}`, token, JSON.stringify(body));
  if (isFirst) await send('PUT', '/v1/desks/it', aDesk());
  const batch = aBatch(
    [aTicket({ body: 'The printer on the third floor takes no paper and we cannot print delivery notes.' })],
    { deadlineMs: 30_000 },
  );
  const answer = await send('POST', '/v1/triage', batch);
  const measured = { cpuSeconds: server.cpuSeconds(), megabytes: server.peakMegabytes() };
  client.close();
  await server.stop();
  if (!String(answer.body).includes('"backend":"vertex-endpoint"')) {
    throw new Error(`Vertex AI did not answer: ${answer.status} ${answer.body}`);
  }
  return measured;
}

/** CPU a call: the layers against the bare client, and a refusal with details. */
export async function calls(folder: string): Promise<Figure[]> {
  const script = join(folder, 'calls.mjs');
  const { vertexClient } = await import(here('../build-vertex.mjs'));
  await build({
    ...{ entryPoints: [here('vertex-calls.ts')], outfile: script, bundle: true, plugins: [vertexClient] },
    ...{ platform: 'node', format: 'esm', target: 'node24', logLevel: 'error' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const vertex = await startFakeVertex(byWords);
  try {
    const even = await printed(script, [vertex.address, ENDPOINT, 'calls']);
    vertex.failBy(() => ({ kind: 'status', code: RESOURCE_EXHAUSTED, hasDetails: true }));
    const refused = await printed(script, [vertex.address, ENDPOINT, 'refusals']);
    const more = even.layers.map((value, i) => (value - (even.bare[i] ?? Number.NaN)) * 1e3);
    return [
      reported('one Predict through the bare client', median(even.bare) * 1e3, 'ms CPU'),
      reported('one Predict through our layers', median(even.layers) * 1e3, 'ms CPU'),
      atMost('our layers over the bare client', median(more), 'ms CPU', 0.3),
      atMost('a 429 with details', median(refused.layers) * 1e3, 'ms CPU', 6),
    ];
  } finally {
    vertex.close();
  }
}

interface Printed {
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly bare: readonly number[];
  readonly layers: readonly number[];
}

/** Runs a script beside this process, since the fake in it must go on, and reads the JSON that it prints. */
async function printed(
  script: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Printed> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (bytes) => {
    text += String(bytes);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${script} ended with ${code}.`);
  return JSON.parse(text);
}
