// Takes out of an HTML mail what its sender did not write: the quoted mail below an answer, signatures, and what is hidden from readers.
// Mail programs mark these by elements of their own. What was forwarded stays, since it is what the sender wants to be read.

/** Attributes of elements that hold an earlier mail or a signature. */
const SET_ASIDE = [
  /class\s*=\s*["'][^"']{0,200}\b(gmail_quote|gmail_signature|moz-signature|moz-cite-prefix|yahoo_quoted|protonmail_quote|protonmail_signature_block|zmail_extra|tutanota_quote)\b/i,
  /id\s*=\s*["'](signature|ms-outlook-mobile-signature|ymail_android_signature)["']/i,
  /type\s*=\s*["']?cite\b/i,
  /style\s*=\s*["'][^"']{0,500}\b(display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0(px)?\s*[;"'])/i,
];
/** From these on, everything is an earlier mail. */
const REST_IS_QUOTED =
  /id\s*=\s*["'](appendonsend|divRplyFwdMsg|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION|reply-intro)["']/i;
const FORWARD_MARK =
  /(forwarded message|weitergeleitete nachricht|message (transféré|transf&eacute;r&eacute;)|mensaje reenviado|messaggio inoltrato)/i;
/** Elements that are looked into again because they hold a forwarded mail; more are not written by people. */
const KEPT_MAX = 50;
/** Far enough to see the mark of a forwarded mail at the head of an element. */
const HEAD_CHARACTERS = 600;

/** The HTML without quoted mails, signatures and hidden elements. Linear in its length. */
export function withoutQuotedHtml(html: string, isForward: boolean): string {
  const parts: string[] = [];
  const tag = /<([a-z][a-z0-9]*)\b([^<>]{0,2000})>/gi;
  let from = 0;
  let kept = 0;
  for (let found = tag.exec(html); found; found = tag.exec(html)) {
    const [whole, name = '', attributes = ''] = found;
    if (!isForward && REST_IS_QUOTED.test(attributes)) {
      parts.push(html.slice(from, found.index));
      return parts.join('');
    }
    if (!SET_ASIDE.some((mark) => mark.test(attributes))) continue;
    const inner = found.index + whole.length;
    if (kept < KEPT_MAX && FORWARD_MARK.test(html.slice(inner, inner + HEAD_CHARACTERS))) {
      kept += 1;
      continue;
    }
    parts.push(html.slice(from, found.index), '\n');
    from = endOfElement(html, name.toLowerCase(), inner);
    tag.lastIndex = from;
  }
  parts.push(html.slice(from));
  return parts.join('');
}

/** Index after the end tag that belongs to an element whose content begins at `from`; the end where there is none. */
function endOfElement(html: string, name: string, from: number): number {
  const edge = new RegExp(`<(/?)${name}\\b[^<>]{0,2000}>`, 'gi');
  edge.lastIndex = from;
  let depth = 1;
  for (let found = edge.exec(html); found; found = edge.exec(html)) {
    depth += found[1] === '/' ? -1 : 1;
    if (depth === 0) return edge.lastIndex;
  }
  return html.length;
}
