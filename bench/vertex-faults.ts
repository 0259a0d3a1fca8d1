// What becomes of tickets when Vertex AI fails: each fault on demand, a share of calls that fails, and a budget under a rush.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import type { Backend, BackendPrediction } from '../server/backends/backend.ts';
import { readBackends } from '../server/backends/backend-config.ts';
import { chooseBackends } from '../server/backends/choose.ts';
import { createDeadline } from '../server/backends/deadline.ts';
import { createEmbeddedBackend } from '../server/backends/embedded.ts';
import { knowledgeIn } from '../server/backends/kept-knowledge.ts';
import { createReader } from '../server/environment.ts';
import { openStore } from '../server/store/store.ts';
import { documentFromText } from '../src/core/classifier/document.ts';
import { encodeModel } from '../src/core/classifier/model-file.ts';
import { trainModel } from '../src/core/classifier/train.ts';
import { createRandom } from '../src/core/statistics/random.ts';
import { byWords, geminiEnvironment, thinkByWords } from '../test/builders/vertex.ts';
import type { Reply } from '../test/fakes/vertex/gemini.ts';
import { ENDPOINT, type FakeVertex, type Fault, startFakeVertex } from '../test/fakes/vertex/server.ts';
import { atLeast, atMost, type Figure, reported } from './figure.ts';

const LABELS = ['network', 'billing', 'printing'];
const REQUESTS = 1_000;
const RUSH = 10_000;
/** What a person waits for a card. */
const DEADLINE_MS = 3_000;
/** What the slowest machine may take to get an answer out after its deadline has been decided on. */
const GRACE_MS = 250;
const BUDGET_USD = 0.5;
const PATIENT_MS = 30_000;

const code = (name: keyof typeof status): Fault => ({ kind: 'status', code: status[name] });
const ENDPOINT_FAULTS: readonly Fault[] = [
  ...[code('INVALID_ARGUMENT'), code('NOT_FOUND'), code('PERMISSION_DENIED'), code('FAILED_PRECONDITION')],
  ...[code('UNAUTHENTICATED'), code('INTERNAL'), code('UNAVAILABLE'), code('DEADLINE_EXCEEDED')],
  { kind: 'status', code: status.RESOURCE_EXHAUSTED },
  { kind: 'status', code: status.RESOURCE_EXHAUSTED, hasDetails: true },
  { kind: 'hang' },
  { kind: 'delay', ms: 60_000 },
  { kind: 'predictions', predictions: [] },
  { kind: 'predictions', predictions: ['network'] },
  { kind: 'predictions', predictions: [{ displayNames: ['network'], confidences: [7] }] },
];
const GEMINI_FAULTS: readonly Fault[] = ENDPOINT_FAULTS.filter(({ kind }) => kind !== 'predictions');
const VOID_REPLIES: readonly Reply[] = [
  ...[{ finishReason: 'SAFETY' }, { finishReason: 'MAX_TOKENS' }, { finishReason: 'MODEL_ARMOR' }],
  ...[{ blockReason: 'PROHIBITED_CONTENT' }, { text: 'no json' }, { text: '{"label":"root","quote":"x"}' }],
  { label: 'network', quote: 'words that stand nowhere' },
];

/** The proxy's backends over an embedded model that has learned the fake's words, as the proxy puts them together. */
async function aDeployment(
  vertex: FakeVertex,
  more: Record<string, string>,
  { database = ':memory:', now = Date.now } = {},
) {
  const environment = {
    ...geminiEnvironment(vertex.address),
    ...{ USHER_VERTEX_ENDPOINT: ENDPOINT, USHER_VERTEX_ADDRESS: vertex.address, ...more },
  };
  const config = readBackends(createReader(environment));
  const store = await openStore(database);
  const random = createRandom(3);
  const backends = chooseBackends(config, taught(), {
    ...knowledgeIn(store, config, now),
    ...{ now, random, onFailure: () => undefined, onMasked: () => undefined },
    onStale: () => undefined,
  });
  await backends.prepare();
  return {
    backend: backends.backendFor('it'),
    close: async () => {
      await backends.close();
      await store.close();
    },
  };
}

function taught() {
  const lessons = ['wireless router network cable', 'invoice payment refund', 'printer toner paper'];
  const { model } = trainModel(
    {
      labels: LABELS,
      documents: lessons.flatMap((text) =>
        [text, `${text} please`, `the ${text}`].map((one) => documentFromText(one, 1)),
      ),
      targets: LABELS.flatMap((_, index) => [index, index, index]),
    },
    { seed: 1 },
  );
  const bytes = encodeModel(model);
  return createEmbeddedBackend({ inService: async () => ({ queue: 'own' }), bytes: async () => bytes });
}

async function ask(backend: Backend, text: string, deadlineMs = DEADLINE_MS) {
  const startedAt = performance.now();
  const request = { desk: 'it', field: 'queue', labels: LABELS, texts: [text] };
  const outcome = await backend.predict(request, createDeadline(deadlineMs, Date.now));
  return { outcome, ms: performance.now() - startedAt };
}

