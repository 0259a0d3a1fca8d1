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
import { auditShare } from '../../src/core/promise/audit-stream.ts';
import { createDecider, type Verdict } from '../../src/core/promise/decide.ts';
import { groupsByLabel, type PromiseTable } from '../../src/core/promise/promise-table.ts';
import { allowedOf } from '../../src/core/promise/prove.ts';
import { type FreshAudits, type Rearming, rearmWatchdog } from '../../src/core/promise/rearm.ts';
import { armWatchdog, type Watchdog, watchAudit } from '../../src/core/promise/watchdog.ts';
import type { DeskRecord } from '../store/desks.ts';
import { opinionModel } from '../store/opinions.ts';
import type { Store } from '../store/store.ts';
import { USHER_ITSELF } from '../store/trail.ts';
import { fieldPromise } from './standing.ts';

const WEEK_MS = 7 * 86_400_000;
/** Assumed until a desk has a week of history: a middling queue, of which one ticket in eight is then audited. */
const ASSUMED_A_WEEK = 200;

/** A prediction to decide. */
export interface Decidable {
  readonly ticketId: string;
  readonly label: string;
  readonly confidence: number;
  /** The model that predicted it; only the model that a proof was made for is under the promise. */
  readonly model: string;
  /** Labels of other fields, to look for those that must never be missed. */
  readonly otherLabels: readonly string[];
}

export type Decide = (prediction: Decidable) => Verdict;

/** Promises of all desks. */
export interface Promises {
  /** The rule by which tickets of a field are decided now. */
  deciderFor(desk: DeskRecord, field: Field): Promise<Decide>;
  /** How the promise of the model in service stands; null where none was tested. */
  standing(desk: DeskRecord, field: Field): Promise<FieldPromise | null>;
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
  return ({ ticketId, label, confidence, otherLabels }) =>
    decide({ id: ticketId, label, confidence, otherValues: otherLabels });
}

/** The part of a policy that the desk's own settings say. */
function standingPolicy(desk: DeskRecord, field: Field) {
  return {
    field: field.id,
    modes: Object.fromEntries(field.labels.map(({ id }) => [id, modeOf(field, id)])),
    auditKey: desk.textKey,
    neverMissed: desk.fields.flatMap(({ neverMissed }) => neverMissed ?? []),
  };
}

/** A label that was merged into another is in that one's mode. */
function modeOf({ labels }: Field, id: string): Mode {
  const current = currentLabelId(labels, id);
  return labels.find((label) => label.id === current)?.mode ?? 'suggest';
}

