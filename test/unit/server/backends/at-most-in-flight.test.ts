import { describe, expect, it } from '@jest/globals';
import { atMostInFlight } from '../../../../server/backends/at-most-in-flight.ts';
import type { Backend, BackendOutcome } from '../../../../server/backends/backend.ts';
import { createDeadline } from '../../../../server/backends/deadline.ts';

const REQUEST = { desk: 'it', field: 'queue', labels: [], texts: ['a'] };
const GOOD: BackendOutcome = { ok: true, predictions: [] };

/** A backend that answers when it is told to, and counts what is in flight. */
function aSlowBackend() {
  const ends: (() => void)[] = [];
  const state = { inFlight: 0, most: 0, asked: 0 };
  const backend: Backend = {
    name: 'gemini',
    predict: async () => {
      state.asked++;
      state.most = Math.max(state.most, ++state.inFlight);
      await new Promise<void>((resolve) => ends.push(resolve));
      state.inFlight--;
      return GOOD;
    },
  };
  const limited = atMostInFlight(backend, 2);
  return {
    state,
    endOne: () => ends.shift()?.(),
    ask: (ms = 5_000) => limited.predict(REQUEST, createDeadline(ms, Date.now)),
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a backend with a bound on questions in flight', () => {
  it('asks no more than that at once, and all in the end', async () => {
    const { ask, endOne, state } = aSlowBackend();
    const asked = Array.from({ length: 7 }, () => ask());
    for (let i = 0; i < 7; i++) {
      await settle();
      endOne();
    }
    expect(await Promise.all(asked)).toEqual(new Array(7).fill(GOOD));
    expect([state.most, state.asked]).toEqual([2, 7]);
  });

  it('gives up waiting with the caller’s time, and the place goes to the next', async () => {
    const { ask, endOne, state } = aSlowBackend();
    const first = [ask(), ask()];
    const late = await ask(30);
    const next = ask();
    for (let i = 0; i < 3; i++) {
      await settle();
      endOne();
    }
    expect(late).toMatchObject({ failure: { code: 'late' } });
    expect(await Promise.all([...first, next])).toEqual([GOOD, GOOD, GOOD]);
    expect(state.asked).toBe(3);
  });
});
