// The global objects that a script finds, made anew for each execution.

import { type CacheStores, EmulatedCacheService } from './cache.ts';
import type { CardGround } from './card/builder.ts';
import { EmulatedCardService } from './card/card-service.ts';
import { EmulatedCharts } from './charts-service.ts';
import type { Emulated } from './emulated.ts';
import { EmulatedGmailApp } from './gmail/gmail-app.ts';
import { EmulatedGmailService } from './gmail/gmail-service.ts';
import type { Mailbox } from './gmail/mailbox.ts';
import { EmulatedHtmlService } from './html.ts';
import { EmulatedLockService, type LockTable } from './lock.ts';
import { EmulatedConsole, EmulatedLogger, type LogRecord } from './logger.ts';
import { EmulatedMailApp, type SentMail } from './mail-app.ts';
import { EmulatedPropertiesService, type PropertyStores } from './properties.ts';
import type { Run } from './run.ts';
import { EmulatedScriptApp } from './script-app.ts';
import type { ScriptFacts } from './script-facts.ts';
import { EmulatedSession } from './session.ts';
import type { Book } from './spreadsheet/book.ts';
import type { OpenDocument } from './spreadsheet/open-document.ts';
import { EmulatedSpreadsheetApp, openDocument } from './spreadsheet/spreadsheet-app.ts';
import type { UiRecord } from './ui-record.ts';
import { EmulatedUrlFetchApp, type Network } from './url-fetch.ts';
import { EmulatedUtilities } from './utilities.ts';

/** What outlives an execution. */
export interface Estate {
  /** The document that the script is bound to; undefined for a standalone add-on. */
  readonly book: Book | undefined;
  /** A document of the person's that a script may open by its id, if its scopes allow. */
  readonly openable: Book;
  readonly screen: UiRecord;
  readonly log: LogRecord;
  readonly properties: PropertyStores;
  readonly caches: CacheStores;
  readonly locks: LockTable;
  readonly script: ScriptFacts;
  readonly network: Network;
  readonly html: Readonly<Record<string, string>>;
  readonly cards: CardGround;
  readonly mailbox: Mailbox;
  /** Advanced services that the manifest switches on, by their global names. */
  readonly advanced: readonly string[];
  readonly sentMails: SentMail[];
}

/** The services of one run, by their global names, and its handle on the document. */
export function createGlobals(
  run: Run,
  estate: Estate,
): { readonly globals: Readonly<Record<string, Emulated>>; readonly document: OpenDocument | undefined } {
  const document = estate.book === undefined ? undefined : openDocument(run, estate.book, estate.screen);
  const openable = document ?? openDocument(run, estate.openable, estate.screen);
  const hasDocument = document !== undefined;
  return {
    document,
    globals: {
      SpreadsheetApp: new EmulatedSpreadsheetApp(run, document, openable),
      UrlFetchApp: new EmulatedUrlFetchApp(run, estate.network),
      PropertiesService: new EmulatedPropertiesService(run, estate.properties, hasDocument),
      CacheService: new EmulatedCacheService(run, estate.caches, hasDocument),
      LockService: new EmulatedLockService(run, estate.locks, hasDocument),
      ScriptApp: new EmulatedScriptApp(run, estate.script),
      Session: new EmulatedSession(run),
      Utilities: new EmulatedUtilities(run),
      HtmlService: new EmulatedHtmlService(estate.html),
      CardService: new EmulatedCardService(estate.cards),
      Charts: new EmulatedCharts(),
      GmailApp: new EmulatedGmailApp(run, estate.mailbox),
      ...(estate.advanced.includes('Gmail') ? { Gmail: new EmulatedGmailService(run, estate.mailbox) } : {}),
      MailApp: new EmulatedMailApp(run, estate.sentMails),
      Logger: new EmulatedLogger(estate.log),
      console: new EmulatedConsole(estate.log),
    },
  };
}
