// Versions of the proxy's desks in its store: signed when they come in, verified before they may serve, and ready to be compared.
import { deserialize, serialize } from 'node:v8';
import { Problem } from '../../src/core/contract.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Store } from '../store/store.ts';
import type { Champion } from './comparison.ts';
import { GateFileError, type GateRules, PRESETS, parseGateRules } from './gate-rules.ts';
import { createKeyPair, createSigner, type Signer } from './signature.ts';
import {
  championOf,
  MODEL_FILE,
  signVersion,
  type VersionFiles,
  type VersionManifest,
  VersionRefusal,
  verifyVersion,
} from './version-files.ts';

/** Versions of all desks. */
export interface Vault {
  /** Signs the files and packs them for the store; the model's bytes stay apart. */
  seal(files: VersionFiles, bytes: Uint8Array): Promise<Uint8Array>;
  /** Manifest and files of a model's version after every check; throws a Problem that says what is wrong. */
  verified(
    desk: string,
    model: string,
  ): Promise<{ readonly name: string; readonly manifest: VersionManifest; readonly files: VersionFiles }>;
  /** The versions in service, by field; models from before there were versions are left out. */
  champions(desk: DeskRecord, now: number): Promise<Record<string, Champion>>;
  /** The desk's gates; those of a new desk where none were chosen. */
  rulesOf(desk: string): Promise<GateRules>;
}

/** The vault over a store. */
export function createVault(store: Store): Vault {
  const signer = async (): Promise<Signer> =>
    createSigner(await store.versions.signingKey(() => createKeyPair().privateKey));

  const verified: Vault['verified'] = async (desk, model) => {
    const [kept, bytes] = await Promise.all([
      store.versions.of(desk, model),
      store.models.bytes(desk, model),
    ]);
    if (kept === undefined || bytes === undefined) {
      throw new Problem('conflict', 'This model has no manifest, so nothing says what it is. Learn again.', {
        model,
      });
    }
    const files = { ...(deserialize(kept.files) as VersionFiles), [MODEL_FILE]: new Uint8Array(bytes) };
    try {
      const manifest = verifyVersion(kept.name, files, [(await signer()).publicKey]);
      return { name: kept.name, manifest, files };
    } catch (error) {
      if (error instanceof VersionRefusal)
        throw new Problem('conflict', error.message, { model }, { cause: error });
      throw error;
    }
  };

  return {
    verified,
    seal: async (files, bytes) => {
      const { [MODEL_FILE]: _, ...others } = signVersion({ ...files, [MODEL_FILE]: bytes }, await signer());
      return new Uint8Array(serialize(others));
    },
    champions: async (desk, now) => {
      const champions: Record<string, Champion> = {};
      for (const { id } of desk.fields) {
        const service = await store.models.service(desk.id, id);
        if (service === undefined || (await store.versions.of(desk.id, service.model)) === undefined)
          continue;
        if (now < service.since) {
          throw new Problem(
            'conflict',
            `The proxy's clock stands before the model in service was made (${new Date(service.since).toISOString()}). Set the clock right; nothing was changed.`,
          );
        }
        const { name, manifest, files } = await verified(desk.id, service.model);
        champions[id] = championOf(name, manifest, files, service.since);
      }
      return champions;
    },
    rulesOf: async (desk) => {
      const content = await store.versions.gateFile(desk);
      if (content === undefined) return PRESETS['new-desk'];
      try {
        return parseGateRules(content);
      } catch (error) {
        if (error instanceof GateFileError)
          throw new Problem('bad_request', error.message, {}, { cause: error });
        throw error;
      }
    },
  };
}
