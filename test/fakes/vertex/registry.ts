// Models, endpoints and batch jobs as the service keeps them: versions and aliases, traffic that must make a hundred, long
// operations that are done at the second look, and the refusals that callers meet.
import { status } from '@grpc/grpc-js';
import { type Message, packed, V1 } from './definitions.ts';

export type Work = (request: Message) => Message;

export interface FakeRegistry {
  /** Methods by full name of their service. */
  readonly services: Readonly<Record<string, Readonly<Record<string, Work>>>>;
  /** Versions of models, as `models/1@2`. */
  readonly versions: ReadonlyMap<string, Message>;
  readonly endpoints: ReadonlyMap<string, Message>;
  readonly evaluations: readonly { readonly parent: string; readonly evaluation: Message }[];
  readonly jobs: ReadonlyMap<string, Message>;
  /** What a batch job does when it ends; answers its completion counts. */
  onJobEnd(work: (job: Message) => { successful: number; failed: number }): void;
}

const LOOKS_UNTIL_DONE = 2;
/** States that a job shows, one a look. */
const JOB_STATES = ['JOB_STATE_PENDING', 'JOB_STATE_RUNNING', 'JOB_STATE_RUNNING', 'JOB_STATE_SUCCEEDED'];

export function createFakeRegistry(): FakeRegistry {
  const versions = new Map<string, Message>();
  const endpoints = new Map<string, Message>();
  const operations = new Map<string, { looks: number; operation: Message; apply: () => Message }>();
  const evaluations: { parent: string; evaluation: Message }[] = [];
  const jobs = new Map<string, Message>();
  const looks = new Map<string, number>();
  let endJob = (_job: Message) => ({ successful: 0, failed: 0 });
  let last = 1_000;
  const nextId = () => String(++last);

  /** A long operation: its effect comes with the look that finds it done. */
  function operate(parent: string, type: string, metadata: string, apply: () => Message): Message {
    const name = `${parent}/operations/${nextId()}`;
    const operation = { name, done: false, metadata: packed(`${V1}.${metadata}`, {}) };
    const pack = () => ({ ...operation, done: true, response: packed(type, apply()) });
    operations.set(name, { looks: 0, operation, apply: pack });
    return operation;
  }

  function versionOf(name: string): Message {
    const [model = '', version = 'default'] = name.split('@');
    const found = versionsOf(model).find(
      (one) => one['versionId'] === version || one['versionAliases'].includes(version),
    );
    return found ?? refuse(status.NOT_FOUND, `The model ${name} does not exist.`);
  }
  const versionsOf = (model: string) => [...versions.values()].filter((one) => one['name'] === model);
  const endpointOf = (name: string) =>
    endpoints.get(name) ?? refuse(status.NOT_FOUND, `The endpoint ${name} does not exist.`);

  const models: Record<string, Work> = {
    UploadModel: ({ parent, parentModel, model }) => {
      if (!model?.displayName) refuse(status.INVALID_ARGUMENT, 'model.display_name is required.');
      if (!model.containerSpec?.imageUri) {
        refuse(status.INVALID_ARGUMENT, 'model.container_spec.image_uri is required.');
      }
      return operate(parent, `${V1}.UploadModelResponse`, 'UploadModelOperationMetadata', () => {
        const name = parentModel || `${parent}/models/${nextId()}`;
        const earlier = versionsOf(name);
        const versionId = String(earlier.length + 1);
        const wanted: string[] = model.versionAliases ?? [];
        for (const one of earlier) {
          one['versionAliases'] = one['versionAliases'].filter((alias: string) => !wanted.includes(alias));
        }
        const versionAliases = earlier.length === 0 ? [...new Set([...wanted, 'default'])] : wanted;
        versions.set(`${name}@${versionId}`, { ...model, name, versionId, versionAliases });
        return { model: name, modelVersionId: versionId };
      });
    },
    GetModel: ({ name }) => versionOf(name),
    ListModels: ({ parent, filter = '' }) => ({
      models: [...versions.values()].filter(
        (one) =>
          one['name'].startsWith(`${parent}/`) &&
          one['versionAliases'].includes('default') &&
          passes(one, filter),
      ),
    }),
    ListModelVersions: ({ name }) => ({ models: versionsOf(name) }),
    MergeVersionAliases: ({ name, versionAliases = [] }) => {
      const version = versionOf(name);
      for (const alias of versionAliases as string[]) {
        const bare = alias.replace(/^-/, '');
        const holders = alias.startsWith('-') ? [version] : versionsOf(version['name']);
        for (const one of holders) {
          one['versionAliases'] = one['versionAliases'].filter((own: string) => own !== bare);
        }
        if (!alias.startsWith('-')) version['versionAliases'].push(bare);
      }
      return version;
    },
    ImportModelEvaluation: ({ parent, modelEvaluation }) => {
      versionOf(parent);
      const name = `${parent}/evaluations/${nextId()}`;
      const evaluation = { ...modelEvaluation, name };
      evaluations.push({ parent, evaluation });
      return evaluation;
    },
    ListModelEvaluations: ({ parent }) => ({
      modelEvaluations: evaluations.filter((one) => one.parent === parent).map((one) => one.evaluation),
    }),
  };

  const endpointMethods: Record<string, Work> = {
    CreateEndpoint: ({ parent, endpoint }) =>
      operate(parent, `${V1}.Endpoint`, 'CreateEndpointOperationMetadata', () => {
        const name = `${parent}/endpoints/${nextId()}`;
        const created = { ...endpoint, name, deployedModels: [], trafficSplit: {} };
        endpoints.set(name, created);
        return created;
      }),
    GetEndpoint: ({ name }) => endpointOf(name),
    ListEndpoints: ({ parent, filter = '' }) => ({
      endpoints: [...endpoints.values()].filter(
        (one) => one['name'].startsWith(`${parent}/`) && passes(one, filter),
      ),
    }),
    UpdateEndpoint: ({ endpoint, updateMask }) => {
      const found = endpointOf(endpoint.name);
      const paths: string[] = updateMask?.paths ?? [];
      if (paths.join() !== 'traffic_split') {
        refuse(status.INVALID_ARGUMENT, `update_mask ${paths.join()} is not supported here.`);
      }
      const split = endpoint.trafficSplit ?? {};
      checkSplit(split, found);
      found['trafficSplit'] = split;
      return found;
    },
    DeployModel: ({ endpoint, deployedModel, trafficSplit = {} }) => {
      const found = endpointOf(endpoint);
      const version = versionOf(deployedModel.model);
      if (!deployedModel.dedicatedResources?.machineSpec?.machineType) {
        refuse(status.INVALID_ARGUMENT, 'dedicated_resources.machine_spec.machine_type is required.');
      }
      if (!(deployedModel.dedicatedResources.minReplicaCount >= 1)) {
        refuse(status.INVALID_ARGUMENT, 'min_replica_count must be greater than 0.');
      }
      checkSplit(trafficSplit, found, ['0']);
      return operate(endpoint, `${V1}.DeployModelResponse`, 'DeployModelOperationMetadata', () => {
        const id = nextId();
        const deployed = {
          ...deployedModel,
          ...{ id, model: version['name'], modelVersionId: version['versionId'] },
        };
        found['deployedModels'] = [...found['deployedModels'], deployed];
        const { 0: own = 0, ...others } = trafficSplit;
        found['trafficSplit'] = { ...others, [id]: own };
        return { deployedModel: deployed };
      });
    },
    UndeployModel: ({ endpoint, deployedModelId }) => {
      const found = endpointOf(endpoint);
      if ((found['trafficSplit'][deployedModelId] ?? 0) > 0) {
        refuse(status.FAILED_PRECONDITION, `The deployed model ${deployedModelId} still has traffic.`);
      }
      return operate(endpoint, `${V1}.UndeployModelResponse`, 'UndeployModelOperationMetadata', () => {
        found['deployedModels'] = found['deployedModels'].filter(
          (one: Message) => one['id'] !== deployedModelId,
        );
        delete found['trafficSplit'][deployedModelId];
        return {};
      });
    },
  };

  const jobMethods: Record<string, Work> = {
    CreateBatchPredictionJob: ({ parent, batchPredictionJob: job }) => {
      const { inputConfig: input, outputConfig: output } = job;
      if (!input?.instancesFormat || !output?.predictionsFormat) {
        refuse(status.INVALID_ARGUMENT, 'instances_format and predictions_format are required.');
      }
      if (!input.gcsSource && !input.bigquerySource) refuse(status.INVALID_ARGUMENT, 'A source is required.');
      const name = `${parent}/batchPredictionJobs/${nextId()}`;
      const created = { ...job, name, state: 'JOB_STATE_QUEUED' };
      jobs.set(name, created);
      return created;
    },
    GetBatchPredictionJob: ({ name }) => {
      const job = jobs.get(name) ?? refuse(status.NOT_FOUND, `The job ${name} does not exist.`);
      if (job['state'] === 'JOB_STATE_SUCCEEDED' || job['state'] === 'JOB_STATE_CANCELLED') return job;
      const seen = looks.get(name) ?? 0;
      looks.set(name, seen + 1);
      job['state'] = JOB_STATES[Math.min(seen, JOB_STATES.length - 1)];
      if (job['state'] !== 'JOB_STATE_SUCCEEDED') {
        job['completionStats'] = { successfulCount: String(seen), failedCount: '0', incompleteCount: '-1' };
        return job;
      }
      const { gcsDestination, bigqueryDestination } = job['outputConfig'];
      job['outputInfo'] = gcsDestination
        ? { gcsOutputDirectory: `${gcsDestination.outputUriPrefix.replace(/\/$/, '')}/prediction-1` }
        : { bigqueryOutputDataset: bigqueryDestination.outputUri, bigqueryOutputTable: 'predictions_1' };
      const { successful, failed } = endJob(job);
      job['completionStats'] = { successfulCount: String(successful), failedCount: String(failed) };
      return job;
    },
    ListBatchPredictionJobs: ({ parent, filter = '' }) => ({
      batchPredictionJobs: [...jobs.values()].filter(
        (one) => one['name'].startsWith(`${parent}/`) && passes(one, filter),
      ),
    }),
    CancelBatchPredictionJob: ({ name }) => {
      const job = jobs.get(name) ?? refuse(status.NOT_FOUND, `The job ${name} does not exist.`);
      job['state'] = 'JOB_STATE_CANCELLED';
      return {};
    },
  };

  const operationMethods: Record<string, Work> = {
    GetOperation: ({ name }) => {
      const found = operations.get(name) ?? refuse(status.NOT_FOUND, `No operation ${name}.`);
      found.looks++;
      if (found.looks === LOOKS_UNTIL_DONE) found.operation = found.apply();
      return found.operation;
    },
  };

  return {
    services: {
      [`${V1}.ModelService`]: models,
      [`${V1}.EndpointService`]: endpointMethods,
      [`${V1}.JobService`]: jobMethods,
      'google.longrunning.Operations': operationMethods,
    },
    ...{ versions, endpoints, evaluations, jobs },
    onJobEnd: (work) => {
      endJob = work;
    },
  };
}

