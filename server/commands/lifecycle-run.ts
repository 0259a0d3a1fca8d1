// `usher lifecycle run`: from a file of labelled tickets to a version that is judged, signed and on its way into service.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STANDARD_AGREEMENT } from '../../src/core/promise/table-in-force.ts';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import type { FolderRegistry } from '../lifecycle/folder-registry.ts';
import { type GateRules, parseGateRules } from '../lifecycle/gate-rules.ts';
import { buildVersion } from '../lifecycle/pipeline.ts';
import { createStageCache } from '../lifecycle/stage-cache.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import { championOf, signVersion, VersionRefusal } from '../lifecycle/version-files.ts';
import { type CommandIo, CommandRefusal, numberOption } from './command.ts';
import { readTable } from './csv.ts';
import { labelledRowsOf } from './labelled-table.ts';
import type { createFolderRegistry } from './lifecycle-place.ts';

const SEED_MAX = 0xffffffff;
/** The exit code of a refusal by a gate. */
export const EXIT_REFUSED = 2;

/** Options as they were typed; `now` is epoch milliseconds. */
export interface RunOptions {
  readonly data?: string | undefined;
  readonly registry: string;
  readonly gates?: string | undefined;
  readonly preset?: string | undefined;
  readonly target: string;
  readonly delta: string;
  readonly seed: string;
  readonly name: string;
  readonly json: boolean;
  readonly now: number;
}

/** Runs every stage; the answer is the exit code. */
export async function runPipeline(
  options: RunOptions,
  { registry, signer }: ReturnType<typeof createFolderRegistry>,
  io: CommandIo,
): Promise<number> {
  if (options.data === undefined)
    throw new CommandRefusal('Give the labelled tickets with --data TICKETS.csv.');
  const rules = rulesOf(options);
  const seed = numberOption(options.seed, 'seed', 0, SEED_MAX);
  const agreement = {
    target: numberOption(options.target, 'target', 1e-4, 1),
    delta: numberOption(options.delta, 'delta', 1e-4, 1 - 1e-4),
  };
  const { champion: inService } = registry.aliases();
  const championFiles = inService === undefined ? null : registry.verified(inService);
  const since = registry.championSince();
  if (options.now < since) {
    throw new VersionRefusal(
      `The clock says ${new Date(options.now).toISOString()}, before the version in service was put there (${new Date(since).toISOString()}). Set the clock right; nothing was changed.`,
    );
  }
  const champion =
    inService === undefined || championFiles === null
      ? null
      : championOf(inService, championFiles.manifest, championFiles.files, since);
  const usher = io.environment['npm_package_version'] ?? '0.1.0';
  const stages = createStageCache(join(options.registry, 'stages'), usher, (stage, isFound) => {
    if (!options.json) io.err(`${stage.padEnd(14)} ${isFound ? 'found' : 'done'}\n`);
  });
  const rows = await labelledRowsOf(readTable(options.data), seed);
  const built = buildVersion(
    {
      ...{ desk: options.name, field: 'queue', rows, rules, usher, champion },
      agreement: { ...STANDARD_AGREEMENT, ...agreement },
    },
    { seed, kernel: await createWasmKernel() },
    stages,
  );
  if (built.outcome === 'refused') {
    report(
      options.json,
      { passes: false, version: null, state: 'refused', verdicts: built.gate.verdicts },
      io,
    );
    return EXIT_REFUSED;
  }
  const { version, gate } = built;
  registry.add(version, signVersion(built.files, signer()), gate.passes ? 'gate passed' : 'gate refused');
  const state = gate.passes ? releaseOf(registry, version, rules) : 'refused';
  if (!gate.passes) registry.note('refused', version, reasons(gate.verdicts));
  report(options.json, { passes: gate.passes, version, state, verdicts: gate.verdicts }, io);
  return gate.passes ? 0 : EXIT_REFUSED;
}

/** The first version is put in service at once, since there is nothing to shadow; later ones as the gate file says. */
function releaseOf(registry: FolderRegistry, version: string, { release }: GateRules): string {
  const { champion } = registry.aliases();
  if (champion === version) return 'in service already';
  const isDirect = release.shadow_tickets === 0 && release.canary_shares.length === 0 && !release.approval;
  if (champion === undefined || isDirect) {
    registry.promote(version, 'gate passed');
    return 'in service';
  }
  registry.nominate(version);
  return 'challenger: shadow begins with `usher lifecycle observe`';
}

function rulesOf({ gates, preset }: RunOptions): GateRules {
  if (gates !== undefined && preset !== undefined)
    throw new CommandRefusal('Give --gates or --preset, not both.');
  if (gates === undefined) return parseGateRules(`preset: ${preset ?? 'steady'}`);
  if (!existsSync(gates)) throw new CommandRefusal(`${gates} cannot be read. Check the path.`);
  return parseGateRules(readFileSync(gates, 'utf8'));
}

interface RunReport {
  readonly passes: boolean;
  readonly version: string | null;
  readonly state: string;
  readonly verdicts: readonly Verdict[];
}

function report(isJson: boolean, result: RunReport, io: CommandIo): void {
  if (isJson) {
    io.out(`${JSON.stringify(result)}\n`);
    return;
  }
  const mark = { passes: 'passes', refuses: 'REFUSES', 'not applicable': '–' };
  for (const { rule, verdict, sentence } of result.verdicts) {
    io.out(`${mark[verdict].padEnd(8)} ${rule.padEnd(34)} ${sentence}\n`);
  }
  io.out(
    result.passes
      ? `The gate passes. Version ${result.version}: ${result.state}.\n`
      : 'The gate refuses; the version in service stays.\n',
  );
}

function reasons(verdicts: readonly Verdict[]): string {
  return verdicts
    .filter(({ verdict }) => verdict === 'refuses')
    .map(({ sentence }) => sentence)
    .join(' ');
}
