// What a person chose for their mailbox: the desk, the search whose threads are triaged, and the spreadsheet that tickets are added to.
import { Problem } from '../../core/contract.ts';
import { messages } from '../messages.ts';
import { exchange, parseDesk, parseDeskList } from '../proxy.ts';
import { isRecord } from '../settings.ts';
import { addressesIn } from './mail-headers.ts';
import type { MailWorld } from './mail-ports.ts';

export interface MailSettings {
  /** Empty until one is chosen. */
  readonly desk: string;
  readonly deskName: string;
  /** As typed into Gmail's search field. */
  readonly search: string;
  /** Threads that have been silent for longer are none of the schedule's business. */
  readonly windowDays: number;
  /** Addresses that answer for the desk besides the person's own. */
  readonly addresses: readonly string[];
  /** The spreadsheet's id; empty where none is named. */
  readonly sheet: string;
}

const SETTINGS_KEY = 'usher.mail';
const SEARCH_CHARACTERS_MAX = 500;
const WINDOW_DAYS_MAX = 90;
const ADDRESSES_MAX = 20;
const STANDARD: MailSettings = {
  desk: '',
  deskName: '',
  search: 'in:inbox is:unread',
  windowDays: 14,
  addresses: [],
  sheet: '',
};

type Kept = Pick<MailWorld, 'settings'>;

export function readMailSettings({ settings }: Kept): MailSettings {
  const text = settings.read(SETTINGS_KEY);
  if (text === null) return STANDARD;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? parse(value) : STANDARD;
  } catch {
    return STANDARD;
  }
}

export function writeMailSettings({ settings }: Kept, changed: MailSettings): void {
  settings.write(SETTINGS_KEY, JSON.stringify({ ...changed, addresses: changed.addresses.join(' ') }));
}

function parse(value: Record<string, unknown>): MailSettings {
  const text = (key: keyof MailSettings): string => (typeof value[key] === 'string' ? value[key] : '');
  return {
    ...{ desk: text('desk'), deskName: text('deskName'), sheet: text('sheet') },
    addresses: addressesIn(text('addresses')),
    search: text('search') || STANDARD.search,
    windowDays: windowOf(value['windowDays']),
  };
}

function windowOf(value: unknown): number {
  const days = Math.round(Number(value));
  return days >= 1 && days <= WINDOW_DAYS_MAX ? days : STANDARD.windowDays;
}

/** What a person typed into the settings card, as far as it can be used. */
export function settingsFromForm(
  before: MailSettings,
  form: {
    readonly search: string;
    readonly windowDays: string;
    readonly addresses: string;
    readonly sheet: string;
  },
): MailSettings {
  const address = /\/d\/([A-Za-z0-9_-]{10,})/.exec(form.sheet)?.[1];
  return {
    ...before,
    search: form.search.replace(/\s+/g, ' ').trim().slice(0, SEARCH_CHARACTERS_MAX) || STANDARD.search,
    windowDays: windowOf(form.windowDays),
    addresses: addressesIn(form.addresses).slice(0, ADDRESSES_MAX),
    sheet: address ?? form.sheet.trim(),
  };
}

/** The desk this person chose, and else the only one that the proxy lists for them. Throws a `Problem` where there is a choice to make. */
export function chosenDesk(world: Kept & Pick<MailWorld, 'http'>): MailSettings {
  const settings = readMailSettings(world);
  if (settings.desk !== '') return settings;
  const desks = deskChoices(world);
  const [first] = desks;
  if (!first) throw new Problem('not_found', messages.noDesk);
  if (desks.length > 1)
    throw new Problem('conflict', messages.severalDesks(desks.map(({ name }) => name)), { choice: true });
  const chosen = { ...settings, desk: first.id, deskName: first.name };
  writeMailSettings(world, chosen);
  return chosen;
}

/** The desks of this person. */
export function deskChoices({
  http,
}: Pick<MailWorld, 'http'>): readonly { readonly id: string; readonly name: string }[] {
  return exchange(http, { method: 'GET', path: '/v1/desks' }, parseDeskList).desks;
}

/** The chosen desk with its queues. */
export function readDesk({ http }: Pick<MailWorld, 'http'>, desk: string) {
  return exchange(http, { method: 'GET', path: `/v1/desks/${desk}` }, parseDesk);
}
