// A TCP link on 127.0.0.1 to a server beside it, which is slow, silent, torn or gone on demand.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What becomes of bytes on the way. */
export type LinkFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs: number }
  /** Nothing gets through and nobody is told; what was held goes on its way when the fault ends. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'slow'; readonly bytesASecond: number }
  /** This share of the pieces tears its connection. */
  | { readonly kind: 'torn'; readonly share: number }
  /** Every connection is reset, and so is each new one. */
  | { readonly kind: 'down' };

export interface FaultyLink {
  readonly port: number;
  set(fault: LinkFault): void;
  /** Resets the connections that are open now. */
  reset(): void;
  close(): Promise<void>;
}

/** A link to a port of this machine; `random` gives numbers from 0 to before 1. */
export async function startFaultyLink(target: number, random: () => number): Promise<FaultyLink> {
  let fault: LinkFault = { kind: 'none' };
  let ended = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();

  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };

  async function carry(from: Socket, to: Socket): Promise<void> {
    try {
      for await (const piece of from) {
        while (fault.kind === 'silent') await ended.promise;
        if (fault.kind === 'latency') await wait(fault.ms + random() * fault.jitterMs);
        if (fault.kind === 'slow') await wait((1_000 * piece.length) / fault.bytesASecond);
        if (fault.kind === 'torn' && random() < fault.share) break;
        if (!to.write(piece)) await once(to, 'drain');
      }
    } catch {
      // Either end tore the connection, which is what this link is for.
    }
    if (from.readableEnded) to.end();
    else for (const socket of [from, to]) socket.resetAndDestroy();
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    if (fault.kind === 'down') return near.resetAndDestroy();
    const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      void carry(socket, other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    set: (next) => {
      fault = next;
      if (next.kind === 'down') reset();
      ended.resolve();
      ended = Promise.withResolvers();
    },
    reset,
    close: async () => {
      reset();
      server.close();
      await once(server, 'close');
    },
  };
}
