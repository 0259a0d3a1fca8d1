// Databases that cannot be used: what is wrong and what to do, and nothing of theirs is changed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openStore } from '../../../../server/store/store.ts';
import { StoreRefusal } from '../../../../server/store/store-refusal.ts';

describe('a database that cannot be used', () => {
  it('is refused by name when it is another kind of file, and left as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usher-store-'));
    const path = join(folder, 'tickets.csv');
    const content = `text,label\n${'printer jams,printing\n'.repeat(300)}`;
    writeFileSync(path, content);
    await expect(openStore(path)).rejects.toThrow(/tickets\.csv is no SQLite database; it was left as it is/);
    expect(readFileSync(path, 'utf8')).toBe(content);
    await expect(openStore(folder)).rejects.toThrow(StoreRefusal);
    rmSync(folder, { recursive: true });
  });

  it('is told apart from one that does not answer, without its password', async () => {
    const refusal = await openStore('postgres://usher:secret@127.0.0.1:1/usher').catch(String);
    expect(refusal).toMatch(/does not answer as USHER_DATABASE names it .*nothing was changed/);
    expect(refusal).not.toContain('secret');
  });
});
