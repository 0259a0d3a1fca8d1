import { describe, expect, it } from '@jest/globals';
import { aWorld, evaluated, valueFrom } from '../a-world.ts';

const FIRST = 'const sheet = SpreadsheetApp.getActive().getSheets()[0];';

/** What a cell holds after setValue, in a spreadsheet of the locale. */
function stored(text: string, locale = 'en_US'): unknown {
  return evaluated(
    `${FIRST} sheet.getRange(1, 1).setValue(${JSON.stringify(text)}); return sheet.getRange(1, 1).getValue();`,
    {
      locale,
    },
  );
}

describe('Range values', () => {
  it.each([
    ['text', 'hello', 'hello'],
    ['a number', '1,234.5', 1234.5],
    ['leading zeros', '007', 7],
    ['a percentage', '12%', 0.12],
    ['a truth value', 'true', true],
    ['a day', '2026-01-05', new Date(Date.UTC(2026, 0, 5))],
    ['a day in American order', '1/5/2026', new Date(Date.UTC(2026, 0, 5))],
    ['a day without a year', '1-2', new Date(Date.UTC(2026, 0, 2))],
    ['a time of day', '10:30', new Date(Date.UTC(1899, 11, 30, 10, 30))],
    ['a formula', '=1+2', 3],
    ['a sum that begins with a plus sign', '+1+2', 3],
    ['text after an apostrophe', "'=1+2", '=1+2'],
    ['a number after an apostrophe', "'007", '007'],
    ['an equals sign alone', '=', '='],
    ['text that begins with an at sign', '@home', '@home'],
    ['a broken formula', '=1+', '#ERROR!'],
    ['an unknown function', '=NOSUCH(1)', '#NAME?'],
    ['words after a hyphen', '- the printer', '#ERROR!'],
    ['a division by nothing', '=1/0', '#DIV/0!'],
    ['a month that is only a word', 'Mayor 5', 'Mayor 5'],
    ['a timestamp with a T', '2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z'],
    ['a day that does not exist', '2026-02-30', '2026-02-30'],
  ])('reads %s as Sheets does', (_name, text, value) => {
    expect(stored(text)).toEqual(value);
  });

  it.each([
    ['a number with a decimal comma', '1.234,5', 1234.5],
    ['a day with dots', '5.1.2026', new Date(Date.UTC(2026, 0, 5))],
    ['a day in European order', '5/1/2026', new Date(Date.UTC(2026, 0, 5))],
  ])('reads %s in a German spreadsheet', (_name, text, value) => {
    expect(stored(text, 'de_DE')).toEqual(value);
  });

  it('keeps what is written into plain text cells as text', () => {
    expect(
      evaluated(`${FIRST} const range = sheet.getRange('A1:A2').setNumberFormat('@');
        return range.setValues([['007'], ['=1+1']]).getValues();`),
    ).toEqual([['007'], ['=1+1']]);
  });

  it('tells formulas from the values that they show', () => {
    expect(
      evaluated(`${FIRST} const range = sheet.getRange('A1:A2').setValues([['=1+1'], ["'=1+1"]]);
        return [range.getFormulas(), range.getValues()];`),
    ).toEqual([
      [['=1+1'], ['']],
      [[2], ['=1+1']],
    ]);
  });

  it('computes references, ranges and text', () => {
    expect(
      evaluated(`${FIRST} sheet.getRange('A1:A2').setValues([[2], [3]]);
        return sheet.getRange('B1:B3').setValues([['=SUM(A1:A2)'], ['=A1&" of "&A2'], ['=IFERROR(1/0,"none")']]).getValues();`),
    ).toEqual([[5], ['2 of 3'], ['none']]);
  });

  it('shows values by their number format', () => {
    expect(
      evaluated(`${FIRST} const range = sheet.getRange('A1:A4').setValues([[0.256], [1234567.5], [true], [new Date(0)]]);
        range.setNumberFormats([['0%'], ['#,##0.00'], ['General'], ['dd.MM.yyyy HH:mm']]);
        return range.getDisplayValues();`),
    ).toEqual([['26%'], ['1,234,567.50'], ['TRUE'], ['01.01.1970 00:00']]);
  });

  it('gives dates in the time zone of the spreadsheet', () => {
    expect(
      evaluated(`${FIRST} return sheet.getRange(1, 1).setValue('2026-07-01').getValue().getTime();`, {
        timeZone: 'Europe/Berlin',
      }),
    ).toBe(Date.UTC(2026, 5, 30, 22));
  });

  it.each([
    [
      'rows of different lengths',
      'sheet.getRange(1, 1, 2, 2).setValues([[1, 2], [3]])',
      'number of columns differs',
    ],
    ['too few rows', 'sheet.getRange(1, 1, 2, 1).setValues([[1]])', 'number of rows differs'],
    ['a cell of 50,001 characters', 'sheet.getRange(1, 1).setValue("x".repeat(50001))', 'at most 50000'],
    ['a range beyond the last row', 'sheet.getRange(1001, 1)', 'outside the sheet'],
    ['row 0', 'sheet.getRange(0, 1)', 'outside the sheet'],
    ['more than ten million cells', 'sheet.insertRowsAfter(1, 400000)', '10000000 cells'],
    ['a name that is not A1 notation', 'sheet.getRange("nowhere!")', 'No range is called'],
    ['text where a number belongs', 'sheet.getRange({}, 1)', 'must be a number'],
    ['a second sheet of one name', 'SpreadsheetApp.getActive().insertSheet("Sheet1")', 'exists already'],
  ])('refuses %s', (_name, code, message) => {
    expect(() => evaluated(`${FIRST} ${code};`)).toThrow(message);
  });

  it('takes 50,000 characters', () => {
    expect(stored('x'.repeat(50_000))).toHaveLength(50_000);
  });

  it('knows the extent of the data', () => {
    expect(
      evaluated(`${FIRST} sheet.getRange('C5').setValue('x'); sheet.getRange('D9').setValue('y').clearContent();
        return [sheet.getLastRow(), sheet.getLastColumn(), sheet.getDataRange().getA1Notation()];`),
    ).toEqual([5, 3, 'A1:C5']);
  });

  it('appends after the last row and grows the grid', () => {
    expect(
      evaluated(`${FIRST} sheet.getRange(1000, 1).setValue('last'); sheet.appendRow(['next', 1]);
        return [sheet.getMaxRows(), sheet.getRange(1001, 1, 1, 2).getValues()];`),
    ).toEqual([1001, [['next', 1]]]);
  });

  it('keeps rich text as it is and its links', () => {
    expect(
      evaluated(`${FIRST} const rich = SpreadsheetApp.newRichTextValue().setText('=not a formula').setLinkUrl('https://a.example/').build();
        const range = sheet.getRange(1, 1).setRichTextValue(rich);
        return [range.getValue(), range.getFormula(), range.getRichTextValue().getLinkUrl()];`),
    ).toEqual(['=not a formula', '', 'https://a.example/']);
  });

  it('sorts numbers before text before truth values, blanks last either way', () => {
    const world = aWorld(`function main(ascending) { ${FIRST}
      return sheet.getRange('A1:A5').sort({ column: 1, ascending }).getValues().map((row) => row[0]); }`);
    world.spreadsheet.active.load([['b'], [''], [true], [2], ['A']]);
    expect([valueFrom(world, true), valueFrom(world, false)]).toEqual([
      [2, 'A', 'b', true, ''],
      [true, 'b', 'A', 2, ''],
    ]);
  });

  it('does not write under a merged cell', () => {
    expect(
      evaluated(`${FIRST} const range = sheet.getRange('A1:B1').merge(); range.setValues([['shown', 'lost']]);
        return [range.getValues(), range.isPartOfMerge()];`),
    ).toEqual([[['shown', '']], true]);
  });

  it('handles 100,000 rows of 20 columns in one read and one write', () => {
    const world = aWorld(`function main() { ${FIRST}
      const values = sheet.getDataRange().getValues();
      sheet.getRange(1, 21, values.length, 2).setValues(values.map((row) => [row[0], 'done']));
      return values.length; }`);
    world.spreadsheet.active.load(Array.from({ length: 100_000 }, (_, i) => Array(20).fill(`row ${i}`)));
    expect(valueFrom(world)).toBe(100_000);
  });
});
