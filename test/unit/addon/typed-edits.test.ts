import { describe, expect, it } from '@jest/globals';
import { restDigest, seenRows } from '../../../src/addon/row-identity.ts';
import { type PersonEdit, typedBy, withKeptLabels } from '../../../src/addon/typed-edits.ts';
import { aSheet, idOf, type SheetBuilder } from '../../builders/sheet.ts';

const VPN = { Ticket: 'T-1', Subject: 'VPN drops' };
const alone = () => aSheet(['Ticket']).suggestion(VPN, 'Network');
const withCopy = () => alone().copy(2, { Ticket: 'T-9' });

/** What somebody typed or pasted into the queue of a row of `sheet`. */
function editIn(sheet: SheetBuilder, row: number, changes: Partial<PersonEdit> = {}): PersonEdit {
  const view = sheet.view();
  const { id = '', hash = '' } = view.rows.find((one) => one.row === row) ?? {};
  return {
    ...{ id, hash, rest: restDigest(view, row), row, column: 'label.queue', value: 'Hardware' },
    ...{ isTold: true, isSure: true, isRow: false },
    ...changes,
  };
}

/** What was typed into the queue of each row of `sheet`, by row number. */
function typedIn(sheet: SheetBuilder, ...edits: PersonEdit[]): Record<number, string | undefined> {
  const typed = typedBy(edits, seenRows(sheet.view()));
  return Object.fromEntries(sheet.tickets().map(({ row }) => [row, typed({ row }, 'label.queue')?.value]));
}

describe('typedBy', () => {
  const PASTE = { isTold: false, isRow: true };

  it('does not say of a row what a copy of it brought, which has come after the look', () => {
    expect(typedIn(alone(), editIn(withCopy(), 3, PASTE))).toEqual({ 2: undefined });
  });

  it('says of the copy, once it is seen, what its paste has brought', () => {
    expect(typedIn(withCopy(), editIn(withCopy(), 3, PASTE))).toEqual({ 2: undefined, 3: 'Hardware' });
  });

  it('says of a row that was pasted anew what its paste has brought', () => {
    expect(typedIn(alone(), editIn(alone(), 2, PASTE))).toEqual({ 2: 'Hardware' });
  });

  it('says of a row what was typed into it, whatever its other cells hold by now', () => {
    const later = alone().edit(2, 'Ticket', 'T-1a');
    expect(typedIn(later, editIn(alone(), 2))).toEqual({ 2: 'Hardware' });
  });

  it('does not say of a row under its old id what a copy of it brought before its text was rewritten', () => {
    const rewritten = alone().edit(2, 'Subject', 'All is well');
    expect(typedIn(rewritten, editIn(withCopy(), 3, PASTE))).toEqual({ 2: undefined });
    expect(typedIn(rewritten, editIn(alone(), 2))).toEqual({ 2: 'Hardware' });
  });

  it('tells a row and its copy under one id apart by their other cells', () => {
    expect(typedIn(withCopy(), editIn(withCopy(), 2))).toEqual({ 2: 'Hardware', 3: undefined });
  });

  it('takes the last of several edits of a cell', () => {
    const edits = ['Hardware', 'Printing'].map((value) => editIn(alone(), 2, { value }));
    expect(typedIn(alone(), ...edits)).toEqual({ 2: 'Printing' });
  });

  it('does not take a blank cell of a paste for one that somebody emptied', () => {
    const blank = editIn(alone(), 2, { value: '' });
    expect(typedIn(alone(), { ...blank, isTold: false })).toEqual({ 2: undefined });
    expect(typedIn(alone(), blank)).toEqual({ 2: '' });
  });

  describe('of a row that had no id, and whose text a write into moved columns had met', () => {
    const healed = (queue: string) => alone().edit(2, 'Queue', queue);
    const edit = () => editIn(alone(), 2, { id: '', hash: 'text of the write' });

    it('keeps the word that stands there', () => {
      expect(typedIn(healed('Hardware'), edit())).toEqual({ 2: 'Hardware' });
    });

    it('says nothing where another stands by now, or where another row has the same other cells', () => {
      expect(typedIn(healed('Network'), edit())).toEqual({ 2: undefined });
      const twins = healed('Hardware').suggestion({ ...VPN, Subject: 'Toner is out' }, 'Hardware');
      expect(typedIn(twins, edit())).toEqual({ 2: undefined, 3: undefined });
    });
  });

  describe('of a copy that somebody decided and then gave its own text', () => {
    const copied = () => alone().copy(2, { Ticket: 'T-9' });
    const rewritten = () => copied().edit(3, 'Subject', 'Toner is out');
    const edits = () => [
      editIn(copied(), 3),
      editIn(rewritten(), 3, { column: 'header:Subject', value: 'Toner is out' }),
    ];

    it('says it of the copy, and not of the row that it was copied from', () => {
      expect(typedIn(rewritten(), ...edits())).toEqual({ 2: undefined, 3: 'Hardware' });
    });

    it('does so once the copy has an id of its own', () => {
      const named = rewritten().edit(3, 'Usher ID', idOf(9));
      expect(typedIn(named, ...edits())).toEqual({ 2: undefined, 3: 'Hardware' });
    });
  });
});

describe('withKeptLabels', () => {
  const kept = (edit: PersonEdit) => {
    const view = alone().view();
    return withKeptLabels(view.rows, () => seenRows(view), [edit])[0]?.origins['queue']?.kind;
  };

  it('takes a label of Usher’s that a person wrote over itself for kept, and no other', () => {
    expect(kept(editIn(alone(), 2, { value: 'Network' }))).toBe('confirmed');
    expect(kept(editIn(alone(), 2, { value: 'Network', isSure: false }))).toBe('usher');
    expect(kept(editIn(alone(), 2, { value: 'Network', column: 'status' }))).toBe('usher');
  });
});
