// What every store keeps to, whatever database stands behind it.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewAnswer } from '../../server/store/answers.ts';
import type { LoggedPrediction } from '../../server/store/prediction-log.ts';
import type { Store } from '../../server/store/store.ts';
import { aDesk } from '../builders/proxy.ts';

const SECRETS = { featureSeed: 4_294_967_295, textKey: 'ab'.repeat(32) };
const T0 = Date.UTC(2026, 10, 24);
const REPORT = { rows: 1, measured: 0, accuracy: null, macroF1: null, ece: null, labels: [], leftOut: [] };

function anAnswer(changes: Partial<NewAnswer> = {}): NewAnswer {
  return {
    ticketId: 'T-1',
    textHash: 'hash-1',
    field: 'queue',
    language: 'en',
    answer: {
      decision: 'review',
      label: 'network',
      confidence: 0.875,
      alternatives: [],
      reason: 'A reason.',
      backend: 'embedded',
      model: 'model-1',
    },
    ...changes,
  };
}

/** `open` opens the same database each time within one test, and an empty one for the next test. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`the store on ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await store.desks.create('it', aDesk(), 'Ann@Example.com', SECRETS, T0);
    });
    afterEach(() => store.close());

    it('gives a desk back as it was kept, also after it was opened again', async () => {
      const again = await open();
      expect(await again.desks.find('it')).toEqual({
        ...{ id: 'it', version: 1, epoch: 1, redaction: 'redact' },
        ...{ ...aDesk(), ...SECRETS },
      });
      await again.close();
    });

    it('gives traces back as they were kept, oldest first, each ticket once', async () => {
      const trace = (ticketId: string, hours: number) => ({
        ...{ desk: 'it', field: 'queue', ticketId, arrivedAt: T0 + hours * 3_600_000, seenAt: T0 },
        ...{
          label: 'network',
          confidence: 0.9,
          model: 'm',
          language: 'en',
          textLength: 90,
          unknownRate: 0.25,
        },
        ...{ document: Uint8Array.from([0, 255]), probabilities: Uint8Array.from([1, 2, 3, 4]) },
        ...{ attributes: { channel: 'mail' }, isAssigned: true, isWatched: false },
      });
      const place = { desk: 'it', field: 'queue' };
      await store.monitoring.addTraces([trace('b', 2), trace('a', 1), trace('a', 5)]);
      const kept = await store.monitoring.traces(place, T0);
      expect(
        kept.map((one) => ({ ...one, document: [...one.document], probabilities: [...one.probabilities] })),
      ).toEqual([
        { ...trace('a', 1), document: [0, 255], probabilities: [1, 2, 3, 4] },
        { ...trace('b', 2), document: [0, 255], probabilities: [1, 2, 3, 4] },
      ]);
      expect(await store.monitoring.traced(place, ['a', 'c'])).toEqual(new Set(['a']));
      expect(await store.monitoring.claim(place, 0)).toBe(true);
      const found = { state: '{}', documents: null, outbreaks: [], watched: ['a', 'b'] };
      expect(await store.monitoring.keep(place, 1, found)).toBe(true);
      expect(await store.monitoring.unwatched(place, 10)).toEqual([]);
      const counts = await store.monitoring.counts(place, T0);
      expect(counts.sort((one, other) => one.hour - other.hour)).toEqual([
        { label: 'network', hour: T0 + 3_600_000, tickets: 1 },
        { label: 'network', hour: T0 + 7_200_000, tickets: 1 },
      ]);
    });

    it('lets one look at a time take a revision, and keeps nothing of one that was overtaken', async () => {
      const place = { desk: 'it', field: 'queue' };
      const taken = await Promise.all([store.monitoring.claim(place, 0), store.monitoring.claim(place, 0)]);
      expect(taken.sort()).toEqual([false, true]);
      expect(await store.monitoring.claim(place, 1)).toBe(true);
      const late = { state: '{"late":true}', documents: null, outbreaks: [], watched: [] };
      expect(await store.monitoring.keep(place, 1, late)).toBe(false);
      expect(await store.monitoring.find(place)).toMatchObject({ revision: 2, state: '{}' });
    });

    it('does not create a desk twice', async () => {
      expect(await store.desks.create('it', aDesk({ name: 'Other' }), 'bob@example.com', SECRETS, T0)).toBe(
        false,
      );
      expect(await store.members.roleOf('it', 'bob@example.com')).toBeUndefined();
    });

    it('knows members whatever the case of their address', async () => {
      expect(await store.members.roleOf('it', 'ANN@example.COM')).toBe('owner');
    });

    it('moves a challenger on once, whoever counts, and lets it go when a model comes into service', async () => {
      const rules = {
        shadow_tickets: 9,
        canary_shares: [0.5],
        canary_tickets: 9,
        agreement_min: 0.5,
        approval: false,
      };
      const begun = {
        field: 'queue',
        challenger: 'm-2',
        step: 0,
        tickets: 0,
        agreed: 0,
        rules,
        isReady: false,
        since: T0,
      };
      await store.rollouts.begin('it', begun, 'ann@example.com');
      await Promise.all([1, 2, 3].map(() => store.rollouts.count('it', begun, { tickets: 3, agreed: 2 })));
      const [known] = Object.values(await store.rollouts.of('it'));
      expect(known).toEqual({ ...begun, tickets: 9, agreed: 6 });
      const next = { step: 1, tickets: 0, agreed: 0, isReady: false };
      const moved = await Promise.all([1, 2].map(() => store.rollouts.move('it', begun, next, T0 + 1)));
      expect(moved.sort()).toEqual([false, true]);
      expect(await store.rollouts.count('it', begun, { tickets: 3, agreed: 2 })).toBeUndefined();
      await store.rollouts.drop('it', 'queue', 'another', T0 + 2);
      expect(await store.rollouts.of('it')).toMatchObject({ queue: { step: 1, tickets: 0 } });
      await store.rollouts.drop('it', 'queue', 'm-2', T0 + 3);
      expect(await store.rollouts.of('it')).toEqual({});
    });

    it('lets no two owners remove each other', async () => {
      await store.members.set('it', 'bob@example.com', 'owner', T0, 'ann@example.com');
      const changes = await Promise.all([
        store.members.remove('it', 'bob@example.com', T0, 'ann@example.com'),
        store.members.remove('it', 'ann@example.com', T0, 'bob@example.com'),
      ]);
      expect(changes.sort()).toEqual(['done', 'last-owner']);
      expect(await store.members.list('it')).toHaveLength(1);
    });

    it('tells who changed what, newest first', async () => {
      await store.members.set('it', 'bob@example.com', 'lead', T0 + 1, 'ann@example.com');
      await store.desks.change('it', aDesk({ name: 'Other' }), T0 + 2, 'bob@example.com');
      const trail = await store.trail.list('it', 10);
      expect(trail.map(({ at, by, action }) => [at - T0, by, action])).toEqual([
        [2, 'bob@example.com', 'desk changed'],
        [1, 'ann@example.com', 'member set'],
        [0, 'ann@example.com', 'desk created'],
      ]);
      expect(await store.trail.list('it', 1)).toHaveLength(1);
    });

    it('puts released models into service and keeps the earlier ones with their bytes', async () => {
      const model = { desk: 'it', field: 'queue', report: REPORT, promise: null };
      const bytes = Uint8Array.from([0, 255, 128, 7]);
      await store.models.release([{ ...model, id: 'm1', createdAt: T0, bytes }]);
      await store.models.release([{ ...model, id: 'm2', createdAt: T0 + 1, bytes: new Uint8Array(3) }]);
      expect((await store.models.list('it')).map(({ id, inService }) => [id, inService])).toEqual([
        ['m2', true],
        ['m1', false],
      ]);
      expect(Uint8Array.from((await store.models.bytes('it', 'm1')) ?? [])).toEqual(bytes);
      expect(await store.models.bytes('another', 'm1')).toBeUndefined();
    });

    it('releases all models or none', async () => {
      const model = {
        id: 'm1',
        desk: 'it',
        field: 'queue',
        createdAt: T0,
        bytes: new Uint8Array(1),
        report: REPORT,
        promise: null,
      };
      await expect(store.models.release([model, model])).rejects.toThrow();
      expect(await store.models.list('it')).toEqual([]);
    });

    it('replaces a part that is sent again', async () => {
      await store.sessions.create('s1', 'it', T0, T0 + 1_000);
      const part = {
        rowCount: 2,
        documents: new Uint8Array(8),
        labels: { queue: ['network', null] },
        facts: [],
        probes: new Uint8Array(),
      };
      await store.sessions.putPart('s1', 1, { ...part, rowCount: 9 });
      await store.sessions.putPart('s1', 1, part);
      expect(await store.sessions.countRows('s1')).toBe(2);
      expect(await store.sessions.parts('s1')).toMatchObject([{ rowCount: 2, labels: part.labels }]);
    });

    it('gives the lease to one at a time, and to another once it has run out', async () => {
      await store.sessions.create('s1', 'it', T0, T0 + 1_000);
      expect(await store.sessions.acquireLease('s1', T0, T0 + 100)).toBe(true);
      expect(await store.sessions.acquireLease('s1', T0 + 50, T0 + 150)).toBe(false);
      expect(await store.sessions.acquireLease('s1', T0 + 101, T0 + 201)).toBe(true);
    });

    it('deletes expired sessions with their parts, and leaves the one that is being trained', async () => {
      await store.sessions.create('old', 'it', T0, T0 + 1);
      await store.sessions.putPart('old', 1, {
        rowCount: 1,
        documents: new Uint8Array(8),
        labels: {},
        facts: [],
        probes: new Uint8Array(),
      });
      await store.sessions.create('busy', 'it', T0, T0 + 1);
      await store.sessions.acquireLease('busy', T0, T0 + 100);
      await store.sessions.deleteExpired(T0 + 10);
      expect(await store.sessions.find('it', 'old')).toBeUndefined();
      expect(await store.sessions.countRows('old')).toBe(0);
      expect(await store.sessions.find('it', 'busy')).toMatchObject({ state: 'training' });
    });

    it('lets the first answer stand and charges it once', async () => {
      const first = await store.answers.write('it', 'run', [anAnswer()], T0);
      const other = { ...anAnswer(), language: 'de' };
      const second = await store.answers.write('it', 'run', [other], T0);
      expect([...first.charged]).toEqual(['T-1']);
      expect(first.earlier).toEqual([]);
      expect([...second.charged]).toEqual([]);
      expect(second.earlier).toMatchObject([{ ticketId: 'T-1', language: 'en' }]);
    });

    it('charges a ticket once, however many fields it is asked for and whenever', async () => {
      const { charged } = await store.answers.write(
        'it',
        'run',
        [anAnswer(), anAnswer({ field: 'priority' })],
        T0,
      );
      expect([...charged]).toEqual(['T-1']);
      const later = await store.answers.write('it', 'run', [anAnswer({ field: 'site' })], T0);
      expect([...later.charged]).toEqual([]);
    });

    it('charges another text, another run and another desk anew', async () => {
      await store.desks.create('hr', aDesk(), 'ann@example.com', SECRETS, T0);
      await store.answers.write('it', 'run', [anAnswer()], T0);
      const charged = [
        await store.answers.write('it', 'run', [anAnswer({ textHash: 'hash-2' })], T0),
        await store.answers.write('it', 'run-2', [anAnswer()], T0),
        await store.answers.write('hr', 'run', [anAnswer()], T0),
      ].map((written) => written.charged.size);
      expect(charged).toEqual([1, 1, 1]);
    });

    it('answers some tickets anew beside others that stand', async () => {
      await store.answers.write('it', 'run', [anAnswer({ ticketId: 'T-2' })], T0);
      const three = ['T-1', 'T-2', 'T-3'].map((ticketId) => ({ ...anAnswer({ ticketId }), language: 'de' }));
      const { earlier, charged } = await store.answers.write('it', 'run', three, T0);
      expect([...charged].sort()).toEqual(['T-1', 'T-3']);
      expect(earlier.map(({ ticketId, language }) => [ticketId, language])).toEqual([['T-2', 'en']]);
      expect(await store.answers.find('it', 'run', ['T-1', 'T-2', 'T-3'])).toHaveLength(3);
    });

    it('logs predictions and adds them up by the hour', async () => {
      const logged = (id: string, changes: Partial<LoggedPrediction> = {}): LoggedPrediction => ({
        ...{ id, desk: 'it', field: 'queue', runId: 'run', ticketId: id, at: T0 + 5, decision: 'review' },
        ...{ label: 'network', confidence: 0.5, backend: 'embedded', model: 'm1', isFallback: false },
        ...{ language: 'en', textLength: 9, inAuto: 'assign' },
        ...changes,
      });
      await store.log.append([logged('a'), logged('b', { isFallback: true })]);
      await store.log.append([
        logged('c'),
        logged('d', { at: T0 + 3_600_000 }),
        logged('e', { label: null }),
      ]);
      const hours = await store.log.hours('it', T0, T0 + 7_200_000);
      expect(
        hours.map(({ hour, label, tickets, fallbacks, confidenceSum }) => [
          ...[(hour - T0) / 3_600_000, label, tickets, fallbacks, confidenceSum],
        ]),
      ).toEqual(
        expect.arrayContaining([
          [0, 'network', 3, 1, 1.5],
          [0, '', 1, 0, 0.5],
          [1, 'network', 1, 0, 0.5],
        ]),
      );
      const span = { from: T0, until: T0 + 1_000 };
      const counts = [0.5, 0.6].map((network) =>
        store.promises.wouldBeAssigned('it', 'queue', span, { network }),
      );
      expect(await Promise.all(counts)).toEqual([{ network: 3 }, {}]);
      expect(await store.promises.loggedTickets('it', 'queue', span)).toBe(4);
    });

    it('charges a desk’s day once for each ticket, whatever is sent again', async () => {
      const one = anAnswer();
      const other = anAnswer({ ticketId: 'T-2' });
      await Promise.all([
        store.answers.write('it', 'run', [one, other], T0),
        store.answers.write('it', 'run', [other, one], T0),
      ]);
      await store.answers.write('it', 'run', [anAnswer({ field: 'priority' })], T0);
      await store.answers.write('it', 'run-2', [one], T0 + 86_400_000);
      const charged = [
        await store.answers.chargedOn('it', T0),
        await store.answers.chargedOn('it', T0 + 86_400_000),
      ];
      expect(charged).toEqual([2, 1]);
    });

    it('counts a prediction once in its hour when it is logged again', async () => {
      const logged: LoggedPrediction = {
        ...{ id: 'a', desk: 'it', field: 'queue', runId: 'run', ticketId: 'T-1', at: T0, decision: 'review' },
        ...{ label: 'network', confidence: 0.5, backend: 'embedded', model: 'm1', isFallback: false },
        ...{ language: 'en', textLength: 9, inAuto: 'assign' },
      };
      await store.log.append([logged]);
      await store.log.append([logged, { ...logged, id: 'b' }]);
      expect(await store.log.hours('it', T0, T0 + 1)).toMatchObject([{ tickets: 2, confidenceSum: 1 }]);
    });

    it('adds amounts of all instances to one total for each scope and period', async () => {
      const count = { scope: 'desk it', period: 'day 1', amount: 3 };
      const other = { scope: 'caller x', period: 'day 1', amount: 1 };
      await store.usage.add([count, other], T0);
      expect(await store.usage.add([other, count], T0)).toEqual([2, 6]);
      expect(await store.usage.add([{ ...count, period: 'day 2', amount: 0 }], T0)).toEqual([0]);
      await store.usage.deleteBefore(T0 + 1);
      expect(await store.usage.add([count], T0)).toEqual([3]);
    });

    it('adds within a limit in one step, however many add at once', async () => {
      const coin = { scope: 'money it', period: 'day 1', amount: 3 };
      const added = await Promise.all(Array.from({ length: 20 }, () => store.usage.addWithin(coin, 10, T0)));
      expect(added.filter(Boolean).length).toBe(3);
      expect(await store.usage.totalOf('money it', 'day 1')).toBe(9);
      expect(await store.usage.addWithin({ ...coin, period: 'day 2', amount: 11 }, 10, T0)).toBe(false);
    });

    it('keeps one calibration for each pair of models, the newest', async () => {
      const weights = { agreeing: 1, disagreeing: 0, abstaining: 0, logOdds: 1, dissent: 0 };
      const opinion = { id: 'a', field: 'queue', pair: 'x+y', weights, table: null, rows: 100 };
      await store.opinions.save('it', opinion, T0);
      await store.opinions.save('it', { ...opinion, id: 'b' }, T0 + 1);
      expect(await store.opinions.find('it', 'queue', 'x+y')).toEqual({ ...opinion, id: 'b' });
      expect(await store.opinions.list('it', 'queue')).toHaveLength(1);
      expect(await store.opinions.find('it', 'priority', 'x+y')).toBeUndefined();
    });

    it('erases a ticket, and what is old, and nothing else', async () => {
      await store.answers.write('it', 'run', [anAnswer(), anAnswer({ ticketId: 'T-2' })], T0);
      expect(await store.erasure.ticket('it', 'T-1', T0, 'ann@example.com')).toBe(1);
      expect(await store.answers.find('it', 'run', ['T-1', 'T-2'])).toHaveLength(1);
      const retention = { answerDays: 1, logDays: 14 };
      expect(await store.erasure.old(retention, T0 + 86_400_000)).toBe(0);
      expect(await store.erasure.old(retention, T0 + 86_400_001)).toBe(1);
    });

    it('erases a desk whole and leaves the others', async () => {
      await store.desks.create('hr', aDesk(), 'ann@example.com', SECRETS, T0);
      const model = { desk: 'it', field: 'queue', report: REPORT, promise: null };
      await store.models.release([{ ...model, id: 'm1', createdAt: T0, bytes: new Uint8Array(1) }]);
      await store.sessions.create('s1', 'it', T0, T0 + 1_000);
      await store.sessions.putPart('s1', 1, {
        rowCount: 1,
        documents: new Uint8Array(8),
        labels: {},
        facts: [],
        probes: new Uint8Array(),
      });
      await store.answers.write('it', 'run', [anAnswer()], T0);
      await store.erasure.desk('it');
      expect(await store.desks.ids()).toEqual(['hr']);
      expect(await store.trail.list('it', 10)).toEqual([]);
      expect(await store.sessions.countRows('s1')).toBe(0);
      expect(await store.members.list('hr')).toHaveLength(1);
    });

    it('writes and finds a batch of two thousand answers', async () => {
      const answers = Array.from({ length: 2_000 }, (_, i) => anAnswer({ ticketId: `T-${i}` }));
      expect((await store.answers.write('it', 'run', answers, T0)).charged.size).toBe(2_000);
      expect(await store.answers.find('it', 'run', ['T-1999', 'T-0', 'none'])).toHaveLength(2);
    });
  });
}
