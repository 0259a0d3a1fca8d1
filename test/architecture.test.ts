// Holds the layout of ARCHITECTURE.md against the code: who may import whom, and which names may stand where.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each room may import of ours, besides itself; the longest matching prefix of a file's path decides. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/core/': [],
  'src/addon/': ['src/core/'],
  'src/google/': ['src/addon/', 'src/core/'],
  'src/main.ts': ['src/addon/', 'src/google/', 'src/core/'],
  'server/': ['src/core/'],
  // The build is what `npm start` runs first.
  'sandbox/': ['server/', 'src/core/', 'build.mjs'],
  'test/': ['src/', 'server/', 'sandbox/', 'bench/', 'build.mjs', 'build-vertex.mjs'],
  'bench/': ['src/core/', 'server/', 'sandbox/', 'test/', 'build-vertex.mjs'],
};

const GOOGLE_GLOBALS =
  /\b(SpreadsheetApp|GmailApp|CardService|UrlFetchApp|PropertiesService|CacheService|LockService|ScriptApp|HtmlService|Utilities|Session)\./;

/** Only these read the clock, chance or the environment; everything else gets them as arguments. */
const WIRING = [
  'src/main.ts',
  'src/google/worlds.ts',
  'server/main.ts',
  'server/cli.ts',
  'server/config.ts',
  'sandbox/main.ts',
];

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    return /\.(ts|mts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  const imports = specifiers.map((specifier) => relative(root, join(root, dirname(path), specifier)));
  return { path, text, imports };
}

const files = ['src', 'server', 'sandbox', 'bench', 'test'].flatMap(listFiles).map(readSource);
const shipped = files.filter(({ path }) => path.startsWith('src/') || path.startsWith('server/'));

function roomOf(path: string): string {
  const rooms = Object.keys(MAY_IMPORT).filter((room) => path.startsWith(room));
  return rooms.sort((a, b) => b.length - a.length)[0] ?? '';
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function importCycles(): string[] {
  const graph = new Map(files.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return cycles;
}

describe('the architecture', () => {
  it('has a rule for every file', () => {
    expect(files.filter(({ path }) => roomOf(path) === '').map(({ path }) => path)).toEqual([]);
  });

  it('lets imports go one way only', () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .filter((target) => {
          const room = roomOf(path);
          return (
            !target.startsWith(room) &&
            !(MAY_IMPORT[room] ?? []).some((allowed) => target.startsWith(allowed))
          );
        })
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import cycle', () => {
    expect(importCycles()).toEqual([]);
  });

  it('names a Google service nowhere but in src/google', () => {
    const outside = shipped.filter(({ path }) => !path.startsWith('src/google/'));
    expect(
      outside.filter(({ text }) => GOOGLE_GLOBALS.test(withoutComments(text))).map(({ path }) => path),
    ).toEqual([]);
  });

  it('keeps any out of the types', () => {
    const loose = /(:|<|\bas)\s*any\b|@ts-ignore|@ts-nocheck|@ts-expect-error/;
    expect(shipped.filter(({ text }) => loose.test(withoutComments(text))).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('keeps the core free of packages, of Node and of the clock', () => {
    const packages = /from '(?!\.)(?!typebox')[^']+'/;
    const impure = /\b(Date\.now|Math\.random|process\.|console\.)/;
    const core = files.filter(({ path }) => path.startsWith('src/core/'));
    expect(
      core
        .filter(({ text }) => packages.test(text) || impure.test(withoutComments(text)))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it('reads clock, chance and environment only where the parts are wired', () => {
    const reads = /\b(Date\.now\(|Math\.random\(|process\.env\b)/;
    const elsewhere = shipped.filter(({ path }) => !WIRING.includes(path));
    expect(elsewhere.filter(({ text }) => reads.test(withoutComments(text))).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('keeps every shipped file to one idea: at most 300 lines that are not blank', () => {
    const long = files
      .filter(({ path }) => !path.startsWith('test/') && !path.startsWith('sandbox/sample/'))
      .map(({ path, text }) => ({
        path,
        lines: text.split('\n').filter((line) => line.trim() !== '').length,
      }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });
});
