// Who vouches for a version: an Ed25519 signature over its manifest, which names the hash of every other file.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { sha256 } from './canonical-json.ts';

/** A detached signature. */
export interface Signature {
  readonly algorithm: 'Ed25519';
  /** First 16 hexadecimal digits of the public key's SHA-256. */
  readonly keyId: string;
  /** Base64. */
  readonly value: string;
}

/** Signs for one desk or deployment. */
export interface Signer {
  readonly keyId: string;
  readonly publicKey: string;
  sign(content: string): Signature;
}

/** A fresh pair of keys as PEM texts. */
export function createKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** A signer from a private key in PEM (PKCS 8). Throws where the text is no Ed25519 key. */
export function createSigner(privateKeyPem: string): Signer {
  const privateKey = createPrivateKey(privateKeyPem);
  const publicKey = createPublicKey(privateKey);
  assertEd25519(publicKey);
  const keyId = idOf(publicKey);
  return {
    keyId,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (content) => ({
      algorithm: 'Ed25519',
      keyId,
      value: sign(null, Buffer.from(content), privateKey).toString('base64'),
    }),
  };
}

/** Whether one of the trusted public keys (PEM) has signed this content. */
export function isSignedBy(content: string, signature: Signature, trusted: readonly string[]): boolean {
  return trusted.some((pem) => {
    const key = createPublicKey(pem);
    assertEd25519(key);
    return (
      idOf(key) === signature.keyId &&
      verify(null, Buffer.from(content), key, Buffer.from(signature.value, 'base64'))
    );
  });
}

function idOf(key: KeyObject): string {
  return sha256(new Uint8Array(key.export({ type: 'spki', format: 'der' }))).slice(0, 16);
}

function assertEd25519(key: KeyObject): void {
  if (key.asymmetricKeyType === 'ed25519') return;
  throw new Error(
    `The key is of type ${key.asymmetricKeyType}; an Ed25519 key is needed. \`usher lifecycle keys\` makes one.`,
  );
}
