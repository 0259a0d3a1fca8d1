// The thread that holds the sandboxed worlds. A script of Apps Script is synchronous and stops the thread it runs in, so
// the page's server lives in another one and stays able to show progress, stop a run and pass on what people do meanwhile.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { createDevToken } from '../../server/http/dev-token.ts';
import {
  type BuiltAddon,
  LEAD,
  proxyOptions,
  readBuiltAddon,
  sampleWorld,
  VISITOR,
} from '../sample-world.ts';
import { createWorld, type World } from '../world.ts';
import { type Command, MAIL_VARIANTS, type MailVariant } from './commands.ts';
import { dressOwnSheet, dressSampleSheets } from './dress-sheets.ts';
import { arriveSampleMails } from './sample-mails.ts';
import { Stage } from './stage.ts';
import type { ThreadAnswer, ThreadRequest, ThreadSettings } from './world-client.ts';

if (parentPort === null) throw new Error('This file runs as a worker thread; see world-client.ts.');
const port = parentPort;
const { origin, key, start } = workerData as ThreadSettings;
const tell = (message: ThreadAnswer): void => port.postMessage(message);
const proxy = { origin, tokenFor: (email: string) => createDevToken(email, key, Date.now()) };
const sheetAddon = await readBuiltAddon('addon');
const mailAddons = new Map<MailVariant, BuiltAddon>();
for (const variant of MAIL_VARIANTS) mailAddons.set(variant, await readBuiltAddon(`variants/${variant}`));

/** Each own sheet gets ids of its own, or the proxy would take it for the one before. */
let worlds = 1;

const stage = new Stage(
  {
    sampleSheet: () => {
      const { world } = sampleWorld(sheetAddon, proxy, start);
      dressSampleSheets(world);
      return world;
    },
    ownSheet: (rows, name) => {
      worlds += 1;
      const world = createWorld({
        ...sheetAddon,
        ...proxyOptions(sheetAddon, proxy),
        ...{ user: VISITOR, start: Date.now(), seed: worlds, title: name },
      });
      fill(world, rows);
      dressOwnSheet(world);
      return world;
    },
    mailbox: (variant, locale) => {
      const built = mailAddons.get(variant);
      if (built === undefined) throw new Error(`There is no scope variant ${variant}.`);
      const world = createWorld({
        ...built,
        ...proxyOptions(built, proxy),
        ...{ user: { ...LEAD, locale }, start, kind: 'gmail' as const },
      });
      fill(world, [['Ticket', 'Subject', 'Description', 'Queue']]);
      arriveSampleMails(world.mailbox, start);
      return world;
    },
  },
  { tell: (event) => tell({ event }), serveWaiting },
);

port.on('message', serve);
tell({ ready: true });

/** Requests that came in while a script holds the thread. */
function serveWaiting(): void {
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
    serve(next.message);
  }
}

function serve({ id, command }: ThreadRequest): void {
  if (command === 'close') {
    stage.close();
    port.close();
    return;
  }
  tell(answerTo(id, command));
}

function answerTo(id: number, command: Command): ThreadAnswer {
  try {
    return { id, value: stage.carryOut(command) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function fill(world: World, rows: readonly (readonly string[])[]): void {
  const { spreadsheet } = world;
  const [blank] = spreadsheet.sheetNames;
  spreadsheet.addSheet('Tickets', rows);
  if (blank !== undefined) spreadsheet.removeSheet(blank);
  spreadsheet.open();
}
