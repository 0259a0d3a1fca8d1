import { describe, expect, it } from '@jest/globals';
import { mayOwn, readConfig } from '../../../server/config.ts';

const KEY = 'k'.repeat(32);
const DEV = { AUTH_MODE: 'dev', USHER_DEV_KEY: KEY };
const VERTEX = {
  ...DEV,
  USHER_BACKEND: 'vertex-endpoint',
  USHER_VERTEX_ENDPOINT: 'projects/p/locations/europe-west4/endpoints/7',
};

describe('the configuration', () => {
  it('needs nothing but the way to sign in', () => {
    expect(readConfig(DEV)).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      database: 'usher.sqlite',
      owners: [],
      backends: { standard: 'embedded', vertex: undefined },
    });
  });

  it('reads who may call from domains and addresses', () => {
    const environment = {
      AUTH_MODE: 'verify',
      USHER_AUDIENCES: 'a, b',
      USHER_CALLERS: '@Desk.example,x@y.org',
    };
    expect(readConfig(environment).signIn).toEqual({
      mode: 'verify',
      keySetUrl: 'https://www.googleapis.com/oauth2/v3/certs',
      audiences: ['a', 'b'],
      domains: ['desk.example'],
      emails: ['x@y.org'],
    });
  });

  it('runs on Cloud Run over PostgreSQL', () => {
    const environment = {
      ...{ AUTH_MODE: 'verify', USHER_AUDIENCES: 'a', USHER_CALLERS: '@desk.example', K_SERVICE: 'usher' },
      USHER_DATABASE: 'postgres://usher@127.0.0.1/usher',
    };
    expect(readConfig(environment)).toMatchObject({ host: '0.0.0.0' });
  });

  it('takes the regional address of a Vertex AI endpoint from its name', () => {
    expect(readConfig(VERTEX).backends.vertex).toMatchObject({
      host: 'europe-west4-aiplatform.googleapis.com',
      port: 443,
      isPlaintext: false,
    });
  });

  it.each([
    ['no way to sign in', {}, 'AUTH_MODE'],
    [
      'Google sign-in for no script',
      { AUTH_MODE: 'verify', USHER_CALLERS: '@a.org' },
      'USHER_AUDIENCES is empty',
    ],
    ['Google sign-in for nobody', { AUTH_MODE: 'verify', USHER_AUDIENCES: 'x' }, 'USHER_CALLERS is empty'],
    [
      'a caller that is no address',
      { AUTH_MODE: 'verify', USHER_CALLERS: 'ann' },
      'USHER_CALLERS holds "ann"',
    ],
    [
      'keys from an unsafe place',
      { AUTH_MODE: 'verify', USHER_KEY_SET_URL: 'http://a.org' },
      'USHER_KEY_SET_URL',
    ],
    ['trust in Cloud Run elsewhere', { AUTH_MODE: 'iam-trusted' }, 'K_SERVICE is not set'],
    [
      'the development sign-in on Cloud Run',
      { ...DEV, K_SERVICE: 'usher', USHER_ALLOW_SQLITE: '1' },
      'K_SERVICE',
    ],
    ['SQLite on Cloud Run', { ...DEV, K_SERVICE: 'usher' }, 'USHER_ALLOW_SQLITE'],
    ['a short key', { AUTH_MODE: 'dev', USHER_DEV_KEY: 'short' }, 'USHER_DEV_KEY has 5 characters'],
    ['a port that is none', { ...DEV, PORT: 'eighty' }, 'PORT is "eighty"'],
    ['an owner that is no address', { ...DEV, USHER_OWNERS: 'ann' }, 'USHER_OWNERS holds "ann"'],
    ['an unknown backend', { ...DEV, USHER_BACKEND: 'magic' }, 'USHER_BACKEND is "magic"'],
    [
      'an unknown backend of a desk',
      { ...DEV, USHER_DESK_BACKENDS: 'it=magic' },
      'USHER_DESK_BACKENDS holds "it=magic"',
    ],
    ['Vertex AI without an endpoint', { ...DEV, USHER_BACKEND: 'vertex-endpoint' }, 'USHER_VERTEX_ENDPOINT'],
    [
      'plain text to another machine',
      { ...VERTEX, USHER_VERTEX_PLAINTEXT: '1', USHER_VERTEX_ADDRESS: 'example.com:80' },
      'in the clear',
    ],
    [
      'logging by the Google client',
      { ...VERTEX, GOOGLE_SDK_NODE_LOGGING: 'all' },
      'GOOGLE_SDK_NODE_LOGGING',
    ],
  ])('refuses %s and names the variable', (_case, environment, expected) => {
    expect(() => readConfig(environment)).toThrow(expected);
  });

  it('tells all mistakes at once', () => {
    expect(() => readConfig({ PORT: '-1', USHER_LOG_LEVEL: 'loud' })).toThrow(
      /PORT[\s\S]*AUTH_MODE[\s\S]*USHER_LOG_LEVEL/,
    );
  });
});

describe('mayOwn', () => {
  it.each([
    [['ann@example.com'], 'ann@example.com', true],
    [['@example.com'], 'bob@example.com', true],
    [['*'], 'anyone@anywhere.org', true],
    [['@example.com'], 'bob@notexample.com', false],
    [['@example.com'], 'bob@example.com.evil.org', false],
    [[], 'ann@example.com', false],
  ])('with %j for %s is %s', (owners, email, expected) => {
    expect(mayOwn(owners, email)).toBe(expected);
  });
});
