// Pictures of tickets on their way to a generative model: which are shown, to whom, and what they may cost.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDeadline } from '../../server/backends/deadline.ts';
import { createGeminiBackend } from '../../server/backends/gemini.ts';
import { createReader } from '../../server/environment.ts';
import { readGemini } from '../../server/vertex/gemini-config.ts';
import { createGenerativeClient, type GenerativeClient } from '../../server/vertex/generative-client.ts';
import type { TicketImage } from '../../src/core/contract.ts';
import { aBatch, aProxy, aTicket, type TestProxy, teach } from '../builders/proxy.ts';
import { aGeminiConfig, aModel, geminiEnvironment, thinkByWords } from '../builders/vertex.ts';
import { type FakeVertex, startFakeVertex } from '../fakes/vertex/server.ts';

const NOW = Date.UTC(2026, 10, 24);
const LABELS = ['network', 'billing', 'printing'];
/** The shortest file of its kind that a look at the first bytes lets pass; `n` makes it another one. */
const aPicture = (n = 0): TicketImage => ({
  mimeType: 'image/png',
  data: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, n, 0, 0, 0]).toString('base64'),
});

/** The parts of the last question's ticket. */
function partsOf(vertex: FakeVertex, back = 1): Record<string, unknown>[] {
  const question = vertex.questions.at(-back);
  return (question?.['contents'] ?? []).flatMap((one: { parts: unknown[] }) => one.parts);
}

describe('pictures at the gemini backend', () => {
  let vertex: FakeVertex;
  let client: GenerativeClient;
  beforeAll(async () => {
    vertex = await startFakeVertex(undefined, { think: thinkByWords });
    client = createGenerativeClient(aGeminiConfig(vertex.address), () => 'f00d');
    await client.prepare();
  }, 30_000);
  afterAll(async () => {
    await client.close();
    vertex.close();
  });

  const backendWith = (imagesMax: number) =>
    createGeminiBackend(client, aGeminiConfig(vertex.address, { imagesMax }), () => NOW);
  const requestWith = (images: readonly TicketImage[]) => ({
    ...{ desk: 'it', field: 'queue', labels: LABELS, texts: ['The printer'], images: [images] },
  });
  const ask = (imagesMax: number, images: readonly TicketImage[], onCost?: (usd: number) => void) =>
    backendWith(imagesMax).predict({ ...requestWith(images), onCost }, createDeadline(5_000, Date.now));

  it('shows them inside the fence, as the bytes that they are', async () => {
    await ask(2, [aPicture()]);
    expect(partsOf(vertex)).toMatchObject([
      { text: '<<<f00d>>>\nThe printer' },
      { inlineData: { mimeType: 'image/png', data: Buffer.from(aPicture().data, 'base64') } },
      { text: '\n<<<f00d>>>' },
    ]);
  });

  it('shows no more of them than is set, and none where none is', async () => {
    await ask(2, [aPicture(1), aPicture(2), aPicture(3)]);
    const shown = partsOf(vertex).filter(({ inlineData }) => inlineData != null).length;
    await ask(0, [aPicture()]);
    expect([shown, partsOf(vertex)]).toMatchObject([2, [{ text: '<<<f00d>>>\nThe printer\n<<<f00d>>>' }]]);
  });

  it('asks under another prompt, so that a calibration on texts counts for none of its answers', async () => {
    const outcomes = [await ask(1, []), await ask(1, [aPicture()])];
    const models = outcomes.map((outcome) => (outcome.ok ? outcome.predictions[0]?.model : undefined));
    expect(new Set(models).size).toBe(2);
    expect(JSON.stringify(vertex.questions.at(-1)?.['systemInstruction'])).toContain('pictures');
  });

  it('counts what they cost beforehand, and never too little', async () => {
    let cost = 0;
    await ask(3, [aPicture(1), aPicture(2), aPicture(3)], (usd) => {
      cost += usd;
    });
    const most = backendWith(3).costMaxUsd(requestWith([aPicture(1), aPicture(2), aPicture(3)]));
    const without = backendWith(3).costMaxUsd(requestWith([]));
    expect(cost).toBeGreaterThan((3 * 1_120 * 0.3) / 1e6);
    expect([cost <= most, most > without]).toEqual([true, true]);
  });

  it('refuses to be set for a model that sees none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'usher-catalogue-'));
    const path = join(folder, 'models.json');
    const model = aModel({ id: 'blind-1', seesImages: false });
    await writeFile(path, JSON.stringify({ checkedOn: '2026-11-24', models: [model] }));
    const reader = createReader({
      ...{ USHER_GEMINI_MODEL: model.id, USHER_GEMINI_PROJECT: 'test-project' },
      ...{ USHER_GEMINI_CATALOGUE: path, USHER_GEMINI_IMAGES: '2' },
    });
    readGemini(reader);
    await rm(folder, { recursive: true });
    expect(reader.faults).toEqual([
      'USHER_GEMINI_IMAGES is 2; blind-1 sees no pictures. Set 0, or another model.',
    ]);
  });
});

