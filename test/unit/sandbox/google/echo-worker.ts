// The server behind echo-server.ts; it runs in a thread of its own, since the test's thread waits while it fetches.
import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.statusCode = Number(url.searchParams.get('status') ?? 200);
    response.setHeader('content-type', 'application/json');
    const echoed = {
      method: request.method,
      path: url.pathname,
      headers: request.headers,
      body: String(Buffer.concat(parts)),
    };
    const delayMs = Number(url.searchParams.get('delay') ?? 0);
    setTimeout(() => response.end(JSON.stringify(echoed)), delayMs);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === 'object' ? address?.port : 0);
});
