// The approved looks of the cards: the built Gmail add-on over answers that are written here, so that a model that learns
// something new changes no picture.
import { LEAD, proxyOptions, readBuiltAddon } from '../../sandbox/sample-world.ts';
import { createWorld, type World } from '../../sandbox/world.ts';

export interface GoldenState {
  readonly name: string;
  readonly state: unknown;
}

interface Case {
  readonly name: string;
  /** The proxy's answer to the press of the button; undefined for none. */
  readonly answer: { readonly status: number; readonly body: unknown } | 'unreachable' | undefined;
}

const START = Date.UTC(2026, 10, 24, 8);
const LABELS = {
  network: 'Network & VPN',
  accounts: 'Access & Accounts',
  hardware: 'Hardware',
  security: 'Security',
};

const field = (changes: object) => ({
  ...{ decision: 'review', label: 'network', confidence: 0.94, backend: 'embedded', model: 'model-7' },
  alternatives: [
    { label: 'hardware', confidence: 0.04 },
    { label: 'accounts', confidence: 0.02 },
  ],
  reason: 'Nothing is proven for this queue yet, so it stays a suggestion.',
  explanation: [
    { text: 'vpn', weight: 1.2 },
    { text: 'tunnel', weight: 0.8 },
  ],
  ...changes,
});

const answered = (changes: object): Case['answer'] => ({
  status: 200,
  body: {
    runId: 'mail-1',
    models: { queue: 'model-7' },
    labelNames: { queue: LABELS },
    predictions: [{ id: 'thread', language: 'en', fields: { queue: field(changes) } }],
    problems: [],
    usage: { tickets: 1, replayed: 0 },
  },
});

const CASES: readonly Case[] = [
  { name: 'card-open-mail', answer: undefined },
  { name: 'card-suggestion', answer: answered({}) },
  {
    name: 'card-assigned',
    answer: answered({
      decision: 'assign',
      confidence: 0.99,
      reason: 'Proven: at most 5 % of the tickets routed to this queue are wrong.',
    }),
  },
  { name: 'card-unsure', answer: answered({ confidence: 0.41 }) },
  {
    name: 'card-no-queue-fits',
    answer: answered({
      decision: 'abstain',
      confidence: 0.12,
      reason: 'The model knows none of the words in this ticket.',
    }),
  },
  {
    name: 'card-blind-audit',
    answer: answered({
      decision: 'audit',
      reason: 'This ticket is checked blind: decide without a suggestion.',
    }),
  },
  {
    name: 'card-fallback',
    answer: answered({ fallback: 'Vertex AI did not answer in time; the embedded model did.' }),
  },
  { name: 'card-proxy-away', answer: 'unreachable' },
  {
    name: 'card-refused',
    answer: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Forbidden',
        status: 403,
        code: 'forbidden',
        detail: 'You are no member of this desk.',
      },
    },
  },
];

/** The cards as JSON, by name. */
export async function goldenStates(): Promise<GoldenState[]> {
  const built = await readBuiltAddon('gmail');
  const proxy = { origin: 'http://127.0.0.1:9', tokenFor: () => 'golden' };
  return CASES.map(({ name, answer }) => {
    const world = createWorld({
      ...built,
      ...proxyOptions(built, proxy),
      user: LEAD,
      start: START,
      kind: 'gmail',
    });
    try {
      return { name, state: cardOf(world, answer) };
    } finally {
      world.close();
    }
  });
}

function cardOf(world: World, answer: Case['answer']): unknown {
  const mail = world.mailbox.receive({
    from: 'ines@usher.example',
    subject: 'VPN drops & <b>breaks</b>',
    plain: 'The vpn tunnel drops.',
  });
  const event = {
    commonEventObject: { hostApp: 'GMAIL', platform: 'WEB', parameters: {} },
    gmail: world.mailbox.open(mail.id),
  };
  const call = (functionName: string): unknown => {
    const { value, error } = world.call(functionName, [event], { entry: 'card' });
    if (error !== undefined) throw new Error(error.message);
    return value;
  };
  if (answer === undefined) return call('onGmailMessage');
  if (answer === 'unreachable') world.faults.nextFetches(10, 'unreachable');
  else {
    world.faults.nextFetches(1, {
      status: 200,
      body: JSON.stringify({ desks: [{ id: 'it', name: 'IT', role: 'lead' }] }),
    });
    world.faults.nextFetches(3, { status: answer.status, body: JSON.stringify(answer.body) });
  }
  return shownCard(call('onShowQueue'));
}

/** The card that an answer puts in the present one's place. */
function shownCard(answer: unknown): unknown {
  const { navigation } = answer as { navigation?: { navigations?: readonly { updateCard?: unknown }[] } };
  return navigation?.navigations?.[0]?.updateCard ?? answer;
}
