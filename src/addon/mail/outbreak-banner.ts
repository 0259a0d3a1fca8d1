// What a card tells of an open outbreak on the desk, above whatever else it shows.
import { Problem } from '../../core/contract.ts';
import type { HealthOutbreak } from '../../core/health-schemas.ts';
import { type CardView, cardText } from '../card.ts';
import { parseHealth } from '../health.ts';
import { messages } from '../messages.ts';
import type { HttpRequest, HttpResult } from '../ports.ts';
import { answerOf } from '../proxy.ts';

/** Asks for a desk's health; it goes along with the question about the mail, so that it costs no time. */
export function healthRequest(desk: string): HttpRequest {
  return { method: 'GET', path: `/v1/desks/${desk}/health` };
}

/** The newest outbreak that is open; null where none is, and where the proxy cannot tell of any. */
export function openOutbreak(answered: HttpResult | undefined): HealthOutbreak | null {
  if (answered === undefined) return null;
  try {
    const { outbreaks } = answerOf(answered, parseHealth);
    return outbreaks.find(({ state }) => state === 'proposed' || state === 'confirmed') ?? null;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

/** The card with the outbreak told first; the card itself where there is none. */
export function withOutbreak(card: CardView, outbreak: HealthOutbreak | null): CardView {
  if (outbreak === null) return card;
  const text = cardText(messages.health.mailBanner(outbreak.seen, outbreak.state === 'confirmed'));
  return { ...card, sections: [{ header: '', widgets: [{ kind: 'text', text }] }, ...card.sections] };
}
