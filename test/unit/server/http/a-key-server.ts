// A key server on 127.0.0.1 with keys that rotate, and identity tokens signed with them.
import { createServer } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);
export const AUDIENCE = '1234-sheet.apps.googleusercontent.com';

export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly jwk: object;
}

export async function aSigningKey(id: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { id, privateKey, jwk: { ...(await exportJWK(publicKey)), kid: id, alg: 'RS256', use: 'sig' } };
}

/** Claims as Google sends them for a person of a Workspace domain, with `changes`; undefined leaves a claim out. */
export function someClaims(changes: Readonly<Record<string, unknown>> = {}): JWTPayload {
  const claims = {
    iss: 'https://accounts.google.com',
    aud: AUDIENCE,
    sub: '1067',
    email: 'Ida.Berg@desk.example',
    email_verified: true,
    hd: 'desk.example',
    iat: NOW / 1000 - 60,
    exp: NOW / 1000 + 3540,
    ...changes,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

export function aToken(
  key: SigningKey,
  changes: Readonly<Record<string, unknown>> = {},
  keyId = key.id,
): Promise<string> {
  return new SignJWT(someClaims(changes))
    .setProtectedHeader({ alg: 'RS256', kid: keyId })
    .sign(key.privateKey);
}

export interface KeyServer {
  readonly address: string;
  /** What the server answers next; `down` resets every connection. */
  state: { keys: readonly SigningKey[]; isDown: boolean; maxAgeSeconds: number };
  requests(): number;
  close(): Promise<void>;
}

export async function startKeyServer(keys: readonly SigningKey[]): Promise<KeyServer> {
  const state = { keys, isDown: false, maxAgeSeconds: 3600 };
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (state.isDown) {
      request.socket.destroy();
      return;
    }
    response.setHeader('cache-control', `public, max-age=${state.maxAgeSeconds}`);
    response.end(JSON.stringify({ keys: state.keys.map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    address: `http://127.0.0.1:${port}/certs`,
    state,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
