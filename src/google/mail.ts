// MailPort over GmailApp and the advanced Gmail service, which alone knows labels by their ids and renames them.
import type { GmailLabel, MailMessage, MailPort } from '../addon/mail/mail-ports.ts';

type Thread = GoogleAppsScript.Gmail.GmailThread;
type Message = GoogleAppsScript.Gmail.GmailMessage;

/** Records that one call lists, which is Gmail's most, and calls at most. */
const HISTORY_PAGE = 500;
const HISTORY_PAGES_MAX = 10;

export function googleMail(): MailPort {
  /** Handles that a search or a label gave: asking for them again would cost a read each. */
  const handles = new Map<string, Thread>();
  const labelHandles = new Map<string, GoogleAppsScript.Gmail.GmailLabel>();

  const remember = (threads: readonly Thread[]): string[] =>
    threads.map((thread) => {
      handles.set(thread.getId(), thread);
      return thread.getId();
    });
  const threadOf = (id: string): Thread | null => handles.get(id) ?? GmailApp.getThreadById(id);
  const threadsOf = (ids: readonly string[]): Thread[] =>
    ids.map(threadOf).filter((thread): thread is Thread => thread !== null);
  const handleOf = ({ name }: GmailLabel): GoogleAppsScript.Gmail.GmailLabel => {
    const handle = labelHandles.get(name) ?? GmailApp.getUserLabelByName(name);
    if (!handle) throw new Error(`The Gmail label ${name} is gone.`);
    labelHandles.set(name, handle);
    return handle;
  };

  return {
    openThread: (messageId, accessToken) => {
      GmailApp.setCurrentMessageAccessToken(accessToken);
      const message = GmailApp.getMessageById(messageId);
      const thread = message.getThread();
      return { id: thread.getId(), messages: messagesAround(message, thread) };
    },
    search: (query, start, count) => remember(GmailApp.search(query, start, count)),
    threadsUnder: (label, start, count) => remember(handleOf(label).getThreads(start, count)),
    messagesOf: (threadIds) => {
      const threads = threadsOf(threadIds);
      const messages = GmailApp.getMessagesForThreads(threads);
      return new Map(threads.map((thread, at) => [thread.getId(), (messages[at] ?? []).map(messageOf)]));
    },
    labelsOf: (threadId) => {
      const thread = GmailApp.getThreadById(threadId);
      if (!thread || thread.isInTrash()) return null;
      return thread.getLabels().map((label) => label.getName());
    },
    labels: () => {
      const known = advancedLabels()?.list('me').labels;
      if (known) {
        return known
          .filter(({ type }) => type === 'user')
          .map(({ id, name }) => ({ id: String(id), name: String(name) }));
      }
      return GmailApp.getUserLabels().map((label) => ({ id: label.getName(), name: label.getName() }));
    },
    createLabel: (name) => {
      labelHandles.set(name, GmailApp.createLabel(name));
      const made = advancedLabels()
        ?.list('me')
        .labels?.find((label) => label.name === name);
      return { id: made?.id ?? name, name };
    },
    renameLabel: (label, name) => {
      const labels = advancedLabels();
      if (!labels) return false;
      labels.patch({ name }, 'me', label.id);
      labelHandles.delete(label.name);
      return true;
    },
    addLabel: (label, threadIds) => {
      handleOf(label).addToThreads(threadsOf(threadIds));
    },
    removeLabel: (label, threadIds) => {
      handleOf(label).removeFromThreads(threadsOf(threadIds));
    },
    historyMark: () => advancedUsers()?.getProfile('me').historyId ?? null,
    labelsAddedSince,
  };
}

/** Undefined where the manifest does not switch the service on. */
function advancedUsers(): GoogleAppsScript.Gmail.Collection.UsersCollection | undefined {
  return typeof Gmail === 'undefined' ? undefined : Gmail.Users;
}

function advancedLabels(): GoogleAppsScript.Gmail.Collection.Users.LabelsCollection | undefined {
  return advancedUsers()?.Labels;
}

/** Null where the history does not reach back so far, which is an error to Google, or goes on beyond what is read of it. */
function labelsAddedSince(startHistoryId: string): Map<string, Set<string>> | null {
  const history = advancedUsers()?.History;
  if (!history) return null;
  const added = new Map<string, Set<string>>();
  let pageToken: string | undefined;
  for (let page = 0; page < HISTORY_PAGES_MAX; page++) {
    const options = { startHistoryId, historyTypes: 'labelAdded', maxResults: HISTORY_PAGE };
    const found = listHistory(history, pageToken === undefined ? options : { ...options, pageToken });
    if (!found) return null;
    for (const { message, labelIds } of (found.history ?? []).flatMap(({ labelsAdded }) => labelsAdded ?? []))
      for (const label of labelIds ?? []) {
        const thread = message?.threadId ?? '';
        added.set(thread, (added.get(thread) ?? new Set()).add(label));
      }
    pageToken = found.nextPageToken;
    if (!pageToken) return added;
  }
  return null;
}

function listHistory(
  history: GoogleAppsScript.Gmail.Collection.Users.HistoryCollection,
  options: object,
): GoogleAppsScript.Gmail.Schema.ListHistoryResponse | null {
  try {
    return history.list('me', options);
  } catch {
    return null;
  }
}

function messageOf(message: Message): MailMessage {
  return {
    id: message.getId(),
    source: () => message.getRawContent(),
    plainBody: () => message.getPlainBody(),
  };
}

/** Some scopes open the message on the screen and not the others of its thread. */
function messagesAround(open: Message, thread: Thread): MailMessage[] {
  try {
    return thread.getMessages().map(messageOf);
  } catch {
    return [messageOf(open)];
  }
}
