import { describe, expect, it } from '@jest/globals';
import { aWorld, evaluated, START, valueFrom } from './a-world.ts';

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

describe('Sheet', () => {
  it('moves developer metadata with its column', () => {
    const world =
      aWorld(`function mark() { ${FIRST} sheet.getRange('C:C').addDeveloperMetadata('usher', 'queue'); }
      function main() { ${FIRST}
        return sheet.createDeveloperMetadataFinder().withKey('usher').find()
          .map((entry) => [entry.getValue(), entry.getLocation().getColumn().getColumn()]); }`);
    world.call('mark', [], { entry: 'menu' });
    world.spreadsheet.active.insertColumns(1, 2);
    world.spreadsheet.active.moveColumn(5, 2);
    world.spreadsheet.active.deleteColumns(1);
    expect(valueFrom(world)).toEqual([['queue', 1]]);
  });

  it('forgets developer metadata with its column', () => {
    const world = aWorld(`function mark() { ${FIRST} sheet.getRange('C:C').addDeveloperMetadata('usher'); }
      function main() { ${FIRST} return sheet.createDeveloperMetadataFinder().find().length; }`);
    world.call('mark', [], { entry: 'menu' });
    world.spreadsheet.active.deleteColumns(3);
    expect(valueFrom(world)).toBe(0);
  });

  it('refuses developer metadata on a part of a column', () => {
    expect(() => evaluated(`${FIRST} sheet.getRange('A1:A5').addDeveloperMetadata('key');`)).toThrow(
      'whole columns',
    );
  });

  it('moves drop-downs, formats and notes with their cells', () => {
    const world = aWorld(`function main() { ${FIRST}
      const rule = SpreadsheetApp.newDataValidation().requireValueInList(['Billing', 'Access']).setAllowInvalid(false).build();
      sheet.getRange('B2').setDataValidation(rule).setFontStyle('italic').setNote('why'); }`);
    valueFrom(world);
    world.spreadsheet.insertRows(1);
    world.spreadsheet.moveColumn(2, 5);
    const sheet = world.spreadsheet.active;
    expect([sheet.validation(3, 4)?.values, sheet.style(3, 4).fontStyle, sheet.note(3, 4)]).toEqual([
      ['Billing', 'Access'],
      'italic',
      'why',
    ]);
  });

  it('moves conditional formats with their ranges, and grows them when rows come inside', () => {
    const world = aWorld(`function set() { ${FIRST}
      sheet.setConditionalFormatRules([SpreadsheetApp.newConditionalFormatRule().setRanges([sheet.getRange('B2:B9')])
        .whenTextEqualTo('needs review').setItalic(true).build()]); }
      function main() { ${FIRST} return sheet.getConditionalFormatRules()[0].getRanges()[0].getA1Notation(); }`);
    world.call('set', [], { entry: 'menu' });
    world.spreadsheet.insertRows(5, 2);
    world.spreadsheet.active.insertColumns(1);
    expect(valueFrom(world)).toBe('C2:C11');
  });

  it('gives new rows the look of the row above', () => {
    const world = aWorld(`function main() { ${FIRST} sheet.getRange('A2').setFontStyle('italic'); }`);
    valueFrom(world);
    world.spreadsheet.insertRows(3);
    expect(world.spreadsheet.active.style(3, 1)).toEqual({ fontStyle: 'italic' });
  });

  it('keeps formulas pointing at their cells when rows come, and at their row when it is sorted', () => {
    const world = aWorld('');
    const sheet = world.spreadsheet.active;
    sheet.load([['b'], ['a']]);
    sheet.setCell(1, 2, '=A1&"!"');
    sheet.setCell(2, 2, '=A2&"!"');
    sheet.insertRows(1);
    sheet.sortRange(2, 1, 2, 2, 1);
    expect([sheet.values().slice(1), sheet.formula(2, 2)]).toEqual([
      [
        ['a', 'a!'],
        ['b', 'b!'],
      ],
      '=A2&"!"',
    ]);
  });

  it('refuses a write into a range that another person protected', () => {
    const world = aWorld(`function main() { ${FIRST} sheet.getRange('A1:B5').setValue('x'); }`);
    world.spreadsheet.protect(3, 2, 1, 1, ['boss@example.com']);
    expect(() => valueFrom(world)).toThrow('protected cell');
  });

  it('writes into a range that is protected with a warning only', () => {
    const world = aWorld(`function main() { ${FIRST}
      sheet.getRange('A:A').protect().setWarningOnly(true).removeEditors(['ana@example.com']);
      return sheet.getRange('A1').setValue('x').getValue(); }`);
    expect(valueFrom(world)).toBe('x');
  });

  it('tells which rows a filter hides', () => {
    const world = aWorld(`function main() { ${FIRST}
      return [sheet.getFilter() !== null, sheet.isRowHiddenByFilter(2), sheet.isRowHiddenByFilter(3)]; }`);
    world.spreadsheet.active.load([['Subject'], ['a'], ['b']]).filter([3]);
    expect(valueFrom(world)).toEqual([true, false, true]);
  });

  it('records charts instead of drawing them', () => {
    const world = aWorld(`function main() { ${FIRST}
      sheet.insertChart(sheet.newChart().asLineChart().addRange(sheet.getRange('A1:B9')).setTitle('Coverage')
        .setPosition(2, 5, 0, 0).build()); }`);
    valueFrom(world);
    expect(world.spreadsheet.active.model.charts).toMatchObject([
      {
        specification: {
          type: 'LINE',
          ranges: [{ sheet: 'Sheet1', range: 'A1:B9' }],
          options: { title: 'Coverage' },
        },
      },
    ]);
  });

  it('spills an array formula, follows its source, and shows an error where it would cover something', () => {
    const world = aWorld('');
    const sheet = world.spreadsheet.active;
    let rows = [['one'], ['two']];
    sheet.setArrayFormula(1, 1, '=IMPORTRANGE("other","A:A")', () => rows);
    const before = sheet.values();
    rows = [['new'], ['one'], ['two']];
    world.spreadsheet.recalculate();
    const after = sheet.values();
    sheet.setCell(2, 1, 'typed');
    expect([before, after, sheet.values()]).toEqual([
      [['one'], ['two']],
      [['new'], ['one'], ['two']],
      [['#REF!'], ['typed']],
    ]);
  });

  it('gives back the same handle for the same sheet', () => {
    expect(
      evaluated(
        'const app = SpreadsheetApp.getActive(); return app.getSheetByName("Sheet1") === app.getActiveSheet();',
      ),
    ).toBe(true);
  });

  it('finds the selection that a person made', () => {
    const world = aWorld(`function main() { const range = SpreadsheetApp.getActiveRange();
      return [range.getRow(), range.getNumRows(), SpreadsheetApp.getActive().getActiveRangeList().getRanges().length]; }`);
    world.spreadsheet.select(4, 1, 3, 2);
    expect(valueFrom(world)).toEqual([4, 3, 1]);
  });

  it('writes a sheet as CSV that a spreadsheet opens without running it', () => {
    const world = aWorld('');
    world.spreadsheet.active.load([
      ['Subject', 'When'],
      ['=cmd, "now"', new Date(START)],
    ]);
    expect(world.sheetAsCsv('Sheet1')).toBe(`Subject,When\n"'=cmd, ""now""",2026-01-05\n`);
  });
});

describe('custom functions in formulas', () => {
  const TWICE =
    'function TWICE(value) { return Array.isArray(value) ? value.map((row) => [row[0] + row[0]]) : value + value; }';

  it('show what the script returns, for one cell and for a range', () => {
    const world = aWorld(TWICE);
    const sheet = world.spreadsheet.active.load([['a'], ['b']]);
    sheet.setCell(1, 2, '=TWICE(A1:A2)');
    expect(sheet.values()).toEqual([
      ['a', 'aa'],
      ['b', 'bb'],
    ]);
  });

  it('run once for equal values', () => {
    const world = aWorld(TWICE);
    world.spreadsheet.setCell(1, 1, '=TWICE(2)');
    world.spreadsheet.setCell(2, 1, '=TWICE(2)');
    world.spreadsheet.active.values();
    expect(world.executions).toHaveLength(1);
  });

  it('show an error when the script fails', () => {
    const world = aWorld('function FAIL() { UrlFetchApp.fetch("https://proxy.example/v1/"); }');
    world.spreadsheet.setCell(1, 1, '=FAIL()');
    expect(world.spreadsheet.active.cell(1, 1)).toBe('#ERROR!');
  });
});
