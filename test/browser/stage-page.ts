// A workbench over one world that a test wrote itself, without a proxy: for what the page draws, whatever the add-on does.
import { Stage } from '../../sandbox/workbench/stage.ts';
import type { WorkbenchEvent } from '../../sandbox/workbench/wire.ts';
import { CommandRefused, type WorldClient } from '../../sandbox/workbench/world-client.ts';
import { serveWorkbench } from '../../sandbox/workbench.ts';
import type { World } from '../../sandbox/world.ts';
import { GOLDEN_FOLDER } from './bench-page.ts';

export interface StagePage {
  readonly address: string;
  readonly world: World;
  close(): Promise<void>;
}

/** Serves the page over `world`, which lives in this very thread; `golden` is what the gallery shows. */
export async function startStagePage(world: World, golden = GOLDEN_FOLDER): Promise<StagePage> {
  const listeners = new Set<(event: WorkbenchEvent) => void>();
  const only = (): World => world;
  const stage = new Stage(
    { sampleSheet: only, ownSheet: only, mailbox: only },
    {
      tell: (event) => {
        for (const listener of listeners) listener(event);
      },
      serveWaiting: () => undefined,
    },
  );
  const worlds: WorldClient = {
    ask: async (command) => {
      try {
        return stage.carryOut(command) as never;
      } catch (error) {
        throw new CommandRefused(error instanceof Error ? error.message : String(error));
      }
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => stage.close(),
  };
  const workbench = await serveWorkbench({
    worlds,
    proxy: { logLines: [], origin: 'http://127.0.0.1:9', tokenFor: () => 'none' },
    port: 0,
    golden,
  });
  return {
    address: workbench.address,
    world,
    close: async () => {
      await workbench.close();
      await worlds.close();
    },
  };
}
