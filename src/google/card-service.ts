// Draws a CardView with CardService, and wraps what a button's function answers.
import type { CardAction, CardAnswer, CardView, Widget } from '../addon/card.ts';

export function drawCard(view: CardView): GoogleAppsScript.Card_Service.Card {
  const header = CardService.newCardHeader().setTitle(view.title);
  if (view.subtitle !== '') header.setSubtitle(view.subtitle);
  const card = CardService.newCardBuilder().setHeader(header);
  for (const { header: title, widgets } of view.sections) {
    const section = CardService.newCardSection();
    if (title !== '') section.setHeader(title);
    for (const widget of widgets) addWidget(section, widget);
    card.addSection(section);
  }
  return card.build();
}

export function drawAnswer(answer: CardAnswer): GoogleAppsScript.Card_Service.ActionResponse {
  const response = CardService.newActionResponseBuilder();
  switch (answer.kind) {
    case 'show':
      return response.setNavigation(CardService.newNavigation().updateCard(drawCard(answer.card))).build();
    case 'notify':
      return response.setNotification(CardService.newNotification().setText(answer.text)).build();
    default:
      return answer satisfies never;
  }
}

function addWidget(section: GoogleAppsScript.Card_Service.CardSection, widget: Widget): void {
  switch (widget.kind) {
    case 'text':
      section.addWidget(CardService.newTextParagraph().setText(widget.text));
      return;
    case 'fact':
      section.addWidget(
        CardService.newDecoratedText()
          .setTopLabel(widget.top)
          .setText(widget.text)
          .setBottomLabel(widget.bottom)
          .setWrapText(true),
      );
      return;
    case 'buttons': {
      const set = CardService.newButtonSet();
      for (const { text, action, filled } of widget.buttons) {
        const button = CardService.newTextButton().setText(text).setOnClickAction(drawAction(action));
        if (filled) button.setTextButtonStyle(CardService.TextButtonStyle.FILLED);
        set.addButton(button);
      }
      section.addWidget(set);
      return;
    }
    default:
      widget satisfies never;
  }
}

function drawAction(action: CardAction): GoogleAppsScript.Card_Service.Action {
  return CardService.newAction()
    .setFunctionName(action.functionName)
    .setParameters({ ...action.parameters })
    .setLoadIndicator(CardService.LoadIndicator.SPINNER);
}
