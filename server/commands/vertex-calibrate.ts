// `usher vertex calibrate`: makes Gemini's answers worth something on one desk. Both models are asked about tickets that a
// person has labelled; what their answers turn out to be worth is fitted on one half of them and proven on the other.

import { countUp, shuffle } from '../../src/core/classifier/seeded-order.ts';
import { createRandom } from '../../src/core/statistics/random.ts';
import { pairOf } from '../backends/cascade.ts';
import { chooseBackends } from '../backends/choose.ts';
import { createEmbeddedBackend } from '../backends/embedded.ts';
import { knowledgeIn } from '../backends/kept-knowledge.ts';
import { readStoreConfig } from '../config.ts';
import { ConfigError } from '../environment.ts';
import { openStore, type Store } from '../store/store.ts';
import { calibrateOpinion, LABELLED_MIN } from '../vertex/calibrate-opinion.ts';
import { type CommandIo, CommandRefusal, numberOption, parseCommandArgs } from './command.ts';
import { readTable } from './csv.ts';
import { measureBackend } from './measured-backend.ts';
import { createProgressBar } from './progress.ts';
import { labelledTextsOf } from './ticket-columns.ts';

const USAGE = `Usage: usher vertex calibrate LABELLED.csv --desk ID [--field queue] [--budget-usd 1] [--limit 1000] [--seed 1]
The tickets must be ones that the desk's model has not learned from: take those that came after its last lesson. Labels are
names or ids of the desk's. Gemini is set up by USHER_GEMINI_…, the database by USHER_DATABASE.`;

/** Calibrates and keeps what came of it. */
export async function runCalibrate(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        desk: { type: 'string' },
        field: { type: 'string', default: 'queue' },
        'budget-usd': { type: 'string', default: '1' },
        limit: { type: 'string', default: '1000' },
        seed: { type: 'string', default: '1' },
      },
    },
    USAGE,
  );
  const [input] = positionals;
  if (input === undefined || values.desk === undefined) throw new CommandRefusal(USAGE);
  const budgetUsd = numberOption(values['budget-usd'], 'budget-usd', 0, 10_000);
  const limit = numberOption(values.limit, 'limit', LABELLED_MIN, 1_000_000);
  const seed = numberOption(values.seed, 'seed', 0, 0xffffffff);
  const config = configFor(budgetUsd, io);
  const rows = labelledTextsOf(readTable(input));
  const store = await openStore(config.database);
  try {
    return await calibrate(store, config, { rows, desk: values.desk, field: values.field, limit, seed }, io);
  } finally {
    await store.close();
  }
}

interface Calibration {
  readonly rows: { readonly texts: readonly string[]; readonly labels: readonly string[] };
  readonly desk: string;
  readonly field: string;
  readonly limit: number;
  readonly seed: number;
}

async function calibrate(
  store: Store,
  { backends: config }: ReturnType<typeof configFor>,
  { rows, desk: id, field: fieldId, limit, seed }: Calibration,
  io: CommandIo,
): Promise<number> {
  const desk = await store.desks.find(id);
  const field = desk?.fields.find((one) => one.id === fieldId);
  const model = (await store.models.inService(id))[fieldId];
  if (desk === undefined || field === undefined || model === undefined) {
    throw new CommandRefusal(
      `The database has no desk "${id}" with a model for the field "${fieldId}". Check --desk, --field and USHER_DATABASE.`,
    );
  }
  const idOf = new Map(
    field.labels.flatMap(
      (label) =>
        [
          [label.name, label.id],
          [label.id, label.id],
        ] as const,
    ),
  );
  const order = shuffle(countUp(rows.texts.length), createRandom(seed));
  const known = [...order].filter((row) => idOf.has(rows.labels[row] ?? '')).slice(0, limit);
  const [texts, truth] = [
    known.map((row) => rows.texts[row] ?? ''),
    known.map((row) => idOf.get(rows.labels[row] ?? '') ?? ''),
  ];
  const embedded = createEmbeddedBackend(store.models);
  // A purse of its own: what a calibration costs is not taken from the day's tickets.
  const trialStore = await openStore(':memory:');
  const knowledge = knowledgeIn({ ...store, usage: trialStore.usage }, config, io.now);
  const backends = chooseBackends(config, embedded, {
    ...knowledge,
    ...{ now: io.now, random: () => 0.5, onMasked: () => undefined },
    onFailure: (name, { message }) => io.err(`${name}: ${message}\n`),
    onStale: (sentence) => io.err(`${sentence}\n`),
  });
  try {
    const labels = field.labels.map((label) => label.id);
    const request = {
      ...{ desk: id, field: fieldId, labels, described: field.labels, redaction: desk.redaction },
    };
    const measuring = { ...{ request, texts, now: io.now, clock: io.now, onProgress: () => undefined } };
    const own = await measureBackend(embedded, measuring);
    const isSettled = await knowledge.settles(id, model);
    const open = own.flatMap(({ prediction }, row) => (isSettled(prediction) ? [] : [row]));
    io.out(
      `${texts.length} labelled tickets; ${open.length} of them would go to Gemini, for at most ${config.budget.standardUsd} dollars.\n`,
    );
    if (open.length < LABELLED_MIN) {
      throw new CommandRefusal(
        `A calibration needs ${LABELLED_MIN} labelled tickets that the embedded model cannot settle; there are ${open.length}. Give more.`,
      );
    }
    const bar = createProgressBar('Asking Gemini', io);
    const asked = await measureBackend(backends.backendFor(id), {
      ...{ ...measuring, texts: open.map((row) => texts[row] ?? ''), onProgress: bar.show },
    }).finally(bar.end);
    const answered = open.flatMap((row, i) => {
      const [mine, other] = [own[row]?.prediction, asked[i]?.prediction];
      return mine === undefined || other?.backend !== 'gemini'
        ? []
        : [{ own: mine, other, label: truth[row] ?? '' }];
    });
    const [first] = answered;
    const agreed = field.agreement ?? { target: 0.95, delta: 0.1 };
    const pair = calibrateOpinion(answered, labels, {
      ...{ target: agreed.target, delta: agreed.delta },
      ...(agreed.isFamilyWise === undefined ? {} : { isFamilyWise: agreed.isFamilyWise }),
    });
    if (pair === undefined || first === undefined) {
      throw new CommandRefusal(
        `Gemini answered only ${answered.length} tickets. Raise --budget-usd, or try later.`,
      );
    }
    await store.opinions.save(
      id,
      {
        id: pair.id,
        field: fieldId,
        pair: pairOf(first.own, first.other),
        weights: pair.weights,
        table: pair.table,
        rows: pair.rows,
      },
      io.now(),
    );
    const spent = asked.reduce((sum, { costUsd }) => sum + costUsd, 0);
    io.out(
      `Calibrated on ${pair.rows} tickets for ${spent.toFixed(4)} dollars. Of tickets that go to Gemini, ` +
        `${(100 * pair.table.routedShare).toFixed(1)} % may be routed under the promise.\n`,
    );
    return 0;
  } finally {
    await backends.close();
    await trialStore.close();
  }
}

function configFor(budgetUsd: number, io: CommandIo) {
  try {
    return readStoreConfig({
      ...io.environment,
      ...{ USHER_BACKEND: 'gemini', USHER_DESK_BACKENDS: '', USHER_DESK_BUDGETS_USD: '' },
      USHER_DAILY_BUDGET_USD: String(budgetUsd),
    });
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandRefusal(error.message, { cause: error });
    throw error;
  }
}
