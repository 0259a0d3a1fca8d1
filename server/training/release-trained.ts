// Puts trained versions into service, or says why the ones in service stay.
import type { TrainingResult } from '../../src/core/contract.ts';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import { STANDARD_AGREEMENT, tableInForce } from '../../src/core/promise/table-in-force.ts';
import type { Watchdog } from '../../src/core/promise/watchdog.ts';
import type { GateRules } from '../lifecycle/gate-rules.ts';
import { beginRollout, observeRollout, type RolloutState } from '../lifecycle/rollout.ts';
import type { Vault } from '../lifecycle/vault.ts';
import { withModesInForce } from '../promise/accept-modes.ts';
import { fieldPromise } from '../promise/standing.ts';
import { watchdogsInForce } from '../promise/trips.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Rollout } from '../store/rollouts.ts';
import type { Store } from '../store/store.ts';
import type { FieldTraining } from './train-fields.ts';

type Trained = Extract<FieldTraining, { bytes: Uint8Array }>;

/** Keeps what was trained. A version that the gate passed is in service at once, or waits where the gate file says so. */
export async function releaseTrained(
  deps: {
    readonly store: Store;
    readonly vault: Vault;
    readonly now: () => number;
    readonly createId: () => string;
    /** Whether the desk's own model answers its tickets, so that a challenger can be tried beside it. */
    readonly isLive: (desk: string) => boolean;
  },
  desk: DeskRecord,
  trained: readonly FieldTraining[],
  { by, rules }: { readonly by: string; readonly rules: GateRules },
): Promise<TrainingResult> {
  const { models, promises } = deps.store;
  const createdAt = deps.now();
  const inService = await models.inService(desk.id);
  const built = trained.filter((one): one is Trained => 'bytes' in one);
  const waiting: { field: string; code: string; message: string }[] = [];
  const rollouts: Rollout[] = [];
  const released = [];
  for (const one of built) {
    const id = deps.createId();
    const way =
      inService[one.field] === undefined
        ? IN_SERVICE
        : wayOf(beginRollout(id), one, { rules, isLive: deps.isLive(desk.id) });
    if (way.kind !== 'in service') waiting.push({ field: one.field, code: 'waits', message: way.message });
    if (way.kind === 'rollout') {
      const { state, isReady } = way;
      rollouts.push({ ...state, field: one.field, rules: rules.release, isReady, since: createdAt });
    }
    released.push({
      ...{ id, desk: desk.id, field: one.field, createdAt, bytes: one.bytes },
      report: withPromise(one, desk, await promises.watchdogs(desk.id, one.field)),
      promise: one.promise,
      isServed: way.kind === 'in service',
      version: { name: one.version, files: await deps.vault.seal(one.files, one.bytes) },
    });
  }
  await models.release(released, by);
  for (const rollout of rollouts) await deps.store.rollouts.begin(desk.id, rollout, by);
  const served = new Map(
    released.flatMap(({ field, promise, isServed }) => (isServed ? [[field, promise]] : [])),
  );
  await dropUnprovenModes(deps.store, desk.id, served, { now: deps.now(), by });
  const ids = new Set(released.map(({ id }) => id));
  const refused = trained.flatMap((one) => ('refusal' in one ? [{ field: one.field, ...one.refusal }] : []));
  for (const { field, code } of refused) {
    await deps.store.trail.add(desk.id, {
      at: createdAt,
      by,
      action: 'model refused',
      facts: { field, code },
    });
  }
  const findings = Object.fromEntries(
    trained.flatMap((one) => (one.findings === undefined ? [] : [[one.field, one.findings]])),
  );
  return {
    models: (await models.list(desk.id)).filter(({ id }) => ids.has(id)),
    problems: [...refused, ...waiting],
    findings,
  };
}

/** A queue in `auto` that the new model does not prove waits for a lead's word once it is proven again. */
async function dropUnprovenModes(
  { desks }: Store,
  id: string,
  served: ReadonlyMap<string, PromiseTable>,
  { now, by }: { readonly now: number; readonly by: string },
): Promise<void> {
  const desk = await desks.find(id);
  if (!desk) return;
  const fields = desk.fields.map((field) => {
    const table = served.get(field.id);
    const agreed = field.agreement ?? STANDARD_AGREEMENT;
    return table === undefined ? field : withModesInForce(field, tableInForce(table, agreed, false));
  });
  if (fields.every((field, at) => field === desk.fields[at])) return;
  await desks.change(id, { name: desk.name, fields }, now, by);
}

type Way =
  | { readonly kind: 'in service' }
  | { readonly kind: 'kept'; readonly message: string }
  | {
      readonly kind: 'rollout';
      readonly state: RolloutState;
      readonly isReady: boolean;
      readonly message: string;
    };

const IN_SERVICE: Way = { kind: 'in service' };

/**
 * The way of a version that the gate has passed: what both models say of the undecided tickets that came along counts as the beginning
 * of its shadow. Where another system answers the desk there are no live tickets to compare on, so a lead decides at once.
 */
function wayOf(
  begun: RolloutState,
  { shadow }: Trained,
  { rules: { release }, isLive }: { readonly rules: GateRules; readonly isLive: boolean },
): Way {
  const { state, next, sentence } = observeRollout(begun, shadow, release);
  const line = `The new model passed the gate. ${sentence}`;
  switch (next) {
    case 'promote':
      return IN_SERVICE;
    case 'drop':
      return { kind: 'kept', message: `${line} Look at it before you put it in service by hand.` };
    case 'wait':
      if (!isLive && release.approval === false) return IN_SERVICE;
      return { kind: 'rollout', state, isReady: !isLive, message: line };
    case 'ask':
      return { kind: 'rollout', state, isReady: true, message: line };
    default:
      return next satisfies never;
  }
}

/** The report with how the promise stands for each label under the desk's modes. */
function withPromise(trained: Trained, desk: DeskRecord, kept: Readonly<Record<string, Watchdog>>) {
  const field = desk.fields.find(({ id }) => id === trained.field);
  if (!field) return trained.report;
  // The model is new, so of all watchdogs only the trips of its labels are in force.
  const watchdogs = watchdogsInForce(trained.promise, 'a new model', kept, field.labels);
  return { ...trained.report, promise: fieldPromise(field, trained.promise, watchdogs) };
}