describe('pictures at a proxy with a cascade to Gemini', () => {
  let vertex: FakeVertex;
  let proxy: TestProxy;
  beforeAll(async () => {
    vertex = await startFakeVertex(undefined, { think: thinkByWords });
    proxy = await aProxy({
      ...{ USHER_BACKEND: 'cascade', USHER_CASCADE_BELOW_PERCENT: '100', USHER_GEMINI_IMAGES: '3' },
      ...geminiEnvironment(vertex.address),
    });
    await proxy.prepare();
    await teach(proxy);
  }, 30_000);
  afterAll(async () => {
    await proxy.close();
    vertex.close();
  });

  const twoTickets = (n: number) => [
    aTicket({ id: 'plain', subject: `Printer ${n}`, body: 'No picture here' }),
    aTicket({ id: 'pictured', subject: `Router ${n}`, body: 'See the screen', images: [aPicture(n)] }),
  ];
  const triage = (tickets: readonly unknown[], runId: string) =>
    proxy.call('POST', '/v1/triage', aBatch(tickets, { runId }));

  it('keeps them in the process where the desk masks private data, since nobody can mask a picture', async () => {
    const { status } = await triage(twoTickets(1), 'masked');
    const shown = [...partsOf(vertex, 1), ...partsOf(vertex, 2)];
    expect([status, shown.filter(({ inlineData }) => inlineData != null)]).toEqual([200, []]);
  });

  it('shows each beside the text of its own ticket where the desk shows tickets as they are', async () => {
    await proxy.call('PUT', '/v1/desks/it/redaction', { mode: 'off' });
    await triage(twoTickets(2), 'shown');
    const asked = [partsOf(vertex, 1), partsOf(vertex, 2)];
    const pictured = asked.filter((parts) => parts.some(({ inlineData }) => inlineData != null));
    expect(pictured).toHaveLength(1);
    expect(pictured[0]?.[0]).toMatchObject({ text: expect.stringContaining('Router 2') });
  });

  it('asks anew where the text is the same and the picture is another', async () => {
    await triage([aTicket({ images: [aPicture(7)] })], 'one');
    const before = vertex.questions.length;
    await triage([aTicket({ images: [aPicture(7)] })], 'same');
    const afterSame = vertex.questions.length;
    await triage([aTicket({ images: [aPicture(8)] })], 'other');
    expect([afterSame - before, vertex.questions.length - afterSame]).toEqual([0, 1]);
  });

  it.each<[string, unknown]>([
    ['is no picture', { mimeType: 'image/png', data: 'QUJDREVGR0hJSktM' }],
    ['is another kind than it says', { ...aPicture(), mimeType: 'image/jpeg' }],
    ['is of a kind that is not taken', { ...aPicture(), mimeType: 'image/svg+xml' }],
    ['is larger than a megabyte', { ...aPicture(), data: `${aPicture().data}${'A'.repeat(1_400_000)}` }],
  ])('takes a ticket whose picture %s for a problem of that ticket alone', async (_what, image) => {
    const { body } = await triage(
      [aTicket({ id: 'fine' }), { ...aTicket({ id: 'odd' }), images: [image] }],
      'odd',
    );
    expect(body).toMatchObject({
      predictions: [{ id: 'fine' }],
      problems: [{ id: 'odd', code: 'ticket_invalid', message: expect.stringMatching(/image/) }],
    });
  });
});
