// What a card shows when something is refused: who is not signed in, belongs to no desk or to several, or has met a failure. And the
// patience of a card: Google ends its function after 30 seconds.
import { Problem } from '../../core/contract.ts';
import { type CardAnswer, type CardView, cardText, plainCard, press } from '../card.ts';
import { messages } from '../messages.ts';
import { logDefect } from '../page-answer.ts';
import type { HttpPort } from '../ports.ts';
import type { MailWorld } from './mail-ports.ts';
import { deskChoices } from './mail-settings.ts';

/** A card is there by then in any case, even where the proxy says nothing. */
const CARD_MS_MAX = 20_000;
/** The longest that one request is waited for. */
const REQUEST_SECONDS_MAX = 10;
const DESKS_MAX = 20;

/** Does what a press asked for within the time of a card; a refusal is a card too. */
export function answerPress(world: MailWorld, deed: (world: MailWorld) => CardAnswer): CardAnswer {
  const patient = patientWorld(world);
  try {
    return deed(patient);
  } catch (error) {
    return { card: { how: 'show', view: troubleCard(patient, error) } };
  }
}

/** The same for a card that is shown unasked. */
export function answerCard(world: MailWorld, deed: (world: MailWorld) => CardView): CardView {
  const patient = patientWorld(world);
  try {
    return deed(patient);
  } catch (error) {
    return troubleCard(patient, error);
  }
}

function patientWorld(world: MailWorld): MailWorld {
  const until = world.now() + CARD_MS_MAX;
  const http: HttpPort = {
    send: (requests) => {
      const seconds = Math.min(REQUEST_SECONDS_MAX, Math.floor((until - world.now()) / 1_000));
      if (seconds < 1) return requests.map(() => ({ kind: 'unreachable', message: 'No time is left.' }));
      return world.http.send(requests.map((request) => ({ ...request, timeoutSeconds: seconds })));
    },
  };
  return { ...world, http };
}

function troubleCard(world: MailWorld, error: unknown): CardView {
  const texts = messages.mail;
  if (!(error instanceof Problem)) {
    const number = logDefect(world, error);
    return trouble(texts.troubleTitle, messages.unexpected(number));
  }
  if (error.facts['status'] === 401) return trouble(texts.signIn.title, texts.signIn.text);
  if (error.facts['choice'] === true) return deskChoiceCard(world);
  return trouble(error.code === 'not_found' ? texts.noDeskTitle : texts.troubleTitle, error.message);
}

function trouble(title: string, sentence: string): CardView {
  const { again } = messages.mail.signIn;
  return plainCard(messages.title, title, [
    { kind: 'text', text: cardText(sentence) },
    { kind: 'buttons', buttons: [press(again, 'onShowAgain')] },
  ]);
}

/** One button for each desk of this person. */
export function deskChoiceCard(world: MailWorld): CardView {
  const desks = deskChoices(world).slice(0, DESKS_MAX);
  return plainCard(messages.title, messages.mail.chooseDesk, [
    { kind: 'text', text: messages.mail.chooseDeskText },
    ...desks.map(({ id, name }) => ({
      kind: 'buttons' as const,
      buttons: [press(name, 'onChooseDesk', { desk: id, name })],
    })),
  ]);
}
