// Puts Google's services behind the add-on's ports: one world for the sheet deployment, one for Gmail.

import type { MailWorld } from '../addon/mail/mail-ports.ts';
import { speakFor } from '../addon/messages.ts';
import type { SheetWorld } from '../addon/ports.ts';
import { googleDeployment, proxyOrigin } from './deployment.ts';
import { googleLock, googleOwner, googleSchedule, googleStore, googleUi, userLocale } from './host.ts';
import { googleHttp } from './http.ts';
import { googleMail } from './mail.ts';
import { googleCache, googleMailStore } from './mail-stores.ts';
import { googleProgress } from './progress.ts';
import { openSheetFile } from './sheet-file.ts';
import { googleSheets } from './spreadsheet.ts';

export function sheetWorld(): SheetWorld {
  speakFor(userLocale());
  const deployment = googleDeployment();
  return {
    proxyOrigin: proxyOrigin(),
    deployment,
    sheets: googleSheets(),
    http: googleHttp(proxyOrigin()),
    settings: googleStore(PropertiesService.getDocumentProperties(), () =>
      SpreadsheetApp.getActiveSpreadsheet().getId(),
    ),
    lock: googleLock(),
    progress: googleProgress(),
    ui: googleUi(),
    schedule: googleSchedule(),
    owner: googleOwner(deployment.scopes),
    now: () => Date.now(),
    newId: () => Utilities.getUuid(),
    log: (message) => console.log(message),
  };
}

export function mailWorld(): MailWorld {
  speakFor(userLocale());
  return {
    mail: googleMail(),
    http: googleHttp(proxyOrigin()),
    settings: googleMailStore(),
    cache: googleCache(),
    lock: googleLock(),
    schedule: googleSchedule(),
    deployment: googleDeployment(),
    openSheet: openSheetFile,
    now: () => Date.now(),
    newId: () => Utilities.getUuid(),
    log: (message) => console.log(message),
  };
}
