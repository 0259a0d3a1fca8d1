// Puts an open mail into the desk's spreadsheet as a row of its ticket sheet, once: a thread that is there already is shown instead. The
// queue is filled in only where a person has chosen it, so that the sheet's own run and its lessons treat it as any other row.
import { Problem } from '../../core/contract.ts';
import type { CardAnswer } from '../card.ts';
import { cellText, textOfCell } from '../cell-text.ts';
import { guessHeader } from '../header-guess.ts';
import { messages } from '../messages.ts';
import type { CellValue, SheetInfo, WrittenValue } from '../ports.ts';
import { answerPress } from './card-troubles.ts';
import { addressOfThread } from './gmail-addresses.ts';
import type { CardEvent, MailWorld, SheetFile } from './mail-ports.ts';
import { ownerOf } from './mail-request.ts';
import { readMailSettings } from './mail-settings.ts';
import { readNames } from './queue-names.ts';
import { readThreads } from './thread-memory.ts';
import { ticketOfThread } from './thread-ticket.ts';

const ID_HEADER = /^(ticket|id|case|key|link|url|number|no\.?|nummer|nr\.?|vorgang|thread)\b/i;
/** More rows are not read beside a mail: that would take longer than a card has. */
const ROWS_MAX = 20_000;

interface TicketSheet {
  readonly sheet: SheetInfo;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
}

export function addToSheet(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, (patient) => {
    const { file, sheet, values, row } = placeOf(patient, event);
    if (row !== null) return { notice: messages.mail.alreadyAdded(sheet.name, row) };
    return { notice: messages.mail.added(sheet.name, file.appendRow(sheet.id, values)) };
  });
}

/** Opens the row of the thread, wherever it stands by now. */
export function openRow(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, (patient) => {
    const { file, sheet, row } = placeOf(patient, event);
    return row === null ? { notice: messages.mail.notAdded } : { url: file.rowUrl(sheet.id, row) };
  });
}

/** The ticket sheet, the row that the open mail would make there, and the number of the one that it has; null for none. */
function placeOf(world: MailWorld, event: CardEvent) {
  const file = openFile(world);
  const { sheet, headers, rows } = ticketSheetOf(file);
  const thread = world.mail.openThread(event.messageId, event.accessToken);
  const ticket = ticketOfThread(thread.messages, ownerOf(world));
  const { subject = '', body = '' } = ticket.kind === 'ticket' ? ticket : {};
  const address = addressOfThread(thread.id);
  const values = valuesFor(headers, { subject, body, address, queue: chosenQueue(world, thread.id) });
  const known = rows.findIndex((row) => isSame(row, values, thread.id, headers));
  return { file, sheet, values, row: known < 0 ? null : known + 2 };
}

function openFile(world: MailWorld): SheetFile {
  const { sheet } = readMailSettings(world);
  const file = sheet === '' ? null : world.openSheet(sheet);
  if (!file) throw new Problem('conflict', messages.mail.noSheet);
  return file;
}

/** The first sheet whose header names a ticket's text. */
function ticketSheetOf(file: SheetFile): TicketSheet {
  for (const sheet of file.sheets()) {
    if (sheet.name.startsWith('Usher ')) continue;
    const [header = [], ...rows] = file.read(sheet.id);
    const headers = header.map(textOfCell);
    if (guessHeader(headers, 'subject') === null && guessHeader(headers, 'body') === null) continue;
    return { sheet, headers, rows: rows.slice(0, ROWS_MAX) };
  }
  throw new Problem('conflict', messages.mail.noTicketSheet(file.name));
}

function valuesFor(
  headers: readonly string[],
  ticket: {
    readonly subject: string;
    readonly body: string;
    readonly address: string;
    readonly queue: string;
  },
): WrittenValue[] {
  const subject = guessHeader(headers, 'subject');
  const body = guessHeader(headers, 'body');
  const queue = guessHeader(headers, 'queue');
  const channel = guessHeader(headers, 'channel');
  const id = headers.find((header) => ID_HEADER.test(header) && ![subject, body, queue].includes(header));
  const whole = [ticket.subject, ticket.body].filter((text) => text !== '').join('\n');
  return headers.map((header) => {
    if (header === '') return '';
    if (header === id) return cellText(ticket.address);
    if (header === subject) return cellText(body === null ? whole : ticket.subject);
    if (header === body) return cellText(subject === null ? whole : ticket.body);
    if (header === queue) return cellText(ticket.queue);
    return header === channel ? 'mail' : '';
  });
}

/** By the thread's address where it stands in the row, else by the same text. */
function isSame(
  row: readonly CellValue[],
  values: readonly WrittenValue[],
  threadId: string,
  headers: readonly string[],
): boolean {
  if (row.some((cell) => textOfCell(cell).includes(threadId))) return true;
  const texts = [guessHeader(headers, 'subject'), guessHeader(headers, 'body')]
    .map((header) => (header === null ? -1 : headers.indexOf(header)))
    .filter((column) => column >= 0);
  return texts.every((column) => {
    const own = textOfCell(values[column]).replace(/^'/, '').trim();
    return own !== '' && textOfCell(row[column]).trim() === own;
  });
}

/** The name of the queue that a person chose for the thread; empty where none did. */
function chosenQueue(world: MailWorld, threadId: string): string {
  const record = readThreads(world).get(threadId);
  const isChosen = record?.state === 'person' || record?.state === 'judged';
  return isChosen ? (readNames(world)[record.queue] ?? '') : '';
}
