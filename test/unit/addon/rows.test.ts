import { describe, expect, it } from '@jest/globals';
import { labelOrigin, parseRowState } from '../../../src/addon/row-state.ts';
import { isNew, ticketRows } from '../../../src/addon/rows.ts';
import { aSheet } from '../../builders/sheet.ts';

describe('labelOrigin', () => {
  it.each([
    ['an empty cell that Usher never filled', '', '', undefined, false, 'blank'],
    ["an empty cell where Usher's label stood", '', 'needs review', 'Network', true, 'cleared'],
    ['a label that a person typed', 'Network', '', undefined, false, 'person'],
    ['a label that a person gave where Usher had none', 'Network', 'needs review', undefined, true, 'person'],
    ["Usher's label that nobody has acted on", 'Network', 'needs review', 'Network', true, 'usher'],
    ["Usher's label that a person confirmed", 'Network', 'confirmed', 'Network', true, 'confirmed'],
    ["a person's label in the place of Usher's", 'Hardware', 'needs review', 'Network', true, 'corrected'],
    ["a label under Usher's status without a state", 'Network', 'needs review', undefined, false, 'unclear'],
    ['an assigned label without a state', 'Network', 'assigned', undefined, false, 'unclear'],
  ])('tells %s', (_name, cell, status, written, hasState, kind) => {
    const state = hasState ? { written: written === undefined ? {} : { queue: written } } : null;
    expect(labelOrigin(cell, status, 'queue', state).kind).toBe(kind);
  });
});

describe('labelOrigin of a row with two fields', () => {
  it('keeps only the label that a person kept, until the status keeps the row', () => {
    const state = { written: { queue: 'Network', priority: 'High' }, confirmed: ['queue'] };
    const kinds = (status: string) =>
      [
        ['Network', 'queue'],
        ['High', 'priority'],
      ].map(([cell = '', field = '']) => labelOrigin(cell, status, field, state).kind);
    expect(kinds('needs review')).toEqual(['confirmed', 'usher']);
    expect(kinds('confirmed')).toEqual(['confirmed', 'confirmed']);
  });
});

describe('parseRowState', () => {
  it.each([[''], ['a note of a person'], ['{"run":1}'], ['{broken'], ['[]']])(
    'answers null for %p',
    (text) => {
      expect(parseRowState(text)).toBeNull();
    },
  );
});

describe('isNew', () => {
  it('takes a row that was never triaged', () => {
    expect(aSheet().row({ Subject: 'VPN drops' }).tickets().map(isNew)).toEqual([true]);
  });

  it('leaves a row that a person decided', () => {
    expect(aSheet().row({ Subject: 'VPN drops', Queue: 'Network' }).tickets().map(isNew)).toEqual([false]);
  });

  it('leaves a row with a suggestion', () => {
    expect(aSheet().suggestion({ Subject: 'VPN drops' }, 'Network').tickets().map(isNew)).toEqual([false]);
  });

  it('takes a suggested row again when its text has changed', () => {
    const sheet = aSheet()
      .suggestion({ Subject: 'VPN drops' }, 'Network')
      .edit(2, 'Subject', 'Laptop is broken');
    expect(sheet.tickets().map(isNew)).toEqual([true]);
  });

  it('takes a failed row again', () => {
    const sheet = aSheet().suggestion({ Subject: 'VPN drops' }, '').edit(2, 'Status', 'failed');
    expect(sheet.tickets().map(isNew)).toEqual([true]);
  });
});

describe('ticketRows', () => {
  it('passes over rows without any content', () => {
    const sheet = aSheet().row({}).row({ Subject: 'VPN drops' });
    expect(ticketRows(sheet.table(), sheet.columns()).map((row) => row.row)).toEqual([3]);
  });
});
