// What happens with a prediction: `assign` only under a proven promise, `audit` for the share of these that people judge
// blind, `review` for suggestions, `abstain` where nothing is said. Everything that takes the right to assign away is here.

import { isAudited } from './audit-stream.ts';
import { groupsByLabel, type PromiseGroup, type PromiseTable, type ProvenGroup } from './promise-table.ts';
import type { Reason } from './reason.ts';
import type { Watchdog } from './watchdog.ts';

/** What a lead lets a queue do: nothing, decide and log only, suggest, or route alone where the promise is proven. */
export type Mode = 'off' | 'monitor' | 'suggest' | 'auto';

/** Least confidence for a suggestion unless the desk says otherwise: one in five. */
export const SUGGEST_FROM = 0.2;

/** All that decides beside the prediction itself. Labels without an entry are in mode `suggest` and audited whole. */
export interface DecisionPolicy {
  readonly field: string;
  /** Null until a promise was tested. */
  readonly table: PromiseTable | null;
  readonly modes: Readonly<Record<string, Mode>>;
  /** By group id of the table. */
  readonly watchdogs: Readonly<Record<string, Watchdog>>;
  /** Secret of the desk; whoever knows it knows which tickets are audited. */
  readonly auditKey: string;
  /** Share of would-be assignments to audit, by label; see auditShare. */
  readonly auditShares: Readonly<Record<string, number>>;
  /** Texts that wait for a blind judgement: withheld whatever the share of audits is by now. */
  readonly openAudits?: ReadonlySet<string>;
  readonly suggestFrom?: number;
}

/** A ticket's prediction for one field. */
export interface DecidableTicket {
  /** Hash of its text, by which audits are picked: another id or another try picks no other way. */
  readonly textHash: string;
  readonly label: string;
  /** Calibrated, 0–1; anything else is refused here. */
  readonly confidence: number;
  /** Why a person must see it whatever is promised, such as its priority; null where nothing asks for that. */
  readonly guard: Guard | null;
}

/** A value that must never be missed, or a field that may hold such a value and could not be told. */
export type Guard = Extract<Reason, { code: 'never-missed' | 'never-missed-unknown' }>;

/** What is done with a prediction. */
export type Decision =
  | { readonly decision: 'assign'; readonly label: string; readonly reason: Reason }
  /** Would have been assigned; the label is for the log and must not be shown. */
  | {
      readonly decision: 'audit';
      readonly withheldLabel: string;
      readonly reason: Reason;
      /** Set where it was withheld before and would not be picked today. */
      readonly wasOpen?: true;
    }
  | { readonly decision: 'review'; readonly label: string; readonly reason: Reason }
  | { readonly decision: 'abstain'; readonly reason: Reason };

/** The decision, and what it would have been otherwise. */
export interface Verdict {
  readonly answer: Decision;
  /** Had the lead set every queue to `auto`: logged, so that modes can be judged. */
  readonly inAuto: Decision;
  /** Had the label been shown already, so that nobody can judge it blind any more. */
  readonly shown: Exclude<Decision, { decision: 'audit' }>;
}