/** Whether two labels of a field go under one name today; retired ones are themselves. */
export function isSameToday(desk: DeskRecord, fieldId: string, one: string, other: string): boolean {
  const labels = desk.fields.find(({ id }) => id === fieldId)?.labels ?? [];
  return (currentLabelId(labels, one) ?? one) === (currentLabelId(labels, other) ?? other);
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

  async function inForce(desk: DeskRecord, field: Field) {
    const model = (await models.inService(desk.id))[field.id];
    if (model === undefined) return null;
    const table = await promises.tableOf(desk.id, model);
    if (!table) return null;
    const kept = await promises.watchdogs(desk.id, field.id);
    return { model, table, watchdogs: watchdogsInForce(table, model, kept) };
  }

  return {
    deciderFor: async (desk, field) => {
      const force = await inForce(desk, field);
      const untested = ruleWithoutPromise(desk, field);
      if (!force) return untested;
      const shares = await auditShares(desk, field);
      const kept = await promises.watchdogs(desk.id, field.id);
      const beside = (await opinions.list(desk.id, field.id)).flatMap((opinion) =>
        opinion.table === null ? [] : [{ model: opinionModel(opinion), table: opinion.table }],
      );
      // What a challenger answers as canary comes under its own proof.
      const challenger = (await rollouts.of(desk.id))[field.id]?.challenger;
      const its = challenger === undefined ? null : await promises.tableOf(desk.id, challenger);
      if (challenger !== undefined && its !== null) beside.push({ model: challenger, table: its });
      const deciders = new Map(
        [force, ...beside].map(({ model, table }) => [
          model,
          createDecider({
            ...standingPolicy(desk, field),
            table,
            watchdogs: watchdogsInForce(table, model, kept),
            auditShares: shares,
          }),
        ]),
      );
      return (prediction) => {
        const { ticketId, label, confidence, otherLabels, model } = prediction;
        const decide = deciders.get(model);
        if (decide === undefined) return untested(prediction);
        return decide({ id: ticketId, label, confidence, otherValues: otherLabels });
      };
    },
    standing: async (desk, field) => {
      const force = await inForce(desk, field);
      return force && fieldPromise(field, force.table, force.watchdogs);
    },
    takeAudits: async (desk, outcomes) => {
      const open = await promises.openAudits(desk.id, [...new Set(outcomes.map(({ ticketId }) => ticketId))]);
      const audits = new Map(open.map((audit) => [`${audit.ticketId}\n${audit.field}`, audit]));
      const tripped: AuditReceipt['tripped'] = [];
      let taken = 0;
      for (const { ticketId, field, label } of outcomes) {
        const audit = audits.get(`${ticketId}\n${field}`);
        if (!audit || !(await promises.judgeAudit(desk.id, audit, label, now()))) continue;
        taken++;
        const sentence = await watch(
          desk,
          field,
          audit.model,
          audit.withheldLabel,
          !isSameToday(desk, field, label, audit.withheldLabel),
        );
        if (sentence !== null) tripped.push({ field, label: audit.withheldLabel, sentence });
      }
      return { taken, ignored: outcomes.length - taken, tripped };
    },
    arm: async (desk, field, label, approval) => {
      const force = await inForce(desk, field);
      const group = force && groupsByLabel(force.table).get(label);
      const watchdog = group && force.watchdogs[group.id];
      if (!force || !group || watchdog?.state !== 'tripped' || group.state !== 'proven') {
        throw new Problem('conflict', 'This queue was not taken back, so there is nothing to arm again.', {
          label,
        });
      }
      const judged = await promises.judgedAudits(desk.id, field.id, force.model, watchdog.trippedAt);
      const own = judged.filter(({ withheldLabel }) => group.labels.includes(withheldLabel));
      const errors = own.filter(
        ({ withheldLabel, personsLabel }) => !isSameToday(desk, field.id, withheldLabel, personsLabel),
      ).length;
      const fresh = { audits: own.length, errors };
      const rearming = rearmWatchdog(watchdog, fresh, force.table.deltaPerGroup, approval);
      if (!rearming.isArmed) throw refusedArming(rearming, label, fresh);
      const told = { by: approval.by, action: 'promise armed again' } as const;
      const keys = [watchdogKey(force.model, group.id), ...group.labels.map(tripKey)];
      for (const key of keys)
        await promises.saveWatchdog(desk.id, field.id, key, rearming.watchdog, now(), told);
      return fieldPromise(field, force.table, { ...force.watchdogs, [group.id]: rearming.watchdog });
    },
  };

  /** Feeds one judged audit to its group's watchdog; a sentence when that took the promise back. */
  async function watch(
    desk: DeskRecord,
    field: string,
    model: string,
    withheld: string,
    isWrong: boolean,
  ): Promise<string | null> {
    const table = await tableFor(desk.id, field, model);
    const group = table ? groupsByLabel(table).get(withheld) : undefined;
    if (!table || group?.state !== 'proven') return null;
    const key = watchdogKey(model, group.id);
    const kept: Watchdog | undefined = (await promises.watchdogs(desk.id, field))[key];
    const before = kept ?? armWatchdog(Math.min(0.5, allowedOf(table.target)));
    const after = watchAudit(before, isWrong, now());
    const isTaken = before.state !== 'tripped' && after.state !== 'armed';
    const told = isTaken ? ({ by: USHER_ITSELF, action: 'promise taken back' } as const) : undefined;
    await promises.saveWatchdog(desk.id, field, key, after, now(), told);
    if (!isTaken) return null;
    // A challenger whose audits go wrong gets no further; nothing where the model is none.
    await rollouts.drop(desk.id, field, model, now());
    for (const label of group.labels)
      await promises.saveWatchdog(desk.id, field, tripKey(label), after, now());
    return `${after.errors} of ${after.audits} audited tickets were wrong, so these tickets are suggestions again.`;
  }

  /** Shares from the last full week of log, kept for a week so that a ticket asked about twice gets one answer. */
  async function auditShares(desk: DeskRecord, field: Field): Promise<Record<string, number>> {
    const weekStart = Math.floor(now() / WEEK_MS) * WEEK_MS;
    const first = await promises.firstLoggedAt(desk.id);
    const hasWeek = first !== null && first <= weekStart - WEEK_MS;
    const counts = hasWeek
      ? await promises.wouldBeAssigned(desk.id, field.id, weekStart - WEEK_MS, weekStart)
      : {};
    return Object.fromEntries(
      field.labels.map(({ id }) => [id, auditShare(hasWeek ? (counts[id] ?? 0) : ASSUMED_A_WEEK)]),
    );
  }
}

/** A watchdog belongs to one model's group, since its evidence is about that model and that promise. */
function watchdogKey(model: string, group: string): string {
  return `${model} ${group}`;
}

/** A trip belongs to the label and outlives the model: no later training may lift it, only a lead on fresh audits. */
function tripKey(label: string): string {
  return `label ${label}`;
}

/** The watchdogs of a table's groups, by group id: tripped where any label of the group is. */
export function watchdogsInForce(
  table: PromiseTable,
  model: string,
  kept: Readonly<Record<string, Watchdog>>,
): Record<string, Watchdog> {
  const inForce: Record<string, Watchdog> = {};
  for (const { id, labels } of table.groups) {
    const tripped = labels.map((label) => kept[tripKey(label)]).find((one) => one?.state === 'tripped');
    const watchdog = tripped ?? kept[watchdogKey(model, id)];
    if (watchdog) inForce[id] = watchdog;
  }
  return inForce;
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
