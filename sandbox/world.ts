// One sandboxed world: a built add-on bundle, a person, a document or mailbox, and Google's services around them, all in
// memory and on a virtual clock. The wiring of sandbox/google; it decides nothing.
import { stringify } from 'csv-stringify/sync';
import { Authorisation, type Entry } from './google/authorisation.ts';
import { CacheStores } from './google/cache.ts';
import { Clock } from './google/clock.ts';
import { Counts } from './google/counts.ts';
import { Events } from './google/events.ts';
import { Faults } from './google/faults.ts';
import type { Estate } from './google/globals.ts';
import { Mailbox } from './google/gmail/mailbox.ts';
import { DEFAULT_LATENCY, type Latency } from './google/latency.ts';
import { LockTable } from './google/lock.ts';
import { type LogLine, LogRecord } from './google/logger.ts';
import { type Execution, Machine, type Outcome } from './google/machine.ts';
import type { SentMail } from './google/mail-app.ts';
import { PropertyStores } from './google/properties.ts';
import { type Account, type Quota, Quotas } from './google/quotas.ts';
import { createRandom } from './google/random.ts';
import type { Ground, User } from './google/run.ts';
import { Book } from './google/spreadsheet/book.ts';
import { createSyncFetch, type SyncFetch } from './google/sync-fetch.ts';
import { type Trigger, TriggerStore } from './google/trigger-store.ts';
import { UiRecord } from './google/ui-record.ts';
import { Workbook } from './google/workbook.ts';

/** The part of appsscript.json that the sandbox enforces. */
export interface Manifest {
  readonly timeZone?: string;
  readonly oauthScopes?: readonly string[];
  readonly urlFetchWhitelist?: readonly string[];
  readonly addOns?: { readonly common?: { readonly openLinkUrlPrefixes?: readonly string[] } };
  readonly dependencies?: { readonly enabledAdvancedServices?: readonly { readonly userSymbol: string }[] };
}

export interface WorldOptions {
  /** The text of the built bundle. */
  readonly bundle: string;
  readonly manifest: Manifest;
  /** The project's HTML files by name. */
  readonly html?: Readonly<Record<string, string>>;
  readonly user: User;
  /** The spreadsheet's name. */
  readonly title?: string;
  /** Epoch ms at which the virtual clock starts. */
  readonly start: number;
  /** The spreadsheet's; the script's is the manifest's. */
  readonly timeZone?: string;
  readonly locale?: string;
  readonly account?: Account;
  /** Origin of the allowlist → `http://127.0.0.1:PORT`. The server must not run in this thread. */
  readonly remap?: Readonly<Record<string, string>>;
  readonly identityToken?: (user: User, now: number) => string;
  readonly seed?: number;
  readonly latency?: Partial<Latency>;
  /** Daily quotas other than Google's, to reach them sooner. */
  readonly quotas?: Partial<Record<Quota, number>>;
  /** `sheet`: a script bound to a spreadsheet. `gmail`: a standalone add-on without a document. */
  readonly kind?: 'sheet' | 'gmail';
  /** Stops an execution that hangs, in this machine's time. */
  readonly realTimeoutMs?: number;
  /** Shared by several worlds to save threads; without it the world has its own. */
  readonly fetcher?: SyncFetch;
}

export interface World {
  /** The document in the hands of the world's user. A `gmail` world has one too, which its script may open by its id, if at all. */
  readonly spreadsheet: Workbook;
  readonly mailbox: Mailbox;
  /** What the script mailed through MailApp. */
  readonly sentMails: readonly SentMail[];
  /** The virtual time, and letting it pass: due time-driven triggers run. */
  readonly clock: { readonly now: number; advance(ms: number): void };
  /** How late installed triggers hear of edits, in milliseconds of each, null for at once; and letting them hear of those that are due. */
  readonly edits: { delay(lag: (() => number) | null): void; deliver(): void };
  readonly counts: Counts;
  readonly quotas: Quotas;
  readonly faults: Faults;
  readonly ui: UiRecord;
  readonly logs: readonly LogLine[];
  readonly executions: readonly Execution[];
  readonly triggers: readonly Trigger[];
  readonly locks: LockTable;
  /** Runs a top-level function of the bundle; `user` when it is not the world's. */
  call(functionName: string, values: readonly unknown[], how: { entry: Entry; user?: User }): Outcome;
  /** A sheet as CSV. Text that a spreadsheet would take for a formula is made safe with a `'`, unless `raw`. */
  sheetAsCsv(name: string, options?: { readonly raw?: boolean }): string;
  /** The whole state as JSON. */
  snapshot(): Record<string, unknown>;
  /**
   * From now on this is the copy that a person made of the spreadsheet: the same cells, marks, properties and script under another
   * id. Triggers stay with the original.
   */
  becomeCopy(title: string): void;
  /** Takes a trigger away behind the script's back, as Google does when consent is withdrawn. */
  removeTrigger(id: string): void;
  /** Ends the network thread. */
  close(): void;
}

/** Ten minutes: a run of 100,000 rows against a local proxy takes less, a hang is still noticed. */
const REAL_TIMEOUT_MS = 600_000;
const SPREADSHEET_ID = 'sandbox-spreadsheet';
/** Worlds of different seeds have mailboxes without a common id, as two people have. */
const IDS_A_MAILBOX = 1_000_000;

