import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeskProposal, Label } from '../../../../src/core/contract.ts';
import { countOf, DESK, decisionsOf, deskIn, learnFrom, triage } from '../../../builders/promised-desk.ts';
import { aProxy, type TestProxy, trainingRows } from '../../../builders/proxy.ts';

const aLabel = (id: string, changes: Partial<Label> = {}): Label => ({
  ...{ id, name: id, description: '', keywords: [] },
  ...changes,
});

/** The promised desk with a field `priority`. */
function deskWith(labels: readonly Label[], neverMissed: readonly string[]): DeskProposal {
  const { name, fields } = deskIn('auto');
  const priority = { id: 'priority', name: 'Priority', labels: [...labels], neverMissed: [...neverMissed] };
  return { name, fields: [...fields, priority] };
}

const LABELS = [aLabel('urgent'), aLabel('normal')];

/** Network tickets are of normal priority, as people have said, and printing is urgent. */
const rows = trainingRows(130).map((row) => ({
  ...row,
  labels: { ...row.labels, priority: row.labels.queue === 'printing' ? 'urgent' : 'normal' },
}));

const AN_URGENT_TEXT = {
  subject: 'Trouble with the printer',
  body: 'The printer and the paper tray and the toner cartridge do not print a page.',
};
const asOne = (ticket: object) => ({ ticket });
const typed = (priority: string) => asOne({ attributes: { priority } });

describe('a ticket with a label that must never be missed', () => {
  let proxy: TestProxy;
  const put = (labels: readonly Label[], neverMissed: readonly string[]) =>
    proxy.call('PUT', DESK, deskWith(labels, neverMissed));

  beforeAll(async () => {
    proxy = await aProxy();
    await put(LABELS, []);
    await learnFrom(proxy, rows);
    await put(LABELS, ['urgent']);
  });
  afterAll(() => proxy.close());

  it('is reviewed where a person typed it, by name or id and in any case', async () => {
    const answers = [...(await triage(proxy, 20, 'typed', typed(' Urgent ')))];
    expect(countOf(answers, 'assign') + countOf(answers, 'audit')).toBe(0);
    expect(answers[0]?.answer.reason).toBe('“urgent” must never be missed, so a person always decides.');
  });

  it('is reviewed where it is predicted, and not where a person typed another one', async () => {
    expect(decisionsOf(await triage(proxy, 1, 'predicted', asOne(AN_URGENT_TEXT)))).toEqual(
      new Set(['review']),
    );
    const calm = await triage(
      proxy,
      1,
      'calm',
      asOne({ ...AN_URGENT_TEXT, attributes: { priority: 'normal' } }),
    );
    expect(countOf(calm, 'review')).toBe(0);
  });

  it('is reviewed where what a person typed is no label of the field', async () => {
    const answers = await triage(proxy, 20, 'unknown', typed('P0'));
    expect(decisionsOf(answers)).toEqual(new Set(['review']));
    expect(answers[0]?.answer.reason).toContain('“Priority” could not be told');
  });

  it('lets a ticket of another priority be routed', async () => {
    expect(countOf(await triage(proxy, 60, 'normal'), 'assign')).toBeGreaterThan(30);
  });

  it('is known under the name that it was merged into', async () => {
    await put([aLabel('urgent', { mergedInto: 'top' }), aLabel('normal'), aLabel('top')], ['top']);
    expect(decisionsOf(await triage(proxy, 1, 'merged', asOne(AN_URGENT_TEXT)))).toEqual(new Set(['review']));
    expect(decisionsOf(await triage(proxy, 5, 'merged-typed', typed('urgent')))).toEqual(new Set(['review']));
    await put(LABELS, ['urgent']);
  });

  it('is reviewed after that label was retired', async () => {
    await put([aLabel('urgent', { isRetired: true, mode: 'off' }), aLabel('normal')], ['urgent']);
    expect(decisionsOf(await triage(proxy, 1, 'retired', asOne(AN_URGENT_TEXT)))).toEqual(
      new Set(['review']),
    );
    await put(LABELS, ['urgent']);
  });

  it('is reviewed where the priority is unlike what was learned', async () => {
    const strange = { subject: 'Boiler', body: 'The boiler in the cellar leaks and smokes.' };
    const answers = await triage(proxy, 5, 'strange', asOne(strange));
    expect(countOf(answers, 'assign') + countOf(answers, 'audit')).toBe(0);
  });

  it('is reviewed where its recorded answer assigned it before somebody typed the priority', async () => {
    const first = await triage(proxy, 30, 'mail');
    expect(countOf(first, 'assign')).toBeGreaterThan(15);
    expect(countOf(await triage(proxy, 30, 'mail', typed('urgent')), 'assign')).toBe(0);
    expect(countOf(await triage(proxy, 30, 'mail'), 'assign')).toBe(countOf(first, 'assign'));
  });

  it('cannot be named by an id that the field does not have', async () => {
    const { status, body } = await put(LABELS, ['urgnet']);
    expect([status, body['detail']]).toEqual([400, expect.stringContaining('"urgnet"')]);
  });

  it('is reviewed where the label is one of the queues themselves', async () => {
    await proxy.call('PUT', DESK, deskIn('auto', 0.9, { neverMissed: ['network'] }));
    expect(decisionsOf(await triage(proxy, 30, 'own'))).toEqual(new Set(['review']));
  });
});
