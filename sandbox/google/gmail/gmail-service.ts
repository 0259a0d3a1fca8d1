// The advanced Gmail service, as far as a triage needs it: labels by id, and when they came onto threads. It is there only where the manifest switches it on.
import { COST, type Emulated, LocalEmulated, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { record, text } from '../parameters.ts';
import type { Run } from '../run.ts';
import { GmailEmulated } from './gmail-handles.ts';
import type { Mailbox } from './mailbox.ts';

interface Label {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** `Gmail.Users.Labels`. */
export class EmulatedGmailService extends LocalEmulated {
  readonly [NAME] = 'Gmail';
  readonly Users: Emulated;

  constructor(run: Run, mailbox: Mailbox) {
    super();
    this.Users = new Users(run, mailbox);
  }
}

class Users extends GmailEmulated {
  readonly [NAME] = 'Gmail.Users';
  readonly Labels: Emulated;
  readonly History: Emulated;
  readonly #mailbox: Mailbox;

  constructor(run: Run, mailbox: Mailbox) {
    super(run);
    this.#mailbox = mailbox;
    this.Labels = new Labels(run, mailbox);
    this.History = new History(run, mailbox);
  }

  getProfile(userId: unknown): { historyId: string } {
    assertSelf(userId);
    return { historyId: String(this.#mailbox.historyId) };
  }
}

/** Records that one call lists. */
const HISTORY_PAGE_MAX = 500;

class History extends GmailEmulated {
  readonly [NAME] = 'Gmail.Users.History';
  readonly #mailbox: Mailbox;

  constructor(run: Run, mailbox: Mailbox) {
    super(run);
    this.#mailbox = mailbox;
  }

  /** Of the kinds of records, the sandbox keeps labels that came onto threads; a page's token is where it begins. */
  list(userId: unknown, options: unknown): { history: HistoryRecord[]; nextPageToken?: string } {
    assertSelf(userId);
    const wanted = record(options, 'options');
    if (wanted['historyTypes'] !== 'labelAdded')
      throw new GoogleError('The sandbox keeps a history of added labels only.');
    const all = this.#mailbox.labelsAddedSince(Number(text(wanted['startHistoryId'], 'startHistoryId')));
    if (all === undefined)
      throw new GoogleError(
        'API call to gmail.users.history.list failed with error: Requested entity was not found.',
      );
    const from = Number(wanted['pageToken'] ?? 0);
    const to = from + Math.min(HISTORY_PAGE_MAX, Number(wanted['maxResults'] ?? 100));
    const history = all.slice(from, to).map(({ historyId, messageId, threadId, labelId }) => ({
      id: String(historyId),
      labelsAdded: [{ message: { id: messageId, threadId }, labelIds: [labelId] }],
    }));
    return to < all.length ? { history, nextPageToken: String(to) } : { history };
  }
}

interface HistoryRecord {
  readonly id: string;
  readonly labelsAdded: readonly {
    readonly message: { readonly id: string; readonly threadId: string };
    readonly labelIds: readonly string[];
  }[];
}

class Labels extends GmailEmulated {
  readonly [NAME] = 'Gmail.Users.Labels';
  readonly #mailbox: Mailbox;

  constructor(run: Run, mailbox: Mailbox) {
    super(run);
    this.#mailbox = mailbox;
  }

  override [COST](): Cost {
    return { kind: 'gmail' };
  }

  list(userId: unknown): { labels: Label[] } {
    assertSelf(userId);
    return {
      labels: [
        { id: 'INBOX', name: 'INBOX', type: 'system' },
        ...[...this.#mailbox.labels].map(([name, id]) => ({ id, name, type: 'user' })),
      ],
    };
  }

  patch(resource: unknown, userId: unknown, id: unknown): Label {
    assertSelf(userId);
    const wanted = text(id, 'id');
    const name = text(record(resource, 'resource')['name'], 'name');
    const from = [...this.#mailbox.labels].find(([, other]) => other === wanted)?.[0];
    if (from === undefined) throw new GoogleError('API call to gmail.users.labels.patch failed: Not Found');
    if (from !== name) this.#mailbox.renameLabel(from, name);
    return { id: wanted, name, type: 'user' };
  }
}

function assertSelf(userId: unknown): void {
  if (text(userId, 'userId') !== 'me') throw new GoogleError('Delegation denied.');
}
