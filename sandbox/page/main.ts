// The workbench page: one frame around its views, the add-on's menu, and what the sandbox tells without being asked.
import type { DeedReport, SheetPicture, WorkbenchEvent } from '../workbench/wire.ts';
import { ask, listenToEvents } from './ask.ts';
import { DeskView } from './desk-view.ts';
import { el, fill, icon } from './dom.ts';
import { listenToFrames, showFrame } from './frames.ts';
import { GalleryView } from './gallery-view.ts';
import { GmailView } from './gmail-view.ts';
import { ICONS } from './icons.ts';
import { showAlert, showError, showToast, toastRegion } from './notices.ts';
import { OwnView } from './own-view.ts';
import { menuChoices, showMenu } from './popup-menu.ts';
import { endProgress, progressBar, showProgress } from './progress.ts';
import { SheetView } from './sheet-view.ts';
import { currentPath, type ViewPath, viewBar } from './views.ts';

const title = el('h1', { class: 'title' }, 'Usher');
const menus = el('div', { class: 'menus', role: 'toolbar', 'aria-label': 'Menus of the add-on' });
const sidebar = el('aside', { class: 'sidebar', hidden: true, 'aria-label': 'Sidebar' });
const stage = el('div', { class: 'stage' });
const offline = el(
  'p',
  { class: 'offline', role: 'alert', hidden: true },
  'The workbench does not answer. Start it again with “npm start”; this page connects by itself.',
);

const sheet = new SheetView({ run: runMenuItem, described: drawMenus });
const gmail = new GmailView();
const desk = new DeskView();
const own = new OwnView({ opened: openedOther, showSheet: () => go('/') });
const gallery = new GalleryView();
const views: Readonly<Record<ViewPath, { readonly element: HTMLElement; show(): Promise<void> }>> = {
  '/': sheet,
  '/gmail': gmail,
  '/desk': desk,
  '/own': own,
  '/gallery': gallery,
};
const bar = viewBar(go);

function go(path: ViewPath): void {
  if (path !== location.pathname) history.pushState(null, '', path);
  draw();
}

function draw(): void {
  const path = currentPath();
  bar.mark();
  // Menus and sidebars belong to the sheet.
  menus.hidden = path !== '/';
  sidebar.hidden = path !== '/' || sidebar.childElementCount === 0;
  fill(stage, views[path].element, sidebar);
  views[path].show().catch(showError);
}

/** Another spreadsheet is open: every view bears its name, whichever is shown. */
function openedOther(): void {
  sheet.forget();
  ask({ kind: 'sheet' }).then(drawMenus).catch(showError);
}

function drawMenus(picture: SheetPicture): void {
  title.textContent = picture.title;
  document.title = `${picture.title} · Usher workbench`;
  fill(
    menus,
    ...picture.menus.map(({ caption, entries }) => {
      const button = el(
        'button',
        { type: 'button', class: 'menu-button', 'aria-haspopup': 'menu' },
        caption,
        icon(ICONS.down, 16),
      );
      button.addEventListener('click', () => {
        const { left, bottom } = button.getBoundingClientRect();
        showMenu(
          menuChoices(entries, (functionName) => void runMenuItem(functionName)),
          left,
          bottom + 2,
        );
      });
      return button;
    }),
  );
}

async function runMenuItem(functionName: string): Promise<DeedReport | undefined> {
  try {
    const report = await ask({ kind: 'menu', functionName });
    if (report.error !== null) showToast('The script was stopped', report.error, 10);
    return report;
  } catch (error) {
    showError(error);
    return undefined;
  } finally {
    endProgress();
  }
}

function follow(event: WorkbenchEvent): void {
  switch (event.kind) {
    case 'changed':
      if (currentPath() === '/') sheet.show().catch(showError);
      return;
    case 'progress':
      showProgress(event);
      return;
    case 'ended':
      endProgress();
      return;
    case 'toast':
      // One's own tickets are told step by step on their own view.
      if (currentPath() !== '/own') showToast(event.title, event.message, event.seconds);
      return;
    case 'alert':
      if (event.isAwaited || currentPath() !== '/own') showAlert(event);
      return;
    case 'frame':
      showFrame(event, sidebar);
      return;
    case 'crashed':
      showToast('The sandbox stopped', event.message, -1);
      return;
    default:
      event satisfies never;
  }
}

const topBar = el(
  'header',
  { class: 'top' },
  el('div', { class: 'brand' }, icon(ICONS.route, 26)),
  el('div', { class: 'top-main' }, title, menus),
  bar.element,
);
document.getElementById('app')?.append(topBar, offline, progressBar(), stage, toastRegion());
listenToFrames();
listenToEvents(follow, (isConnected) => {
  if (isConnected && !offline.hidden) draw();
  offline.hidden = isConnected;
});
addEventListener('popstate', draw);
draw();
// Every view bears the document's name, whichever is opened first.
if (currentPath() !== '/') openedOther();
