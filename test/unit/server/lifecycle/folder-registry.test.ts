import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type FolderRegistry, openFolderRegistry } from '../../../../server/lifecycle/folder-registry.ts';
import { PRESETS } from '../../../../server/lifecycle/gate-rules.ts';
import { buildVersion } from '../../../../server/lifecycle/pipeline.ts';
import { createKeyPair, createSigner } from '../../../../server/lifecycle/signature.ts';
import { signVersion } from '../../../../server/lifecycle/version-files.ts';
import { aDesk } from './a-desk.ts';

const keys = createKeyPair();
const versions = [240, 300].map((count) => {
  const input = {
    desk: 'desk',
    field: 'queue',
    rows: aDesk(count),
    rules: PRESETS.steady,
    champion: null,
    usher: 'test',
  };
  const built = buildVersion(
    { ...input, agreement: { target: 0.9, delta: 0.1 } },
    { seed: 1, kernel: undefined },
  );
  if (built.outcome === 'refused') throw new Error('the test desk is refused');
  return { name: built.version, files: signVersion(built.files, createSigner(keys.privateKey)) };
});
const [one, two] = versions;
if (one === undefined || two === undefined) throw new Error('two versions are needed');

interface Place {
  readonly folder: string;
  readonly registry: FolderRegistry;
  setClock(at: number): void;
}

/** Version one was in service before version two. */
function aRegistry(trusted = keys.publicKey): Place {
  const folder = mkdtempSync(join(tmpdir(), 'usher-registry-'));
  let clock = 1_000_000;
  const registry = openFolderRegistry(folder, { now: () => clock, by: 'lead', trusted: () => [trusted] });
  registry.add(one!.name, one!.files, 'gate passed');
  registry.add(two!.name, two!.files, 'gate passed');
  return {
    folder,
    registry,
    setClock: (at) => {
      clock = at;
    },
  };
}

function inService(place: Place): Place {
  place.registry.promote(one!.name, 'first');
  place.registry.promote(two!.name, 'second');
  return place;
}

const fileOf = ({ folder }: Place, version: string, name: string): string =>
  join(folder, 'versions', version, name);

describe('the registry of versions', () => {
  it('goes back to the version before, and forward again', () => {
    const { registry } = inService(aRegistry());
    expect(registry.rollBack('worse')).toBe(one.name);
    expect(registry.aliases()).toEqual({ champion: one.name, previous: two.name });
    expect(registry.rollBack('better')).toBe(two.name);
    expect(registry.history().map(({ action }) => action)).toEqual([
      'added',
      'added',
      'promoted',
      'promoted',
      'rolled back',
      'rolled back',
    ]);
  });

  it.each<[string, (place: Place) => void, RegExp]>([
    [
      'a tampered model',
      (place) => appendFileSync(fileOf(place, one.name, 'model.bin'), 'x'),
      /model\.bin of version .* was altered/,
    ],
    [
      'a tampered card',
      (place) => appendFileSync(fileOf(place, one.name, 'card.md'), 'x'),
      /card\.md of version .* was altered/,
    ],
    [
      'a tampered manifest',
      (place) => appendFileSync(fileOf(place, one.name, 'manifest.json'), ' '),
      /not signed by a trusted key/,
    ],
    ['a missing manifest', (place) => rmSync(fileOf(place, one.name, 'manifest.json')), /has no manifest/],
    ['a missing model', (place) => rmSync(fileOf(place, one.name, 'model.bin')), /lacks its file model\.bin/],
    ['a missing signature', (place) => rmSync(fileOf(place, one.name, 'signature.json')), /has no signature/],
    [
      'a signature that is no JSON',
      (place) => writeFileSync(fileOf(place, one.name, 'signature.json'), '{'),
      /has no signature/,
    ],
    ['a clock that goes backwards', (place) => place.setClock(1), /Set the clock right; nothing was changed/],
  ])('refuses %s and keeps the version in service', (_, spoil, message) => {
    const place = inService(aRegistry());
    spoil(place);
    expect(() => place.registry.rollBack('asked for')).toThrow(message);
    expect(place.registry.aliases().champion).toBe(two.name);
  });

  it('refuses a version that another key has signed', () => {
    const { registry } = aRegistry(createKeyPair().publicKey);
    expect(() => registry.promote(one.name, 'first')).toThrow(/not signed by a trusted key/);
    expect(registry.aliases()).toEqual({});
  });

  it('refuses a version under the name of another', () => {
    const { registry } = aRegistry();
    registry.add('0123456789abcdef', one.files, 'copied');
    expect(() => registry.promote('0123456789abcdef', 'trick')).toThrow(/belongs to version/);
  });

  it('refuses to go back where there is nothing before', () => {
    const { registry } = aRegistry();
    registry.promote(one.name, 'first');
    expect(() => registry.rollBack('asked for')).toThrow(/no version before/);
  });

  it.each(['../../etc', 'nonsense', ''])('knows no version %j', (name) => {
    expect(() => aRegistry().registry.promote(name, 'x')).toThrow(/There is no version/);
  });
});
