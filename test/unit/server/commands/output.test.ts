// Where commands write: never over their own input, and whole or not at all.
import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeTable } from '../../../../server/commands/csv.ts';
import { assertOutput, writeOutput } from '../../../../server/commands/output.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-output-'));
  writeFileSync(at('in.csv'), 'text\na\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('an output path', () => {
  it.each([
    ['its own name', (path: string) => path],
    [
      'a link',
      (path: string) => {
        symlinkSync(path, at('link.csv'));
        return at('link.csv');
      },
    ],
    [
      'a hard link',
      (path: string) => {
        linkSync(path, at('hard.csv'));
        return at('hard.csv');
      },
    ],
  ])('is refused when it means the input by %s', (_, nameOf) => {
    expect(() => assertOutput(nameOf(at('in.csv')), [at('in.csv')])).toThrow(/is also an input/);
  });

  it('may be new, or an earlier output', () => {
    writeFileSync(at('out.csv'), 'old');
    expect(() => assertOutput(at('out.csv'), [at('in.csv')])).not.toThrow();
    expect(() => assertOutput(at('new.csv'), [at('in.csv')])).not.toThrow();
  });
});

describe('an output', () => {
  it('replaces an earlier file whole and leaves nothing beside it', () => {
    writeFileSync(at('out.csv'), 'old');
    writeOutput(at('out.csv'), 'new');
    expect(readFileSync(at('out.csv'), 'utf8')).toBe('new');
    expect(readdirSync(folder).sort()).toEqual(['in.csv', 'out.csv']);
  });

  it('keeps the link that it is written through', () => {
    writeFileSync(at('out.csv'), 'old');
    symlinkSync(at('out.csv'), at('link.csv'));
    writeOutput(at('link.csv'), 'new');
    expect(readFileSync(at('out.csv'), 'utf8')).toBe('new');
  });

  it('leaves the earlier file as it was when the disk takes no more, and says so', () => {
    expect(() => writeOutput('/dev/full', 'new')).toThrow(/could not be written \(ENOSPC\).*as it was/);
  });

  it('writes titles that begin like a formula as text', () => {
    writeTable(at('out.csv'), ['=HYPERLINK("x")'], [['a']]);
    expect(readFileSync(at('out.csv'), 'utf8')).toMatch(/^"'=HYPERLINK/);
  });
});
