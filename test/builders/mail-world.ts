// A mailbox in the sandbox with a real proxy: a desk whose queues are proven, the built Gmail bundle of any scope variant, and what a
// person presses.
import { teachMailDesk } from '../../sandbox/chaos/gmail-desk.ts';
import { createRandom } from '../../sandbox/google/random.ts';
import { type LocalProxy, startLocalProxy } from '../../sandbox/local-proxy.ts';
import { LEAD, proxyOptions, readBuiltAddon } from '../../sandbox/sample-world.ts';
import { createWorld, type World, type WorldOptions } from '../../sandbox/world.ts';

export interface MailBench {
  readonly proxy: LocalProxy;
  /** A mailbox with the add-on of a scope variant, such as `gmail-labels`. */
  world(variant: string, options?: Partial<WorldOptions>): Promise<World>;
  close(): Promise<void>;
}

/** Starts the proxy with a taught desk; `environment` adds to its settings. */
export async function startMailBench(environment: Record<string, string> = {}): Promise<MailBench> {
  const proxy = await startLocalProxy({ owners: LEAD.email, now: Date.now, environment });
  await teachMailDesk(proxy, createRandom(1));
  const worlds: World[] = [];
  return {
    proxy,
    world: async (variant, options = {}) => {
      const built = await readBuiltAddon(`variants/${variant}`);
      const world = createWorld({
        ...built,
        ...proxyOptions(built, proxy),
        ...{ user: LEAD, start: Date.now(), kind: 'gmail', seed: worlds.length + 1 },
        ...options,
      });
      worlds.push(world);
      return world;
    },
    close: async () => {
      for (const world of worlds) world.close();
      await proxy.close();
    },
  };
}

/** What of a card's JSON tests look at. */
export interface SeenCard {
  readonly json: string;
  /** Texts of the card without their tags, in their order. */
  readonly texts: readonly string[];
  /** Function and parameters of each button by its text. */
  readonly buttons: ReadonlyMap<
    string,
    { readonly functionName: string; readonly parameters: Record<string, string> }
  >;
  /** Names and values of inputs. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly widgets: number;
}

export interface Answer {
  readonly card: SeenCard | null;
  readonly how: 'shown' | 'pushed' | 'none';
  readonly notice: string;
  readonly link: string;
  readonly virtualMs: number;
  readonly requests: number;
}

/** A mail arrives: the message's id. */
export function receive(world: World, subject: string, plain: string, more: object = {}): string {
  return world.mailbox.receive({
    from: 'Ana <ana@customer.example>',
    to: LEAD.email,
    subject,
    plain,
    ...more,
  }).id;
}

/** Calls a card function beside a mail (or on the home card when `messageId` is empty). Throws when the script fails. */
export function call(
  world: World,
  functionName: string,
  messageId = '',
  parameters: Record<string, string> = {},
  inputs: Record<string, string> = {},
): Answer {
  const formInputs = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, { stringInputs: { value: [value] } }]),
  );
  const event = {
    commonEventObject: {
      ...{ hostApp: 'GMAIL', platform: 'WEB', parameters, formInputs },
      timeZone: { id: 'Europe/Berlin', offset: 3_600_000 },
    },
    ...(messageId === '' ? {} : { gmail: world.mailbox.open(messageId) }),
  };
  const { value, error, virtualMs, calls } = world.call(functionName, [event], { entry: 'card' });
  if (error !== undefined) throw new Error(error.message);
  const answer = value as Record<string, unknown>;
  const steps = (answer['navigation'] as { navigations?: Record<string, unknown>[] } | undefined)
    ?.navigations;
  const last = steps?.at(-1);
  const card = answer['sections'] ? answer : (last?.['updateCard'] ?? last?.['pushCard'] ?? null);
  return {
    card: card === null ? null : seen(card),
    how: card === null ? 'none' : last?.['pushCard'] ? 'pushed' : 'shown',
    notice: String((answer['notification'] as { text?: string } | undefined)?.text ?? ''),
    link: String((answer['link'] as { url?: string } | undefined)?.url ?? ''),
    ...{ virtualMs, requests: calls.requests },
  };
}

/** Tickets that are picked for a blind audit in a row at most; a desk audits a small random share. */
const AUDITS_MAX = 20;

/**
 * A mail that arrives and is asked about, and is not one of those that are audited blind: mails of one text are audited together, so the
 * next try asks about another.
 */
export function ask(
  world: World,
  subject: string,
  plain: string,
  more: object = {},
): Answer & { readonly id: string } {
  for (let tries = 0; tries < AUDITS_MAX; tries++) {
    const id = receive(world, subject, `${plain}${'!'.repeat(tries)}`, more);
    const answer = call(world, 'onShowQueue', id);
    if (!answer.card?.texts.some((text) => /^(Checked blind|Blinde Stichprobe)$/.test(text)))
      return { ...answer, id };
  }
  throw new Error('Every ticket was audited.');
}

/** Presses a button of a card by its text. */
export function pressOn(
  world: World,
  card: SeenCard | null,
  text: string,
  messageId = '',
  inputs = {},
): Answer {
  const button = card?.buttons.get(text);
  if (!button)
    throw new Error(`The card has no button “${text}”: ${[...(card?.buttons.keys() ?? [])].join(', ')}`);
  return call(world, button.functionName, messageId, button.parameters, inputs);
}

function seen(card: unknown): SeenCard {
  const json = JSON.stringify(card);
  const texts: string[] = [];
  const buttons = new Map<string, { functionName: string; parameters: Record<string, string> }>();
  const inputs = new Map<string, string>();
  let widgets = 0;
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string' && /^(text|topLabel|bottomLabel|title|subtitle|header)$/.test(key))
      texts.push(value.replace(/<br>/g, '\n').replace(/<[^>]*>/g, ''));
    if (Array.isArray(value)) {
      if (key === 'widgets') widgets += value.length;
      for (const one of value) walk(one, key);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const record = value as Record<string, unknown>;
    const action = (
      record['onClick'] as { action?: { function?: string; parameters?: { key: string; value: string }[] } }
    )?.action;
    if (action?.function !== undefined)
      buttons.set(String(record['text']), {
        functionName: action.function,
        parameters: Object.fromEntries(
          (action.parameters ?? []).map(({ key: name, value: text }) => [name, text]),
        ),
      });
    if (typeof record['name'] === 'string' && typeof record['label'] === 'string')
      inputs.set(record['name'], String(record['value'] ?? ''));
    for (const [name, inner] of Object.entries(record)) walk(inner, name);
  };
  walk(card, '');
  return { json, texts, buttons, inputs, widgets };
}

/** Names of the Gmail labels on a message's thread. */
export function labelsOn(world: World, messageId: string): string[] {
  const thread = world.mailbox.message(messageId)?.threadId ?? '';
  return [...(world.mailbox.threads.get(thread)?.labels ?? [])].sort();
}

/** The hourly trigger fires. */
export function runSchedule(world: World) {
  const { error, calls, virtualMs } = world.call('onMailSchedule', [{}], { entry: 'time-trigger' });
  if (error !== undefined) throw new Error(error.message);
  return { calls, virtualMs };
}
