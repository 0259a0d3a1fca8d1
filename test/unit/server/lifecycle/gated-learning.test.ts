import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModelList, TrainingResult } from '../../../../src/core/contract.ts';
import { aProxy, type TestProxy, teach, trainingRows } from '../../../builders/proxy.ts';

const resultOf = (answer: { body: unknown }): TrainingResult => answer.body as TrainingResult;
const ROLL_BACK = '/v1/desks/it/fields/queue/rollback';

describe('learning under gates', () => {
  let folder: string;
  let proxy: TestProxy;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'usher-gates-'));
    proxy = await aProxy({ USHER_DATABASE: join(folder, 'usher.sqlite') });
  });
  afterEach(async () => {
    await proxy.close();
    rmSync(folder, { recursive: true });
  });

  const inService = async (): Promise<string | undefined> => {
    const { models } = (await proxy.call('GET', '/v1/desks/it/models')).body as unknown as ModelList;
    return models.find((model) => model.inService)?.id;
  };
  const spoil = (statement: string): void => {
    const database = new DatabaseSync(join(folder, 'usher.sqlite'));
    database.exec(statement);
    database.close();
  };

  it.each([
    [
      'a queue without any ticket left',
      () => trainingRows(20).filter(({ labels }) => labels.queue !== 'billing'),
      /No ticket of billing/,
    ],
    ['a third of the rows', () => trainingRows(4), /while the version in service learnt from 36/],
    [
      'one queue alone',
      () => trainingRows(12).map((row) => ({ ...row, labels: { queue: 'billing' } })),
      /one label, "billing"/,
    ],
    [
      'a queue of three tickets',
      () => trainingRows(20).filter(({ id, labels }) => labels.queue !== 'billing' || /-[012]$/.test(id)),
      /billing: 3 labelled tickets in the smallest/,
    ],
  ])('refuses %s and keeps the model in service', async (_, rows, message) => {
    await teach(proxy);
    const before = await inService();
    const { models, problems } = resultOf(await teach(proxy, rows()));
    expect(models).toEqual([]);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.message).toContain('The model in service stays.');
    expect(await inService()).toBe(before);
  });

  it('goes back to the model before with one request, and leaves a trace of it', async () => {
    const [first] = resultOf(await teach(proxy)).models;
    await teach(proxy, trainingRows(14));
    expect((await proxy.call('POST', ROLL_BACK, {})).status).toBe(200);
    expect(await inService()).toBe(first?.id);
    const [last] = await proxy.store.trail.list('it', 1);
    expect(last).toMatchObject({ action: 'model rolled back', facts: { model: first?.id } });
  });

  it.each([
    [
      'a model whose bytes were changed',
      "UPDATE models SET bytes = bytes || x'00'",
      /model\.bin of version .* was altered/,
    ],
    ['a model without a manifest', 'DELETE FROM versions', /has no manifest/],
    ['a signature by a lost key', 'DELETE FROM signing_keys', /not signed by a trusted key/],
  ])('refuses to go back to %s', async (_, statement, message) => {
    await teach(proxy);
    const second = resultOf(await teach(proxy, trainingRows(14))).models[0]?.id;
    spoil(statement);
    const answer = await proxy.call('POST', ROLL_BACK, {});
    expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringMatching(message) } });
    expect(await inService()).toBe(second);
  });

  it('refuses to learn while the clock stands before the model in service', async () => {
    await teach(proxy);
    proxy.clock.now -= 86_400_000;
    const answer = await teach(proxy, trainingRows(14));
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/clock stands before/) },
    });
  });

  it('lets a new model wait for a lead where the gate file says so', async () => {
    await teach(proxy);
    const content = 'preset: new-desk\nrelease: {approval: true}\n';
    expect((await proxy.call('PUT', '/v1/desks/it/gates', { content })).status).toBe(200);
    const { models, problems } = resultOf(await teach(proxy, trainingRows(14)));
    expect(models).toMatchObject([{ inService: false }]);
    expect(problems).toMatchObject([{ code: 'waits' }]);
  });

  it('refuses a gate file with a key that nobody knows', async () => {
    await teach(proxy);
    const answer = await proxy.call('PUT', '/v1/desks/it/gates', { content: 'qualty: {accuracy_min: 1}' });
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('qualty') } });
  });

  it('names tickets whose label looks wrong, by id', async () => {
    const rows = trainingRows(20).map((row) =>
      row.id === 'network-3' ? { ...row, labels: { queue: 'billing' } } : row,
    );
    const { findings } = resultOf(await teach(proxy, rows));
    expect(findings?.['queue']?.recheck).toEqual([
      { ticket: 'network-3', given: 'billing', suggested: 'network' },
    ]);
  });
});
