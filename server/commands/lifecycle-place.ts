// Where `usher lifecycle` keeps versions, and with which keys it signs and trusts.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFolderRegistry } from '../lifecycle/folder-registry.ts';
import { createKeyPair, createSigner, type Signer } from '../lifecycle/signature.ts';
import { CommandRefusal } from './command.ts';

/** Opens the registry in a folder. Keys come from the environment, or from a pair that the registry makes for itself. */
export function createFolderRegistry(
  folder: string,
  deps: {
    readonly now: () => number;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
) {
  const { environment, now } = deps;
  const ownKey = join(folder, 'signing.key');
  const signer = (): Signer => {
    const given = environment['USHER_SIGNING_KEY'];
    if (given !== undefined && given !== '') return createSigner(readKey(given));
    if (!existsSync(ownKey)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(ownKey, createKeyPair().privateKey, { mode: 0o600 });
    }
    return createSigner(readKey(ownKey));
  };
  const trusted = (): string[] => {
    const given = environment['USHER_TRUSTED_KEYS'] ?? '';
    if (given !== '') return given.split(',').map((path) => readKey(path.trim()));
    return [signer().publicKey];
  };
  const by = environment['USER'] ?? 'usher';
  return { registry: openFolderRegistry(folder, { now, by, trusted }), signer };
}

function readKey(path: string): string {
  if (!existsSync(path))
    throw new CommandRefusal(
      `The key ${path} cannot be read. Check the path, or make a pair with \`usher lifecycle keys\`.`,
    );
  return readFileSync(path, 'utf8');
}
