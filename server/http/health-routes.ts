// Whether the proxy runs (/live) and whether it takes requests (/ready). Neither asks who is calling.
import type { FastifyInstance } from 'fastify';
import { Problem } from '../../src/core/contract.ts';

/** Registers /live and /ready. `isDraining` is true from the moment the proxy was told to stop. */
export function healthRoutes(
  app: FastifyInstance,
  deps: { readonly ping: () => Promise<void>; readonly isDraining: () => boolean },
): void {
  app.get('/live', async () => ({ status: 'live' }));

  app.get('/ready', async () => {
    if (deps.isDraining()) {
      throw new Problem('overloaded', 'This instance is stopping. Ask again; another one will answer.', {
        retryAfterSeconds: 1,
      });
    }
    try {
      await deps.ping();
    } catch (cause) {
      throw new Problem(
        'overloaded',
        'The database does not answer. Check that it runs and that USHER_DATABASE is right.',
        { retryAfterSeconds: 5 },
        { cause },
      );
    }
    return { status: 'ready' };
  });
}
