import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Desk } from '../../../../src/core/contract.ts';
import { countOf, DESK, decisionsOf, deskIn, learnFrom, triage } from '../../../builders/promised-desk.ts';
import { aProxy, type TestProxy, trainingRows } from '../../../builders/proxy.ts';

const put = async (proxy: TestProxy, target?: number) =>
  (await proxy.call('PUT', DESK, deskIn('auto', target))).body as unknown as Desk;
const modesOf = (desk: Desk) => new Set(desk.fields[0]?.labels.map(({ mode }) => mode));

describe('the mode auto', () => {
  let proxy: TestProxy;
  beforeEach(async () => {
    proxy = await aProxy();
  });
  afterEach(() => proxy.close());

  it('is kept as suggest before anything is proven, so that the first training routes nothing', async () => {
    expect(modesOf(await put(proxy))).toEqual(new Set(['suggest']));
    await learnFrom(proxy, trainingRows(130));
    expect(decisionsOf(await triage(proxy, 40))).toEqual(new Set(['review']));
    expect(modesOf(await put(proxy))).toEqual(new Set(['auto']));
    expect(countOf(await triage(proxy, 40), 'assign')).toBeGreaterThan(20);
  });

  it('is refused with the reason where it is not proven', async () => {
    await put(proxy);
    await learnFrom(proxy, trainingRows(16));
    const desk = await put(proxy);
    expect(modesOf(desk)).toEqual(new Set(['suggest']));
    expect(desk.promises?.['queue']?.labels[0]?.sentence).toMatch(/^Not proven.*Auto is refused/);
  });

  it('is refused on a provisional promise, which tells what its few tickets say and how many more would prove it', async () => {
    await put(proxy, 0.95);
    await learnFrom(proxy, trainingRows(50));
    const desk = await put(proxy, 0.95);
    expect(modesOf(desk)).toEqual(new Set(['suggest']));
    expect(desk.promises?.['queue']).toMatchObject({ kind: 'provisional', routedShare: 0 });
    expect(desk.promises?.['queue']?.labels[0]).toMatchObject({
      state: 'unproven',
      checkedMore: 30,
      sentence: expect.stringMatching(
        /^Not proven.*label about 30 more\. Provisionally right from .*Auto is refused/,
      ),
    });
    expect(decisionsOf(await triage(proxy, 20))).toEqual(new Set(['review']));
  });

  it('waits for a new word of a lead once a promise is raised beyond what is proven', async () => {
    await put(proxy);
    await learnFrom(proxy, trainingRows(130));
    await put(proxy);
    expect(modesOf(await put(proxy, 0.99))).toEqual(new Set(['suggest']));
    expect(decisionsOf(await triage(proxy, 40))).toEqual(new Set(['review']));
  });
});
