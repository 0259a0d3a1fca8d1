import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createContainer } from '../../../../server/vertex/container.ts';
import { decodeModel } from '../../../../src/core/classifier/model-file.ts';
import { createPredictor, type Predictor } from '../../../../src/core/classifier/predict.ts';
import { themedModel } from '../../../builders/model.ts';

describe('the prediction container', () => {
  const loading = Promise.withResolvers<Predictor>();
  const server = createContainer({ health: '/health', predict: '/predict' }, loading.promise);
  let origin = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const predict = (body: string) => fetch(`${origin}/predict`, { method: 'POST', body });
  const ask = async (...texts: string[]) => {
    const answer = await predict(JSON.stringify({ instances: texts.map((content) => ({ content })) }));
    return (await answer.json()) as { predictions: { displayNames: string[]; confidences: number[] }[] };
  };

  it('is not healthy and answers nothing before its model is loaded', async () => {
    expect((await fetch(`${origin}/health`)).status).toBe(503);
    expect((await predict('{"instances":[]}')).status).toBe(503);
    loading.resolve(createPredictor(decodeModel(new Uint8Array(themedModel()))));
    await loading.promise;
    expect((await fetch(`${origin}/health`)).status).toBe(200);
  });

  it('answers one prediction for each instance, in their order, best label first', async () => {
    const { predictions } = await ask(
      'the printer has no toner',
      'refund the invoice',
      'the wireless router',
    );
    expect(predictions.map(({ displayNames }) => displayNames[0])).toEqual([
      'printing',
      'billing',
      'network',
    ]);
    expect(predictions[0]?.confidences.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
  });

  it.each([
    ['no JSON', 'secret', 'not JSON'],
    ['no instances', '{"tickets":["secret"]}', 'no list "instances"'],
    ['an instance without a text', '{"instances":[{"content":"a"},{"text":"secret"}]}', 'Instance 2'],
  ])('refuses %s and says which, without a word of it', async (_case, body, words) => {
    const answer = await predict(body);
    const text = await answer.text();
    expect([answer.status, text.includes(words.replaceAll('"', '\\"')), text.includes('secret')]).toEqual([
      400,
      true,
      false,
    ]);
  });

  it('refuses what is too large', async () => {
    expect((await predict('x'.repeat(11 * 1024 * 1024))).status).toBe(413);
  });
});