function checkSplit(split: Message, endpoint: Message, extra: readonly string[] = []): void {
  const sum = Object.values(split).reduce((total: number, share) => total + Number(share), 0);
  if (sum !== 100) refuse(status.INVALID_ARGUMENT, `Traffic split adds to ${sum}, not to 100.`);
  const known = [...endpoint['deployedModels'].map((one: Message) => one['id']), ...extra];
  const unknown = Object.keys(split).find((id) => !known.includes(id));
  if (unknown !== undefined) {
    refuse(status.INVALID_ARGUMENT, `Traffic split names ${unknown}, which is not deployed.`);
  }
}

/** The part of the filter language that callers here use: `display_name="x"` and `labels.k="v"`, joined by AND. */
function passes(one: Message, filter: string): boolean {
  if (filter === '') return true;
  return filter.split(' AND ').every((part) => {
    const [, field = '', value = ''] = /^([\w.-]+)="([^"]*)"$/.exec(part) ?? [];
    if (field === 'display_name') return one['displayName'] === value;
    if (field.startsWith('labels.')) return one['labels']?.[field.slice('labels.'.length)] === value;
    return refuse(status.INVALID_ARGUMENT, `The filter ${part} is not understood.`);
  });
}

function refuse(code: number, details: string): never {
  throw Object.assign(new Error(details), { code, details });
}