/** Makes a world. Equal options give equal worlds. */
export function createWorld(options: WorldOptions): World {
  const clock = new Clock(options.start);
  const random = createRandom(options.seed ?? 1);
  const faults = new Faults();
  const counts = new Counts();
  const quotas = new Quotas(clock, options.account ?? 'consumer', options.quotas);
  const triggers = new TriggerStore();
  const screen = new UiRecord();
  const log = new LogRecord(clock);
  const book = createBook(options, clock);
  const fetcher = options.fetcher ?? createSyncFetch();
  const isBound = options.kind !== 'gmail';
  const properties = new PropertyStores();
  const locks = new LockTable();
  const mailbox = new Mailbox(clock, 1 + (options.seed ?? 0) * IDS_A_MAILBOX);
  const sentMails: SentMail[] = [];
  const ground: Ground = {
    ...{ clock, counts, quotas, faults, random },
    latency: { ...DEFAULT_LATENCY, ...options.latency },
    authorisation: new Authorisation(options.manifest.oauthScopes ?? []),
    scriptTimeZone: options.manifest.timeZone ?? 'Etc/UTC',
    scriptId: 'sandbox-script',
  };
  const estate: Estate = {
    ...{ screen, log, properties, locks, mailbox, sentMails },
    book: isBound ? book : undefined,
    openable: book,
    caches: new CacheStores(),
    advanced: (options.manifest.dependencies?.enabledAdvancedServices ?? []).map((one) => one.userSymbol),
    html: options.html ?? {},
    cards: {
      hasFunction: (name) => machine.hasFunction(name),
      linkPrefixes: options.manifest.addOns?.common?.openLinkUrlPrefixes ?? [],
    },
    network: { allowlist: options.manifest.urlFetchWhitelist ?? [], remap: options.remap ?? {}, fetcher },
    script: {
      triggers,
      isAddOn: !isBound,
      get documentId() {
        return isBound ? book.settings.id : null;
      },
      identityToken: options.identityToken ?? ((user) => `sandbox-identity-of-${user.email}`),
    },
  };
  const machine: Machine = new Machine(
    ground,
    estate,
    options.bundle,
    options.realTimeoutMs ?? REAL_TIMEOUT_MS,
  );
  const events = new Events(machine, triggers, quotas, clock);
  const forgetCustom = connectCustomFunctions(book, machine, options.user);
  const workbook = new Workbook(book, events, options.user, forgetCustom);
  return {
    ...{ counts, quotas, faults, locks, mailbox, sentMails },
    spreadsheet: workbook,
    clock: {
      get now() {
        return clock.now;
      },
      advance: (ms) => advance(clock, triggers, events, ms),
    },
    edits: { delay: (lag) => events.delayEdits(lag), deliver: () => events.deliverEdits() },
    ui: screen,
    logs: log.lines,
    executions: machine.executions,
    triggers: triggers.all,
    call: (functionName, values, { entry, user }) =>
      machine.execute({ functionName, values, entry, user: user ?? options.user }),
    sheetAsCsv: (name, how) =>
      stringify(workbook.sheet(name).displayValues(), { escape_formulas: how?.raw !== true }),
    snapshot: () => ({
      now: clock.now,
      sheets: workbook.sheetNames.map((name) => workbook.sheet(name).snapshot()),
      properties: properties.snapshot(),
      triggers: triggers.all,
      metadata: book.metadata.entries,
      mailbox: mailbox.snapshot(),
    }),
    becomeCopy: (title) => {
      book.settings.id = `${book.settings.id}-copy`;
      book.settings.name = title;
      for (const { id } of [...triggers.all]) triggers.remove(id);
    },
    removeTrigger: (id) => triggers.remove(id),
    close: () => fetcher.close(),
  };
}

function createBook(options: WorldOptions, clock: Clock): Book {
  const timeZone = options.timeZone ?? options.manifest.timeZone ?? 'Etc/UTC';
  return new Book(
    { id: SPREADSHEET_ID, name: options.title ?? 'Sandbox', locale: options.locale ?? 'en_US', timeZone },
    clock,
  );
}

/** Formulas may call the bundle; equal values give the remembered result, as in Sheets. Returns how to forget them. */
function connectCustomFunctions(book: Book, machine: Machine, user: User): () => void {
  const remembered = new Map<string, unknown>();
  book.callCustom = (name, values) => {
    const functionName = machine.customFunction(name);
    if (functionName === undefined) return undefined;
    const key = JSON.stringify([name, values]);
    if (!remembered.has(key)) {
      const outcome = machine.execute({ functionName, values, entry: 'custom-function', user });
      remembered.set(key, outcome.error === undefined ? outcome.value : '#ERROR!');
    }
    return { value: remembered.get(key) };
  };
  return () => remembered.clear();
}

/** Lets time pass. Triggers run one after the other; one that is late because another took long runs when that ends. */
function advance(clock: Clock, triggers: TriggerStore, events: Events, ms: number): void {
  const until = clock.now + ms;
  for (let due = triggers.nextDue(until); due !== undefined; due = triggers.nextDue(until)) {
    clock.set(Math.max(clock.now, due.dueAt));
    const { id } = due;
    const timeOf = new Date(clock.now);
    events.runTrigger(due, 'time-trigger', () => ({
      ...{
        authMode: 'FULL',
        triggerUid: id,
        timezone: 'UTC',
        year: timeOf.getUTCFullYear(),
        month: timeOf.getUTCMonth() + 1,
      },
      ...{ 'day-of-month': timeOf.getUTCDate(), hour: timeOf.getUTCHours(), minute: timeOf.getUTCMinutes() },
    }));
    triggers.reschedule(due, clock.now);
  }
  clock.set(Math.max(clock.now, until));
  events.deliverEdits();
}
