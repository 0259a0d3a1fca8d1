// What every benchmark of the proxy begins with: the bundle built anew, a key server whose tokens it takes, and a desk that has
// learned. The proxy runs as it ships: one file with compiled code, tokens verified, every request logged.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { sampleDesk } from '../sandbox/sample/generate.ts';
import type { DeskProposal } from '../src/core/contract.ts';
import { AUDIENCE, aSigningKey, aToken, startKeyServer } from '../test/unit/server/http/a-key-server.ts';
import { type createClient, type ServerProcess, startServer } from './proxy-client.ts';

const DOMAIN = 'desk.example';
/** Tickets of a full batch. */
export const BATCH = 200;

/** A ticket as it is sent. */
export interface SentTicket {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
}

/** What the benchmarks share. Whoever opens it closes it. */
export interface ProxySetup {
  /** Starts a proxy on a database (a file's name, `:memory:`, or a `postgres://` address); `environment` adds to or replaces its settings. */
  start(
    database: string,
    environment?: Readonly<Record<string, string>>,
    onOutput?: (text: string) => void,
  ): Promise<ServerProcess>;
  /** An identity token of a person of the organisation. */
  token(subject?: string): Promise<string>;
  /** A token that looks right and is signed with a key that is not published. */
  forgedToken(subject: string): Promise<string>;
  /** A path in a folder that goes when the setup is closed. */
  file(name: string): string;
  close(): Promise<void>;
}

/** Builds the bundle and starts the key server. */
export async function openSetup(): Promise<ProxySetup> {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  // Inside the project, so that what the bundle leaves out is found.
  mkdirSync(here('../out'), { recursive: true });
  const bundle = mkdtempSync(join(here('../out/'), 'bench-proxy-'));
  const data = mkdtempSync(join(tmpdir(), 'usher-bench-'));
  const removeFolders = () => {
    for (const folder of [bundle, data]) rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', removeFolders);
  const built = spawnSync(process.execPath, [here('../build-server.mjs'), bundle], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The bundle could not be built: ${built.stderr}`);
  const key = await aSigningKey('key-1');
  const foreign = await aSigningKey('key-1');
  const keyServer = await startKeyServer([key]);
  const claims = (subject: string) => {
    const seconds = Math.floor(Date.now() / 1_000);
    return {
      sub: subject,
      email: `${subject}@${DOMAIN}`,
      hd: DOMAIN,
      iat: seconds - 60,
      exp: seconds + 3_500,
    };
  };
  return {
    start: (database, environment = {}, onOutput) => {
      const settings = {
        ...{ AUTH_MODE: 'verify', USHER_KEY_SET_URL: keyServer.address, USHER_AUDIENCES: AUDIENCE },
        ...{ USHER_CALLERS: `@${DOMAIN}`, USHER_OWNERS: `@${DOMAIN}`, PORT: '0' },
        // Rate limits would end a benchmark; they are counted all the same.
        ...{ USHER_CALLER_REQUESTS_A_MINUTE: '100000000', USHER_CALLER_TICKETS_A_DAY: '1000000000' },
        ...{ USHER_DESK_TICKETS_A_MINUTE: '1000000000', USHER_DESK_TICKETS_A_DAY: '1000000000' },
        USHER_DATABASE: /^(:memory:$|postgres:)/.test(database) ? database : join(data, database),
        ...environment,
      };
      return startServer([join(bundle, 'cli.js'), 'serve'], settings, onOutput);
    },
    token: (subject = 'lead') => aToken(key, claims(subject)),
    forgedToken: (subject) => aToken(foreign, claims(subject)),
    file: (name) => join(data, name),
    close: async () => {
      await keyServer.close();
      removeFolders();
    },
  };
}

/** Makes the desk `it` and teaches it with the sample's history; a batch of its tickets. */
export async function teachDesk(
  client: ReturnType<typeof createClient>,
  address: string,
  token: string,
): Promise<SentTicket[]> {
  const { queues, history, fresh } = sampleDesk(3);
  const labels = queues.map(({ id, name }) => ({ id, name, description: '', keywords: [] }));
  const idOf = new Map(queues.map(({ id, name }) => [name, id]));
  const rows = history.flatMap(({ subject, body, queue }, i) => {
    const label = queue === null ? undefined : idOf.get(queue);
    return label === undefined ? [] : [{ id: `R-${i}`, subject, body, labels: { queue: label } }];
  });
  await teach(client, address, token, { name: 'IT', fields: [{ id: 'queue', name: 'Queue', labels }] }, rows);
  return [...fresh, ...history]
    .slice(0, BATCH)
    .map(({ subject, body }, i) => ({ id: `T-${i}`, subject, body }));
}

/** Makes the desk `it` as proposed and teaches it with rows. */
export async function teach(
  client: ReturnType<typeof createClient>,
  address: string,
  token: string,
  desk: DeskProposal,
  rows: readonly object[],
): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const answer = await client.send(method, `${address}/v1/desks/it${path}`, token, JSON.stringify(body));
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(String(answer.body)) as { id: string };
  };
  await send('PUT', '', desk);
  const { id } = await send('POST', '/training-sessions', {});
  await send('PUT', `/training-sessions/${id}/parts/1`, { rows });
  await send('POST', `/training-sessions/${id}/train`, {});
}

/** The body of a triage request. */
export function batchOf(
  tickets: readonly object[],
  runId: string,
  settings: { readonly deadlineMs?: number; readonly dryRun?: boolean } = {},
): string {
  return JSON.stringify({ desk: 'it', runId, deadlineMs: 60_000, ...settings, tickets });
}
