// A model's life on Vertex AI: versions of one registered model behind one endpoint. Every step first looks at what is there,
// so that it can be repeated; a long operation is noted when it begins and awaited again by whoever goes on.
import type { google } from '@google-cloud/aiplatform/build/protos/protos.js';
import type { LifecycleClients } from './open-lifecycle.ts';
import type { JsonValue } from './protobuf-values.ts';
import { toProtobufValue } from './protobuf-values.ts';
import {
  deployedOf,
  type Endpoint,
  endpointOf,
  hasAlias,
  type Model,
  type ReleasePlan,
  ReleaseRefusal,
  versionsOf,
  withAlias,
} from './release-lookup.ts';
import { splitFor } from './traffic-split.ts';

/** A version to upload. */
export interface ReleasedVersion {
  /** Image of the proxy with its digest. */
  readonly imageUri: string;
  /** Folder in Cloud Storage that holds the model file. */
  readonly artifactUri: string;
  /** Hexadecimal hash of the model file, by which a version is known again. */
  readonly modelHash: string;
  readonly evaluation: JsonValue | undefined;
}

/** Says what is done, or would be; notes long operations so that they can be awaited again. */
export interface ReleaseWitness {
  readonly isDryRun: boolean;
  readonly tell: (line: string) => void;
  /** The operation that an earlier try has begun for this step. */
  pending(step: string): string | undefined;
  note(step: string, operation: string | undefined): void;
}

/** Traffic and versions as they are. */
export interface ReleaseStatus {
  readonly endpoint: string | undefined;
  readonly versions: readonly {
    readonly version: string;
    readonly aliases: readonly string[];
    readonly modelHash: string;
    readonly isDeployed: boolean;
    /** Percent of the endpoint's requests. */
    readonly traffic: number;
  }[];
}

const HASH_LABEL = 'usher-model';
const HEALTH_ROUTE = '/health';
const PREDICT_ROUTE = '/predict';
const CONTAINER_PORT = 8080;
const METRICS_SCHEMA =
  'gs://google-cloud-aiplatform/schema/modelevaluation/classification_metrics_1.0.0.yaml';

/** Uploads a version as challenger, unless it is there, and imports its evaluation, unless it has one. */
export async function uploadVersion(
  clients: LifecycleClients,
  { parent, name }: ReleasePlan,
  version: ReleasedVersion,
  witness: ReleaseWitness,
): Promise<void> {
  const { models } = clients;
  const versions = await versionsOf(clients, parent, name);
  const isSame = ({ labels }: Model) => labels?.[HASH_LABEL] === version.modelHash;
  let found = versions.find(isSame);
  if (found !== undefined) witness.tell(`Version ${found.versionId} holds this model already.`);
  else {
    witness.tell(`Uploading ${version.modelHash} as a version of ${name}, alias challenger.`);
    if (witness.isDryRun) return;
    await finish(witness, `upload ${version.modelHash}`, {
      begin: async () => {
        const parentModel = versions[0]?.name ?? '';
        const [operation] = await models.uploadModel({
          ...{ parent, parentModel },
          model: {
            displayName: name,
            artifactUri: version.artifactUri,
            versionAliases: ['challenger'],
            labels: { [HASH_LABEL]: version.modelHash },
            containerSpec: {
              ...{ imageUri: version.imageUri, healthRoute: HEALTH_ROUTE, predictRoute: PREDICT_ROUTE },
              ports: [{ containerPort: CONTAINER_PORT }],
            },
          },
        });
        return operation;
      },
      resume: (operation) => models.checkUploadModelProgress(operation),
    });
    found = (await versionsOf(clients, parent, name)).find(isSame);
  }
  if (found === undefined || version.evaluation === undefined) return;
  const resource = `${found.name}@${found.versionId}`;
  const [evaluations] = await models.listModelEvaluations({ parent: resource });
  if (evaluations.length > 0) return witness.tell('Its evaluation is imported already.');
  witness.tell('Importing its evaluation.');
  if (witness.isDryRun) return;
  const metrics = toProtobufValue(version.evaluation) as google.protobuf.IValue;
  await models.importModelEvaluation({
    parent: resource,
    modelEvaluation: { displayName: 'usher', metricsSchemaUri: METRICS_SCHEMA, metrics },
  });
}

