// Makes the proxy that ships: one entry that keeps V8's compiled code, the command line behind it in chunks, the training
// thread, and the compiled kernel, so that neither TypeScript nor a compiler is needed where it runs.
import { writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { vertexClient } from './build-vertex.mjs';

const source = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Runs before anything is imported, so that everything is compiled once and read back at the next start. */
const ENTRY = `import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
enableCompileCache(process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('./compile-cache', import.meta.url)));
await import('./usher.js');
`;

/** Left out: compilers, and what is optional. */
const EXTERNAL = ['assemblyscript', 'assemblyscript/*', 'pg-native'];

/** Node's own modules, required: importing one reads all of its exports, and some of those load what is never used. */
const requiredBuiltins = {
  name: 'required-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?[a-z0-9_/]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path) || kind !== 'import-statement') return undefined;
      return path === 'node:module' ? undefined : { path, namespace: 'required' };
    });
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};

/** Writes the server's bundle into `folder`. */
export async function buildServer(folder) {
  await build({
    entryPoints: {
      usher: source('server/cli.ts'),
      'train-worker': source('server/training/train-worker.ts'),
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outdir: folder,
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
    external: EXTERNAL,
    plugins: [vertexClient, requiredBuiltins],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const { compiledKernel } = await import('./server/kernel/compile-kernel.ts');
  await writeFile(`${folder}/numeric.wasm`, await compiledKernel());
  await writeFile(`${folder}/cli.js`, ENTRY);
  await writeFile(`${folder}/package.json`, '{"type":"module"}\n');
}

if (import.meta.main) await buildServer(process.argv[2] ?? source('dist/server'));
