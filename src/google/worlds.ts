// Puts Google's services behind the add-on's ports: one world for the sheet deployment, one for Gmail.
import { speakFor } from '../addon/messages.ts';
import type { MailWorld, SheetWorld } from '../addon/ports.ts';
import { googleDeployment } from './deployment.ts';
import { googleLock, googleSchedule, googleStore, googleUi, userLocale } from './host.ts';
import { googleHttp } from './http.ts';
import { googleMail } from './mail.ts';
import { googleProgress } from './progress.ts';
import { googleSheets } from './spreadsheet.ts';

/** Replaced by the build with the proxy's origin, since a manifest's allowlist fixes the address anyway. */
declare const USHER_PROXY_ORIGIN: string;

export function sheetWorld(): SheetWorld {
  speakFor(userLocale());
  return {
    proxyOrigin: USHER_PROXY_ORIGIN,
    deployment: googleDeployment(),
    sheets: googleSheets(),
    http: googleHttp(USHER_PROXY_ORIGIN),
    settings: googleStore(PropertiesService.getDocumentProperties()),
    lock: googleLock(),
    progress: googleProgress(),
    ui: googleUi(),
    schedule: googleSchedule(),
    now: () => Date.now(),
    newId: () => Utilities.getUuid(),
    log: (message) => console.log(message),
  };
}

export function mailWorld(): MailWorld {
  speakFor(userLocale());
  return {
    mail: googleMail(),
    http: googleHttp(USHER_PROXY_ORIGIN),
    settings: googleStore(PropertiesService.getUserProperties()),
    now: () => Date.now(),
    newId: () => Utilities.getUuid(),
    log: (message) => console.log(message),
  };
}
