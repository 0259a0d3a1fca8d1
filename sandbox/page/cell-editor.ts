// The editor that lies over a cell: a text box, or a list to choose from where the cell has a drop-down.
import type { CellDetail } from '../workbench/wire.ts';
import { el } from './dom.ts';
import { type Grid, ROW_HEIGHT } from './grid.ts';
import type { Place } from './grid-place.ts';

const EDITOR_WIDTH_MIN = 160;
const LIST_WIDTH_MIN = 220;

/** What came of an edit: the text to write, and where the selection goes then. */
export interface Edited {
  readonly text: string;
  readonly step: { readonly rows: number; readonly columns: number };
}

const STAY = { rows: 0, columns: 0 };

/** What is known of a cell that is typed over. */
export const BLANK_CELL: CellDetail = { text: '', formula: '', note: '', list: [], allowsOther: true };

/** Opens the editor over a cell; resolves with null when the person gave up. `typed` is the key that opened it. */
export function editCell(
  grid: Grid,
  place: Place,
  detail: CellDetail,
  typed: string | null,
): Promise<Edited | null> {
  return detail.list.length > 0 && typed === null
    ? chooseFrom(grid, place, detail)
    : typeText(grid, place, detail, typed);
}

function typeText(
  grid: Grid,
  place: Place,
  detail: CellDetail,
  typed: string | null,
): Promise<Edited | null> {
  return new Promise((resolve) => {
    const { left, top, width } = grid.boxOf(place);
    const before = detail.formula === '' ? detail.text : detail.formula;
    const input = el('textarea', {
      class: 'cell-editor',
      'aria-label': 'Cell',
      rows: 1,
      dir: 'auto',
      spellcheck: 'false',
    });
    input.value = typed ?? before;
    input.style.left = `${left}px`;
    input.style.top = `${top}px`;
    input.style.minWidth = `${Math.max(width, EDITOR_WIDTH_MIN)}px`;
    const lines = Math.min(8, Math.max(1, Math.ceil(before.length / 60)));
    input.style.height = `${lines * (ROW_HEIGHT - 6) + 8}px`;
    // A grid holds rows and cells alone; the editor is a cell of its own that lies over another.
    const holder = el('div', { role: 'row' }, el('div', { role: 'gridcell' }, input));
    let isOver = false;
    const end = (edited: Edited | null): void => {
      if (isOver) return;
      isOver = true;
      holder.remove();
      grid.element.focus({ preventScroll: true });
      resolve(edited);
    };
    const write = (rows: number, columns: number): void => {
      const isSame = input.value === before;
      end(isSame && rows === 0 && columns === 0 ? null : { text: input.value, step: { rows, columns } });
    };
    input.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') end(null);
      else if (event.key === 'Enter' && !event.altKey && !event.ctrlKey) {
        event.preventDefault();
        write(event.shiftKey ? -1 : 1, 0);
      } else if (event.key === 'Tab') {
        event.preventDefault();
        write(0, event.shiftKey ? -1 : 1);
      }
    });
    input.addEventListener('blur', () => {
      const isSame = input.value === before && typed === null;
      end(isSame ? null : { text: input.value, step: STAY });
    });
    grid.canvas.append(holder);
    input.focus({ preventScroll: true });
    if (typed === null) input.select();
  });
}

function chooseFrom(grid: Grid, place: Place, detail: CellDetail): Promise<Edited | null> {
  return new Promise((resolve) => {
    const { left, top, width } = grid.boxOf(place);
    const bounds = grid.canvas.getBoundingClientRect();
    const list = el('div', {
      class: 'cell-list',
      role: 'listbox',
      'aria-label': 'Values of this cell',
      tabindex: -1,
    });
    let isOver = false;
    const end = (edited: Edited | null): void => {
      if (isOver) return;
      isOver = true;
      list.remove();
      grid.element.focus({ preventScroll: true });
      resolve(edited);
    };
    for (const value of detail.list) {
      const option = el(
        'button',
        { role: 'option', type: 'button', 'aria-selected': String(value === detail.text) },
        value,
      );
      option.addEventListener('click', () => end({ text: value, step: STAY }));
      list.append(option);
    }
    list.style.minWidth = `${Math.max(width, LIST_WIDTH_MIN)}px`;
    document.body.append(list);
    const { height, width: own } = list.getBoundingClientRect();
    const below = bounds.top + top + ROW_HEIGHT;
    list.style.top = `${below + height > innerHeight - 8 ? Math.max(8, below - ROW_HEIGHT - height) : below}px`;
    list.style.left = `${Math.max(4, Math.min(bounds.left + left, innerWidth - own - 4))}px`;
    list.addEventListener('keydown', (event) => {
      event.stopPropagation();
      stepThrough(list, event, () => end(null));
    });
    list.addEventListener('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node && list.contains(event.relatedTarget))) end(null);
    });
    const selected = list.querySelector<HTMLElement>('[aria-selected="true"]');
    (selected ?? list.querySelector('button') ?? list).focus({ preventScroll: true });
  });
}

function stepThrough(list: HTMLElement, event: KeyboardEvent, giveUp: () => void): void {
  const options = [...list.querySelectorAll('button')];
  const at = options.indexOf(document.activeElement as HTMLButtonElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    options[Math.max(0, Math.min(options.length - 1, at + step))]?.focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    giveUp();
  } else if (event.key.length === 1) {
    const wanted = event.key.toLowerCase();
    const after = [...options.slice(at + 1), ...options.slice(0, at + 1)];
    after.find((option) => option.textContent?.toLowerCase().startsWith(wanted))?.focus();
  }
}
