// What goes wrong during a soak, one thing after another in an order that a seed gives: each fault is made, lasts, and is mended.
import { setTimeout as wait } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import type { TestPostgres } from '../test/builders/postgres.ts';
import type { FaultyLink, LinkFault } from '../test/fakes/faulty-link.ts';
import type { FakeVertex } from '../test/fakes/vertex/server.ts';
import type { Instance } from './soak-instances.ts';

/** What can be broken. */
export interface Breakable {
  readonly instances: readonly Instance[];
  readonly postgres: TestPostgres;
  readonly toDatabase: FaultyLink;
  readonly vertex: FakeVertex;
  readonly toVertex: FaultyLink;
  readonly random: () => number;
}

type Fault = (broken: Breakable) => Promise<void>;

const LASTS_MS = 4_000;
const REST_MS = 2_500;
const SHORT_MS = 1_500;

const onLink =
  (which: 'toDatabase' | 'toVertex', fault: LinkFault, ms = LASTS_MS): Fault =>
  async (broken) => {
    broken[which].set(fault);
    await wait(ms);
    broken[which].set({ kind: 'none' });
  };

/** Each by what a reader of the report calls it. */
const FAULTS: Readonly<Record<string, Fault>> = {
  'PostgreSQL restarted': async ({ postgres }) => {
    await postgres.stop();
    await wait(SHORT_MS);
    await postgres.start();
  },
  'connections to PostgreSQL reset': async ({ toDatabase }) => {
    for (let i = 0; i < 5; i++) {
      toDatabase.reset();
      await wait(LASTS_MS / 5);
    }
  },
  'PostgreSQL out of reach': onLink('toDatabase', { kind: 'down' }),
  'PostgreSQL silent': onLink('toDatabase', { kind: 'silent' }),
  'PostgreSQL slow': onLink('toDatabase', { kind: 'latency', ms: 20, jitterMs: 60 }),
  'an instance stopped and started': async ({ instances, random }) => {
    await pick(instances, random).restart();
  },
  'an instance killed': async ({ instances, random }) => {
    await pick(instances, random).crash();
  },
  'all instances killed': async ({ instances }) => {
    await Promise.all(instances.map((one) => one.crash()));
  },
  'Vertex AI failing by 30 %': async ({ vertex, random }) => {
    vertex.failBy(() => (random() < 0.3 ? { kind: 'status', code: status.UNAVAILABLE } : undefined));
    await wait(LASTS_MS);
    vertex.failBy(undefined);
  },
  'Vertex AI hanging': async ({ vertex }) => {
    vertex.failBy(() => ({ kind: 'hang' }));
    await wait(LASTS_MS);
    vertex.failBy(undefined);
  },
  'connections to Vertex AI torn': onLink('toVertex', { kind: 'torn', share: 0.05 }),
  'Vertex AI silent': onLink('toVertex', { kind: 'silent' }),
  'a killed instance while PostgreSQL restarts': async ({ postgres, instances, random }) => {
    await Promise.all([postgres.restart(), pick(instances, random).crash()]);
  },
};

/** Breaks one thing after another until it is over; answers how often each was broken. */
export async function breakThings(broken: Breakable, isOver: () => boolean): Promise<Map<string, number>> {
  const made = new Map<string, number>();
  for (let left: string[] = []; !isOver(); ) {
    if (left.length === 0) left = Object.keys(FAULTS);
    const [name = ''] = left.splice(Math.floor(left.length * broken.random()), 1);
    await FAULTS[name]?.(broken);
    made.set(name, (made.get(name) ?? 0) + 1);
    await wait(REST_MS);
  }
  return made;
}

function pick(instances: readonly Instance[], random: () => number): Instance {
  const one = instances[Math.floor(instances.length * random())];
  if (one === undefined) throw new Error('There is no instance to break.');
  return one;
}
