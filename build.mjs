// Makes the two things that ship: the add-on bundle (dist/addon for the sheet, dist/gmail for Gmail, dist/variants for the
// options one by one) and the proxy (dist/server). Plain JavaScript, so that it runs before anything else is there.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { build } from 'esbuild';
import ts from 'typescript';
import { plannedDeployments } from './build-manifests.mjs';

const { buildServer } = await import('./build-server.mjs');

const root = new URL('.', import.meta.url);
const path = (relative) => fileURLToPath(new URL(relative, root));

/** Google's push has no documented limit; this keeps the start of every invocation quick. */
export const BUNDLE_BYTES_MAX = 400_000;

/** Names that Apps Script does not have; the sandbox has the same holes, and a build should fail before a push does. */
const ABSENT_GLOBALS = [
  'fetch',
  'URL',
  'URLSearchParams',
  'TextEncoder',
  'TextDecoder',
  'setTimeout',
  'setInterval',
  'structuredClone',
  'atob',
  'btoa',
  'crypto',
  'performance',
  'process',
  'Buffer',
  'require',
  'queueMicrotask',
  'AbortController',
];

/** Exported functions of src/main.ts with parameter names and their comment, cut from the source by the compiler's parser. */
async function entryFunctions() {
  const source = await readFile(path('src/main.ts'), 'utf8');
  const file = ts.createSourceFile('main.ts', source, ts.ScriptTarget.ES2022, true);
  return file.statements
    .filter(
      (node) =>
        ts.isFunctionDeclaration(node) && node.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword),
    )
    .map((node) => ({
      name: node.name.text,
      parameters: node.parameters.map((parameter) => parameter.name.getText(file)),
      comment: ts
        .getJSDocCommentsAndTags(node)
        .map((doc) => doc.getText(file))
        .join('\n'),
    }));
}

/** Apps Script finds menus, triggers and custom functions only as top-level function declarations. */
function stubs(functions) {
  return functions
    .map(({ name, parameters, comment }) => {
      const list = parameters.join(', ');
      return `${comment ? `${comment}\n` : ''}function ${name}(${list}) { return Usher_.${name}(${list}); }`;
    })
    .join('\n');
}

async function buildAddon() {
  const deployments = await plannedDeployments();
  const result = await build({
    entryPoints: [path('src/main.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'Usher_',
    target: 'es2019',
    charset: 'utf8',
    legalComments: 'none',
    // Every invocation reads the whole script anew, so a quarter less of it is worth more than names in a stack.
    minify: true,
    footer: { js: stubs(await entryFunctions()) },
    write: false,
  });
  const code = result.outputFiles[0].text;
  const names = (await readdir(path('src/pages'))).filter((name) => name.endsWith('.html'));
  const pages = await Promise.all(names.map(async (name) => [name, await assemblePage(name)]));
  for (const { folder, manifest, facts } of deployments) {
    // The one line in which deployments differ, so that what was tested of one holds for all.
    const script = `"use strict";var USHER_DEPLOYMENT=${JSON.stringify(facts)};\n${code}`;
    checkBundle(script);
    const files = [
      ['Code.js', script],
      ['appsscript.json', `${JSON.stringify(manifest, null, 2)}\n`],
      ...pages,
    ];
    await mkdir(path(folder), { recursive: true });
    await Promise.all(files.map(([name, text]) => writeFile(path(`${folder}/${name}`), text)));
  }
  return code.length;
}

/** A page as one file, since Apps Script serves no others beside it: the shared style and script stand in it. */
async function assemblePage(name) {
  const [page, style, script] = await Promise.all(
    [name, 'look.css', 'page.js'].map((file) => readFile(path(`src/pages/${file}`), 'utf8')),
  );
  return page.replace('/* look.css */', () => style).replace('/* page.js */', () => script);
}

function checkBundle(code) {
  if (Buffer.byteLength(code) > BUNDLE_BYTES_MAX) {
    throw new Error(
      `The add-on bundle has ${Buffer.byteLength(code)} bytes, more than ${BUNDLE_BYTES_MAX}. A value import of a schema is the usual cause.`,
    );
  }
  parse(code, { ecmaVersion: 2019, sourceType: 'script' });
  const used = ABSENT_GLOBALS.filter(
    (name) =>
      new RegExp(`(?<![\\w.$"'-])${name}\\s*[(.]`).test(code) &&
      !new RegExp(`function ${name}\\(`).test(code),
  );
  if (used.length > 0)
    throw new Error(`The add-on bundle names what Apps Script does not have: ${used.join(', ')}.`);
}

/** The workbench's page: one script, one style, nothing from elsewhere. */
async function buildWorkbench() {
  await build({
    entryPoints: [path('sandbox/page/main.ts'), path('sandbox/page/page.css')],
    entryNames: '[name]',
    bundle: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    outdir: path('dist/workbench'),
    outbase: path('sandbox/page'),
    logLevel: 'warning',
  });
  await rename(path('dist/workbench/main.js'), path('dist/workbench/page.js'));
}

const only = process.argv[2];
const stale = only === 'addon' ? ['dist/addon', 'dist/gmail', 'dist/variants'] : ['dist'];
await Promise.all(stale.map((folder) => rm(path(folder), { recursive: true, force: true })));
const bytes = await buildAddon();
if (only !== 'addon') await Promise.all([buildServer(path('dist/server')), buildWorkbench()]);
console.log(
  `built dist/addon and dist/gmail (${Math.round(bytes / 1000)} kB)${only === 'addon' ? '' : ', dist/server, dist/workbench'}`,
);
