// The card renderer over cards that the emulated CardService built: every widget of the product's, and what must not vanish
// or act: unknown parts, too many of them, hostile text.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aWorld, valueFrom } from '../unit/sandbox/google/a-world.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { NARROW, type OpenPage, openPage, seriousViolations } from './open-page.ts';
import { type StagePage, startStagePage } from './stage-page.ts';

const describeInBrowser = hasChromium() ? describe : describe.skip;

/** One of each widget that Usher uses, built as a script builds it. */
const EVERY_WIDGET = `
  const act = CardService.newAction().setFunctionName('onPress');
  const section = CardService.newCardSection().setHeader('Everything')
    .addWidget(CardService.newTextParagraph().setText('Plain, <b>bold</b> and &lt;b&gt;'))
    .addWidget(CardService.newDecoratedText().setTopLabel('Above').setText('Middle').setBottomLabel('Below').setWrapText(true))
    .addWidget(CardService.newDivider())
    .addWidget(CardService.newTextInput().setFieldName('note').setTitle('Note'))
    .addWidget(CardService.newSelectionInput().setType(CardService.SelectionInputType.DROPDOWN).setFieldName('desk')
      .setTitle('Desk').addItem('IT', 'it', true).addItem('People', 'hr', false))
    .addWidget(CardService.newButtonSet().addButton(CardService.newTextButton().setText('Press').setOnClickAction(act)));
  return CardService.newCardBuilder().setHeader(CardService.newCardHeader().setTitle('All of them')).addSection(section).build();`;
const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
const paragraph = (text: string) => ({ textParagraph: { text } });

const CARDS: Readonly<Record<string, unknown>> = {
  'card-every-widget': valueFrom(aWorld(`function onPress() {} function main() { ${EVERY_WIDGET} }`)),
  'card-hostile': {
    header: { title: 'Hostile' },
    sections: [
      { widgets: [paragraph(HOSTILE), paragraph('<a href="javascript:document.title=1">press me</a>')] },
    ],
  },
  'card-too-many': {
    header: { title: 'Too many' },
    sections: [{ widgets: Array.from({ length: 101 }, (_, n) => paragraph(`Number ${n}`)) }],
  },
  'card-unknown': {
    header: { title: 'Unknown' },
    sections: [{ widgets: [{ hologram: {} }] }],
    glitter: true,
  },
};

let folder: string;
let stage: StagePage;
let browser: Browser;
let open: OpenPage;

const card = (name: string) => open.page.getByRole('region', { name });

describeInBrowser('the card renderer', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'usher-cards-'));
    for (const [name, state] of Object.entries(CARDS)) {
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(state));
    }
    const golden = pathToFileURL(`${folder}/`);
    [stage, browser] = await Promise.all([startStagePage(aWorld(''), golden), launchChromium()]);
    open = await openPage(browser, `${stage.address}/gallery`, { viewport: NARROW });
    await card('card-unknown').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => {
    expect(open.errors.splice(0)).toEqual([]);
  });

  it('draws every widget that Usher uses, with names for a screen reader, within 300 pixels', async () => {
    const drawn = card('card-every-widget');
    expect([
      await drawn.locator('b').first().innerText(),
      await drawn.getByText('Plain, bold and <b>').count(),
      await drawn.getByRole('textbox', { name: 'Note' }).count(),
      await drawn.getByRole('combobox', { name: 'Desk' }).inputValue(),
      await drawn.getByRole('button', { name: 'Press' }).count(),
      await drawn.locator('.card-fault').count(),
      await open.page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
    ]).toEqual(['bold', 1, 1, 'it', 1, 0, true]);
    expect(await seriousViolations(open.page)).toEqual([]);
  });

  it('shows what it does not know as an error in its place', async () => {
    const faults = await card('card-unknown').locator('.card-fault').allInnerTexts();
    expect(faults.join(' ')).toMatch(/glitter.*hologram/);
  });

  it('says when a card breaks one of Google’s limits', async () => {
    await card('card-too-many').getByText('The section has 101 widgets; Google shows 100.').waitFor();
  });

  it('keeps mark-up and links of a ticket as text', async () => {
    const hostile = card('card-hostile');
    expect([
      await hostile.locator('.card img, .card script, .card a').count(),
      await hostile.locator('.card').getByText('<img src=x').count(),
      await open.page.title(),
    ]).toEqual([0, 1, expect.not.stringMatching(/^1/)]);
  });
});
