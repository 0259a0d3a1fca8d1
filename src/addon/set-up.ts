// Set-up: find the columns, bind the queue column, add Usher's own columns and tabs, and make the desk on the proxy.
// Doing it twice changes nothing that is there already.
import { type Label, Problem } from '../core/contract.ts';
import { cellText, textOfCell } from './cell-text.ts';
import { guessHeader, headersOf } from './columns.ts';
import { messages } from './messages.ts';
import type { SheetLook, SheetWorld, Table } from './ports.ts';
import { addQueues, dressQueuesTab, foldName, freeSlug, readQueues } from './queues-tab.ts';
import { STATUSES } from './row-state.ts';
import { addRunsTab } from './runs-tab.ts';
import { watchEdits } from './schedule.ts';
import {
  type OwnHeaders,
  readSettings,
  type Settings,
  STANDARD_AGREEMENT,
  writeSettings,
} from './settings.ts';
import { sendDesk } from './sync-queues.ts';
import { addJournalTab } from './write-journal.ts';

const FIELD = 'queue';
/** Header of the column that is added where the sheet has none for queues. */
const NEW_COLUMN = 'Queue';
/** Distinct values up to which a column is taken for a list of queues rather than free text. */
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
  readonly queuesFrom: 'column' | 'tab' | 'starter';
  /** The share that the desk promises, 0–1. */
  readonly target: number;
}

/**
 * Sets up the sheet that was chosen, or the active one by what its headers suggest. Throws a `Problem` that says what to add when
 * the sheet cannot be used.
 */
export function setUp(world: SheetWorld, choice: SetUpChoice | null = null): SetUpResult {
  const { sheets } = world;
  const kept = readSettingsOrNull(world);
  const sheetId = choice?.sheetId ?? kept?.sheetId ?? sheets.activeSheet().id;
  // On another sheet than before, columns may bear other names; the desk and what it learned stay.
  const before = kept?.sheetId === sheetId ? kept : null;
  const table = sheets.read(sheetId);
  const headers = headersOf(table.rows[0]);
  const source = choice ? chosenSource(headers, choice) : guessSource(headers);
  if (table.rows.length < 2) throw new Problem('bad_request', messages.emptySheet(table.sheet.name));
  const guessed = before?.fields[0]?.header ?? guessHeader(headers, 'queue') ?? NEW_COLUMN;
  const boundHeader = choice ? (choice.queue ?? NEW_COLUMN) : guessed;
  const labels = ensureQueues(world, table, headers.indexOf(boundHeader), choice?.queuesFrom ?? null);
  const names = ownHeaderNames(headers, boundHeader, before, () => sheets.markedColumns(sheetId));
  const settings: Settings = {
    desk: kept?.desk ?? newDeskId(world),
    sheetId,
    source,
    fields: [{ field: FIELD, header: boundHeader, confidenceHeader: names.confidence }],
    own: names.own,
    agreement: agreementFor(choice, kept),
  };
  sendDesk(world, settings, labels);
  addColumns(world, table, settings, labels);
  dressQueuesTab(sheets);
  addRunsTab(world);
  addJournalTab(world);
  sheets.flush();
  writeSettings(world.settings, settings);
  watchEdits(world.schedule);
  return {
    settings,
    queues: labels.length,
    readFrom: [source.subject, source.body].filter((header) => header !== undefined),
  };
}

/**
 * Headers for the columns that Usher adds: those it had before, and else a name that no column of the sheet bears yet,
 * so that a column of people's own called “Status” is never taken over.
 */
function ownHeaderNames(
  headers: readonly string[],
  boundHeader: string,
  before: Settings | null,
  marks: () => Readonly<Record<string, number>>,
): { own: OwnHeaders; confidence: string } {
  const first = before?.fields[0];
  if (before && first) return { own: before.own, confidence: first.confidenceHeader };
  const marked = marks();
  const name = (key: string, wanted: string): string => {
    const column = marked[key];
    const kept = column === undefined ? '' : (headers[column - 1] ?? '');
    if (kept !== '') return kept;
    return headers.includes(wanted) ? `Usher ${wanted.toLowerCase()}` : wanted;
  };
  return {
    own: {
      status: name('status', 'Status'),
      reason: name('reason', 'Reason'),
      state: name('state', 'Usher state'),
      id: name('id', 'Usher ID'),
    },
    confidence: name(`confidence.${FIELD}`, `${boundHeader} confidence`),
  };
}

