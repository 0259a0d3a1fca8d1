import { describe, expect, it } from '@jest/globals';
import { aWorld } from './a-world.ts';

const MANIFEST = {
  oauthScopes: [],
  addOns: { common: { openLinkUrlPrefixes: ['https://docs.google.com/'] } },
};

/** What the card function answers, as JSON. Throws what it threw. */
function answered(body: string): unknown {
  const world = aWorld(`function main() { ${body} } function onApply() {}`, {
    manifest: MANIFEST,
    kind: 'gmail',
  });
  const { value, error } = world.call('main', [], { entry: 'card' });
  if (error !== undefined) throw new Error(error.message);
  return value;
}

/** A card of one section with the widgets that the code adds. */
function widgets(code: string): unknown {
  return answered(`const section = CardService.newCardSection(); ${code};
    return CardService.newCardBuilder().addSection(section).build();`);
}

const ACTION = "CardService.newAction().setFunctionName('onApply').setParameters({ label: 'Billing' })";

describe('CardService', () => {
  it('records a card as the JSON that Google has for cards', () => {
    expect(
      answered(`return CardService.newCardBuilder().setName('prediction')
        .setHeader(CardService.newCardHeader().setTitle('Usher').setSubtitle('Printer'))
        .addSection(CardService.newCardSection().setHeader('Queue').setCollapsible(true)
          .addWidget(CardService.newTextParagraph().setText('<b>Billing</b>'))
          .addWidget(CardService.newButtonSet().addButton(CardService.newTextButton().setText('Apply')
            .setTextButtonStyle(CardService.TextButtonStyle.FILLED).setOnClickAction(${ACTION}
              .setLoadIndicator(CardService.LoadIndicator.SPINNER)))))
        .build();`),
    ).toEqual({
      name: 'prediction',
      header: { title: 'Usher', subtitle: 'Printer' },
      sections: [
        {
          header: 'Queue',
          collapsible: true,
          widgets: [
            { textParagraph: { text: '<b>Billing</b>' } },
            {
              buttonList: {
                buttons: [
                  {
                    text: 'Apply',
                    type: 'FILLED',
                    onClick: {
                      action: {
                        function: 'onApply',
                        parameters: [{ key: 'label', value: 'Billing' }],
                        loadIndicator: 'SPINNER',
                      },
                    },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
  });

  it.each([
    [
      'decorated text with an icon and a switch',
      `section.addWidget(CardService.newDecoratedText().setTopLabel('Queue').setText('Billing').setBottomLabel('92 %').setWrapText(true)
        .setStartIcon(CardService.newIconImage().setIcon(CardService.Icon.TICKET))
        .setSwitchControl(CardService.newSwitch().setFieldName('on').setValue('yes').setSelected(true)))`,
      {
        decoratedText: {
          ...{ topLabel: 'Queue', text: 'Billing', bottomLabel: '92 %', wrapText: true },
          startIcon: { knownIcon: 'TICKET' },
          switchControl: { name: 'on', value: 'yes', selected: true },
        },
      },
    ],
    [
      'a choice',
      `section.addWidget(CardService.newSelectionInput().setFieldName('queue').setTitle('Queue')
        .setType(CardService.SelectionInputType.DROPDOWN).addItem('Billing', 'billing', true).addItem('Access', 'access', false))`,
      {
        selectionInput: {
          ...{ name: 'queue', label: 'Queue', type: 'DROPDOWN' },
          items: [
            { text: 'Billing', value: 'billing', selected: true },
            { text: 'Access', value: 'access', selected: false },
          ],
        },
      },
    ],
    [
      'a line to type into',
      `section.addWidget(CardService.newTextInput().setFieldName('q').setTitle('Search').setHint('Words').setMultiline(true))`,
      { textInput: { name: 'q', label: 'Search', hintText: 'Words', type: 'MULTIPLE_LINE' } },
    ],
    ['a divider', 'section.addWidget(CardService.newDivider())', { divider: {} }],
    [
      'a picture',
      "section.addWidget(CardService.newImage().setImageUrl('https://a.example/i.png').setAltText('Usher'))",
      { image: { imageUrl: 'https://a.example/i.png', altText: 'Usher' } },
    ],
    [
      'a grid',
      `section.addWidget(CardService.newGrid().setNumColumns(2).addItem(CardService.newGridItem().setIdentifier('1').setTitle('Billing')))`,
      { grid: { columnCount: 2, items: [{ id: '1', title: 'Billing' }] } },
    ],
    [
      'a button on its own',
      `section.addWidget(CardService.newTextButton().setText('Open').setOpenLink(CardService.newOpenLink().setUrl('https://docs.google.com/x')))`,
      {
        buttonList: {
          buttons: [{ text: 'Open', onClick: { openLink: { url: 'https://docs.google.com/x' } } }],
        },
      },
    ],
  ])('records %s', (_name, code, widget) => {
    expect(widgets(code)).toMatchObject({ sections: [{ widgets: [widget] }] });
  });

  it('prints a card as JSON text', () => {
    expect(
      answered(`return JSON.parse(CardService.newCardBuilder().addSection(CardService.newCardSection()
        .addWidget(CardService.newTextParagraph().setText('x'))).build().printJson());`),
    ).toEqual({ sections: [{ widgets: [{ textParagraph: { text: 'x' } }] }] });
  });

  it('records fixed footers and card actions', () => {
    expect(
      answered(`return CardService.newCardBuilder().setFixedFooter(CardService.newFixedFooter().setPrimaryButton(
          CardService.newTextButton().setText('Apply').setOnClickAction(${ACTION})))
        .addCardAction(CardService.newCardAction().setText('Settings').setOnClickAction(${ACTION})).build();`),
    ).toMatchObject({
      fixedFooter: { primaryButton: { text: 'Apply' } },
      cardActions: [{ actionLabel: 'Settings' }],
    });
  });

  it('records what an action answers with', () => {
    expect(
      answered(`return CardService.newActionResponseBuilder()
        .setNavigation(CardService.newNavigation().popCard().pushCard(CardService.newCardBuilder().setName('a').build()))
        .setNotification(CardService.newNotification().setText('Applied')).setStateChanged(true).build();`),
    ).toEqual({
      navigation: { navigations: [{ pop: true }, { pushCard: { name: 'a' } }] },
      notification: { text: 'Applied' },
      stateChanged: true,
    });
  });

  it.each([
    ['a parameter that is no text', 'CardService.newAction().setParameters({ n: 1 })', 'must be a string'],
    [
      'a function that the bundle has not',
      "CardService.newAction().setFunctionName('onNothing')",
      'onNothing, which the bundle has not',
    ],
    [
      'an address that the manifest does not list',
      "CardService.newOpenLink().setUrl('https://evil.example/')",
      'openLinkUrlPrefixes',
    ],
    [
      'a button without an action',
      "CardService.newButtonSet().addButton(CardService.newTextButton().setText('x'))",
      'no onClick',
    ],
    [
      'an empty section',
      'CardService.newCardBuilder().addSection(CardService.newCardSection())',
      'at least one widget',
    ],
    [
      'a widget without its text',
      'CardService.newCardSection().addWidget(CardService.newTextParagraph())',
      'no text',
    ],
    ['what is no widget', 'CardService.newCardSection().addWidget(CardService.newAction())', 'Only a widget'],
    ['a picture over http', "CardService.newImage().setImageUrl('http://a.example/i.png')", 'https address'],
    ['an answer that does nothing', 'CardService.newActionResponseBuilder().build()', 'no action'],
    ['a style that does not exist', 'CardService.TextButtonStyle.LOUD', 'LOUD is not in the sandbox'],
    [
      'a widget that the sandbox does not draw',
      'CardService.newKeyValue()',
      'newKeyValue is not in the sandbox',
    ],
    [
      'more than a hundred widgets in a section',
      'const s = CardService.newCardSection(); for (let i = 0; i < 101; i += 1) s.addWidget(CardService.newDivider())',
      'more than 100 widgets',
    ],
  ])('refuses %s', (_name, code, message) => {
    expect(() => answered(`${code};`)).toThrow(message);
  });
});
