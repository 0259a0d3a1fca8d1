// A challenger on live tickets: through the whole proxy, from the lesson to the model in service.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModelList, TrainingResult, TriageAnswer } from '../../../../src/core/contract.ts';
import { aBatch, aProxy, aTicket, type TestProxy, teach, trainingRows } from '../../../builders/proxy.ts';

const MODELS = '/v1/desks/it/models';
const WORDS = ['wireless', 'router', 'cable', 'invoice', 'refund', 'receipt', 'printer', 'toner', 'tray'];

/** Ticket number `n`; all texts differ. */
const ticket = (n: number) =>
  aTicket({ id: `T-${n}`, subject: `The ${WORDS[n % 9]} is broken`, body: `It fails at desk ${n}.` });

describe('a challenger on live tickets', () => {
  let proxy: TestProxy;
  let champion: string;
  let challenger: string;
  let runs = 0;

  /** Teaches two models; the second one is on its way by these rules. */
  async function aRollout(release: string, second: readonly object[] = trainingRows(14)): Promise<void> {
    const content = `preset: new-desk\nchampion: {margin: 1, alpha: 0, slice_drop_max: 1}\nrelease: {${release}}\n`;
    await teach(proxy);
    await proxy.call('PUT', '/v1/desks/it/gates', { content });
    const { models } = (await teach(proxy, second)).body as unknown as TrainingResult;
    challenger = models[0]?.id ?? '';
    champion = (await list()).services[0]?.model ?? '';
  }
  const list = async (): Promise<ModelList> => (await proxy.call('GET', MODELS)).body as unknown as ModelList;
  const service = async () => (await list()).services[0];
  const inService = async () => (await service())?.model;
  /** Triages tickets `from` to before `until` and answers the model of each. */
  async function triage(from: number, until: number, changes: object = {}): Promise<(string | undefined)[]> {
    runs++;
    const tickets = Array.from({ length: until - from }, (_, at) => ticket(from + at));
    const answer = await proxy.call(
      'POST',
      '/v1/triage',
      aBatch(tickets, { runId: `run-${runs}`, ...changes }),
    );
    const { predictions } = answer.body as unknown as TriageAnswer;
    return predictions.map(({ fields }) => fields['queue']?.model);
  }
  /** Past the second for which a desk is remembered. */
  const later = () => {
    proxy.clock.now += 2_000;
  };

  beforeEach(async () => {
    proxy = await aProxy();
  });
  afterEach(() => proxy.close());

  it('answers nobody in the shadow, while what both say is counted', async () => {
    await aRollout('shadow_tickets: 100, agreement_min: 0');
    expect(new Set(await triage(0, 40))).toEqual(new Set([champion]));
    expect((await service())?.rollout).toMatchObject({
      model: challenger,
      step: 0,
      tickets: 40,
      needed: 100,
    });
    expect((await service())?.rollout?.agreed).toBeGreaterThan(20);
  });

  it('answers its share of the tickets as canary, and the same ones whenever they are asked about', async () => {
    await aRollout('shadow_tickets: 30, canary_shares: [0.3], canary_tickets: 1000, agreement_min: 0');
    await triage(0, 30);
    later();
    const first = await triage(100, 300);
    expect(new Set(first)).toEqual(new Set([champion, challenger]));
    const own = first.filter((model) => model === challenger).length;
    expect(own).toBeGreaterThan(35);
    expect(own).toBeLessThan(85);
    expect(await triage(100, 300)).toEqual(first);
    expect((await service())?.rollout).toMatchObject({ step: 1, share: 0.3, tickets: 2 * own });
  });

  it('comes into service once every step is passed, and can be taken back', async () => {
    await aRollout('shadow_tickets: 20, canary_shares: [0.5], canary_tickets: 20, agreement_min: 0');
    for (let round = 0; round < 6; round++) {
      await triage(round * 30, round * 30 + 30);
      later();
    }
    expect(await service()).toMatchObject({ model: challenger, previous: champion, rollout: null });
    expect(new Set(await triage(500, 520))).toEqual(new Set([challenger]));
    await proxy.call('POST', '/v1/desks/it/fields/queue/rollback', {});
    later();
    expect(new Set(await triage(600, 620))).toEqual(new Set([champion]));
    const actions = (await proxy.store.trail.list('it', 20)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['rollout begun', 'rollout moved', 'model rolled back']));
  });

  it('is dropped where the two disagree too often', async () => {
    const mixedUp = trainingRows(14).map((row) => ({
      ...row,
      labels: { queue: { network: 'billing', billing: 'printing', printing: 'network' }[row.labels.queue] },
    }));
    await aRollout('shadow_tickets: 200, agreement_min: 0.8', mixedUp);
    await triage(0, 40);
    later();
    expect(await service()).toMatchObject({ model: champion, rollout: null });
    expect((await proxy.store.trail.list('it', 1))[0]).toMatchObject({ action: 'rollout dropped' });
  });

  it('waits for a lead where the gate file says so', async () => {
    await aRollout('shadow_tickets: 20, canary_shares: [], approval: true, agreement_min: 0');
    await triage(0, 30);
    later();
    expect(await service()).toMatchObject({ model: champion, rollout: { isReady: true } });
    await proxy.call('PUT', '/v1/desks/it/fields/queue/model', { model: challenger });
    expect(await service()).toMatchObject({ model: challenger, previous: champion, rollout: null });
  });

  it('is given up when the model in service is chosen again, which keeps the one before', async () => {
    await aRollout('shadow_tickets: 100, agreement_min: 0');
    const before = (await service())?.previous;
    await proxy.call('PUT', '/v1/desks/it/fields/queue/model', { model: champion });
    expect(await service()).toMatchObject({ model: champion, previous: before, rollout: null });
  });

  it('is not moved on by trial runs', async () => {
    await aRollout('shadow_tickets: 100, agreement_min: 0');
    await triage(0, 40, { dryRun: true });
    expect((await service())?.rollout?.tickets).toBe(0);
  });

  it('is counted once where several batches come at once', async () => {
    await aRollout('shadow_tickets: 20, canary_shares: [], agreement_min: 0');
    await Promise.all(Array.from({ length: 8 }, (_, at) => triage(at * 20, at * 20 + 20)));
    expect(await inService()).toBe(challenger);
    const moves = await proxy.store.trail.list('it', 50);
    expect(moves.filter(({ action }) => action === 'model put in service')).toHaveLength(1);
  });
});
