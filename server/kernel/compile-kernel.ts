// Compiles the AssemblyScript kernel to WebAssembly, once for each version of its source.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Named so that TypeScript does not take it for its own. */
const SOURCE = new URL('numeric.as', import.meta.url);
/** The name under which the compiler asks for it. */
const ENTRY = 'numeric.ts';
/** Beside the bundle that ships, where there is no source. */
const SHIPPED = new URL('numeric.wasm', import.meta.url);
/** Beside the build's other products, which no one edits and git leaves out. */
const FOLDER = new URL('../../dist/kernel/', import.meta.url);

/** The compiled kernel's bytes: from the build folder where this source was compiled before, else compiled now (about a second). */
export async function compiledKernel(): Promise<Uint8Array<ArrayBuffer>> {
  if (existsSync(SHIPPED)) return new Uint8Array(readFileSync(SHIPPED));
  const source = readFileSync(SOURCE, 'utf8');
  const version = createHash('sha256').update(source).digest('hex').slice(0, 16);
  const path = fileURLToPath(new URL(`numeric-${version}.wasm`, FOLDER));
  if (existsSync(path)) return new Uint8Array(readFileSync(path));
  const bytes = await compile(source);
  mkdirSync(FOLDER, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, path);
  return bytes;
}

async function compile(source: string): Promise<Uint8Array<ArrayBuffer>> {
  // The compiler takes half a second to load, so it is loaded only when there is something to compile.
  const { default: asc } = await import('assemblyscript/asc');
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await asc.main(
    [ENTRY, '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--outFile', 'numeric.wasm'],
    {
      readFile: (name) => (name === ENTRY ? source : null),
      writeFile: (name, contents) => {
        if (name === 'numeric.wasm' && typeof contents !== 'string') bytes = new Uint8Array(contents);
      },
      listFiles: () => [],
    },
  );
  if (error !== null || bytes === undefined) {
    throw new Error(`The kernel did not compile: ${error?.message ?? 'no output'}\n${stderr.toString()}`);
  }
  return bytes;
}
