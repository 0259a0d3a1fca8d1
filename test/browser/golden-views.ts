// The approved looks of dialogs, sidebars and sheets: what a running workbench shows of them, as data. Figures and texts that
// come from a model of the day are left out, so that a change here is a change of the product.
import type { Locator, Page } from 'playwright-core';
import { readSampleDesk } from '../../sandbox/sample-world.ts';
import type { BenchPage } from './bench-page.ts';
import type { GoldenState } from './golden-states.ts';
import { choose } from './sheet-deeds.ts';

/** A dialog or sidebar: how it is opened, and what is in it once it is ready. */
interface Surface {
  readonly name: string;
  readonly item: RegExp;
  readonly ready: string;
  /** Tells tickets, which differ from one model to the next: their words are not kept. */
  readonly tellsTickets?: boolean;
}

const SURFACES: readonly Surface[] = [
  { name: 'dialog-set-up', item: /^Set up/, ready: '#submit' },
  { name: 'dialog-settings', item: /^Settings/, ready: 'text=Tickets are read from' },
  { name: 'dialog-run', item: /^Triage with/, ready: 'button:visible' },
  { name: 'dialog-findings', item: /^Goals and findings/, ready: 'button:visible', tellsTickets: true },
  { name: 'dialog-health', item: /^Health/, ready: '#toDo li', tellsTickets: true },
  { name: 'dialog-review', item: /^Review/, ready: 'button:visible', tellsTickets: true },
];
const QUEUES = readSampleDesk().queues.map(({ name }) => name);
const SHEETS = ['Tickets', 'Usher queues', 'Usher runs', 'Usher health'];

/** A line about something that can be pressed, chosen or read out; a name with a colon comes in quotes. */
const CONTROL = /^\s*- '?(heading|button|combobox|textbox|checkbox|radio|status)(?: "([^"]*)")?/;

/** Called while a surface or sheet is on the screen, for a picture of it. */
type Watcher = (name: string, element: Locator) => Promise<void>;

/** Opens each dialog and sidebar in turn and closes it again. */
export async function goldenDialogs(
  page: Page,
  watch: Watcher = async () => undefined,
): Promise<GoldenState[]> {
  const states: GoldenState[] = [];
  for (const { name, item, ready, tellsTickets = false } of SURFACES) {
    await choose(page, item);
    const holder = page.locator('dialog, .sidebar').filter({ has: page.locator('iframe') });
    const body = page.frameLocator('iframe').locator('body');
    await body.locator(ready).first().waitFor();
    const seen = await body.ariaSnapshot();
    states.push({ name, state: { title: await titleOf(holder), seen: linesOf(seen, tellsTickets) } });
    await watch(name, holder);
    await holder.getByRole('button', { name: 'Close' }).first().click();
    await page.locator('iframe').waitFor({ state: 'detached' });
  }
  return states;
}

/** Shows each sheet in turn: its columns, what is hidden, frozen and protected. */
export async function goldenSheets(
  page: Page,
  { worlds }: Pick<BenchPage, 'worlds'>,
  watch: Watcher = async () => undefined,
): Promise<GoldenState[]> {
  const states: GoldenState[] = [];
  await addHealthTab(page);
  for (const tab of SHEETS) {
    await page.locator('.tabs').getByRole('button', { name: tab, exact: true }).click();
    await page.locator('.tab[aria-current]', { hasText: tab }).waitFor();
    await page.locator('.grid-row .grid-cell .cell-text').first().waitFor();
    const name = `sheet-${tab.toLowerCase().replaceAll(' ', '-')}`;
    const { columns, frozenRows, tabs } = await worlds.ask({ kind: 'sheet', sheet: tab });
    const named = columns.filter(({ title }) => title !== '');
    states.push({ name, state: { frozenRows, hidden: hiddenOf(tabs), columns: named } });
    await watch(name, page.locator('#app'));
  }
  return states;
}

/** The tab of health comes with the first look at it. */
async function addHealthTab(page: Page): Promise<void> {
  await choose(page, /^Health/);
  await page.frameLocator('iframe').locator('#toDo li').first().waitFor();
  const holder = page.locator('.sidebar').filter({ has: page.locator('iframe') });
  await holder.getByRole('button', { name: 'Close' }).first().click();
  await page.locator('iframe').waitFor({ state: 'detached' });
}

async function titleOf(holder: Locator): Promise<string> {
  return (await holder.getByRole('heading').first().innerText()).trim();
}

function hiddenOf(tabs: readonly { readonly name: string; readonly isHidden: boolean }[]): string[] {
  return tabs.filter(({ isHidden }) => isHidden).map(({ name }) => name);
}

/** Roles and names, line by line; figures become #, and where tickets are told, only what can be pressed or chosen stays. */
function linesOf(seen: string, tellsTickets: boolean): string[] {
  const lines = seen
    .split('\n')
    .map((line) => line.replace(/\d[\d.,:]*/g, '#').replace(/\S+-[a-z0-9]{8}\b/g, 'desk'));
  if (!tellsTickets) return lines;
  const controls = lines.flatMap((line) => {
    const [, role = '', name = ''] = CONTROL.exec(line) ?? [];
    if (role === '') return [];
    return [role === 'heading' || role === 'textbox' ? role : `${role} ${withoutQueues(name)}`.trim()];
  });
  return [...new Set(controls)];
}

/** Which queues are told, and how often, is the model's of the day. */
function withoutQueues(name: string): string {
  return QUEUES.reduce((text, queue) => text.replaceAll(queue, '(queue)'), name);
}
