import { describe, expect, it } from '@jest/globals';
import { planTogether } from '../../../src/addon/realign.ts';
import { restDigest, seenRows } from '../../../src/addon/row-identity.ts';
import { columnKeys, rowValues, type SheetView } from '../../../src/addon/sheet-view.ts';
import { type PersonEdit, typedBy } from '../../../src/addon/typed-edits.ts';
import { type Journal, type JournalTicket, layoutOf } from '../../../src/addon/write-journal.ts';
import { aSheet, idOf, type SheetBuilder } from '../../builders/sheet.ts';

const TICKETS = [
  { Subject: 'VPN drops', Queue: 'Network', Reason: '“VPN”.' },
  { Subject: 'Toner is out', Queue: 'Printing', Reason: '“Toner”.' },
  { Subject: 'Badge lost', Queue: 'Access', Reason: '“Badge”.' },
  { Subject: 'No sound', Queue: 'Hardware', Reason: '“sound”.' },
];
/** What people sort, what they see of Usher's, and what is hidden. */
const TEXTS = ['Subject', 'Queue'] as const;
const SEEN = ['Queue confidence', 'Status', 'Reason'] as const;

const triaged = () => TICKETS.reduce((sheet, cells) => sheet.suggestion(cells, cells.Queue), aSheet());

/** What a run puts down before it writes, of a sheet that it leaves as it is. */
function journalOf(view: SheetView): Journal {
  const tickets = view.rows.map((row): [string, JournalTicket] => {
    const values = rowValues(view, row.row);
    const held = new Map([...columnKeys(view)].map(([column, key]) => [key, values[column] ?? '']));
    const known = { hash: row.hash, rest: restDigest(view, row.row), row: row.row };
    return [row.id, { ...known, held, wanted: new Map() }];
  });
  return {
    holder: 'run',
    at: 0,
    layout: layoutOf(view),
    isFull: true,
    nameless: [],
    tickets: new Map(tickets),
  };
}

/** Every row by its subject, as it stands once what is planned was written: queue, status and reason. */
function broughtTogether(sheet: SheetBuilder, whole: SheetBuilder, edits: readonly PersonEdit[] = []) {
  const view = sheet.view();
  const typed = typedBy(edits, seenRows(view));
  const plan = planTogether(view, journalOf(whole.view()), typed, 'seed', () => 'new');
  const keys = new Map([...columnKeys(view)].map(([column, key]) => [key, column]));
  return Object.fromEntries(
    (plan?.view ?? view).rows.map((row) => {
      const shows = (key: string) =>
        plan?.wanted.get(row.id)?.get(key) ?? rowValues(view, row.row)[keys.get(key) ?? -1];
      return [row.subject, [row.id, ...['label.queue', 'status', 'reason'].map(shows)]];
    }),
  );
}

describe('planTogether after a sort of texts and queues', () => {
  it('brings what is Usher’s to its text, and asks for nothing where all stands together', () => {
    const parted = triaged().sort(TEXTS, [4, 5, 2, 3]);
    expect(broughtTogether(parted, triaged())).toEqual(broughtTogether(triaged(), triaged()));
    expect(
      planTogether(
        triaged().view(),
        null,
        () => undefined,
        'seed',
        () => 'new',
      ),
    ).toBeNull();
  });

  it('brings a decision that stayed beside its id to the text that it is about', () => {
    const decided = () => triaged().edit(2, 'Status', 'confirmed');
    const { 'VPN drops': vpn, ...others } = broughtTogether(decided().sort(TEXTS, [4, 5, 2, 3]), decided());
    expect(vpn).toEqual([idOf(1), 'Network', 'confirmed', '“VPN”.']);
    expect(Object.values(others).map(([, , status]) => status)).toEqual(Array(3).fill('needs review'));
  });
});

