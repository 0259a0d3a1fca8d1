// What of an open mail would leave the proxy for a model outside, as the desk's rules mask it: asked for by a person, and shown to them.
import { type CardAnswer, cardText, plainCard, type Widget } from '../card.ts';
import { messages } from '../messages.ts';
import { exchange, parseRedaction, type Redaction, wireTicket } from '../proxy.ts';
import { answerPress } from './card-troubles.ts';
import type { CardEvent, MailWorld } from './mail-ports.ts';
import { ownerOf } from './mail-request.ts';
import { chosenDesk } from './mail-settings.ts';
import { ticketOfThread } from './thread-ticket.ts';

/** A card is no reader for long texts. */
const SHOWN_CHARACTERS_MAX = 3_000;

export function showWhatLeaves(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, (patient) => {
    const thread = patient.mail.openThread(event.messageId, event.accessToken);
    const ticket = ticketOfThread(thread.messages, ownerOf(world));
    const { leaves } = messages.mail;
    if (ticket.kind === 'left') return { notice: messages.mail.leftAlone[ticket.why] };
    const { subject, body } = wireTicket({
      id: thread.id,
      subject: ticket.subject,
      body: ticket.body,
      channel: '',
    });
    const request = {
      method: 'POST' as const,
      path: '/v1/redact',
      body: JSON.stringify({ desk: chosenDesk(patient).desk, subject, body }),
    };
    const redaction = exchange(patient.http, request, parseRedaction);
    return { card: { how: 'push', view: plainCard(messages.title, leaves.title, widgets(redaction)) } };
  });
}

function widgets({ mode, outcome, text, counts }: Redaction): Widget[] {
  const { leaves } = messages.mail;
  const kinds = Object.entries(counts).map(([kind, count]) => `${kind}: ${count}`);
  const shown =
    text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)} ${leaves.cut}` : text;
  const found: Widget = {
    kind: 'fact',
    icon: 'visibility_off',
    top: leaves.found,
    text: cardText(kinds.length > 0 ? kinds.join(', ') : leaves.none),
    bottom: '',
  };
  if (outcome === 'blocked') return [{ kind: 'text', text: leaves.blocked }, found];
  return [
    { kind: 'text', text: leaves[mode] },
    { kind: 'text', text: cardText(shown).replace(/\n/g, '<br>') },
    ...(mode === 'off' ? [] : [found]),
  ];
}
