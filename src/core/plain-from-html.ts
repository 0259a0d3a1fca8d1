// Text from an HTML mail body, good enough to classify: tags go, blocks become lines, entities become characters.
// It is not a sanitiser: its result is never shown as HTML.

/** A body without one of these is left as it is, so that `a < b` in a plain mail survives. */
const LOOKS_LIKE_HTML =
  /<(html|body|div|p|br|table|span|ul|ol|li|td|font|a|b|strong|h[1-6])(\s[^<>]{0,500})?\/?>/i;

const LINE_BREAKING = new Set([
  'br',
  'p',
  'div',
  'tr',
  'li',
  'ul',
  'ol',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'hr',
  'pre',
]);

/** Elements whose content is not text for a reader. */
const INVISIBLE = ['script', 'style', 'head', 'title'];

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
  euro: '€',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
};

/** The readable text of a body that is HTML, and any other body unchanged. Linear in its length. */
export function plainFromHtml(body: string): string {
  if (!LOOKS_LIKE_HTML.test(body)) return body;
  const lower = body.toLowerCase();
  const parts: string[] = [];
  let at = 0;
  while (at < body.length) {
    const open = body.indexOf('<', at);
    if (open < 0) {
      parts.push(body.slice(at));
      break;
    }
    parts.push(body.slice(at, open));
    const end = endOfTag(body, open);
    if (end < 0) {
      parts.push(body.slice(open));
      break;
    }
    const name = /^<\/?([a-z][a-z0-9]*)/i.exec(body.slice(open, open + 16))?.[1]?.toLowerCase() ?? '';
    at = end;
    if (LINE_BREAKING.has(name)) parts.push('\n');
    else if (name === 'td' || name === 'th') parts.push(' ');
    if (INVISIBLE.includes(name) && body[open + 1] !== '/') at = afterElement(lower, end, name);
  }
  return withoutEntities(parts.join(''))
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Index after the tag or comment that opens at `open`, or -1 when it never ends. */
function endOfTag(body: string, open: number): number {
  if (body.startsWith('<!--', open)) {
    const end = body.indexOf('-->', open + 4);
    return end < 0 ? -1 : end + 3;
  }
  const end = body.indexOf('>', open);
  return end < 0 ? -1 : end + 1;
}

function afterElement(lower: string, from: number, name: string): number {
  const end = lower.indexOf(`</${name}`, from);
  return end < 0 ? lower.length : end;
}

function withoutEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (name.startsWith('#')) {
      const hex = name[1] === 'x' || name[1] === 'X';
      const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return ENTITIES[name] ?? whole;
  });
}
