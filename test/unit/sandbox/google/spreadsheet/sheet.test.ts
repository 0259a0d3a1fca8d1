import { describe, expect, it } from '@jest/globals';
import { aWorld, evaluated, START, valueFrom } from '../a-world.ts';

const FIRST = 'const sheet = SpreadsheetApp.getActive().getSheets()[0];';

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
