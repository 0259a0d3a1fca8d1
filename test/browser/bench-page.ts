// A whole workbench for browser tests: proxy, worlds, server, all in this process's threads, on free ports.
import { startLocalProxy } from '../../sandbox/local-proxy.ts';
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

/** Starts everything with the sample desk; `isTriaged` sets it up, teaches it and triages the new rows. */
export async function startBenchPage(isTriaged: boolean): Promise<BenchPage> {
  const proxy = await startLocalProxy({ owners: `${LEAD.email},${VISITOR.email}`, now: Date.now });
  const worlds = await startWorlds(proxy, START);
  if (isTriaged) {
    for (const functionName of ['runSetUp', 'runLearn', 'runTriageNew']) {
      const { error } = await worlds.ask({ kind: 'menu', functionName });
      if (error !== null) throw new Error(`${functionName} failed: ${error}`);
    }
  }
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
