// Widgets that a person fills in: text, choices, switches, dates.
import type { CardContext } from './card-context.ts';
import { type Data, dataAt, isData, listAt, textAt } from './card-data.ts';
import { el } from './dom.ts';

/** A line or a box of text, with suggestions and Google's own checks on length and kind. */
export function textInput(data: Data, context: CardContext): HTMLElement {
  const id = context.newId();
  const name = textAt(data, 'name');
  const validation = dataAt(data, 'validation');
  const limit = validation['characterLimit'];
  const attributes = {
    id,
    ...{ class: 'field', name, maxlength: typeof limit === 'number' ? limit : null },
    ...{ 'aria-describedby': textAt(data, 'hintText') === '' ? null : `${id}-hint` },
  };
  const isLong = data['type'] === 'MULTIPLE_LINE';
  const kinds: Readonly<Record<string, string>> = { INTEGER: 'number', FLOAT: 'number', EMAIL: 'email' };
  const input = isLong
    ? el('textarea', { ...attributes, rows: 3 })
    : el('input', {
        ...attributes,
        type: kinds[textAt(validation, 'inputType')] ?? 'text',
        list: `${id}-list`,
      });
  input.value = textAt(data, 'value');
  context.addInput(name, () => (input.value === '' ? [] : [input.value]));
  listen(input, data, context);
  const suggestions = listAt(dataAt(data, 'initialSuggestions'), 'items').map((item) =>
    el('option', { value: textAt(item, 'text') }),
  );
  return el(
    'div',
    { class: 'card-field' },
    el('label', { for: id }, textAt(data, 'label') || name),
    input,
    suggestions.length > 0 ? el('datalist', { id: `${id}-list` }, ...suggestions) : null,
    textAt(data, 'hintText') === ''
      ? null
      : el('p', { id: `${id}-hint`, class: 'dim' }, textAt(data, 'hintText')),
  );
}

/** Check boxes, radio buttons, switches, a drop-down, or several choices from a list. */
export function selectionInput(data: Data, context: CardContext): HTMLElement {
  const type = textAt(data, 'type');
  return type === 'DROPDOWN' || type === 'MULTI_SELECT' ? dropDown(data, context) : choices(data, context);
}

function dropDown(data: Data, context: CardContext): HTMLElement {
  const id = context.newId();
  const name = textAt(data, 'name');
  const isMany = data['type'] === 'MULTI_SELECT';
  const options = listAt(data, 'items').map((item) =>
    el('option', { value: textAt(item, 'value'), selected: item['selected'] === true }, textAt(item, 'text')),
  );
  const select = el('select', { id, name, class: 'field', multiple: isMany }, ...options);
  context.addInput(name, () => [...select.selectedOptions].map((option) => option.value));
  listen(select, data, context);
  return el('div', { class: 'card-field' }, el('label', { for: id }, textAt(data, 'label') || name), select);
}

function choices(data: Data, context: CardContext): HTMLElement {
  const group = context.newId();
  const name = textAt(data, 'name');
  const isRadio = data['type'] === 'RADIO_BUTTON';
  const boxes: HTMLInputElement[] = [];
  const rows = listAt(data, 'items').map((item) => {
    const box = el('input', {
      ...{ type: isRadio ? 'radio' : 'checkbox', name: group, value: textAt(item, 'value') },
      ...{ checked: item['selected'] === true, role: data['type'] === 'SWITCH' ? 'switch' : null },
    });
    boxes.push(box);
    listen(box, data, context);
    return el('label', { class: 'card-choice' }, box, textAt(item, 'text'));
  });
  context.addInput(name, () => boxes.filter((box) => box.checked).map((box) => box.value));
  return el('fieldset', { class: 'card-field' }, el('legend', {}, textAt(data, 'label') || name), ...rows);
}

/** The switch at the right of a decorated text. */
export function switchControl(data: Data, label: string, context: CardContext): HTMLElement {
  const name = textAt(data, 'name');
  const box = el('input', {
    ...{ type: 'checkbox', class: 'switch', 'aria-label': label, checked: data['selected'] === true },
    role: data['controlType'] === 'CHECK_BOX' ? null : 'switch',
  });
  context.addInput(name, () => (box.checked ? [textAt(data, 'value')] : []));
  listen(box, data, context);
  return box;
}

/** A day; the script gets milliseconds, as Google sends them. */
export function datePicker(data: Data, context: CardContext): HTMLElement {
  const id = context.newId();
  const name = textAt(data, 'name');
  const input = el('input', { id, type: 'date', class: 'field' });
  const at = data['valueMsEpoch'];
  if (typeof at === 'number') input.value = new Date(at).toISOString().slice(0, 10);
  context.addInput(name, () => (input.valueAsNumber > 0 ? [String(input.valueAsNumber)] : []));
  listen(input, data, context);
  return el('div', { class: 'card-field' }, el('label', { for: id }, textAt(data, 'label') || name), input);
}

function listen(input: HTMLElement, data: Data, context: CardContext): void {
  const action = data['onChangeAction'];
  if (isData(action)) input.addEventListener('change', () => context.run(action));
}
