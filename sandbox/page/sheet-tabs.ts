// The tabs below a sheet: those that are not hidden, the present one marked.
import type { SheetPicture } from '../workbench/wire.ts';
import { el } from './dom.ts';

/** A button for each sheet; `open` is called with the name of the one that was pressed. */
export function sheetTabs(picture: SheetPicture, open: (name: string) => void): HTMLElement[] {
  return picture.tabs
    .filter(({ isHidden }) => !isHidden)
    .map(({ name, color }) => {
      const button = el(
        'button',
        { type: 'button', class: 'tab', 'aria-current': name === picture.name ? 'page' : null },
        name,
      );
      if (color !== null) button.style.borderBottomColor = color;
      button.addEventListener('click', () => open(name));
      return button;
    });
}
