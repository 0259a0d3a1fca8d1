// Utilities: identifiers, encodings, digests, dates and waiting.
import { createHash, createHmac } from 'node:crypto';
import { isUint8Array } from 'node:util/types';
import { EmulatedBlob } from './blob.ts';
import { LocalEmulated, NAME } from './emulated.ts';
import { Enumeration } from './enumeration.ts';
import { GoogleError } from './errors.ts';
import { date, optionalText, text, whole } from './parameters.ts';
import { uuidFrom } from './random.ts';
import type { Run } from './run.ts';
import { formatDate } from './spreadsheet/zone.ts';

const SLEEP_MS_MAX = 300_000;
const DIGESTS: Record<string, string> = {
  MD5: 'md5',
  SHA_1: 'sha1',
  SHA_256: 'sha256',
  SHA_384: 'sha384',
  SHA_512: 'sha512',
};

export class EmulatedUtilities extends LocalEmulated {
  readonly [NAME] = 'Utilities';
  readonly DigestAlgorithm = new Enumeration('DigestAlgorithm', Object.keys(DIGESTS));
  readonly Charset = new Enumeration('Charset', ['US_ASCII', 'UTF_8']);
  readonly #run: Run;

  constructor(run: Run) {
    super();
    this.#run = run;
  }

  getUuid(): string {
    return uuidFrom(this.#run.ground.random);
  }

  base64Encode(data: unknown): string {
    return bytesOf(data, 'data').toString('base64');
  }

  /** Web-safe with padding, as Google's is. */
  base64EncodeWebSafe(data: unknown): string {
    return this.base64Encode(data).replaceAll('+', '-').replaceAll('/', '_');
  }

  base64Decode(encoded: unknown): Uint8Array {
    return decoded(text(encoded, 'encoded'), /^[A-Za-z0-9+/]*={0,2}$/);
  }

  base64DecodeWebSafe(encoded: unknown): Uint8Array {
    return decoded(text(encoded, 'encoded'), /^[A-Za-z0-9_-]*={0,2}$/);
  }

  /** Text is taken as UTF-8 whatever the charset named: the sandbox knows no other with more letters. */
  computeDigest(algorithm: unknown, value: unknown): Uint8Array {
    const name = DIGESTS[text(algorithm, 'algorithm')];
    if (name === undefined) throw new GoogleError(`There is no digest called ${String(algorithm)}.`);
    return createHash(name).update(bytesOf(value, 'value')).digest();
  }

  computeHmacSha256Signature(value: unknown, key: unknown): Uint8Array {
    return createHmac('sha256', bytesOf(key, 'key')).update(bytesOf(value, 'value')).digest();
  }

  formatDate(when: unknown, timeZone: unknown, pattern: unknown): string {
    return formatDate(date(when, 'date').getTime(), text(timeZone, 'timeZone'), text(pattern, 'format'));
  }

  sleep(ms: unknown): void {
    const wait = whole(ms, 'milliseconds');
    if (wait < 0 || wait > SLEEP_MS_MAX)
      throw new GoogleError(`A script sleeps for at most ${SLEEP_MS_MAX} ms.`);
    this.#run.pass(wait);
  }

  newBlob(data: unknown, type?: unknown, name?: unknown): EmulatedBlob {
    const bytes = new Uint8Array(bytesOf(data, 'data'));
    return new EmulatedBlob(
      bytes,
      optionalText(type, 'contentType') ?? null,
      optionalText(name, 'name') ?? null,
    );
  }
}

/** Text as UTF-8, or signed bytes. */
function bytesOf(value: unknown, what: string): Buffer {
  if (isUint8Array(value)) return Buffer.from(value);
  if (Array.isArray(value)) return Buffer.from(value.map((byte) => whole(byte, what) & 255));
  return Buffer.from(text(value, what), 'utf8');
}

function decoded(encoded: string, alphabet: RegExp): Uint8Array {
  if (!alphabet.test(encoded)) throw new GoogleError('The text to decode is not base64.');
  return new Uint8Array(Buffer.from(encoded, 'base64'));
}
