import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeModel } from '../../../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { aProxy, type TestProxy, teach } from '../../../builders/proxy.ts';

let proxy: TestProxy;
let model: string;
beforeAll(async () => {
  proxy = await aProxy();
  const { body } = await teach(proxy);
  model = (body as unknown as { models: { id: string }[] }).models[0]?.id ?? '';
});
afterAll(() => proxy.close());

describe('GET /v1/desks/:desk/models/:model/addon', () => {
  it('answers a model file in base64 that predicts', async () => {
    const { status, body } = await proxy.call('GET', `/v1/desks/it/models/${model}/addon`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: model, field: 'queue' });
    const bytes = Buffer.from(String(body['bytes']), 'base64');
    const predictor = createPredictor(decodeModel(new Uint8Array(bytes)));
    const { label } = predictor.predict('The printer wants toner and paper.');
    expect(predictor.model.labels[label]).toBe('printing');
  });

  it('answers 404 for a model that the desk does not have', async () => {
    expect((await proxy.call('GET', '/v1/desks/it/models/none/addon')).status).toBe(404);
  });

  it('looks like a missing desk to a stranger', async () => {
    const path = `/v1/desks/it/models/${model}/addon`;
    expect((await proxy.call('GET', path, undefined, 'stranger@example.com')).status).toBe(404);
  });
});
