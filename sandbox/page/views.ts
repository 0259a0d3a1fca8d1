// Which view the address names, and the bar that switches between them.
import { el, fill, icon } from './dom.ts';
import { ICONS } from './icons.ts';

/** The views by their addresses. */
export const VIEWS = [
  { path: '/', label: 'Sheet', icon: ICONS.sheet },
  { path: '/gmail', label: 'Gmail', icon: ICONS.mail },
  { path: '/desk', label: 'Desk', icon: ICONS.desk },
  { path: '/own', label: 'Your tickets', icon: ICONS.file },
  { path: '/gallery', label: 'Gallery', icon: ICONS.gallery },
] as const;

export type ViewPath = (typeof VIEWS)[number]['path'];

/** The view that the address bar names now. */
export function currentPath(): ViewPath {
  return VIEWS.find(({ path }) => path === location.pathname)?.path ?? '/';
}

/** The bar; `go` is called when another view is chosen. */
export function viewBar(go: (path: ViewPath) => void): { readonly element: HTMLElement; mark(): void } {
  const element = el('nav', { class: 'view-bar', 'aria-label': 'Views' });
  const mark = (): void => {
    const links = VIEWS.map((view) => {
      const link = el(
        'a',
        { href: view.path, 'aria-current': view.path === currentPath() ? 'page' : null },
        icon(view.icon, 18),
        el('span', {}, view.label),
      );
      link.addEventListener('click', (event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        go(view.path);
      });
      return link;
    });
    fill(element, ...links);
  };
  mark();
  return { element, mark };
}
