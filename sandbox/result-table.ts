// The triaged sheet as a table for a terminal: subject, queue, confidence, status, reason.

export interface ResultRow {
  readonly subject: string;
  readonly queue: string;
  readonly confidence: string;
  readonly status: string;
  readonly reason: string;
}

const COLUMNS = [
  { title: 'Subject', key: 'subject', width: 38 },
  { title: 'Queue', key: 'queue', width: 22 },
  { title: 'Conf.', key: 'confidence', width: 5 },
  { title: 'Status', key: 'status', width: 12 },
  { title: 'Reason', key: 'reason', width: 60 },
] as const;

/** Lines of the table, one a row, cut to `width` characters. */
export function resultTable(rows: readonly ResultRow[], width: number): string[] {
  const line = (cell: (key: keyof ResultRow, title: string) => string): string =>
    COLUMNS.map(({ key, title, width: room }) => padTo(cell(key, title), room))
      .join('  ')
      .slice(0, width)
      .trimEnd();
  const rule = COLUMNS.map(({ width: room }) => '─'.repeat(room))
    .join('  ')
    .slice(0, width);
  return [line((_key, title) => title), rule, ...rows.map((row) => line((key) => row[key]))];
}

/** One line of exactly `room` columns; characters that a terminal draws two columns wide count twice. */
function padTo(text: string, room: number): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  let used = 0;
  let kept = '';
  for (const character of plain) {
    const columns = /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\uffdc]/u.test(character) ? 2 : 1;
    if (used + columns > room - 1 && kept.length < plain.length - character.length) {
      return `${kept}…${' '.repeat(Math.max(0, room - used - 1))}`;
    }
    kept += character;
    used += columns;
  }
  return kept + ' '.repeat(Math.max(0, room - used));
}
