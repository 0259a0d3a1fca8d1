// Every route of /v1, registered in one place for the app and for its description.

import type { TrainingSessions } from '../training/training-sessions.ts';
import { addonModelRoute } from './addon-model-route.ts';
import { type DeskRouteDependencies, deskRoutes } from './desk-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { type ModelRouteDependencies, modelRoutes } from './model-routes.ts';
import { type PrivacyRouteDependencies, privacyRoutes } from './privacy-routes.ts';
import { promiseRoutes } from './promise-routes.ts';
import { type SpendingRouteDependencies, spendingRoutes } from './spending-routes.ts';
import { trainingRoutes } from './training-routes.ts';
import { type TriageRouteDependencies, triageRoutes } from './triage-routes.ts';
import type { V1 } from './v1.ts';
import { type WatchRouteDependencies, watchRoutes } from './watch-routes.ts';

/** What the routes of /v1 are made of. */
export interface V1Dependencies
  extends TriageRouteDependencies,
    PrivacyRouteDependencies,
    DeskRouteDependencies,
    SpendingRouteDependencies,
    WatchRouteDependencies,
    ModelRouteDependencies {
  readonly training: TrainingSessions;
}

/** Registers the routes; the scope requires a caller. */
export function v1Routes(app: V1, deps: V1Dependencies): void {
  deskRoutes(app, deps);
  memberRoutes(app, deps);
  modelRoutes(app, deps);
  addonModelRoute(app, deps);
  trainingRoutes(app, deps);
  triageRoutes(app, deps);
  promiseRoutes(app, deps);
  privacyRoutes(app, deps);
  spendingRoutes(app, deps);
  watchRoutes(app, deps);
}
