// `usher vertex`: a model's life on Vertex AI, batch prediction, calibration and the tuning set, one deed a module.
import type { CommandIo } from './command.ts';
import { CommandRefusal, CommandUsage } from './command.ts';

const USAGE = `Usage: usher vertex upload --model FILE --image URI@sha256:… --bucket gs://… [--evaluation FILE]
       usher vertex deploy [--canary 10] [--machine n1-standard-2]
       usher vertex promote | rollback | undeploy | status
       usher vertex batch TICKETS.csv -o OUT.csv --bucket gs://… [--model projects/…/models/…]
       usher vertex calibrate LABELLED.csv --desk ID [--field queue] [--budget-usd 1]
       usher vertex tuning-set LABELLED.csv -o FOLDER
       usher vertex models
Deeds on Vertex AI take --project P --location L (or GOOGLE_CLOUD_PROJECT and USHER_VERTEX_LOCATION), --name usher, --dry-run.
Each may be run again: what is done already is seen and left alone.`;

type Deed = (args: readonly string[], io: CommandIo) => Promise<number>;

const DEEDS: Readonly<Record<string, () => Promise<Deed>>> = {
  upload: async () => (await import('./vertex-release.ts')).runRelease('upload'),
  deploy: async () => (await import('./vertex-release.ts')).runRelease('deploy'),
  promote: async () => (await import('./vertex-release.ts')).runRelease('promote'),
  rollback: async () => (await import('./vertex-release.ts')).runRelease('rollback'),
  undeploy: async () => (await import('./vertex-release.ts')).runRelease('undeploy'),
  status: async () => (await import('./vertex-release.ts')).runRelease('status'),
  batch: async () => (await import('./vertex-batch.ts')).runBatch,
  calibrate: async () => (await import('./vertex-calibrate.ts')).runCalibrate,
  'tuning-set': async () => (await import('./vertex-tuning.ts')).runTuningSet,
  models: async () => (await import('./vertex-models.ts')).runModels,
};

/** Runs the deed that the first argument names. */
export async function run([name, ...rest]: readonly string[], io: CommandIo): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') throw new CommandUsage(USAGE);
  const load = Object.hasOwn(DEEDS, name) ? DEEDS[name] : undefined;
  if (load === undefined) throw new CommandRefusal(`There is no deed "${name}".\n\n${USAGE}`);
  return (await load())(rest, io);
}
