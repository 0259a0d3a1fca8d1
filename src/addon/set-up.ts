// Set-up: find the columns, bind the columns of the fields, add Usher's own columns and tabs, and make the desk on the proxy.
// Doing it twice changes nothing that is there already, wherever columns were moved and whatever they were renamed.
import { Problem } from '../core/contract.ts';
import { cellText, textOfCell } from './cell-text.ts';
import { confidenceKey } from './column-keys.ts';
import { followHeaders, headersOf } from './columns.ts';
import { leaveTheOriginal } from './copied-sheet.ts';
import { guessHeader, guessTextColumn } from './header-guess.ts';
import { activeNames, foldName, freeSlug, type LabelLists } from './label-names.ts';
import { messages } from './messages.ts';
import type { SheetWorld, Table } from './ports.ts';
import { addQueues, dressQueuesTab, QUEUE_FIELD, readQueues } from './queues-tab.ts';
import { addRunsTab } from './runs-tab.ts';
import { repairTriggers } from './schedule.ts';
import {
  type FieldBinding,
  type OwnHeaders,
  readKept,
  type Settings,
  STANDARD_AGREEMENT,
  writeSettings,
} from './settings.ts';
import { followQueues, sendDesk } from './sync-queues.ts';
import { ticketLook } from './ticket-look.ts';
import { addJournalTab } from './write-journal.ts';

/** Header of the column that is added where the sheet has none for queues. */
const NEW_COLUMN = 'Queue';
/** Distinct values up to which a column is taken for a list of labels rather than free text. */
const QUEUES_FROM_COLUMN_MAX = 200;

export interface SetUpResult {
  readonly settings: Settings;
  readonly queues: number;
  readonly readFrom: readonly string[];
}

/** What a person chose in the set-up dialog. */
export interface SetUpChoice {
  readonly sheetId: number;
  /** Headers of the columns to read. */
  readonly subject: string | null;
  readonly body: string | null;
  /** Header of the column for queues; null for a new one. */
  readonly queue: string | null;
  /** Headers of further columns that Usher shall fill, such as a priority; their values are the labels. */
  readonly also: readonly string[];
  readonly queuesFrom: 'column' | 'tab' | 'starter';
  /** The share that the desk promises, 0–1. */
  readonly target: number;
  /** For a copied spreadsheet: a desk of its own, or the original's. */
  readonly desk: 'new' | 'same' | null;
}

/**
 * Sets up the sheet that was chosen, or the active one by what its headers suggest. Throws a `Problem` that says what to add when
 * the sheet cannot be used, and for a copied spreadsheet of which nobody has said whose desk it is.
 */
export function setUp(world: SheetWorld, choice: SetUpChoice | null = null): SetUpResult {
  const { sheets } = world;
  const { settings: kept, isCopy } = readKept(world.settings);
  if (isCopy && !choice?.desk) throw new Problem('conflict', messages.copied);
  const sheetId = choice?.sheetId ?? kept?.sheetId ?? sheets.activeSheet().id;
  const table = sheets.read(sheetId);
  const headers = headersOf(table.rows[0]);
  const marks = sheets.markedColumns(sheetId);
  // On another sheet than before, columns may bear other names; the desk and what it learned stay.
  const before = kept?.sheetId === sheetId ? followHeaders(kept, headers, marks) : null;
  const source = choice
    ? chosenSource(headers, choice)
    : (presentSource(before, headers) ?? guessSource(table));
  if (table.rows.length < 2) throw new Problem('bad_request', messages.emptySheet(table.sheet.name));
  const guessed = before?.fields[0]?.header ?? guessHeader(headers, 'queue') ?? NEW_COLUMN;
  const queue = choice ? (choice.queue ?? NEW_COLUMN) : guessed;
  const names = ownHeaderNames(headers, before, marks);
  const fields = boundFields(queue, choice?.also ?? otherHeaders(before), before, names);
  ensureLabels(world, table, fields, choice?.queuesFrom ?? null);
  const isOwnDesk = isCopy && choice?.desk === 'new';
  const settings: Settings = {
    desk: kept && !isOwnDesk ? kept.desk : newDeskId(world),
    sheetId,
    source,
    fields,
    own: names.own,
    agreement: agreementFor(choice, kept),
  };
  const sent = sendDesk(world, settings, readQueues(sheets) ?? {}, 'set the promise');
  addColumns(world, table, settings, marks);
  if (isCopy) leaveTheOriginal(world, settings, isOwnDesk);
  const { lists } = followQueues(world, settings, sent);
  dressQueuesTab(sheets);
  addRunsTab(world);
  addJournalTab(world);
  sheets.flush();
  writeSettings(world.settings, settings);
  repairTriggers(world);
  return {
    settings,
    queues: activeNames(lists, QUEUE_FIELD).length,
    readFrom: [source.subject, source.body].filter((header) => header !== undefined),
  };
}

