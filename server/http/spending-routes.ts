// What a desk may spend today on models that are paid by use, so that people see it before they start a run.
import type { DeskSpending } from '../../src/core/contract.ts';
import type { BackendName } from '../backends/backend.ts';
import type { Spending } from '../backends/purse.ts';
import type { Store } from '../store/store.ts';
import { callerOf } from './authenticate.ts';
import { requireMember } from './membership.ts';
import { DeskParams, type V1 } from './v1.ts';

/** What the route reads. */
export interface SpendingRouteDependencies {
  readonly store: Store;
  readonly spendingOf: (desk: string) => Promise<Spending>;
  readonly backendNameOf: (desk: string) => BackendName;
}

/** Registers GET /desks/:desk/spending for every member. */
export function spendingRoutes(app: V1, deps: SpendingRouteDependencies): void {
  app.get(
    '/desks/:desk/spending',
    { schema: { params: DeskParams } },
    async (request): Promise<DeskSpending> => {
      const { desk } = await requireMember(deps.store, callerOf(request), request.params.desk);
      const { budgetUsd, spentUsd } = await deps.spendingOf(desk.id);
      const leftUsd = Math.max(0, budgetUsd - spentUsd);
      return { backend: deps.backendNameOf(desk.id), budgetUsd, spentUsd, leftUsd };
    },
  );
}
