import { describe, expect, it } from '@jest/globals';
import { knownTickets, partedRows, seenRows } from '../../../src/addon/row-identity.ts';
import { aSheet, idOf, type SheetBuilder } from '../../builders/sheet.ts';

const VPN = { Ticket: 'T-1', Site: 'Bern', Subject: 'VPN drops', Body: 'Since noon.' };
const TONER = { Ticket: 'T-2', Site: 'Rome', Subject: 'Toner is out', Body: 'Third floor.' };
const BADGE = { Ticket: 'T-3', Site: 'Oslo', Subject: 'Badge lost', Body: 'On the train.' };
const OWN = ['Ticket', 'Site', 'Subject', 'Body'] as const;

const sheet = () => aSheet(['Ticket', 'Site']);
const three = () =>
  sheet().suggestion(VPN, 'Network').suggestion(TONER, 'Printing').suggestion(BADGE, 'Access');

/** By row number, the ids that rows of `after` bear without their cells saying so, known from `before`. */
function idsIn(after: SheetBuilder, before: SheetBuilder): Record<number, string> | null {
  const ids = partedRows(seenRows(after.view()), knownTickets(before.view()));
  return ids === null ? null : Object.fromEntries(ids);
}

describe('partedRows', () => {
  it('says nothing while every id stands beside its own text, in any order of rows', () => {
    const all = [...OWN, 'Queue', 'Status', 'Usher state', 'Usher ID'] as const;
    expect(idsIn(three().sort(all, [4, 2, 3]), three())).toBeNull();
  });

  it('knows each row by its text where people sorted texts away from ids', () => {
    expect(idsIn(three().sort(OWN, [4, 2, 3]), three())).toEqual({ 2: idOf(3), 3: idOf(1), 4: idOf(2) });
  });

  it('says nothing where a text was written anew beside its id', () => {
    expect(idsIn(three().edit(2, 'Subject', 'All is well'), three())).toBeNull();
  });
});

describe('partedRows of a row and its copy, whose ids are both gone', () => {
  const copied = (first: object, second: object) =>
    sheet()
      .suggestion({ ...VPN, ...first }, 'Network')
      .suggestion({ ...VPN, ...second }, 'Network')
      .edit(2, 'Usher ID', '')
      .edit(3, 'Usher ID', '');
  const alone = () => sheet().suggestion(VPN, 'Network');

  it('knows the one whose other cells are the ticket’s, below its copy', () => {
    expect(idsIn(copied({ Ticket: 'T-9' }, {}), alone())).toEqual({ 3: idOf(1) });
  });

  it('knows the one whose other cells are the ticket’s, above its copy', () => {
    expect(idsIn(copied({}, { Ticket: 'T-9' }), alone())).toEqual({ 2: idOf(1) });
  });
});

describe('partedRows of a row whose text and id a write into moved columns has overwritten', () => {
  const overwritten = (row: number, after: SheetBuilder) =>
    after.edit(row, 'Body', 'Network').edit(row, 'Usher ID', '0.8').edit(row, 'Usher state', 'needs review');

  it('knows it by its remaining cells', () => {
    expect(idsIn(overwritten(2, three()), three())).toEqual({ 2: idOf(1) });
  });

  it('knows it by half of its cells', () => {
    const after = overwritten(2, three()).edit(2, 'Subject', 'needs review');
    expect(idsIn(after, three())).toEqual({ 2: idOf(1) });
  });

  it('does not know it by less than half of its cells', () => {
    const after = overwritten(2, three()).edit(2, 'Subject', 'needs review').edit(2, 'Site', '0.8');
    expect(idsIn(after, three())).toBeNull();
  });

  it('knows it wherever columns and rows have gone', () => {
    const after = overwritten(2, three()).sort([...OWN, 'Usher state', 'Usher ID'], [3, 4, 2]);
    expect(idsIn(after, three())).toEqual({ 4: idOf(1) });
  });

  it('does not take it for one of two tickets where as many cells are the other’s', () => {
    const mixed = { Ticket: VPN.Ticket, Body: VPN.Body, Site: TONER.Site, Subject: TONER.Subject };
    const after = sheet()
      .row(mixed)
      .row({ Body: 'Printing' })
      .suggestion({ ...BADGE, 'Usher ID': idOf(3) }, 'Access');
    expect(idsIn(after, three())).toBeNull();
  });
});

describe('partedRows of a new row', () => {
  const onlyToner = () => sheet().suggestion({ ...TONER, 'Usher ID': idOf(2) }, 'Printing');

  it('does not take it for a deleted ticket with which it has one cell in common', () => {
    const after = onlyToner().row({
      Ticket: 'T-9',
      Site: VPN.Site,
      Subject: 'No sound',
      Body: 'In the hall.',
    });
    expect(idsIn(after, three())).toBeNull();
  });

  it('takes its text for a ticket of its own where the like was deleted', () => {
    const after = onlyToner().row({ ...VPN, Ticket: 'T-9' });
    expect(idsIn(after, three())).toBeNull();
  });

  const inBern = (Subject: string) => ({ Site: 'Bern', Subject });
  const known = (row: number, Subject: string) => ({ ...inBern(Subject), 'Usher ID': idOf(row) });
  const newOnes = (...subjects: string[]) =>
    subjects.reduce((rows, Subject) => rows.row(inBern(Subject)), onlyToner());

  it('does not count a cell that several tickets had', () => {
    const twoInBern = onlyToner()
      .suggestion(known(8, 'VPN drops'), 'Network')
      .suggestion(known(9, 'Badge lost'), 'Access');
    expect(idsIn(newOnes('No sound'), twoInBern)).toBeNull();
  });

  it('does not count a cell that several rows have', () => {
    const oneInBern = onlyToner().suggestion(known(8, 'VPN drops'), 'Network');
    expect(idsIn(newOnes('No sound', 'No heat'), oneInBern)).toBeNull();
  });
});
