// A model of the sample desk from file to service by the built-in commands: gated, the same bytes twice, the same predictions as
// those that were approved.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleDesk } from '../../sandbox/sample/generate.ts';
import { decodeModel } from '../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import { ticketText } from '../../src/core/ticket.ts';

const GOLDEN = 'test/golden/predictions.json';
const TICKETS = 50;

let folder: string;
const registry = (name: string): string => join(folder, name);
const usher = (...args: string[]) =>
  spawnSync(process.execPath, ['server/cli.ts', ...args], { encoding: 'utf8' });
const run = (name: string, preset: string) =>
  usher(
    'lifecycle',
    'run',
    '--data',
    join(folder, 'desk.csv'),
    '--registry',
    registry(name),
    '--preset',
    preset,
  );

/** Names and contents of the only version's files, without the signature of a key that each registry makes for itself. */
function versionIn(name: string): [string, string][] {
  const versions = join(registry(name), 'versions');
  const [only = ''] = readdirSync(versions);
  return readdirSync(join(versions, only))
    .filter((file) => file !== 'signature.json')
    .map((file) => [`${only}/${file}`, readFileSync(join(versions, only, file)).toString('base64')]);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-release-'));
  execFileSync(process.execPath, ['test/release/write-fixture.ts', join(folder, 'desk.csv')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the release of a model', () => {
  it.each(['new-desk', 'steady', 'strict'])(
    'passes the preset %s on the sample desk and is whole and signed',
    (preset) => {
      const { status, stdout } = run(preset, preset);
      expect(stdout).toContain('The gate passes.');
      expect(status).toBe(0);
      expect(usher('lifecycle', 'verify', '--registry', registry(preset)).stdout).toContain(
        'is whole and signed',
      );
    },
  );

  it('gives the same bytes twice', () => {
    run('again', 'steady');
    expect(versionIn('again')).toEqual(versionIn('steady'));
  });

  it('predicts new tickets as it was approved to', () => {
    const [only = ''] = readdirSync(join(registry('steady'), 'versions'));
    const bytes = readFileSync(join(registry('steady'), 'versions', only, 'model.bin'));
    const predictor = createPredictor(decodeModel(new Uint8Array(bytes)));
    const found = sampleDesk(1)
      .fresh.slice(0, TICKETS)
      .map((ticket) => {
        const { label, confidence } = predictor.predict(ticketText(ticket));
        return {
          ticket: ticket.reference,
          label: predictor.model.labels[label],
          confidence: Number(confidence.toFixed(3)),
        };
      });
    writeFileSync(join(folder, 'predictions.json'), JSON.stringify(found, null, 1));
    expect(found).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
  });

  it('ends with exit code 2 and the reason when a gate refuses', () => {
    const gates = join(folder, 'gates.yaml');
    writeFileSync(gates, 'preset: steady\nquality: {accuracy_min: 0.999}\n');
    const refused = usher(
      'lifecycle',
      'run',
      '--data',
      join(folder, 'desk.csv'),
      '--registry',
      registry('strict'),
      '--gates',
      gates,
    );
    expect(refused.status).toBe(2);
    expect(refused.stdout).toMatch(/REFUSES {2}quality\.accuracy_min .* 99\.9 % is asked for/);
  });
});
