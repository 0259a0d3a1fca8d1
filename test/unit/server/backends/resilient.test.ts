import { describe, expect, it } from '@jest/globals';
import type { Backend, BackendFailure, BackendOutcome } from '../../../../server/backends/backend.ts';
import { createDeadline } from '../../../../server/backends/deadline.ts';
import { type ResilienceLimits, resilient } from '../../../../server/backends/resilient.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

const LIMITS: ResilienceLimits = {
  ...{ tryMs: 60, triesMax: 3, retryShare: 0.4, failuresMax: 3, openMs: 1_000 },
  ...{ waitMsMin: 25, waitMsMax: 400 },
};
const REQUEST = { desk: 'it', field: 'queue', labels: [], texts: ['a'] };
const DOWN: BackendFailure = { code: 'unavailable', message: 'Down.' };
const GOOD: BackendOutcome = { ok: true, predictions: [] };

/** An upstream that does what `next` says, and counts its calls. */
function anUpstream(next: () => BackendOutcome | 'hang', limits = LIMITS, random = () => 0) {
  const clock = { ahead: 0 };
  const now = () => Date.now() + clock.ahead;
  const state = { calls: 0 };
  const backend: Backend = {
    name: 'vertex-endpoint',
    predict: async () => {
      state.calls++;
      const answer = next();
      return answer === 'hang' ? new Promise(() => undefined) : answer;
    },
  };
  const wrapped = resilient(backend, limits, { now, random });
  return { state, clock, ask: (ms = 5_000) => wrapped.predict(REQUEST, createDeadline(ms, now)) };
}

describe('a resilient backend', () => {
  it('asks again what was away for a moment', async () => {
    const answers: BackendOutcome[] = [{ ok: false, failure: DOWN }, GOOD];
    const { ask, state } = anUpstream(() => answers.shift() ?? GOOD);
    expect([await ask(), state.calls]).toEqual([GOOD, 2]);
  });

  it.each(['refused', 'malformed', 'no_model'] as const)('does not ask again after "%s"', async (code) => {
    const { ask, state } = anUpstream(() => ({ ok: false, failure: { code, message: 'No.' } }));
    expect([(await ask()).ok, state.calls]).toEqual([false, 1]);
  });

  it('leaves a try that hangs behind', async () => {
    const { ask, state } = anUpstream(() => 'hang');
    expect(await ask()).toMatchObject({ failure: { code: 'late' } });
    expect(state.calls).toBe(1);
  });

  it('tries no longer than the deadline of its caller', async () => {
    const { ask, state } = anUpstream(() => ({ ok: false, failure: DOWN }));
    await ask(60);
    expect(state.calls).toBe(1);
  });

  it('asks nobody for a while after failures in a row, then one, and then all again', async () => {
    let answer: BackendOutcome = { ok: false, failure: { code: 'late', message: 'Late.' } };
    const { ask, state, clock } = anUpstream(() => answer);
    for (let i = 0; i < 5; i++) await ask();
    expect(state.calls).toBe(3);
    clock.ahead += 1_001;
    await ask();
    await ask();
    expect(state.calls).toBe(4);
    clock.ahead += 1_001;
    answer = GOOD;
    expect([await ask(), await ask(), state.calls]).toEqual([GOOD, GOOD, 6]);
  });

  it('answers at least 95 of 100 through an upstream that fails at 30 of 100, for at most half as many calls more', async () => {
    const random = createRandom(7);
    const quick = { ...LIMITS, failuresMax: 5 };
    const { ask, state } = anUpstream(
      () => (random() < 0.3 ? { ok: false, failure: DOWN } : GOOD),
      quick,
      () => 0,
    );
    const outcomes = await Promise.all(Array.from({ length: 400 }, () => ask()));
    expect(outcomes.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(380);
    expect(state.calls).toBeLessThanOrEqual(600);
  });

  it('does not multiply the load of an upstream that is down', async () => {
    const never = { ...LIMITS, failuresMax: 1_000 };
    const { ask, state } = anUpstream(() => ({ ok: false, failure: DOWN }), never);
    await Promise.all(Array.from({ length: 100 }, () => ask()));
    expect(state.calls).toBeLessThanOrEqual(145);
  });
});
