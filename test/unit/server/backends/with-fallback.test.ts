import { describe, expect, it } from '@jest/globals';
import { together } from '../../../../server/backends/ask-each.ts';
import type { Backend, BackendFailure, BackendOutcome } from '../../../../server/backends/backend.ts';
import { createDeadline, type Deadline } from '../../../../server/backends/deadline.ts';
import { withFallback } from '../../../../server/backends/with-fallback.ts';

const REQUEST = { desk: 'it', field: 'queue', labels: ['network'], texts: ['a', 'b'] };
const LATE: BackendFailure = { code: 'late', message: 'It was late.' };
const NO_MODEL: BackendFailure = { code: 'no_model', message: 'No model.' };

/** Answers every text with its only label, or fails, and keeps the time it was given. */
function aBackend(name: Backend['name'], failure?: BackendFailure): Backend & { readonly givenMs: number[] } {
  const givenMs: number[] = [];
  return {
    name,
    givenMs,
    predict: async ({ texts }, deadline): Promise<BackendOutcome> => {
      givenMs.push(deadline.leftMs());
      if (failure !== undefined) return { ok: false, failure };
      const ranked = [{ label: 'network', confidence: 0.9 }];
      return {
        ok: true,
        predictions: texts.map(() => ({ ranked, explanation: [], backend: name, model: 'm' })),
      };
    },
  };
}

const inTenSeconds = (): Deadline => createDeadline(10_000, () => 0);
const ignore = () => undefined;

describe('withFallback', () => {
  it('leaves the first backend’s answer as it is', async () => {
    const both = withFallback(
      'vertex-endpoint',
      together(aBackend('vertex-endpoint')),
      aBackend('embedded'),
      ignore,
    );
    const outcome = await both.predict(REQUEST, inTenSeconds());
    expect(outcome).toMatchObject({ ok: true, predictions: [{ backend: 'vertex-endpoint' }, {}] });
    expect(JSON.stringify(outcome)).not.toContain('fallback');
  });

  it('marks each answer of the second with why the first gave none', async () => {
    const both = withFallback(
      'vertex-endpoint',
      together(aBackend('vertex-endpoint', LATE)),
      aBackend('embedded'),
      ignore,
    );
    const fallback = 'It was late. The built-in model answered instead.';
    expect(await both.predict(REQUEST, inTenSeconds())).toMatchObject({
      predictions: [
        { backend: 'embedded', fallback },
        { backend: 'embedded', fallback },
      ],
    });
  });

  it('keeps time for the second backend', async () => {
    const [first, second] = [aBackend('vertex-endpoint', LATE), aBackend('embedded')];
    await withFallback('vertex-endpoint', together(first), second, ignore).predict(REQUEST, inTenSeconds());
    await withFallback('vertex-endpoint', together(first), second, ignore).predict(
      REQUEST,
      createDeadline(400, () => 0),
    );
    expect(first.givenMs).toEqual([9_500, 300]);
    expect(second.givenMs).toEqual([10_000, 400]);
  });

  it('says both reasons when neither can answer', async () => {
    const both = withFallback(
      'vertex-endpoint',
      together(aBackend('vertex-endpoint', LATE)),
      aBackend('embedded', NO_MODEL),
      ignore,
    );
    expect(await both.predict(REQUEST, inTenSeconds())).toEqual({
      ok: false,
      failure: { code: 'late', message: 'It was late. The built-in model could not stand in: No model.' },
    });
  });

  it('tells of each failure of the first', async () => {
    const told: unknown[] = [];
    const both = withFallback(
      'vertex-endpoint',
      together(aBackend('vertex-endpoint', LATE)),
      aBackend('embedded'),
      (...one) => told.push(one),
    );
    await both.predict(REQUEST, inTenSeconds());
    expect(told).toEqual([['vertex-endpoint', LATE]]);
  });
});
