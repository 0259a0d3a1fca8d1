// Finds the columns of a ticket file by their headers, in the words and languages that exports use.
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from '../../src/core/limits.ts';
import { ticketText } from '../../src/core/ticket.ts';
import { CommandRefusal } from './command.ts';
import type { Table } from './csv.ts';

const SUBJECTS = ['subject', 'title', 'summary', 'short description', 'betreff', 'titel', 'objet', 'asunto'];
const BODIES = [
  'body',
  'text',
  'description',
  'message',
  'content',
  'details',
  'nachricht',
  'beschreibung',
  'message du client',
  'descripción',
  'mensaje',
];
const LABELS = [
  ...['label', 'queue', 'category', 'assignment group', 'assigned group', 'group', 'team', 'department'],
  ...[
    'warteschlange',
    'kategorie',
    'gruppe',
    "file d'attente",
    'catégorie',
    'équipe',
    'cola',
    'categoría',
    'equipo',
  ],
];
const TIMES = [
  ...['received', 'received at', 'created', 'created at', 'opened', 'opened at', 'date', 'time'],
  ...['eingegangen', 'erstellt', 'erstellt am', 'datum', 'reçu le', 'créé le', 'recibido', 'creado', 'fecha'],
];
const CHANNELS = ['channel', 'source', 'contact type', 'kanal', 'quelle', 'canal', 'via'];
const LANGUAGES = ['language', 'sprache', 'langue', 'idioma'];

/** Subject and body of each row, cut to what one ticket may hold. A file with only one of the two columns will do. */
export function ticketTextsOf(table: Table): { subject: string; body: string }[] {
  const subject = columnOf(table, SUBJECTS);
  const body = columnOf(table, BODIES);
  if (subject < 0 && body < 0) throw missingColumns(table, '`subject` and `body`, or `text`');
  return table.rows.map((row) => ({
    subject: (row[subject] ?? '').slice(0, SUBJECT_CHARACTERS_MAX),
    body: (row[body] ?? '').slice(0, BODY_CHARACTERS_MAX),
  }));
}

/** The texts of a table: its column `text` as it is where there is no subject, or subject and body put together as in triage. */
export function textsOf(table: Table): string[] {
  const text = table.headers.indexOf('text');
  if (text >= 0 && columnOf(table, SUBJECTS) < 0) return table.rows.map((row) => row[text] ?? '');
  return ticketTextsOf(table).map(ticketText);
}

/** The texts and labels of a table; labels are trimmed, rows without a label keep an empty one. */
export function labelledTextsOf(table: Table): { texts: string[]; labels: string[] } {
  const label = columnOf(table, LABELS);
  if (label < 0) throw missingColumns(table, '`label` or `queue`, beside `text`, or `subject` and `body`');
  return { texts: textsOf(table), labels: table.rows.map((row) => (row[label] ?? '').trim()) };
}

/** What else a row says of its ticket; a column that the file lacks gives empty texts and no time. */
export interface RowFacts {
  /** Epoch milliseconds; null where there is none that can be read. */
  readonly receivedAt: number | null;
  readonly channel: string;
  readonly language: string;
}

/** Time, channel and language of each row. Dates without a zone are read as UTC, so that every machine reads the same. */
export function rowFactsOf(table: Table): RowFacts[] {
  const time = columnOf(table, TIMES);
  const channel = columnOf(table, CHANNELS);
  const language = columnOf(table, LANGUAGES);
  return table.rows.map((row) => ({
    receivedAt: instantOf((row[time] ?? '').trim()),
    channel: (row[channel] ?? '').trim(),
    language: (row[language] ?? '').trim(),
  }));
}

/** ISO dates only: what other forms mean depends on who wrote them. */
function instantOf(text: string): number | null {
  const found =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (found === null) return null;
  const [, day, hour = '00:00', zone = 'Z'] = found;
  const at = Date.parse(`${day}T${hour}${zone}`);
  return Number.isNaN(at) ? null : at;
}

function columnOf(table: Table, names: readonly string[]): number {
  return names.map((name) => table.headers.indexOf(name)).find((column) => column >= 0) ?? -1;
}

function missingColumns({ path, headers }: Table, wanted: string): CommandRefusal {
  const found = headers.map((header) => `\`${header}\``).join(', ');
  return new CommandRefusal(
    `${path} has the columns ${found}; needed are ${wanted}. Rename the columns in its first line.`,
  );
}
