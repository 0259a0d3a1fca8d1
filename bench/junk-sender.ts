// Sends requests with forged tokens at a rate, over raw connections, for some milliseconds: `junk-sender.ts PORT RATE MS TOKEN`.
// Every token is another one, so that none is known. Prints how many were sent, and how many answered by status.
import { connect } from 'node:net';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

const [port = '', rate = '', ms = '', token = ''] = process.argv.slice(2);
const CONNECTIONS = 32;
const TICK_MS = 4;
/** Characters at the end of the signature that make a token another one. */
const VARIED = 8;

const statuses: Record<string, number> = {};
const sockets = Array.from({ length: CONNECTIONS }, () => {
  const socket = connect(Number(port), '127.0.0.1');
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    for (const [, status = ''] of text.matchAll(/HTTP\/1\.1 (\d+)/g)) {
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  });
  return socket;
});
const start = token.slice(0, -VARIED);
const forged = (i: number) => `${start}${String(i).padStart(VARIED, 'A')}`;
const requestOf = (i: number) =>
  `POST /v1/triage HTTP/1.1\r\nhost: usher\r\ncontent-type: application/json\r\ncontent-length: 2\r\nauthorization: Bearer ${forged(i)}\r\n\r\n{}`;

const base = 1_000_000 + Math.floor(performance.timeOrigin % 50_000_000);
const startedAt = performance.now();
let sent = 0;
while (performance.now() - startedAt < Number(ms)) {
  const due = ((performance.now() - startedAt) * Number(rate)) / 1_000;
  for (; sent < due; sent++) sockets[sent % CONNECTIONS]?.write(requestOf(base + sent));
  await wait(TICK_MS);
}
const seconds = (performance.now() - startedAt) / 1_000;
await wait(500);
process.stdout.write(JSON.stringify({ sentASecond: sent / seconds, sent, statuses }));
process.exit(0);
