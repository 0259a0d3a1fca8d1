import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BackendRequest } from '../../server/backends/backend.ts';
import { createDeadline } from '../../server/backends/deadline.ts';
import { createGeminiBackend } from '../../server/backends/gemini.ts';
import type { GeminiConfig } from '../../server/vertex/gemini-config.ts';
import { createGenerativeClient, type GenerativeClient } from '../../server/vertex/generative-client.ts';
import type { TriageAnswer } from '../../src/core/contract.ts';
import { aBatch, aDesk, aProxy, aTicket, type TestProxy, teach } from '../builders/proxy.ts';
import { aGeminiConfig, aModel, geminiEnvironment, thinkByWords } from '../builders/vertex.ts';
import { fieldsOf } from '../fakes/vertex/definitions.ts';
import { betweenFences, type Reply } from '../fakes/vertex/gemini.ts';
import { type FakeVertex, startFakeVertex } from '../fakes/vertex/server.ts';
import { backendContract } from './backend-contract.ts';

const LABELS = ['network', 'billing', 'printing'];
const NOW = Date.UTC(2026, 10, 24);
const createMark = () => 'f00d';

backendContract('gemini', async () => {
  const vertex = await startFakeVertex(undefined, { think: thinkByWords });
  const make = (config: GeminiConfig) => {
    const client = createGenerativeClient(config, createMark);
    return { client, backend: createGeminiBackend(client, config, () => NOW) };
  };
  const good = make(aGeminiConfig(vertex.address));
  const retired = make(aGeminiConfig(vertex.address, { model: aModel({ id: 'gemini-2.5-flash' }) }));
  return {
    backend: good.backend,
    broken: retired.backend,
    close: async () => {
      await Promise.all([good.client.close(), retired.client.close()]);
      vertex.close();
    },
  };
});

