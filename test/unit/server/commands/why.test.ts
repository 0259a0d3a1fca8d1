import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../../../server/commands/why.ts';
import { judge, learn, manyAudits } from '../../../builders/promised-desk.ts';
import { aProxy, type TestProxy } from '../../../builders/proxy.ts';

describe('usher why', () => {
  let folder = '';
  let proxy: TestProxy;
  let ticket = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'usher-why-'));
    proxy = await aProxy({ USHER_DATABASE: join(folder, 'usher.db') });
    await learn(proxy, 130, 'auto');
    [ticket = ''] = await manyAudits(proxy, 1);
    await proxy.flush();
  });
  afterAll(async () => {
    await proxy.close();
    rmSync(folder, { recursive: true });
  });

  const why = async (...options: string[]): Promise<string> => {
    let text = '';
    const environment = { USHER_DATABASE: join(folder, 'usher.db') };
    const out = (more: string) => {
      text += more;
    };
    await run([ticket, ...options], {
      out,
      err: out,
      isTerminal: false,
      now: () => proxy.clock.now,
      environment,
    });
    return text;
  };

  it('withholds the label of a blind check from whoever asks before judging, and tells it after', async () => {
    const before = `${await why()}${await why('--json')}`;
    expect(before).toContain('waits for a blind check');
    expect(before).not.toMatch(/network|0\.9|1\.000/);
    await judge(proxy, [ticket], 'network');
    expect(await why()).toMatch(/queue: audit network at/);
  });
});
