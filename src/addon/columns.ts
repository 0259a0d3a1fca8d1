// Which column is what: found again by header and by mark at each run, wherever the columns were moved and whatever they were renamed.
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

/**
 * The settings with every header as its column bears it now, by the marks on the columns; a column without a mark keeps the header it
 * had. Marks count from 1.
 */
export function followHeaders(
  settings: Settings,
  headers: readonly string[],
  marks: Readonly<Record<string, number>>,
): Settings {
  const now = (header: string, key: string): string => {
    const column = marks[key];
    const found = column === undefined ? '' : (headers[column - 1] ?? '');
    return found === '' ? header : found;
  };
  const { source, own } = settings;
  const read = Object.entries(source).map(([key, header]) => [key, now(header, key)] as const);
  return {
    ...settings,
    source: Object.fromEntries(read),
    fields: settings.fields.map(({ field, header, confidenceHeader }) => ({
      field,
      header: now(header, `label.${field}`),
      confidenceHeader: now(confidenceHeader, `confidence.${field}`),
    })),
    own: {
      status: now(own.status, 'status'),
      reason: now(own.reason, 'reason'),
      state: now(own.state, 'state'),
      id: now(own.id, 'id'),
    },
  };
}

function foldHeader(header: string): string {
  return header.trim().toLowerCase().replace(/\s+/g, ' ');
}
