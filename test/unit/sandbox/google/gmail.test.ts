import { describe, expect, it } from '@jest/globals';
import type { World } from '../../../../sandbox/world.ts';
import { aWorld, START, valueFrom } from './a-world.ts';

const DAY_MS = 86_400_000;
const AUTH = 'https://www.googleapis.com/auth/';

function aMailWorld(body: string, scopes?: readonly string[]): World {
  return aWorld(`function main(a, b) { ${body} }`, {
    kind: 'gmail',
    ...(scopes === undefined ? {} : { manifest: { oauthScopes: scopes } }),
  });
}

describe('GmailApp', () => {
  it('reads a message and its thread', () => {
    const world = aMailWorld(`const message = GmailApp.getMessageById(a);
      return [message.getSubject(), message.getFrom(), message.getPlainBody(), message.getHeader('list-id'),
        message.getDate().getTime(), message.getThread().getId() === b, message.getAttachments()[0].getName()];`);
    const mail = world.mailbox.receive({
      ...{
        from: 'Kim <kim@example.com>',
        subject: 'Printer',
        plain: 'It jams.',
        headers: { 'List-Id': 'news' },
      },
      attachments: [{ name: 'photo.png', type: 'image/png', bytes: new Uint8Array(3) }],
    });
    expect(valueFrom(world, mail.id, mail.threadId)).toEqual([
      ...['Printer', 'Kim <kim@example.com>', 'It jams.', 'news', START, true, 'photo.png'],
    ]);
  });

  it('makes plain text of a message that has only HTML', () => {
    const world = aMailWorld('return GmailApp.getMessageById(a).getPlainBody();');
    const html = '<style>p{}</style><p>Hello&nbsp;Kim &amp; co</p><div>It<br>jams &#x1F600;</div>';
    expect(valueFrom(world, world.mailbox.receive({ from: 'x', html }).id)).toBe(
      'Hello Kim & co\nIt\njams 😀',
    );
  });

  it.each([
    ['label:support', ['a']],
    ['label:usher-access-rights', ['b']],
    ['is:unread', ['b', 'a']],
    ['in:inbox -label:support', ['b']],
    ['newer_than:2d', ['b']],
    ['older_than:2d', ['a']],
    ['subject:"no sound"', ['b']],
    ['from:kim', ['a']],
    ['after:2026/01/04', ['b']],
    ['jams', ['a']],
    ['has:nouserlabels', []],
  ])('searches %s', (query, subjects) => {
    const world = aMailWorld(
      'return GmailApp.search(a, 0, 50).map((thread) => thread.getFirstMessageSubject().slice(0, 1));',
    );
    world.mailbox.receive({
      from: 'kim',
      subject: 'a printer',
      plain: 'It jams',
      at: START - 5 * DAY_MS,
      labels: ['support'],
    });
    world.mailbox.receive({
      from: 'lee',
      subject: 'b no sound',
      at: START - DAY_MS,
      labels: ['Usher/Access rights'],
    });
    expect(valueFrom(world, query)).toEqual(subjects);
  });

  it('reports a search term that the sandbox does not know', () => {
    expect(() => valueFrom(aMailWorld('GmailApp.search("is:starred");'))).toThrow(
      'is:starred is not in the sandbox',
    );
  });

  it('makes a label and puts it on a thread', () => {
    const world =
      aMailWorld(`const label = GmailApp.getUserLabelByName('Usher/Billing') ?? GmailApp.createLabel('Usher/Billing');
      GmailApp.getThreadById(a).addLabel(label); return GmailApp.getThreadById(a).getLabels().map((one) => one.getName());`);
    expect(valueFrom(world, world.mailbox.receive({ from: 'x' }).threadId)).toEqual(['Usher/Billing']);
  });

  it('refuses a label that a person deleted meanwhile', () => {
    const world = aMailWorld(
      "const label = GmailApp.createLabel('Usher'); label.addToThread(GmailApp.getThreadById(a));",
    );
    const { threadId } = world.mailbox.receive({ from: 'x' });
    world.faults.between(
      ({ name }) => name === 'GmailLabel.addToThread' && world.mailbox.deleteLabel('Usher'),
    );
    expect(() => valueFrom(world, threadId)).toThrow('no longer exists');
  });

  it('labels at most a hundred threads in one call', () => {
    const world = aMailWorld("GmailApp.createLabel('x').addToThreads(GmailApp.search('in:inbox', 0, 101));");
    Array.from({ length: 101 }, () => world.mailbox.receive({ from: 'x' }));
    expect(() => valueFrom(world)).toThrow('at most 100 threads');
  });

  it("opens with an add-on's scope only the message on the screen, and only with its token", () => {
    const world = aMailWorld(
      'GmailApp.setCurrentMessageAccessToken(b); return GmailApp.getMessageById(a).getSubject();',
      [`${AUTH}gmail.addons.current.message.action`],
    );
    const open = world.mailbox.open(world.mailbox.receive({ from: 'x', subject: 'open' }).id);
    const other = world.mailbox.receive({ from: 'x', subject: 'other' });
    expect(valueFrom(world, open.messageId, open.accessToken)).toBe('open');
    expect(() => valueFrom(world, other.id, open.accessToken)).toThrow('denied');
  });

  it("does not let an add-on's scope label or search", () => {
    const scopes = [`${AUTH}gmail.addons.current.message.action`];
    expect(() => valueFrom(aMailWorld('GmailApp.search("x");', scopes))).toThrow('no permission');
    expect(() => valueFrom(aMailWorld('GmailApp.createLabel("x");', scopes))).toThrow('no permission');
  });

  it('does not let the metadata scope read the body', () => {
    const world = aMailWorld(
      'GmailApp.setCurrentMessageAccessToken(b); const mail = GmailApp.getMessageById(a); mail.getSubject(); mail.getPlainBody();',
      [`${AUTH}gmail.addons.current.message.metadata`],
    );
    const open = world.mailbox.open(world.mailbox.receive({ from: 'x' }).id);
    expect(() => valueFrom(world, open.messageId, open.accessToken)).toThrow('GmailMessage.getPlainBody');
  });

  it('spends the daily quota of reads and writes', () => {
    const world = aWorld("function main() { for (let i = 0; i < 4; i += 1) GmailApp.search('in:inbox'); }", {
      quotas: { mail: 3 },
    });
    expect(() => valueFrom(world)).toThrow('mail was invoked too often');
  });

  it('has the state of the mailbox in the snapshot', () => {
    const world = aMailWorld('');
    world.mailbox.receive({ from: 'x', subject: 'Printer', labels: ['support'] });
    expect(world.snapshot()['mailbox']).toMatchObject([
      { labels: ['support'], messages: [{ subject: 'Printer', isUnread: true }] },
    ]);
  });
});

