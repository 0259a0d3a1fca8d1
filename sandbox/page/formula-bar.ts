// The bar above the grid: undo and redo, the selected cell's name, and the whole of its content, to be read and changed.
import { el, iconButton } from './dom.ts';
import { ICONS } from './icons.ts';

export interface BarDeeds {
  /** Enter was pressed over this content. */
  readonly typed: (text: string) => void;
  /** The person goes back to the grid. */
  readonly left: () => void;
  readonly step: (kind: 'undo' | 'redo') => void;
}

export class FormulaBar {
  readonly element: HTMLElement;
  readonly #name = el('output', { class: 'cell-name', 'aria-label': 'Selected cell' });
  readonly #content = el('textarea', {
    class: 'formula',
    rows: 1,
    'aria-label': 'Content of the selected cell',
    dir: 'auto',
    spellcheck: 'false',
  });

  constructor(deeds: BarDeeds) {
    this.#content.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') deeds.left();
      if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
      event.preventDefault();
      deeds.typed(this.#content.value);
      deeds.left();
    });
    this.element = el(
      'div',
      { class: 'formula-bar' },
      iconButton('Undo (Ctrl+Z)', ICONS.undo, () => deeds.step('undo')),
      iconButton('Redo (Ctrl+Y)', ICONS.redo, () => deeds.step('redo')),
      ...[this.#name, this.#content],
    );
  }

  /** Whether somebody is writing in it. */
  get isFocused(): boolean {
    return document.activeElement === this.#content;
  }

  name(cell: string): void {
    this.#name.textContent = cell;
  }

  show(content: string): void {
    this.#content.value = content;
  }
}
