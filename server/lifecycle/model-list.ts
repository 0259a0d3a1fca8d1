// A desk's models with what serves each field, what a roll-back goes to, and what is on its way into service.
import type { FieldService, ModelList } from '../../src/core/contract.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Rollout } from '../store/rollouts.ts';
import type { Store } from '../store/store.ts';
import { canaryShare } from './rollout.ts';

/** The list as it goes to people, newest models first. */
export async function modelListOf(
  { models, rollouts }: Pick<Store, 'models' | 'rollouts'>,
  desk: DeskRecord,
): Promise<ModelList> {
  const underWay = await rollouts.of(desk.id);
  const services: FieldService[] = [];
  for (const { id: field } of desk.fields) {
    const service = await models.service(desk.id, field);
    const rollout = underWay[field];
    if (service !== undefined)
      services.push({ field, ...service, rollout: rollout ? progressOf(rollout) : null });
  }
  return { models: await models.list(desk.id), services };
}

function progressOf(rollout: Rollout): NonNullable<FieldService['rollout']> {
  const { challenger, step, tickets, agreed, isReady, since, rules } = rollout;
  return {
    ...{ model: challenger, step, tickets, agreed, isReady, since },
    steps: rules.canary_shares.length,
    share: canaryShare(rollout, rules),
    needed: step === 0 ? rules.shadow_tickets : rules.canary_tickets,
  };
}
