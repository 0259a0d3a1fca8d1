import { describe, expect, it } from '@jest/globals';
import { type Outcome, planTriage } from '../../../src/addon/plan-triage.ts';
import { parseRowState } from '../../../src/addon/row-state.ts';
import type { FieldAnswer, TriageAnswer } from '../../../src/core/contract.ts';
import { aSheet, idOf, type SheetBuilder } from '../../builders/sheet.ts';

const REVIEW: FieldAnswer = {
  decision: 'review',
  label: 'network',
  confidence: 0.8123,
  alternatives: [],
  reason: 'Nothing is proven yet.',
  explanation: [
    { text: 'vpn', weight: 1.2 },
    { text: 'printer', weight: -0.4 },
  ],
  backend: 'embedded',
  model: 'model-2',
};

const AUDIT: FieldAnswer = {
  ...{ decision: 'audit', reason: 'Picked for a blind check.', backend: 'embedded', model: 'model-2' },
};

function outcomeOf(field: FieldAnswer, id = ID): Outcome {
  const prediction = { id, language: 'en', fields: { queue: field } };
  const answer: TriageAnswer = {
    runId: 'run-2',
    models: { queue: 'model-2' },
    labelNames: { queue: { network: 'Network & VPN' } },
    predictions: [prediction],
    problems: [],
    usage: { charged: 1, repeated: 0, costUsd: 0 },
  };
  return { kind: 'predicted', prediction, answer };
}

function plan(sheet: SheetBuilder, outcome: Outcome, before: SheetBuilder = sheet) {
  const outcomes = new Map([[ID, outcome]]);
  const hashes = new Map(before.tickets().map((row) => [row.id, row.hash]));
  const made = planTriage(sheet.view(), outcomes, hashes, 'run-2');
  const cell = (key: string) => made.wanted.get(ID)?.get(key);
  return {
    ...made,
    label: cell('label.queue'),
    confidence: cell('confidence.queue'),
    status: cell('status'),
    reason: cell('reason'),
    state: cell('state'),
  };
}

const ID = idOf(1);
const waiting = () => aSheet().row({ Subject: 'VPN drops', 'Usher ID': ID });

describe('planTriage', () => {
  it('writes label by name, rounded confidence, status, and the words that spoke for it', () => {
    const made = plan(waiting(), outcomeOf(REVIEW));
    expect([made.label, made.confidence, made.status]).toEqual(['Network & VPN', 0.812, 'needs review']);
    expect(made.reason).toBe('“vpn”. Nothing is proven yet.');
  });

  it('remembers run, model and what it wrote', () => {
    const state = parseRowState(String(plan(waiting(), outcomeOf(REVIEW)).state));
    expect(state).toMatchObject({
      run: 'run-2',
      models: { queue: 'model-2' },
      written: { queue: 'Network & VPN' },
    });
  });

  it('marks a row assigned only when the decision is to assign', () => {
    expect(plan(waiting(), outcomeOf({ ...REVIEW, decision: 'assign' })).status).toBe('assigned');
  });

  it('leaves the label blank when no label fits', () => {
    const { decision: _decision, label: _label, ...rest } = { ...REVIEW, label: '' };
    const made = plan(waiting(), outcomeOf({ decision: 'abstain', ...rest }));
    expect([made.label, made.status, made.tally.undecided]).toEqual(['', 'needs review', 1]);
  });

  it('counts a ticket that is judged blind among those to review, and not as one that fits no queue', () => {
    expect(plan(waiting(), outcomeOf(AUDIT)).tally).toMatchObject({ review: 1, undecided: 0 });
  });

  it('notes a blind check, with nothing in the row that tells the label', () => {
    const state = String(plan(waiting(), outcomeOf(AUDIT)).state);
    expect(parseRowState(state)?.audits).toEqual(['queue']);
    expect(state).not.toContain('Network');
  });

  it('takes no judgement for blind where an earlier run has shown a label', () => {
    const shown = aSheet().suggestion({ Subject: 'VPN drops', 'Usher ID': ID }, 'Network & VPN');
    const made = plan(shown, outcomeOf(AUDIT));
    expect(made.label).toBe('');
    expect(parseRowState(String(made.state))?.audits).toBeUndefined();
  });

  it('withholds label and confidence of an audited ticket', () => {
    const audit: FieldAnswer = {
      decision: 'audit',
      reason: 'Please judge this one.',
      backend: 'embedded',
      model: 'model-2',
    };
    const made = plan(waiting(), outcomeOf(audit));
    expect([made.label, made.confidence, made.reason]).toEqual(['', '', 'Please judge this one.']);
  });

  it('writes nothing to a row that a person has decided meanwhile', () => {
    const made = plan(waiting().edit(2, 'Queue', 'Hardware'), outcomeOf(REVIEW));
    expect([made.wanted.size, made.tally.lost]).toEqual([0, 1]);
  });

  it('writes nothing to a row whose text is another one by now', () => {
    const made = plan(waiting().edit(2, 'Subject', 'Laptop is broken'), outcomeOf(REVIEW), waiting());
    expect([made.wanted.size, made.tally.lost]).toEqual([0, 1]);
  });

  it('remembers what an earlier run had written, so that this run can be undone', () => {
    const sheet = aSheet().suggestion({ Subject: 'VPN drops', 'Usher ID': ID }, 'Hardware');
    const state = parseRowState(String(plan(sheet, outcomeOf(REVIEW)).state));
    expect(state?.previous).toMatchObject({
      'label.queue': 'Hardware',
      'confidence.queue': 0.8,
      status: 'needs review',
    });
  });

  it("takes Usher's own earlier label back when the ticket is refused", () => {
    const sheet = aSheet().suggestion({ Subject: 'VPN drops', 'Usher ID': ID }, 'Network & VPN');
    const made = plan(sheet, {
      kind: 'refused',
      problem: { id: ID, code: 'ticket_invalid', message: 'Too odd.' },
    });
    expect([made.label, made.status, made.reason]).toEqual(['', 'failed', 'Too odd.']);
  });

  it('keeps a reason that looks like a formula as text', () => {
    const made = plan(waiting(), outcomeOf({ ...REVIEW, reason: '=IMPORTXML("x")', explanation: [] }));
    expect(made.reason).toBe('\'=IMPORTXML("x")');
  });
});
