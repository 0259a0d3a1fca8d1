// `npm run bench -- lifecycle --data FOLDER [--tries 50] [--after SEED]`: same bytes twice, seconds to a gated and signed model, the roll-back,
// wrong labels found, labels saved by review, and what the gates let pass. FOLDER holds it-tickets/train.csv.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { readTable } from '../server/commands/csv.ts';
import { labelledRowsOf } from '../server/commands/labelled-table.ts';
import { createWasmKernel } from '../server/kernel/wasm-kernel.ts';
import { openFolderRegistry } from '../server/lifecycle/folder-registry.ts';
import { PRESETS } from '../server/lifecycle/gate-rules.ts';
import { judgeLabels } from '../server/lifecycle/label-quality.ts';
import { type BuiltVersion, buildVersion } from '../server/lifecycle/pipeline.ts';
import { createKeyPair, createSigner } from '../server/lifecycle/signature.ts';
import { championOf, signVersion, verifyVersion } from '../server/lifecycle/version-files.ts';
import { crossPredict } from '../src/core/classifier/cross-predict.ts';
import type { Kernel } from '../src/core/classifier/kernel.ts';
import { createRandom } from '../src/core/statistics/random.ts';
import { atLeast, atMost, type BenchResult, type Figure, reported } from './figure.ts';
import { companyPool, type Pool, poolOf, rowsOf } from './lifecycle-desk.ts';
import { CHALLENGERS, tryChallengers } from './lifecycle-gates.ts';
import { compareReviews } from './lifecycle-review.ts';

const PIPELINE_ROWS = 5_000;
const NOISE = 0.08;
const NOISE_DRAWS = 3;
const FIRST_SUGGESTIONS = 100;
const WORSE = ['fewer rows', 'poisoned labels', 'one queue missing', 'one language broken'];
const GOOD_SHARE = 0.9;

export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      tries: { type: 'string', default: '50' },
      after: { type: 'string', default: '0' },
    },
  });
  if (values.data === undefined) throw new Error('Give the folder of the data sets with --data.');
  const path = join(values.data, 'it-tickets', 'train.csv');
  const kernel = await createWasmKernel();
  const pool = poolOf(path, 12_000);
  const figures = [
    ...(await pipelineFigures(path, kernel)),
    noiseFigure(pool, kernel),
    ...reviewFigures(pool, kernel),
    ...gateFigures(pool, kernel, { tries: Number(values.tries), after: Number(values.after) }),
  ];
  return { name: 'lifecycle', figures };
}

/** Two runs over the same file, from reading it to the signature, and a second version to roll back from. */
async function pipelineFigures(path: string, kernel: Kernel): Promise<Figure[]> {
  const signer = createSigner(createKeyPair().privateKey);
  const trusted = () => [signer.publicKey];
  const runOnce = async (
    rows: number,
    before: BuiltVersion | null,
  ): Promise<{ built: BuiltVersion; cpu: number }> => {
    const start = process.cpuUsage();
    const table = readTable(path);
    const champion = before && {
      ...championOf(
        before.version,
        verifyVersion(before.version, signed(before), trusted()),
        signed(before),
        0,
      ),
    };
    const built = buildVersion(
      {
        ...{ desk: 'bench', field: 'queue', usher: 'bench', champion, rules: PRESETS.steady },
        rows: await labelledRowsOf({ ...table, rows: table.rows.slice(0, rows) }, 1),
        agreement: { target: 0.95, delta: 0.1 },
      },
      { seed: 1, kernel },
    );
    if (built.outcome === 'refused' || !built.gate.passes)
      throw new Error('The gate refuses the bench’s own version.');
    signed(built);
    const { user, system } = process.cpuUsage(start);
    return { built, cpu: (user + system) / 1e6 };
  };
  const signed = (built: BuiltVersion) => signVersion(built.files, signer);
  const first = await runOnce(PIPELINE_ROWS, null);
  const second = await runOnce(PIPELINE_ROWS, null);
  const one = signed(first.built);
  const other = signed(second.built);
  const differing = Object.keys({ ...one, ...other }).filter(
    (name) => !Buffer.from(one[name] ?? []).equals(Buffer.from(other[name] ?? [])),
  );
  const challenger = await runOnce(PIPELINE_ROWS + 500, first.built);
  return [
    atMost('files that differ between two runs of one input', differing.length, 'files', 0),
    atMost('5,000 rows to a gated, signed model', Math.max(first.cpu, second.cpu), 's CPU', 30),
    reported('5,500 rows, compared with the version in service', challenger.cpu, 's CPU'),
    rollBackFigure(first.built, challenger.built, signer.publicKey, signed),
  ];
}

