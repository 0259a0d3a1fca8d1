// Keeps the public keys that Google signs identity tokens with: fetched when first needed, renewed behind the scenes, fetched
// again at once for a key not seen before, and kept through an outage of the key server.
import { type CryptoKey, importJWK } from 'jose';
import { fetchKeySet, parseKeySetUrl } from './fetch-key-set.ts';

const FETCH_TIMEOUT_MS = 3_000;
/** After an answer, an unknown key asks again only after this long: junk tokens must not make us a nuisance to Google. */
const COOLDOWN_MS = 10_000;
/** After a failure sooner, since good callers may be waiting. */
const COOLDOWN_FAILED_MS = 2_000;
/** Bounds on the age that the key server allows: Google says some six hours. */
const AGE_MIN_MS = 5 * 60_000;
const AGE_MAX_MS = 24 * 3_600_000;
const AGE_DEFAULT_MS = 3_600_000;
/** Google publishes two or three keys. */
const KEYS_MAX = 32;

/** The key, or why there is none: the server's newest set lacks it, or there is no set to look in. */
export type KeyLookup =
  | { readonly outcome: 'key'; readonly key: CryptoKey }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'unavailable' };

export interface GoogleKeys {
  /** The key with this id at `now` (epoch milliseconds). Never rejects. */
  find(keyId: string, now: number): Promise<KeyLookup>;
  /** Whether `find` would answer "unknown" or "unavailable" at once, without asking the key server. */
  isRefusedUnasked(keyId: string, now: number): boolean;
}

interface KeptKey {
  readonly key: CryptoKey;
  /** A key that left the set stays good until the set it last stood in has aged out. */
  readonly keptUntil: number;
}

/** Keys from the set at `address`; throws when the address is neither https nor loopback. */
export function createGoogleKeys(address: string): GoogleKeys {
  const url = parseKeySetUrl(address);
  let keys = new Map<string, KeptKey>();
  let freshUntil = Number.NEGATIVE_INFINITY;
  let quietUntil = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | undefined;

  const fetchKeys = async (now: number): Promise<void> => {
    try {
      const { body, maxAgeMs } = await fetchKeySet(url, FETCH_TIMEOUT_MS);
      const ageMs = Math.min(Math.max(maxAgeMs ?? AGE_DEFAULT_MS, AGE_MIN_MS), AGE_MAX_MS);
      const newest = await importKeys(body, now + ageMs);
      const older = [...keys].filter(([, { keptUntil }]) => keptUntil > now).slice(-KEYS_MAX);
      keys = new Map([...older, ...newest]);
      freshUntil = now + ageMs;
      quietUntil = now + COOLDOWN_MS;
    } catch {
      // Whatever went wrong, the keys at hand stay good: an outage of the key server is not the callers' fault.
      quietUntil = now + COOLDOWN_FAILED_MS;
    }
  };
  // All who need the set while it is on its way wait for the same answer.
  const refresh = (now: number): Promise<void> => {
    pending ??= fetchKeys(now).finally(() => {
      pending = undefined;
    });
    return pending;
  };
  const lookUp = (keyId: string): KeyLookup => {
    const kept = keys.get(keyId);
    if (kept !== undefined) return { outcome: 'key', key: kept.key };
    return { outcome: keys.size === 0 ? 'unavailable' : 'unknown' };
  };

  return {
    async find(keyId, now) {
      if (keys.has(keyId)) {
        if (now >= freshUntil && now >= quietUntil) void refresh(now);
        return lookUp(keyId);
      }
      if (pending !== undefined || now >= quietUntil) await refresh(now);
      return lookUp(keyId);
    },
    isRefusedUnasked: (keyId, now) => !keys.has(keyId) && pending === undefined && now < quietUntil,
  };
}

async function importKeys(body: unknown, keptUntil: number): Promise<Map<string, KeptKey>> {
  const listed: unknown = isRecord(body) ? body['keys'] : undefined;
  const imported = new Map<string, KeptKey>();
  for (const entry of Array.isArray(listed) ? listed.slice(0, KEYS_MAX) : []) {
    if (!isRecord(entry) || entry['kty'] !== 'RSA') continue;
    const { kid, n, e, alg } = entry;
    if (typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string') continue;
    if (alg !== undefined && alg !== 'RS256') continue;
    const key = await importJWK({ kty: 'RSA', n, e }, 'RS256');
    if (!(key instanceof Uint8Array)) imported.set(kid, { key, keptUntil });
  }
  if (imported.size === 0) {
    throw new Error('The key set holds no RS256 key with an id. Check the address of the key set.');
  }
  return imported;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
