import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Backend, BackendName } from '../../../../server/backends/backend.ts';
import { createDeadline } from '../../../../server/backends/deadline.ts';
import {
  type CachedRequest,
  createPredictionCache,
  type PredictionCache,
} from '../../../../server/triage/prediction-cache.ts';

/** A backend that answers with each text as the label, when it is let go, and counts the texts that it was asked for. */
function aBackend(name: BackendName = 'embedded') {
  const asked: string[] = [];
  const gates: (() => void)[] = [];
  const state = { isHeld: false, isBroken: false, fallback: undefined as string | undefined };
  const backend: Backend = {
    name,
    predict: async ({ texts }) => {
      asked.push(...texts);
      if (state.isHeld) await new Promise<void>((resolve) => gates.push(resolve));
      if (state.isBroken) return { ok: false, failure: { code: 'unavailable', message: 'Broken.' } };
      return {
        ok: true,
        predictions: texts.map((text) => ({
          ranked: [{ label: text, confidence: 1 }],
          explanation: [],
          backend: name,
          model: 'm',
          ...(state.fallback === undefined ? {} : { fallback: state.fallback }),
        })),
      };
    },
  };
  const letGo = () => {
    for (const go of gates.splice(0)) go();
  };
  return { backend, asked, state, letGo };
}

const aRequest = (texts: readonly string[], changes: Partial<CachedRequest> = {}): CachedRequest => ({
  ...{ desk: 'it', deskVersion: 1, field: 'queue', labels: [], model: 'm1', redaction: 'redact' },
  tickets: texts.map((text) => ({ textHash: `hash of ${text}`, text: () => text })),
  ...changes,
});

describe('the prediction cache', () => {
  const clock = { now: 0 };
  const deadline = (ms = 10_000) => createDeadline(ms, Date.now);
  let cache: PredictionCache;
  beforeEach(() => {
    cache = createPredictionCache(() => clock.now);
  });

  async function labels(backend: Backend, request: CachedRequest, ms?: number): Promise<unknown> {
    const outcome = await cache.predict(backend, request, deadline(ms));
    return outcome.ok ? outcome.predictions.map(({ ranked }) => ranked[0]?.label) : outcome.failure.code;
  }

  it('asks for a text once and answers in the order of the tickets', async () => {
    const { backend, asked } = aBackend();
    expect(await labels(backend, aRequest(['a', 'b', 'a']))).toEqual(['a', 'b', 'a']);
    expect(await labels(backend, aRequest(['c', 'a', 'b']))).toEqual(['c', 'a', 'b']);
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(cache.counts).toEqual({ hits: 2, misses: 3, shared: 1 });
  });

  it.each<[string, Partial<CachedRequest>]>([
    ['desk', { desk: 'hr' }],
    ['version of the desk', { deskVersion: 2 }],
    ['field', { field: 'priority' }],
    ['model', { model: 'm2' }],
    ['redaction', { redaction: 'off' }],
  ])('asks again for another %s', async (_what, changes) => {
    const { backend, asked } = aBackend();
    await labels(backend, aRequest(['a']));
    await labels(backend, aRequest(['a'], changes));
    expect(asked).toEqual(['a', 'a']);
  });

  it('lets a ticket that is asked about already wait for that answer', async () => {
    const { backend, asked, state, letGo } = aBackend();
    state.isHeld = true;
    const both = [labels(backend, aRequest(['a'])), labels(backend, aRequest(['a']))];
    letGo();
    expect(await Promise.all(both)).toEqual([['a'], ['a']]);
    expect(asked).toEqual(['a']);
  });

  it('asks again itself when the one it waited for got no answer', async () => {
    const { backend, asked, state, letGo } = aBackend();
    state.isHeld = true;
    state.isBroken = true;
    const first = labels(backend, aRequest(['a']));
    const second = labels(backend, aRequest(['a']));
    letGo();
    expect(await first).toBe('unavailable');
    state.isBroken = false;
    state.isHeld = false;
    letGo();
    expect(await second).toEqual(['a']);
    expect(asked).toEqual(['a', 'a']);
  });

  it('waits no longer than its own deadline for the answer of another', async () => {
    const { backend, state, letGo } = aBackend();
    state.isHeld = true;
    const first = labels(backend, aRequest(['a']));
    expect(await labels(backend, aRequest(['a']), 20)).toBe('late');
    letGo();
    expect(await first).toEqual(['a']);
  });

  it('keeps no answer of a stand-in', async () => {
    const { backend, asked, state } = aBackend('vertex-endpoint');
    state.fallback = 'Vertex AI was late.';
    await labels(backend, aRequest(['a']));
    await labels(backend, aRequest(['a']));
    expect(asked).toEqual(['a', 'a']);
  });

  it('asks another system again after ten minutes, since its model may have changed', async () => {
    const { backend, asked } = aBackend('vertex-endpoint');
    await labels(backend, aRequest(['a']));
    clock.now += 10 * 60_000;
    await labels(backend, aRequest(['a']));
    expect(asked).toEqual(['a', 'a']);
  });
});
