// The metadata server that every machine of Google Cloud has: the project and the service account's token, and refusals on
// demand, so that signing in goes its way as in production.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeMetadata {
  /** `HOST:PORT` for GCE_METADATA_HOST. */
  readonly host: string;
  /** Tokens given so far. */
  readonly tokens: readonly string[];
  /** From now on tokens are refused, or given again. */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

/** Starts the server on a free port of this machine. */
export async function startFakeMetadata(): Promise<FakeMetadata> {
  const tokens: string[] = [];
  let isRefusing = false;
  const server = createServer(({ url = '', headers }, answer) => {
    answer.setHeader('Metadata-Flavor', 'Google');
    if (headers['metadata-flavor'] !== 'Google') return answer.writeHead(403).end();
    if (url.includes('/service-accounts/default/token')) {
      if (isRefusing) return answer.writeHead(404).end('no such service account');
      tokens.push(`token-${tokens.length + 1}`);
      answer.setHeader('content-type', 'application/json');
      return answer.end(
        JSON.stringify({ access_token: tokens.at(-1), expires_in: 3_599, token_type: 'Bearer' }),
      );
    }
    if (url.includes('/project/project-id')) return answer.end('test-project');
    if (url.includes('/universe')) return answer.end('googleapis.com');
    if (url.includes('/email')) return answer.end('usher@test-project.iam.gserviceaccount.com');
    return answer.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokens,
    refuse: (value) => {
      isRefusing = value;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
