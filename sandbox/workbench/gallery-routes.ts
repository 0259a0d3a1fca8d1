// The gallery's part of the workbench's server: golden states as data, and their pictures.
import { readdir, readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

/** Names of golden states begin with what they are. */
const NAME = /^(card|dialog|sheet)-[a-z0-9-]{1,80}$/;

/** Registers GET /api/gallery and GET /golden/NAME.png over the files of `folder`. */
export function galleryRoutes(app: Pick<FastifyInstance, 'get'>, folder: URL): void {
  app.get('/api/gallery', async () => {
    const files = await readdir(folder).catch(() => []);
    const names = files
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length));
    const states = await Promise.all(
      names
        .filter((name) => NAME.test(name))
        .sort()
        .map(async (name) => ({
          ...{ name, kind: NAME.exec(name)?.[1], picture: `/golden/${name}.png` },
          state: JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8')) as unknown,
        })),
    );
    return { states };
  });

  app.get<{ Params: { file: string } }>('/golden/:file', async (request, reply) => {
    const name = request.params.file.replace(/\.png$/, '');
    if (!NAME.test(name)) return reply.code(404).send({ error: 'There is no such picture.' });
    const picture = await readFile(new URL(`${name}.png`, folder)).catch(() => null);
    if (picture === null)
      return reply.code(404).send({ error: 'Run "npm run screenshots" to take this picture.' });
    return reply.type('image/png').send(picture);
  });
}
