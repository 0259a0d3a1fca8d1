// What an identity token says of its bearer, without its signature, which is the proxy's to check. Nothing else of it is read, shown
// or kept.
import { bytesFromBase64 } from '../core/base64.ts';
import { isRecord } from './settings.ts';

export interface TokenClaims {
  readonly audience: string;
  /** The Workspace domain; null for a consumer account. */
  readonly domain: string | null;
}

/** Audience and domain of a token; null for none and for one that cannot be read. */
export function tokenClaims(token: string | null): TokenClaims | null {
  const payload = token?.split('.')[1];
  const bytes = payload ? bytesFromBase64(payload.replace(/-/g, '+').replace(/_/g, '/')) : null;
  if (!bytes) return null;
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || typeof value['aud'] !== 'string') return null;
    return { audience: value['aud'], domain: typeof value['hd'] === 'string' ? value['hd'] : null };
  } catch {
    return null;
  }
}
