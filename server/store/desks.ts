// Desks: their fields and labels, their secrets and what may leave the process.
import type { Kysely } from 'kysely';
import type { DeskProposal, Field, Role } from '../../src/core/contract.ts';
import { REDACTION_MODES, type RedactionMode } from '../redaction/redaction-mode.ts';
import { parseRole } from './members.ts';
import type { Tables } from './tables.ts';
import { writeTrail } from './trail.ts';

/** A desk as it is kept. */
export interface DeskRecord {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly version: number;
  /** 32-bit seed with which this desk's texts are hashed into features. */
  readonly featureSeed: number;
  /** Hexadecimal key of this desk's text hashes. */
  readonly textKey: string;
  /** Grows with all that decides this desk's tickets: labels, members, models in service, watchdogs. */
  readonly epoch: number;
  /** What happens to private data where text would leave the process. */
  readonly redaction: RedactionMode;
}

/** The secrets that a new desk gets once and keeps. */
export interface DeskSecrets {
  readonly featureSeed: number;
  readonly textKey: string;
}

/** All desks. Mails are compared in lower case. */
export interface DeskStore {
  /** The desks that the person belongs to, by name. */
  listFor(email: string): Promise<{ id: string; name: string; role: Role }[]>;
  /** Ids of all desks, in order. */
  ids(): Promise<string[]>;
  find(id: string): Promise<DeskRecord | undefined>;
  epochOf(id: string): Promise<number | undefined>;
  /** Creates the desk with its first owner; false when the id is taken. */
  create(
    id: string,
    proposal: DeskProposal,
    owner: string,
    secrets: DeskSecrets,
    now: number,
  ): Promise<boolean>;
  /** Replaces name and fields; the version grows by one. `by` is the address of who acts. */
  change(id: string, proposal: DeskProposal, now: number, by: string): Promise<void>;
  setRedaction(id: string, mode: RedactionMode, now: number, by: string): Promise<void>;
}

/** The desk store over an open database. */
export function createDeskStore(db: Kysely<Tables>): DeskStore {
  return {
    listFor: async (email) => {
      const rows = await db
        .selectFrom('members')
        .innerJoin('desks', 'desks.id', 'members.desk_id')
        .select(['desks.id', 'desks.name', 'members.role'])
        .where('members.email', '=', email.toLowerCase())
        .orderBy('desks.name')
        .orderBy('desks.id')
        .execute();
      return rows.map(({ id, name, role }) => ({ id, name, role: parseRole(role) }));
    },
    ids: async () => {
      const rows = await db.selectFrom('desks').select('id').orderBy('id').execute();
      return rows.map(({ id }) => id);
    },
    find: async (id) => {
      const row = await db.selectFrom('desks').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        id: row.id,
        name: row.name,
        fields: JSON.parse(row.fields) as Field[],
        version: row.version,
        featureSeed: row.feature_seed,
        textKey: row.text_key,
        epoch: row.epoch,
        redaction: parseRedaction(row.redaction),
      };
    },
    epochOf: async (id) => {
      const row = await db.selectFrom('desks').select('epoch').where('id', '=', id).executeTakeFirst();
      return row?.epoch;
    },
    create: (id, proposal, owner, secrets, now) =>
      db.transaction().execute(async (transaction) => {
        const created = await transaction
          .insertInto('desks')
          .values({
            id,
            name: proposal.name,
            fields: JSON.stringify(proposal.fields),
            version: 1,
            feature_seed: secrets.featureSeed,
            text_key: secrets.textKey,
            created_at: now,
            changed_at: now,
            epoch: 1,
            redaction: 'redact',
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst();
        if (created === undefined) return false;
        await transaction
          .insertInto('members')
          .values({ desk_id: id, email: owner.toLowerCase(), role: 'owner', since: now })
          .execute();
        const facts = { name: proposal.name };
        await writeTrail(transaction, id, {
          ...{ at: now, by: owner.toLowerCase(), action: 'desk created' as const, facts },
        });
        return true;
      }),
    change: (id, proposal, now, by) =>
      db.transaction().execute(async (transaction) => {
        const changed = await transaction
          .updateTable('desks')
          .set((column) => ({
            name: proposal.name,
            fields: JSON.stringify(proposal.fields),
            version: column('version', '+', 1),
            epoch: column('epoch', '+', 1),
            changed_at: now,
          }))
          .where('id', '=', id)
          .returning('version')
          .executeTakeFirst();
        const facts = { version: changed?.version ?? null, modes: modesOf(proposal) };
        await writeTrail(transaction, id, { at: now, by, action: 'desk changed', facts });
      }),
    setRedaction: (id, mode, now, by) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('desks')
          .set((column) => ({ redaction: mode, epoch: column('epoch', '+', 1) }))
          .where('id', '=', id)
          .execute();
        await writeTrail(transaction, id, { at: now, by, action: 'redaction set', facts: { mode } });
      }),
  };
}

/** The modes of all labels that are not suggestions, as a lead would read them. */
function modesOf({ fields }: DeskProposal): string {
  return fields
    .flatMap(({ id, labels }) =>
      labels.flatMap((label) =>
        label.mode === undefined || label.mode === 'suggest' ? [] : [`${id}/${label.id}=${label.mode}`],
      ),
    )
    .join(' ');
}

function parseRedaction(mode: string): RedactionMode {
  const known = REDACTION_MODES.find((one) => one === mode);
  if (known !== undefined) return known;
  throw new Error(`A desk has the redaction "${mode}"; this build knows ${REDACTION_MODES.join(', ')}.`);
}
