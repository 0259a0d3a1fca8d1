import { describe, expect, it } from '@jest/globals';
import {
  acceptMode,
  createDecider,
  type DecidableTicket,
  type DecisionPolicy,
} from '../../../../src/core/promise/decide.ts';
import type { PromiseTable, ProvenGroup } from '../../../../src/core/promise/promise-table.ts';
import { reasonText } from '../../../../src/core/promise/reason.ts';
import type { TrippedWatchdog } from '../../../../src/core/promise/watchdog.ts';

const BILLING: ProvenGroup = {
  state: 'proven',
  id: 'billing',
  labels: ['billing'],
  checked: 300,
  share: 0.4,
  threshold: 0.81,
  tested: 200,
  errors: 5,
  pValue: 0.06,
  precisionMin: 0.953,
  routedShare: 0.3,
};
const POOLED: ProvenGroup = { ...BILLING, id: '*', labels: ['printing', 'access'], threshold: 0.9 };
const TABLE: PromiseTable = {
  version: 1,
  kind: 'strict',
  target: 0.95,
  delta: 0.1,
  deltaPerGroup: 0.1,
  isFamilyWise: false,
  checked: 800,
  routedShare: 0.5,
  groups: [
    BILLING,
    POOLED,
    {
      state: 'unproven',
      id: 'network',
      labels: ['network'],
      checked: 13,
      share: 0.1,
      reason: 'too-few-checked',
      checkedMore: 32,
    },
  ],
};
const TRIPPED: TrippedWatchdog = { state: 'tripped', allowed: 0.05, audits: 48, errors: 9, trippedAt: 1 };

function aPolicy(changes: Partial<DecisionPolicy> = {}): DecisionPolicy {
  return {
    field: 'queue',
    table: TABLE,
    modes: { billing: 'auto', printing: 'auto', network: 'auto' },
    watchdogs: {},
    auditKey: 'secret',
    auditShares: { billing: 0, printing: 0, access: 0 },
    ...changes,
  };
}

function decide(ticket: Partial<DecidableTicket>, policy: Partial<DecisionPolicy> = {}) {
  return createDecider(aPolicy(policy))({
    textHash: 'T1',
    label: 'billing',
    confidence: 0.93,
    guard: null,
    ...ticket,
  });
}

function said(ticket: Partial<DecidableTicket>, policy: Partial<DecisionPolicy> = {}): string {
  const { answer } = decide(ticket, policy);
  return `${answer.decision}: ${reasonText(answer.reason)}`;
}

