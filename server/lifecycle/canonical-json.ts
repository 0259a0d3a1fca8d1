// JSON in one form only: keys in the order of their code units, no spaces. Equal values give equal bytes, so that a hash of them
// means something (RFC 8785, for values without numbers that JavaScript itself writes in two ways).
import { createHash } from 'node:crypto';

/** The value as canonical JSON. Undefined entries are left out; numbers must be finite. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** SHA-256 of bytes or of a text's UTF-8, in hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function sorted(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error(`Canonical JSON has no ${value}. Leave it out or write null.`);
  }
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
