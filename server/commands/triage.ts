// `usher triage`: the decisions that the proxy would make, for a CSV file. It is a trial: nothing is recorded or charged.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Problem, type TicketPrediction, type TriageAnswer } from '../../src/core/contract.ts';
import { BATCH_TICKETS_MAX } from '../../src/core/limits.ts';
import { chooseBackends } from '../backends/choose.ts';
import { createDeadline } from '../backends/deadline.ts';
import { createEmbeddedBackend } from '../backends/embedded.ts';
import { knowledgeIn } from '../backends/kept-knowledge.ts';
import { isPostgres, readStoreConfig } from '../config.ts';
import { ConfigError } from '../environment.ts';
import { createPromises, ruleWithoutPromise } from '../promise/promises.ts';
import type { DeskRecord } from '../store/desks.ts';
import { openStore, type Store } from '../store/store.ts';
import { rememberRules } from '../triage/desk-states.ts';
import { UNDETERMINED } from '../triage/language.ts';
import { createTriageMemory } from '../triage/memory.ts';
import { triageAnswer } from '../triage/tell.ts';
import { type TriageDependencies, triageBatch } from '../triage/triage.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';
import { readTable, writeTable } from './csv.ts';
import { readModel } from './model-path.ts';
import { assertOutput } from './output.ts';
import { createProgressBar } from './progress.ts';
import { ticketTextsOf } from './ticket-columns.ts';

const USAGE = `Usage: usher triage TICKETS.csv -o OUT.csv [--model FILE | --desk ID]
The CSV has the columns \`subject\` and \`body\`, or \`text\`. The model is the file given, or the one in service for the
desk in the database that USHER_DATABASE names. Nothing is recorded.`;

/** Nobody waits for a file's batch but the person who started it. */
const BATCH_DEADLINE_MS = 120_000;
const CONFIDENCE_DIGITS = 4;

/** A desk with what triage needs for it. */
interface Workplace {
  readonly desk: DeskRecord;
  readonly models: Readonly<Record<string, string>>;
  readonly triage: TriageDependencies;
  close(): Promise<void>;
}

