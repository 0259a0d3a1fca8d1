// `npm run bench -- NAME [--json] …`: runs one benchmark, prints its figures, and exits 1 when one misses what it must reach.
import process from 'node:process';
import type { BenchResult, Figure } from './figure.ts';

interface Benchmark {
  run(args: string[]): Promise<BenchResult>;
}

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || !/^[a-z][a-z0-9-]*$/.test(name)) {
    process.stderr.write('Usage: npm run bench -- NAME [--json] …, where NAME is a file of bench/.\n');
    return 1;
  }
  const isJson = args.includes('--json');
  const benchmark: Benchmark = await import(`./${name}.ts`);
  const result = await benchmark.run(args.filter((arg) => arg !== '--json'));
  process.stdout.write(isJson ? `${JSON.stringify(result)}\n` : tableOf(result));
  return result.figures.some(({ holds }) => holds === false) ? 1 : 0;
}

function tableOf({ name, figures }: BenchResult): string {
  const width = Math.max(...figures.map(({ figure }) => figure.length));
  const lineOf = ({ figure, value, unit, must, holds }: Figure): string => {
    const verdict = holds === null ? '' : `${holds ? 'holds' : 'FAILS'}, must be ${must}`;
    return `  ${figure.padEnd(width)}  ${String(value).padStart(8)} ${unit.padEnd(8)} ${verdict}`.trimEnd();
  };
  return `${name}\n${figures.map(lineOf).join('\n')}\n`;
}

process.exitCode = await main(process.argv.slice(2));
