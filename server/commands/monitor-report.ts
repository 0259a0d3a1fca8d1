// `usher monitor report`: what monitors found on a desk last, with its figures, as a page to read and to print.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Health } from '../../src/core/health-schemas.ts';
import { type MonitorPage, monitorPage, SIGNAL_HEADER, signalCells } from '../monitor/monitor-page.ts';
import type { MonitorReport } from '../monitor/report.ts';
import { createPromises } from '../promise/promises.ts';
import { fieldOf } from '../watch/desk-watch.ts';
import { healthOfDesk } from '../watch/health.ts';
import { stateOf } from '../watch/monitor-state.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';
import { assertOutput } from './output.ts';
import { withDesk } from './stored-desk.ts';

const USAGE = `Usage: usher monitor report [--desk ID] -o REPORT.html | --json
The desk is one in the database that USHER_DATABASE names. Tickets stand by their ids: the database holds no text.`;

/** Writes the page, or prints the health as JSON. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseCommandArgs(
    {
      args: [...args],
      options: {
        desk: { type: 'string' },
        output: { type: 'string', short: 'o' },
        json: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  const { output } = values;
  if (output === undefined && !values.json) throw new CommandRefusal(USAGE);
  if (output !== undefined) assertOutput(output, []);
  return withDesk(values.desk, io, async (store, desk) => {
    const field = fieldOf(desk);
    const standing = await createPromises(store, io.now).standing(desk, field);
    const health = await healthOfDesk(store, desk.id, field, standing, io.now());
    const row = await store.monitoring.find({ desk: desk.id, field: field.id });
    const { report } = stateOf(row === undefined ? undefined : { ...row, documents: null });
    if (output === undefined) io.out(`${JSON.stringify(health)}\n`);
    else {
      const nameOf = (id: string) => field.labels.find((label) => label.id === id)?.name ?? id;
      writeFileSync(output, monitorPage(pageOf(desk.name, health, report, nameOf), chartLibrary()));
      io.out(`The state of ${desk.name} is "${health.level}". Wrote ${output}.\n`);
    }
    return 0;
  });
}

/** Source text of the charts library. */
export function chartLibrary(): string {
  return readFileSync(new URL('chart.umd.min.js', import.meta.resolve('chart.js')), 'utf8');
}

function pageOf(
  name: string,
  { audits, queues, volume, outbreaks, window, now, level }: Health,
  report: MonitorReport | undefined,
  nameOf: (id: string) => string,
): MonitorPage {
  const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const seen =
    window === null
      ? 'No look yet.'
      : `The last report of ${day(window.at)} rests on ${window.tickets} tickets.`;
  const tenth = (value: number | null) => (value === null ? null : Number(value.toFixed(1)));
  const share = (value: number | null) => (value === null ? null : Number((100 * value).toFixed(1)));
  return {
    title: `The health of ${name}`,
    intro: `As of ${day(now)} (UTC): ${level}. ${seen} Shares are given with what they were counted from.`,
    charts: [
      {
        ...{ title: 'Routed tickets that were right, by week, in percent', kind: 'line' },
        columns: ['Week (checked)', 'right', 'surely at least', 'at most'],
        rows: audits.weeks.map(({ from, checked, right, low, high }) => [
          `${day(from).slice(0, 10)} (${checked})`,
          ...(checked < 30 ? [null, null, null] : [share(right / checked), share(low), share(high)]),
        ]),
      },
      {
        ...{ title: 'Tickets a day against what is usual', kind: 'line' },
        columns: ['Day', 'tickets', 'at least', 'at most', 'usual'],
        rows: volume.map(({ date, tickets, expected, low, high }) => [
          ...[date, tickets, tenth(low), tenth(high), tenth(expected)],
        ]),
      },
      {
        ...{ title: 'Tickets of four weeks by queue', kind: 'bar' },
        columns: ['Queue', 'routed alone', 'suggested', 'left to people'],
        rows: queues.map(({ label, routed, suggested, left }) => [nameOf(label), routed, suggested, left]),
      },
    ],
    tables: [
      {
        ...{ title: 'Outbreaks', header: ['State', 'Tickets', 'Usual', 'First seen', 'Newest tickets'] },
        rows: outbreaks.map(({ state, seen: count, expected, firstSeenAt, tickets }) => [
          ...[state, String(count), expected.toFixed(1), day(firstSeenAt), tickets.join(', ')],
        ]),
      },
      {
        ...{
          title: 'Most often taken for another',
          header: ['Instead of', 'Checked tickets', 'For example'],
        },
        rows: audits.confusions.map(({ said, truth, checked, tickets }) => [
          ...[`${nameOf(said)} instead of ${nameOf(truth)}`, String(checked), tickets.join(', ')],
        ]),
      },
      { title: 'Monitors', header: SIGNAL_HEADER, rows: (report?.signals ?? []).map(signalCells) },
    ],
  };
}
