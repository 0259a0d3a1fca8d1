// What tests do to the sheet of a workbench: as a person would in the page, and behind the page's back.
import type { Page } from 'playwright-core';
import type { WorldClient } from '../../sandbox/workbench/world-client.ts';

/** A training takes three seconds here, and a multiple of it on a machine that does other things. */
export const LEARN_MS = 50_000;

/** Chooses an item of the add-on's menu as a person would, by the beginning of its name. */
export async function choose(page: Page, item: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Usher', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Waits for an alert that says this, and closes it. */
export async function acknowledge(page: Page, text: RegExp): Promise<void> {
  await page.getByRole('dialog').getByText(text).waitFor({ timeout: LEARN_MS });
  await page.getByRole('button', { name: 'OK' }).click();
}

/** The ticket sheet's rows by header, below the header. */
export async function ticketRows(worlds: WorldClient): Promise<Readonly<Record<string, string>>[]> {
  const { cells } = await worlds.ask({ kind: 'csv', sheet: 'Tickets' });
  const [header = [], ...rows] = cells;
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
}

/** Rows with text that neither a person nor Usher has given a queue or a status. */
export function openRows(rows: readonly Readonly<Record<string, string>>[]): readonly unknown[] {
  return rows.filter(({ Subject, Queue, Status }) => Subject !== '' && Queue === '' && (Status ?? '') === '');
}

/** Types over a part of one column of the ticket sheet, from `row` down, as a paste does. */
export async function pasteColumn(
  worlds: WorldClient,
  title: string,
  row: number,
  values: readonly string[],
): Promise<void> {
  const { columns } = await worlds.ask({ kind: 'sheet', sheet: 'Tickets' });
  const column = columns.findIndex((candidate) => candidate.title === title) + 1;
  const cells = values.map((value) => [value]);
  const { refusal } = await worlds.ask({ kind: 'paste', sheet: 'Tickets', row, column, cells });
  if (refusal !== null) throw new Error(refusal);
}
