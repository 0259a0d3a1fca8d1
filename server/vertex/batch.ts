// Batch prediction on Vertex AI: rows as lines of JSON in Cloud Storage or a table of BigQuery, one job, its answers joined to
// the rows by a key, and every row accounted for. A job bears the hash of its input, so that a second try finds it.
import type { google } from '@google-cloud/aiplatform/build/protos/protos.js';
import type { BatchAnswer, BatchForm } from './batch-form.ts';
import type { LifecycleClients } from './open-lifecycle.ts';
import { parseObjectUri, type Storage } from './storage.ts';

type Job = google.cloud.aiplatform.v1.IBatchPredictionJob;

/** What a job reads and writes, and by which model. */
export interface BatchPlan {
  /** `projects/P/locations/L`. */
  readonly parent: string;
  readonly name: string;
  /** Resource name of a registered model, or `publishers/google/models/M`. */
  readonly model: string;
  /** `gs://…` of each file of lines, or one `bq://project.dataset.table`. */
  readonly sources: readonly string[];
  /** `gs://…` or `bq://project.dataset`. */
  readonly destination: string;
  /** Lower-case hexadecimal hash of the input and the model. */
  readonly inputHash: string;
  readonly machineType: string;
}

/** How a job ended, or stands. */
export interface BatchStanding {
  readonly job: string;
  readonly state: string;
  readonly successful: number;
  readonly failed: number;
  /** Where the answers are; empty until the job has succeeded. */
  readonly output: string;
  readonly isOver: boolean;
}

const INPUT_LABEL = 'usher-input';
/** Field of a line that names its row; the service takes it out of what the model sees. */
const KEY_FIELD = 'key';
const OVER = [
  ...['JOB_STATE_SUCCEEDED', 'JOB_STATE_PARTIALLY_SUCCEEDED', 'JOB_STATE_FAILED', 'JOB_STATE_CANCELLED'],
  'JOB_STATE_EXPIRED',
];
const FAILED = ['JOB_STATE_FAILED', 'JOB_STATE_CANCELLED', 'JOB_STATE_EXPIRED'];

/** The job of this input, if one runs or has succeeded; else a new one. */
export async function submitBatch({ jobs }: LifecycleClients, plan: BatchPlan): Promise<BatchStanding> {
  const filter = `labels.${INPUT_LABEL}="${plan.inputHash}"`;
  const [earlier] = await jobs.listBatchPredictionJobs({ parent: plan.parent, filter });
  const found = earlier.find(({ state }) => !FAILED.includes(String(state)));
  if (found !== undefined) return standingOf(found);
  const isOwn = !plan.model.startsWith('publishers/');
  const [isFromTable, isToTable] = [plan.sources[0], plan.destination].map((uri) => uri?.startsWith('bq://'));
  const [job] = await jobs.createBatchPredictionJob({
    parent: plan.parent,
    batchPredictionJob: {
      displayName: plan.name,
      model: plan.model,
      labels: { [INPUT_LABEL]: plan.inputHash },
      inputConfig: isFromTable
        ? { instancesFormat: 'bigquery', bigquerySource: { inputUri: plan.sources[0] ?? '' } }
        : { instancesFormat: 'jsonl', gcsSource: { uris: [...plan.sources] } },
      outputConfig: isToTable
        ? { predictionsFormat: 'bigquery', bigqueryDestination: { outputUri: plan.destination } }
        : { predictionsFormat: 'jsonl', gcsDestination: { outputUriPrefix: plan.destination } },
      ...(isOwn
        ? {
            instanceConfig: { keyField: KEY_FIELD },
            dedicatedResources: {
              machineSpec: { machineType: plan.machineType },
              ...{ startingReplicaCount: 1, maxReplicaCount: 4 },
            },
          }
        : {}),
    },
  });
  return standingOf(job);
}

/** How the job stands now. */
export async function lookAtBatch({ jobs }: LifecycleClients, name: string): Promise<BatchStanding> {
  const [job] = await jobs.getBatchPredictionJob({ name });
  return standingOf(job);
}

/** Reads all answers of a job from Cloud Storage; lines that cannot be read are counted. */
export async function fetchAnswers(
  storage: Storage,
  output: string,
  form: BatchForm,
): Promise<{ readonly answers: readonly BatchAnswer[]; readonly unreadable: number }> {
  const place = parseObjectUri(output);
  if (place === undefined) throw new Error(`${output} is no place in Cloud Storage.`);
  const names = (await storage.list(place)).filter((name) => /\/prediction[^/]*$/.test(name));
  const answers: BatchAnswer[] = [];
  let unreadable = 0;
  for (const name of names) {
    const text = (await storage.read({ bucket: place.bucket, name })).toString('utf8');
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      const answer = form.answerOf(parsed(line));
      if (answer === undefined) unreadable++;
      else answers.push(answer);
    }
  }
  return { answers, unreadable };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function standingOf({ name, state, completionStats, outputInfo }: Job): BatchStanding {
  const text = String(state);
  const table = outputInfo?.bigqueryOutputTable;
  return {
    job: name ?? '',
    state: text,
    successful: Number(completionStats?.successfulCount ?? 0),
    failed: Number(completionStats?.failedCount ?? 0),
    output: outputInfo?.gcsOutputDirectory ?? (table ? `${outputInfo?.bigqueryOutputDataset}.${table}` : ''),
    isOver: OVER.includes(text),
  };
}