describe('planTogether after two sorts of different columns, which have parted texts, statuses and ids', () => {
  const decided = () => triaged().edit(2, 'Status', 'confirmed').edit(5, 'Status', 'corrected');
  const parted = () => decided().sort(TEXTS, [4, 5, 2, 3]).sort(SEEN, [3, 2, 5, 4]);

  it('takes a decision for that of the ticket whose reason stands beside it', () => {
    expect(broughtTogether(parted(), decided())).toEqual({
      'VPN drops': [idOf(1), 'Network', 'confirmed', '“VPN”.'],
      'Toner is out': [idOf(2), 'Printing', 'needs review', '“Toner”.'],
      'Badge lost': [idOf(3), 'Access', 'needs review', '“Badge”.'],
      'No sound': [idOf(4), 'Hardware', 'corrected', '“sound”.'],
    });
  });

  it('does so where several rows show one reason, by the others', () => {
    const like = (sheet: SheetBuilder) => sheet.edit(3, 'Reason', '“Badge”.');
    const whole = like(decided());
    const mixed = like(decided()).sort(TEXTS, [4, 5, 2, 3]).sort(SEEN, [3, 2, 5, 4]);
    const status = Object.values(broughtTogether(mixed, whole)).map(([id, , shown]) => [id, shown]);
    expect(Object.fromEntries(status)).toMatchObject({ [idOf(1)]: 'confirmed', [idOf(4)]: 'corrected' });
  });

  it('keeps what somebody typed since, for the text beside which it was typed', () => {
    const view = parted().view();
    const { id = '', hash = '' } = view.rows.find(({ subject }) => subject === 'Badge lost') ?? {};
    const place = { id, hash, rest: restDigest(view, 2), row: 2, column: 'status', value: 'confirmed' };
    const edit = { ...place, isTold: true, isSure: true, isRow: false };
    expect(broughtTogether(parted(), decided(), [edit])['Badge lost']?.[2]).toBe('confirmed');
  });

  it('does not take for a ticket’s own what somebody typed beside its id of a text that a third sort took elsewhere', () => {
    const whole = () => triaged().edit(5, 'Status', 'corrected');
    const apart = whole().sort(TEXTS, [4, 5, 2, 3]).edit(2, 'Status', 'confirmed');
    const { id = '', hash = '', subject } = apart.view().rows.find(({ row }) => row === 2) ?? {};
    const place = { id, hash, rest: '', row: 2, column: 'status', value: 'confirmed' };
    const edit = { ...place, isTold: true, isSure: true, isRow: false };
    const now = broughtTogether(apart.sort(TEXTS, [3, 4, 5, 2]), whole(), [edit]);
    expect([id, subject]).toEqual([idOf(1), 'Badge lost']);
    expect(Object.fromEntries(Object.entries(now).map(([text, [, , status]]) => [text, status]))).toEqual({
      'VPN drops': 'needs review',
      'Toner is out': 'needs review',
      'Badge lost': 'confirmed',
      'No sound': 'corrected',
    });
  });

  it('brings what is Usher’s back to a text that stands beside its id again, its state elsewhere', () => {
    const whole = () => triaged().row({ Subject: 'Taught', Queue: 'Network', 'Usher ID': idOf(5) });
    const back = whole()
      .sort(TEXTS, [3, 4, 5, 6, 2])
      .sort([...TEXTS, ...SEEN, 'Usher state'], [6, 3, 4, 5, 2]);
    expect(back.view().rows[0]).toMatchObject({ subject: 'VPN drops', id: idOf(1), state: null });
    expect(broughtTogether(back, whole())['VPN drops']).toEqual([
      ...[idOf(1), 'Network', 'needs review', '“VPN”.'],
    ]);
  });

  it('leaves a copy that was given its own text the queue that somebody chose for it, and no other', () => {
    const copy = () => triaged().copy(2, { Subject: 'A fifth' });
    const {
      id = '',
      hash = '',
      row = 0,
    } = copy()
      .view()
      .rows.find((one) => one.row === 6) ?? {};
    const place = { id, hash, rest: '', row, column: 'label.queue', value: 'Network' };
    const edit = { ...place, isTold: true, isSure: true, isRow: false };
    expect(broughtTogether(copy(), triaged())['A fifth']?.slice(1)).toEqual(['', '', '']);
    expect(broughtTogether(copy(), triaged(), [edit])['A fifth']?.slice(1)).toEqual(['Network', '', '']);
  });
});
