// The advanced Gmail service, as far as a triage needs it: labels by id. It is there only where the manifest switches it on.
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

class Users extends LocalEmulated {
  readonly [NAME] = 'Gmail.Users';
  readonly Labels: Emulated;

  constructor(run: Run, mailbox: Mailbox) {
    super();
    this.Labels = new Labels(run, mailbox);
  }
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
