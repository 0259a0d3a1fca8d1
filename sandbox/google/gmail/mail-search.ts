// Gmail's search, as far as a triage needs it. An operator that is not known here is an error, never ignored.
import { NotInSandboxError } from '../errors.ts';
import type { Mail, Mailbox, MailThread } from './mailbox.ts';

const UNITS_MS: Record<string, number> = {
  h: 3_600_000,
  d: 86_400_000,
  m: 30 * 86_400_000,
  y: 365 * 86_400_000,
};
const TERM = /(-?)(?:([a-z_]+):)?(?:"([^"]*)"|\(([^)]*)\)|(\S+))/gi;

type Holds = (thread: MailThread) => boolean;

/** Threads that meet every term, newest first. */
export function searchThreads(mailbox: Mailbox, query: string): MailThread[] {
  const terms = [...query.matchAll(TERM)].map(([whole, minus, operator, quoted, group, word]) => {
    const value = quoted ?? group ?? word ?? '';
    if (operator === undefined && /^(OR|AND)$/.test(whole)) {
      throw new NotInSandboxError(`Gmail's search operator ${whole} is not in the sandbox.`);
    }
    const holds = termOf(operator?.toLowerCase(), value, mailbox.now);
    return minus === '-' ? (thread: MailThread) => !holds(thread) : holds;
  });
  return newestFirst(mailbox, (thread) => terms.every((holds) => holds(thread)));
}

/** Threads that bear a label, newest first. */
export function threadsUnder(mailbox: Mailbox, label: string): MailThread[] {
  return newestFirst(mailbox, (thread) => thread.labels.has(label));
}

/** What lies in the bin is found by no search that does not ask for it. */
function newestFirst(mailbox: Mailbox, holds: Holds): MailThread[] {
  const found = [...mailbox.threads.values()].filter((thread) => !thread.isInTrash && holds(thread));
  const newest = new Map(found.map((thread) => [thread, newestIn(thread)]));
  return found.sort((a, b) => (newest.get(b) ?? 0) - (newest.get(a) ?? 0));
}

function newestIn(thread: MailThread): number {
  return Math.max(...thread.messages.map((mail) => mail.at));
}

function some(holds: (mail: Mail) => boolean): Holds {
  return (thread) => thread.messages.some(holds);
}

function termOf(operator: string | undefined, value: string, now: number): Holds {
  const lower = value.toLowerCase();
  const has = (text: string): boolean => text.toLowerCase().includes(lower);
  switch (operator) {
    case undefined:
      return some((mail) => has(`${mail.subject} ${mail.from} ${mail.to} ${mail.plain ?? mail.html ?? ''}`));
    case 'label':
      return (thread) => [...thread.labels].some((name) => searchName(name) === searchName(value));
    case 'is':
      return stateOf(lower);
    case 'in':
      if (lower === 'inbox') return (thread) => thread.isInInbox;
      if (lower === 'anywhere') return () => true;
      if (lower === 'chats' || lower === 'spam' || lower === 'trash') return () => false;
      break;
    case 'has':
      if (lower === 'attachment') return some((mail) => mail.attachments.length > 0);
      if (lower === 'nouserlabels') return (thread) => thread.labels.size === 0;
      break;
    case 'subject':
      return some((mail) => has(mail.subject));
    case 'from':
      return some((mail) => has(mail.from));
    case 'to':
      return some((mail) => has(mail.to));
    case 'newer_than':
      return (thread) => newestIn(thread) > now - ageOf(lower);
    case 'older_than':
      return (thread) => newestIn(thread) <= now - ageOf(lower);
    case 'after':
      return (thread) => newestIn(thread) >= momentOf(value);
    case 'before':
      return (thread) => newestIn(thread) < momentOf(value);
    default:
      break;
  }
  throw new NotInSandboxError(`Gmail's search term ${operator ?? ''}:${value} is not in the sandbox.`);
}

function stateOf(state: string): Holds {
  if (state === 'unread') return some((mail) => mail.isUnread);
  if (state === 'read') return (thread) => thread.messages.every((mail) => !mail.isUnread);
  throw new NotInSandboxError(`Gmail's search term is:${state} is not in the sandbox.`);
}

/** Gmail's search writes blanks and slashes of label names as hyphens. */
function searchName(name: string): string {
  return name.toLowerCase().replace(/[\s/]+/g, '-');
}

function ageOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d+)([hdmy])$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (unitMs === undefined)
    throw new NotInSandboxError(`Gmail's search does not know the age "${text}" in the sandbox.`);
  return Number(count) * unitMs;
}

/** `YYYY/MM/DD`, or seconds since 1970. */
function momentOf(text: string): number {
  const day = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/.exec(text);
  if (day !== null) return Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
  if (/^\d{9,}$/.test(text)) return Number(text) * 1_000;
  throw new NotInSandboxError(`Gmail's search does not know the date "${text}" in the sandbox.`);
}
