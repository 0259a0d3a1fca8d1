// The tabs `Usher findings` and `Usher back-test`: what the last lesson found out, so that people can work through it when they like.
// Tickets are found again by the hash of their text, wherever their row stands by then.
import type { ProposedTopics, TrainingFindings, TrainingResult } from '../core/contract.ts';
import { ticketText } from '../core/ticket.ts';
import { backTestHeader, backTestRows } from './back-test-tab.ts';
import { cellText, textOfCell } from './cell-text.ts';
import type { LabelLists } from './label-names.ts';
import type { SheetsPort, SheetWorld, WrittenValue } from './ports.ts';
import type { TicketRow } from './rows.ts';
import { topicName } from './topic-words.ts';

const FINDINGS_TAB = 'Usher findings';
const BACK_TEST_TAB = 'Usher back-test';
const HEADER = ['Finding', 'Field', 'Queue', 'Ticket', 'Suggestion', 'Count', 'State', 'Usher keys'];
/** Pixels for each column, wide enough for what stands in it: queues, subjects, shares with their counts. */
const WIDTHS = [90, 80, 180, 340, 200, 70, 110, 100];
const TAB = { name: FINDINGS_TAB, header: HEADER, widths: WIDTHS };
const BACK_TEST_WIDTHS = [180, 110, 190, 110, 150, 220];
/** Rows of findings; older ones that nobody settled are replaced by the next lesson's. */
const FINDINGS_MAX = 200;
/** Tickets of one topic that its row remembers: their hashes fit one cell. */
const TOPIC_KEYS_MAX = 500;
const SUBJECT_SHOWN = 120;

export type FindingKind = 'recheck' | 'overlap' | 'topic' | 'back-test';

/** One line of the tab. */
export interface Finding {
  readonly kind: FindingKind;
  readonly field: string;
  readonly queue: string;
  readonly ticket: string;
  readonly suggestion: string;
  readonly count: number;
  /** Empty until a person has decided. */
  readonly state: string;
  /** Text hashes of its tickets. */
  readonly keys: readonly string[];
}

/** A finding with its place in the tab, from 1. */
export interface PlacedFinding extends Finding {
  readonly row: number;
}

/** The id under which a row goes to the proxy in a lesson; true for this execution only. */
export function findingId(row: TicketRow): string {
  return row.id === '' ? `row-${row.row}` : row.id;
}

interface Lesson {
  readonly result: TrainingResult;
  readonly lists: LabelLists;
  readonly rows: readonly TicketRow[];
}

/** Writes what a lesson found into the tabs. What a person has kept before is not asked again. */
export function keepFindings(world: SheetWorld, { result, lists, rows }: Lesson): void {
  const byId = new Map(rows.map((row) => [findingId(row), row]));
  const known = readFindings(world.sheets);
  const kept = known.filter(({ state }) => state !== '');
  const settled = new Set(kept.map(settledKey));
  const fresh: Finding[] = [];
  for (const [field, found] of Object.entries(result.findings ?? {})) {
    const nameOf = nameIn(lists, field);
    fresh.push(...findingsOf(field, found, byId, nameOf));
    if (found.backTest) {
      const ticket = (id: string): string => {
        const row = byId.get(id);
        return row ? subjectOf(row) : '';
      };
      const lines = backTestRows(found.backTest, { queue: nameOf, ticket });
      const tab = { name: BACK_TEST_TAB, header: backTestHeader(), widths: BACK_TEST_WIDTHS };
      replaceRows(world.sheets, tab, lines);
    }
  }
  if (Object.keys(result.findings ?? {}).length === 0) return;
  const open = fresh.filter((finding) => !settled.has(settledKey(finding)));
  const lines = [...open, ...kept].slice(0, FINDINGS_MAX).map(rowOf);
  replaceRows(world.sheets, TAB, lines);
}

/** Puts these topics in the place of those that nobody has settled; what else is in the tab stays. Answers how many are open now. */
export function keepTopics(
  world: SheetWorld,
  { topics, lists, rows }: Omit<Lesson, 'result'> & { readonly topics: ProposedTopics['topics'] },
): number {
  const byId = new Map(rows.map((row) => [findingId(row), row]));
  const others = readFindings(world.sheets).filter(({ kind, state }) => kind !== 'topic' || state !== '');
  const settled = new Set(others.map(settledKey));
  const open = Object.entries(topics).flatMap(([field, found]) =>
    topicFindings(field, found, byId, nameIn(lists, field)).filter((one) => !settled.has(settledKey(one))),
  );
  const kept = [...open, ...others].slice(0, FINDINGS_MAX).map(rowOf);
  replaceRows(world.sheets, TAB, kept);
  return open.length;
}

