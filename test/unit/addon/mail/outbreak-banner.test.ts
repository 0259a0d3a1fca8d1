// What a Gmail card tells of an open outbreak.
import { describe, expect, it } from '@jest/globals';
import type { CardView } from '../../../../src/addon/card.ts';
import { openOutbreak, withOutbreak } from '../../../../src/addon/mail/outbreak-banner.ts';
import type { HttpResult } from '../../../../src/addon/ports.ts';

const outbreak = (state: string) => ({
  ...{ id: 'o-1', state, isVolumeOnly: false, label: 'network', seen: 12, expected: 0.8 },
  ...{ firstSeenAt: 1, lastSeenAt: 2, tickets: [] },
});
const healthWith = (...states: string[]) => ({
  ...{ audits: {}, signals: [], queues: [], promised: [], volume: [], outbreaks: states.map(outbreak) },
});
const answered = (value: unknown, status = 200): HttpResult => ({
  kind: 'answered',
  status,
  body: JSON.stringify(value),
});
const CARD: CardView = {
  ...{ title: 'Usher', subtitle: '' },
  sections: [{ header: '', widgets: [{ kind: 'text', text: 'Network' }] }],
};
const cardWhere = (health: HttpResult | undefined): string =>
  JSON.stringify(withOutbreak(CARD, openOutbreak(health)));

describe('the card of a mail', () => {
  it.each([
    ['proposed', 'There may be an outbreak: 12 similar tickets so far.'],
    ['confirmed', 'An outbreak is under way: 12 similar tickets so far.'],
  ])('tells of a %s outbreak above everything else', (state, said) => {
    const card = cardWhere(answered(healthWith(state)));
    expect(card.indexOf(said)).toBeGreaterThan(0);
    expect(card.indexOf('Network')).toBeGreaterThan(card.indexOf(said));
  });

  it.each([
    ['nothing is open', answered(healthWith('dismissed', 'resolved'))],
    ['the proxy knows no health yet', answered({ code: 'not_found', detail: 'Nothing here.' }, 404)],
    ['health cannot be reached', { kind: 'unreachable', message: 'away' } as const],
    ['health is not what it should be', answered([])],
    ['no answer came', undefined],
  ])('shows the prediction alone where %s', (_, health) => {
    const card = cardWhere(health);
    expect(card).toContain('Network');
    expect(card).not.toContain('outbreak');
  });
});
