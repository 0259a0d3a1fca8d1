// A message of the mailbox as it would have been sent: header fields, and its texts and files as parts.
import type { Mail } from './mailbox.ts';

const BOUNDARY = '=_sandbox';
const BASE64 = 'Content-Transfer-Encoding: base64';

/** The source of a message that did not arrive with one. */
export function sourceOf(mail: Mail): string {
  if (mail.source !== undefined) return mail.source;
  const fields: [string, string][] = [
    ['From', mail.from],
    ['To', mail.to],
    ...(mail.cc === '' ? [] : [['Cc', mail.cc] satisfies [string, string]]),
    ['Subject', mail.subject],
    ['Date', new Date(mail.at).toUTCString()],
    ['Message-ID', `<${mail.id}@sandbox.example>`],
    ...Object.entries(mail.headers),
  ];
  const head = fields.map(([name, value]) => `${name}: ${encoded(value)}\r\n`).join('');
  return `${head}MIME-Version: 1.0\r\n${bodyOf(mail)}`;
}

function bodyOf({ plain, html, attachments }: Mail): string {
  const texts = [
    ...(plain === undefined ? [] : [textPart('plain', plain)]),
    ...(html === undefined ? [] : [textPart('html', html)]),
  ];
  const files = attachments.map(
    ({ name, type, bytes }) =>
      `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n${BASE64}\r\n\r\n${Buffer.from(bytes).toString('base64')}`,
  );
  if (files.length > 0) return multipart('mixed', 0, [...texts, ...files]);
  return texts.length === 1 ? (texts[0] ?? '') : multipart('alternative', 0, texts);
}

function textPart(kind: string, text: string): string {
  return `Content-Type: text/${kind}; charset=utf-8\r\n${BASE64}\r\n\r\n${Buffer.from(text).toString('base64')}`;
}

function multipart(kind: string, depth: number, parts: readonly string[]): string {
  const boundary = `${BOUNDARY}${depth}`;
  const all = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${all}--${boundary}--\r\n`;
}

/** Letters beyond ASCII as an encoded word, address and all: nothing in the sandbox's mails needs more. */
function encoded(value: string): string {
  const parts = /^(.*?)(\s*<[^<>]*>)?$/s.exec(value);
  const [, words = '', address = ''] = parts ?? [];
  return /[^\x20-\x7e]/.test(words)
    ? `=?utf-8?B?${Buffer.from(words).toString('base64')}?=${address}`
    : value.replace(/[\r\n]+/g, ' ');
}
