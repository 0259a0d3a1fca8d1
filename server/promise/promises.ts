// The promise at work: who decides a field's tickets, what people's audits do to it, and how it is armed again.
import {
  type AuditOutcomes,
  type AuditReceipt,
  type Field,
  type FieldPromise,
  type Mode,
  Problem,
} from '../../src/core/contract.ts';
import { currentLabelId } from '../../src/core/labels.ts';
import { createDecider, type Guard, type Verdict } from '../../src/core/promise/decide.ts';
import {
  groupsByLabel,
  type PromiseTable,
  type ShownRunnersUp,
} from '../../src/core/promise/promise-table.ts';
import { type FreshAudits, type Rearming, rearmWatchdog } from '../../src/core/promise/rearm.ts';
import { STANDARD_AGREEMENT, tableInForce } from '../../src/core/promise/table-in-force.ts';
import type { Watchdog } from '../../src/core/promise/watchdog.ts';
import type { DeskRecord } from '../store/desks.ts';
import { opinionModel } from '../store/opinions.ts';
import type { Store } from '../store/store.ts';
import { withModesInForce } from './accept-modes.ts';
import { auditShares } from './audit-shares.ts';
import { evidenceOf, judgeAudits } from './judge-audits.ts';
import { fieldPromise } from './standing.ts';
import { honestyKey, tripKeys, watchdogKey, watchdogsInForce } from './trips.ts';

/** A prediction to decide. */
export interface Decidable {
  readonly textHash: string;
  readonly label: string;
  readonly confidence: number;
  /** The model that predicted it; only the model that a proof was made for is under the promise. */
  readonly model: string;
  readonly guard: Guard | null;
}

/** What is decided of a prediction, and by which rule its runner-ups are shown. */
export type Decide = (prediction: Decidable) => Verdict & { readonly runnersUp?: ShownRunnersUp };

/** Promises of all desks. */
export interface Promises {
  /** The rule by which tickets of a field are decided now. */
  deciderFor(desk: DeskRecord, field: Field): Promise<Decide>;
  /** These fields of a desk in the modes that come into force: `auto` only where it is proven under what the fields agree on. */
  acceptModes(desk: string, fields: readonly Field[]): Promise<Field[]>;
  /** How the promise of the model in service stands; null where none was tested. */
  standing(desk: Pick<DeskRecord, 'id'>, field: Field): Promise<FieldPromise | null>;
  takeAudits(desk: DeskRecord, outcomes: AuditOutcomes['outcomes']): Promise<AuditReceipt>;
  /** Arms a tripped label's group again on audits judged since; throws a problem that says what is missing. */
  arm(
    desk: DeskRecord,
    field: Field,
    label: string,
    approval: { by: string; role: 'owner' | 'lead' },
  ): Promise<FieldPromise>;
}

/** The rule for a field of which nothing was ever tested: suggestions only, in the modes that its lead chose. */
export function ruleWithoutPromise(desk: DeskRecord, field: Field): Decide {
  const decide = createDecider({
    ...standingPolicy(desk, field),
    table: null,
    watchdogs: {},
    auditShares: {},
  });
  return decide;
}

/** The part of a policy that the desk's own settings say. */
function standingPolicy(desk: DeskRecord, field: Field) {
  return {
    field: field.id,
    modes: Object.fromEntries(field.labels.map(({ id }) => [id, modeOf(field, id)])),
    auditKey: desk.textKey,
  };
}

/** A label that was merged into another is in that one's mode. */
function modeOf({ labels }: Field, id: string): Mode {
  const current = currentLabelId(labels, id);
  return labels.find((label) => label.id === current)?.mode ?? 'suggest';
}

