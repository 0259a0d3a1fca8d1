import { describe, expect, it } from '@jest/globals';
import { isPastedOver } from '../../../src/addon/pasted-over.ts';
import type { PersonEdit } from '../../../src/addon/typed-edits.ts';
import { aSheet, type SheetBuilder } from '../../builders/sheet.ts';

const VPN = { Subject: 'VPN drops' };

/** Whether a blank queue that was pasted with its text makes another ticket of the first row of `sheet`. */
function isOver(sheet: SheetBuilder, isNew = true): boolean {
  const [row] = sheet.tickets();
  const place = { id: '', hash: '', rest: '', row: 2, column: 'label.queue', value: '' };
  const edit: PersonEdit = {
    ...place,
    isTold: true,
    isSure: true,
    isRow: false,
    ...(isNew ? { isNew } : {}),
  };
  return row !== undefined && isPastedOver(row, () => edit);
}

describe('isPastedOver', () => {
  it('is so where Usher’s word stood beside this text, or its state tells of another', () => {
    expect(isOver(aSheet().suggestion(VPN, 'Network').edit(2, 'Queue', ''))).toBe(true);
    expect(isOver(aSheet().suggestion(VPN, '').edit(2, 'Subject', 'Toner is out'))).toBe(true);
  });

  it('is not where Usher has left this very text without a word, where a person emptied it, or beside a word', () => {
    expect(isOver(aSheet().suggestion(VPN, ''))).toBe(false);
    expect(isOver(aSheet().suggestion(VPN, 'Network').edit(2, 'Queue', ''), false)).toBe(false);
    expect(isOver(aSheet().suggestion(VPN, 'Network').edit(2, 'Subject', 'Toner is out'))).toBe(false);
  });
});
