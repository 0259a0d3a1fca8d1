import { describe, expect, it } from '@jest/globals';
import type { LoggedPrediction, PredictionLogStore } from '../../../../server/store/prediction-log.ts';
import { createLogQueue } from '../../../../server/triage/log-queue.ts';

function aLog() {
  const written: string[] = [];
  const state = { isAway: false };
  const log: PredictionLogStore = {
    append: async (predictions) => {
      if (state.isAway) throw new Error('away');
      written.push(...predictions.map(({ id }) => id));
    },
    hours: async () => [],
    ofTicket: async () => [],
  };
  return { log, written, state };
}

const predictions = (count: number, start = 0): LoggedPrediction[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{
      id: `p${start + i}`,
      desk: 'it',
      field: 'queue',
      runId: 'r',
      ticketId: 't',
      at: 0,
      decision: 'review',
    },
    ...{ label: null, confidence: null, backend: 'embedded', model: 'm', isFallback: false, language: 'en' },
    ...{ textLength: 1, inAuto: 'review' },
  }));

describe('the log queue', () => {
  it('writes everything on a flush, in order and once', async () => {
    const { log, written } = aLog();
    const queue = createLogQueue(log, () => undefined);
    queue.push(predictions(3_000));
    const flushed = queue.flush();
    queue.push(predictions(2, 3_000));
    await flushed;
    await queue.flush();
    expect(written).toEqual(predictions(3_002).map(({ id }) => id));
    expect(queue.length).toBe(0);
  });

  it('writes by itself after a moment', async () => {
    const { log, written } = aLog();
    const queue = createLogQueue(log, () => undefined);
    queue.push(predictions(1));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(written).toEqual(['p0']);
  });

  it('keeps what could not be written, says so, and writes it later', async () => {
    const { log, written, state } = aLog();
    let failures = 0;
    const queue = createLogQueue(log, () => {
      failures++;
    });
    state.isAway = true;
    queue.push(predictions(2));
    await queue.flush();
    expect([failures > 0, queue.length]).toEqual([true, 2]);
    state.isAway = false;
    await queue.flush();
    expect(written).toEqual(['p0', 'p1']);
  });

  it('takes no more than its bound and counts what it drops', async () => {
    const { log, state } = aLog();
    state.isAway = true;
    const queue = createLogQueue(log, () => undefined);
    queue.push(predictions(49_999));
    queue.push(predictions(5));
    expect([queue.length, queue.dropped]).toEqual([50_000, 4]);
  });
});