function otherHeaders(before: Settings | null): string[] {
  return (before?.fields ?? []).slice(1).map(({ header }) => header);
}

/** The queue first, then the others; a column that was bound before keeps its field and its confidence column. */
function boundFields(
  queue: string,
  also: readonly string[],
  before: Settings | null,
  names: OwnNames,
): FieldBinding[] {
  const taken = new Set<string>([QUEUE_FIELD]);
  const known = (before?.fields ?? []).slice(1);
  for (const { field } of known) taken.add(field);
  const confidence = (field: string, header: string): string =>
    before?.fields.find((one) => one.field === field)?.confidenceHeader ??
    names.free(confidenceKey(field), `${header} confidence`);
  const others = [...new Set(also)]
    .filter((header) => header !== queue)
    .map((header) => {
      const field = known.find((one) => one.header === header)?.field ?? freeSlug(header, taken);
      taken.add(field);
      return { field, header, confidenceHeader: confidence(field, header) };
    });
  return [{ field: QUEUE_FIELD, header: queue, confidenceHeader: confidence(QUEUE_FIELD, queue) }, ...others];
}

interface OwnNames {
  readonly own: OwnHeaders;
  /** The header for a column of Usher's: the one that bears its mark, or else a name that no column bears yet. */
  readonly free: (key: string, wanted: string) => string;
}

/**
 * Headers for the columns that Usher adds: those it had before, and else a name that no column of the sheet bears yet,
 * so that a column of people's own called “Status” is never taken over.
 */
function ownHeaderNames(
  headers: readonly string[],
  before: Settings | null,
  marks: Readonly<Record<string, number>>,
): OwnNames {
  const free = (key: string, wanted: string): string => {
    const column = marks[key];
    const kept = column === undefined ? '' : (headers[column - 1] ?? '');
    if (kept !== '') return kept;
    return headers.includes(wanted) ? `Usher ${wanted.toLowerCase()}` : wanted;
  };
  const own = before?.own ?? {
    status: free('status', 'Status'),
    reason: free('reason', 'Reason'),
    state: free('state', 'Usher state'),
    id: free('id', 'Usher ID'),
  };
  return { own, free };
}

/** What was read before, while a column of it is still there. */
function presentSource(before: Settings | null, headers: readonly string[]): Settings['source'] | null {
  if (!before) return null;
  const present = Object.entries(before.source).filter(([, header]) => headers.includes(header));
  return present.some(([key]) => key === 'subject' || key === 'body') ? Object.fromEntries(present) : null;
}

function guessSource(table: Table): Settings['source'] {
  const headers = headersOf(table.rows[0]);
  const subject = guessHeader(headers, 'subject');
  const body = guessHeader(headers, 'body') ?? (subject === null ? guessTextColumn(table, []) : null);
  return sourceOf(headers, subject, body);
}

