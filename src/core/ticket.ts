// What a ticket is, and how its text is put together: subject and body, without what the sender did not write for us
// (quoted replies, signatures, disclaimers, mark-up). Training and triage share it, so a model sees the same text in both.
import { plainFromHtml } from './plain-from-html.ts';

/** Lines that open a quoted earlier mail, in the languages that mail programs write them. */
const QUOTE_OPENERS: readonly RegExp[] = [
  /^-{2,}\s*(original message|ursprüngliche nachricht|mensaje original|message d'origine|messaggio originale)\s*-{2,}$/i,
  /^_{20,}$/,
  /^on\b.{4,200}\bwrote:$/i,
  /^am\b.{4,200}\bschrieb\b.{0,120}:$/i,
  /^le\b.{4,200}\ba écrit\s*:$/i,
  /^el\b.{4,200}\bescribió:$/i,
  /^il\b.{4,200}\bha scritto:$/i,
];

/** A forwarded message is what the sender wants us to read, so only the line itself goes. */
const FORWARD_OPENER =
  /^-{2,}\s*(forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado)\s*-{2,}$|^begin forwarded message:$/i;

/** Header lines of a quoted mail; three in a row open a quotation even without an opener line. */
const QUOTED_HEADER =
  /^(from|sent|to|cc|subject|date|von|gesendet|an|betreff|datum|de|envoyé|à|objet|enviado|para|asunto|fecha)\s*:\s/i;

const SIGNATURE_OPENERS: readonly RegExp[] = [
  /^--\s*$/,
  /^(sent from my|gesendet von meinem|envoyé de mon|enviado desde mi)\b/i,
  /^(get outlook for|outlook für)\b/i,
];

const SIGN_OFF =
  /^(best|kind|warm|many)?\s*(regards|wishes|thanks)[\s,.!]*$|^(cheers|thanks|thank you|sincerely)[\s,.!]*$|^(viele|beste|freundliche|mit freundlichen)\s+grü(ß|ss)en?[\s,.!]*$|^(mfg|lg|vg)[\s,.!]*$|^(cordialement|bien à vous|merci)[\s,.!]*$|^(saludos|un saludo|gracias|atentamente)[\s,.!]*$/i;

/** A signature is short. After a longer tail than this, the sign-off was part of the text. */
const SIGNATURE_LINES_MAX = 8;

const DISCLAIMER =
  /^(this (e-?mail|message)( and any attachments?)? (is|are|may be|contains)\b.*\b(confidential|privileged|intended)|(caution|warning|\[external\])[:\s].*\b(external|outside)\b|diese (e-?mail|nachricht)\b.*\bvertraulich|ce (message|courriel)\b.*\bconfidentiel|este (mensaje|correo)\b.*\bconfidencial)/i;

/**
 * The text that is classified: the subject, a line break, and the part of the body that the sender wrote. Where the
 * cuts would leave nothing (a mail that is only a quotation), the whole body counts. Empty when there is no text at all.
 * Time is linear in the length of the body.
 */
export function ticketText(ticket: { readonly subject: string; readonly body: string }): string {
  const subject = withoutReplyMarks(ticket.subject).trim();
  const plain = plainFromHtml(ticket.body);
  const written = writtenPart(plain);
  const body = written === '' ? plain.trim() : written;
  if (subject === '') return body;
  return body === '' ? subject : `${subject}\n${body}`;
}

/** The subject without the "Re:", "AW:", "Fwd:" marks that mail programs put before it. */
function withoutReplyMarks(subject: string): string {
  let rest = subject.trim();
  for (let marks = 0; marks < 10; marks++) {
    const shorter = rest.replace(/^(re|aw|fwd?|wg|tr|rv|antw)\s*(\[\d+\])?\s*:\s*/i, '');
    if (shorter === rest) return rest;
    rest = shorter;
  }
  return rest;
}

function writtenPart(body: string): string {
  const lines = body.split(/\r\n|\r|\n/);
  const kept: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').trim();
    if (FORWARD_OPENER.test(line)) {
      i = skipQuotedHeaders(lines, i + 1) - 1;
      continue;
    }
    if (opensQuote(joinWrapped(line, lines[i + 1]))) break;
    if (opensHeaderBlock(lines, i) && kept.some((earlier) => earlier !== '')) break;
    if (SIGNATURE_OPENERS.some((opener) => opener.test(line))) break;
    if (line.startsWith('>') || DISCLAIMER.test(line)) continue;
    kept.push(line);
  }
  return withoutSignOff(kept).join('\n').trim();
}

/** Each opener begins with a rule or ends with a colon, which tells nearly every other line at a glance. */
function opensQuote(line: string): boolean {
  const isLikeOne = line.endsWith(':') || line.startsWith('-') || line.startsWith('_');
  return isLikeOne && QUOTE_OPENERS.some((opener) => opener.test(line));
}

/** Mail programs wrap "On <date>, <name>\nwrote:" over two lines. */
function joinWrapped(line: string, next: string | undefined): string {
  const tail = (next ?? '').trim();
  return !line.endsWith(':') && tail.length < 60 && tail.endsWith(':') ? `${line} ${tail}` : line;
}

function opensHeaderBlock(lines: readonly string[], start: number): boolean {
  return [0, 1, 2].every((offset) => QUOTED_HEADER.test((lines[start + offset] ?? '').trim()));
}

function skipQuotedHeaders(lines: readonly string[], start: number): number {
  let next = start;
  while (next < lines.length) {
    const line = (lines[next] ?? '').trim();
    if (line !== '' && !QUOTED_HEADER.test(line)) return next;
    next++;
  }
  return next;
}

/** Cuts from a closing "Kind regards" on, when what follows is no longer than a signature. */
function withoutSignOff(lines: readonly string[]): readonly string[] {
  const earliest = Math.max(1, lines.length - 1 - SIGNATURE_LINES_MAX);
  for (let i = lines.length - 1; i >= earliest; i--) {
    if (SIGN_OFF.test(lines[i] ?? '')) return lines.slice(0, i);
  }
  return lines;
}
