import { describe, expect, it } from '@jest/globals';
import type { Entry } from '../../../../sandbox/google/authorisation.ts';
import { ALL_SCOPES, aWorld } from './a-world.ts';

/** The message of the error that the code meets, with only the scopes given. */
function refusal(code: string, entry: Entry, scopes: readonly string[] = ALL_SCOPES): string {
  const world = aWorld(`function main() { ${code}; }`, { manifest: { oauthScopes: scopes } });
  return world.call('main', [], { entry }).error?.message ?? '';
}

const AUTH = 'https://www.googleapis.com/auth/';

describe('Authorisation', () => {
  it.each([
    ['SpreadsheetApp.getActiveSheet().getName()', `${AUTH}spreadsheets.currentonly or ${AUTH}spreadsheets`],
    ['SpreadsheetApp.openById("sandbox-spreadsheet")', `${AUTH}spreadsheets`],
    ['UrlFetchApp.fetch("https://proxy.example/v1/")', `${AUTH}script.external_request`],
    ['SpreadsheetApp.getUi().alert("Hello")', `${AUTH}script.container.ui`],
    ['ScriptApp.newTrigger("main").timeBased().everyHours(1).create()', `${AUTH}script.scriptapp`],
    ['ScriptApp.getIdentityToken()', 'openid'],
    ['Session.getActiveUser()', `${AUTH}userinfo.email`],
    ['GmailApp.search("in:inbox")', `${AUTH}gmail.modify`],
    ['GmailApp.createLabel("Usher")', `${AUTH}gmail.labels or ${AUTH}gmail.modify`],
  ])('names the scopes that would do for %s', (code, scopes) => {
    expect(refusal(code, 'menu', [])).toContain(`Required in the manifest: ${scopes}`);
  });

  it('does not let the current document scope open others', () => {
    expect(refusal('SpreadsheetApp.openById("x")', 'menu', [`${AUTH}spreadsheets.currentonly`])).toContain(
      'no permission',
    );
  });

  it.each([
    ['UrlFetchApp.fetch("https://proxy.example/v1/")', 'simple-trigger'],
    ['ScriptApp.getIdentityToken()', 'simple-trigger'],
    ['GmailApp.search("x")', 'simple-trigger'],
    ['SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput("x"))', 'simple-trigger'],
    ['UrlFetchApp.fetch("https://proxy.example/v1/")', 'custom-function'],
    ['ScriptApp.getIdentityToken()', 'custom-function'],
    ['SpreadsheetApp.getActiveSheet().getRange(1, 1).setValue(1)', 'custom-function'],
    ['Session.getActiveUser()', 'custom-function'],
    ['SpreadsheetApp.getUi()', 'time-trigger'],
    ['SpreadsheetApp.getUi()', 'installable-trigger'],
    ['SpreadsheetApp.getUi()', 'card'],
  ] as const)('closes %s to a %s', (code, entry) => {
    expect(refusal(code, entry)).toContain(`closed to a ${entry} execution`);
  });

  it.each([
    ['SpreadsheetApp.getActiveSheet().getRange(1, 1).setValue(1)', 'simple-trigger'],
    ['PropertiesService.getDocumentProperties().getKeys()', 'simple-trigger'],
    ['SpreadsheetApp.getUi().createMenu("Usher").addToUi()', 'simple-trigger'],
    ['SpreadsheetApp.getActive().getSheets()[0].getRange(1, 1).getValues()', 'custom-function'],
    ['CacheService.getScriptCache().get("x")', 'custom-function'],
    ['ScriptApp.getIdentityToken()', 'time-trigger'],
  ] as const)('leaves %s open to a %s', (code, entry) => {
    expect(refusal(code, entry)).toBe('');
  });

  it('has no document behind a card', () => {
    const world = aWorld('function main() { return SpreadsheetApp.getActiveSpreadsheet(); }', {
      kind: 'gmail',
    });
    expect(world.call('main', [], { entry: 'card' }).value).toBeNull();
  });

  it('does not tell a simple trigger who is there', () => {
    const world = aWorld('function main() { return Session.getActiveUser().getEmail(); }');
    expect(world.call('main', [], { entry: 'simple-trigger' }).value).toBe('');
  });

  it('makes an identity token for the effective user at the virtual time', () => {
    const world = aWorld('function main() { return ScriptApp.getIdentityToken(); }', {
      identityToken: (user, now) => `${user.email} at ${new Date(now).toISOString()}`,
    });
    const { value } = world.call('main', [], { entry: 'menu', user: { email: 'ben@example.com' } });
    expect(value).toBe('ben@example.com at 2026-01-05T09:00:00.000Z');
  });
});
