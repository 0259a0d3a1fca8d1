// Finds the columns of a ticket file by their headers, in the words and languages that exports use.
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from '../../src/core/limits.ts';
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

/** Subject and body of each row, cut to what one ticket may hold. A file with only one of the two columns will do. */
export function ticketTextsOf(table: Table): { subject: string; body: string }[] {
  const find = (names: readonly string[]) =>
    names.map((name) => table.headers.indexOf(name)).find((column) => column >= 0) ?? -1;
  const subject = find(SUBJECTS);
  const body = find(BODIES);
  if (subject < 0 && body < 0) {
    const found = table.headers.map((header) => `\`${header}\``).join(', ');
    throw new CommandRefusal(
      `${table.path} has the columns ${found}; needed are \`subject\` and \`body\`, or \`text\`. Rename the columns in its first line.`,
    );
  }
  return table.rows.map((row) => ({
    subject: (row[subject] ?? '').slice(0, SUBJECT_CHARACTERS_MAX),
    body: (row[body] ?? '').slice(0, BODY_CHARACTERS_MAX),
  }));
}
