// How mail carries text over lines of ASCII, undone: base64, quoted-printable, and the character sets that mail programs still use.
// Apps Script hands a message's source over as a string, whose bytes beyond ASCII are either still bytes or decoded already.
import { bytesFromBase64 } from '../../core/base64.ts';

/** What Windows-1252 has between 0x80 and 0x9f; the other positions are those of Latin-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
/** Where Latin-9 differs from Latin-1. */
const LATIN_9: Readonly<Record<string, string>> = {
  ...{ '\u00a4': '€', '\u00a6': 'Š', '\u00a8': 'š', '\u00b4': 'Ž' },
  ...{ '\u00b8': 'ž', '\u00bc': 'Œ', '\u00bd': 'œ', '\u00be': 'Ÿ' },
};

/** The text of a body as its headers say that it is written; null for a character set that is not spoken here. */
export function decodeBody(body: string, encoding: string, charset: string): string | null {
  switch (encoding.trim().toLowerCase()) {
    case 'base64': {
      const letters = body.replace(/[^A-Za-z0-9+/]/g, '');
      // A body that was cut off in the midst still tells what came before.
      const bytes = bytesFromBase64(letters.length % 4 === 1 ? letters.slice(0, -1) : letters);
      return bytes === null ? '' : decodeBytes(binaryOf(bytes), charset);
    }
    case 'quoted-printable':
      return decodeBytes(unquote(body.replace(/=[ \t]*\r?\n/g, '')), charset);
    default:
      return decodeBytes(body, charset);
  }
}

/** `=C3=A9` as the bytes that it stands for. */
export function unquote(text: string): string {
  return text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Text from a string of bytes; a string that has more than bytes in it is text already. */
export function decodeBytes(bytes: string, charset: string): string | null {
  if (!/[\u0080-\uffff]/.test(bytes) || /[\u0100-\uffff]/.test(bytes)) return bytes;
  const name = charset.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (/^(utf8|usascii|ascii|)$/.test(name)) return fromUtf8(bytes) ?? fromWindows(bytes);
  if (/^(iso88591|latin1|windows1252|cp1252)$/.test(name)) return fromWindows(bytes);
  if (/^(iso885915|latin9)$/.test(name))
    return bytes.replace(/[\u00a4-\u00be]/g, (letter) => LATIN_9[letter] ?? letter);
  return null;
}

function fromUtf8(bytes: string): string | null {
  try {
    return decodeURIComponent(
      bytes.replace(/[%\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`),
    );
  } catch {
    return null;
  }
}

function fromWindows(bytes: string): string {
  return bytes.replace(/[\u0080-\u009f]/g, (byte) => WINDOWS_1252[byte.charCodeAt(0) - 0x80] ?? byte);
}

function binaryOf(bytes: Uint8Array): string {
  const parts: string[] = [];
  // As many arguments as any engine takes.
  for (let at = 0; at < bytes.length; at += 4_096)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 4_096)));
  return parts.join('');
}