/** Each fault, three times in a row so that no retry hides it, on a deployment of its own so that no breaker does. */
export async function faults(): Promise<Figure[]> {
  let answered = 0;
  let slowest = 0;
  let tried = 0;
  const judge = (prediction: BackendPrediction | undefined, ms: number) => {
    tried++;
    slowest = Math.max(slowest, ms);
    const isTold = prediction?.fallback !== undefined || prediction?.backend === 'cascade';
    if (isTold && prediction.ranked[0]?.label === 'network' && ms <= DEADLINE_MS + GRACE_MS) answered++;
  };
  for (const [kind, list] of [
    ['vertex-endpoint', ENDPOINT_FAULTS],
    ['gemini', GEMINI_FAULTS],
    ['cascade', GEMINI_FAULTS],
  ] as const) {
    for (const fault of list)
      await withDeployment(kind, thinkByWords, async (backend, vertex) => {
        vertex.failBy(() => fault);
        const { outcome, ms } = await ask(backend, 'the wireless router');
        judge(outcome.ok ? outcome.predictions[0] : undefined, ms);
      });
  }
  for (const reply of VOID_REPLIES) {
    await withDeployment(
      'cascade',
      () => reply,
      async (backend) => {
        const { outcome, ms } = await ask(backend, 'the wireless router');
        judge(outcome.ok ? outcome.predictions[0] : undefined, ms);
      },
    );
  }
  return [
    reported('faults tried', tried, ''),
    atLeast('faults answered inside the deadline, with the source', answered / tried, '', 1),
    reported('slowest answer of a deadline of 3 s', slowest, 'ms'),
  ];
}

async function withDeployment(
  kind: string,
  think: typeof thinkByWords,
  work: (backend: Backend, vertex: FakeVertex) => Promise<void>,
): Promise<void> {
  const vertex = await startFakeVertex(byWords, { think });
  const more = { USHER_BACKEND: kind, USHER_CASCADE_BELOW_PERCENT: '100' };
  const deployment = await aDeployment(vertex, more);
  try {
    await work(deployment.backend, vertex);
  } finally {
    await deployment.close();
    vertex.close();
  }
}

/** Calls that fail by chance. */
export async function shares(): Promise<Figure[]> {
  const measure = async (share: number) => {
    const vertex = await startFakeVertex(byWords);
    const random = createRandom(17);
    vertex.failBy(() => (random() < share ? code('UNAVAILABLE') : undefined));
    let ahead = 0;
    const deployment = await aDeployment(
      vertex,
      // What others do on this machine must not pass for a slow service: here calls fail at once or not at all.
      { USHER_BACKEND: 'vertex-endpoint', USHER_VERTEX_TIMEOUT_MS: String(PATIENT_MS) },
      { now: () => Date.now() + ahead },
    );
    let byVertex = 0;
    // Twenty at a time, as ten requests of the add-on and their neighbours.
    for (let first = 0; first < REQUESTS; first += 20) {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          ask(deployment.backend, `the wireless router ${first + i}`, PATIENT_MS),
        ),
      );
      // Two minutes of traffic in all, so that the breaker has its pauses and trials.
      ahead += 2_400;
      byVertex += outcomes.filter(
        ({ outcome }) => outcome.ok && outcome.predictions[0]?.backend === 'vertex-endpoint',
      ).length;
    }
    const calls = vertex.callCount();
    await deployment.close();
    vertex.close();
    return { byVertex: byVertex / REQUESTS, calls: calls / REQUESTS };
  };
  const third = await measure(0.3);
  const most = await measure(0.6);
  return [
    atLeast('answered by Vertex AI with 30 % of calls failing', third.byVertex, '', 0.8),
    atMost('calls a ticket then', third.calls, '×', 1.5),
    atMost('calls a ticket with 60 % failing', most.calls, '×', 1.1),
    reported('answered by Vertex AI then', most.byVertex, ''),
  ];
}

/** Ten thousand tickets at once, on two instances over one database, with money for some. */
export async function rush(folder: string): Promise<Figure[]> {
  const vertex = await startFakeVertex(byWords, { think: thinkByWords });
  const database = join(folder, 'rush.sqlite');
  const more = {
    ...{ USHER_BACKEND: 'cascade', USHER_CASCADE_BELOW_PERCENT: '100' },
    ...{ USHER_DAILY_BUDGET_USD: String(BUDGET_USD), USHER_GEMINI_TIMEOUT_MS: '60000' },
  };
  const instances = [
    await aDeployment(vertex, more, { database }),
    await aDeployment(vertex, more, { database }),
  ];
  let spent = 0;
  let escalated = 0;
  let past = 0;
  try {
    const asked = Array.from({ length: RUSH }, async (_, i) => {
      const backend = instances[i % 2]?.backend;
      const request = {
        ...{ desk: 'it', field: 'queue', labels: LABELS, texts: [`the wireless router ${i}`] },
        onCost: (usd: number) => {
          escalated++;
          spent += usd;
          if (spent > BUDGET_USD) past++;
        },
      };
      await backend?.predict(request, createDeadline(120_000, Date.now));
    });
    await Promise.all(asked);
  } finally {
    for (const one of instances) await one.close();
    vertex.close();
    rmSync(database, { force: true });
  }
  return [
    reported('of 10,000 at once, escalated', escalated, ''),
    atMost('of 10,000 at once, escalated past the budget', past, '', 0),
    reported('share of the budget that was spent', spent / BUDGET_USD, ''),
  ];
}
