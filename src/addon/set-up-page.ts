// The set-up dialog: what a sheet looks like to Usher, guessed from its headers, and what a person makes of the guesses.
import { Problem } from '../core/contract.ts';
import { FIELDS_MAX } from '../core/limits.ts';
import { textOfCell } from './cell-text.ts';
import { followHeaders, headersOf } from './columns.ts';
import { guessHeader, guessTextColumn } from './header-guess.ts';
import { activeNames } from './label-names.ts';
import { language, messages, pageTexts } from './messages.ts';
import { answerPage } from './page-answer.ts';
import type { SheetInfo, SheetWorld, Table } from './ports.ts';
import { QUEUE_FIELD, readQueues } from './queues-tab.ts';
import { distinctNames, type SetUpChoice, setUp } from './set-up.ts';
import { isRecord, readKept, type Settings, STANDARD_AGREEMENT } from './settings.ts';

const PREVIEW_ROWS = 3;
const PREVIEW_CHARACTERS = 160;
/** Names of queues that are shown as a sample. */
const NAMES_SHOWN = 6;
/** Tabs of Usher's own begin like this, and hold no tickets. */
const OWN_TABS = /^Usher /;

export interface SetUpView {
  readonly texts: typeof pageTexts;
  readonly language: string;
  readonly sheets: readonly SheetInfo[];
  readonly sheetId: number;
  readonly columns: readonly {
    readonly header: string;
    /** Different values in the column; 0 for a column with too many to be a list of queues. */
    readonly names: number;
    readonly sample: readonly string[];
  }[];
  readonly rows: readonly (readonly string[])[];
  readonly guess: Pick<SetUpChoice, 'subject' | 'body' | 'queue' | 'also' | 'queuesFrom' | 'target'>;
  readonly queuesInTab: number;
  readonly starter: readonly string[];
  readonly isSetUp: boolean;
  /** The desk of the spreadsheet that this one is a copy of; null where it is none. */
  readonly copiedDesk: string | null;
}

/** What the dialog shows for a sheet; for the one in use, or else the active one, when none is named. */
export function setUpView(world: SheetWorld, sheetId: unknown): SetUpView {
  return answerPage(world, () => {
    const sheets = world.sheets.sheets().filter(({ name }) => !OWN_TABS.test(name));
    const { settings, isCopy } = readKept(world.settings);
    const active = world.sheets.activeSheet();
    const wanted = typeof sheetId === 'number' ? sheetId : (settings?.sheetId ?? active.id);
    const chosen = sheets.find(({ id }) => id === wanted) ?? sheets[0] ?? active;
    const table = world.sheets.read(chosen.id);
    const queuesInTab = activeNames(readQueues(world.sheets) ?? {}, QUEUE_FIELD).length;
    const marks = world.sheets.markedColumns(chosen.id);
    return {
      ...viewOf(table, sheets, settings, queuesInTab, marks),
      isSetUp: settings !== null && !isCopy,
      copiedDesk: isCopy && settings ? settings.desk : null,
    };
  });
}

/** Sets up what the page sends; the answer is what to tell the person. */
export function applySetUp(world: SheetWorld, sent: unknown): string {
  return answerPage(world, () => {
    const { queues, readFrom } = setUp(world, parseChoice(sent));
    return messages.setUpDone(messages.listOf(readFrom), queues);
  });
}

function viewOf(
  table: Table,
  sheets: readonly SheetInfo[],
  settings: Settings | null,
  queuesInTab: number,
  marks: Readonly<Record<string, number>>,
): Omit<SetUpView, 'isSetUp' | 'copiedDesk'> {
  const headers = headersOf(table.rows[0]);
  const kept = settings?.sheetId === table.sheet.id ? followHeaders(settings, headers, marks) : null;
  const own = new Set(
    kept ? [...Object.values(kept.own), ...kept.fields.map((field) => field.confidenceHeader)] : [],
  );
  const shown = headers.flatMap((header, at) => (header === '' || own.has(header) ? [] : [at]));
  const present = (header: string | undefined): string | null =>
    header !== undefined && headers.includes(header) ? header : null;
  const queue = present(kept?.fields[0]?.header) ?? guessHeader(headers, 'queue');
  const subject = guessHeader(headers, 'subject');
  const body = guessHeader(headers, 'body') ?? (subject === null ? guessTextColumn(table, []) : null);
  const typed = queue === null ? [] : distinctNames(table, headers.indexOf(queue));
  return {
    texts: pageTexts,
    language,
    sheets,
    sheetId: table.sheet.id,
    columns: shown.map((at) => {
      const names = distinctNames(table, at);
      return { header: headers[at] ?? '', names: names.length, sample: names.slice(0, NAMES_SHOWN).map(cut) };
    }),
    rows: table.rows.slice(1, 1 + PREVIEW_ROWS).map((row) => shown.map((at) => cut(textOfCell(row[at])))),
    guess: {
      subject: kept ? present(kept.source.subject) : subject,
      body: kept ? present(kept.source.body) : body,
      queue,
      also: (kept?.fields ?? []).slice(1).flatMap(({ header }) => present(header) ?? []),
      queuesFrom: queuesInTab > 0 ? 'tab' : typed.length > 1 ? 'column' : 'starter',
      target: (settings?.agreement ?? STANDARD_AGREEMENT).target,
    },
    queuesInTab,
    starter: Object.values(messages.starter),
  };
}

function cut(text: string): string {
  return text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS - 1)}…` : text;
}

function parseChoice(sent: unknown): SetUpChoice {
  const refused = new Problem('bad_request', messages.badChoice);
  if (!isRecord(sent)) throw refused;
  const { sheetId, subject, body, queue, also, queuesFrom, target, desk } = sent;
  const header = (value: unknown): string | null => {
    if (value === null || value === '') return null;
    if (typeof value !== 'string') throw refused;
    return value;
  };
  if (typeof sheetId !== 'number' || typeof target !== 'number' || !(target >= 0.5 && target < 1))
    throw refused;
  if (queuesFrom !== 'column' && queuesFrom !== 'tab' && queuesFrom !== 'starter') throw refused;
  if (!Array.isArray(also) || !also.every((one) => typeof one === 'string')) throw refused;
  return {
    ...{ sheetId, subject: header(subject), body: header(body), queue: header(queue), queuesFrom, target },
    also: also.slice(0, FIELDS_MAX - 1),
    desk: desk === 'new' || desk === 'same' ? desk : null,
  };
}
