// Puts Google's services behind the add-on's ports: one world for the sheet deployment, one for Gmail.
import { speakFor } from '../addon/messages.ts';
import type { MailWorld, SheetWorld } from '../addon/ports.ts';
import { googleLock, googleSchedule, googleStore, googleUi, userLocale } from './host.ts';
import { googleHttp } from './http.ts';
import { googleMail } from './mail.ts';
import { googleSheets } from './spreadsheet.ts';

/** Replaced by the build with the proxy's origin, since a manifest's allowlist fixes the address anyway. */
declare const USHER_PROXY_ORIGIN: string;

/** Pages by name, as files of the script project. */
const PAGES = { settings: 'settings' };

export function sheetWorld(): SheetWorld {
  speakFor(userLocale());
  return {
    sheets: googleSheets(),
    http: googleHttp(USHER_PROXY_ORIGIN),
    settings: googleStore(PropertiesService.getDocumentProperties()),
    lock: googleLock(),
    ui: googleUi(PAGES),
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
