// `usher models` on a proxy's database, with models that the proxy has learned.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../../../../server/commands/models.ts';
import type { TrainingResult } from '../../../../src/core/contract.ts';
import { aProxy, LEAD, type TestProxy, teach, trainingRows } from '../../../builders/proxy.ts';

describe('usher models', () => {
  let folder: string;
  let proxy: TestProxy;
  let first = '';
  let second = '';
  let said = { out: '', err: '' };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'usher-models-'));
    proxy = await aProxy({ USHER_DATABASE: join(folder, 'usher.sqlite') });
    const idOf = ({ body }: { body: unknown }): string => (body as TrainingResult).models[0]?.id ?? '';
    first = idOf(await teach(proxy));
    second = idOf(await teach(proxy, trainingRows(14)));
  });
  afterAll(async () => {
    await proxy.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    said = { out: '', err: '' };
  });

  const usher = (...args: string[]): Promise<number> =>
    run(args, {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      isTerminal: false,
      now: () => proxy.clock.now,
      environment: { USHER_DATABASE: join(folder, 'usher.sqlite'), USER: 'ann' },
    });
  const inService = async (): Promise<string | undefined> =>
    (await proxy.store.models.inService('it'))['queue'];
  const standingOf = (model: string): string =>
    said.out
      .split('\n')
      .find((line) => line.startsWith(model))
      ?.split('  ')
      .at(-1) ?? '';

  it('lists what serves and the one before', async () => {
    expect(await usher()).toBe(0);
    expect([standingOf(first), standingOf(second)]).toEqual(['the one before', 'in service']);
  });

  it('goes back in one command, under the name of who asks, and forward again', async () => {
    expect(await usher('rollback')).toBe(0);
    expect(await inService()).toBe(first);
    expect((await proxy.store.trail.list('it', 1))[0]).toMatchObject({
      by: 'ann',
      action: 'model rolled back',
    });
    expect(await usher('serve', second)).toBe(0);
    expect(await inService()).toBe(second);
  });

  it('refuses a model that was altered with exit code 2, and the one in service stays', async () => {
    const database = new DatabaseSync(join(folder, 'usher.sqlite'));
    database.exec(`UPDATE models SET bytes = bytes || x'00' WHERE id = '${first}'`);
    database.close();
    expect(await usher('rollback')).toBe(2);
    expect(said.err).toMatch(/model\.bin of version .* was altered/);
    expect(await inService()).toBe(second);
  });

  it('refuses a model that the desk does not have', async () => {
    await expect(usher('serve', 'nonsense')).rejects.toThrow(/no model "nonsense"/);
  });

  it('tells the gate file and chooses a preset, but none that does not exist', async () => {
    await usher('gates');
    expect(said.out).toBe('preset: new-desk\n');
    expect(await usher('gates', 'strict')).toBe(0);
    expect((await proxy.call('GET', '/v1/desks/it/gates', undefined, LEAD)).body).toEqual({
      content: 'preset: strict\n',
    });
    expect(await usher('gates', 'lax')).toBe(2);
    expect(said.err).toMatch(/Presets are new-desk, steady, strict/);
  });
});
