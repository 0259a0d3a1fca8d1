// Makes elements. Text goes in as text only: nothing in the page ever parses HTML from a ticket.

type Child = Node | string | null | undefined | false;
type Listener = (event: never) => void;

/** Attributes by name; `on…` adds a listener, `class` and others are set as attributes, false leaves one out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined | Listener>>;

/** An element with attributes and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter(isShown));
  return element;
}

/** Puts children in place of those that are there. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter(isShown));
}

/** An icon from the page's own set, hidden from screen readers; 24 units square. */
export function icon(path: string, size = 20): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('width', String(size));
  svg.setAttribute('height', String(size));
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('fill', 'currentColor');
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

/** A round button that shows an icon and says its name. */
export function iconButton(name: string, path: string, act: () => void): HTMLButtonElement {
  const button = el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': name, title: name },
    icon(path, 18),
  );
  button.addEventListener('click', act);
  return button;
}

function isShown(child: Child): child is Node | string {
  return child !== null && child !== undefined && child !== false;
}
