// A whole proxy in memory for tests: real app, real store, real backend and training threads; only clock, log and port are ours.
import { Writable } from 'node:stream';
import { type Config, readConfig } from '../../server/config.ts';
import { createLogger } from '../../server/http/cloud-logger.ts';
import { createDevToken } from '../../server/http/dev-token.ts';
import { createProxy, type UsherProxy } from '../../server/main.ts';
import type { DeskProposal, WireTicket } from '../../src/core/contract.ts';
import { createRandom } from '../../src/core/statistics/random.ts';

export const DEV_KEY = 'a-key-for-tests-that-is-long-enough';
export const LEAD = 'lead@example.com';
const SECRETS_SEED = 7;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, never>;
}

export interface TestProxy extends UsherProxy {
  /** Everything that was logged, as text. */
  readonly logged: () => string;
  readonly clock: { now: number };
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, as?: string): Promise<Answer>;
}

/** A configuration for tests; `environment` adds to or replaces what they need. */
export function aConfig(environment: Record<string, string> = {}): Config {
  return readConfig({
    AUTH_MODE: 'dev',
    USHER_DEV_KEY: DEV_KEY,
    USHER_DATABASE: ':memory:',
    USHER_OWNERS: LEAD,
    ...environment,
  });
}

/** A proxy that does not listen. Close it. */
export async function aProxy(environment: Record<string, string> = {}): Promise<TestProxy> {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const clock = { now: Date.UTC(2026, 10, 24) };
  const logger = createLogger('debug', destination, Date.now);
  // Seeded, so that models and the choice of audits fall out the same each time.
  const random = createRandom(SECRETS_SEED);
  const secretBytes = (count: number) => Uint8Array.from({ length: count }, () => Math.floor(256 * random()));
  const proxy = await createProxy(aConfig(environment), logger, () => clock.now, secretBytes);
  return {
    ...proxy,
    clock,
    logged: () => lines.join(''),
    call: async (method, url, body, as = LEAD) => {
      const answer = await proxy.app.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${createDevToken(as, DEV_KEY, clock.now)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.body === '' ? {} : answer.json(),
      };
    },
  };
}

/** A desk with the field `queue` and three labels. */
export function aDesk(changes: Partial<DeskProposal> = {}): DeskProposal {
  const label = (id: string, name: string, description = '') => ({ id, name, description, keywords: [] });
  return {
    name: 'IT help',
    fields: [
      {
        id: 'queue',
        name: 'Queue',
        labels: [label('network', 'Network'), label('billing', 'Billing'), label('printing', 'Printing')],
      },
    ],
    ...changes,
  };
}

/** A ticket about the network. */
export function aTicket(changes: Partial<WireTicket> = {}): WireTicket {
  return {
    id: 'T-1',
    subject: 'No network in the office',
    body: 'The wireless network drops every few minutes and the cable does not help.',
    ...changes,
  };
}

const THEMES: Readonly<Record<string, readonly string[]>> = {
  network: ['wireless', 'router', 'cable', 'connection', 'network', 'switch', 'signal', 'internet'],
  billing: ['invoice', 'payment', 'refund', 'charge', 'billing', 'receipt', 'price', 'account'],
  printing: ['printer', 'paper', 'toner', 'print', 'scanner', 'tray', 'cartridge', 'page'],
};

/** `count` labelled rows a label; each is three words of its theme in a sentence. */
export function trainingRows(count = 12) {
  return Object.entries(THEMES).flatMap(([label, words]) =>
    Array.from({ length: count }, (_, i) => {
      const pick = (step: number) => words[(i * step + step) % words.length] ?? '';
      return {
        id: `${label}-${i}`,
        subject: `Trouble with the ${pick(1)}`,
        body: `Since yesterday the ${pick(3)} and the ${pick(5)} do not work for me at desk ${i}.`,
        labels: { queue: label },
      };
    }),
  );
}

/** Creates the desk `it` and teaches it; the answer of the training. */
export async function teach(proxy: TestProxy, rows: readonly object[] = trainingRows()): Promise<Answer> {
  await proxy.call('PUT', '/v1/desks/it', aDesk());
  const sessions = '/v1/desks/it/training-sessions';
  const { id } = (await proxy.call('POST', sessions, {})).body as unknown as { id: string };
  await proxy.call('PUT', `${sessions}/${id}/parts/1`, { rows });
  return proxy.call('POST', `${sessions}/${id}/train`, {});
}

/** A triage request for the desk `it`. */
export function aBatch(tickets: readonly unknown[], changes: object = {}): object {
  return { desk: 'it', runId: 'run-1', deadlineMs: 10_000, tickets, ...changes };
}
