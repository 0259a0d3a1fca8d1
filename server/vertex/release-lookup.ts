// What stands on Vertex AI for a release: the versions of a registered model, their aliases, the endpoint and what is on it.
import type { google } from '@google-cloud/aiplatform/build/protos/protos.js';
import type { LifecycleClients } from './open-lifecycle.ts';

export type Model = google.cloud.aiplatform.v1.IModel;
export type Endpoint = google.cloud.aiplatform.v1.IEndpoint;

/** What is released, and where. */
export interface ReleasePlan {
  /** `projects/P/locations/L`. */
  readonly parent: string;
  /** Display name of the registered model and of the endpoint. */
  readonly name: string;
  readonly machineType: string;
}

/** Something is missing for a step; the message says what to do first. */
export class ReleaseRefusal extends Error {
  override readonly name = 'ReleaseRefusal';
}

/** All versions of the registered model of that display name; none where there is no such model. */
export async function versionsOf(
  { models }: LifecycleClients,
  parent: string,
  name: string,
): Promise<Model[]> {
  const [found] = await models.listModels({ parent, filter: `display_name="${name}"` });
  const model = found[0]?.name;
  if (model == null) return [];
  const [versions] = await models.listModelVersions({ name: model });
  return versions;
}

/** The endpoint of the plan's name; undefined where there is none. */
export async function endpointOf({ endpoints }: LifecycleClients, { parent, name }: ReleasePlan) {
  const [found] = await endpoints.listEndpoints({ parent, filter: `display_name="${name}"` });
  return found[0];
}

/** The version that bears an alias; refuses with the step that gives it, where none does. */
export async function withAlias(clients: LifecycleClients, plan: ReleasePlan, alias: string, first: string) {
  const versions = await versionsOf(clients, plan.parent, plan.name);
  const found = versions.find((one) => hasAlias(one, alias));
  if (found === undefined) throw new ReleaseRefusal(`No version is the ${alias}. Run ${first} first.`);
  return found;
}

/** Whether a version bears an alias. */
export function hasAlias({ versionAliases }: Model, alias: string): boolean {
  return versionAliases?.includes(alias) ?? false;
}

/** The version as it is deployed on an endpoint; undefined where it is not. */
export function deployedOf({ deployedModels }: Endpoint, { name, versionId }: Model) {
  return (deployedModels ?? []).find(
    (one) => one.model?.split('@')[0] === name && one.modelVersionId === versionId,
  );
}
