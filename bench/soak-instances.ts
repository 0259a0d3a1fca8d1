// Instances of the proxy in a soak: each stops, crashes and comes back, on a port of its own each time.
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerProcess } from './proxy-client.ts';

/** One place where a proxy runs. */
export interface Instance {
  /** Undefined while it is down. */
  address(): string | undefined;
  /** Tells it to stop, waits for its end, and starts it again. */
  restart(): Promise<void>;
  /** Ends it without any chance to finish, and starts it again. */
  crash(): Promise<void>;
  /** Stops it for good. */
  stop(): Promise<void>;
  readonly counts: {
    stops: number;
    uncleanStops: number;
    crashes: number;
    /** Ends that nobody asked for. */
    deaths: number;
    slowestStopMs: number;
  };
}

/** As Cloud Run does, an instance that cannot start, since its database is away, is started again. */
const STARTS_MAX = 30;
const START_AGAIN_MS = 500;

/** Starts an instance; `startOnce` makes its process. */
export async function startInstance(startOnce: () => Promise<ServerProcess>): Promise<Instance> {
  const start = async () => {
    for (let tries = 1; ; tries++) {
      try {
        return await startOnce();
      } catch (error) {
        if (tries === STARTS_MAX) throw error;
        await wait(START_AGAIN_MS);
      }
    }
  };
  const counts = { stops: 0, uncleanStops: 0, crashes: 0, deaths: 0, slowestStopMs: 0 };
  let running: ServerProcess | undefined;
  const run = async () => {
    const one = await start();
    running = one;
    void one.ended.then(() => {
      if (running !== one) return;
      counts.deaths++;
      running = undefined;
      return run();
    });
  };
  await run();
  const taken = () => {
    const one = running;
    running = undefined;
    return one;
  };
  const stop = async () => {
    const startedAt = performance.now();
    const one = taken();
    if (one === undefined) return;
    const code = await one.stop();
    counts.stops++;
    if (code !== 0) counts.uncleanStops++;
    counts.slowestStopMs = Math.max(counts.slowestStopMs, performance.now() - startedAt);
  };
  return {
    address: () => running?.address,
    restart: async () => {
      await stop();
      await run();
    },
    crash: async () => {
      counts.crashes++;
      await taken()?.kill();
      await run();
    },
    stop,
    counts,
  };
}