/** What stands in the tab; nothing where there is no tab. */
export function readFindings(sheets: SheetsPort): PlacedFinding[] {
  const tab = sheets.sheets().find(({ name }) => name === FINDINGS_TAB);
  if (!tab) return [];
  return sheets
    .read(tab.id)
    .rows.slice(1)
    .flatMap((cells, index): PlacedFinding[] => {
      const [kind, field = '', queue = '', ticket = '', suggestion = '', count, state = '', keys = ''] =
        cells.map(textOfCell);
      if (kind !== 'recheck' && kind !== 'overlap' && kind !== 'topic' && kind !== 'back-test') return [];
      const finding = { kind, field, queue, ticket, suggestion, state, count: Number(count) || 0 } as const;
      return [{ ...finding, row: index + 2, keys: keys.split(' ').filter((key) => key !== '') }];
    });
}

/** Notes what a person decided about a finding. */
export function noteState(sheets: SheetsPort, { row }: PlacedFinding, state: string): void {
  const tab = sheets.sheets().find(({ name }) => name === FINDINGS_TAB);
  if (tab) sheets.write(tab.id, [{ row, column: HEADER.indexOf('State') + 1, values: [[cellText(state)]] }]);
}

function findingsOf(
  field: string,
  found: TrainingFindings,
  byId: ReadonlyMap<string, TicketRow>,
  nameOf: (id: string) => string,
): Finding[] {
  const base = { field, state: '' };
  const recheck = found.recheck.flatMap(({ ticket, given, suggested }): Finding[] => {
    const row = byId.get(ticket);
    if (!row) return [];
    const shown = { ticket: subjectOf(row), suggestion: nameOf(suggested), queue: nameOf(given) };
    return [{ ...base, ...shown, kind: 'recheck', count: 1, keys: [row.hash] }];
  });
  const overlaps = found.overlaps.map(
    ({ one, other, rows }): Finding => ({
      ...{ ...base, kind: 'overlap', queue: nameOf(one), ticket: '', suggestion: nameOf(other) },
      ...{ count: rows, keys: [] },
    }),
  );
  const topics = topicFindings(field, found.topics, byId, nameOf);
  const tried = found.backTest;
  const summary: Finding[] = tried
    ? [
        {
          ...{ ...base, kind: 'back-test', queue: '', ticket: '', count: tried.tried, keys: [] },
          suggestion: [tried.learnt, tried.tried, tried.right, tried.routed, tried.routedRight].join(' / '),
        },
      ]
    : [];
  return [...summary, ...recheck, ...overlaps, ...topics];
}

function nameIn(lists: LabelLists, field: string): (id: string) => string {
  return (id) => lists[field]?.find((label) => label.id === id)?.name ?? id;
}

function topicFindings(
  field: string,
  topics: TrainingFindings['topics'],
  byId: ReadonlyMap<string, TicketRow>,
  nameOf: (id: string) => string,
): Finding[] {
  return topics.map(({ within, tickets, others }): Finding => {
    const own = rowsOf(tickets, byId);
    const name = topicName(own.map(ticketText), rowsOf(others, byId).map(ticketText));
    return {
      ...{ field, state: '', kind: 'topic', queue: within === null ? '' : nameOf(within), suggestion: name },
      ticket: own.slice(0, 3).map(subjectOf).join(' · '),
      ...{ count: own.length, keys: own.slice(0, TOPIC_KEYS_MAX).map(({ hash }) => hash) },
    };
  });
}

function rowsOf(ids: readonly string[], byId: ReadonlyMap<string, TicketRow>): TicketRow[] {
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function subjectOf(row: TicketRow): string {
  const text = row.subject === '' ? row.body : row.subject;
  return text.length > SUBJECT_SHOWN ? `${text.slice(0, SUBJECT_SHOWN - 1)}…` : text;
}

function settledKey({ kind, queue, suggestion, keys }: Finding): string {
  return kind === 'topic'
    ? `topic ${queue} ${keys[0] ?? ''}`
    : `${kind} ${queue} ${suggestion} ${keys.join(' ')}`;
}

function rowOf(finding: Finding): WrittenValue[] {
  const { kind, field, queue, ticket, suggestion, count, state, keys } = finding;
  const texts = [kind, field, queue, ticket, suggestion].map(cellText);
  return [...texts, count, cellText(state), cellText(keys.join(' '))];
}

/** The tab with these rows and no others; it is added when it is missing. */
function replaceRows(
  sheets: SheetsPort,
  {
    name,
    header,
    widths,
  }: { readonly name: string; readonly header: readonly string[]; readonly widths: readonly number[] },
  rows: readonly (readonly WrittenValue[])[],
): void {
  const known = sheets.sheets().find((sheet) => sheet.name === name);
  const tab = known ?? sheets.addSheet(name);
  const before = known ? sheets.read(known.id).rows.length - 1 : 0;
  const blank = header.map(() => '');
  const padding = Array.from({ length: Math.max(0, before - rows.length) }, () => blank);
  sheets.growColumns(tab.id, header.length);
  sheets.write(tab.id, [{ row: 1, column: 1, values: [[...header], ...rows, ...padding] }]);
  if (known) return;
  const keys = header.indexOf('Usher keys') + 1;
  sheets.applyLook(tab.id, {
    frozenRows: 1,
    widths: widths.map((pixels, i) => ({ column: i + 1, pixels })),
    ...(keys === 0 ? {} : { hiddenColumns: [keys], textColumns: [keys] }),
  });
}
