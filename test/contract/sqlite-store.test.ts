import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '../../server/store/store.ts';
import { storeContract } from './store-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'usher-store-'));
let test = 0;
const path = () => join(folder, `${test}.sqlite`);
beforeEach(() => {
  test++;
});
afterAll(() => rmSync(folder, { recursive: true }));

storeContract('SQLite', () => openStore(path()));

describe('the SQLite store', () => {
  it('makes every table from nothing, once', async () => {
    await (await openStore(path())).close();
    await (await openStore(path())).close();
    const database = new DatabaseSync(path());
    const names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    database.close();
    expect(names.map(({ name }) => name)).toEqual([
      'answers',
      'audits',
      'charges',
      'desks',
      'gate_files',
      'hourly',
      'kysely_migration',
      'kysely_migration_lock',
      'members',
      'models',
      'models_in_service',
      'monitor_states',
      'opinions',
      'outbreaks',
      'prediction_log',
      'rollouts',
      'signing_keys',

      'traces',
      'trail',
      'training_parts',
      'training_sessions',
      'usage',
      'versions',
      'watchdogs',
    ]);
  });

  it('refuses a database of a later version and leaves it as it is', async () => {
    await (await openStore(path())).close();
    const later = new DatabaseSync(path());
    later.exec("INSERT INTO kysely_migration VALUES ('9999-from-the-future', '2030-01-01')");
    later.close();
    const before = readFileSync(path());
    await expect(openStore(path())).rejects.toThrow('written by a newer version of Usher');
    expect(readFileSync(path()).equals(before)).toBe(true);
  });

  it('says which variable to set when the file cannot be opened', async () => {
    await expect(openStore(join(folder, 'missing', 'usher.sqlite'))).rejects.toThrow('USHER_DATABASE');
  });
});
