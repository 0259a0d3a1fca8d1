// Who may call what: the entry point's authorisation, and the manifest's scopes.
import { GoogleError } from './errors.ts';

/** How an execution was started. */
export type Entry =
  | 'menu'
  | 'simple-trigger'
  | 'installable-trigger'
  | 'time-trigger'
  | 'card'
  | 'custom-function'
  | 'html'
  | 'top-level';

const SIX_MINUTES_MS = 360_000;
const THIRTY_SECONDS_MS = 30_000;

/** Milliseconds after which Google ends an execution. */
export const RUN_LIMIT_MS: Record<Entry, number> = {
  menu: SIX_MINUTES_MS,
  html: SIX_MINUTES_MS,
  'installable-trigger': SIX_MINUTES_MS,
  'time-trigger': SIX_MINUTES_MS,
  'simple-trigger': THIRTY_SECONDS_MS,
  card: THIRTY_SECONDS_MS,
  'custom-function': THIRTY_SECONDS_MS,
  'top-level': THIRTY_SECONDS_MS,
};

const SCOPE_PREFIX = 'https://www.googleapis.com/auth/';
const SHEET = ['spreadsheets.currentonly', 'spreadsheets'];
const DIALOG = ['script.container.ui'];
const GMAIL_READ = ['gmail.modify', 'gmail.readonly', 'https://mail.google.com/'];
const GMAIL_MESSAGE = [
  'gmail.addons.current.message.action',
  'gmail.addons.current.message.readonly',
  ...GMAIL_READ,
];
const GMAIL_METADATA = ['gmail.addons.current.message.metadata', ...GMAIL_MESSAGE];

/**
 * `Service.method` → scopes of which one is enough; the first match counts. Short names stand for Google's full ones.
 * Rows of other services need none.
 */
const SCOPES_NEEDED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^SpreadsheetApp\.open/, ['spreadsheets']],
  [/^SpreadsheetApp\.(getUi|new|flush)/, []],
  [
    /^(SpreadsheetApp|Spreadsheet|Sheet|Range|Filter|Protection|DeveloperMetadata\w*|Selection|EmbeddedChart)\./,
    SHEET,
  ],
  [/^Ui\.(alert|prompt|show)/, DIALOG],
  [/^UrlFetchApp\.fetch/, ['script.external_request']],
  [/^ScriptApp\.getIdentityToken$/, ['openid']],
  [/^ScriptApp\.(newTrigger|getProjectTriggers|getUserTriggers|deleteTrigger)$/, ['script.scriptapp']],
  [/^Session\.get(Active|Effective)User$/, ['userinfo.email']],
  [
    /^GmailMessage\.(getSubject|getFrom|getTo|getCc|getDate|getHeader|getId|getThread|getReplyTo)$/,
    GMAIL_METADATA,
  ],
  [/^GmailThread\.(getId|getMessages|getFirstMessageSubject)$/, GMAIL_METADATA],
  [/^GmailApp\.(getMessageById|getThreadById)$/, GMAIL_METADATA],
  [/^(GmailMessage|GmailAttachment)\.get/, GMAIL_MESSAGE],
  [/^GmailApp\.setCurrentMessageAccessToken$/, []],
  [/^Gmail\.Users\.Labels\./, ['gmail.labels', 'gmail.modify']],
  [/^GmailThread\.(addLabel|removeLabel|markRead|markUnread|moveToArchive)$/, ['gmail.modify']],
  [/^GmailLabel\.(addToThread|addToThreads|removeFromThread|removeFromThreads)$/, ['gmail.modify']],
  [/^GmailLabel\.deleteLabel$/, ['gmail.labels', 'gmail.modify']],
  [
    /^GmailApp\.(createLabel|deleteLabel|getUserLabelByName|getUserLabels)$/,
    ['gmail.labels', 'gmail.modify'],
  ],
  [/^GmailLabel\.getName$/, ['gmail.labels', ...GMAIL_READ]],
  [/^Gmail/, GMAIL_READ],
  [/^MailApp\./, ['script.send_mail']],
];

/** Simple triggers run without a person's consent, so whatever touches their data or the network is closed. */
const CLOSED_TO_SIMPLE =
  /^(UrlFetchApp|Gmail\w*|MailApp|CardService)\.|^ScriptApp\.(get(Identity|OAuth)Token|newTrigger|getProjectTriggers|deleteTrigger)$|^SpreadsheetApp\.open|^Ui\.show/;
/**
 * Custom functions read and compute. Google lets them fetch addresses, but as nobody; the sandbox is stricter, because
 * Usher's custom functions must never reach the network.
 */
const OPEN_TO_CUSTOM =
  /^(CacheService|Cache|LockService|Lock|PropertiesService|Properties|Utilities|Logger|console)\.|^(SpreadsheetApp|Spreadsheet|Sheet|Range|DeveloperMetadata\w*)\.(get|is|find|with|create.*Finder|on)/;
/** Time-driven and installable triggers have no person before them, cards have no document before them. */
const CLOSED_WITHOUT_SCREEN = /^(SpreadsheetApp\.getUi$|Ui\.)/;

/** Decides for one manifest. */
export class Authorisation {
  readonly #granted: ReadonlySet<string>;

  /** `scopes` as in the manifest: full addresses, and the bare `openid`. */
  constructor(scopes: readonly string[]) {
    this.#granted = new Set(scopes);
  }

  /** Throws as Google does if `name` (`Service.method`) is closed to the entry point or needs a scope that is missing. */
  assertMay(name: string, entry: Entry): void {
    if (!isOpenTo(name, entry)) {
      throw new GoogleError(
        `You do not have permission to call ${name}: it is closed to a ${entry} execution.`,
      );
    }
    const needed = SCOPES_NEEDED.find(([pattern]) => pattern.test(name))?.[1] ?? [];
    if (needed.length === 0 || needed.some((scope) => this.has(scope))) return;
    const wanted = needed.map(fullScope).join(' or ');
    throw new GoogleError(
      `The script has no permission to call ${name}. Required in the manifest: ${wanted}.`,
    );
  }

  /** Whether the manifest has a scope, given short or in full. */
  has(scope: string): boolean {
    return this.#granted.has(fullScope(scope));
  }
}

function fullScope(scope: string): string {
  return scope === 'openid' || scope.startsWith('https://') ? scope : `${SCOPE_PREFIX}${scope}`;
}

function isOpenTo(name: string, entry: Entry): boolean {
  switch (entry) {
    case 'simple-trigger':
      return !CLOSED_TO_SIMPLE.test(name);
    case 'custom-function':
      return OPEN_TO_CUSTOM.test(name);
    case 'installable-trigger':
    case 'time-trigger':
    case 'card':
      return !CLOSED_WITHOUT_SCREEN.test(name);
    case 'top-level':
      return false;
    case 'menu':
    case 'html':
      return true;
  }
}