/** Deploys the challenger with a share of the traffic, 1–100 percent; all of it where nothing else is deployed. */
export async function deployCanary(
  clients: LifecycleClients,
  plan: ReleasePlan,
  canary: number,
  witness: ReleaseWitness,
): Promise<void> {
  const { endpoints } = clients;
  const challenger = await withAlias(clients, plan, 'challenger', 'usher vertex upload');
  let endpoint = await endpointOf(clients, plan);
  if (endpoint === undefined) {
    witness.tell(`Creating the endpoint ${plan.name}.`);
    if (witness.isDryRun) return;
    await finish(witness, 'create endpoint', {
      begin: async () =>
        (await endpoints.createEndpoint({ parent: plan.parent, endpoint: { displayName: plan.name } }))[0],
      resume: (operation) => endpoints.checkCreateEndpointProgress(operation),
    });
    endpoint = await endpointOf(clients, plan);
  }
  if (endpoint?.name == null) throw new ReleaseRefusal('The endpoint was not created. Try again.');
  const deployed = deployedOf(endpoint, challenger);
  const share = (endpoint.deployedModels ?? []).some(({ id }) => id !== deployed?.id) ? canary : 100;
  if (deployed?.id != null) {
    witness.tell(`Version ${challenger.versionId} is deployed already.`);
    return setTraffic(clients, endpoint, splitFor(endpoint, deployed.id, share), witness);
  }
  witness.tell(
    `Deploying version ${challenger.versionId} on ${plan.machineType} with ${share} % of the traffic.`,
  );
  if (witness.isDryRun) return;
  await finish(witness, `deploy ${challenger.versionId}`, {
    begin: async () =>
      (
        await endpoints.deployModel({
          endpoint: endpoint.name ?? '',
          deployedModel: {
            model: `${challenger.name}@${challenger.versionId}`,
            displayName: `${plan.name}-${challenger.versionId}`,
            dedicatedResources: {
              machineSpec: { machineType: plan.machineType },
              minReplicaCount: 1,
              maxReplicaCount: 2,
            },
          },
          trafficSplit: splitFor(endpoint, '0', share),
        })
      )[0],
    resume: (operation) => endpoints.checkDeployModelProgress(operation),
  });
}

/** Gives the challenger all traffic and the name champion; the one before stays deployed, so that rolling back is quick. */
export async function promoteChallenger(
  clients: LifecycleClients,
  plan: ReleasePlan,
  witness: ReleaseWitness,
): Promise<void> {
  const versions = await versionsOf(clients, plan.parent, plan.name);
  const challenger = versions.find((one) => hasAlias(one, 'challenger'));
  const champion = versions.find((one) => hasAlias(one, 'champion'));
  const next = challenger ?? champion;
  if (next === undefined) throw new ReleaseRefusal('There is no version yet. Run usher vertex upload first.');
  await serve(clients, plan, next, witness);
  if (challenger === undefined) return witness.tell(`Version ${next.versionId} is the champion already.`);
  if (champion !== undefined) await rename(clients, champion, ['previous'], witness);
  await rename(clients, challenger, ['champion', 'default', '-challenger'], witness);
}

/** Gives the version before the champion all traffic and its name back. */
export async function rollBack(
  clients: LifecycleClients,
  plan: ReleasePlan,
  witness: ReleaseWitness,
): Promise<void> {
  const versions = await versionsOf(clients, plan.parent, plan.name);
  const previous = versions.find((one) => hasAlias(one, 'previous'));
  const champion = versions.find((one) => hasAlias(one, 'champion'));
  const { versions: standing } = await releaseStatus(clients, plan);
  const isCanary = standing.some(({ aliases, traffic }) => aliases.includes('challenger') && traffic > 0);
  // While a challenger has traffic, it is what is taken back; the champion keeps its name.
  const target = isCanary ? champion : previous;
  if (target === undefined) {
    throw new ReleaseRefusal('There is no version to go back to: none was in service before this one.');
  }
  await serve(clients, plan, target, witness);
  if (isCanary || previous === undefined || champion === undefined) return;
  await rename(clients, champion, ['rejected'], witness);
  await rename(clients, previous, ['champion', 'default', '-previous'], witness);
}

