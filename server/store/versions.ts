// What a desk keeps for the life of its models: the files of each version, its gate file, and the key of this deployment.
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';
import { writeTrail } from './trail.ts';

/** A version as it is kept: all files but the model's bytes, packed. */
export interface KeptVersion {
  readonly name: string;
  readonly files: Uint8Array;
}

/** Versions, gate files and the signing key. */
export interface VersionStore {
  of(desk: string, model: string): Promise<KeptVersion | undefined>;
  /** The desk's gate file; undefined where none was chosen. */
  gateFile(desk: string): Promise<string | undefined>;
  putGateFile(desk: string, content: string, now: number, by: string): Promise<void>;
  /** The deployment's own private key (PEM); keeps `fresh` when there is none yet. */
  signingKey(fresh: () => string): Promise<string>;
}

const OWN_KEY = 'own';

/** The version store over an open database. */
export function createVersionStore(db: Kysely<Tables>): VersionStore {
  const ownKey = async () =>
    await db.selectFrom('signing_keys').select('private_key').where('id', '=', OWN_KEY).executeTakeFirst();
  return {
    of: async (desk, model) =>
      await db
        .selectFrom('versions')
        .select(['name', 'files'])
        .where('desk_id', '=', desk)
        .where('model_id', '=', model)
        .executeTakeFirst(),
    gateFile: async (desk) => {
      const row = await db
        .selectFrom('gate_files')
        .select('content')
        .where('desk_id', '=', desk)
        .executeTakeFirst();
      return row?.content;
    },
    putGateFile: (desk, content, now, by) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('gate_files')
          .values({ desk_id: desk, content })
          .onConflict((conflict) => conflict.column('desk_id').doUpdateSet({ content }))
          .execute();
        await writeTrail(transaction, desk, { at: now, by, action: 'gates changed', facts: {} });
      }),
    signingKey: async (fresh) => {
      const known = await ownKey();
      if (known !== undefined) return known.private_key;
      await db
        .insertInto('signing_keys')
        .values({ id: OWN_KEY, private_key: fresh() })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      return (await ownKey())?.private_key ?? '';
    },
  };
}
