// The part of a mail that its sender wrote this time. Answers stand above, below or between quoted lines, so quoted lines go wherever
// they are; what follows the copied header of an earlier mail goes as a whole; a signature and a legal notice go with their mark.
import {
  COPIED_HEADER,
  DEVICE_LINE,
  EARLIER_MAIL,
  FORWARD_OPENER,
  NOTICES,
  REPLY_INTRODUCTIONS,
  SIGN_OFF,
  SIGNATURE_MARK,
} from './mail-phrases.ts';

/** A signature is short. After a longer tail than this, the closing formula was part of the text. */
const SIGNATURE_LINES_MAX = 9;
/** Lines that are looked at; nobody writes longer mails, and machines do. */
const LINES_MAX = 5_000;

/** The written text; the whole of it where the cuts would leave nothing, as in a mail that is only a quotation. */
export function writtenText(plain: string, isForward: boolean): string {
  const clean = plain.replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '').replace(/[\u00a0\u2007\u202f]/g, ' ');
  const lines = clean
    .split(/\r\n|\r|\n/)
    .slice(0, LINES_MAX)
    .map((line) => line.replace(/\s+$/, ''));
  const kept = withoutSignOff(withoutNotices(keptLines(lines, isForward)));
  const written = tidy(kept);
  return written === '' ? tidy(lines) : written;
}

function keptLines(lines: readonly string[], isForward: boolean): string[] {
  const kept: string[] = [];
  const has = (): boolean => kept.some((line) => line !== '');
  // Only the first block of copied headers belongs to the mail that was forwarded; a second one is an older mail in it.
  let mayForward = isForward;
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    if (FORWARD_OPENER.test(line)) {
      mayForward = false;
      at = afterCopiedHeaders(lines, at + 1) - 1;
      continue;
    }
    if (line.startsWith('>')) continue;
    const introduction = introductionLines(lines, at);
    if (introduction > 0) {
      if (!isQuotedFrom(lines, at + introduction)) break;
      at += introduction - 1;
      continue;
    }
    const isBlock = opensCopiedHeaders(lines, at);
    if (isBlock && mayForward) {
      mayForward = false;
      at = afterCopiedHeaders(lines, at) - 1;
      continue;
    }
    if (EARLIER_MAIL.some((opener) => opener.test(line))) {
      if (mayForward) continue;
      if (has()) break;
      continue;
    }
    if (isBlock) {
      if (has()) break;
      at = afterCopiedHeaders(lines, at) - 1;
      continue;
    }
    if (SIGNATURE_MARK.test(line) && has()) {
      const later = laterForward(lines, at);
      if (later < 0) break;
      at = later - 1;
      continue;
    }
    if (!DEVICE_LINE.test(line)) kept.push(line);
  }
  return kept;
}

/** How many lines the introduction of a quotation takes that begins here: programs break it over up to three. 0 for none. */
function introductionLines(lines: readonly string[], at: number): number {
  let joined = '';
  for (let count = 1; count <= 3; count++) {
    const line = (lines[at + count - 1] ?? '').trim();
    if (line === '' || line.startsWith('>')) return 0;
    joined = joined === '' ? line : `${joined} ${line}`;
    if (REPLY_INTRODUCTIONS.some((introduction) => introduction.test(joined))) return count;
  }
  return 0;
}

/** True when the next line that is not blank is quoted. */
function isQuotedFrom(lines: readonly string[], at: number): boolean {
  const next = lines.slice(at, at + 4).find((line) => line.trim() !== '');
  return next?.trim().startsWith('>') === true;
}

function opensCopiedHeaders(lines: readonly string[], at: number): boolean {
  return [0, 1, 2].every((offset) => COPIED_HEADER.test((lines[at + offset] ?? '').trim()));
}

function afterCopiedHeaders(lines: readonly string[], from: number): number {
  let at = from;
  let isInside = false;
  while (at < lines.length) {
    const line = (lines[at] ?? '').trim();
    if (COPIED_HEADER.test(line)) isInside = true;
    else if (line === '' && isInside) return at;
    // Long lists of recipients go on over several lines.
    else if (line !== '' && !(isInside && /^[\s<"]|@|;/.test(lines[at] ?? ''))) return at;
    at += 1;
  }
  return at;
}

/** Where a forwarded mail begins after a signature; -1 when none does. */
function laterForward(lines: readonly string[], from: number): number {
  return lines.findIndex((line, at) => at > from && FORWARD_OPENER.test(line.trim()));
}

/** Without the paragraphs that stand around every mail of a company. */
function withoutNotices(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let isInNotice = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '') isInNotice = false;
    const joined = `${line} ${lines[at + 1] ?? ''} ${lines[at + 2] ?? ''}`.replace(/^\W+(?=\p{L})/u, '');
    const opensParagraph = (lines[at - 1] ?? '') === '';
    if (opensParagraph && line !== '' && NOTICES.some((notice) => notice.test(joined.trim())))
      isInNotice = true;
    if (!isInNotice) kept.push(line);
  }
  return kept;
}

/** Cuts from a closing formula on, when what follows is no longer than a signature. */
function withoutSignOff(lines: readonly string[]): readonly string[] {
  let tail = 0;
  for (let at = lines.length - 1; at >= 1 && tail <= SIGNATURE_LINES_MAX; at--) {
    const line = lines[at] ?? '';
    if (SIGN_OFF.test(line.trim())) return withoutSignOff(lines.slice(0, at));
    if (line !== '') tail += 1;
  }
  return lines;
}

function tidy(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
