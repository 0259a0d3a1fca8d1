import { describe, expect, it } from '@jest/globals';
import { callsLeft, countingMail, spendCalls } from '../../../../src/addon/mail/mail-budget.ts';
import type { MailPort, MailStore } from '../../../../src/addon/mail/mail-ports.ts';

const DAY_MS = 86_400_000;
const claims = (hd?: string) => Buffer.from(JSON.stringify({ aud: 'a', hd })).toString('base64url');

function aWorld(domain?: string) {
  const kept = new Map<string, string>();
  const settings: MailStore = {
    owner: () => '',
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => void kept.set(key, value),
    writeAll: (values) => Object.entries(values).forEach(([key, value]) => void kept.set(key, value)),
    remove: (key) => void kept.delete(key),
    entries: () => ({}),
  };
  const clock = { now: 1_000 };
  const deployment = {
    ...{ scopes: [], allowlist: [], needsConsent: () => false, userEmail: () => '' },
    identityToken: () => `h.${claims(domain)}.s`,
  };
  return { settings, deployment, clock, now: () => clock.now };
}

const MAIL: MailPort = {
  openThread: () => ({ id: 't', messages: [] }),
  search: () => [],
  threadsUnder: () => [],
  messagesOf: (ids) => new Map(ids.map((id) => [id, [{ id, source: () => '', plainBody: () => '' }]])),
  labelsOf: () => [],
  labels: () => [],
  createLabel: (name) => ({ id: name, name }),
  renameLabel: () => true,
  addLabel: () => undefined,
  removeLabel: () => undefined,
  historyMark: () => null,
  labelsAddedSince: () => null,
};

describe('what Usher reads of a mailbox in a day', () => {
  it('stays below what Google allows a consumer, and a Workspace account', () => {
    expect([callsLeft(aWorld()), callsLeft(aWorld('example.com'))]).toEqual([17_000, 42_500]);
  });

  it('goes down with what runs use, and is whole again after a day', () => {
    const world = aWorld();
    spendCalls(world, 16_000);
    spendCalls(world, 500);
    const left = callsLeft(world);
    world.clock.now += DAY_MS;
    expect([left, callsLeft(world)]).toEqual([500, 17_000]);
  });

  it('counts a call over several threads as many calls, and each message that is read', () => {
    const { mail, used } = countingMail(MAIL);
    const ids = ['a', 'b', 'c'];
    for (const [message] of mail.messagesOf(ids).values()) message?.source();
    mail.addLabel({ id: 'l', name: 'l' }, ids);
    mail.search('is:unread', 0, 500);
    expect(used()).toBe(3 + 3 + 3 + 1);
  });
});
