// The sample desk in a sandboxed Google: the built add-on bundle, a spreadsheet full of tickets, and a proxy to ask.
import { readdir, readFile } from 'node:fs/promises';
import type { LocalProxy } from './local-proxy.ts';
import { type SampleDesk, sampleDesk } from './sample/generate.ts';
import { QUEUES_SHEET, queuesSheet, TICKETS_SHEET, ticketSheet } from './sample-sheet.ts';
import { createWorld, type Manifest, type World, type WorldOptions } from './world.ts';

/** The person at the sample desk; the domain is reserved for examples. */
export const LEAD = { email: 'lea.lead@usher.example' };
/** Who brings tickets of their own; not the lead, so that the two desks do not meet in Gmail. */
export const VISITOR = { email: 'visitor@usher.example' };
const SAMPLE_SEED = 7;

/** The sample desk; the same at each call. */
export function readSampleDesk(): SampleDesk {
  return sampleDesk(SAMPLE_SEED);
}

/** What a build left in dist, read once. */
export interface BuiltAddon {
  readonly bundle: string;
  readonly manifest: Manifest;
  readonly html: Readonly<Record<string, string>>;
}

/** Reads `dist/addon`, `dist/gmail` or one option of a deployment; throws a sentence when the build has not run. */
export async function readBuiltAddon(folder: 'addon' | 'gmail' | `variants/${string}`): Promise<BuiltAddon> {
  const read = (name: string) => readFile(new URL(`../dist/${folder}/${name}`, import.meta.url), 'utf8');
  try {
    const manifest = JSON.parse(await read('appsscript.json')) as Manifest;
    const pages = (await readdir(new URL(`../dist/${folder}`, import.meta.url))).filter((name) =>
      name.endsWith('.html'),
    );
    const html = await Promise.all(pages.map(async (name) => [name, await read(name)] as const));
    return { bundle: await read('Code.js'), manifest, html: Object.fromEntries(html) };
  } catch (cause) {
    throw new Error(`dist/${folder} is not complete. Run "npm run build" first.`, { cause });
  }
}

/** What a world needs of its proxy. */
export type ProxyDoor = Pick<LocalProxy, 'origin' | 'tokenFor'>;

/** Where the add-on of `built` believes its proxy to be, mapped to where it is on this machine. */
export function proxyOptions(
  built: BuiltAddon,
  proxy: ProxyDoor,
): Pick<WorldOptions, 'remap' | 'identityToken'> {
  const allowed = built.manifest.urlFetchWhitelist?.[0];
  if (allowed === undefined)
    throw new Error('The manifest allows no address, so the add-on cannot reach its proxy.');
  return {
    remap: { [new URL(allowed).origin]: proxy.origin },
    identityToken: (user) => proxy.tokenFor(user.email),
  };
}

/** A spreadsheet with the sample desk, opened by its lead. */
export function sampleWorld(
  built: BuiltAddon,
  proxy: ProxyDoor,
  start: number,
  options: Partial<WorldOptions> = {},
): { world: World; desk: SampleDesk } {
  const desk = readSampleDesk();
  const world = createWorld({
    ...built,
    ...proxyOptions(built, proxy),
    user: LEAD,
    title: desk.name,
    start,
    ...options,
  });
  const { spreadsheet } = world;
  spreadsheet.addSheet(QUEUES_SHEET, queuesSheet(desk));
  spreadsheet.addSheet(TICKETS_SHEET, ticketSheet(desk));
  for (const name of spreadsheet.sheetNames) {
    if (name !== QUEUES_SHEET && name !== TICKETS_SHEET) spreadsheet.removeSheet(name);
  }
  spreadsheet.show(TICKETS_SHEET);
  spreadsheet.open();
  return { world, desk };
}
