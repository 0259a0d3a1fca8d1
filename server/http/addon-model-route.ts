// The small variant of a model, which the add-on keeps in the spreadsheet for functions that must not use the network.
import { Type } from 'typebox';
import type { AddonModel } from '../../src/core/addon-model.ts';
import { encodeAddonModel } from '../../src/core/classifier/addon-model.ts';
import { decodeModel } from '../../src/core/classifier/model-file.ts';
import { Problem } from '../../src/core/contract.ts';
import { SlugSchema } from '../../src/core/contract-schemas.ts';
import { ID_CHARACTERS_MAX } from '../../src/core/limits.ts';
import type { Store } from '../store/store.ts';
import { callerOf } from './authenticate.ts';
import { requireMember } from './membership.ts';
import type { V1 } from './v1.ts';

const ModelParams = Type.Object({
  desk: SlugSchema,
  model: Type.String({ minLength: 1, maxLength: ID_CHARACTERS_MAX }),
});

/** Registers GET /desks/:desk/models/:model/addon, for every member of the desk. */
export function addonModelRoute(app: V1, deps: { readonly store: Store }): void {
  const { models } = deps.store;
  app.get(
    '/desks/:desk/models/:model/addon',
    { schema: { params: ModelParams } },
    async (request): Promise<AddonModel> => {
      const { desk } = await requireMember(deps.store, callerOf(request), request.params.desk);
      const summary = await models.find(desk.id, request.params.model);
      const bytes = summary && (await models.bytes(desk.id, summary.id));
      if (summary === undefined || bytes === undefined) {
        throw new Problem(
          'not_found',
          "This desk has no model with that id. Choose one from the desk's list of models.",
        );
      }
      const small = encodeAddonModel(decodeModel(bytes));
      return { id: summary.id, field: summary.field, bytes: Buffer.from(small).toString('base64') };
    },
  );
}
