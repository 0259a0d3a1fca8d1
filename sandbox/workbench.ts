// The workbench's server: the page, its small JSON interface to the sandbox, dialogs in frames, events and own files.
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { LocalProxy } from './local-proxy.ts';
import { CommandSchema } from './workbench/commands.ts';
import { readDeskReport } from './workbench/desk-report.ts';
import { FRAME_POLICY, framePage } from './workbench/frame-page.ts';
import { galleryRoutes } from './workbench/gallery-routes.ts';
import { PAGE_POLICY, readPageFiles, SHELL } from './workbench/page-files.ts';
import type { WorkbenchEvent } from './workbench/wire.ts';
import { CommandRefused, type WorldClient } from './workbench/world-client.ts';

export interface Workbench {
  readonly address: string;
  close(): Promise<void>;
}

/** A CSV file that is dropped on the page; the command line takes larger ones. */
export const FILE_BYTES_MAX = 20 * 1024 * 1024;
/** A paste of many rows is the largest command. */
const COMMAND_BYTES_MAX = 5 * 1024 * 1024;
/** Keeps a connection that only listens from being taken for dead, in milliseconds. */
const HEARTBEAT_MS = 15_000;

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
};

/** Serves the page on 127.0.0.1; `port` 0 takes a free one. Only requests for this very address are answered. */
export async function serveWorkbench(options: {
  readonly worlds: WorldClient;
  readonly proxy: Pick<LocalProxy, 'logLines' | 'origin' | 'tokenFor'>;
  readonly port: number;
  /** Where the golden states are, for the gallery; a missing folder is an empty gallery. */
  readonly golden: URL;
}): Promise<Workbench> {
  const { worlds, proxy } = options;
  const files = await readPageFiles();
  const app = Fastify({
    logger: false,
    bodyLimit: COMMAND_BYTES_MAX,
    forceCloseConnections: true,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  let address = '';

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const { origin, host } = request.headers;
    const isOurs = host === new URL(address).host && (origin === undefined || origin === address);
    // A page elsewhere can make a browser send a request here; it cannot forge these two.
    const site = request.headers['sec-fetch-site'];
    const isSameSite = site === undefined || site === 'same-origin' || site === 'none';
    if (!isOurs || !isSameSite) return refuse(reply, 403, 'This page answers only at its own address.');
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof CommandRefused) return refuse(reply, 409, error.message);
    const { code, statusCode } = error as { code?: string; statusCode?: number };
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      const most = Math.round(FILE_BYTES_MAX / 1024 / 1024);
      return refuse(
        reply,
        413,
        `The file is larger than the ${most} MB that the page takes. Use the command line for it: npm run -s usher -- triage.`,
      );
    }
    const isClient = statusCode !== undefined && statusCode < 500;
    const message = error instanceof Error ? error.message : String(error);
    return refuse(
      reply,
      isClient ? statusCode : 500,
      isClient ? `The request was not understood: ${message}` : message,
    );
  });

  const page = async (_request: unknown, reply: FastifyReply) =>
    reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(SHELL);
  for (const path of ['/', '/gmail', '/desk', '/own', '/gallery']) app.get(path, page);
  app.get('/page.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(files.script),
  );
  app.get('/page.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(files.style));

  app.post('/api/command', { schema: { body: CommandSchema } }, async (request) => {
    return { value: await worlds.ask(request.body) };
  });
  app.get('/api/report', async () => {
    const { email } = await worlds.ask({ kind: 'desk' });
    return { value: await readDeskReport(proxy, email) };
  });
  galleryRoutes(app, options.golden);
  app.get('/api/proxy-log', async () => ({ lines: proxy.logLines.slice(-60).reverse() }));
  app.get(
    '/frame/:id',
    { schema: { params: Type.Object({ id: Type.Integer({ minimum: 1 }) }) } },
    async (request, reply) => {
      if (request.headers['sec-fetch-dest'] === 'document')
        return refuse(reply, 403, 'A dialog is shown only inside the workbench.');
      const { html } = await worlds.ask({ kind: 'frame', id: request.params.id });
      return reply
        .header('content-security-policy', FRAME_POLICY)
        .type('text/html; charset=utf-8')
        .send(framePage(html));
    },
  );

  app.addContentTypeParser(
    'text/csv',
    { parseAs: 'buffer', bodyLimit: FILE_BYTES_MAX },
    (_request, body, done) => done(null, body),
  );
  app.post(
    '/api/own',
    {
      bodyLimit: FILE_BYTES_MAX,
      schema: { querystring: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) }) },
    },
    async (request, reply) => {
      const csv = decodeText(request.body);
      if (csv === null) {
        return refuse(reply, 422, 'The file is not UTF-8 text. Save it as “CSV UTF-8” and drop it again.');
      }
      return { value: await worlds.ask({ kind: 'open', csv, name: request.query.name }) };
    },
  );
  app.get(
    '/api/download',
    { schema: { querystring: Type.Object({ sheet: Type.String({ minLength: 1, maxLength: 200 }) }) } },
    async (request, reply) => {
      const { csv } = await worlds.ask({ kind: 'csv', sheet: request.query.sheet });
      return reply
        .header('content-disposition', 'attachment; filename="triaged.csv"')
        .type('text/csv; charset=utf-8')
        .send(`\ufeff${csv}`);
    },
  );

  app.get('/api/events', (_request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream' });
    const send = (event: WorkbenchEvent) => raw.write(`data: ${JSON.stringify(event)}\n\n`);
    const stopListening = worlds.listen(send);
    const beat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
    raw.write(': listening\n\n');
    raw.on('close', () => {
      clearInterval(beat);
      stopListening();
    });
  });

  address = await listen(app, options.port);
  return { address, close: () => app.close() };
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send({ error: message });
}

function decodeText(body: unknown): string | null {
  if (!Buffer.isBuffer(body)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
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