function readSettingsOrNull(world: SheetWorld): Settings | null {
  try {
    return readSettings(world.settings);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

function guessSource(headers: readonly string[]): Settings['source'] {
  const subject = guessHeader(headers, 'subject');
  const body = guessHeader(headers, 'body');
  if (subject === null && body === null) {
    throw new Problem('bad_request', messages.noTextColumns(headers.filter((header) => header !== '')));
  }
  return {
    ...(subject === null ? {} : { subject }),
    ...(body === null ? {} : { body }),
    ...otherSources(headers),
  };
}

function otherSources(headers: readonly string[]): Pick<Settings['source'], 'channel' | 'receivedAt'> {
  const channel = guessHeader(headers, 'channel');
  const receivedAt = guessHeader(headers, 'receivedAt');
  return {
    ...(channel === null ? {} : { channel }),
    ...(receivedAt === null ? {} : { receivedAt }),
  };
}

function agreementFor(choice: SetUpChoice | null, kept: Settings | null): Settings['agreement'] {
  const agreement = kept?.agreement ?? STANDARD_AGREEMENT;
  return choice ? { ...agreement, target: choice.target } : agreement;
}

function chosenSource(headers: readonly string[], choice: SetUpChoice): Settings['source'] {
  const { subject, body, queue } = choice;
  const named = [subject, body, queue].filter((header) => header !== null);
  const gone = named.filter((header) => !headers.includes(header));
  if (gone.length > 0) throw new Problem('bad_request', messages.columnsGone(gone));
  if (subject === null && body === null) {
    throw new Problem('bad_request', messages.noTextColumns(headers.filter((header) => header !== '')));
  }
  return {
    ...(subject === null ? {} : { subject }),
    ...(body === null ? {} : { body }),
    ...otherSources(headers),
  };
}

/** Labels from the tab; where there are none, from what was chosen, and else from what people typed into the queue column. */
function ensureQueues(
  world: SheetWorld,
  table: Table,
  column: number,
  from: SetUpChoice['queuesFrom'] | null,
): readonly Label[] {
  const listed = readQueues(world.sheets);
  const isListed = listed !== null && listed.length > 0;
  if (isListed && (from === null || from === 'tab')) return listed;
  if (listed && from === null) throw new Problem('no_labels', messages.noQueues);
  const typed = column < 0 ? [] : distinctNames(table, column);
  addQueues(world.sheets, from === 'starter' ? Object.values(messages.starter) : from === 'tab' ? [] : typed);
  const added = readQueues(world.sheets) ?? [];
  if (added.length === 0) throw new Problem('no_labels', messages.noQueues);
  return added;
}

/** What people typed into a column, as names of queues; empty for a column with too many different values. */
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
function addColumns(world: SheetWorld, table: Table, settings: Settings, labels: readonly Label[]): void {
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
  world.sheets.applyLook(settings.sheetId, ticketLook([...headers, ...missing], settings, labels));
}

function ticketLook(headers: readonly string[], settings: Settings, labels: readonly Label[]): SheetLook {
  const at = (header: string): number => headers.indexOf(header) + 1;
  const status = at(settings.own.status);
  const statusIs = (text: Status): string => `=$${columnLetter(status)}2="${text}"`;
  const marks = [
    ...settings.fields.flatMap((binding) => [
      { column: at(binding.header), key: `label.${binding.field}` },
      { column: at(binding.confidenceHeader), key: `confidence.${binding.field}` },
    ]),
    ...Object.entries(settings.source).map(([key, header]) => ({ column: at(header), key })),
    { column: status, key: 'status' },
    { column: at(settings.own.reason), key: 'reason' },
    { column: at(settings.own.state), key: 'state' },
    { column: at(settings.own.id), key: 'id' },
  ];
  const labelColumns = settings.fields.map((binding) => at(binding.header));
  return {
    frozenRows: 1,
    hiddenColumns: [at(settings.own.state), at(settings.own.id)],
    textColumns: [at(settings.own.reason), at(settings.own.state), at(settings.own.id)],
    percentColumns: settings.fields.map((binding) => at(binding.confidenceHeader)),
    widths: [{ column: at(settings.own.reason), pixels: 380 }],
    dropDowns: [
      ...labelColumns.map((column) => ({ column, values: labels.map((label) => label.name), strict: false })),
      { column: status, values: STATUSES, strict: false },
    ],
    rowStyles: [
      { columns: labelColumns, formula: statusIs('needs review'), style: { italic: true, color: '#5f6368' } },
      {
        columns: [status],
        formula: statusIs('needs review'),
        style: { background: '#fef7e0', color: '#7a4f01' },
      },
      {
        columns: [status],
        formula: statusIs('assigned'),
        style: { background: '#e6f4ea', color: '#0d652d' },
      },
      { columns: [status], formula: statusIs('failed'), style: { background: '#fce8e6', color: '#a50e0e' } },
    ],
    columnMarks: marks,
    headerNotes: [
      {
        column: status,
        note: messages.statusNote,
      },
    ],
  };
}

type Status = (typeof STATUSES)[number];

/** 1 is A, 27 is AA. */
function columnLetter(column: number): string {
  let rest = column;
  let letters = '';
  while (rest > 0) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
    rest = Math.floor((rest - 1) / 26);
  }
  return letters;
}
