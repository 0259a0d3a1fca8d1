// What the desk view shows of the sandbox: its clock, the faults that are ordered, quotas, and what the last deed cost.
import { DAILY_QUOTAS, type Quota } from '../google/quotas.ts';
import type { World } from '../world.ts';
import type { DeedReport, DeskPicture } from './wire.ts';

const LINES_SHOWN = 40;
/** Service calls after which an ordered kill ends the next run: it has read the sheet, and has not written yet. */
const KILL_AFTER_CALLS = 9;

type Order = (world: World) => void;

const FAULTS: readonly { readonly id: string; readonly label: string; readonly order: Order }[] = [
  {
    id: 'unreachable',
    label: 'The proxy cannot be reached',
    order: (world) => world.faults.everyFetch('unreachable'),
  },
  {
    id: 'busy',
    label: 'The proxy is too busy (429)',
    order: (world) => world.faults.everyFetch({ status: 429 }),
  },
  {
    id: 'broken',
    label: 'The proxy fails (500)',
    order: (world) => world.faults.everyFetch({ status: 500 }),
  },
  {
    id: 'lost',
    label: 'Answers are lost on their way back',
    order: (world) => world.faults.everyFetch('lost answer'),
  },
  {
    id: 'locked',
    label: 'Somebody else holds the document lock',
    order: (world) => world.faults.everyLock('busy'),
  },
  {
    id: 'kill',
    label: `Google kills the next run after ${KILL_AFTER_CALLS} calls`,
    order: (world) => world.faults.killAfter(KILL_AFTER_CALLS),
  },
];

const QUOTA_LABELS: Readonly<Record<Quota, string>> = {
  urlfetch: 'Requests to the network',
  mail: 'Gmail reads and writes',
  properties: 'Property reads and writes',
  triggerMs: 'Seconds of trigger runs',
};

/** The faults of one world, switched on and off by the page. */
export class FaultBoard {
  readonly #on = new Set<string>();

  /** Orders exactly what is on. `after` puts back what clearing took away. */
  set(world: World, id: string, isOn: boolean, after: () => void): void {
    if (!FAULTS.some((fault) => fault.id === id)) throw new Error(`There is no fault called ${id}.`);
    if (isOn) this.#on.add(id);
    else this.#on.delete(id);
    this.apply(world);
    after();
  }

  apply(world: World): void {
    world.faults.clear();
    for (const fault of FAULTS) if (this.#on.has(fault.id)) fault.order(world);
  }

  /** The kill is for one run only. */
  spend(): void {
    this.#on.delete('kill');
  }

  list(): DeskPicture['faults'] {
    return FAULTS.map(({ id, label }) => ({ id, label, isOn: this.#on.has(id) }));
  }
}

/** The figures of one world for `email`. */
export function describeDesk(
  world: World,
  email: string,
  board: FaultBoard,
  last: DeedReport | null,
  paceMs: number,
): DeskPicture {
  const quotas = (Object.keys(QUOTA_LABELS) as Quota[]).map((quota) => {
    const unit = quota === 'triggerMs' ? 1_000 : 1;
    const used = world.quotas.used(email, quota);
    const limit = DAILY_QUOTAS.consumer[quota];
    return {
      label: QUOTA_LABELS[quota],
      used: Math.round(used / unit),
      limit: Math.round(limit / unit),
    };
  });
  return {
    email,
    now: world.clock.now,
    paceMs,
    faults: board.list(),
    quotas,
    last,
    executions: world.executions
      .slice(-LINES_SHOWN)
      .reverse()
      .map(({ functionName, entry, startedAt, virtualMs, error }) => ({
        ...{ functionName, entry, at: startedAt, virtualMs },
        error: error?.message ?? null,
      })),
    triggers: world.triggers.map(({ functionName, event, dueAt }) => ({
      ...{ functionName, event },
      dueAt: Number.isFinite(dueAt) ? dueAt : null,
    })),
    scriptLog: world.logs.slice(-LINES_SHOWN).reverse(),
  };
}