describe('the gemini backend', () => {
  let vertex: FakeVertex;
  let client: GenerativeClient;
  let replies: Reply[] = [];
  beforeAll(async () => {
    vertex = await startFakeVertex(undefined, {
      think: (question) => replies.shift() ?? thinkByWords(question),
    });
    client = createGenerativeClient(aGeminiConfig(vertex.address), createMark);
    await client.prepare();
  }, 30_000);
  afterAll(async () => {
    await client.close();
    vertex.close();
  });
  beforeEach(() => {
    replies = [];
  });

  function ask(texts: readonly string[], changes: Partial<BackendRequest & GeminiConfig> = {}) {
    const backend = createGeminiBackend(client, aGeminiConfig(vertex.address, changes), () => NOW);
    const { described, onCost, labels = LABELS } = changes;
    return backend.predict(
      { desk: 'it', field: 'queue', labels, described, onCost, texts },
      createDeadline(5_000, Date.now),
    );
  }

  it('sends instruction and ticket apart, the ticket between marks, and a closed set of answers', async () => {
    await ask(['The printer']);
    const sent = vertex.questions.at(-1);
    expect(sent?.['contents']).toEqual([
      { role: 'user', parts: [{ text: '<<<f00d>>>\nThe printer\n<<<f00d>>>' }] },
    ]);
    expect(JSON.stringify(sent?.['systemInstruction'])).not.toContain('The printer');
    expect(sent?.['generationConfig']).toMatchObject({
      responseMimeType: 'application/json',
      responseSchema: { properties: { label: { enum: [...LABELS, 'NONE_OF_THESE'] } } },
      thinkingConfig: { thinkingLevel: 'MINIMAL' },
    });
    expect(Object.keys(sent ?? {}).every((name) => fieldsOf('GenerateContentRequest').includes(name))).toBe(
      true,
    );
  });

  it('tells the desk’s own names, descriptions, keywords and examples', async () => {
    const described = [
      ...[{ id: 'network', name: 'Network', description: 'Cables and waves', keywords: ['LAN'] }],
    ].map((label) => ({ ...label, examples: ['No signal on floor 3'] }));
    await ask(['The printer'], { described, labels: ['network'] });
    const instruction = JSON.stringify(vertex.questions.at(-1)?.['systemInstruction']);
    for (const told of ['Cables and waves', 'LAN', 'No signal on floor 3'])
      expect(instruction).toContain(told);
  });

  it('names the model, the prompt’s version and hash, and the votes', async () => {
    expect(await ask(['The printer'])).toMatchObject({
      predictions: [{ model: expect.stringMatching(/^gemini-3\.5-flash-lite\/1\.[0-9a-f]{12}\/1$/) }],
    });
  });

  it('gives the passage that speaks for the label', async () => {
    expect(await ask(['The printer'])).toMatchObject({
      predictions: [{ explanation: [{ text: 'printer', weight: 1 }] }],
    });
  });

  it.each<[string, Reply]>([
    ['a label outside the set', { text: '{"label":"admin","quote":"printer"}' }],
    ['an answer that is cut short', { finishReason: 'MAX_TOKENS' }],
    ['a blocked answer', { finishReason: 'SAFETY' }],
    ['an answer that Model Armor stops', { finishReason: 'MODEL_ARMOR' }],
    ['a blocked question', { blockReason: 'PROHIBITED_CONTENT' }],
    ['a quote that is not in the ticket', { label: 'printing', quote: 'the toner is empty' }],
    ['no quote', { label: 'printing', quote: '' }],
    ['an answer that is no JSON', { text: 'printing' }],
    ['no label that fits', { label: 'NONE_OF_THESE', quote: 'printer' }],
  ])('takes %s for an abstention', async (_case, reply) => {
    replies = [reply];
    expect(await ask(['The printer'])).toMatchObject({
      ok: true,
      predictions: [{ ranked: [], doubt: 'no-usable-answer' }],
    });
  });

  it('takes the label that most votes name, and abstains where they are split', async () => {
    const vote = (label: string): Reply => ({ label, quote: 'printer' });
    replies = [vote('printing'), vote('billing'), vote('printing')];
    const most = await ask(['The printer'], { votes: 3 });
    replies = [vote('printing'), vote('billing')];
    const split = await ask(['The printer'], { votes: 2 });
    expect(most).toMatchObject({ predictions: [{ ranked: [{ label: 'printing' }], voteShare: 2 / 3 }] });
    expect(split).toMatchObject({ predictions: [{ ranked: [], doubt: 'no-usable-answer' }] });
  });

  it.each([
    [3, 'refused', 'USHER_GEMINI_MODEL'],
    [5, 'refused', 'USHER_GEMINI_MODEL'],
    [7, 'refused', 'roles/aiplatform.user'],
    [8, 'unavailable', 'quota'],
    [14, 'unavailable', 'reached'],
  ])('answers gRPC status %i as %s and names the setting', async (code, expected, words) => {
    vertex.fail({ kind: 'status', code, message: 'the secret of the ticket', hasDetails: true });
    const outcome = await ask(['wireless']);
    expect(outcome).toMatchObject({ failure: { code: expected, message: expect.stringContaining(words) } });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('asks without log-probabilities from then on where the model refuses them', async () => {
    const config = aGeminiConfig(vertex.address, { model: aModel({ givesLogprobs: true }) });
    const own = createGenerativeClient(config, createMark);
    const backend = createGeminiBackend(own, config, () => NOW);
    const before = vertex.questions.length;
    const request = { desk: 'it', field: 'queue', labels: LABELS, texts: ['wireless'] };
    const first = await backend.predict(request, createDeadline(5_000, Date.now));
    await backend.predict(request, createDeadline(5_000, Date.now));
    await own.close();
    expect(first).toMatchObject({ ok: true });
    expect(vertex.questions.slice(before).map((one) => one['generationConfig'].responseLogprobs)).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });

  it('tells what was billed, by the price of the day', async () => {
    let cost = 0;
    await ask(['The printer'], {
      onCost: (usd) => {
        cost += usd;
      },
    });
    const instruction = vertex.questions.at(-1)?.['systemInstruction'].parts[0].text.length;
    const input = Math.ceil((instruction + '<<<f00d>>>\nThe printer\n<<<f00d>>>'.length) / 4);
    const output = Math.ceil('{"label":"printing","quote":"printer"}'.length / 4);
    expect(cost).toBeCloseTo((input * 0.3 + output * 2.5) / 1e6, 12);
  });

  it('never costs more than it says beforehand', async () => {
    let cost = 0;
    const texts = [`${'ü'.repeat(9_000)} printer`];
    const backend = createGeminiBackend(client, aGeminiConfig(vertex.address), () => NOW);
    const request = { desk: 'it', field: 'queue', labels: LABELS, texts };
    replies = [{ finishReason: 'MAX_TOKENS' }];
    const onCost = (usd: number) => {
      cost += usd;
    };
    await backend.predict({ ...request, onCost }, createDeadline(5_000, Date.now));
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(backend.costMaxUsd(request));
  });

  it('shows the model no character that cannot be seen', async () => {
    await ask(['The p\u200brin\u202eter\u{e0041} \u0000 wire\u00adless']);
    expect(betweenFences(vertex.questions.at(-1)?.['contents'][0].parts[0].text)).toBe(
      'The printer  wireless',
    );
  });
});

describe('a proxy with a cascade to Gemini', () => {
  let vertex: FakeVertex;
  let proxy: TestProxy;
  beforeAll(async () => {
    vertex = await startFakeVertex(undefined, { think: thinkByWords });
    proxy = await aProxy({
      USHER_BACKEND: 'cascade',
      USHER_CASCADE_BELOW_PERCENT: '100',
      USHER_DESK_BUDGETS_USD: 'poor=0',
      ...geminiEnvironment(vertex.address),
    });
    await proxy.prepare();
    await teach(proxy);
    await proxy.call('PUT', '/v1/desks/poor', aDesk());
  }, 30_000);
  afterAll(async () => {
    await proxy.close();
    vertex.close();
  });

  async function triage(body: string, runId: string, desk = 'it'): Promise<TriageAnswer> {
    const batch = aBatch([aTicket({ subject: 'Help', body })], { desk, runId, deadlineMs: 10_000 });
    const answer = await proxy.call('POST', '/v1/triage', batch);
    expect(answer.status).toBe(200);
    return answer.body as unknown as TriageAnswer;
  }

  it('leaves the embedded confidence as it is where the two agree', async () => {
    const { predictions, usage } = await triage('The wireless network is gone', 'agree');
    expect(predictions[0]?.fields['queue']).toMatchObject({
      ...{ backend: 'cascade', label: 'network', decision: 'review' },
      model: expect.stringMatching(/^cascade\/.+\+gemini-3\.5-flash-lite\//),
    });
    expect(usage.costUsd).toBeGreaterThan(0);
  });

  it('tells before a run what may be spent, and after it what was', async () => {
    const spending = async () =>
      (await proxy.call('GET', '/v1/desks/it/spending')).body as Record<string, unknown>;
    const before = await spending();
    const { usage } = await triage('The wireless network flickers', 'spends');
    const after = await spending();
    expect(before).toMatchObject({ backend: 'cascade', budgetUsd: 1 });
    // A millionth of a dollar is the least that is counted.
    expect(Number(after['spentUsd']) - Number(before['spentUsd'])).toBeCloseTo(usage.costUsd, 5);
    expect(Number(after['leftUsd'])).toBeCloseTo(1 - Number(after['spentUsd']), 6);
  });

  it('charges the same text once', async () => {
    await triage('The wireless network is slow', 'once');
    const { usage } = await triage('The wireless network is slow', 'again');
    expect(usage.costUsd).toBe(0);
  });

  it('leaves a ticket to a person where the two disagree', async () => {
    const body = 'router router router router connection signal and one invoice';
    const thinkBilling = { label: 'billing', quote: 'invoice' };
    vertex.fail();
    const own = await startFakeVertex(undefined, { think: () => thinkBilling });
    const other = await aProxy({
      USHER_BACKEND: 'cascade',
      USHER_CASCADE_BELOW_PERCENT: '100',
      ...geminiEnvironment(own.address),
    });
    await teach(other);
    const answer = await other.call('POST', '/v1/triage', aBatch([aTicket({ subject: '', body })]));
    await other.close();
    own.close();
    const { predictions } = answer.body as unknown as TriageAnswer;
    expect(predictions[0]?.fields['queue']).toMatchObject({
      ...{ decision: 'review', label: 'billing', backend: 'cascade' },
      reason: 'Two models name different labels for this ticket, so a person decides.',
    });
  });

  it('keeps the embedded answer, and says why, when the model fails', async () => {
    vertex.fail({ kind: 'status', code: 5 });
    const { predictions } = await triage('The wireless network is off', 'fails');
    expect(predictions[0]?.fields['queue']).toMatchObject({
      ...{ backend: 'embedded', label: 'network' },
      fallback: expect.stringContaining('USHER_GEMINI_MODEL'),
    });
  });

  it('answers a desk that has learned nothing by the model alone, while there is money', async () => {
    const before = vertex.questions.length;
    const poor = await proxy.call('POST', '/v1/triage', aBatch([aTicket()], { desk: 'poor' }));
    expect(vertex.questions.length).toBe(before);
    expect(poor.body).toMatchObject({ code: 'no_model' });
  });
});
