import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../server/config.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const service = read('server/deploy/service.yaml');
const script = read('server/deploy/deploy.sh');
const dockerfile = read('server/deploy/Dockerfile');
const workflow = read('.github/workflows/deploy.yaml');

describe('the Cloud Run service', () => {
  it('has an environment that the proxy starts with', () => {
    const pairs = [...service.matchAll(/- name: (\w+)\n\s+value: '?([^'\n]*)'?/g)];
    const set = Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value]));
    const environment = {
      ...set,
      ...{ USHER_OWNERS: '@example.com', USHER_CALLERS: '@example.com' },
      ...{ USHER_DATABASE: 'postgres://usher:x@/usher?host=/cloudsql/p:r:usher', K_SERVICE: 'usher' },
    };
    expect(readConfig(environment)).toMatchObject({ host: '0.0.0.0', signIn: { mode: 'verify' } });
  });

  it('takes no value that the script does not give', () => {
    const asked = [...service.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(asked.filter((name) => !script.includes(`${name}="`))).toEqual([]);
  });

  it('is asked whether it lives and is ready at addresses that it has, none of which ends in z', () => {
    const paths = [...service.matchAll(/path: (\S+)/g)].map(([, path]) => path);
    expect(paths.sort()).toEqual(['/live', '/ready']);
  });

  it('runs as an account that may only predict and reach its database', () => {
    expect(script.match(/--permissions (\S+)/)?.[1]).toBe('aiplatform.endpoints.predict');
    expect(script).not.toMatch(/roles\/(editor|owner|aiplatform\.(admin|user))/);
  });
});

describe('the deployment script', () => {
  it('is well-formed', () => {
    const path = fileURLToPath(new URL('server/deploy/deploy.sh', root));
    expect(spawnSync('bash', ['-n', path]).status).toBe(0);
  });

  it('deploys by digest only', () => {
    expect(script).toContain('*@sha256:*) ;;');
  });
});

describe('the image', () => {
  it('is built in one stage and run in another, without a shell and not as root', () => {
    expect(dockerfile.match(/^FROM .*$/gm)).toEqual([
      expect.stringContaining('AS build'),
      expect.stringMatching(/distroless\/nodejs24.*:nonroot AS run/),
    ]);
    expect(dockerfile).toMatch(/^USER nonroot$/m);
  });
});

describe('the workflow', () => {
  it('keeps no key: it exchanges its own identity', () => {
    expect(workflow).toContain('workload_identity_provider');
    expect(workflow).toContain('id-token: write');
    expect(workflow).not.toMatch(/credentials_json|secrets\./);
  });

  it('gives a new revision no traffic before it has been tried', () => {
    expect(workflow.indexOf('--no-traffic')).toBeLessThan(workflow.indexOf('Try the canary'));
    expect(workflow.indexOf('Try the canary')).toBeLessThan(workflow.indexOf('--to-latest'));
  });
});
