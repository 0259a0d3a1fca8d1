// The card beside an open mail: what it shows before and after Usher is asked, and where the answer comes from.
import { type FieldAnswer, Problem, type TriageAnswer } from '../../core/contract.ts';
import type { HealthOutbreak } from '../../core/health-schemas.ts';
import { type CardAnswer, type CardView, cardText, plainCard, press } from '../card.ts';
import { messages } from '../messages.ts';
import { answerOf, isPassing, parseTriageAnswer, triageRequest, wireTicket } from '../proxy.ts';
import { answerCard, answerPress } from './card-troubles.ts';
import { blindCard, decidedCard, otherChoices } from './decided-card.ts';
import { permissionsOf } from './mail-permissions.ts';
import type { CardEvent, MailWorld } from './mail-ports.ts';
import { ownerOf, PROXY_RUN } from './mail-request.ts';
import { chosenDesk, readMailSettings } from './mail-settings.ts';
import { optionSection } from './option-section.ts';
import { healthRequest, openOutbreak, withOutbreak } from './outbreak-banner.ts';
import { predictionCard, type ShownPrediction } from './prediction-card.ts';
import { readNames, rememberNames } from './queue-names.ts';
import { similarThreads } from './similar-threads.ts';
import { keepModel, predictHere } from './small-model.ts';
import { readThreads, type ThreadRecord } from './thread-memory.ts';
import { type LeftAlone, type ThreadTicket, ticketOfThread } from './thread-ticket.ts';

/** How long the proxy may think; the request itself is given up a little later. */
const DEADLINE_MS = 8_000;
/** A card whose answer took no longer than this has time to fetch the small model too and still come within three seconds. */
const QUICK_MS = 1_750;

type Ticket = Extract<ThreadTicket, { kind: 'ticket' }>;

/** A mail was opened: what is known of its thread, or the button that asks; with the scope for it, the answer at once. */
export function openMailCard(world: MailWorld, event: CardEvent): CardView {
  return answerCard(world, (patient) => {
    const permissions = permissionsOf(world.deployment);
    const decided = event.threadId === '' ? undefined : readThreads(world).get(event.threadId);
    if (decided && !decided.state.startsWith('planned'))
      return decidedThread(world, event, event.threadId, decided);
    if (permissions.mayReadOnOpen) return queueCard(patient, event);
    return {
      ...plainCard(messages.title, messages.mail.question, []),
      sections: [
        {
          header: '',
          widgets: [
            { kind: 'text', text: messages.mail.readsOnPress },
            { kind: 'buttons', buttons: [press(messages.mail.show, 'onShowQueue', {}, true)] },
          ],
        },
        ...optionSection(permissions),
      ],
    };
  });
}

/** The button that asks was pressed. */
export function showQueue(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, (patient) => ({ card: { how: 'show', view: queueCard(patient, event) } }));
}

/** The card of what is remembered of a thread. */
export function decidedThread(
  world: MailWorld,
  event: CardEvent,
  threadId: string,
  record: ThreadRecord,
): CardView {
  const names = readNames(world);
  return decidedCard(permissionsOf(world.deployment), {
    ...{ threadId, record, names },
    zoneOffsetMs: event.zoneOffsetMs,
  });
}

function queueCard(world: MailWorld, event: CardEvent): CardView {
  const started = world.now();
  const thread = world.mail.openThread(event.messageId, event.accessToken);
  const ticket = ticketOfThread(thread.messages, ownerOf(world));
  if (ticket.kind === 'left') return leftCard(thread.id, ticket.why);
  try {
    const { desk } = chosenDesk(world);
    const { answer, outbreak } = ask(world, desk, thread.id, ticket);
    const card = withOutbreak(answerCardOf(world, thread.id, ticket, answer), outbreak);
    const model = answer.models['queue'];
    if (model !== undefined && world.now() - started < QUICK_MS) keepModel(world, desk, model);
    return card;
  } catch (error) {
    if (!(error instanceof Problem) || !isPassing(error)) throw error;
    const here = predictHere(world, readMailSettings(world).desk, ticket);
    if (!here) throw error;
    const shown: ShownPrediction = {
      ...{ decision: 'review', queue: here.queue, confidence: here.confidence, runnerUps: here.runnerUps },
      ...{
        reason: messages.mail.smallReason,
        words: here.words,
        language: '',
        standIn: messages.mail.smallModel,
      },
    };
    return cardOf(world, thread.id, ticket, shown);
  }
}

/** The prediction, and the newest outbreak that is open on the desk. */
function ask(
  world: MailWorld,
  desk: string,
  threadId: string,
  ticket: Ticket,
): { readonly answer: TriageAnswer; readonly outbreak: HealthOutbreak | null } {
  const { subject, body } = ticket;
  const asked = { desk, runId: PROXY_RUN, fields: ['queue'], deadlineMs: DEADLINE_MS };
  const request = triageRequest(asked, [wireTicket({ id: threadId, subject, body, channel: 'mail' })]);
  const [predicted, health] = world.http.send([request, healthRequest(desk)]);
  if (!predicted) throw new Problem('internal', messages.unexpectedAnswer);
  return { answer: answerOf(predicted, parseTriageAnswer), outbreak: openOutbreak(health) };
}

function answerCardOf(world: MailWorld, threadId: string, ticket: Ticket, answer: TriageAnswer): CardView {
  const refused = answer.problems[0];
  if (refused) throw new Problem('ticket_invalid', refused.message);
  const prediction = answer.predictions[0];
  const predicted = prediction?.fields['queue'];
  if (!prediction || !predicted) throw new Problem('internal', messages.unexpectedAnswer);
  rememberNames(world, answer.labelNames['queue'] ?? {});
  if (predicted.decision === 'audit')
    return blindCard(permissionsOf(world.deployment), threadId, readNames(world));
  return cardOf(world, threadId, ticket, shownOf(predicted, prediction.language));
}

function shownOf(predicted: Exclude<FieldAnswer, { decision: 'audit' }>, language: string): ShownPrediction {
  const { decision, confidence, reason, alternatives, explanation, fallback } = predicted;
  return {
    ...{ decision, confidence, reason, language, standIn: fallback ?? '' },
    queue: predicted.decision === 'abstain' ? '' : predicted.label,
    runnerUps: alternatives.map((alternative) => ({
      queue: alternative.label,
      confidence: alternative.confidence,
    })),
    words: explanation.filter(({ weight }) => weight > 0).map(({ text }) => text),
  };
}

function cardOf(world: MailWorld, threadId: string, ticket: Ticket, shown: ShownPrediction): CardView {
  const permissions = permissionsOf(world.deployment);
  const similar = permissions.mayLabel ? similarThreads(world, threadId, shown.words) : [];
  const { subject, attachments } = ticket;
  return predictionCard(
    permissions,
    { threadId, subject, attachments, similar, names: readNames(world) },
    shown,
  );
}

function leftCard(threadId: string, why: LeftAlone): CardView {
  const { leftAlone, decided } = messages.mail;
  return plainCard(messages.title, messages.mail.question, [
    { kind: 'fact', icon: 'check_circle', top: decided.left, text: cardText(leftAlone[why]), bottom: '' },
    { kind: 'text', text: leftAlone.advice },
    otherChoices(threadId),
  ]);
}
