// Models of a desk: list them, and put one in service, which is also how one rolls back.
import { type Static, Type } from 'typebox';
import { type DeskGoals, type LessonCall, type ModelList, Problem } from '../../src/core/contract.ts';
import { SlugSchema } from '../../src/core/contract-schemas.ts';
import { ID_CHARACTERS_MAX } from '../../src/core/limits.ts';
import { GateFileError, parseGateRules } from '../lifecycle/gate-rules.ts';
import { goalsOf } from '../lifecycle/goals.ts';
import { type DriftOf, lessonCallOf } from '../lifecycle/lesson-call.ts';
import { modelListOf } from '../lifecycle/model-list.ts';
import { putInService, rollBack } from '../lifecycle/serve-model.ts';
import { createVault } from '../lifecycle/vault.ts';
import type { Store } from '../store/store.ts';
import { callerOf } from './authenticate.ts';
import { isAtLeast, requireMember } from './membership.ts';
import { DeskParams, type V1 } from './v1.ts';

const FieldParams = Type.Object({ desk: SlugSchema, field: SlugSchema });
const ModelChoice = Type.Object(
  { model: Type.String({ minLength: 1, maxLength: ID_CHARACTERS_MAX }) },
  { additionalProperties: false },
);

/** A gate file is a page of YAML. */
export const GateFileSchema = Type.Object(
  { content: Type.String({ maxLength: 20_000 }) },
  { additionalProperties: false },
);
type GateFile = Static<typeof GateFileSchema>;

/** What the routes of models need. */
export interface ModelRouteDependencies {
  readonly store: Store;
  readonly now: () => number;
  readonly driftOf: DriftOf;
}

/** Registers GET /desks/:desk/models and PUT /desks/:desk/fields/:field/model; both answer the list of models. */
export function modelRoutes(app: V1, deps: ModelRouteDependencies): void {
  const vault = createVault(deps.store);

  app.get('/desks/:desk/models', { schema: { params: DeskParams } }, async (request): Promise<ModelList> => {
    const { desk } = await requireMember(deps.store, callerOf(request), request.params.desk);
    return modelListOf(deps.store, desk);
  });

  app.put(
    '/desks/:desk/fields/:field/model',
    { schema: { params: FieldParams, body: ModelChoice } },
    async (request): Promise<ModelList> => {
      const { field } = request.params;
      const caller = callerOf(request);
      const { desk } = await requireMember(deps.store, caller, request.params.desk, 'lead');
      const serving = { store: deps.store, vault, now: deps.now(), by: caller.email };
      await putInService(serving, desk.id, field, request.body.model);
      return modelListOf(deps.store, desk);
    },
  );

  app.post(
    '/desks/:desk/fields/:field/rollback',
    { schema: { params: FieldParams } },
    async (request): Promise<ModelList> => {
      const { field } = request.params;
      const caller = callerOf(request);
      const { desk } = await requireMember(deps.store, caller, request.params.desk, 'lead');
      await rollBack({ store: deps.store, vault, now: deps.now(), by: caller.email }, desk.id, field);
      return modelListOf(deps.store, desk);
    },
  );

  app.get('/desks/:desk/goals', { schema: { params: DeskParams } }, async (request): Promise<DeskGoals> => {
    const { desk } = await requireMember(deps.store, callerOf(request), request.params.desk);
    return goalsOf({ store: deps.store, vault }, desk, deps.now());
  });

  app.get(
    '/desks/:desk/learning',
    { schema: { params: DeskParams } },
    async (request): Promise<LessonCall> => {
      const { desk, role } = await requireMember(deps.store, callerOf(request), request.params.desk);
      return lessonCallOf({ ...deps, vault }, desk, await vault.rulesOf(desk.id), isAtLeast(role, 'lead'));
    },
  );

  app.get('/desks/:desk/gates', { schema: { params: DeskParams } }, async (request): Promise<GateFile> => {
    const { desk } = await requireMember(deps.store, callerOf(request), request.params.desk);
    return { content: (await deps.store.versions.gateFile(desk.id)) ?? 'preset: new-desk\n' };
  });

  app.put(
    '/desks/:desk/gates',
    { schema: { params: DeskParams, body: GateFileSchema } },
    async (request): Promise<GateFile> => {
      const caller = callerOf(request);
      const { desk } = await requireMember(deps.store, caller, request.params.desk, 'lead');
      try {
        parseGateRules(request.body.content);
      } catch (error) {
        if (error instanceof GateFileError)
          throw new Problem('bad_request', error.message, {}, { cause: error });
        throw error;
      }
      await deps.store.versions.putGateFile(desk.id, request.body.content, deps.now(), caller.email);
      return request.body;
    },
  );
}
