// Models of a desk: list them, and put one in service, which is also how one rolls back.
import { Type } from 'typebox';
import { type ModelList, Problem } from '../../src/core/contract.ts';
import { SlugSchema } from '../../src/core/contract-schemas.ts';
import { ID_CHARACTERS_MAX } from '../../src/core/limits.ts';
import type { Store } from '../store/store.ts';
import { callerOf } from './authenticate.ts';
import { requireMember } from './membership.ts';
import { DeskParams, type V1 } from './v1.ts';

const FieldParams = Type.Object({ desk: SlugSchema, field: SlugSchema });
const ModelChoice = Type.Object(
  { model: Type.String({ minLength: 1, maxLength: ID_CHARACTERS_MAX }) },
  { additionalProperties: false },
);

/** Registers GET /desks/:desk/models and PUT /desks/:desk/fields/:field/model; both answer the list of models. */
export function modelRoutes(app: V1, deps: { readonly store: Store; readonly now: () => number }): void {
  const { models } = deps.store;

  app.get('/desks/:desk/models', { schema: { params: DeskParams } }, async (request): Promise<ModelList> => {
    const { desk } = await requireMember(deps.store, callerOf(request), request.params.desk);
    return { models: await models.list(desk.id) };
  });

  app.put(
    '/desks/:desk/fields/:field/model',
    { schema: { params: FieldParams, body: ModelChoice } },
    async (request): Promise<ModelList> => {
      const { field } = request.params;
      const caller = callerOf(request);
      const { desk } = await requireMember(deps.store, caller, request.params.desk, 'lead');
      const model = await models.find(desk.id, request.body.model);
      if (model === undefined || model.field !== field) {
        throw new Problem(
          'not_found',
          `The field "${field}" of this desk has no model with that id. Choose one from the desk's list of models.`,
          { field },
        );
      }
      await models.putInService(desk.id, field, model.id, deps.now(), caller.email);
      return { models: await models.list(desk.id) };
    },
  );
}
