import { describe, expect, it } from '@jest/globals';
import type { Backend, BackendName } from '../../../../server/backends/backend.ts';
import { createDeadline } from '../../../../server/backends/deadline.ts';
import { withPrivateData } from '../../../../server/backends/private-data.ts';
import type { RedactionMode } from '../../../../server/redaction/redaction-mode.ts';

const TEXTS = ['My printer is broken.', 'Write to ann.example@example.com please.', 'The tray is empty.'];

function aBackend(name: BackendName) {
  const seen: string[] = [];
  const backend: Backend = {
    name,
    predict: async ({ texts }) => {
      seen.push(...texts);
      const answer = { ranked: [], explanation: [], backend: name };
      return { ok: true, predictions: texts.map((text) => ({ ...answer, model: text.slice(0, 6) })) };
    },
  };
  return { backend, seen };
}

async function ask(redaction?: RedactionMode) {
  const [remote, local] = [aBackend('vertex-endpoint'), aBackend('embedded')];
  const masked: object[] = [];
  const outcome = await withPrivateData(remote.backend, local.backend, (counts) =>
    masked.push(counts),
  ).predict(
    { desk: 'it', field: 'queue', labels: [], texts: TEXTS, ...(redaction ? { redaction } : {}) },
    createDeadline(1_000, Date.now),
  );
  return {
    remote: remote.seen,
    local: local.seen,
    masked,
    predictions: outcome.ok ? outcome.predictions : [],
  };
}

describe('withPrivateData', () => {
  it('masks what is private before it leaves, also where nothing is said', async () => {
    const { remote, masked } = await ask();
    expect(remote).toEqual([TEXTS[0], 'Write to [EMAIL_1] please.', TEXTS[2]]);
    expect(masked).toEqual([{}, { email: 1 }, {}]);
  });

  it('sends everything as written where the desk has turned redaction off', async () => {
    expect((await ask('off')).remote).toEqual(TEXTS);
  });

  it('answers a ticket that is blocked with the built-in model, in its place, and says so', async () => {
    const { remote, local, predictions } = await ask('block');
    expect(remote).toEqual([TEXTS[0], TEXTS[2]]);
    expect(local).toEqual([TEXTS[1]]);
    expect(predictions.map(({ backend, model }) => [backend, model])).toEqual([
      ['vertex-endpoint', 'My pri'],
      ['embedded', 'Write '],
      ['vertex-endpoint', 'The tr'],
    ]);
    expect(predictions[1]?.fallback).toContain('private data');
  });
});
