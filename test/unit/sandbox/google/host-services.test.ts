import { describe, expect, it } from '@jest/globals';
import { aWorld, evaluated, START, valueFrom } from './a-world.ts';

describe('Utilities', () => {
  it('makes the same identifiers for the same seed, and another each time', () => {
    const two = () => evaluated('return [Utilities.getUuid(), Utilities.getUuid()];');
    expect(two()).toEqual(two());
    expect(new Set(Array.isArray(two()) ? Object(two()) : [])).toHaveProperty('size', 2);
  });

  // Expected values: RFC 4648 §10, FIPS 180-4's example "abc", RFC 4231 §4.3 (test case 2).
  it.each([
    ["Utilities.base64Encode('foobar')", 'Zm9vYmFy'],
    ['Utilities.base64EncodeWebSafe([-5, -1])', '-_8='],
    ["Utilities.base64Decode('+/8=')", [-5, -1]],
    ["Utilities.newBlob(Utilities.base64Decode('Zm9vYmFy')).getDataAsString()", 'foobar'],
    ["Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, 'abc').slice(0, 4)", [-70, 120, 22, -65]],
    [
      "Utilities.computeHmacSha256Signature('what do ya want for nothing?', 'Jefe').slice(0, 4)",
      [91, -36, -63, 70],
    ],
    [
      "Utilities.formatDate(new Date(0), 'Europe/Berlin', \"yyyy-MM-dd'T'HH:mm:ssXXX EEE\")",
      '1970-01-01T01:00:00+01:00 Thu',
    ],
    ["Utilities.formatDate(new Date(2026, 2, 9), 'Etc/UTC', 'd MMM yy')", '9 Mar 26'],
  ])('computes %s', (code, value) => {
    expect(evaluated(`return ${code};`)).toEqual(value);
  });

  it('refuses to decode what is not base64', () => {
    expect(() => evaluated("Utilities.base64Decode('not base64!');")).toThrow('not base64');
  });

  it('sleeps on the virtual clock', () => {
    expect(evaluated('Utilities.sleep(5000); return Date.now();')).toBe(START + 5_000);
  });
});

describe('Ui', () => {
  it('answers alerts and prompts as scripted, then with the first button', () => {
    const world = aWorld(`function main() { const ui = SpreadsheetApp.getUi();
      const first = ui.alert('Undo?', 'The last run', ui.ButtonSet.YES_NO);
      const name = ui.prompt('Name?');
      return [first === ui.Button.NO, name.getResponseText(), ui.alert('Sure?', ui.ButtonSet.YES_NO)]; }`);
    world.ui.answers = [{ button: 'NO' }, { button: 'OK', text: 'IT desk' }];
    expect(valueFrom(world)).toEqual([true, 'IT desk', 'YES']);
    expect(world.ui.alerts[0]).toEqual({
      title: 'Undo?',
      message: 'The last run',
      buttons: 'YES_NO',
      answer: 'NO',
    });
  });

  it('records dialogs, sidebars and toasts', () => {
    const world = aWorld(
      `function main() { const html = HtmlService.createHtmlOutputFromFile('settings').setWidth(400).setTitle('Settings');
        SpreadsheetApp.getUi().showSidebar(html); SpreadsheetApp.getUi().showModalDialog(html, 'Usher');
        SpreadsheetApp.getActive().toast('Done', 'Usher', 3); }`,
      { html: { 'settings.html': '<p>Hello</p>' } },
    );
    valueFrom(world);
    expect(world.ui.shown.map(({ kind, title, width, html }) => [kind, title, width, html])).toEqual([
      ['sidebar', 'Settings', 400, '<p>Hello</p>'],
      ['modal', 'Usher', 400, '<p>Hello</p>'],
    ]);
    expect(world.ui.toasts).toEqual([{ message: 'Done', title: 'Usher', seconds: 3 }]);
  });

  it('says which HTML file is missing', () => {
    expect(() => evaluated("HtmlService.createHtmlOutputFromFile('nowhere');")).toThrow(
      'no HTML file called nowhere',
    );
  });

  it('reports an enumeration value that does not exist', () => {
    expect(() => evaluated('return SpreadsheetApp.getUi().ButtonSet.MAYBE;')).toThrow(
      'ButtonSet.MAYBE is not in the sandbox',
    );
  });
});

describe('logs', () => {
  it('keep what the script writes, with the virtual time', () => {
    const world = aWorld("function main() { console.warn('slow', { rows: 3 }); Logger.log('done'); }");
    valueFrom(world);
    expect(world.logs).toEqual([
      { at: START, level: 'warn', text: 'slow { rows: 3 }' },
      { at: START, level: 'log', text: 'done' },
    ]);
  });
});
