// `usher vertex batch`: a file or a table of tickets through batch prediction: submit, watch, fetch, join, verify.
import { createHash } from 'node:crypto';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { ticketText } from '../../src/core/ticket.ts';
import { type BatchStanding, fetchAnswers, lookAtBatch, submitBatch } from '../vertex/batch.ts';
import type { BatchAnswer } from '../vertex/batch-form.ts';
import { parseObjectUri, type Storage } from '../vertex/storage.ts';
import { prepareBatch } from './batch-questions.ts';
import { type CommandIo, CommandRefusal, numberOption, parseCommandArgs } from './command.ts';
import { readTable, writeTable } from './csv.ts';
import { assertOutput } from './output.ts';
import { createProgressBar } from './progress.ts';
import { ticketTextsOf } from './ticket-columns.ts';
import { atVertex, PLACE_OPTIONS, type VertexPlace } from './vertex-place.ts';

const USAGE = `Usage: usher vertex batch TICKETS.csv -o OUT.csv --bucket gs://BUCKET/FOLDER --model projects/…/models/…[@VERSION]
       usher vertex batch TICKETS.csv -o OUT.csv --bucket gs://BUCKET/FOLDER --model publishers/google/models/GEMINI [--desk ID] [--field queue]
       usher vertex batch --source bq://P.D.TABLE --destination bq://P.D --model projects/…/models/…
Run again, it finds its job by what it was given and goes on watching. Private data is masked before tickets leave.`;
const BLOCKED = 'The ticket holds private data, which this desk shows to no other model.';
/** A million lines fit neither one string nor one request. */
const FILE_CHARACTERS_MAX = 64 * 1024 * 1024;
/** A job takes minutes to start; more looks than two a minute tell nothing. */
const POLL_SECONDS = '30';
/** A day: longer jobs are watched by running the command again. */
const LOOKS_MAX = 2_880;

/** Runs one batch to its end. */
export async function runBatch(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        ...PLACE_OPTIONS,
        output: { type: 'string', short: 'o' },
        bucket: { type: 'string' },
        model: { type: 'string' },
        source: { type: 'string' },
        destination: { type: 'string' },
        desk: { type: 'string' },
        field: { type: 'string', default: 'queue' },
        machine: { type: 'string', default: 'n1-standard-2' },
        'poll-seconds': { type: 'string', default: POLL_SECONDS },
      },
    },
    USAGE,
  );
  const { model, source, destination, machine, name } = values;
  if (model === undefined) throw new CommandRefusal(USAGE);
  const pollMs = 1_000 * numberOption(values['poll-seconds'], 'poll-seconds', 0, 3_600);
  if (source !== undefined && destination !== undefined) {
    return atVertex(values, io, async ({ parent, clients }) => {
      if (values['dry-run'])
        return io.out(`Would submit ${source} to ${model}, answers to ${destination}.\n`);
      const inputHash = hashOf([source], model);
      const plan = { parent, name, model, sources: [source], destination, inputHash, machineType: machine };
      const standing = await watch(
        clients,
        await submitBatch(clients, plan),
        { pollMs, rows: undefined },
        io,
      );
      io.out(
        `${standing.successful} rows answered, ${standing.failed} failed. The answers are in ${standing.output}.\n`,
      );
    });
  }
  const [input] = positionals;
  const { output, bucket } = values;
  if (input === undefined || output === undefined || bucket === undefined) throw new CommandRefusal(USAGE);
  assertOutput(output, [input]);
  const folder = parseObjectUri(bucket);
  if (folder === undefined) throw new CommandRefusal(`--bucket is "${bucket}". Give gs://BUCKET/FOLDER.`);
  const table = readTable(input);
  const tickets = ticketTextsOf(table).map(ticketText);
  const { form, count, lines, blocked, costMaxUsd } = await prepareBatch(model, values, tickets, io);
  const most = costMaxUsd === undefined ? '' : `, for at most ${costMaxUsd.toFixed(2)} dollars`;
  const inputHash = hashOf(lines(), model);
  const prefix = `${folder.name.replace(/\/?$/, '/').replace(/^\/$/, '')}${inputHash}`;
  return atVertex(values, io, async (place) => {
    if (values['dry-run']) {
      return io.out(
        `Would copy ${count} rows to gs://${folder.bucket}/${prefix}/ and ask ${model}${most}.\n`,
      );
    }
    const { parent, clients, storage } = place;
    io.out(`Asking ${model} about ${count} tickets${most}.\n`);
    const sources = await copyLines(storage, { bucket: folder.bucket, prefix }, lines());
    const plan = {
      ...{ parent, name, model, inputHash, sources, machineType: machine },
      destination: `gs://${folder.bucket}/${prefix}/out`,
    };
    const begun = await submitBatch(clients, plan);
    const standing = await watch(clients, begun, { pollMs, rows: count }, io);
    const { answers, unreadable } = await fetchAnswers(storage, standing.output, form);
    const byRow = new Map(answers.map((answer) => [answer.key, answer]));
    for (const row of blocked) byRow.set(String(row), { key: String(row), problem: BLOCKED });
    const cells = table.rows.map((row, index) => [...row, ...cellsOf(byRow.get(String(index)))]);
    writeTable(output, [...table.titles, 'usher queue', 'usher queue confidence', 'usher problem'], cells);
    verify({ rows: count, answers, unreadable, standing, output }, io);
  });
}

