// What every backend keeps to, whatever stands behind it. A backend's own test file calls this and adds its particulars.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Backend, type BackendPrediction, RANKED_MAX } from '../../server/backends/backend.ts';
import { createDeadline } from '../../server/backends/deadline.ts';

/** A backend that knows the labels network, billing and printing of the field queue of the desk `it`. */
export interface BackendUnderTest {
  readonly backend: Backend;
  /** The same kind of backend, in a state in which it can answer nothing. */
  readonly broken: Backend;
  close(): Promise<void>;
}

const LABELS = ['network', 'billing', 'printing'];
const TEXTS = [
  'The wireless network and the router have no signal and no connection.',
  'The invoice shows the wrong price, please refund the payment.',
  'The printer has no toner and the paper is stuck in the tray.',
];

export function backendContract(name: string, make: () => Promise<BackendUnderTest>): void {
  describe(`the backend ${name}`, () => {
    let made: BackendUnderTest;
    beforeAll(async () => {
      made = await make();
    }, 30_000);
    afterAll(() => made.close());

    async function predict(texts: readonly string[], labels = LABELS): Promise<readonly BackendPrediction[]> {
      const outcome = await made.backend.predict(
        { desk: 'it', field: 'queue', labels, texts },
        createDeadline(20_000, Date.now),
      );
      expect(outcome).toMatchObject({ ok: true });
      return outcome.ok ? outcome.predictions : [];
    }

    it('answers one prediction for each text, in the order of the texts', async () => {
      const predictions = await predict([...TEXTS, ...TEXTS.toReversed()]);
      const best = predictions.map(({ ranked }) => ranked[0]?.label);
      expect(best).toEqual([...LABELS, ...LABELS.toReversed()]);
    });

    it('answers more texts than fit one call of its own', async () => {
      const many = Array.from({ length: 200 }, (_, i) => TEXTS[i % TEXTS.length] ?? '');
      const predictions = await predict(many);
      expect(predictions.map(({ ranked }) => ranked[0]?.label)).toEqual(
        many.map((_, i) => LABELS[i % LABELS.length]),
      );
    });

    it('ranks labels by falling probability, and the probabilities of different labels make at most one', async () => {
      const ranked = (await predict(TEXTS)).map((one) => one.ranked.map(({ confidence }) => confidence));
      expect(ranked.every((list) => list.length > 0 && list.length <= RANKED_MAX)).toBe(true);
      expect(ranked).toEqual(ranked.map((list) => list.toSorted((a, b) => b - a)));
      expect(Math.max(...ranked.map((list) => list.reduce((sum, one) => sum + one, 0)))).toBeLessThanOrEqual(
        1.0001,
      );
    });

    it('never names a label that was not asked for, and says when the best one is such', async () => {
      const predictions = await predict(TEXTS, ['billing', 'printing']);
      expect(predictions.flatMap(({ ranked }) => ranked.map(({ label }) => label))).not.toContain('network');
      expect(predictions.map(({ doubt }) => doubt !== undefined)).toEqual([true, false, false]);
    });

    it('names itself and the model that answered', async () => {
      const [prediction] = await predict(TEXTS.slice(0, 1));
      expect(prediction).toMatchObject({ backend: made.backend.name, model: expect.stringMatching(/.+/) });
    });

    it('answers no texts with no predictions', async () => {
      expect(await predict([])).toEqual([]);
    });

    it('answers why it cannot answer, and throws nothing', async () => {
      const outcome = await made.broken.predict(
        { desk: 'it', field: 'queue', labels: LABELS, texts: TEXTS },
        createDeadline(5_000, Date.now),
      );
      expect(outcome).toMatchObject({ ok: false, failure: { message: expect.stringMatching(/\.$/) } });
      expect(JSON.stringify(outcome)).not.toContain('wireless');
    });
  });
}
