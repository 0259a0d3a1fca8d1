// Draws a CardView with CardService, and wraps what a button's function answers.
import type { CardAnswer, CardButton, CardClick, CardView, Widget } from '../addon/card.ts';

export function drawCard(view: CardView): GoogleAppsScript.Card_Service.Card {
  const header = CardService.newCardHeader().setTitle(view.title);
  if (view.subtitle !== '') header.setSubtitle(view.subtitle);
  const card = CardService.newCardBuilder().setHeader(header);
  for (const { header: title, widgets, unfolded } of view.sections) {
    if (widgets.length === 0) continue;
    const section = CardService.newCardSection();
    if (title !== '') section.setHeader(title);
    if (unfolded !== undefined) section.setCollapsible(true).setNumUncollapsibleWidgets(unfolded);
    for (const widget of widgets) addWidget(section, widget);
    card.addSection(section);
  }
  return card.build();
}

export function drawAnswer({ card, notice, url }: CardAnswer): GoogleAppsScript.Card_Service.ActionResponse {
  const response = CardService.newActionResponseBuilder();
  if (card) {
    const navigation = CardService.newNavigation();
    const drawn = drawCard(card.view);
    if (card.how === 'push') navigation.pushCard(drawn);
    else if (card.how === 'home') navigation.popToRoot().updateCard(drawn);
    else navigation.updateCard(drawn);
    response.setNavigation(navigation);
  }
  if (notice !== undefined) response.setNotification(CardService.newNotification().setText(notice));
  if (url !== undefined) response.setOpenLink(CardService.newOpenLink().setUrl(url));
  return response.build();
}

/** The answer of an item in the add-on's own menu. */
export function drawMenuAnswer(view: CardView): GoogleAppsScript.Card_Service.UniversalActionResponse {
  return CardService.newUniversalActionResponseBuilder()
    .displayAddOnCards([drawCard(view)])
    .build();
}

function addWidget(section: GoogleAppsScript.Card_Service.CardSection, widget: Widget): void {
  switch (widget.kind) {
    case 'text':
      section.addWidget(CardService.newTextParagraph().setText(widget.text));
      return;
    case 'fact': {
      const fact = CardService.newDecoratedText().setText(widget.text).setWrapText(true);
      if (widget.top !== '') fact.setTopLabel(widget.top);
      if (widget.bottom !== '') fact.setBottomLabel(widget.bottom);
      if (widget.icon !== undefined) fact.setStartIcon(drawIcon(widget.icon));
      if (widget.button) fact.setButton(drawButton(widget.button));
      section.addWidget(fact);
      return;
    }
    case 'buttons': {
      const set = CardService.newButtonSet();
      for (const button of widget.buttons) set.addButton(drawButton(button));
      section.addWidget(set);
      return;
    }
    case 'choice': {
      const choice = CardService.newSelectionInput()
        .setType(CardService.SelectionInputType.DROPDOWN)
        .setFieldName(widget.name)
        .setTitle(widget.label);
      for (const { text, value, isChosen } of widget.items) choice.addItem(text, value, isChosen);
      section.addWidget(choice);
      return;
    }
    case 'input':
      section.addWidget(
        CardService.newTextInput()
          .setFieldName(widget.name)
          .setTitle(widget.label)
          .setHint(widget.hint)
          .setValue(widget.value),
      );
      return;
    default:
      widget satisfies never;
  }
}

function drawIcon(name: string): GoogleAppsScript.Card_Service.IconImage {
  return CardService.newIconImage().setMaterialIcon(CardService.newMaterialIcon().setName(name));
}

function drawButton({ text, click, filled }: CardButton): GoogleAppsScript.Card_Service.TextButton {
  const button = CardService.newTextButton().setText(text);
  if (filled) button.setTextButtonStyle(CardService.TextButtonStyle.FILLED);
  return onClick(button, click);
}

function onClick(
  button: GoogleAppsScript.Card_Service.TextButton,
  click: CardClick,
): GoogleAppsScript.Card_Service.TextButton {
  if ('url' in click) return button.setOpenLink(CardService.newOpenLink().setUrl(click.url));
  const { functionName, parameters } = click.action;
  return button.setOnClickAction(
    CardService.newAction()
      .setFunctionName(functionName)
      .setParameters({ ...parameters })
      .setLoadIndicator(CardService.LoadIndicator.SPINNER),
  );
}
