// What Usher reads and writes of the mailbox in a day. Google lets a person's scripts do so many; a run stops well before that, so that
// the person's other scripts and the card beside an open mail still work.
import { isRecord } from '../settings.ts';
import { tokenClaims } from '../token-claims.ts';
import type { MailPort, MailWorld } from './mail-ports.ts';

const BUDGET_KEY = 'usher.mail.budget';
/** Google counts from the first use on, for 24 hours. */
const DAY_MS = 86_400_000;
/** Reads and writes a day (developers.google.com/apps-script/guides/services/quotas), and the share that scheduled runs may take. */
const CONSUMER = 20_000;
const WORKSPACE = 50_000;
const SHARE = 0.85;

interface MailBudget {
  readonly since: number;
  readonly used: number;
}

type Spending = Pick<MailWorld, 'settings' | 'now'>;

/** How many more calls a run may make today. */
export function callsLeft(world: Spending & Pick<MailWorld, 'deployment'>): number {
  const all = tokenClaims(world.deployment.identityToken())?.domain ? WORKSPACE : CONSUMER;
  return Math.max(0, Math.floor(all * SHARE) - readBudget(world).used);
}

/** Adds what an execution has used. */
export function spendCalls(world: Spending, used: number): void {
  if (used === 0) return;
  const budget = readBudget(world);
  world.settings.write(BUDGET_KEY, JSON.stringify({ since: budget.since, used: budget.used + used }));
}

function readBudget({ settings, now }: Spending): MailBudget {
  const fresh = { since: now(), used: 0 };
  const text = settings.read(BUDGET_KEY);
  if (text === null) return fresh;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return fresh;
    const { since, used } = value;
    if (typeof since !== 'number' || typeof used !== 'number' || now() - since >= DAY_MS) return fresh;
    return { since, used };
  } catch {
    return fresh;
  }
}

/** The same mailbox, and how many reads and writes went into it: a call over several threads counts as many. */
export function countingMail(mail: MailPort): { readonly mail: MailPort; readonly used: () => number } {
  let used = 0;
  const count = <T>(calls: number, deed: () => T): T => {
    used += calls;
    return deed();
  };
  return {
    used: () => used,
    mail: {
      openThread: (messageId, token) => count(2, () => mail.openThread(messageId, token)),
      search: (query, start, most) => count(1, () => mail.search(query, start, most)),
      threadsUnder: (label, start, most) => count(1, () => mail.threadsUnder(label, start, most)),
      messagesOf: (ids) =>
        count(ids.length, () => {
          const threads = [...mail.messagesOf(ids)].map(([id, messages]) => {
            const counted = messages.map((message) => ({
              id: message.id,
              source: () => count(1, message.source),
              plainBody: () => count(1, message.plainBody),
            }));
            return [id, counted] as const;
          });
          return new Map(threads);
        }),
      labelsOf: (id) => count(3, () => mail.labelsOf(id)),
      labels: () => count(1, () => mail.labels()),
      createLabel: (name) => count(2, () => mail.createLabel(name)),
      renameLabel: (label, name) => count(1, () => mail.renameLabel(label, name)),
      addLabel: (label, ids) => count(ids.length, () => mail.addLabel(label, ids)),
      removeLabel: (label, ids) => count(ids.length, () => mail.removeLabel(label, ids)),
      historyMark: () => count(1, () => mail.historyMark()),
      labelsAddedSince: (mark) => count(1, () => mail.labelsAddedSince(mark)),
    },
  };
}
