// `usher lifecycle`: makes versions from labelled tickets, judges them by the desk's gates, releases them and takes them back.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeModel } from '../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import type { FolderRegistry } from '../lifecycle/folder-registry.ts';
import { GateFileError, parseGateRules } from '../lifecycle/gate-rules.ts';
import { beginRollout, isCanary, observeRollout, type RolloutState } from '../lifecycle/rollout.ts';
import { createKeyPair } from '../lifecycle/signature.ts';
import { MODEL_FILE, type VersionFiles, VersionRefusal } from '../lifecycle/version-files.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';
import { idsOf, readTable } from './csv.ts';
import { createFolderRegistry } from './lifecycle-place.ts';
import { EXIT_REFUSED, runPipeline } from './lifecycle-run.ts';
import { textsOf } from './ticket-columns.ts';

const USAGE = `Usage: usher lifecycle run --data TICKETS.csv [--registry DIR] [--gates gates.yaml | --preset new-desk|steady|strict]
         [--target 0.95] [--delta 0.1] [--seed N] [--name DESK] [--now ISO] [--json]
       usher lifecycle observe TICKETS.csv [--registry DIR]     score new tickets by both versions: shadow, then canary
       usher lifecycle promote [VERSION] [--registry DIR]       put the challenger, or VERSION, in service
       usher lifecycle rollback [--registry DIR]                put the version before back in service
       usher lifecycle list | verify [VERSION] [--registry DIR]
       usher lifecycle keys DIR                                 make a pair of signing keys
The CSV has \`text\` and \`label\`, or the columns of a help desk's export. Exit code 2 means that a gate refused; the reasons are
printed and the version in service stays. USHER_SIGNING_KEY holds the path of the private key, USHER_TRUSTED_KEYS the paths of
public keys, with commas; without them the registry makes a pair of its own and trusts only that.`;

const OPTIONS = {
  data: { type: 'string' },
  registry: { type: 'string', default: 'usher-models' },
  gates: { type: 'string' },
  preset: { type: 'string' },
  target: { type: 'string', default: '0.95' },
  delta: { type: 'string', default: '0.1' },
  seed: { type: 'string', default: '1' },
  name: { type: 'string', default: 'desk' },
  now: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Runs one of the deeds above. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    { args: [...args], allowPositionals: true, options: OPTIONS },
    USAGE,
  );
  const [deed, subject] = positionals;
  const now = values.now === undefined ? io.now() : instantOf(values.now);
  try {
    if (deed === 'keys' && subject !== undefined) return makeKeys(subject, io);
    const place = createFolderRegistry(values.registry, { now: () => now, environment: io.environment });
    const { registry } = place;
    switch (deed) {
      case 'run':
        return await runPipeline({ ...values, now }, place, io);
      case 'observe':
        return await observe(subject, values.registry, registry, io);
      case 'promote':
        return promote(subject, registry, io);
      case 'rollback':
        io.out(`Version ${registry.rollBack('asked for')} is in service again.\n`);
        return 0;
      case 'list':
        return list(registry, io);
      case 'verify':
        return verify(subject, registry, io);
      default:
        throw new CommandRefusal(USAGE);
    }
  } catch (error) {
    if (error instanceof VersionRefusal || error instanceof GateFileError) {
      io.err(`${error.message}\n`);
      return EXIT_REFUSED;
    }
    throw error;
  }
}

async function observe(
  path: string | undefined,
  folder: string,
  registry: FolderRegistry,
  io: CommandIo,
): Promise<number> {
  if (path === undefined) throw new CommandRefusal(USAGE);
  const { champion, challenger } = registry.aliases();
  if (champion === undefined || challenger === undefined) {
    throw new VersionRefusal('There is no challenger to observe. `usher lifecycle run` makes one.');
  }
  const inService = registry.verified(champion).files;
  const { files } = registry.verified(challenger);
  const { release } = parseGateRules(new TextDecoder().decode(files['gates.json']));
  const stateFile = join(folder, 'rollout.json');
  const kept = existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as RolloutState) : null;
  const before = kept?.challenger === challenger ? kept : beginRollout(challenger);
  const table = readTable(path);
  const texts = textsOf(table);
  const said = [inService, files].map((one) => labelsOf(one, texts));
  const agreed = texts.filter((_, row) => said[0]?.[row] === said[1]?.[row]).length;
  const { state, next, sentence } = observeRollout(before, { tickets: texts.length, agreed }, release);
  writeFileSync(stateFile, `${JSON.stringify(state)}\n`);
  io.out(`${sentence}\n`);
  const answered = idsOf(table).filter((id) => isCanary(state, id, release)).length;
  if (next === 'wait' && answered > 0)
    io.out(`Of tickets such as these it would answer ${answered} of ${texts.length}.\n`);
  if (next === 'drop') {
    registry.drop(sentence);
    return EXIT_REFUSED;
  }
  if (next === 'promote') {
    registry.promote(challenger, sentence);
    io.out(`Version ${challenger} is in service.\n`);
  }
  return 0;
}

function labelsOf(files: VersionFiles, texts: readonly string[]): string[] {
  const predictor = createPredictor(decodeModel(files[MODEL_FILE] ?? new Uint8Array()));
  return texts.map((text) => predictor.model.labels[predictor.predict(text).label] ?? '');
}

function promote(wanted: string | undefined, registry: FolderRegistry, io: CommandIo): number {
  const version = wanted ?? registry.aliases().challenger;
  if (version === undefined)
    throw new VersionRefusal('There is no challenger. Name a version from `usher lifecycle list`.');
  const { manifest } = registry.verified(version);
  if (!manifest.gatePasses) {
    throw new VersionRefusal(
      `The gate refused version ${version}, so it is not put in service. Its card.md says why.`,
    );
  }
  registry.promote(version, 'asked for');
  io.out(`Version ${version} is in service.\n`);
  return 0;
}

function list(registry: FolderRegistry, io: CommandIo): number {
  const aliases = Object.entries(registry.aliases());
  for (const version of registry.versions()) {
    const names = aliases.filter(([, name]) => name === version).map(([alias]) => alias);
    io.out(`${version}  ${names.join(', ')}\n`);
  }
  for (const { at, action, version, by, because } of registry.history()) {
    io.out(`${new Date(at).toISOString()}  ${version} ${action} by ${by}: ${because}\n`);
  }
  return 0;
}

function verify(wanted: string | undefined, registry: FolderRegistry, io: CommandIo): number {
  for (const version of wanted === undefined ? registry.versions() : [wanted]) {
    const { manifest } = registry.verified(version);
    io.out(
      `${version} is whole and signed: ${manifest.data.rows} rows, data ${manifest.data.hash.slice(0, 12)}\n`,
    );
  }
  return 0;
}

function makeKeys(folder: string, io: CommandIo): number {
  const { privateKey, publicKey } = createKeyPair();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'usher-signing.key');
  if (existsSync(path))
    throw new CommandRefusal(`${path} is there already, and would be lost. Give another folder.`);
  writeFileSync(path, privateKey, { mode: 0o600 });
  writeFileSync(join(folder, 'usher-signing.pub'), publicKey);
  io.out(`Wrote ${path} (keep it secret) and usher-signing.pub beside it.\n`);
  return 0;
}

function instantOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new CommandRefusal(`--now is "${text}". Give an ISO time, such as 2026-11-24T08:00:00Z.`);
  return at;
}