/** Takes versions without traffic off the endpoint: each costs its machine by the hour. */
export async function undeployIdle(
  clients: LifecycleClients,
  plan: ReleasePlan,
  witness: ReleaseWitness,
): Promise<void> {
  const endpoint = await endpointOf(clients, plan);
  for (const { id, modelVersionId } of endpoint?.deployedModels ?? []) {
    if (endpoint?.name == null || id == null || (endpoint.trafficSplit?.[id] ?? 0) > 0) continue;
    witness.tell(`Taking version ${modelVersionId} off the endpoint.`);
    if (witness.isDryRun) continue;
    const name = endpoint.name;
    await finish(witness, `undeploy ${id}`, {
      begin: async () => (await clients.endpoints.undeployModel({ endpoint: name, deployedModelId: id }))[0],
      resume: (operation) => clients.endpoints.checkUndeployModelProgress(operation),
    });
  }
}

/** Versions, aliases and traffic as they are now. */
export async function releaseStatus(clients: LifecycleClients, plan: ReleasePlan): Promise<ReleaseStatus> {
  const endpoint = await endpointOf(clients, plan);
  const versions = await versionsOf(clients, plan.parent, plan.name);
  return {
    endpoint: endpoint?.name ?? undefined,
    versions: versions.map((version) => {
      const deployed = endpoint === undefined ? undefined : deployedOf(endpoint, version);
      return {
        version: version.versionId ?? '',
        aliases: version.versionAliases ?? [],
        modelHash: version.labels?.[HASH_LABEL] ?? '',
        isDeployed: deployed !== undefined,
        traffic: endpoint?.trafficSplit?.[deployed?.id ?? ''] ?? 0,
      };
    }),
  };
}

async function serve(clients: LifecycleClients, plan: ReleasePlan, version: Model, witness: ReleaseWitness) {
  const endpoint = await endpointOf(clients, plan);
  const deployed = endpoint === undefined ? undefined : deployedOf(endpoint, version);
  if (endpoint === undefined || deployed?.id == null) {
    throw new ReleaseRefusal(`Version ${version.versionId} is not deployed. Run usher vertex deploy first.`);
  }
  await setTraffic(clients, endpoint, splitFor(endpoint, deployed.id, 100), witness);
}

async function setTraffic(
  { endpoints }: LifecycleClients,
  { name, trafficSplit }: Endpoint,
  split: Readonly<Record<string, number>>,
  witness: ReleaseWitness,
): Promise<void> {
  const isSame = Object.entries(split).every(([id, share]) => (trafficSplit?.[id] ?? 0) === share);
  if (isSame) return;
  const told = Object.entries(split).map(([id, share]) => `${id}: ${share} %`);
  witness.tell(`Setting the traffic to ${told.join(', ')}.`);
  if (witness.isDryRun || name == null) return;
  await endpoints.updateEndpoint({
    endpoint: { name, trafficSplit: split },
    updateMask: { paths: ['traffic_split'] },
  });
}

async function rename(
  { models }: LifecycleClients,
  version: Model,
  aliases: string[],
  witness: ReleaseWitness,
) {
  witness.tell(`Version ${version.versionId}: ${aliases.join(', ')}.`);
  if (witness.isDryRun) return;
  await models.mergeVersionAliases({ name: `${version.name}@${version.versionId}`, versionAliases: aliases });
}

interface Pending {
  readonly name?: string | undefined;
  promise(): Promise<unknown>;
}

/** Awaits a long operation: the one that was begun earlier, or a new one. */
async function finish(
  witness: ReleaseWitness,
  step: string,
  { begin, resume }: { begin: () => Promise<Pending>; resume: (operation: string) => Promise<Pending> },
): Promise<void> {
  const earlier = witness.pending(step);
  const operation = earlier === undefined ? await begin() : await resume(earlier);
  if (operation.name !== undefined) witness.note(step, operation.name);
  await operation.promise();
  witness.note(step, undefined);
}
