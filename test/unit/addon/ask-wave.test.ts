import { describe, expect, it } from '@jest/globals';
import { askWave } from '../../../src/addon/ask-wave.ts';
import type { HttpPort, HttpRequest, HttpResult } from '../../../src/addon/ports.ts';

const ASK = { desk: 'it', runId: 'run-1', fields: ['queue'], deadlineMs: 30_000 };
const BUSY: HttpResult = { kind: 'answered', status: 503, body: '{"code":"overloaded"}' };

function answerTo(request: HttpRequest): HttpResult {
  const { tickets } = JSON.parse(request.body ?? '{}') as { tickets: { id: string }[] };
  const problems = tickets.map(({ id }) => ({ id, code: 'bad_request', message: '' }));
  return {
    kind: 'answered',
    status: 200,
    body: JSON.stringify({ predictions: [], problems, labelNames: {}, models: {} }),
  };
}

/** A proxy that takes so many of the requests that come at once, and tells the others to come again. */
function proxyThatTakes(counts: readonly number[]) {
  const sent: number[] = [];
  const http: HttpPort = {
    send: (requests) => {
      const taken = counts[Math.min(sent.length, counts.length - 1)] ?? 0;
      sent.push(requests.length);
      return requests.map((request, i) => (i < taken ? answerTo(request) : BUSY));
    },
  };
  return { http, sent };
}

const batches = (count: number) =>
  Array.from({ length: count }, (_, i) => [{ id: `t${i}`, subject: 'VPN drops', body: '' }]);

describe('askWave', () => {
  it('goes on as long as a busy proxy takes some of the requests', () => {
    const { http, sent } = proxyThatTakes([2]);
    const { answered, problem } = askWave(http, ASK, batches(10), () => false);
    expect([answered.size, problem, sent]).toEqual([10, null, [10, 8, 6, 4, 2]]);
  });

  it('gives up where three times in a row none is taken, and keeps what was answered', () => {
    const { http, sent } = proxyThatTakes([0, 1, 0]);
    const { answered, unsent, problem } = askWave(http, ASK, batches(4), () => false);
    expect([answered.size, unsent, problem?.code, sent]).toEqual([1, 3, 'overloaded', [4, 4, 3, 3, 3]]);
  });
});
