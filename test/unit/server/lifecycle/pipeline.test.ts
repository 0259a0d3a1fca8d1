import { describe, expect, it } from '@jest/globals';
import type { Champion } from '../../../../server/lifecycle/comparison.ts';
import { PRESETS } from '../../../../server/lifecycle/gate-rules.ts';
import type { LabelledRows } from '../../../../server/lifecycle/labelled-rows.ts';
import {
  type BuiltVersion,
  buildVersion,
  type PipelineInput,
} from '../../../../server/lifecycle/pipeline.ts';
import { createKeyPair, createSigner } from '../../../../server/lifecycle/signature.ts';
import { championOf, signVersion, verifyVersion } from '../../../../server/lifecycle/version-files.ts';
import { aDesk } from './a-desk.ts';

const keys = createKeyPair();
const signer = createSigner(keys.privateKey);
const MEANS = { seed: 1, kernel: undefined };

function anInput(rows: LabelledRows, changes: Partial<PipelineInput> = {}): PipelineInput {
  return {
    ...{ desk: 'desk', field: 'queue', rows, rules: PRESETS.steady, champion: null, usher: 'test' },
    agreement: { target: 0.9, delta: 0.1 },
    ...changes,
  };
}

function built(input: PipelineInput): BuiltVersion {
  const result = buildVersion(input, MEANS);
  if (result.outcome === 'refused')
    throw new Error(result.gate.verdicts.map(({ sentence }) => sentence).join(' '));
  return result;
}

function asChampion(version: BuiltVersion): Champion {
  const files = signVersion(version.files, signer);
  return championOf(version.version, verifyVersion(version.version, files, [keys.publicKey]), files, 0);
}

function refusals(input: PipelineInput): string[] {
  const { gate } = buildVersion(input, MEANS);
  return gate.verdicts.filter(({ verdict }) => verdict === 'refuses').map(({ rule }) => rule);
}

const first = built(anInput(aDesk(400)));
const champion = asChampion(first);

describe('the pipeline', () => {
  it('makes the same bytes of the same rows', () => {
    const again = built(anInput(aDesk(400)));
    expect(again.version).toBe(first.version);
    expect(
      Object.entries(again.files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
    ).toEqual(
      Object.entries(first.files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
    );
  });

  it('passes a sound first version, and says what does not apply without one in service', () => {
    expect(first.gate.passes).toBe(true);
    const idle = first.gate.verdicts
      .filter(({ verdict }) => verdict === 'not applicable')
      .map(({ rule }) => rule);
    expect(idle).toEqual(
      expect.arrayContaining(['data.champion_rows_min', 'data.drift_max', 'champion.margin']),
    );
  });

  it('passes a second version made of more rows', () => {
    const second = built(anInput(aDesk(460), { champion }));
    expect(second.gate.verdicts.filter(({ verdict }) => verdict === 'refuses')).toEqual([]);
    expect(second.comparison?.tickets).toBeGreaterThan(60);
  });

  it('never compares on a ticket that the version in service has learnt from', () => {
    const second = built(anInput(aDesk(460), { champion }));
    const taught = new Set(champion.fitted);
    expect(second.comparison?.tickets).toBe(second.trained.judged.length);
    expect(taught.size).toBeGreaterThan(200);
  });

  it.each<[string, LabelledRows, string]>([
    ['one queue alone', aDesk(300, { change: (row) => ({ ...row, label: 'network' }) }), 'data.queues'],
    ['half the rows', aDesk(200), 'data.champion_rows_min'],
    [
      'no row of one queue',
      aDesk(600, { change: (row) => (row.label === 'network' ? null : row) }),
      'data.champion_queues',
    ],
    [
      'a queue with three rows',
      aDesk(400, { change: (row, at) => (at < 3 ? { ...row, label: 'legal' } : row) }),
      'data.queue_rows_min',
    ],
    [
      'labels at random',
      aDesk(400, {
        change: (row, at) =>
          at % 2 === 0
            ? { ...row, label: ['access', 'network', 'hardware'][((at >> 1) + 1) % 3] ?? '' }
            : row,
      }),
      'data.label_noise_max',
    ],
  ])('refuses %s', (_, rows, rule) => {
    expect(refusals(anInput(rows, { champion }))).toContain(rule);
  });

  it('refuses a desk whose labels are all equal even as a first version', () => {
    const rows = aDesk(300, { change: (row) => ({ ...row, label: 'network' }) });
    expect(refusals(anInput(rows, { rules: PRESETS['new-desk'] }))).toContain('data.queues');
  });

  it('lets a new desk begin with a queue of three tickets', () => {
    const rows = aDesk(60, { change: (row, at) => (at < 3 ? { ...row, label: 'legal' } : row) });
    expect(refusals(anInput(rows, { rules: PRESETS['new-desk'] }))).toEqual([]);
  });
});
