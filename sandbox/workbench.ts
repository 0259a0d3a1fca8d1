// The workbench page: the sandbox's spreadsheet in a browser, with the add-on's own menu.
import Fastify from 'fastify';
import type { LocalProxy } from './local-proxy.ts';
import { sheetPage } from './sheet-page.ts';
import type { World } from './world.ts';

export interface Workbench {
  readonly address: string;
  close(): Promise<void>;
}

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Serves the page on 127.0.0.1; `port` 0 takes a free one. Only requests for this very address are answered. */
export async function serveWorkbench(options: {
  readonly world: World;
  readonly proxy: LocalProxy;
  readonly port: number;
}): Promise<Workbench> {
  const { world } = options;
  const app = Fastify({ logger: false, bodyLimit: 10_000 });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  let address = '';
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const origin = request.headers.origin;
    const isOurs =
      request.headers.host === new URL(address).host && (origin === undefined || origin === address);
    if (!isOurs) return reply.code(403).type('text/plain').send('This page answers only at its own address.');
  });
  app.get<{ Querystring: { sheet?: string } }>('/', async (request, reply) => {
    const wanted = request.query.sheet ?? '';
    const name = world.spreadsheet.hasSheet(wanted) ? wanted : world.spreadsheet.active.name;
    return reply.type('text/html; charset=utf-8').send(sheetPage(world, name));
  });
  app.post('/menu', async (request, reply) => {
    const functionName = request.body instanceof URLSearchParams ? (request.body.get('function') ?? '') : '';
    const items = world.ui.menus.flatMap((menu) => menu.entries);
    const item = items.find((entry) => entry.kind === 'item' && entry.functionName === functionName);
    if (!item) return reply.code(404).type('text/plain').send('The add-on’s menu has no such item.');
    world.ui.alerts = [];
    world.ui.toasts = [];
    world.call(functionName, [], { entry: 'menu' });
    return reply.redirect('/', 303);
  });
  const listening = await listen(app, options.port);
  address = listening;
  return { address, close: () => app.close() };
}

/** The wanted port, and a free one when somebody else has it. */
async function listen(
  app: { listen(at: { host: string; port: number }): Promise<string> },
  port: number,
): Promise<string> {
  try {
    return await app.listen({ host: '127.0.0.1', port });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    return app.listen({ host: '127.0.0.1', port: 0 });
  }
}
