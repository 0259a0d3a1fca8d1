// A menu that opens beneath a button or at the pointer: arrow keys, Escape, a submenu beside its item.
import type { MenuPicture } from '../workbench/wire.ts';
import { el } from './dom.ts';

export type MenuChoice =
  | { readonly label: string; readonly act: () => void }
  | { readonly label: string; readonly inner: readonly MenuChoice[] }
  | null;

let close: (() => void) | undefined;

/** Shows a menu with its upper left at `x`, `y`; null is a separator. Focus goes back to where it was. */
export function showMenu(choices: readonly MenuChoice[], x: number, y: number): void {
  close?.();
  const before = document.activeElement;
  const menu = menuElement(choices);
  document.body.append(menu);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`;
  const outside = (event: Event): void => {
    if (event.target instanceof Node && menu.contains(event.target)) return;
    close?.();
  };
  close = () => {
    menu.remove();
    document.removeEventListener('mousedown', outside, true);
    removeEventListener('blur', outside);
    close = undefined;
    if (before instanceof HTMLElement) before.focus();
  };
  document.addEventListener('mousedown', outside, true);
  menu.querySelector('button')?.focus();
}

/** The add-on's own menu entries as choices. */
export function menuChoices(
  entries: readonly MenuPicture[],
  run: (functionName: string, caption: string) => void,
): MenuChoice[] {
  return entries.map((entry) => {
    if (entry.kind === 'separator') return null;
    if (entry.kind === 'menu') return { label: entry.caption, inner: menuChoices(entry.entries, run) };
    return { label: entry.caption, act: () => run(entry.functionName, entry.caption) };
  });
}

function menuElement(choices: readonly MenuChoice[]): HTMLElement {
  const items = choices.map((choice) => {
    if (choice === null) return el('div', { class: 'menu-line', role: 'separator' });
    if ('inner' in choice) {
      const button = el(
        'button',
        { role: 'menuitem', type: 'button', 'aria-haspopup': 'menu' },
        choice.label,
        ' ▸',
      );
      button.addEventListener('click', () => {
        const { right, top } = button.getBoundingClientRect();
        showMenu(choice.inner, right, top);
      });
      return button;
    }
    const button = el('button', { role: 'menuitem', type: 'button' }, choice.label);
    button.addEventListener('click', () => {
      close?.();
      choice.act();
    });
    return button;
  });
  const menu = el('div', { class: 'menu', role: 'menu' }, ...items);
  menu.addEventListener('keydown', (event) => moveFocus(menu, event));
  return menu;
}

function moveFocus(menu: HTMLElement, event: KeyboardEvent): void {
  const buttons = [...menu.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    close?.();
  } else if (event.key === 'Home') buttons[0]?.focus();
  else if (event.key === 'End') buttons.at(-1)?.focus();
}
