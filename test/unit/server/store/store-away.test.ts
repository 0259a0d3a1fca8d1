import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { openPostgres } from '../../../../server/store/postgres.ts';
import { isStoreAway } from '../../../../server/store/store-away.ts';

async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

describe('isStoreAway', () => {
  it('knows a server that cannot be reached', async () => {
    const db = await openPostgres('postgres://nobody:x@127.0.0.1:1/none');
    const error = await errorOf(() => db.selectFrom('desks').select('id').execute());
    await db.destroy();
    expect(isStoreAway(error)).toBe(true);
  });

  it.each([
    ['a server that stops', { code: '57P01' }],
    ['a connection that broke', { code: '08006' }],
    ['a full server', { code: '53300' }],
    ['one of two that waited for each other', { code: '40P01' }],
    ['a reset connection', { code: 'ECONNRESET', syscall: 'read' }],
    ['a locked file', { code: 'ERR_SQLITE_ERROR', errcode: 5 }],
  ])('knows %s', (_what, facts) => {
    expect(isStoreAway(Object.assign(new Error('x'), facts))).toBe(true);
  });

  it.each([
    ['a statement that is wrong', { code: '42601' }],
    ['a rule that was broken', { code: '23505' }],
    ['a file that is not there', { code: 'ENOENT', syscall: 'open' }],
  ])('does not take %s for it', (_what, facts) => {
    expect(isStoreAway(Object.assign(new Error('x'), facts))).toBe(false);
  });

  it('does not take a mistake in our SQL for it', async () => {
    const db = new DatabaseSync(':memory:');
    expect(isStoreAway(await errorOf(() => db.prepare('select nothing from nowhere')))).toBe(false);
  });
});