/** Makes the function that decides tickets under a policy; a changed policy needs a new one. */
export function createDecider(policy: DecisionPolicy): (ticket: DecidableTicket) => Verdict {
  const groups = policy.table ? groupsByLabel(policy.table) : new Map<string, PromiseGroup>();
  // Maps, since a label may be called "constructor".
  const modes = new Map(Object.entries(policy.modes));
  const watchdogs = new Map(Object.entries(policy.watchdogs));
  const auditShares = new Map(Object.entries(policy.auditShares));
  const suggestFrom = policy.suggestFrom ?? SUGGEST_FROM;

  function decideShown({ label, confidence, guard }: DecidableTicket): Shown {
    if (!(confidence >= 0 && confidence <= 1))
      return { decision: 'abstain', reason: { code: 'confidence-invalid' } };
    if (confidence < suggestFrom) {
      return { decision: 'abstain', reason: { code: 'confidence-low', confidence, suggestFrom } };
    }
    const review = (reason: Reason): Shown => ({ decision: 'review', label, reason });
    if (guard !== null) return review(guard);
    const group = groups.get(label);
    if (!policy.table || !group) return review({ code: 'not-tested' });
    const { target, kind } = policy.table;
    const told = { target, confidence, kind, queues: group.labels.length };
    if (group.state === 'unproven') {
      const from = group.provisional?.threshold;
      if (from === undefined || confidence < from) return review(unprovenReason(group, target));
      return review({ code: 'provisional-only', threshold: from, ...told });
    }
    const { threshold } = group;
    const facts = { threshold, ...told };
    if (confidence < threshold) return review({ code: 'below-threshold', ...facts });
    // Such a table is never made; one that is found proves nothing that may be routed by.
    if (kind === 'provisional') return review({ code: 'provisional-only', ...facts });
    const watchdog = watchdogs.get(group.id);
    if (watchdog?.state === 'tripped') {
      return review({ code: 'tripped', target, audits: watchdog.audits, errors: watchdog.errors });
    }
    return { decision: 'assign', label, reason: { code: 'promise-holds', ...facts } };
  }

  /** A tripped group's share is still audited blind: that is the fresh evidence which arming again takes. */
  function isPicked({ label, textHash }: DecidableTicket, shown: Shown): boolean {
    const wouldRoute = shown.decision === 'assign' || shown.reason.code === 'tripped';
    return wouldRoute && isAudited(policy.auditKey, policy.field, textHash, auditShares.get(label) ?? 1);
  }

  return (ticket) => {
    const { label } = ticket;
    const shown = decideShown(ticket);
    const audit = { decision: 'audit', withheldLabel: label, reason: { code: 'blind-audit' } } as const;
    const inAuto = isPicked(ticket, shown) ? audit : shown;
    const mode = modes.get(label) ?? 'suggest';
    const isSilent = mode === 'off' || mode === 'monitor' || shown.decision === 'abstain';
    const stayedOpen = !isSilent && policy.openAudits?.has(ticket.textHash) === true;
    const answer = withMode(inAuto, label, mode);
    return {
      answer: stayedOpen && answer.decision !== 'audit' ? { ...audit, wasOpen: true } : answer,
      inAuto,
      shown: withMode(shown, label, mode),
    };
  };
}

type Shown = Verdict['shown'];

function withMode<D extends Decision>(inAuto: D, label: string, mode: Mode): D | Shown {
  switch (mode) {
    case 'off':
      return { decision: 'abstain', reason: { code: 'mode-off' } };
    case 'monitor':
      return { decision: 'abstain', reason: { code: 'mode-monitor' } };
    case 'suggest': {
      const wouldRoute = inAuto.decision === 'assign' || inAuto.decision === 'audit';
      return wouldRoute ? { decision: 'review', label, reason: { code: 'mode-suggest' } } : inAuto;
    }
    case 'auto':
      return inAuto;
    default:
      throw new Error(
        `A queue's mode is off, monitor, suggest or auto; found ${String(mode satisfies never)}.`,
      );
  }
}

/** `auto` with the proof that allows it, a mode that needs none, or the reason why `auto` is refused. */
export type ModeAnswer =
  | { readonly isAccepted: true; readonly mode: 'off' | 'monitor' | 'suggest' }
  | { readonly isAccepted: true; readonly mode: 'auto'; readonly proof: ProvenGroup }
  | { readonly isAccepted: false; readonly reason: Reason };

/** Answers a lead who sets the mode of a label. */
export function acceptMode(mode: Mode, label: string, table: PromiseTable | null): ModeAnswer {
  if (mode !== 'auto') return { isAccepted: true, mode };
  const group = table ? groupsByLabel(table).get(label) : undefined;
  if (!table || !group) return { isAccepted: false, reason: { code: 'not-tested' } };
  if (group.state === 'unproven') return { isAccepted: false, reason: unprovenReason(group, table.target) };
  const { target, kind } = table;
  if (kind === 'provisional') {
    const { threshold, labels } = group;
    const facts = { target, kind, threshold, confidence: threshold, queues: labels.length };
    return { isAccepted: false, reason: { code: 'provisional-only', ...facts } };
  }
  return { isAccepted: true, mode, proof: group };
}

function unprovenReason(group: Extract<PromiseGroup, { state: 'unproven' }>, target: number): Reason {
  const { reason: why, checkedMore, labels } = group;
  return { code: 'not-proven', target, why, checkedMore, queues: labels.length };
}
