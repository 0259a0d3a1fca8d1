// `npm run soak -- [--minutes 10] [--seed 1] [--json]`: two instances of the bundle over one PostgreSQL and a Vertex AI, all of it
// on this machine; what can break is broken while callers send, and in the end the store must agree with what they were told.
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createRandom } from '../src/core/statistics/random.ts';
import { startPostgres } from '../test/builders/postgres.ts';
import { aDesk, trainingRows } from '../test/builders/proxy.ts';
import { byWords } from '../test/builders/vertex.ts';
import { startFaultyLink } from '../test/fakes/faulty-link.ts';
import { ENDPOINT, startFakeVertex } from '../test/fakes/vertex/server.ts';
import { atLeast, atMost, type BenchResult, type Figure, reported } from './figure.ts';
import { createClient } from './proxy-client.ts';
import { openSetup, teach } from './proxy-setup.ts';
import { createSoakBook, type SoakBook } from './soak-book.ts';
import { type CallerCounts, DEADLINE_MS, runCaller } from './soak-callers.ts';
import { breakThings } from './soak-faults.ts';
import { type Instance, startInstance } from './soak-instances.ts';
import { filesWith, judgeStore } from './soak-verdict.ts';

const CALLERS = 8;
const INSTANCES = 2;
const MINUTES_MAX = 60;
const PLANTED = 'quokkafish';
/** After the last fault: what is still open is asked again until it is answered. */
const CALM_MS_MAX = 60_000;
/** What the network and a busy machine may add to a deadline that the proxy keeps. */
const LATE_MS = 1_500;

/** Runs the soak; `args` as in the first line of the file. */
export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= MINUTES_MAX)) throw new Error(`Give --minutes from 0 to ${MINUTES_MAX}.`);
  const postgres = await startPostgres();
  if ('why' in postgres) throw new Error(`PostgreSQL does not start here: ${postgres.why}`);
  const random = createRandom(Number(values.seed));
  const setup = await openSetup();
  const vertex = await startFakeVertex(byWords);
  try {
    const database = await postgres.createDatabase();
    const toDatabase = await startFaultyLink(postgres.port, random);
    const toVertex = await startFaultyLink(Number(vertex.address.split(':')[1]), random);
    const output = createListener();
    const environment = {
      ...{ USHER_BACKEND: 'vertex-endpoint', USHER_VERTEX_ENDPOINT: ENDPOINT, USHER_VERTEX_PLAINTEXT: '1' },
      USHER_VERTEX_ADDRESS: `127.0.0.1:${toVertex.port}`,
    };
    const address = database.replace(`:${postgres.port}/`, `:${toDatabase.port}/`);
    const instances: Instance[] = [];
    for (let i = 0; i < INSTANCES; i++) {
      instances.push(await startInstance(() => setup.start(address, environment, output.hear)));
    }
    const token = await setup.token();
    const client = createClient(1);
    await teach(client, instances[0]?.address() ?? '', token, aDesk(), trainingRows());
    client.close();

    const book = createSoakBook();
    const counts = noCounts();
    const clock = { isOver: false };
    const world = {
      ...{ token, book, random, plantedWord: PLANTED, isOver: () => clock.isOver },
      addresses: () => instances.map((one) => one.address()).filter((one) => one !== undefined),
    };
    const callers = Array.from({ length: CALLERS }, (_, i) => runCaller(`c${i}`, world, counts));
    const until = performance.now() + minutes * 60_000;
    const made = await breakThings(
      { instances, postgres, toDatabase, vertex, toVertex, random },
      () => performance.now() > until,
    );
    clock.isOver = true;
    await Promise.race([Promise.all(callers), wait(CALM_MS_MAX, undefined, { ref: false })]);
    for (const one of instances) await one.stop();
    const figures = [
      ...judgeAnswers(book, counts, instances),
      ...(await judgeStore(database, book)),
      atMost('log lines with a word of a ticket', output.count(PLANTED), '', 0),
      atMost('lines about something that nobody foresaw', output.count('nobody foresaw'), '', 0),
      reported('log lines', output.lines(), ''),
      ...[...made].sort().map(([name, times]) => reported(`times: ${name}`, times, '')),
    ];
    await Promise.all([toDatabase.close(), toVertex.close()]);
    await postgres.stop();
    const withText = filesWith(postgres.folder, PLANTED);
    const files = atMost('files of PostgreSQL with a word of a ticket', withText.length, '', 0);
    return { name: 'soak', figures: [...figures, files] };
  } finally {
    vertex.close();
    await postgres.close();
    await setup.close();
  }
}

function noCounts(): CallerCounts {
  return { requests: 0, repeated: 0, hungUp: 0, charged: 0, slowestMs: 0, byBackend: {} };
}

/** Counts lines of all instances that hold a text; keeps none of them. */
function createListener() {
  const counts = new Map([PLANTED, 'nobody foresaw'].map((text) => [text, 0]));
  let lines = 0;
  return {
    hear: (text: string) => {
      for (const line of text.split('\n')) {
        if (line === '') continue;
        lines++;
        if (line.includes('not done in time')) process.stderr.write(`${line}\n`);
        for (const [sought, count] of counts) if (line.includes(sought)) counts.set(sought, count + 1);
      }
    },
    count: (text: string) => counts.get(text) ?? Number.NaN,
    lines: () => lines,
  };
}

function judgeAnswers(book: SoakBook, counts: CallerCounts, instances: readonly Instance[]): Figure[] {
  const sum = (part: keyof Instance['counts']) =>
    instances.reduce((total, one) => total + one.counts[part], 0);
  const slowestStop = Math.max(...instances.map((one) => one.counts.slowestStopMs));
  return [
    atLeast('tickets asked', book.asked, '', 1),
    reported('requests', counts.requests, ''),
    reported('requests sent again', counts.repeated, ''),
    reported('callers that hung up', counts.hungUp, ''),
    ...Object.entries(counts.byBackend).map(([name, n]) => reported(`answers by ${name}`, n, '')),
    ...[...book.faults].map(([fault, times]) => atMost(fault, times, '', 0)),
    atMost('broken rules among the answers', book.faults.size, '', 0),
    atMost('slowest answer to a deadline of 3 s', counts.slowestMs, 'ms', DEADLINE_MS + LATE_MS),
    reported('tickets told as charged', counts.charged, ''),
    reported('stops', sum('stops'), ''),
    reported('kills', sum('crashes'), ''),
    atMost('instances that ended by themselves', sum('deaths'), '', 0),
    atMost('stops that did not end with 0', sum('uncleanStops'), '', 0),
    atMost('slowest stop', slowestStop / 1_000, 's', 8),
  ];
}