describe('a decision', () => {
  it.each([
    { name: 'a proven queue', ticket: {}, text: 'assign: 95 % promise holds from 0.81; this is 0.93' },
    {
      name: 'exactly the threshold',
      ticket: { confidence: 0.81 },
      text: 'assign: 95 % promise holds from 0.81; this is 0.81',
    },
    {
      name: 'less than the threshold',
      ticket: { confidence: 0.8099 },
      text: 'review: 95 % promise holds only from 0.81; this is 0.80',
    },
    {
      name: 'a pooled queue',
      ticket: { label: 'printing' },
      text: 'assign: 95 % promise for 2 queues together holds from 0.90; this is 0.93',
    },
    {
      name: 'an unproven queue in auto',
      ticket: { label: 'network' },
      text: 'review: 95 % promise is not proven: needs about 32 more checked tickets',
    },
    {
      name: 'a queue that the table does not know',
      ticket: { label: 'constructor' },
      text: 'review: No promise has been tested for this queue yet',
    },
    {
      name: 'an urgent ticket',
      ticket: { guard: { code: 'never-missed' as const, value: 'urgent' } },
      text: 'review: “urgent” must never be missed, so a person always decides',
    },
    {
      name: 'a ticket whose urgency could not be told',
      ticket: { guard: { code: 'never-missed-unknown' as const, field: 'Priority' } },
      text: 'review: “Priority” could not be told, and some of its values must never be missed, so a person always decides',
    },
    {
      name: 'hardly any confidence',
      ticket: { confidence: 0.11 },
      text: 'abstain: Too unsure for a suggestion: suggestions start from 0.20; this is 0.11',
    },
    { name: 'NaN', ticket: { confidence: NaN }, text: 'abstain: The model gave no valid confidence' },
    {
      name: 'a confidence above 1',
      ticket: { confidence: 1.01 },
      text: 'abstain: The model gave no valid confidence',
    },
  ])('for $name', ({ ticket, text }) => {
    expect(said(ticket)).toBe(text);
  });

  it('is a suggestion while there is no table', () => {
    expect(said({}, { table: null })).toBe('review: No promise has been tested for this queue yet');
  });

  it('is a suggestion where the promise is provisional, and says so', () => {
    expect(said({}, { table: { ...TABLE, kind: 'provisional' } })).toBe(
      'review: 95 % promise holds only provisionally from 0.81; this is 0.93: label more tickets, so that some can be kept apart to test it',
    );
  });

  it('falls back to a suggestion once the group is tripped', () => {
    expect(said({}, { watchdogs: { billing: TRIPPED } })).toBe(
      'review: 95 % promise was withdrawn: 9 of 48 audited tickets were wrong',
    );
  });

  it('trips every queue of a pooled group', () => {
    const policy = { watchdogs: { '*': TRIPPED }, modes: { access: 'auto', printing: 'auto' } } as const;
    expect(decide({ label: 'access' }, policy).answer.decision).toBe('review');
    expect(decide({ label: 'printing' }, policy).answer.decision).toBe('review');
    expect(decide({ label: 'billing' }, { watchdogs: { '*': TRIPPED } }).answer.decision).toBe('assign');
  });

  it('withholds the label of an audited ticket', () => {
    const { answer } = decide({}, { auditShares: { billing: 1 } });
    expect(answer).toEqual({ decision: 'audit', withheldLabel: 'billing', reason: { code: 'blind-audit' } });
  });

  it('keeps auditing a tripped group, which is how it gets fresh evidence', () => {
    const policy = { auditShares: { billing: 1 }, watchdogs: { billing: TRIPPED } };
    expect(decide({}, policy).answer.decision).toBe('audit');
  });

  it('keeps a text withheld that waits for its judgement, when the share of audits has fallen since', () => {
    const openAudits = new Set(['T1']);
    expect(decide({}, { openAudits }).answer).toMatchObject({ decision: 'audit', wasOpen: true });
    expect(decide({}, { openAudits, modes: { billing: 'suggest' } }).answer.decision).toBe('audit');
    expect(decide({ textHash: 'T2' }, { openAudits }).answer.decision).toBe('assign');
  });

  it('tells apart a label that was shown, which nobody can judge blind: it is routed or suggested', () => {
    const whole = { auditShares: { billing: 1 } };
    expect(decide({}, whole).shown.decision).toBe('assign');
    expect(decide({}, { ...whole, watchdogs: { billing: TRIPPED } }).shown.decision).toBe('review');
  });

  it('audits everything in a queue whose share nobody set', () => {
    expect(decide({}, { auditShares: {} }).answer.decision).toBe('audit');
  });

  it('audits only what would have been assigned', () => {
    expect(decide({ confidence: 0.7 }, { auditShares: { billing: 1 } }).answer.decision).toBe('review');
  });
});

describe('a mode', () => {
  it.each([
    ['off', 'abstain: Usher is switched off for this queue'],
    ['monitor', 'abstain: This queue is only monitored: nothing is written'],
    ['suggest', 'review: This queue is set to suggestions only'],
    ['auto', 'assign: 95 % promise holds from 0.81; this is 0.93'],
  ] as const)('%s decides', (mode, text) => {
    expect(said({}, { modes: { billing: mode } })).toBe(text);
  });

  it('is suggest where none was set', () => {
    expect(decide({}, { modes: {} }).answer.decision).toBe('review');
  });

  it.each(['off', 'monitor', 'suggest'] as const)('%s still tells the log what auto would do', (mode) => {
    expect(decide({}, { modes: { billing: mode } }).inAuto).toMatchObject({
      decision: 'assign',
      label: 'billing',
    });
  });

  it('suggest keeps the reason of what is reviewed anyway', () => {
    expect(said({ confidence: 0.5 }, { modes: { billing: 'suggest' } })).toBe(
      'review: 95 % promise holds only from 0.81; this is 0.50',
    );
  });

  it('auto is accepted with its proof', () => {
    expect(acceptMode('auto', 'printing', TABLE)).toEqual({ isAccepted: true, mode: 'auto', proof: POOLED });
  });

  it.each([
    ['network', TABLE, '95 % promise is not proven: needs about 32 more checked tickets'],
    ['unknown', TABLE, 'No promise has been tested for this queue yet'],
    ['billing', null, 'No promise has been tested for this queue yet'],
    [
      'billing',
      { ...TABLE, kind: 'provisional' as const },
      '95 % promise holds only provisionally from 0.81; this is 0.81: label more tickets, so that some can be kept apart to test it',
    ],
  ])('auto is refused for %s', (label, table, text) => {
    const answer = acceptMode('auto', label, table);
    expect(answer.isAccepted ? '' : reasonText(answer.reason)).toBe(text);
  });

  it.each(['off', 'monitor', 'suggest'] as const)('%s needs no proof', (mode) => {
    expect(acceptMode(mode, 'network', TABLE)).toEqual({ isAccepted: true, mode });
  });
});
