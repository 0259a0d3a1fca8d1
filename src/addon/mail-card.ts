// The card beside an open mail: asks on a press of the button, shows label and confidence, and applies a Gmail label.
import { type FieldAnswer, Problem, type TriageAnswer } from '../core/contract.ts';
import { type CardAnswer, type CardView, cardText, type Widget } from './card.ts';
import { messages } from './messages.ts';
import { logDefect } from './page-answer.ts';
import type { MailMessage, MailWorld } from './ports.ts';
import { exchange, parseDeskList, parseTriageAnswer, triageRequest, wireTicket } from './proxy.ts';

/** A card callback ends after 30 seconds; the proxy gets less. */
const DEADLINE_MS = 15_000;
const DESK_KEY = 'usher.desk';

/** The card of a mail nobody has asked about: reading it takes a press of the button, which keeps the scope small. */
export function openMessageCard(messageId: string): CardView {
  return {
    title: messages.title,
    subtitle: messages.card.question,
    sections: [
      {
        header: '',
        widgets: [
          {
            kind: 'buttons',
            buttons: [
              {
                text: messages.card.show,
                action: { functionName: 'onShowQueue', parameters: { messageId } },
                filled: true,
              },
            ],
          },
        ],
      },
    ],
  };
}

/** Reads the open mail, asks the proxy, and answers with a card; a refusal is a card too. */
export function showQueue(world: MailWorld, messageId: string, accessToken: string): CardAnswer {
  return answerOrRefusal(world, () => {
    const message = world.mail.openMessage(messageId, accessToken);
    const desk = chosenDesk(world);
    return { kind: 'show', card: predictionCard(message, askAbout(world, desk, message)) };
  });
}

/** Puts `Usher/<label>` on the thread. */
export function applyGmailLabel(world: MailWorld, threadId: string, labelName: string): CardAnswer {
  return answerOrRefusal(world, () => {
    world.mail.labelThread(threadId, `Usher/${labelName}`);
    return { kind: 'notify', text: messages.card.applied(`Usher/${labelName}`) };
  });
}

/** The prediction for one mail as a card: label, confidence in words and number, why, and runner-ups. */
export function predictionCard(message: MailMessage, answer: TriageAnswer): CardView {
  const refused = answer.problems[0];
  if (refused) return noticeCard(refused.message);
  const predicted = answer.predictions[0]?.fields['queue'];
  if (!predicted) return noticeCard(messages.unexpectedAnswer);
  const names = answer.labelNames['queue'] ?? {};
  return {
    title: messages.title,
    subtitle: cardText(message.subject.slice(0, 80)),
    sections: [{ header: '', widgets: predictionWidgets(predicted, names, message.threadId) }],
  };
}

function predictionWidgets(
  predicted: FieldAnswer,
  names: Readonly<Record<string, string>>,
  threadId: string,
): Widget[] {
  if (predicted.decision === 'audit') return [{ kind: 'text', text: cardText(predicted.reason) }];
  const nameOf = (id: string): string => names[id] ?? id;
  const apply = (id: string, filled: boolean) => ({
    text: filled ? messages.card.apply(nameOf(id)) : nameOf(id),
    action: { functionName: 'onApplyLabel', parameters: { threadId, label: nameOf(id) } },
    filled,
  });
  const words = predicted.explanation
    .filter((evidence) => evidence.weight > 0)
    .map((evidence) => evidence.text);
  const widgets: Widget[] = [
    {
      kind: 'fact',
      top:
        predicted.decision === 'abstain' ? messages.card.noneFits : confidenceInWords(predicted.confidence),
      text: predicted.decision === 'abstain' ? messages.card.needsPerson : cardText(nameOf(predicted.label)),
      bottom: messages.card.confidence(predicted.confidence),
    },
    { kind: 'text', text: cardText(predicted.reason) },
  ];
  if (words.length > 0)
    widgets.push({ kind: 'text', text: cardText(messages.card.words(words.slice(0, 5))) });
  if (predicted.fallback !== undefined) widgets.push({ kind: 'text', text: cardText(predicted.fallback) });
  const own = predicted.decision === 'abstain' ? [] : [apply(predicted.label, true)];
  const others = predicted.alternatives.slice(0, 3).map((alternative) => apply(alternative.label, false));
  if (own.length > 0) widgets.push({ kind: 'buttons', buttons: own });
  if (others.length > 0) widgets.push({ kind: 'buttons', buttons: others });
  return widgets;
}

/** Words beside the number, so that colour or figure alone never carries the meaning. */
function confidenceInWords(confidence: number): string {
  if (confidence >= 0.9) return messages.card.veryLikely;
  if (confidence >= 0.6) return messages.card.likely;
  return messages.card.unsure;
}

function noticeCard(text: string): CardView {
  return {
    title: messages.title,
    subtitle: '',
    sections: [{ header: '', widgets: [{ kind: 'text', text: cardText(text) }] }],
  };
}

function askAbout(world: MailWorld, desk: string, message: MailMessage): TriageAnswer {
  const ticket = wireTicket({
    id: message.threadId,
    subject: message.subject,
    body: message.body,
    channel: 'mail',
    receivedAt: message.receivedAt,
  });
  const ask = { desk, runId: `mail-${message.messageId}`, fields: ['queue'], deadlineMs: DEADLINE_MS };
  return exchange(world.http, triageRequest(ask, [ticket]), parseTriageAnswer);
}

/** The desk this person chose, and else the only one that the proxy lists for them. */
function chosenDesk(world: MailWorld): string {
  const kept = world.settings.read(DESK_KEY);
  if (kept !== null) return kept;
  const { desks } = exchange(world.http, { method: 'GET', path: '/v1/desks' }, parseDeskList);
  const first = desks[0];
  if (!first) throw new Problem('not_found', messages.noDesk);
  if (desks.length > 1) throw new Problem('conflict', messages.severalDesks(desks.map((desk) => desk.name)));
  world.settings.write(DESK_KEY, first.id);
  return first.id;
}

function answerOrRefusal(world: MailWorld, deed: () => CardAnswer): CardAnswer {
  try {
    return deed();
  } catch (error) {
    if (error instanceof Problem) return { kind: 'show', card: noticeCard(error.message) };
    return { kind: 'show', card: noticeCard(messages.unexpected(logDefect(world, error))) };
  }
}
