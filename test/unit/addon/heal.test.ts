import { describe, expect, it } from '@jest/globals';
import { healerOf } from '../../../src/addon/heal.ts';
import type { CellValue, WrittenValue } from '../../../src/addon/ports.ts';
import type { Journal } from '../../../src/addon/write-journal.ts';
import { aSheet, idOf, type SheetBuilder } from '../../builders/sheet.ts';

const VPN = { Subject: 'VPN drops', Reason: '“VPN”.' };
const TONER = { Subject: 'Toner is out', Reason: '“Toner”.' };
const two = () => aSheet().suggestion(VPN, 'Network').suggestion(TONER, 'Printing');

function journalWith(held: Record<string, CellValue>, wanted: Record<string, WrittenValue>): Journal {
  const cells = { held: new Map(Object.entries(held)), wanted: new Map(Object.entries(wanted)) };
  const tickets = new Map([[idOf(1), { hash: '', rest: '', row: 2, ...cells }]]);
  return { holder: 'run', at: 0, layout: '', isFull: true, nameless: [], tickets };
}

/** What is put right in the first row. */
function healed(sheet: SheetBuilder, journal: Journal | null = null): Record<string, WrittenValue> {
  const [row] = sheet.tickets();
  if (!row) throw new Error('The sheet has no row.');
  return Object.fromEntries(healerOf(sheet.view(), journal)(row));
}

describe('healerOf', () => {
  it('leaves a row as it is that is as its state says', () => {
    expect(healed(two())).toEqual({});
  });

  it('finds a reason again that stands in another row', () => {
    const swapped = two().edit(2, 'Reason', TONER.Reason).edit(3, 'Reason', VPN.Reason);
    expect(healed(swapped)).toEqual({ reason: VPN.Reason });
  });

  it('finds a reason that stands nowhere in the sheet in what a run was to write', () => {
    const lost = two().edit(2, 'Reason', '');
    expect(healed(lost, journalWith({}, { reason: VPN.Reason }))).toEqual({ reason: VPN.Reason });
  });

  it('finds a reason that stands nowhere in the sheet in what a run found', () => {
    const lost = two().edit(2, 'Reason', TONER.Reason);
    expect(healed(lost, journalWith({ reason: VPN.Reason }, {}))).toEqual({ reason: VPN.Reason });
  });

  it('leaves a reason that is nowhere as it is', () => {
    expect(healed(two().edit(2, 'Reason', ''), journalWith({ reason: 'another one' }, {}))).toEqual({});
  });

  it('leaves a note that a person wrote in the place of the reason', () => {
    const noted = two().edit(2, 'Reason', 'ask Ann');
    expect(healed(noted, journalWith({ reason: VPN.Reason }, {}))).toEqual({});
  });

  it('leaves a row that a person has decided', () => {
    const decided = two().edit(2, 'Queue', 'Hardware').edit(2, 'Reason', '');
    expect(healed(decided, journalWith({ reason: VPN.Reason }, {}))).toEqual({});
  });

  it('brings a status back that only Usher can have moved, and leaves a person’s', () => {
    expect(healed(two().edit(2, 'Status', 'failed'))).toEqual({ status: 'needs review' });
    expect(healed(two().edit(2, 'Status', 'waiting for Ann'))).toEqual({});
  });
});
