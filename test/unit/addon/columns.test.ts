import { describe, expect, it } from '@jest/globals';
import { followHeaders, locateColumns } from '../../../src/addon/columns.ts';
import { type Settings, STANDARD_AGREEMENT } from '../../../src/addon/settings.ts';

const settings: Settings = {
  desk: 'desk',
  sheetId: 0,
  source: { subject: 'Subject', body: 'Description' },
  fields: [{ field: 'queue', header: 'Queue', confidenceHeader: 'Queue confidence' }],
  own: { status: 'Status', reason: 'Reason', state: 'Usher state', id: 'Usher ID' },
  agreement: STANDARD_AGREEMENT,
};
const headers = [
  'Ticket',
  'Subject',
  'Description',
  'Queue',
  'Queue confidence',
  'Status',
  'Reason',
  'Usher state',
  'Usher ID',
];
const noMarks = () => ({});

describe('locateColumns', () => {
  it('finds columns by header without asking for marks', () => {
    const columns = locateColumns(headers, settings, () => {
      throw new Error('marks cost a call');
    });
    expect(columns).toMatchObject({ subject: 1, body: 2, status: 5, reason: 6, state: 7, id: 8 });
  });

  it('finds a renamed column by its mark', () => {
    const renamed = headers.map((header) => (header === 'Queue' ? 'Team' : header));
    expect(locateColumns(renamed, settings, () => ({ 'label.queue': 4 })).fields[0]?.label).toBe(3);
  });

  it('names every column that is gone, and says what to do', () => {
    const gone = headers.filter((header) => header !== 'Status' && header !== 'Description');
    expect(() => locateColumns(gone, settings, noMarks)).toThrow(/“Description”, “Status”.*Set up/s);
  });
});

describe('followHeaders', () => {
  it('takes the header that a marked column bears now, and keeps the others', () => {
    const renamed = headers.map((header) => (header === 'Queue' ? 'Team' : header));
    const followed = followHeaders(settings, renamed, { 'label.queue': 4, subject: 2 });
    expect(followed).toEqual({
      ...settings,
      fields: [{ field: 'queue', header: 'Team', confidenceHeader: 'Queue confidence' }],
    });
  });

  it('follows the mark and not a new column that took the old name', () => {
    const twins = [...headers.map((header) => (header === 'Status' ? 'State of it' : header)), 'Status'];
    expect(followHeaders(settings, twins, { status: 6 }).own.status).toBe('State of it');
  });

  it('keeps a header whose column was emptied or is gone', () => {
    expect(followHeaders(settings, ['', ''], { subject: 1, status: 40 })).toEqual(settings);
  });
});
