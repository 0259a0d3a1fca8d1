// Desks: list one's own, read one, create or change one.
import { type Desk, type DeskList, type DeskProposal, type Field, Problem } from '../../src/core/contract.ts';
import { DeskProposalSchema } from '../../src/core/contract-schemas.ts';
import { currentLabelId } from '../../src/core/labels.ts';
import { BODY_BYTES_MAX } from '../../src/core/limits.ts';
import type { Promises } from '../promise/promises.ts';
import type { DeskSecrets } from '../store/desks.ts';
import type { RandomBytes } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import { callerOf } from './authenticate.ts';
import { type Membership, requireMember } from './membership.ts';
import { DeskParams, type V1 } from './v1.ts';

/** What the desk routes need. */
export interface DeskRouteDependencies {
  readonly store: Store;
  readonly promises: Promises;
  readonly now: () => number;
  /** From where a new desk gets the secrets that its features and audits are keyed with. */
  readonly secretBytes: RandomBytes;
  /** Whether a person may create a desk, by mail address in lower case. */
  readonly mayOwn: (email: string) => boolean;
}

/** Registers GET /desks, GET /desks/:desk and PUT /desks/:desk. */
export function deskRoutes(app: V1, deps: DeskRouteDependencies): void {
  const { store } = deps;

  app.get('/desks', async (request): Promise<DeskList> => {
    return { desks: await store.desks.listFor(callerOf(request).email) };
  });

  app.get('/desks/:desk', { schema: { params: DeskParams } }, async (request): Promise<Desk> => {
    return deskAnswer(deps, await requireMember(store, callerOf(request), request.params.desk));
  });

  app.put(
    '/desks/:desk',
    { schema: { params: DeskParams, body: DeskProposalSchema }, bodyLimit: BODY_BYTES_MAX },
    async (request, reply): Promise<Desk> => {
      const caller = callerOf(request);
      const id = request.params.desk;
      assertDistinctIds(request.body);
      assertMergesEnd(request.body);
      assertNeverMissedKnown(request.body);
      if ((await store.members.roleOf(id, caller.email)) === undefined) {
        await createDesk(deps, id, await inForce(deps, id, request.body), caller.email);
        reply.code(201);
      } else {
        const { desk } = await requireMember(store, caller, id, 'lead');
        const kept: DeskProposal = { name: desk.name, fields: [...desk.fields] };
        const proposal = await inForce(deps, id, request.body);
        if (canonical(kept) !== canonical(proposal))
          await store.desks.change(id, proposal, deps.now(), caller.email);
      }
      return deskAnswer(deps, await requireMember(store, caller, id), request.body.fields);
    },
  );
}

async function createDesk(
  deps: DeskRouteDependencies,
  id: string,
  proposal: DeskProposal,
  owner: string,
): Promise<void> {
  if (!deps.mayOwn(owner)) {
    throw new Problem(
      'forbidden',
      `You belong to no desk with the id "${id}", and this deployment does not let you create one. ` +
        'Ask an owner of the desk to add you, or an administrator to add you to USHER_OWNERS.',
    );
  }
  if (!(await deps.store.desks.create(id, proposal, owner, newSecrets(deps.secretBytes), deps.now()))) {
    throw new Problem('conflict', `The desk id "${id}" is taken. Choose another id.`);
  }
}

/** What is proposed, with the modes that come into force. */
async function inForce(
  { promises }: DeskRouteDependencies,
  id: string,
  { name, fields }: DeskProposal,
): Promise<DeskProposal> {
  return { name, fields: await promises.acceptModes(id, fields) };
}

function newSecrets(secretBytes: RandomBytes): DeskSecrets {
  const bytes = Buffer.from(secretBytes(36));
  return { featureSeed: bytes.readUInt32LE(0), textKey: bytes.toString('hex', 4) };
}

/** `asked` are the fields as a lead has just proposed them, so that a mode which is refused is answered with the reason. */
async function deskAnswer(
  { store, promises }: DeskRouteDependencies,
  { desk, role }: Membership,
  asked: readonly Field[] = desk.fields,
): Promise<Desk> {
  const standing = await Promise.all(
    asked.map(async (field) => [field.id, await promises.standing(desk, field)] as const),
  );
  return {
    id: desk.id,
    name: desk.name,
    fields: [...desk.fields],
    role,
    version: desk.version,
    models: await store.models.inService(desk.id),
    promises: Object.fromEntries(standing.flatMap(([field, one]) => (one ? [[field, one]] : []))),
  };
}

function assertDistinctIds({ fields }: DeskProposal): void {
  const twice = (ids: readonly string[]) => ids.find((id, at) => ids.indexOf(id) !== at);
  const field = twice(fields.map(({ id }) => id));
  if (field !== undefined) {
    throw new Problem('bad_request', `Two fields have the id "${field}". Give each field an id of its own.`);
  }
  for (const { id, labels } of fields) {
    const label = twice(labels.map((one) => one.id));
    if (label !== undefined) {
      throw new Problem(
        'bad_request',
        `Two labels of the field "${id}" have the id "${label}". Give each label an id of its own.`,
        { field: id, label },
      );
    }
  }
}

function assertMergesEnd({ fields }: DeskProposal): void {
  for (const { id: field, labels } of fields) {
    for (const { id, name, mergedInto } of labels) {
      if (mergedInto === undefined || currentLabelId(labels, id) !== null) continue;
      throw new Problem(
        'bad_request',
        `"${name}" is merged into "${mergedInto}", which is not in use: it is missing, retired, or merged back. Choose a label of the same field that is in use.`,
        { field, label: id },
      );
    }
  }
}

/** A slip of the pen here would protect nothing, and nobody would notice. */
function assertNeverMissedKnown({ fields }: DeskProposal): void {
  for (const { id: field, labels, neverMissed = [] } of fields) {
    const unknown = neverMissed.find((id) => !labels.some((label) => label.id === id));
    if (unknown === undefined) continue;
    throw new Problem(
      'bad_request',
      `The field "${field}" has no label "${unknown}" that could never be missed. Name a label of the field by its id.`,
      { field, label: unknown },
    );
  }
}

/** The same text for proposals that say the same, in whatever order the sender wrote the keys. */
function canonical({ name, fields }: DeskProposal): string {
  return JSON.stringify([
    name,
    fields.map((field) => [
      field.id,
      field.name,
      field.labels.map(({ id, name: label, description, keywords, mode, ...past }) => [
        ...[id, label, description],
        ...[keywords, mode ?? 'suggest'],
        ...[past.formerNames ?? [], past.mergedInto ?? null, past.isRetired ?? false],
      ]),
      field.agreement ?? null,
      field.neverMissed ?? [],
    ]),
  ]);
}
