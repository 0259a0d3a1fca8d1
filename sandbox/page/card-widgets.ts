// Widgets that show something: text, buttons, pictures, grids. Each comes from CardService's JSON as it stands.
import type { CardContext } from './card-context.ts';
import { type Data, dataAt, isData, listAt, textAt, unknownKeys } from './card-data.ts';
import { datePicker, selectionInput, switchControl, textInput } from './card-inputs.ts';
import { formattedText } from './card-text.ts';
import { el, icon } from './dom.ts';
import { ICONS } from './icons.ts';

type Draw = (data: Data, context: CardContext) => HTMLElement;

const WIDGETS: Readonly<Record<string, Draw>> = {
  textParagraph: (data) => el('p', { class: 'card-paragraph' }, formattedText(textAt(data, 'text'))),
  decoratedText,
  buttonList: (data, context) =>
    el(
      'div',
      { class: 'card-buttons' },
      ...listAt(data, 'buttons').map((button) => drawButton(button, context)),
    ),
  textInput,
  selectionInput,
  dateTimePicker: datePicker,
  image: (data, context) => {
    const picture = drawPicture(textAt(data, 'imageUrl'), textAt(data, 'altText'));
    return clickable(picture, data, context);
  },
  divider: () => el('hr', { class: 'card-divider' }),
  grid: drawGrid,
};

/** Draws a widget, or says what is wrong with it: a widget that nobody knows must not vanish. */
export function drawWidget(widget: Data, context: CardContext): HTMLElement {
  const kinds = Object.keys(widget);
  const [kind] = kinds;
  const draw = kind === undefined ? undefined : WIDGETS[kind];
  if (kinds.length !== 1 || kind === undefined || draw === undefined) {
    return cardFault(
      `This card has a widget that the workbench does not know: ${kinds.join(', ') || 'an empty one'}.`,
    );
  }
  return draw(dataAt(widget, kind), context);
}

/** An error in the place of what could not be drawn. */
export function cardFault(message: string): HTMLElement {
  return el('p', { class: 'card-fault', role: 'alert' }, message);
}

/** A button with text or with an icon. */
export function drawButton(data: Data, context: CardContext): HTMLElement {
  const unknown = unknownKeys(data, [
    ...['text', 'altText', 'disabled', 'type', 'color', 'onClick'],
    ...['knownIcon', 'iconUrl', 'materialIcon', 'imageType'],
  ]);
  if (unknown.length > 0)
    return cardFault(`This button has parts that the workbench does not know: ${unknown.join(', ')}.`);
  const text = textAt(data, 'text');
  const isFilled = data['type'] === 'FILLED';
  const button = el(
    'button',
    {
      ...{ type: 'button', class: `button${isFilled ? ' filled' : ''}`, disabled: data['disabled'] === true },
      'aria-label': textAt(data, 'altText') || null,
    },
    text === '' ? drawIcon(data) : formattedText(text),
  );
  const color = textAt(data, 'color');
  if (isFilled && /^#[0-9a-f]{6}$/i.test(color)) {
    button.style.backgroundColor = color;
    button.style.borderColor = color;
  }
  const click = context.clickOf(data);
  if (click) button.addEventListener('click', click);
  return button;
}

/** An icon: one of Google's by name, or a picture. The names stand for themselves, since no font is loaded for them. */
export function drawIcon(data: Data): HTMLElement {
  const name = textAt(data, 'knownIcon') || textAt(dataAt(data, 'materialIcon'), 'name');
  const url = textAt(data, 'iconUrl');
  if (url !== '') return drawPicture(url, textAt(data, 'altText'));
  const shapes: Readonly<Record<string, string>> = {
    ...{ EMAIL: ICONS.mail, PERSON: ICONS.person, DESCRIPTION: ICONS.file, BOOKMARK: ICONS.check },
    ...{ label: ICONS.label, check: ICONS.check, mail: ICONS.mail, person: ICONS.person },
    ...{ check_circle: ICONS.proven, help: ICONS.help, visibility_off: ICONS.hidden, schedule: ICONS.clock },
    ...{ search: ICONS.search, cloud_off: ICONS.away },
  };
  return el('span', { class: 'card-icon', title: name }, icon(shapes[name] ?? ICONS.more));
}

function decoratedText(data: Data, context: CardContext): HTMLElement {
  const text = textAt(data, 'text');
  const top = textAt(data, 'topLabel');
  const bottom = textAt(data, 'bottomLabel');
  const words = el(
    'div',
    { class: data['wrapText'] === true ? 'card-words' : 'card-words one-line' },
    top === '' ? null : el('span', { class: 'card-label' }, formattedText(top)),
    el('span', { class: 'card-main' }, formattedText(text)),
    bottom === '' ? null : el('span', { class: 'card-label' }, formattedText(bottom)),
  );
  const { startIcon, endIcon, button, switchControl: control } = data;
  const row = el(
    'div',
    { class: 'card-decorated' },
    isData(startIcon) ? drawIcon(startIcon) : null,
    words,
    isData(endIcon) ? drawIcon(endIcon) : null,
    isData(button) ? drawButton(button, context) : null,
    isData(control) ? switchControl(control, text, context) : null,
  );
  return clickable(row, data, context);
}

function drawGrid(data: Data, context: CardContext): HTMLElement {
  const columns = data['columnCount'];
  const items = listAt(data, 'items').map((item) => {
    const image = dataAt(item, 'image');
    const url = textAt(image, 'imageUri');
    return el(
      'div',
      { class: 'card-grid-item' },
      url === '' ? null : drawPicture(url, textAt(image, 'altText')),
      el('span', { class: 'card-main' }, formattedText(textAt(item, 'title'))),
      el('span', { class: 'card-label' }, formattedText(textAt(item, 'subtitle'))),
    );
  });
  const grid = el('div', { class: 'card-grid' }, ...items);
  grid.style.gridTemplateColumns = `repeat(${typeof columns === 'number' ? columns : 2}, 1fr)`;
  const title = textAt(data, 'title');
  return el('div', {}, title === '' ? null : el('h4', {}, title), clickable(grid, data, context));
}

/** Pictures of other places are not fetched: nothing leaves this machine. Their text stands for them. */
function drawPicture(url: string, alt: string): HTMLElement {
  if (url.startsWith('data:image/')) return el('img', { src: url, alt, class: 'card-image' });
  return el(
    'span',
    { class: 'card-image-absent', role: 'img', 'aria-label': alt || 'Picture' },
    alt || 'Picture',
  );
}

function clickable(element: HTMLElement, data: Data, context: CardContext): HTMLElement {
  const click = context.clickOf(data);
  if (!click) return element;
  const button = el('button', { type: 'button', class: 'card-clickable' }, element);
  button.addEventListener('click', click);
  return button;
}
