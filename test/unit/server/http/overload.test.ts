// Admission under four times the load, on a thread of which every millisecond is simulated: nothing here hangs on how busy the
// machine of the test is. The real thing is measured by `npm run bench -- proxy --only overload`.
import { describe, expect, it } from '@jest/globals';
import { createAdmission, type Place } from '../../../../server/http/admission.ts';
import { createBusyness } from '../../../../server/http/busyness.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

const LIMITS = { bytesMax: 2 * 1024 * 1024, queueBytesMax: 0, queueMs: 1_000 };
const HEAD_MS = 0.1;
/** A burst is carried for so long before it counts as an overload. */
const RAMP_MS = 600;
const LASTS_MS = 20_000;

interface Job {
  readonly bytes: number;
  readonly workMs: number;
}

/** A thread that takes in one go what has arrived: heads first, then the bodies of those let in before. */
async function simulate(job: Job, timesTheLoad: number) {
  const times = { idle: 0, active: 0 };
  const admission = createAdmission(
    LIMITS,
    createBusyness(() => ({ ...times })),
  );
  const random = createRandom(7);
  const clock = () => times.idle + times.active;
  const answeredMs: number[] = [];
  const refusedMs: number[] = [];
  let next = 0;
  let bodies: { readonly place: Place; readonly arrivedAt: number }[] = [];
  const note = (list: number[], arrivedAt: number) => {
    if (arrivedAt > RAMP_MS) list.push(clock() - arrivedAt);
  };
  while (clock() < LASTS_MS) {
    const ready = bodies;
    bodies = [];
    for (const now = clock(); next <= now; next += (2 * random() * job.workMs) / timesTheLoad) {
      times.active += HEAD_MS;
      try {
        bodies.push({ place: await admission.enter(job.bytes), arrivedAt: next });
      } catch {
        note(refusedMs, next);
      }
    }
    for (const { place, arrivedAt } of ready) {
      place.begin();
      times.active += job.workMs;
      place.leave();
      note(answeredMs, arrivedAt);
    }
    if (ready.length + bodies.length === 0) times.idle += Math.max(0, next - clock());
  }
  const most = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(0.99 * (list.length - 1))] ?? 0;
  const busyShare = (answeredMs.length * job.workMs) / (LASTS_MS - RAMP_MS);
  return { busyShare, answeredMs: most(answeredMs), refusedMs: most(refusedMs), refused: refusedMs.length };
}

describe('admission at four times the load', () => {
  // Refusing three costs a third of a small batch, which is what the thread cannot do besides.
  it.each<[string, Job, number]>([
    ['batches of 200', { bytes: 100_000, workMs: 12 }, 0.9],
    ['batches of 60', { bytes: 30_000, workMs: 4 }, 0.9],
    ['small batches', { bytes: 4_000, workMs: 1 }, 0.6],
  ])('gets %s done nearly as many and at most twice as slowly', async (_what, job, shareMin) => {
    const half = await simulate(job, 0.5);
    const over = await simulate(job, 4);
    const peak = job.workMs / (job.workMs + HEAD_MS);
    expect(half.refused).toBe(0);
    expect(over.busyShare / peak).toBeGreaterThan(shareMin);
    expect(over.answeredMs / half.answeredMs).toBeLessThan(2);
  });

  it('refuses as soon as the thread has done what it is at', async () => {
    const job = { bytes: 30_000, workMs: 4 };
    const { refusedMs } = await simulate(job, 4);
    expect(refusedMs).toBeLessThan(job.workMs + 1);
  });
});
