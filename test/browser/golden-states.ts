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
  /** The add-on's scope variant; the one with all scopes where nothing is said. */
  readonly variant?: 'gmail' | 'gmail-everything';
  readonly locale?: string;
  /** What is done before the picture; the answer of the last call is it. */
  readonly play: (stage: Stage) => unknown;
}

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** A mailbox with one open mail, and a proxy that says what it is told to. */
interface Stage {
  readonly world: World;
  /** The next requests are answered so, each once. */
  says(...answers: readonly Answer[]): void;
  call(functionName: string, parameters?: Readonly<Record<string, string>>): unknown;
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

const answered = (changes: object) => ({
  body: {
    runId: 'mail-1',
    models: { queue: 'model-7' },
    labelNames: { queue: LABELS },
    predictions: [{ id: 'thread', language: 'en', fields: { queue: field(changes) } }],
    problems: [],
    usage: { tickets: 1, replayed: 0 },
  },
});

const DESKS = { body: { desks: [{ id: 'it', name: 'IT service desk', role: 'lead' }] } };
const DESK = {
  body: {
    ...{ id: 'it', name: 'IT service desk' },
    fields: [
      { id: 'queue', name: 'Queue', labels: Object.entries(LABELS).map(([id, name]) => ({ id, name })) },
    ],
  },
};
const NO_MODEL = { status: 404, body: {} };
const NO_HEALTH = { status: 404, body: {} };
const OUTBREAK = {
  body: {
    ...{ audits: {}, signals: [], queues: [], promised: [], volume: [] },
    outbreaks: [
      {
        ...{ id: 'o-1', state: 'proposed', isVolumeOnly: false, label: 'network', seen: 12, expected: 0.8 },
        ...{ firstSeenAt: START, lastSeenAt: START, tickets: [] },
      },
    ],
  },
};

/** Asks about the open mail and is answered so. */
function asked({ says, call }: Stage, changes: object, health: Answer = NO_HEALTH): unknown {
  says(DESKS, answered(changes), health);
  return call('onShowQueue');
}

/** Refused before anything else. */
const refused =
  (status: number, code: string, detail: string) =>
  ({ says, call }: Stage): unknown => {
    const body = { type: 'about:blank', title: code, status, code, detail };
    says({ status, body });
    return call('onShowQueue');
  };

const SUBJECTS = [
  ...[
    'VPN drops every ten minutes',
    'No wifi in the lobby',
    'Tunnel asks for a certificate',
    'Router blinks red',
  ],
  ...['Locked out after password change', 'Badge does not open the garage', 'New laptop for a student'],
];

/** An hourly run over a mailbox of some threads: the first four are left to people, the others are proven. */
function triaged({ world, says, call }: Stage): void {
  const ids = SUBJECTS.map(
    (subject) => world.mailbox.receive({ from: 'ana@customer.example', subject, plain: subject }).threadId,
  );
  const open = [...world.mailbox.threads.keys()].filter((id) => !ids.includes(id));
  const prediction = (id: string, changes: object) => ({
    id,
    language: 'en',
    fields: { queue: field(changes) },
  });
  const predictions = [
    ...open.map((id) => prediction(id, { label: 'network' })),
    ...ids.slice(0, 4).map((id) => prediction(id, { label: 'network' })),
    ...ids.slice(4, 5).map((id) => prediction(id, { label: 'accounts' })),
    ...ids.slice(5).map((id) => prediction(id, { decision: 'assign', label: 'hardware' })),
  ];
  says(DESKS, DESK, { body: { ...answered({}).body, predictions } }, NO_MODEL);
  call('onTriageMailbox');
}

const CASES: readonly Case[] = [
  { name: 'card-open-mail', variant: 'gmail', play: ({ call }) => call('onGmailMessage') },
  { name: 'card-suggestion', play: (stage) => asked(stage, {}) },
  { name: 'card-outbreak', play: (stage) => asked(stage, {}, OUTBREAK) },
  { name: 'card-suggestion-german', locale: 'de', play: (stage) => asked(stage, {}) },
  {
    name: 'card-assigned',
    play: (stage) =>
      asked(stage, {
        ...{ decision: 'assign', confidence: 0.99 },
        reason: 'Proven: at most 5 % of the tickets routed to this queue are wrong.',
      }),
  },
  { name: 'card-unsure', play: (stage) => asked(stage, { confidence: 0.41 }) },
  {
    name: 'card-no-queue-fits',
    play: (stage) =>
      asked(stage, {
        ...{ decision: 'abstain', confidence: 0.12 },
        reason: 'The model knows none of the words in this ticket.',
      }),
  },
  {
    name: 'card-blind-audit',
    play: (stage) => {
      asked(stage, {});
      stage.says(
        answered({ decision: 'audit', reason: 'This ticket is checked blind.' }),
        NO_HEALTH,
        NO_MODEL,
      );
      return stage.call('onShowQueue');
    },
  },
  {
    name: 'card-fallback',
    play: (stage) => asked(stage, { fallback: 'Vertex AI did not answer in time; the embedded model did.' }),
  },
  {
    name: 'card-least-scopes',
    variant: 'gmail',
    play: (stage) => asked(stage, {}),
  },
  {
    name: 'card-labelled-by-usher',
    play: (stage) => {
      const [open] = stage.world.mailbox.threads.keys();
      const body = {
        ...answered({}).body,
        predictions: [{ id: open, language: 'en', fields: { queue: field({ decision: 'assign' }) } }],
      };
      stage.says(DESKS, DESK, { body }, NO_MODEL);
      stage.call('onTriageMailbox');
      return stage.call('onGmailMessage');
    },
  },
  {
    name: 'card-waits-for-review',
    play: (stage) => {
      triaged(stage);
      return stage.call('onGmailMessage');
    },
  },
  {
    name: 'card-chosen-by-person',
    play: (stage) => {
      triaged(stage);
      const [threadId = ''] = stage.world.mailbox.threads.keys();
      return stage.call('onApplyQueue', { threadId, queue: 'network' });
    },
  },
  {
    name: 'card-no-ticket',
    play: (stage) => {
      const [threadId = ''] = stage.world.mailbox.threads.keys();
      return stage.call('onNotTicket', { threadId });
    },
  },
  {
    name: 'card-left-alone',
    play: ({ world, call }) => {
      world.mailbox.receive({
        ...{ from: 'ana@customer.example', subject: 'Automatic reply: away', plain: 'I am away.' },
        headers: { 'Auto-Submitted': 'auto-replied' },
      });
      return call('onShowQueue');
    },
  },
  {
    name: 'card-choose-queue',
    play: (stage) => {
      stage.says(DESKS, DESK);
      return stage.call('onChooseAnother', { threadId: 'thread' });
    },
  },
  {
    name: 'card-what-leaves',
    play: ({ says, call }) => {
      const text = 'VPN drops\nCall me at [PHONE] or [EMAIL]. The vpn tunnel drops.';
      says(DESKS, { body: { mode: 'redact', outcome: 'send', text, counts: { phone: 1, email: 1 } } });
      return call('onWhatLeaves');
    },
  },
  {
    name: 'card-proxy-away',
    play: ({ world, call }) => {
      world.faults.everyFetch('unreachable');
      return call('onShowQueue');
    },
  },
  { name: 'card-refused', play: refused(403, 'forbidden', 'You are no member of this desk.') },
  { name: 'card-not-signed-in', play: refused(401, 'unauthenticated', 'The token is not valid.') },
  {
    name: 'card-no-desk',
    play: ({ says, call }) => {
      says({ body: { desks: [] } });
      return call('onShowQueue');
    },
  },
  {
    name: 'card-choose-desk',
    play: ({ says, call }) => {
      const two = {
        body: { desks: [...DESKS.body.desks, { id: 'hr', name: 'People & pay', role: 'member' }] },
      };
      says(two, two);
      return call('onShowQueue');
    },
  },
  { name: 'card-home-first-day', play: ({ call }) => call('onGmailHomepage') },
  {
    name: 'card-home',
    play: (stage) => {
      triaged(stage);
      return stage.call('onGmailHomepage');
    },
  },
  {
    name: 'card-home-german',
    locale: 'de',
    play: (stage) => {
      triaged(stage);
      return stage.call('onGmailHomepage');
    },
  },
  { name: 'card-home-least-scopes', variant: 'gmail', play: ({ call }) => call('onGmailHomepage') },
  {
    name: 'card-settings',
    play: (stage) => {
      triaged(stage);
      return stage.call('onOpenMailSettings');
    },
  },
  {
    name: 'card-status',
    play: (stage) => {
      triaged(stage);
      return stage.call('onSheetsHomepage');
    },
  },
];

/** The cards as JSON, by name. */
export async function goldenStates(): Promise<GoldenState[]> {
  const proxy = { origin: 'http://127.0.0.1:9', tokenFor: () => 'golden' };
  const variants = {
    gmail: await readBuiltAddon('variants/gmail'),
    'gmail-everything': await readBuiltAddon('variants/gmail-everything'),
  };
  return CASES.map(({ name, variant, locale, play }) => {
    const built = variants[variant ?? 'gmail-everything'];
    const user = locale === undefined ? LEAD : { ...LEAD, locale };
    const world = createWorld({ ...built, ...proxyOptions(built, proxy), user, start: START, kind: 'gmail' });
    try {
      return { name, state: shownCard(play(stageOf(world))) };
    } finally {
      world.close();
    }
  });
}

/** Functions of cards beside which no mail is open. */
const HOME = /Homepage|TriageMailbox|Settings/;

function stageOf(world: World): Stage {
  world.mailbox.receive({
    ...{ from: 'ines@usher.example', to: 'service@usher.example', subject: 'VPN drops & <b>breaks</b>' },
    plain: 'The vpn tunnel drops.',
    attachments: [{ name: 'log.txt', type: 'text/plain', bytes: new Uint8Array([1]) }],
  });
  return {
    world,
    says: (...answers) => {
      for (const { status = 200, body } of answers)
        world.faults.nextFetches(1, { status, body: JSON.stringify(body) });
    },
    call: (functionName, parameters = {}) => {
      // The newest message is open, or the first when a run has brought others.
      const messages = [...world.mailbox.threads.values()].flatMap((thread) => thread.messages);
      const open = functionName === 'onShowQueue' ? messages.at(-1) : messages[0];
      const event = {
        commonEventObject: {
          ...{ hostApp: 'GMAIL', platform: 'WEB', parameters },
          timeZone: { id: 'Europe/Berlin', offset: 3_600_000 },
        },
        ...(HOME.test(functionName) ? {} : { gmail: world.mailbox.open(open?.id ?? '') }),
      };
      const { value, error } = world.call(functionName, [event], { entry: 'card' });
      if (error !== undefined) throw new Error(error.message);
      const unread = [...world.mailbox.threads.keys()];
      for (const id of unread) world.mailbox.markUnread(id, true);
      return value;
    },
  };
}

/** The card of an answer: one in the present one's place, on top of it, or the answer itself. */
function shownCard(answer: unknown): unknown {
  const { navigation } = answer as {
    navigation?: { navigations?: readonly { updateCard?: unknown; pushCard?: unknown }[] };
  };
  const last = navigation?.navigations?.at(-1);
  return last?.updateCard ?? last?.pushCard ?? answer;
}
