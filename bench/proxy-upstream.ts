// What callers see when Vertex AI fails, tears connections or hangs: asked over HTTP through the bundle, with a link in between.
import { setTimeout as wait } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { createRandom } from '../src/core/statistics/random.ts';
import { aDesk, aTicket, trainingRows } from '../test/builders/proxy.ts';
import { byWords } from '../test/builders/vertex.ts';
import { type FaultyLink, startFaultyLink } from '../test/fakes/faulty-link.ts';
import { ENDPOINT, type FakeVertex, startFakeVertex } from '../test/fakes/vertex/server.ts';
import { atLeast, atMost, type Figure, reported } from './figure.ts';
import { createClient, type TimedAnswer } from './proxy-client.ts';
import { batchOf, openSetup, type ProxySetup, teach } from './proxy-setup.ts';
import { quantiles } from './quantiles.ts';

const REQUESTS = 2_000;
const AT_ONCE = 10;
const DEADLINE_MS = 3_000;
const HANG_DEADLINE_MS = 800;
/** As many as are asked before the breaker knows. */
const HANGING_AT_ONCE = 20;
const WARM_TRIES_MAX = 30;
const FAILING = 0.3;
/** Of the pieces on the way; each tears the connection that all calls share. */
const TORN = 0.02;

/** The faults alone, as a benchmark of its own. */
export async function run() {
  const setup = await openSetup();
  try {
    return { name: 'proxy-upstream', figures: await upstream(setup) };
  } finally {
    await setup.close();
  }
}

interface Asked {
  readonly answers: readonly TimedAnswer[];
  readonly calls: number;
}

interface World {
  readonly vertex: FakeVertex;
  readonly link: FaultyLink;
  /** Asks about as many tickets, one a request, no text twice. */
  ask(count: number, atOnce: number, deadlineMs: number): Promise<Asked>;
}

/** Measures each fault on a proxy of its own, so that no breaker is open from the one before. */
export async function upstream(setup: ProxySetup): Promise<Figure[]> {
  const failing = await inWorld(setup, async ({ vertex, ask }) => {
    const random = createRandom(17);
    vertex.failBy(() => (random() < FAILING ? { kind: 'status', code: status.UNAVAILABLE } : undefined));
    return ask(REQUESTS, AT_ONCE, DEADLINE_MS);
  });
  const torn = await inWorld(setup, async ({ link, ask }) => {
    link.set({ kind: 'torn', share: TORN });
    return ask(REQUESTS, AT_ONCE, DEADLINE_MS);
  });
  const hanging = await inWorld(setup, async ({ vertex, ask }) => {
    vertex.failBy(() => ({ kind: 'hang' }));
    return ask(HANGING_AT_ONCE, HANGING_AT_ONCE, HANG_DEADLINE_MS);
  });
  const silent = await inWorld(setup, async ({ link, ask }) => {
    link.set({ kind: 'silent' });
    return ask(HANGING_AT_ONCE, HANGING_AT_ONCE, HANG_DEADLINE_MS);
  });
  const lateness = ({ answers }: Asked) => quantiles(answers).all - HANG_DEADLINE_MS;
  return [
    ...figuresOf('30 % failing', failing),
    atLeast('30 % failing: answered by the upstream itself', shareBy(failing, 'vertex-endpoint'), '', 0.8),
    ...figuresOf('tearing connections', torn),
    reported('tearing connections: answered by the upstream itself', shareBy(torn, 'vertex-endpoint'), ''),
    atLeast('hanging: answered', shareOk(hanging), '', 1),
    atMost('hanging: latest answer after the deadline', lateness(hanging), 'ms', 50),
    atLeast('nothing gets through: answered', shareOk(silent), '', 1),
    atMost('nothing gets through: latest answer after the deadline', lateness(silent), 'ms', 50),
  ];
}

function figuresOf(what: string, asked: Asked): Figure[] {
  return [
    atLeast(`${what}: answered`, shareOk(asked), '', 0.999),
    atMost(`${what}: calls a ticket`, asked.calls / asked.answers.length, '×', 1.5),
    atMost(`${what}: 99 % answered within`, quantiles(asked.answers).most / 1_000, 's', 1.5),
  ];
}

function shareOf({ answers }: Asked, test: (answer: TimedAnswer) => boolean): number {
  return answers.filter(test).length / answers.length;
}

/** A ticket that is left to a person for want of an answer is none. */
function shareOk(asked: Asked): number {
  return shareOf(
    asked,
    ({ status: code, body }) => code === 200 && String(body).includes('"label":"network"'),
  );
}

function shareBy(asked: Asked, backend: string): number {
  return shareOf(asked, ({ body }) => String(body).includes(`"backend":"${backend}"`));
}

/** Both ways are warm: the channel is open and no breaker is, and the embedded model has been read. */
async function untilWarm(ask: () => Promise<string>): Promise<void> {
  for (let tries = 0; tries < WARM_TRIES_MAX; tries++) {
    const answers = [await ask(), await ask(), await ask()];
    if (answers.every((answer) => answer.includes('"backend":"vertex-endpoint"'))) return;
    await wait(1_000);
  }
  throw new Error('The proxy never got an answer from Vertex AI.');
}

async function inWorld(setup: ProxySetup, work: (world: World) => Promise<Asked>): Promise<Asked> {
  const vertex = await startFakeVertex(byWords);
  const link = await startFaultyLink(Number(vertex.address.split(':')[1]), createRandom(5));
  const proxy = await setup.start(':memory:', {
    ...{ USHER_BACKEND: 'vertex-endpoint', USHER_VERTEX_ENDPOINT: ENDPOINT, USHER_VERTEX_PLAINTEXT: '1' },
    USHER_VERTEX_ADDRESS: `127.0.0.1:${link.port}`,
  });
  const client = createClient(HANGING_AT_ONCE);
  const token = await setup.token();
  let asked = 0;
  const askOne = (deadlineMs: number) => {
    asked++;
    const ticket = aTicket({ id: `T-${asked}`, body: `The wireless router drops at desk ${asked}.` });
    return client.send('POST', `${proxy.address}/v1/triage`, token, batchOf([ticket], 'run', { deadlineMs }));
  };
  try {
    await teach(client, proxy.address, token, aDesk(), trainingRows());
    await untilWarm(async () => String((await askOne(DEADLINE_MS)).body));
    const ask: World['ask'] = async (count, atOnce, deadlineMs) => {
      const before = vertex.callCount();
      const answers: TimedAnswer[] = [];
      for (let first = 0; first < count; first += atOnce) {
        answers.push(...(await Promise.all(Array.from({ length: atOnce }, () => askOne(deadlineMs)))));
      }
      return { answers, calls: vertex.callCount() - before };
    };
    return await work({ vertex, link, ask });
  } finally {
    client.close();
    vertex.failBy(undefined);
    link.set({ kind: 'none' });
    await proxy.stop();
    await link.close();
    vertex.close();
  }
}
