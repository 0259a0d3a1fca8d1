// Which column is what: guessed from headers at set-up, and found again at each run wherever the columns were moved.
import { Problem } from '../core/contract.ts';
import { textOfCell } from './cell-text.ts';
import { messages } from './messages.ts';
import type { CellValue } from './ports.ts';
import type { Settings } from './settings.ts';

/** A zero-based column for each thing a run reads or writes. */
export interface Columns {
  readonly subject: number | null;
  readonly body: number | null;
  readonly channel: number | null;
  readonly receivedAt: number | null;
  readonly fields: readonly { readonly field: string; readonly label: number; readonly confidence: number }[];
  readonly status: number;
  readonly reason: number;
  readonly id: number;
  readonly state: number;
}

type SourceName = 'subject' | 'body' | 'channel' | 'receivedAt' | 'queue';

/** Headers as people write them, best first, in English, German, French and Spanish. */
const HEADER_WORDS: Readonly<Record<SourceName, readonly string[]>> = {
  subject: [
    'subject',
    'betreff',
    'objet',
    'asunto',
    'title',
    'titel',
    'titre',
    'título',
    'summary',
    'short description',
    'kurzbeschreibung',
    'zusammenfassung',
    'résumé',
    'resumen',
  ],
  body: [
    'body',
    'description',
    'message',
    'text',
    'details',
    'ticket',
    'content',
    'beschreibung',
    'nachricht',
    'inhalt',
    'anfrage',
    'message text',
    'descripción',
    'mensaje',
    'texto',
    'contenu',
    'texte',
    'request',
    'comment',
    'issue',
  ],
  channel: ['channel', 'source', 'kanal', 'quelle', 'canal', 'origine', 'origen'],
  receivedAt: [
    'received',
    'received at',
    'date',
    'created',
    'created at',
    'datum',
    'eingang',
    'erstellt',
    'fecha',
    'reçu',
    'timestamp',
  ],
  queue: [
    'queue',
    'team',
    'category',
    'assignment group',
    'assigned team',
    'group',
    'label',
    'warteschlange',
    'kategorie',
    'gruppe',
    'file',
    'équipe',
    'catégorie',
    'cola',
    'equipo',
    'categoría',
    'department',
    'abteilung',
    'topic',
  ],
};

/** The header of the column that holds `name`, or null when no header looks like it. */
export function guessHeader(headers: readonly string[], name: SourceName): string | null {
  const folded = headers.map(foldHeader);
  for (const word of HEADER_WORDS[name]) {
    const exact = folded.indexOf(word);
    if (exact >= 0) return headers[exact] ?? null;
  }
  for (const word of HEADER_WORDS[name]) {
    const contains = folded.findIndex((header) => header.split(/[^\p{L}]+/u).includes(word));
    if (contains >= 0) return headers[contains] ?? null;
  }
  return null;
}

/** The header row as texts. */
export function headersOf(row: readonly CellValue[] | undefined): string[] {
  return (row ?? []).map(textOfCell);
}

/**
 * Finds every column of `settings` by header, and by the marks left on the columns where a header was renamed. `marks`
 * is asked for only then, since it costs calls. Throws a `Problem` that names what is missing.
 */
export function locateColumns(
  headers: readonly string[],
  settings: Settings,
  marks: () => Readonly<Record<string, number>>,
): Columns {
  const folded = headers.map(foldHeader);
  let known: Readonly<Record<string, number>> | null = null;
  const find = (header: string, key: string): number | null => {
    const at = folded.indexOf(foldHeader(header));
    const isUnique = at >= 0 && folded.indexOf(foldHeader(header), at + 1) < 0;
    if (isUnique) return at;
    known ??= marks();
    const marked = known[key];
    if (marked !== undefined) return marked - 1;
    return at < 0 ? null : at;
  };
  const missing: string[] = [];
  const need = (header: string, key: string): number => {
    const at = find(header, key);
    if (at === null) missing.push(header);
    return at ?? -1;
  };
  const optional = (header: string | undefined, key: string): number | null =>
    header === undefined ? null : find(header, key);
  const { source } = settings;
  const columns: Columns = {
    subject: source.subject === undefined ? null : need(source.subject, 'subject'),
    body: source.body === undefined ? null : need(source.body, 'body'),
    channel: optional(source.channel, 'channel'),
    receivedAt: optional(source.receivedAt, 'receivedAt'),
    fields: settings.fields.map(({ field, header, confidenceHeader }) => ({
      field,
      label: need(header, `label.${field}`),
      confidence: need(confidenceHeader, `confidence.${field}`),
    })),
    status: need(settings.own.status, 'status'),
    reason: need(settings.own.reason, 'reason'),
    id: need(settings.own.id, 'id'),
    state: need(settings.own.state, 'state'),
  };
  if (missing.length === 0) return columns;
  throw new Problem('bad_request', messages.columnsGone(missing), { missing: missing.join(', ') });
}

function foldHeader(header: string): string {
  return header.trim().toLowerCase().replace(/\s+/g, ' ');
}
