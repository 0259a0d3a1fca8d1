// What the Gmail add-on needs of the outside world, as synchronous interfaces over Gmail. src/google implements them.
import type {
  CellValue,
  Deployment,
  HttpPort,
  LockPort,
  SchedulePort,
  SheetInfo,
  StorePort,
  WrittenValue,
} from '../ports.ts';

/** A message, read when it is asked for: each look costs one of the day's reads. */
export interface MailMessage {
  readonly id: string;
  /** The whole message as it was sent. */
  source(): string;
  /** Its text as Gmail decodes it. */
  plainBody(): string;
}

/** A Gmail label; the id outlives a renaming. */
export interface GmailLabel {
  readonly id: string;
  readonly name: string;
}

export interface MailPort {
  /** The thread of the message on the screen, with as many of its messages as the scopes open. */
  openThread(
    messageId: string,
    accessToken: string,
  ): { readonly id: string; readonly messages: readonly MailMessage[] };
  /** Ids of the threads that Gmail's search finds, newest first; one call for at most 500. */
  search(query: string, start: number, count: number): readonly string[];
  /** Ids of the threads under a label, newest first; one call for at most 500. */
  threadsUnder(label: GmailLabel, start: number, count: number): readonly string[];
  /** Messages by thread, in the order of each thread; a thread that is gone is left out. At most 100 threads. */
  messagesOf(threadIds: readonly string[]): ReadonlyMap<string, readonly MailMessage[]>;
  /** Names of a thread's labels; null when the thread is gone or in the bin. */
  labelsOf(threadId: string): readonly string[] | null;
  labels(): readonly GmailLabel[];
  createLabel(name: string): GmailLabel;
  /** False where the deployment cannot rename. */
  renameLabel(label: GmailLabel, name: string): boolean;
  /** One call for at most 100 threads; threads that are gone are passed over. */
  addLabel(label: GmailLabel, threadIds: readonly string[]): void;
  removeLabel(label: GmailLabel, threadIds: readonly string[]): void;
  /** Where the mailbox's history stands now; null where the deployment cannot tell. */
  historyMark(): string | null;
  /** Ids of the labels that threads got since a mark, also those taken off again; null when Gmail cannot tell. */
  labelsAddedSince(mark: string): ReadonlyMap<string, ReadonlySet<string>> | null;
}

/** Texts that may be gone at any time. */
export interface CachePort {
  read(key: string): string | null;
  write(key: string, value: string, seconds: number): void;
  /** Those of the keys that are still there; one call. */
  readAll(keys: readonly string[]): Readonly<Record<string, string>>;
  writeAll(values: Readonly<Record<string, string>>, seconds: number): void;
}

/** A person's text store that also writes several entries in one call. */
export interface MailStore extends StorePort {
  writeAll(values: Readonly<Record<string, string>>): void;
}

/** A spreadsheet that somebody named by its address, open to this deployment. */
export interface SheetFile {
  readonly name: string;
  /** The first sheet that looks like tickets is chosen by its header, so all are told. */
  sheets(): readonly SheetInfo[];
  read(sheetId: number): readonly (readonly CellValue[])[];
  /** Appends a row; answers its number. */
  appendRow(sheetId: number, row: readonly WrittenValue[]): number;
  /** The address that opens this row. */
  rowUrl(sheetId: number, row: number): string;
}

/** The outside world of the Gmail deployment. */
export interface MailWorld {
  readonly mail: MailPort;
  readonly http: HttpPort;
  readonly settings: MailStore;
  readonly cache: CachePort;
  readonly lock: LockPort;
  readonly schedule: Pick<SchedulePort, 'list' | 'addEvery' | 'remove'>;
  readonly deployment: Deployment;
  /** Null when there is no such spreadsheet or it may not be opened. */
  readonly openSheet: (id: string) => SheetFile | null;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: (message: string) => void;
}

/** What Google says of a press on a card, or of the mail beside it. Texts are empty where there is none. */
export interface CardEvent {
  readonly messageId: string;
  readonly threadId: string;
  readonly accessToken: string;
  /** What the person's clock is ahead of UTC, in milliseconds. */
  readonly zoneOffsetMs: number;
  readonly parameters: Readonly<Record<string, string>>;
  /** First value of each input. */
  readonly inputs: Readonly<Record<string, string>>;
}