/** Writes the lines in files that one request each can carry, unless an earlier try has; answers their addresses. */
async function copyLines(
  storage: Storage,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  lines: Iterable<string>,
): Promise<string[]> {
  const sources: string[] = [];
  const write = async (part: readonly string[]) => {
    const object = { bucket, name: `${prefix}/in-${String(sources.length).padStart(5, '0')}.jsonl` };
    if (!(await storage.has(object))) await storage.write(object, Buffer.from(part.join('')));
    sources.push(`gs://${bucket}/${object.name}`);
  };
  let part: string[] = [];
  let characters = 0;
  for (const line of lines) {
    part.push(line);
    characters += line.length;
    if (characters < FILE_CHARACTERS_MAX) continue;
    await write(part);
    part = [];
    characters = 0;
  }
  if (part.length > 0) await write(part);
  return sources;
}

function cellsOf(answer: BatchAnswer | undefined): (string | number)[] {
  if (answer === undefined) return ['', '', 'The job gave no answer for this row.'];
  if ('problem' in answer) return ['', '', answer.problem];
  return [answer.label, answer.confidence ?? '', ''];
}

async function watch(
  clients: VertexPlace['clients'],
  begun: BatchStanding,
  { pollMs, rows }: { readonly pollMs: number; readonly rows: number | undefined },
  io: CommandIo,
): Promise<BatchStanding> {
  io.out(`Job ${begun.job}\n`);
  const bar = createProgressBar('Predicting', io);
  try {
    let standing = begun;
    for (let looks = 0; !standing.isOver && looks < LOOKS_MAX; looks++) {
      await setTimeoutPromise(pollMs);
      standing = await lookAtBatch(clients, begun.job);
      const done = standing.successful + standing.failed;
      if (rows !== undefined && rows > 0) bar.show(Math.min(1, done / rows));
    }
    if (!standing.isOver) {
      throw new CommandRefusal(
        `The job ${begun.job} is still at work. Run the command again to go on watching.`,
      );
    }
    if (!/SUCCEEDED$/.test(standing.state)) {
      throw new CommandRefusal(
        `The job ended as ${standing.state}. Look at ${begun.job} in the console; run the command again for a new one.`,
      );
    }
    return standing;
  } finally {
    bar.end();
  }
}

/** Every row that went in must have come out once, and the job's own count must say the same. */
function verify(
  counts: {
    readonly rows: number;
    readonly answers: readonly BatchAnswer[];
    readonly unreadable: number;
    readonly standing: BatchStanding;
    readonly output: string;
  },
  io: CommandIo,
): void {
  const { rows, answers, unreadable, standing, output } = counts;
  const keys = new Set(answers.map(({ key }) => key));
  const answered = answers.filter((answer) => !('problem' in answer)).length;
  const ofModel = answers.filter((answer) => !('problem' in answer) || answer.isVoid === true).length;
  io.out(`${rows} rows, ${answered} answered, ${rows - answered} without an answer. Wrote ${output}.\n`);
  const faults = [
    ...(keys.size === answers.length ? [] : [`${answers.length - keys.size} rows came back twice`]),
    ...(keys.size + unreadable >= rows ? [] : [`${rows - keys.size} rows did not come back`]),
    ...(unreadable === 0 ? [] : [`${unreadable} lines could not be read`]),
    ...(standing.successful === ofModel ? [] : [`the job counts ${standing.successful} answers`]),
  ];
  if (faults.length > 0) {
    throw new CommandRefusal(`The counts do not match: ${faults.join(', ')}. Look at ${standing.output}.`);
  }
}

function hashOf(lines: Iterable<string>, model: string): string {
  const digest = createHash('sha256').update(model).update('\n');
  for (const line of lines) digest.update(line);
  return digest.digest('hex').slice(0, 40);
}
