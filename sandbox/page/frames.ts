// Dialogs and sidebars of the add-on: its HTML in a frame of another origin, joined to the script by messages only.
import type { WorkbenchEvent } from '../workbench/wire.ts';
import { ask } from './ask.ts';
import { el, icon } from './dom.ts';
import { ICONS } from './icons.ts';

type FrameEvent = Extract<WorkbenchEvent, { kind: 'frame' }>;

/** A sidebar is as wide as in Sheets; scripts cannot change it. */
const SIDEBAR_WIDTH = 300;
const DIALOG_WIDTH = 600;
const DIALOG_HEIGHT = 400;

interface Open {
  readonly id: number;
  readonly frame: HTMLIFrameElement;
  readonly close: () => void;
}

const open = new Map<Window, Open>();

/** Listens to the frames' messages; once a page. `sidebar` is where sidebars go. */
export function listenToFrames(): void {
  addEventListener('message', (message) => {
    const source = message.source instanceof Window ? message.source : (message.source as Window | null);
    const opened = source ? open.get(source) : undefined;
    const data: unknown = message.data;
    if (!opened || typeof data !== 'object' || data === null || !('usher' in data)) return;
    follow(opened, data as Record<string, unknown>);
  });
}

/** Shows what the script opened; a new sidebar takes the old one's place. */
export function showFrame(event: FrameEvent, sidebar: HTMLElement): void {
  const frame = el('iframe', {
    // Without allow-same-origin the page has an origin of its own and reaches nothing of this one.
    sandbox: 'allow-scripts allow-forms',
    src: `/frame/${event.id}`,
    title: event.title === '' ? 'Usher' : event.title,
  });
  if (event.place === 'sidebar') showSidebar(event, frame, sidebar);
  else showDialog(event, frame);
  if (frame.contentWindow) open.get(frame.contentWindow)?.frame.focus();
}

function showSidebar(event: FrameEvent, frame: HTMLIFrameElement, sidebar: HTMLElement): void {
  const close = (): void => {
    forget(frame);
    sidebar.replaceChildren();
    sidebar.hidden = true;
  };
  sidebar.replaceChildren(headOf(event.title, close), frame);
  sidebar.hidden = false;
  sidebar.style.width = `${SIDEBAR_WIDTH}px`;
  remember(event.id, frame, close);
}

function showDialog(event: FrameEvent, frame: HTMLIFrameElement): void {
  const dialog = el('dialog', { class: 'frame-dialog', 'aria-label': event.title });
  const close = (): void => {
    forget(frame);
    dialog.close();
    dialog.remove();
  };
  frame.style.width = `${Math.min(event.width ?? DIALOG_WIDTH, innerWidth - 24)}px`;
  frame.style.height = `${Math.min(event.height ?? DIALOG_HEIGHT, innerHeight - 90)}px`;
  dialog.append(headOf(event.title, close), frame);
  dialog.addEventListener('cancel', (cancel) => {
    cancel.preventDefault();
    close();
  });
  document.body.append(dialog);
  if (event.place === 'modal') dialog.showModal();
  else dialog.show();
  remember(event.id, frame, close);
}

function headOf(title: string, close: () => void): HTMLElement {
  const button = el(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': 'Close' },
    icon(ICONS.close),
  );
  button.addEventListener('click', close);
  return el('header', { class: 'frame-head' }, el('h2', {}, title), button);
}

function remember(id: number, frame: HTMLIFrameElement, close: () => void): void {
  if (frame.contentWindow) open.set(frame.contentWindow, { id, frame, close });
}

function forget(frame: HTMLIFrameElement): void {
  for (const [key, opened] of open) if (opened.frame === frame) open.delete(key);
}

function follow(opened: Open, data: Readonly<Record<string, unknown>>): void {
  const { frame } = opened;
  if (data['kind'] === 'close') opened.close();
  if (data['kind'] === 'size') {
    if (typeof data['width'] === 'number')
      frame.style.width = `${Math.min(data['width'], innerWidth - 24)}px`;
    if (typeof data['height'] === 'number')
      frame.style.height = `${Math.min(data['height'], innerHeight - 90)}px`;
  }
  if (data['kind'] === 'run') void run(opened, data);
}

async function run({ id, frame }: Open, data: Readonly<Record<string, unknown>>): Promise<void> {
  const { call, functionName, values } = data;
  if (typeof functionName !== 'string' || !Array.isArray(values)) return;
  const answer = await ask({ kind: 'frameRun', id, functionName, values }).catch((error: Error) => ({
    value: null,
    error: error.message,
  }));
  // The frame's origin is opaque, so no target can be named; what goes out is its own function's answer.
  frame.contentWindow?.postMessage({ usher: true, call, ...answer }, '*');
}
