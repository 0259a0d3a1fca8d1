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
/** So many always wait for each other. */
const IN_LINE = 10;
/** More never come while one batch is worked on. */
const HEADS_AT_ONCE = 12;
const LASTS_MS = 20_000;

interface Job {
  /** The body is there with the head, so that whoever is let in is worked on before the next one is heard of. */
  readonly isWhole?: true;
  readonly bytes: number;
  readonly workMs: number;
}

/** A thread that takes in one go what has arrived: heads first, then the bodies of those let in before. */
async function simulate(job: Job, timesTheLoad: number) {
  const times = { idle: 0, active: 0 };
  const turns: (() => void)[] = [];
  const admission = createAdmission(
    LIMITS,
    createBusyness(() => ({ ...times })),
    (work) => void turns.push(work),
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
  const work = (place: Place, arrivedAt: number) => {
    place.begin();
    times.active += job.workMs;
    place.leave();
    note(answeredMs, arrivedAt);
  };
  const enter = async (arrivedAt: number) => {
    try {
      const place = await admission.enter(job.bytes);
      if (job.isWhole) work(place, arrivedAt);
      else bodies.push({ place, arrivedAt });
    } catch {
      note(refusedMs, arrivedAt);
    }
  };
  while (clock() < LASTS_MS) {
    const ready = bodies;
    bodies = [];
    let heads = 0;
    for (const now = clock(); next <= now; next += (2 * random() * job.workMs) / timesTheLoad) {
      times.active += HEAD_MS;
      heads++;
      void enter(next);
    }
    for (const { place, arrivedAt } of ready) work(place, arrivedAt);
    const turn = turns.splice(0);
    for (const go of turn) go();
    await new Promise(setImmediate);
    if (ready.length + bodies.length + heads + turn.length === 0) times.idle += Math.max(0, next - clock());
  }
  const most = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(0.99 * (list.length - 1))] ?? 0;
  const busyShare = (answeredMs.length * job.workMs) / (LASTS_MS - RAMP_MS);
  return { busyShare, answeredMs: most(answeredMs), refusedMs: most(refusedMs), refused: refusedMs.length };
}

describe('admission at four times the load', () => {
  // Refusing three costs a third of a small batch, which is what the thread cannot do besides.
  it.each<[string, Job, number]>([
    ['batches of 200', { bytes: 100_000, workMs: 12 }, 0.9],
    ['batches of 60', { bytes: 30_000, workMs: 4 }, 0.88],
    ['small batches', { bytes: 4_000, workMs: 1 }, 0.6],
    ['whole batches of 60', { isWhole: true, bytes: 30_000, workMs: 4 }, 0.88],
    ['whole small batches', { isWhole: true, bytes: 4_000, workMs: 1 }, 0.6],
  ])('gets %s done nearly as many, each behind a dozen others at most', async (_what, job, shareMin) => {
    const half = await simulate(job, 0.5);
    const over = await simulate(job, 4);
    const peak = job.workMs / (job.workMs + HEAD_MS);
    expect(half.refused).toBe(0);
    expect(over.busyShare / peak).toBeGreaterThan(shareMin);
    expect(over.answeredMs).toBeLessThan(
      (IN_LINE + 4) * (job.workMs + HEADS_AT_ONCE * HEAD_MS) + half.answeredMs,
    );
  });

  it.each<[string, Job]>([
    ['in parts', { bytes: 30_000, workMs: 4 }],
    ['whole', { isWhole: true, bytes: 30_000, workMs: 4 }],
  ])('refuses what comes %s as soon as the thread has done what it is at', async (_how, job) => {
    const { refusedMs } = await simulate(job, 4);
    expect(refusedMs).toBeLessThan(job.workMs + HEADS_AT_ONCE * HEAD_MS);
  });
});
