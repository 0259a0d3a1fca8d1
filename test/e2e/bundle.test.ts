// What is pushed to Google: the files, the syntax, the names, and that every function Google is told to call exists.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { type Node, parse } from 'acorn';
import { menuItems } from '../../src/addon/menu.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');
const PAGES = [
  'findings.html',
  'health.html',
  'models.html',
  'review.html',
  'run.html',
  'set-up.html',
  'settings.html',
];
const BYTES_MAX = 400_000;

/** Names of all functions declared at the top level of the bundle, which is all that Google can call. */
function topLevelFunctions(): string[] {
  const program = parse(read('dist/addon/Code.js'), { ecmaVersion: 2019, sourceType: 'script' });
  return program.body.flatMap((node) =>
    node.type === 'FunctionDeclaration' && node.id ? [node.id.name] : [],
  );
}

function filesToPush(project: string): string[] {
  const output = execFileSync('npx', ['clasp', 'status', '--json', '--project', project], {
    cwd: root,
    encoding: 'utf8',
  });
  const { filesToPush: files }: { filesToPush: string[] } = JSON.parse(output);
  return files.sort();
}

/** Every function name that a manifest carries, whatever the key's place. */
function namedInManifest(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedInManifest);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    /(run|onTrigger)Function$/i.test(key) && typeof inner === 'string' ? [inner] : namedInManifest(inner),
  );
}

describe('the add-on bundle', () => {
  it('is ES2019 without modules, and under 400 kB', () => {
    const program: Node = parse(read('dist/addon/Code.js'), { ecmaVersion: 2019, sourceType: 'script' });
    expect(program.type).toBe('Program');
    expect(statSync(`${root}/dist/addon/Code.js`).size).toBeLessThan(BYTES_MAX);
  });

  it.each([
    ['.clasp.json', 'dist/addon'],
    ['.clasp.gmail.json', 'dist/gmail'],
  ])('is pushed with exactly its manifest and pages: %s', (project, folder) => {
    expect(filesToPush(project)).toEqual(
      ['Code.js', 'appsscript.json', ...PAGES].sort().map((name) => `${folder}/${name}`),
    );
  });

  it('has every function that the menu names', () => {
    const named = menuItems().flatMap((item) => (item ? [item.functionName] : []));
    expect(topLevelFunctions()).toEqual(expect.arrayContaining(named));
  });

  it.each(['dist/addon/appsscript.json', 'dist/gmail/appsscript.json'])(
    'has every function that %s names',
    (path) => {
      expect(topLevelFunctions()).toEqual(expect.arrayContaining(namedInManifest(JSON.parse(read(path)))));
    },
  );

  it('has every function that cards, triggers and pages name', () => {
    const mail = readdirSync(`${root}/src/addon/mail`).map((name) => `src/addon/mail/${name}`);
    const sources = [...mail, 'src/addon/schedule.ts'].map(read).join('\n');
    const named = [...sources.matchAll(/(?:, |\(|_FUNCTION = )'(on[A-Z]\w+)'/g)].map((match) => match[1]);
    const pages = PAGES.map((page) => read(`dist/addon/${page}`)).join('\n');
    const calls = [...pages.matchAll(/\bask\('(\w+)'/g)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(15);
    expect(calls.length).toBeGreaterThan(1);
    expect(topLevelFunctions()).toEqual(expect.arrayContaining([...named, ...calls]));
  });

  it('asks for no scope that the sheet deployment does not use', () => {
    expect(scopesOf('variants/sheet')).toEqual([
      'spreadsheets.currentonly',
      'script.container.ui',
      'script.external_request',
      'script.scriptapp',
      'openid',
      'userinfo.email',
    ]);
  });

  it('asks in Gmail for no sensitive and no restricted scope unless an option is chosen', () => {
    expect(scopesOf('gmail')).toEqual([
      'gmail.addons.execute',
      'gmail.addons.current.message.action',
      'script.external_request',
      'openid',
      'userinfo.email',
      'script.locale',
    ]);
  });

  it.each([
    ['sheet-mail', 'sheet', ['script.send_mail'], []],
    ['sheet-any-document', 'sheet', ['spreadsheets'], ['spreadsheets.currentonly']],
    ['gmail-read-on-open', 'gmail', ['gmail.addons.current.message.readonly'], []],
    ['gmail-labels', 'gmail', ['gmail.modify'], []],
    ['gmail-schedule', 'gmail', ['gmail.modify', 'script.scriptapp'], []],
    ['gmail-sheet', 'gmail', ['spreadsheets'], []],
  ])('asks in the variant %s for its own scopes and no other', (variant, least, added, dropped) => {
    const before = scopesOf(`variants/${least}`);
    const after = scopesOf(`variants/${variant}`);
    expect(after.filter((scope) => !before.includes(scope))).toEqual(added);
    expect(before.filter((scope) => !after.includes(scope))).toEqual(dropped);
  });

  it('has the same code in every deployment, but for the line that says which it is', () => {
    const codes = ['addon', 'gmail', 'variants/sheet-mail'].map((folder) =>
      read(`dist/${folder}/Code.js`).split('\n').slice(1).join('\n'),
    );
    expect(new Set(codes).size).toBe(1);
  });
});

/** Scopes of a built manifest, without Google's prefix. */
function scopesOf(folder: string): string[] {
  const { oauthScopes }: { oauthScopes: string[] } = JSON.parse(read(`dist/${folder}/appsscript.json`));
  return oauthScopes.map((scope) => scope.replace('https://www.googleapis.com/auth/', ''));
}
