import { describe, expect, it } from '@jest/globals';
import { aftermathOf } from '../../../src/addon/aftermath.ts';
import type { Intent } from '../../../src/addon/reconcile.ts';
import { knownTickets, partedRows, seenRows } from '../../../src/addon/row-identity.ts';
import { layoutOf } from '../../../src/addon/write-journal.ts';
import { aSheet, idOf, type SheetBuilder } from '../../builders/sheet.ts';

const VPN = { Ticket: 'T-1', Subject: 'VPN drops' };
const TONER = { Ticket: 'T-2', Subject: 'Toner is out' };
const NOTHING: Intent = {
  ...{ wanted: new Map(), held: () => undefined, places: null, machineColumns: new Set<string>() },
  ...{ knowsOthers: true, hadNameless: () => false },
};

const one = () => aSheet(['Ticket']).suggestion(VPN, 'Network');

/** The rows of `after` that a write is answerable for which was planned on `before`. */
function answerableFor(after: SheetBuilder, before: SheetBuilder) {
  const tickets = knownTickets(before.view());
  const seen = seenRows(after.view());
  const footprint = { all: new Set<string>(), ushers: new Set<string>() };
  const known = { tickets, stood: () => undefined, layout: layoutOf(before.view()) };
  const matter = { intent: NOTHING, ...known, editsFrom: 0, footprint };
  return aftermathOf(after.view(), matter, seen, partedRows(seen, tickets)).rows;
}

describe('aftermathOf', () => {
  it('leaves a row alone that the look has missed and that is whole by its own state', () => {
    const after = one().suggestion(TONER, 'Printing');
    expect(answerableFor(after, one()).map(({ row }) => row)).toEqual([2]);
  });

  it('does not leave a row alone whose state is about another text', () => {
    const after = one().suggestion(TONER, 'Printing').edit(3, 'Subject', 'Badge lost');
    expect(answerableFor(after, one()).map(({ row }) => row)).toEqual([2, 3]);
  });

  it('does not leave a row alone whose state is about another id', () => {
    const after = one().suggestion(TONER, 'Printing').edit(3, 'Usher ID', idOf(7));
    expect(answerableFor(after, one()).map(({ row }) => row)).toEqual([2, 3]);
  });

  it('does not leave a new row alone, into which a write may have gone', () => {
    const after = one().row(TONER);
    expect(answerableFor(after, one()).map(({ row }) => row)).toEqual([2, 3]);
  });

  it('takes of two rows under one id the one for the copy whose other cells are not the ticket’s', () => {
    const copyAbove = one().edit(2, 'Ticket', 'T-9').copy(2, { Ticket: 'T-1' });
    expect(answerableFor(copyAbove, one()).map(({ isCopy }) => isCopy)).toEqual([true, false]);
  });

  it('takes a row without id but with the text and Usher’s cells of a ticket for a copy of it', () => {
    const after = one().copy(2, { Ticket: 'T-9', 'Usher ID': '' });
    expect(answerableFor(after, one()).map(({ isCopy, likeId }) => [isCopy, likeId])).toEqual([
      [false, idOf(1)],
      [true, idOf(1)],
    ]);
  });
});
