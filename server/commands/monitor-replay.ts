// `usher monitor replay`: a desk's history through all monitors as if live, so that thresholds are chosen with eyes open.
import { writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { documentFromText } from '../../src/core/classifier/document.ts';
import type { Model } from '../../src/core/classifier/model.ts';
import { decodeModel } from '../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import { findFeature, keyTable } from '../../src/core/classifier/scorer.ts';
import { trainModel } from '../../src/core/classifier/train.ts';
import { createRandom } from '../../src/core/statistics/random.ts';
import { type MonitorPage, monitorPage, SIGNAL_HEADER, signalCells } from '../monitor/monitor-page.ts';
import { unknownGramRate } from '../monitor/observation.ts';
import { createCalendar, DAY_MS } from '../monitor/outbreak/calendar.ts';
import { describeOutbreak } from '../monitor/outbreak/outbreak.ts';
import { createReferenceProfile, REFERENCE_TICKETS_MIN } from '../monitor/reference-profile.ts';
import { type HistoryRow, type Replay, replayHistory } from '../monitor/replay.ts';
import { createLanguages, UNDETERMINED } from '../triage/language.ts';
import { type CommandIo, CommandRefusal, numberOption, parseCommandArgs } from './command.ts';
import { idsOf, readBytes, readTable, type Table } from './csv.ts';
import { chartLibrary } from './monitor-report.ts';
import { assertOutput } from './output.ts';
import { createProgressBar } from './progress.ts';
import { labelledTextsOf, rowFactsOf } from './ticket-columns.ts';

const USAGE = `Usage: usher monitor replay HISTORY.csv [--model MODEL] [--learn-days 28] [--reference-days 14] [--audit-share 0.1] [--time-zone Europe/Berlin]
                            [--holidays 2026-12-25,2026-12-26] [--seed N] [-o REPORT.html] [--json]
The CSV has \`text\` and \`label\`, or the columns of a help desk's export, and a column with ISO times. Without a model one is learned
from the first days; the days after these are the reference, since tickets that the model has learned from say nothing about others, and
the monitors speak of the rest. With a model the first days are the reference. A share of the labelled tickets stands for
blind audits.`;

interface Row {
  readonly id: string;
  readonly at: number;
  readonly text: string;
  readonly label: string;
  readonly language: string;
  readonly channel: string;
}

/** Prints what would have been raised and proposed, and writes the page. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        'learn-days': { type: 'string', default: '28' },
        'reference-days': { type: 'string', default: '14' },
        'audit-share': { type: 'string', default: '0.1' },
        'time-zone': { type: 'string', default: 'UTC' },
        holidays: { type: 'string', default: '' },
        seed: { type: 'string', default: '1' },
        output: { type: 'string', short: 'o' },
        json: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  const [input] = positionals;
  if (input === undefined || positionals.length !== 1) throw new CommandRefusal(USAGE);
  if (values.output !== undefined) assertOutput(values.output, [input]);
  const learnDays = numberOption(values['learn-days'], 'learn-days', 1, 3_650);
  const referenceDays = numberOption(values['reference-days'], 'reference-days', 1, 3_650);
  const auditShare = numberOption(values['audit-share'], 'audit-share', 0, 1);
  const seed = numberOption(values.seed, 'seed', 0, 0xffffffff);
  const settings = {
    timeZone: values['time-zone'],
    holidays: values.holidays.split(',').filter((day) => day !== ''),
  };
  const calendar = calendarOf(settings);
  const rows = await rowsOf(readTable(input));
  const model =
    values.model === undefined ? learned(rows, learnDays, seed) : decodeModel(readBytes(values.model), crc32);
  const bar = createProgressBar('Replaying', io);
  const history = predicted(rows, model, auditShare, seed);
  const first = rows[0]?.at ?? 0;
  const isLearned = values.model === undefined;
  const from = isLearned ? first + learnDays * DAY_MS : first;
  const until = from + (isLearned ? referenceDays : learnDays) * DAY_MS;
  const reference = history.filter(({ at }) => at >= from && at < until);
  if (reference.length < REFERENCE_TICKETS_MIN) {
    throw new CommandRefusal(
      `The reference holds ${reference.length} tickets; it takes ${REFERENCE_TICKETS_MIN}. Give more days with --${isLearned ? 'reference' : 'learn'}-days.`,
    );
  }
  const replay = replayHistory(history, {
    ...{ ...settings, seed, modelLabels: model.labels, attributes: ['language', 'channel'] },
    learnDays: (until - first) / DAY_MS,
    profile: createReferenceProfile(
      reference.map((row) => (row.truth === undefined ? row : { ...row, isRight: row.truth === row.label })),
      model.labels,
      seed,
    ),
    onProgress: (fraction) => bar.show(fraction),
  });
  bar.end();
  const { reports, raised, proposals, leftOut } = replay;
  const proposed = proposals.map(({ at, outbreak }) => ({
    at,
    tickets: outbreak.ticketIds,
    sentence: describeOutbreak(outbreak, calendar.timeOf),
  }));
  if (values.json)
    io.out(`${JSON.stringify({ days: reports.length, raised, proposals: proposed, leftOut })}\n`);
  else {
    io.out(
      `${rows.length} tickets, ${reports.length} daily reports: ${raised.length} alerts and ${proposals.length} outbreaks would have been put before people.\n`,
    );
    for (const { raisedAt, since, sentence } of raised) io.out(`  ${day(raisedAt ?? since)}  ${sentence}\n`);
    for (const { at, sentence } of proposed) io.out(`  ${day(at)}  ${sentence}\n`);
  }
  if (values.output !== undefined) {
    writeFileSync(values.output, monitorPage(pageOf(replay, rows.length, calendar.timeOf), chartLibrary()));
    if (!values.json) io.out(`Wrote ${values.output}.\n`);
  }
  return 0;
}

function calendarOf(settings: { readonly timeZone: string; readonly holidays: readonly string[] }) {
  try {
    return createCalendar(settings);
  } catch (cause) {
    throw new CommandRefusal(`--time-zone is "${settings.timeZone}". Give a name such as Europe/Berlin.`, {
      cause,
    });
  }
}

async function rowsOf(table: Table): Promise<Row[]> {
  const languages = createLanguages();
  await languages.load();
  const { texts, labels } = labelledTextsOf(table);
  const ids = idsOf(table);
  const facts = rowFactsOf(table);
  const rows = texts.flatMap((text, row): Row[] => {
    const { receivedAt, channel, language } = facts[row] ?? { receivedAt: null, channel: '', language: '' };
    if (receivedAt === null || text === '') return [];
    const told = language === '' ? (languages.detect(text) ?? UNDETERMINED) : language;
    const id = ids[row] ?? '';
    return [
      {
        id: id === '' ? `row ${row + 2}` : id,
        at: receivedAt,
        text,
        label: labels[row] ?? '',
        language: told,
        channel,
      },
    ];
  });
  if (rows.length === 0) {
    throw new CommandRefusal(
      `${table.path} has no ticket with a time that can be read. Give a column such as \`created\` with ISO times (2026-11-30T09:10).`,
    );
  }
  return rows.sort((one, other) => one.at - other.at);
}

/** A model of the first days' labelled tickets; throws a refusal where they are too few. */
function learned(rows: readonly Row[], learnDays: number, seed: number): Model {
  const until = (rows[0]?.at ?? 0) + learnDays * DAY_MS;
  const own = rows.filter(({ at, label }) => at < until && label !== '');
  const labels = [...new Set(own.map(({ label }) => label))].sort();
  const targets = Int32Array.from(own, ({ label }) => labels.indexOf(label));
  const documents = own.map(({ text }) => documentFromText(text, seed));
  return trainModel({ labels, documents, targets }, { seed }).model;
}

function predicted(rows: readonly Row[], model: Model, auditShare: number, seed: number): HistoryRow[] {
  const predictor = createPredictor(model);
  const known = keyTable(model.keys);
  const random = createRandom(seed);
  return rows.map(({ id, at, text, label: truth, language, channel }) => {
    const document = documentFromText(text, model.hashSeed);
    const { label, confidence, probabilities } = predictor.predictDocument(document);
    return {
      ...{ id, at, document, confidence, language, textLength: text.length },
      label: model.labels[label] ?? '',
      probabilities: Float32Array.from(probabilities),
      unknownRate: unknownGramRate(document, (gram) => findFeature(known, gram) > 0),
      ...(truth === '' ? {} : { truth, isAudited: random() < auditShare }),
      attributes: { language, ...(channel === '' ? {} : { channel }) },
    };
  });
}

function pageOf(
  { reports, raised, proposals }: Replay,
  tickets: number,
  timeOf: (at: number) => string,
): MonitorPage {
  const monitors = [
    ...new Set(reports.flatMap(({ signals }) => signals.map(({ monitor }) => monitor))),
  ].filter((monitor) => monitor.startsWith('drift.') || monitor === 'accuracy.estimated');
  const effectOf = (signals: (typeof reports)[number]['signals'], monitor: string) => {
    const effect = signals.find((one) => one.monitor === monitor)?.effect ?? null;
    return effect === null ? null : Number(effect.toFixed(4));
  };
  return {
    title: 'A history replayed',
    intro: `${tickets} tickets, ${reports.length} daily reports: ${raised.length} alerts and ${proposals.length} outbreaks would have been put before people.`,
    charts: [
      {
        ...{ title: 'Effects, day by day', kind: 'line', columns: ['Day', ...monitors] },
        rows: reports.map(({ now, signals }) => [
          day(now),
          ...monitors.map((monitor) => effectOf(signals, monitor)),
        ]),
      },
    ],
    tables: [
      {
        ...{ title: 'Alerts', header: ['Day', 'Monitor', 'What'] },
        rows: raised.map(({ raisedAt, since, monitor, subject, sentence }) => [
          ...[day(raisedAt ?? since), `${monitor} ${subject ?? ''}`.trim(), sentence],
        ]),
      },
      {
        ...{ title: 'Outbreaks', header: ['Day', 'What', 'Tickets'] },
        rows: proposals.map(({ at, outbreak }) => [
          ...[day(at), describeOutbreak(outbreak, timeOf), outbreak.ticketIds.join(', ')],
        ]),
      },
      {
        ...{ title: 'The last report', header: SIGNAL_HEADER },
        rows: (reports.at(-1)?.signals ?? []).map(signalCells),
      },
    ],
  };
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