function rollBackFigure(
  one: BuiltVersion,
  other: BuiltVersion,
  publicKey: string,
  signed: (built: BuiltVersion) => ReturnType<typeof signVersion>,
): Figure {
  const folder = mkdtempSync(join(tmpdir(), 'usher-bench-'));
  try {
    const registry = openFolderRegistry(folder, { now: Date.now, by: 'bench', trusted: () => [publicKey] });
    for (const built of [one, other]) {
      registry.add(built.version, signed(built), 'bench');
      registry.promote(built.version, 'bench');
    }
    const start = performance.now();
    if (registry.rollBack('bench') !== one.version) throw new Error('The roll-back went elsewhere.');
    return atMost('roll-back, every file verified', (performance.now() - start) / 1_000, 's', 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Wrong labels among the first hundred suggestions: the worst of three draws of noise; what was wrong before counts as right. */
function noiseFigure(pool: Pool, kernel: Kernel): Figure {
  const found = Array.from({ length: NOISE_DRAWS }, (_, draw) => {
    const random = createRandom(draw + 1);
    const chosen = pool.targets.map((_target, row) => row).slice(0, 10_000);
    const rows = rowsOf(pool, chosen, (row) => {
      const truth = pool.targets[row] ?? 0;
      const wrong = (truth + 1 + Math.floor(random() * (pool.labels.length - 1))) % pool.labels.length;
      const document = pool.documents[row];
      return document === undefined ? null : { target: random() < NOISE ? wrong : truth, document };
    });
    const { suspects } = judgeLabels(crossPredict(rows, { seed: 1, kernel }));
    return suspects.slice(0, FIRST_SUGGESTIONS).filter(({ row }) => rows.targets[row] !== pool.targets[row])
      .length;
  });
  return atLeast(
    'truly wrong among the first 100 labels to re-check, 8 % noise',
    Math.min(...found),
    'labels',
    85,
  );
}

function reviewFigures(pool: Pool, kernel: Kernel): Figure[] {
  const { random, margin } = compareReviews(pool, kernel, {
    labelsAtRandom: 1_600,
    labelsPicked: 1_100,
    draws: 3,
  });
  return [
    reported('macro-F1 of 1,600 labels taken at random', random, ''),
    atLeast('macro-F1 of 1,100 labels by margin with quota, less random’s', margin - random, '', 0),
  ];
}

function gateFigures(
  pool: Pool,
  kernel: Kernel,
  { tries, after }: { readonly tries: number; readonly after: number },
): Figure[] {
  const company = companyPool(4);
  const figures = Object.keys(CHALLENGERS).map((kind) => {
    const from = kind === 'one language broken' ? company : pool;
    const { passed } = tryChallengers(kind, from, tries, { kernel, after });
    return WORSE.includes(kind)
      ? atMost(`worse challengers that pass: ${kind}`, passed, `of ${tries}`, 0)
      : atLeast(`sound challengers that pass: ${kind}`, passed, `of ${tries}`, Math.ceil(GOOD_SHARE * tries));
  });
  const lenient = { ...PRESETS.steady, data: { ...PRESETS.steady.data, champion_rows_min: 0 } };
  const few = Math.min(10, tries);
  const { passed } = tryChallengers('fewer rows', pool, few, { kernel, rules: lenient, after });
  return [
    ...figures,
    reported('half the rows that pass where the rule about rows is switched off', passed, `of ${few}`),
  ];
}