/** Triages every row and writes the file again with queue, confidence, decision and reason beside its own columns. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        model: { type: 'string' },
        desk: { type: 'string' },
      },
    },
    USAGE,
  );
  const [input] = positionals;
  if (positionals.length !== 1 || input === undefined || values.output === undefined) {
    throw new CommandRefusal(USAGE);
  }
  if (values.model !== undefined && values.desk !== undefined) throw new CommandRefusal(USAGE);
  assertOutput(values.output, values.model === undefined ? [input] : [input, values.model]);
  const table = readTable(input);
  const texts = ticketTextsOf(table);
  const workplace =
    values.model === undefined ? await workplaceOfDesk(values.desk, io) : workplaceOfModel(values.model, io);
  try {
    const answers = await triageAll(workplace, texts, io);
    const fields = workplace.desk.fields.map(({ id }) => id);
    const rows = table.rows.map((row, index) => [...row, ...resultCells(answers, String(index), fields)]);
    writeTable(values.output, [...table.titles, ...resultTitles(fields)], rows);
    io.out(summaryOf(answers, table.rows.length, values.output));
    return 0;
  } catch (error) {
    if (error instanceof Problem) throw new CommandRefusal(error.message, { cause: error });
    throw error;
  } finally {
    await workplace.close();
  }
}

function workplaceOfModel(path: string, io: CommandIo): Workplace {
  const { bytes, model: decoded } = readModel(path);
  const model = basename(path);
  const labels = decoded.labels.map((id) => ({ id, name: id, description: '', keywords: [] }));
  const fields = [{ id: 'queue', name: 'Queue', labels }];
  const embedded = createEmbeddedBackend({
    inService: async () => ({ queue: model }),
    bytes: async () => bytes,
  });
  return {
    desk: {
      id: 'file',
      name: 'File',
      fields,
      version: 1,
      featureSeed: 0,
      textKey: '',
      epoch: 1,
      redaction: 'redact',
    },
    models: { queue: model },
    triage: dependencies(
      () => embedded,
      embedded.explain,
      io,
      async (desk, field) => ruleWithoutPromise(desk, field),
    ),
    close: async () => undefined,
  };
}

async function workplaceOfDesk(wanted: string | undefined, io: CommandIo): Promise<Workplace> {
  const { database, backends: config } = storeConfig(io);
  if (!isPostgres(database) && !existsSync(database)) {
    throw new CommandRefusal(
      `There is no database ${database}. Give a model with --model, or set USHER_DATABASE to the proxy's database.`,
    );
  }
  const store = await openStore(database);
  const embedded = createEmbeddedBackend(store.models);
  const backends = chooseBackends(config, embedded, {
    ...knowledgeIn(store, config, io.now),
    now: io.now,
    // One caller: there is nobody to spread the retries from.
    random: () => 0.5,
    onFailure: (backend, { message }) => io.err(`${backend}: ${message}\n`),
    onMasked: () => undefined,
    onStale: (sentence) => io.err(`${sentence}\n`),
  });
  const close = async () => {
    await backends.close();
    await store.close();
  };
  try {
    const desk = await findDesk(store, wanted);
    const models = await store.models.inService(desk.id);
    const { deciderFor } = createPromises(store, io.now);
    const ruleOf = rememberRules(deciderFor, io.now);
    return { desk, models, triage: dependencies(backends.backendFor, embedded.explain, io, ruleOf), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function storeConfig(io: CommandIo) {
  try {
    return readStoreConfig(io.environment);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandRefusal(error.message, { cause: error });
    throw error;
  }
}

async function findDesk(store: Store, wanted: string | undefined): Promise<DeskRecord> {
  const ids = await store.desks.ids();
  const id = wanted ?? (ids.length === 1 ? ids[0] : undefined);
  const desk = id === undefined ? undefined : await store.desks.find(id);
  if (desk !== undefined) return desk;
  const known = ids.length === 0 ? 'The database has no desk yet' : `The desks are ${ids.join(', ')}`;
  throw new CommandRefusal(`${known}. Give one of them with --desk, or a model with --model.`);
}

function dependencies(
  backendFor: TriageDependencies['backendFor'],
  explain: TriageDependencies['explain'],
  io: CommandIo,
  ruleOf: TriageDependencies['ruleOf'],
): TriageDependencies {
  return {
    answers: {
      find: async () => [],
      write: async () => ({ earlier: [], charged: new Set() }),
    },
    memory: createTriageMemory(io.now),
    log: () => undefined,
    backendFor,
    explain,
    // The file has no column for it, and it costs more than the prediction.
    languages: { detect: () => UNDETERMINED, load: async () => undefined },
    now: io.now,
    createId: () => 'unrecorded',
    ruleOf,
    moveRollout: async () => undefined,
  };
}

async function triageAll(
  { desk, models, triage }: Workplace,
  texts: readonly { subject: string; body: string }[],
  io: CommandIo,
): Promise<TriageAnswer[]> {
  const bar = createProgressBar('Triaging', io);
  const answers: TriageAnswer[] = [];
  try {
    for (let first = 0; first < texts.length; first += BATCH_TICKETS_MAX) {
      const tickets = texts
        .slice(first, first + BATCH_TICKETS_MAX)
        .map((text, index) => ({ id: String(first + index), ...text }));
      const request = { desk: desk.id, runId: 'file', deadlineMs: BATCH_DEADLINE_MS, dryRun: true, tickets };
      const deadline = createDeadline(BATCH_DEADLINE_MS, io.now);
      answers.push(
        triageAnswer(await triageBatch(request, { desk, models, rollouts: {} }, triage, deadline)),
      );
      bar.show((first + tickets.length) / texts.length);
    }
  } finally {
    bar.end();
  }
  return answers;
}

function resultTitles(fields: readonly string[]): string[] {
  const perField = fields.flatMap((field) => [
    `usher ${field}`,
    `usher ${field} confidence`,
    `usher ${field} decision`,
    `usher ${field} reason`,
  ]);
  return [...perField, 'usher problem'];
}

function resultCells(
  answers: readonly TriageAnswer[],
  id: string,
  fields: readonly string[],
): (string | number)[] {
  const answer = answers[Math.floor(Number(id) / BATCH_TICKETS_MAX)];
  const prediction = answer?.predictions.find((one) => one.id === id);
  const problem = answer?.problems.find((one) => one.id === id);
  return [
    ...fields.flatMap((field) => fieldCells(answer, prediction, field)),
    problem === undefined ? '' : problem.message,
  ];
}

function fieldCells(
  answer: TriageAnswer | undefined,
  prediction: TicketPrediction | undefined,
  field: string,
): (string | number)[] {
  const found = prediction?.fields[field];
  if (found === undefined) return ['', '', '', ''];
  if (found.decision === 'audit') return ['', '', found.decision, found.reason];
  const label = found.decision === 'abstain' ? '' : found.label;
  const name = answer?.labelNames[field]?.[label] ?? label;
  const reason = found.fallback === undefined ? found.reason : `${found.reason} ${found.fallback}`;
  return [name, Number(found.confidence.toFixed(CONFIDENCE_DIGITS)), found.decision, reason];
}

function summaryOf(answers: readonly TriageAnswer[], rows: number, path: string): string {
  const decisions = answers.flatMap(({ predictions }) =>
    predictions.flatMap(({ fields }) => Object.values(fields).map(({ decision }) => decision)),
  );
  const count = (wanted: string) => decisions.filter((decision) => decision === wanted).length;
  const problems = answers.reduce((sum, answer) => sum + answer.problems.length, 0);
  return (
    `Triaged ${rows} rows: ${count('assign')} assigned, ${count('review')} suggested, ` +
    `${count('abstain')} without a suggestion, ${problems} with a problem. Wrote ${path}.\n`
  );
}
