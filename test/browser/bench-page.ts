// A whole workbench for browser tests: proxy, worlds, server, all in this process's threads, on free ports.
import { liveFirstDay } from '../../sandbox/first-day.ts';
import { type LocalProxy, startLocalProxy } from '../../sandbox/local-proxy.ts';
import { LEAD, VISITOR } from '../../sandbox/sample-world.ts';
import { startWorlds, type WorldClient } from '../../sandbox/workbench/world-client.ts';
import { serveWorkbench } from '../../sandbox/workbench.ts';

export interface BenchPage {
  readonly address: string;
  readonly worlds: WorldClient;
  close(): Promise<void>;
}

/** 24 November 2026, 9:00 in Berlin: pictures and golden states do not change with the day. */
const START = Date.UTC(2026, 10, 24, 8);

/** Where the approved looks are. */
export const GOLDEN_FOLDER = new URL('../golden/workbench/', import.meta.url);

/** Starts everything with the sample desk; `isTriaged` lets its lead live the first day, as `npm start` does; `own` is a proxy other than the usual. */
export async function startBenchPage(isTriaged: boolean, own?: LocalProxy): Promise<BenchPage> {
  const proxy = own ?? (await startLocalProxy({ owners: `${LEAD.email},${VISITOR.email}`, now: Date.now }));
  const worlds = await startWorlds(proxy, START);
  if (isTriaged) await liveFirstDay(worlds, () => undefined);
  const workbench = await serveWorkbench({ worlds, proxy, port: 0, golden: GOLDEN_FOLDER });
  return {
    address: workbench.address,
    worlds,
    close: async () => {
      await workbench.close();
      await worlds.close();
      await proxy.close();
    },
  };
}
