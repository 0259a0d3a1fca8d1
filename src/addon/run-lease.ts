// One run at a time, and a run that was cut off is the same run when it goes on: its id is kept until it is done, so that
// the proxy answers from its record what was asked before, and charges nothing twice.
import type { SheetWorld } from './ports.ts';
import { isRecord } from './settings.ts';

const LEASE_KEY = 'usher.run';
/** A lease is taken in two calls, between which another execution could take it too, work, and leave its run open. */
const LOCK_WAIT_MS = 5_000;
/** Google ends a run after six minutes, so after seven nobody can be holding on to this. */
const LEASE_MS = 420_000;
/** A run that waits longer than this is over: what comes later is another run, with a line and an undo of its own. */
const RUN_MS_MAX = 43_200_000;

interface Lease {
  readonly runId: string;
  /** Epoch milliseconds at which the run of this id began. */
  readonly began: number;
  /** Who holds it: one execution of a function. */
  readonly holder: string;
  /** Epoch milliseconds; in the past for a run that waits to go on. */
  readonly until: number;
  /** True for a run that stopped of its own accord, with every value in its row. */
  readonly isSettled: boolean;
  /** An earlier execution that was cut off and whose writes nobody has made up for yet. */
  readonly owed: string | null;
}

export interface HeldRun {
  readonly runId: string;
  /** True when an earlier execution began the run. */
  readonly isContinued: boolean;
  /** The execution of this run that was cut off, so that values may stand in the wrong rows; null when none was. */
  readonly cutOff: string | null;
  /** What the cut-off execution left behind is put right. */
  madeUp(): void;
  /** Done: the next run gets a new id. */
  finish(): void;
  /** Not done: whoever triages next goes on under the same id. */
  pause(): void;
  /** Broke off in the middle: the next run looks first whether every value stands in its own row. */
  breakOff(): void;
}

type LeaseWorld = Pick<SheetWorld, 'settings' | 'now' | 'newId' | 'lock'>;

/** Takes the lease, or answers null while another execution holds it or takes it at the same time. */
export function holdRun(world: LeaseWorld): HeldRun | null {
  return world.lock.withLock(LOCK_WAIT_MS, () => takeLease(world))?.value ?? null;
}

function takeLease(world: LeaseWorld): HeldRun | null {
  const holder = world.newId();
  const kept = parseLease(world.settings.read(LEASE_KEY));
  if (kept && kept.until > world.now()) return null;
  const cutOff = kept === null || kept.isSettled ? null : (kept.owed ?? kept.holder);
  const isFresh = kept !== null && world.now() - kept.began < RUN_MS_MAX;
  const runId = isFresh ? kept.runId : world.newId();
  const began = isFresh ? kept.began : world.now();
  const until = world.now() + LEASE_MS;
  let lease: Lease = { runId, began, holder, until, isSettled: false, owed: cutOff };
  world.settings.write(LEASE_KEY, JSON.stringify(lease));
  const isOurs = (): boolean => parseLease(world.settings.read(LEASE_KEY))?.holder === holder;
  if (!isOurs()) return null;
  return {
    ...{ runId, cutOff, isContinued: isFresh },
    madeUp: () => {
      lease = { ...lease, owed: null };
      if (isOurs()) world.settings.write(LEASE_KEY, JSON.stringify(lease));
    },
    finish: () => {
      if (isOurs()) world.settings.remove(LEASE_KEY);
    },
    breakOff: () => {
      if (isOurs()) world.settings.write(LEASE_KEY, JSON.stringify({ ...lease, until: 0 }));
    },
    pause: () => {
      if (isOurs()) world.settings.write(LEASE_KEY, JSON.stringify({ ...lease, until: 0, isSettled: true }));
    },
  };
}

/** Forgets whatever run was open, as in a copied spreadsheet, where it is the original's. */
export function forgetRun(world: Pick<SheetWorld, 'settings'>): void {
  world.settings.remove(LEASE_KEY);
}

/** True while an execution is at work on this spreadsheet. */
export function isRunActive(world: Pick<SheetWorld, 'settings' | 'now'>): boolean {
  const kept = parseLease(world.settings.read(LEASE_KEY));
  return kept !== null && kept.until > world.now();
}

/** The run that is at work, or waits to go on; null when there is none. */
export function openRunId(world: SheetWorld): string | null {
  return parseLease(world.settings.read(LEASE_KEY))?.runId ?? null;
}

/** The execution that is at work, or was cut off and not yet made up for; null when there is none. */
export function openHolder(world: SheetWorld): string | null {
  const kept = parseLease(world.settings.read(LEASE_KEY));
  return kept === null || kept.isSettled ? null : kept.holder;
}

/** True when a run was begun and waits to go on. */
export function isRunPaused(world: Pick<SheetWorld, 'settings' | 'now'>): boolean {
  const kept = parseLease(world.settings.read(LEASE_KEY));
  return kept !== null && kept.until <= world.now();
}

function parseLease(text: string | null): Lease | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return null;
    const { runId, began, holder, until, isSettled, owed } = value;
    if (typeof runId !== 'string' || typeof holder !== 'string' || typeof until !== 'number') return null;
    return {
      runId,
      began: typeof began === 'number' ? began : 0,
      holder,
      until,
      isSettled: isSettled === true,
      owed: typeof owed === 'string' ? owed : null,
    };
  } catch {
    return null;
  }
}
