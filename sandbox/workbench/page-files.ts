// The page's own files: one HTML shell, one script and one style, built once and kept in memory.
import { readFile } from 'node:fs/promises';

export interface PageFiles {
  readonly script: string;
  readonly style: string;
}

/** Nothing but this very server: no foreign script, font, picture or connection, and no eval. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Reads `dist/workbench`; throws a sentence when the build has not run. */
export async function readPageFiles(): Promise<PageFiles> {
  const read = (name: string) => readFile(new URL(`../../dist/workbench/${name}`, import.meta.url), 'utf8');
  try {
    return { script: await read('page.js'), style: await read('page.css') };
  } catch (cause) {
    throw new Error('dist/workbench is not complete. Run "npm run build" first.', { cause });
  }
}

/** The shell that every view shares; the script draws the rest. */
export const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Usher workbench</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<div id="app"></div>
<noscript>The workbench draws its sheet with a script of its own. Allow scripts for this address.</noscript>
<script src="/page.js"></script>
</body>
</html>
`;
