// Draws a card of CardService as Gmail would, 300 pixels wide and more; what breaks one of Google's limits is said in place.
import { CardContext, type CardDeeds } from './card-context.ts';
import { type Data, dataAt, isData, listAt, textAt, unknownKeys } from './card-data.ts';
import { formattedText } from './card-text.ts';
import { cardFault, drawButton, drawIcon, drawWidget } from './card-widgets.ts';
import { el, icon } from './dom.ts';
import { ICONS } from './icons.ts';
import { showMenu } from './popup-menu.ts';

/** Google shows no more than this of either. */
const SECTIONS_MAX = 100;
const WIDGETS_MAX = 100;
/** Usher's own: a card that takes longer to arrive is not looked at. Google documents no number. */
const CARD_BYTES_MAX = 50_000;
const CARD_KEYS = [
  'header',
  'sections',
  'cardActions',
  'fixedFooter',
  'name',
  'displayStyle',
  'peekCardHeader',
];
const SECTION_KEYS = ['header', 'widgets', 'collapsible', 'uncollapsibleWidgetsCount'];

/** The card as an element. */
export function drawCard(card: unknown, deeds: CardDeeds): HTMLElement {
  if (!isData(card))
    return el('article', { class: 'card' }, cardFault('The script answered with something that is no card.'));
  const context = new CardContext(deeds);
  const bytes = new TextEncoder().encode(JSON.stringify(card)).length;
  const sections = listAt(card, 'sections');
  const faults = [
    ...unknownKeys(card, CARD_KEYS).map(
      (key) => `The card has a part that the workbench does not know: ${key}.`,
    ),
    ...(sections.length > SECTIONS_MAX
      ? [`The card has ${sections.length} sections; Google shows ${SECTIONS_MAX}.`]
      : []),
    ...(bytes > CARD_BYTES_MAX
      ? [`The card has ${bytes} bytes, more than the ${CARD_BYTES_MAX} that Usher allows itself.`]
      : []),
  ];
  return el(
    'article',
    { class: 'card' },
    drawHeader(card, context),
    ...faults.map(cardFault),
    ...sections.map((section) => drawSection(section, context)),
    drawFooter(card, context),
  );
}

function drawHeader(card: Data, context: CardContext): HTMLElement | null {
  const header = dataAt(card, 'header');
  const actions = listAt(card, 'cardActions');
  const title = textAt(header, 'title');
  if (title === '' && actions.length === 0) return null;
  const url = textAt(header, 'imageUrl');
  const more = el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': 'More actions', 'aria-haspopup': 'menu' },
    icon(ICONS.more),
  );
  more.addEventListener('click', () => {
    const { left, bottom } = more.getBoundingClientRect();
    showMenu(
      actions.map((action) => ({
        label: textAt(action, 'actionLabel'),
        act: () => context.clickOf(action)?.(),
      })),
      left,
      bottom,
    );
  });
  return el(
    'header',
    { class: 'card-header' },
    url === '' ? null : drawIcon({ iconUrl: url, altText: textAt(header, 'imageAltText') }),
    el(
      'div',
      { class: 'card-titles' },
      el('h3', {}, formattedText(title)),
      textAt(header, 'subtitle') === '' ? null : el('p', {}, formattedText(textAt(header, 'subtitle'))),
    ),
    actions.length > 0 ? more : null,
  );
}

function drawSection(section: Data, context: CardContext): HTMLElement {
  const widgets = listAt(section, 'widgets');
  const title = textAt(section, 'header');
  const drawn = widgets.map((widget) => drawWidget(widget, context));
  const unknown = unknownKeys(section, SECTION_KEYS);
  if (unknown.length > 0)
    drawn.push(cardFault(`The section has parts that the workbench does not know: ${unknown.join(', ')}.`));
  if (widgets.length > WIDGETS_MAX)
    drawn.push(cardFault(`The section has ${widgets.length} widgets; Google shows ${WIDGETS_MAX}.`));
  const head = title === '' ? null : el('h4', { class: 'card-section-title' }, formattedText(title));
  if (section['collapsible'] !== true) return el('section', { class: 'card-section' }, head, ...drawn);
  const shown = section['uncollapsibleWidgetsCount'];
  const always = typeof shown === 'number' ? shown : 0;
  const rest = el('details', { class: 'card-more' }, el('summary', {}, 'Show more'), ...drawn.slice(always));
  rest.addEventListener('toggle', () => {
    const summary = rest.querySelector('summary');
    if (summary) summary.textContent = rest.open ? 'Show less' : 'Show more';
  });
  return el('section', { class: 'card-section' }, head, ...drawn.slice(0, always), rest);
}

function drawFooter(card: Data, context: CardContext): HTMLElement | null {
  const footer = card['fixedFooter'];
  if (!isData(footer)) return null;
  const buttons = [footer['secondaryButton'], footer['primaryButton']].filter(isData);
  return el('footer', { class: 'card-footer' }, ...buttons.map((button) => drawButton(button, context)));
}
