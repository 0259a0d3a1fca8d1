// Queues that are renamed, merged and retired: what was learned and what is audited follows, over the proxy's own routes.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Label, TriageAnswer } from '../../../../src/core/contract.ts';
import {
  aBatch,
  aDesk,
  aProxy,
  aTicket,
  type TestProxy,
  teach,
  trainingRows,
} from '../../../builders/proxy.ts';

let proxy: TestProxy;
beforeEach(async () => {
  proxy = await aProxy();
  await teach(proxy);
});
afterEach(() => proxy.close());

/** The desk with changes to some of its labels. */
function changed(changes: Readonly<Record<string, Partial<Label>>>) {
  const desk = aDesk();
  return {
    ...desk,
    fields: desk.fields.map((field) => ({
      ...field,
      labels: field.labels.map((label) => ({ ...label, ...changes[label.id] })),
    })),
  };
}

const apply = (changes: Parameters<typeof changed>[0]) => proxy.call('PUT', '/v1/desks/it', changed(changes));
const queueOf = async () => {
  const answer = await proxy.call('POST', '/v1/triage', aBatch([aTicket()], { dryRun: true }));
  const { predictions, labelNames } = answer.body as unknown as TriageAnswer;
  return { answer: predictions[0]?.fields['queue'], names: labelNames['queue'] };
};

describe('a label that changed', () => {
  it('is told under its new name without learning again', async () => {
    await apply({ network: { name: 'Connectivity', formerNames: ['Network'] } });
    const { answer, names } = await queueOf();
    expect(answer).toMatchObject({ decision: 'review', label: 'network' });
    expect(names?.['network']).toBe('Connectivity');
  });

  it('is told as the one that it was merged into, without learning again', async () => {
    await apply({ network: { mergedInto: 'printing' } });
    const { answer, names } = await queueOf();
    expect(answer).toMatchObject({ decision: 'review', label: 'printing' });
    expect(names?.['printing']).toBe('Printing');
  });

  it('is told no more once it is retired', async () => {
    await apply({ network: { isRetired: true } });
    expect((await queueOf()).answer).toMatchObject({ decision: 'abstain' });
  });

  it('teaches the one that it was merged into', async () => {
    await apply({ network: { mergedInto: 'printing' } });
    const sessions = '/v1/desks/it/training-sessions';
    const { id } = (await proxy.call('POST', sessions, {})).body as unknown as { id: string };
    await proxy.call('PUT', `${sessions}/${id}/parts/1`, { rows: trainingRows() });
    const { body } = await proxy.call('POST', `${sessions}/${id}/train`, {});
    expect(body).toMatchObject({
      models: [
        {
          report: {
            leftOut: [],
            labels: [
              { label: 'billing', rows: 12 },
              { label: 'printing', rows: 24 },
            ],
          },
        },
      ],
    });
  });

  it('is missed by no gate once it is retired', async () => {
    await apply({ network: { isRetired: true } });
    const sessions = '/v1/desks/it/training-sessions';
    const { id } = (await proxy.call('POST', sessions, {})).body as unknown as { id: string };
    await proxy.call('PUT', `${sessions}/${id}/parts/1`, { rows: trainingRows() });
    const { body } = await proxy.call('POST', `${sessions}/${id}/train`, {});
    expect(body).toMatchObject({
      problems: [],
      models: [{ report: { labels: [{ label: 'billing' }, { label: 'printing' }] } }],
    });
  });

  it.each([
    [{ network: { mergedInto: 'nowhere' } }],
    [{ network: { mergedInto: 'billing' }, billing: { mergedInto: 'network' } }],
    [{ network: { mergedInto: 'billing' }, billing: { isRetired: true } }],
  ])('is refused when the merge %j ends nowhere', async (changes) => {
    const { status, body } = await apply(changes);
    expect(status).toBe(400);
    expect(body).toMatchObject({ detail: expect.stringMatching(/Choose a label .* in use/) });
  });

  it('has no promise of its own once it is merged', async () => {
    await apply({ network: { mergedInto: 'printing' } });
    const { body } = await proxy.call('GET', '/v1/desks/it');
    const labels = (body as { promises?: { queue?: { labels: { label: string }[] } } }).promises?.queue
      ?.labels;
    expect(labels?.map(({ label }) => label)).toEqual(['billing', 'printing']);
  });
});
