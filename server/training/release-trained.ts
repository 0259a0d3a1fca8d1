// Puts trained versions into service, or says why the ones in service stay.
import type { TrainingResult } from '../../src/core/contract.ts';
import type { Watchdog } from '../../src/core/promise/watchdog.ts';
import type { GateRules } from '../lifecycle/gate-rules.ts';
import type { Vault } from '../lifecycle/vault.ts';
import { watchdogsInForce } from '../promise/promises.ts';
import { fieldPromise } from '../promise/standing.ts';
import type { DeskRecord } from '../store/desks.ts';
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
  const released = [];
  for (const one of built) {
    const why = inService[one.field] === undefined ? null : waitsFor(one, rules);
    if (why !== null) waiting.push({ field: one.field, code: 'waits', message: why });
    released.push({
      ...{ id: deps.createId(), desk: desk.id, field: one.field, createdAt, bytes: one.bytes },
      report: withPromise(one, desk, await promises.watchdogs(desk.id, one.field)),
      promise: one.promise,
      isServed: why === null,
      version: { name: one.version, files: await deps.vault.seal(one.files, one.bytes) },
    });
  }
  await models.release(released, by);
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

/** Why a version that may serve does not yet; null where nothing holds it back. */
function waitsFor({ shadow }: Trained, { release }: GateRules): string | null {
  const share = shadow.tickets === 0 ? 1 : shadow.agreed / shadow.tickets;
  const line = `${shadow.agreed} of ${shadow.tickets} undecided tickets get the same label by both`;
  if (shadow.tickets < release.shadow_tickets) {
    return `The new model passed the gate and waits: ${line}; ${release.shadow_tickets} tickets are asked for. Put it in service by hand, or learn again later.`;
  }
  if (share < release.agreement_min) {
    return `The new model passed the gate and waits: only ${line}. Look at it before you put it in service.`;
  }
  return release.approval
    ? `The new model passed the gate (${line}) and waits for a lead to put it in service.`
    : null;
}

/** The report with how the promise stands for each label under the desk's modes. */
function withPromise(trained: Trained, desk: DeskRecord, kept: Readonly<Record<string, Watchdog>>) {
  const field = desk.fields.find(({ id }) => id === trained.field);
  if (!field) return trained.report;
  // The model is new, so of all watchdogs only the trips of its labels are in force.
  const watchdogs = watchdogsInForce(trained.promise, 'a new model', kept);
  return { ...trained.report, promise: fieldPromise(field, trained.promise, watchdogs) };
}
