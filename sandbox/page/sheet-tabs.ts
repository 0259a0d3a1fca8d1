// The tabs below a sheet, and the list of all sheets, which is the way to those that are hidden.
import type { SheetPicture } from '../workbench/wire.ts';
import { el, icon } from './dom.ts';
import { ICONS } from './icons.ts';
import { showMenu } from './popup-menu.ts';

/** A button for each sheet that is not hidden; `open` is called with the name of the one that was chosen. */
export function sheetTabs(picture: SheetPicture, open: (name: string) => void): HTMLElement[] {
  const tabs = picture.tabs
    .filter(({ name, isHidden }) => !isHidden || name === picture.name)
    .map(({ name, color, isHidden }) => {
      const button = el(
        'button',
        {
          type: 'button',
          class: isHidden ? 'tab is-hidden' : 'tab',
          'aria-current': name === picture.name ? 'page' : null,
        },
        isHidden ? `${name} (hidden)` : name,
      );
      if (color !== null) button.style.borderBottomColor = color;
      button.addEventListener('click', () => open(name));
      return button;
    });
  return [listOf(picture, open), ...tabs];
}

function listOf({ tabs, name: present }: SheetPicture, open: (name: string) => void): HTMLElement {
  const button = el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': 'All sheets', 'aria-haspopup': 'menu' },
    icon(ICONS.list, 18),
  );
  button.addEventListener('click', () => {
    const { left, top } = button.getBoundingClientRect();
    const choices = tabs.map(({ name, isHidden }) => ({
      label: `${name === present ? '✓ ' : ''}${name}${isHidden ? ' (hidden)' : ''}`,
      act: () => open(name),
    }));
    showMenu(choices, left, top);
  });
  return button;
}
