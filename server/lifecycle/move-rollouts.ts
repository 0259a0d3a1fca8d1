// Moves a challenger on as live tickets are counted: to the next share, to a lead's desk, into service, or out.
import { Problem } from '../../src/core/contract.ts';
import type { Rollout } from '../store/rollouts.ts';
import type { Store } from '../store/store.ts';
import { observeRollout } from './rollout.ts';
import type { Vault } from './vault.ts';

/** Counts what was seen of both models on a batch and draws the conclusion. */
export type MoveRollout = (
  desk: string,
  before: Rollout,
  seen: { readonly tickets: number; readonly agreed: number },
) => Promise<void>;

/** Moves rollouts of a store; `now` answers epoch milliseconds. */
export function createRolloutMover(
  { rollouts }: Pick<Store, 'rollouts'>,
  vault: Vault,
  now: () => number,
): MoveRollout {
  return async (desk, before, seen) => {
    if (before.isReady || seen.tickets === 0) return;
    const sums = await rollouts.count(desk, before, seen);
    if (sums === undefined) return;
    const { state, next } = observeRollout({ ...before, ...sums }, { tickets: 0, agreed: 0 }, before.rules);
    switch (next) {
      case 'wait':
        if (state.step !== before.step)
          await rollouts.move(desk, before, { ...state, isReady: false }, now());
        return;
      case 'ask':
        await rollouts.move(desk, before, { ...state, isReady: true }, now());
        return;
      case 'promote':
        if (await isWhole(vault, desk, before.challenger)) await rollouts.finish(desk, before, now());
        else await rollouts.drop(desk, before.field, before.challenger, now());
        return;
      case 'drop':
        await rollouts.drop(desk, before.field, before.challenger, now());
        return;
      default:
        next satisfies never;
    }
  };
}

/** A challenger that was altered since it was signed never comes into service. */
async function isWhole(vault: Vault, desk: string, model: string): Promise<boolean> {
  try {
    await vault.verified(desk, model);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}