describe('the advanced Gmail service', () => {
  const HISTORY = `const added = (options) => Gmail.Users.History.list('me', { historyTypes: 'labelAdded', ...options });
    const threads = ({ history }) => history.map(({ labelsAdded }) => labelsAdded[0].message.threadId);`;
  const withService = (body: string) =>
    aWorld(`function main(a, b) { ${HISTORY} ${body} }`, {
      kind: 'gmail',
      manifest: {
        oauthScopes: [`${AUTH}gmail.modify`],
        dependencies: { enabledAdvancedServices: [{ userSymbol: 'Gmail' }] },
      },
    });

  it('tells which threads got a label since a point of the history, also those that lost it again', () => {
    const world = withService(`const startHistoryId = Gmail.Users.getProfile('me').historyId;
      const label = GmailApp.createLabel('Usher'); const thread = GmailApp.getThreadById(a);
      label.addToThread(thread); label.removeFromThread(thread);
      return threads(added({ startHistoryId }));`);
    const { threadId } = world.mailbox.receive({ from: 'x', labels: ['Before'] });
    expect(valueFrom(world, threadId)).toEqual([threadId]);
  });

  it('tells it page by page', () => {
    const world =
      withService(`const startHistoryId = a; const first = added({ startHistoryId, maxResults: 1 });
      const second = added({ startHistoryId, maxResults: 1, pageToken: first.nextPageToken });
      return [threads(first), threads(second), second.nextPageToken ?? 'last'];`);
    const start = String(world.mailbox.historyId);
    const [one, two] = [1, 2].map(() => world.mailbox.receive({ from: 'x', labels: ['Usher'] }).threadId);
    expect(valueFrom(world, start)).toEqual([[one], [two], 'last']);
  });

  it('knows nothing of a point before its history', () => {
    const world = withService("return threads(added({ startHistoryId: '1' }));");
    expect(() => valueFrom(world)).toThrow('not found');
  });
});