/** Promises over a store; `now` answers epoch milliseconds. */
export function createPromises(store: Store, now: () => number): Promises {
  const { models, promises, opinions, rollouts } = store;

  /** The proof that a prediction of this model comes under: of a model of the desk, or of one beside it. */
  async function tableFor(desk: string, field: string, model: string): Promise<PromiseTable | null> {
    const own = await promises.tableOf(desk, model);
    if (own) return own;
    const beside = await opinions.list(desk, field);
    return beside.find((one) => opinionModel(one) === model)?.table ?? null;
  }

  async function inForce(desk: Pick<DeskRecord, 'id'>, field: Field) {
    const model = (await models.inService(desk.id))[field.id];
    if (model === undefined) return null;
    const table = await promises.tableOf(desk.id, model);
    if (!table) return null;
    const kept = await promises.watchdogs(desk.id, field.id);
    return { model, kept, ...underTrips(field, model, table, kept) };
  }

  return {
    deciderFor: async (desk, field) => {
      const force = await inForce(desk, field);
      const untested = ruleWithoutPromise(desk, field);
      if (!force) return untested;
      const shares = await auditShares(promises, desk.id, field, force.table, now());
      const openAudits = await promises.openTexts(desk.id, field.id);
      const beside = (await opinions.list(desk.id, field.id)).flatMap((opinion) => {
        const model = opinionModel(opinion);
        return opinion.table ? [{ model, ...underTrips(field, model, opinion.table, force.kept) }] : [];
      });
      // What a challenger answers as canary comes under its own proof.
      const challenger = (await rollouts.of(desk.id))[field.id]?.challenger;
      const its = challenger === undefined ? null : await promises.tableOf(desk.id, challenger);
      if (challenger !== undefined && its !== null) {
        beside.push({ model: challenger, ...underTrips(field, challenger, its, force.kept) });
      }
      const policy = { ...standingPolicy(desk, field), auditShares: shares, openAudits };
      const deciders = new Map(
        [force, ...beside].map(({ model, table, watchdogs }): [string, Decide] => {
          const decide = createDecider({ ...policy, table, watchdogs });
          const { suggestions } = table;
          if (suggestions === undefined) return [model, decide];
          return [model, (prediction) => ({ ...decide(prediction), runnersUp: suggestions })];
        }),
      );
      return (prediction) => (deciders.get(prediction.model) ?? untested)(prediction);
    },
    acceptModes: (desk, fields) =>
      Promise.all(
        fields.map(async (field) => {
          const force = await inForce({ id: desk }, field);
          return withModesInForce(field, force?.table ?? null);
        }),
      ),
    standing: async (desk, field) => {
      const force = await inForce(desk, field);
      if (!force) return null;
      const shares = await auditShares(promises, desk.id, field, force.table, now());
      return fieldPromise(field, force.table, force.watchdogs, shares);
    },
    takeAudits: (desk, outcomes) =>
      judgeAudits(promises, desk, outcomes, {
        tableOf: (field, model) => tableFor(desk.id, field, model),
        // A challenger whose audits go wrong gets no further; nothing where the model is none.
        onTrip: (field, model) => rollouts.drop(desk.id, field, model, now()),
        now: now(),
      }),
    arm: async (desk, field, label, approval) => {
      const force = await inForce(desk, field);
      const group = force && groupsByLabel(force.table).get(label);
      if (!force || group?.state !== 'proven') throw nothingToArm(label);
      const { table, model, watchdogs } = force;
      const rearmed = await promises.change(desk.id, async (writes) => {
        const kept = await writes.watchdogs(desk.id, field.id);
        const watchdog = watchdogsInForce(table, model, kept, field.labels)[group.id];
        if (watchdog?.state !== 'tripped') throw nothingToArm(label);
        const judged = await writes.judgedAudits(desk.id, field.id, model, watchdog.trippedAt);
        const own = [...evidenceOf(judged, field.labels).values()].filter((text) =>
          group.labels.includes(text.label),
        );
        const fresh = { audits: own.length, errors: own.filter(({ isWrong }) => isWrong).length };
        const rearming = rearmWatchdog(watchdog, fresh, table.deltaPerGroup, approval);
        if (!rearming.isArmed) throw refusedArming(rearming, label, fresh);
        const keys = [watchdogKey(model, group.id), ...tripKeys(field.labels, group.labels)];
        for (const key of keys) await writes.saveWatchdog(desk.id, field.id, key, rearming.watchdog, now());
        const facts = { field: field.id, group: group.id };
        await writes.tell(desk.id, { at: now(), by: approval.by, action: 'promise armed again', facts });
        return rearming.watchdog;
      });
      return fieldPromise(field, table, { ...watchdogs, [group.id]: rearmed });
    },
  };
}

/** What of a model's proof holds under what is agreed and what audits have shown. */
function underTrips(
  field: Field,
  model: string,
  table: PromiseTable,
  kept: Readonly<Record<string, Watchdog>>,
) {
  const isOverconfident = kept[honestyKey(model)]?.state === 'tripped';
  return {
    table: tableInForce(table, field.agreement ?? STANDARD_AGREEMENT, isOverconfident),
    watchdogs: watchdogsInForce(table, model, kept, field.labels),
  };
}

function nothingToArm(label: string): Problem {
  return new Problem('conflict', 'This queue was not taken back, so there is nothing to arm again.', {
    label,
  });
}

/** Why a queue is not armed again, and what would do it. */
function refusedArming(
  refused: Extract<Rearming, { isArmed: false }>,
  label: string,
  { audits, errors }: FreshAudits,
): Problem {
  if (refused.refusal === 'not-a-lead') {
    return new Problem('forbidden', 'Only a lead or an owner may arm a queue again.', { label });
  }
  const next =
    refused.more === null
      ? 'Learn again from corrected tickets instead.'
      : `${refused.more} more right ones would.`;
  return new Problem(
    'too_few_examples',
    `The audits since the promise was taken back do not prove it again: ${errors} of ${audits} were wrong. ${next}`,
    { label, judged: audits, ...(refused.more === null ? {} : { more: refused.more }) },
  );
}