function sourceOf(
  headers: readonly string[],
  subject: string | null,
  body: string | null,
): Settings['source'] {
  if (subject === null && body === null) {
    throw new Problem('bad_request', messages.noTextColumns(headers.filter((header) => header !== '')));
  }
  const channel = guessHeader(headers, 'channel');
  const receivedAt = guessHeader(headers, 'receivedAt');
  return {
    ...(subject === null ? {} : { subject }),
    ...(body === null ? {} : { body }),
    ...(channel === null ? {} : { channel }),
    ...(receivedAt === null ? {} : { receivedAt }),
  };
}

function agreementFor(choice: SetUpChoice | null, kept: Settings | null): Settings['agreement'] {
  const agreement = kept?.agreement ?? STANDARD_AGREEMENT;
  return choice ? { ...agreement, target: choice.target } : agreement;
}

function chosenSource(headers: readonly string[], choice: SetUpChoice): Settings['source'] {
  const { subject, body, queue, also } = choice;
  const named = [subject, body, queue, ...also].filter((header) => header !== null);
  const gone = named.filter((header) => !headers.includes(header));
  if (gone.length > 0) throw new Problem('bad_request', messages.columnsGone(gone));
  return sourceOf(headers, subject, body);
}

/** Makes sure that the tab lists labels for each field: those that stand there, and else what was chosen or what people typed. */
function ensureLabels(
  world: SheetWorld,
  table: Table,
  fields: readonly FieldBinding[],
  from: SetUpChoice['queuesFrom'] | null,
): void {
  const headers = headersOf(table.rows[0]);
  const listed = readQueues(world.sheets);
  for (const { field, header } of fields) {
    const isListed = (listed?.[field] ?? []).length > 0;
    const isQueue = field === QUEUE_FIELD;
    if (isListed && (!isQueue || from === null || from === 'tab')) continue;
    if (isQueue && listed && from === null) throw new Problem('no_labels', messages.noQueues);
    const column = headers.indexOf(header);
    const typed = column < 0 ? [] : distinctNames(table, column);
    const starter = isQueue && from === 'starter';
    addQueues(
      world.sheets,
      starter ? Object.values(messages.starter) : isQueue && from === 'tab' ? [] : typed,
      field,
    );
    if ((readQueues(world.sheets)?.[field] ?? []).length > 0) continue;
    throw new Problem('no_labels', isQueue ? messages.noQueues : messages.noValues(header));
  }
}

/** What people typed into a column, as names of labels; empty for a column with too many different values. */
export function distinctNames(table: Table, column: number): string[] {
  const names = new Map<string, string>();
  for (const row of table.rows.slice(1)) {
    const name = textOfCell(row[column]);
    if (name !== '' && !names.has(foldName(name))) names.set(foldName(name), name);
  }
  const distinct = [...names.values()];
  return distinct.length > QUEUES_FROM_COLUMN_MAX ? [] : distinct.sort();
}

function newDeskId(world: SheetWorld): string {
  const random = world
    .newId()
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
    .slice(0, 8);
  return `${freeSlug(world.sheets.spreadsheetName, new Set()).slice(0, 40)}-${random}`;
}

/** Adds the columns that are missing at the right end, and gives the sheet its look. */
function addColumns(
  world: SheetWorld,
  table: Table,
  settings: Settings,
  marks: Readonly<Record<string, number>>,
): void {
  const lists: LabelLists = readQueues(world.sheets) ?? {};
  const headers = headersOf(table.rows[0]);
  const wanted = [
    ...settings.fields.flatMap((binding) => [binding.header, binding.confidenceHeader]),
    settings.own.status,
    settings.own.reason,
    settings.own.state,
    settings.own.id,
  ];
  const missing = wanted.filter((header) => !headers.includes(header));
  if (missing.length > 0) {
    world.sheets.growColumns(settings.sheetId, headers.length + missing.length);
    world.sheets.write(settings.sheetId, [
      { row: 1, column: headers.length + 1, values: [missing.map((header) => cellText(header))] },
    ]);
  }
  world.sheets.applyLook(settings.sheetId, ticketLook([...headers, ...missing], settings, lists, marks));
}
