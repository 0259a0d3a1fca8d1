import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as promise from '../../../../server/commands/promise.ts';
import { someRows } from '../../core/classifier/a-training-set.ts';

const folder = mkdtempSync(join(tmpdir(), 'usher-promise-'));

function aCsv(name: string, rows: readonly { text: string; label: string }[]): string {
  const path = join(folder, name);
  writeFileSync(path, `text,label\n${rows.map(({ text, label }) => `${text},${label}`).join('\n')}\n`);
  return path;
}

async function run(...args: string[]): Promise<string> {
  let printed = '';
  const write = (text: string) => {
    printed += text;
  };
  await promise.run(args, { out: write, err: write, isTerminal: false, now: () => 0, environment: {} });
  return printed;
}

const trainCsv = aCsv('train.csv', someRows(300));
const testCsv = aCsv('test.csv', someRows(120, 2));

describe('usher promise', () => {
  it('prints what is proven of each queue beside the naive cut', async () => {
    const printed = await run(trainCsv, '--test', testCsv, '--target', '0.9');
    expect(printed).toContain('Promise: at least 90 % of the tickets routed without a person are right');
    expect(printed).toContain('The naive cut, for comparison');
    expect(printed).toMatch(/\d of \d queues miss the target on the test file/);
  });

  it('prints the table as JSON', async () => {
    const result: unknown = JSON.parse(await run(trainCsv, '--test', testCsv, '--json', '--target', '0.9'));
    expect(result).toMatchObject({ table: { version: 1, kind: 'strict', target: 0.9, delta: 0.1 } });
    expect(result).toHaveProperty('test.coverage', expect.any(Number));
  });

  it('says that a hundred per cent cannot be proven', async () => {
    expect(await run(trainCsv, '--target', '1')).toContain('no number of checked tickets proves 100 %');
  });

  it('says how many more checked tickets a desk with few needs', async () => {
    const few = aCsv('few.csv', someRows(60));
    expect(await run(few)).toMatch(/needs about \d+ more checked tickets/);
  });

  it.each([
    [['--target', '0'], '--target'],
    [['--delta', '1'], '--delta'],
    [['--unknown'], 'unknown'],
  ])('refuses %j', async (args, message) => {
    await expect(run(trainCsv, ...args)).rejects.toThrow(message);
  });
});
