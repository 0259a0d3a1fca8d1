// Text of a card: Google allows a few tags in it. They become elements one by one; everything else stays text, so nothing
// that a ticket says can act on the page.
import { el } from './dom.ts';

const TOKEN =
  /<(\/?)(b|strong|i|em|u|s|strike|br|font|a|time)((?:\s[^<>]*)?)\/?>|&(amp|lt|gt|quot|apos|nbsp|#39|#\d{1,7});/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' },
};
const TAGS = { b: 'b', strong: 'b', i: 'i', em: 'i', u: 'u', s: 's', strike: 's' } as const;

/** Draws formatted text into a new element of class `card-text`. */
export function formattedText(text: string): HTMLElement {
  const root = el('span', { class: 'card-text', dir: 'auto' });
  const open: HTMLElement[] = [root];
  const inner = (): HTMLElement => open.at(-1) ?? root;
  let at = 0;
  for (const token of text.matchAll(TOKEN)) {
    inner().append(text.slice(at, token.index));
    at = token.index + token[0].length;
    const [, slash, tag, attributes = '', entity] = token;
    if (entity !== undefined) inner().append(entityText(entity));
    else if (tag?.toLowerCase() === 'br') inner().append(el('br'));
    else if (slash === '/') {
      if (open.length > 1) open.pop();
    } else {
      const element = formatElement(tag?.toLowerCase() ?? '', attributes);
      inner().append(element);
      open.push(element);
    }
  }
  inner().append(text.slice(at));
  return root;
}

function formatElement(tag: string, attributes: string): HTMLElement {
  if (tag === 'a') {
    const href = /\shref=["']?(https:\/\/[^"'\s>]+)/i.exec(attributes)?.[1];
    return href === undefined ? el('span') : el('a', { href, rel: 'noreferrer noopener', target: '_blank' });
  }
  if (tag === 'font') {
    const element = el('span');
    const color = /\scolor=["']?(#[0-9a-f]{6})/i.exec(attributes)?.[1];
    if (color !== undefined) element.style.color = color;
    return element;
  }
  return el(isFormat(tag) ? TAGS[tag] : 'span');
}

function isFormat(tag: string): tag is keyof typeof TAGS {
  return tag in TAGS;
}

function entityText(entity: string): string {
  if (!entity.startsWith('#')) return ENTITIES[entity.toLowerCase()] ?? `&${entity};`;
  const code = Number(entity.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : `&${entity};`;
}
