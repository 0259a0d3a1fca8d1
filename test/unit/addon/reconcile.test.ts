import { describe, expect, it } from '@jest/globals';
import { aftermathOf } from '../../../src/addon/aftermath.ts';
import type { WrittenValue } from '../../../src/addon/ports.ts';
import { findRepairs, type Intent } from '../../../src/addon/reconcile.ts';
import {
  knownTickets,
  namelessMarks,
  partedRows,
  restDigest,
  seenRows,
  textsMark,
} from '../../../src/addon/row-identity.ts';
import { columnKeys, rowValues, type SheetView } from '../../../src/addon/sheet-view.ts';
import { type PersonEdit, typedBy } from '../../../src/addon/typed-edits.ts';
import { layoutOf } from '../../../src/addon/write-journal.ts';
import { aSheet, idOf, type SheetBuilder } from '../../builders/sheet.ts';

const ID = idOf(1);
const VPN = { Ticket: 'T-1', Site: 'Bern', Subject: 'VPN drops', 'Usher ID': ID };
const WRITTEN = { 'label.queue': 'Network', 'confidence.queue': 0.8, status: 'needs review' };
const BLANK = { 'label.queue': '', 'confidence.queue': '', status: '', state: '' };

function heldIn(view: SheetView): Intent['held'] {
  return (id, key) => {
    const row = view.rows.find((one) => one.id === id);
    const [column] = [...columnKeys(view)].find(([, one]) => one === key) ?? [];
    return row && (rowValues(view, row.row)[column ?? -1] ?? '');
  };
}

/** What is to be put right, by row, when `wanted` of the ticket was written between the two looks. */
function repairsOf(
  after: SheetBuilder,
  before: SheetBuilder,
  wanted: Readonly<Record<string, WrittenValue>>,
  edits: readonly PersonEdit[] = [],
) {
  const [then, now] = [before.view(), after.view()];
  const intent: Intent = {
    wanted: new Map([[ID, new Map(Object.entries(wanted))]]),
    ...{ held: heldIn(then), places: then.rows, knowsOthers: true },
    hadNameless: (texts) => namelessMarks(then).includes(textsMark(texts)),
    machineColumns: new Set(['reason', 'state', 'confidence.queue']),
  };
  const put = new Set(Object.values(wanted).map(String));
  const footprint = { all: put, ushers: put };
  const tickets = knownTickets(then);
  const seen = seenRows(now);
  const known = { tickets, stood: () => undefined, layout: layoutOf(then) };
  const matter = { intent, ...known, editsFrom: 0, footprint };
  const aftermath = aftermathOf(now, matter, seen, partedRows(seen, tickets));
  const repairs = findRepairs(intent, footprint, aftermath, typedBy(edits, seen));
  return Object.fromEntries(repairs.map(({ row, cells }) => [row, Object.fromEntries(cells)]));
}

/** An edit of one cell of a row of `sheet`; a whole row was pasted unless `changes` say otherwise. */
function editIn(sheet: SheetBuilder, row: number, column: string, changes: Partial<PersonEdit>): PersonEdit {
  const view = sheet.view();
  const { id = '', hash = '' } = view.rows.find((one) => one.row === row) ?? {};
  const place = { id, hash, rest: restDigest(view, row), row, column };
  return { ...place, value: '', isTold: false, isSure: true, isRow: true, ...changes };
}

describe('findRepairs of a row that was copied in the midst of a write', () => {
  const earlier = () => aSheet(['Ticket', 'Site']).row(VPN);
  const done = () =>
    earlier().edit(2, 'Queue', 'Network').edit(2, 'Queue confidence', 0.8).edit(2, 'Status', 'needs review');
  const withCopy = (queue: string) => done().copy(2, { Ticket: 'T-9', Queue: queue });
  const paste = (sheet: SheetBuilder, value: string) => editIn(sheet, 3, 'label.queue', { value });

  it('finds nothing where the copy has what its original has', () => {
    const after = withCopy('Network');
    expect(repairsOf(after, earlier(), WRITTEN, [paste(after, 'Network')])).toEqual({});
  });

  it('gives the copy what its original has, and not what the write had brought into a moved column', () => {
    const after = withCopy('0.8');
    expect(repairsOf(after, earlier(), WRITTEN, [paste(after, '0.8')])).toEqual({
      3: { 'label.queue': 'Network' },
    });
  });

  it('gives the copy what somebody typed into its original', () => {
    const after = withCopy('0.8').edit(2, 'Queue', 'Hardware').edit(2, 'Status', 'corrected');
    const typed = editIn(after, 2, 'label.queue', { value: 'Hardware', isTold: true, isRow: false });
    expect(repairsOf(after, earlier(), WRITTEN, [paste(after, '0.8'), typed])[3]).toMatchObject({
      'label.queue': 'Hardware',
    });
  });

  it('leaves the copy a queue that is nothing of what was written, as one that a person has corrected', () => {
    const after = withCopy('Access');
    expect(repairsOf(after, earlier(), WRITTEN, [paste(after, 'Access')])).toEqual({
      3: { status: 'corrected' },
    });
  });
});

describe('findRepairs of a copy in columns that were moved while an undo emptied its original', () => {
  const earlier = () => aSheet(['Ticket', 'Site']).suggestion(VPN, 'Network');
  const undone = () =>
    aSheet(['Note', 'Site', 'Ticket'])
      .row({ ...VPN })
      .copy(2, { Ticket: 'T-9', 'Usher ID': ID });

  it('fills the column of people’s again that was emptied in the copy', () => {
    expect(repairsOf(undone().edit(3, 'Site', ''), earlier(), BLANK)).toEqual({
      3: { 'header:Site': 'Bern' },
    });
  });

  it('leaves it blank where somebody has emptied it since', () => {
    const after = undone().edit(3, 'Site', '');
    const typed = editIn(after, 3, 'header:Site', { isTold: true, isRow: false });
    expect(repairsOf(after, earlier(), BLANK, [typed])).toEqual({});
  });

  it('leaves what the copy has of its own', () => {
    expect(repairsOf(undone().edit(3, 'Site', 'Rome'), earlier(), BLANK)).toEqual({});
  });
});

describe('findRepairs of people’s own columns', () => {
  const earlier = () => aSheet(['Ticket', 'Site']).suggestion(VPN, 'Network');

  it('leaves them alone where only they changed places, since no write can have met them', () => {
    const after = aSheet(['Site', 'Ticket']).suggestion({ ...VPN, Site: '' }, 'Network');
    expect(repairsOf(after, earlier(), BLANK)).not.toHaveProperty(['2', 'header:Site']);
  });

  it('leaves the queue that a new row brought along, be it a word of this write', () => {
    const after = earlier().row({ Ticket: 'T-8', Subject: 'Jam', Queue: 'Network' });
    expect(repairsOf(after, earlier(), { 'label.queue': 'Network' })).not.toHaveProperty('3');
  });

  it('leaves the queue that stood in a new row before, though a sort has brought another row’s cells beside it', () => {
    const fresh = { Ticket: 'T-8', Subject: 'Jam', Queue: 'Network' };
    const before = earlier().row(fresh);
    const after = earlier()
      .row(fresh)
      .sort(['Queue confidence', 'Status', 'Usher state', 'Usher ID'], [3, 2]);
    const repairs = repairsOf(after, before, { 'label.queue': 'Network' });
    expect(repairs[3]).toMatchObject({ state: '' });
    expect(repairs).not.toHaveProperty(['3', 'label.queue']);
  });
});
