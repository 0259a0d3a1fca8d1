// The tab `Usher back-test`: what Usher would have done with the newest quarter of the sheet's own labelled tickets, to read and to print.
import type { TrainingFindings } from '../core/contract.ts';
import { wilsonInterval } from '../core/statistics/intervals.ts';
import { cellText } from './cell-text.ts';
import { messages } from './messages.ts';
import type { WrittenValue } from './ports.ts';

type BackTest = NonNullable<TrainingFindings['backTest']>;

/** What sorting a ticket by hand takes, where nobody has said; the presets of the gate file assume the same. */
const SECONDS_A_TICKET = 45;

/** Names of queues by id, and what a person calls a ticket. */
export interface Names {
  readonly queue: (id: string) => string;
  readonly ticket: (id: string) => string;
}

/** Header of the tab. */
export function backTestHeader(): readonly string[] {
  const { columns } = messages.backTest;
  return [columns.queue, columns.tickets, columns.found, columns.routed, columns.right];
}

/** Its lines: all together, queue by queue, what was taken for what with examples, languages, and coverage against precision. */
export function backTestRows(tried: BackTest, names: Names): readonly (readonly WrittenValue[])[] {
  const { backTest } = messages;
  const hours = (tried.routed * SECONDS_A_TICKET) / 3_600;
  const queues = tried.queues.map(({ label, tickets, found, routed, routedRight }) => [
    names.queue(label),
    tickets,
    withInterval(found, tickets),
    routed,
    withInterval(routedRight, routed),
  ]);
  const confusions = tried.confusions.map(({ truth, predicted, tickets, examples }) => [
    names.queue(truth),
    tickets,
    names.queue(predicted),
    examples.map(names.ticket).join(' · '),
    '',
  ]);
  const languages = tried.languages.map(({ language, tickets, right }) => [
    language,
    tickets,
    withInterval(right, tickets),
    '',
    '',
  ]);
  const curve = tried.curve.map(({ coverage, precision, low }) => [
    backTest.surest(coverage),
    Math.round(coverage * tried.tried),
    backTest.rightOf(precision, low),
    '',
    '',
  ]);
  const all = [
    backTest.all,
    tried.tried,
    withInterval(tried.right, tried.tried),
    tried.routed,
    withInterval(tried.routedRight, tried.routed),
  ];
  const section = (title: string) => [
    ['', '', '', '', ''],
    [title, '', '', '', ''],
  ];
  const lines: (string | number)[][] = [
    all,
    ...queues,
    ...section(backTest.hours(hours, SECONDS_A_TICKET)),
    ...section(backTest.confusions),
    ...confusions,
    ...section(backTest.languages),
    ...languages,
    ...section(backTest.curve),
    ...curve,
  ];
  return lines.map((cells) => cells.map((cell) => (typeof cell === 'string' ? cellText(cell) : cell)));
}

function withInterval(part: number, whole: number): string {
  if (whole === 0) return '–';
  const { low, high } = wilsonInterval(part, whole, 0.95);
  return messages.backTest.share(part, whole, low, high);
}
