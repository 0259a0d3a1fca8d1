// Cloud Storage's JSON API on 127.0.0.1, as far as whole objects go: upload, read, look, list with pages.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeStorage {
  readonly origin: string;
  /** By `bucket/name`. */
  readonly objects: Map<string, Buffer>;
  close(): Promise<void>;
}

const PAGE = 2;

export async function startFakeStorage(): Promise<FakeStorage> {
  const objects = new Map<string, Buffer>();
  const server = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://localhost');
      const [, bucket = '', name] = /\/storage\/v1\/b\/([^/]+)\/o(?:\/(.*))?$/.exec(url.pathname) ?? [];
      const json = (status: number, body: object) => {
        answer.writeHead(status, { 'content-type': 'application/json' });
        answer.end(JSON.stringify(body));
      };
      if (request.method === 'POST') {
        objects.set(`${bucket}/${url.searchParams.get('name')}`, Buffer.concat(parts));
        return json(200, {});
      }
      if (name === undefined) {
        const prefix = `${bucket}/${url.searchParams.get('prefix') ?? ''}`;
        const found = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
        const first = Number(url.searchParams.get('pageToken') ?? 0);
        const items = found.slice(first, first + PAGE).map((key) => ({ name: key.slice(bucket.length + 1) }));
        return json(200, {
          items,
          ...(first + PAGE < found.length ? { nextPageToken: String(first + PAGE) } : {}),
        });
      }
      const object = objects.get(`${bucket}/${decodeURIComponent(name)}`);
      if (object === undefined) return json(404, { error: { code: 404 } });
      if (url.searchParams.get('alt') !== 'media') return json(200, { name });
      answer.writeHead(200);
      return answer.end(object);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
