// Puts a model of a desk in service, or the one before back into it: checked first, so that a model that was altered never serves.
import { Problem } from '../../src/core/contract.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from './vault.ts';

/** With what a model is put in service; `now` is epoch milliseconds, `by` is who acts. */
export interface Serving {
  readonly store: Pick<Store, 'models'>;
  readonly vault: Vault;
  readonly now: number;
  readonly by: string;
}

/** Puts a model of the field in service. Throws a Problem, and changes nothing, where it is not the field's or not whole. */
export async function putInService(
  { store, vault, now, by }: Serving,
  desk: string,
  field: string,
  wanted: string,
): Promise<void> {
  const model = await store.models.find(desk, wanted);
  if (model === undefined || model.field !== field) {
    throw new Problem(
      'not_found',
      `The field "${field}" of this desk has no model with that id. Choose one from the desk's list of models.`,
      { field },
    );
  }
  await vault.verified(desk, model.id);
  await store.models.putInService(desk, field, model.id, now, by);
}

/** Puts the model before back in service. Throws a Problem where there is none, or it is not whole. */
export async function rollBack(
  { store, vault, now, by }: Serving,
  desk: string,
  field: string,
): Promise<void> {
  const previous = (await store.models.service(desk, field))?.previous ?? null;
  if (previous === null) {
    throw new Problem('conflict', 'There is no model before this one to go back to. Nothing was changed.', {
      field,
    });
  }
  await vault.verified(desk, previous);
  await store.models.putInService(desk, field, previous, now, by, 'model rolled back');
}
