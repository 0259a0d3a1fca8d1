// `usher vertex upload | deploy | promote | rollback | undeploy | status`.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { decodeModel } from '../../src/core/classifier/model-file.ts';
import type { JsonValue } from '../vertex/protobuf-values.ts';
import {
  deployCanary,
  promoteChallenger,
  type ReleaseStatus,
  type ReleaseWitness,
  releaseStatus,
  rollBack,
  undeployIdle,
  uploadVersion,
} from '../vertex/release.ts';
import type { ReleasePlan } from '../vertex/release-lookup.ts';
import { parseObjectUri } from '../vertex/storage.ts';
import { type CommandIo, CommandRefusal, numberOption, parseCommandArgs } from './command.ts';
import { readBytes } from './csv.ts';
import { atVertex, PLACE_OPTIONS, type VertexPlace } from './vertex-place.ts';

const USAGE = 'See usher vertex --help.';
const OPTIONS = {
  ...PLACE_OPTIONS,
  model: { type: 'string' },
  image: { type: 'string' },
  bucket: { type: 'string' },
  evaluation: { type: 'string' },
  canary: { type: 'string', default: '10' },
  machine: { type: 'string', default: 'n1-standard-2' },
  state: { type: 'string', default: 'usher-vertex.json' },
  json: { type: 'boolean', default: false },
} as const;
/** Labels of resources hold at most 63 characters; twelve hexadecimal digits tell models apart. */
const HASH_DIGITS = 12;

type Step = 'upload' | 'deploy' | 'promote' | 'rollback' | 'undeploy' | 'status';
type Values = ReturnType<typeof parse>;

/** The deed of one step. */
export function runRelease(step: Step): (args: readonly string[], io: CommandIo) => Promise<number> {
  return (args, io) => {
    const values = parse(args);
    const witness = witnessFor(values, io);
    return atVertex(values, io, async (place) => {
      const plan = { parent: place.parent, name: values.name, machineType: values.machine };
      await STEPS[step](place, plan, values, witness);
      if (step !== 'status') return;
      const status = await releaseStatus(place.clients, plan);
      io.out(values.json ? `${JSON.stringify(status)}\n` : inWords(status));
    });
  };
}

type StepWork = (
  place: VertexPlace,
  plan: ReleasePlan,
  values: Values,
  witness: ReleaseWitness,
) => Promise<void>;

const STEPS: Readonly<Record<Step, StepWork>> = {
  upload,
  deploy: ({ clients }, plan, values, witness) =>
    deployCanary(clients, plan, numberOption(values.canary, 'canary', 1, 100), witness),
  promote: ({ clients }, plan, _, witness) => promoteChallenger(clients, plan, witness),
  rollback: ({ clients }, plan, _, witness) => rollBack(clients, plan, witness),
  undeploy: ({ clients }, plan, _, witness) => undeployIdle(clients, plan, witness),
  status: async () => undefined,
};

function parse(args: readonly string[]) {
  return parseCommandArgs({ args: [...args], options: OPTIONS }, USAGE).values;
}

async function upload(
  { clients, storage }: VertexPlace,
  plan: ReleasePlan,
  { model, image, bucket, evaluation }: Values,
  witness: ReleaseWitness,
): Promise<void> {
  if (model === undefined || image === undefined || bucket === undefined) {
    throw new CommandRefusal('Give --model FILE, --image URI@sha256:… and --bucket gs://….');
  }
  if (!/@sha256:[0-9a-f]{64}$/.test(image)) {
    throw new CommandRefusal(
      `--image is "${image}". Name the image by its digest (URI@sha256:…): a tag may mean another image tomorrow.`,
    );
  }
  const folder = parseObjectUri(bucket);
  if (folder === undefined)
    throw new CommandRefusal(`--bucket is "${bucket}". Give gs://BUCKET or gs://BUCKET/FOLDER.`);
  const bytes = readBytes(model);
  decodeModel(bytes);
  const modelHash = createHash('sha256').update(bytes).digest('hex').slice(0, HASH_DIGITS);
  const prefix = folder.name === '' ? modelHash : `${folder.name.replace(/\/$/, '')}/${modelHash}`;
  const place = { bucket: folder.bucket, name: `${prefix}/desk.model` };
  if (await storage.has(place)) witness.tell(`gs://${place.bucket}/${place.name} is there already.`);
  else {
    witness.tell(`Copying the model to gs://${place.bucket}/${place.name}.`);
    if (!witness.isDryRun) await storage.write(place, bytes);
  }
  const artifactUri = `gs://${folder.bucket}/${prefix}`;
  const version = { imageUri: image, artifactUri, modelHash, evaluation: readEvaluation(evaluation) };
  await uploadVersion(clients, plan, version, witness);
}

/** What `usher evaluate --json` printed, as the metrics of a classification. */
function readEvaluation(path: string | undefined): JsonValue | undefined {
  if (path === undefined) return undefined;
  try {
    const { accuracy, macroF1, nll } = JSON.parse(readBytes(path).toString('utf8')) as Record<
      string,
      unknown
    >;
    if (typeof accuracy === 'number' && typeof macroF1 === 'number' && typeof nll === 'number') {
      return {
        logLoss: nll,
        confidenceMetrics: [{ recall: accuracy, precision: accuracy, f1ScoreMacro: macroF1 }],
      };
    }
  } catch {
    // Said below, with everything else that it may be.
  }
  throw new CommandRefusal(`${path} is not what usher evaluate --json prints. Make it anew.`);
}

/** Notes of begun operations lie in a file, so that a command which was cut off goes on with them. */
function witnessFor({ state, 'dry-run': isDryRun }: Values, io: CommandIo): ReleaseWitness {
  const notes: Record<string, string> = existsSync(state) ? readNotes(state) : {};
  return {
    isDryRun,
    tell: (line) => io.out(`${isDryRun ? 'Would do: ' : ''}${line}\n`),
    pending: (step) => notes[step],
    note: (step, operation) => {
      if (operation === undefined) delete notes[step];
      else notes[step] = operation;
      if (Object.keys(notes).length === 0) rmSync(state, { force: true });
      else writeFileSync(state, `${JSON.stringify(notes, null, 2)}\n`);
    },
  };
}

function readNotes(path: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
    return Object.fromEntries(entries.filter(([, operation]) => typeof operation === 'string'));
  } catch (cause) {
    throw new CommandRefusal(`${path} cannot be read. Delete it; at worst a version is uploaded twice.`, {
      cause,
    });
  }
}

function inWords({ endpoint, versions }: ReleaseStatus): string {
  const lines = versions.map(
    ({ version, aliases, modelHash, isDeployed, traffic }) =>
      `  ${version.padEnd(4)} ${modelHash.padEnd(HASH_DIGITS)}  ${(isDeployed ? `${traffic} %` : '–').padStart(5)}  ${aliases.join(', ')}`,
  );
  return [`Endpoint: ${endpoint ?? 'none yet'}`, 'Version, model, traffic, aliases:', ...lines, ''].join(
    '\n',
  );
}
