// What the add-on remembers about a spreadsheet: which desk it is, which sheet holds the tickets, which column is what.
import { type Agreement, Problem } from '../core/contract.ts';
import { messages } from './messages.ts';
import type { StorePort } from './ports.ts';

const SETTINGS_KEY = 'usher.settings';
const SETTINGS_VERSION = 1;

/** A predicted field and the two columns it lives in, by header. */
export interface FieldBinding {
  readonly field: string;
  readonly header: string;
  readonly confidenceHeader: string;
}

/** What a desk promises until its lead agrees on something else: 95 % right, and a queue proven by luck in one case of ten. */
export const STANDARD_AGREEMENT: Agreement = { target: 0.95, delta: 0.1 };

/** Headers of the columns that Usher added for itself. */
export interface OwnHeaders {
  readonly status: string;
  readonly reason: string;
  readonly state: string;
  readonly id: string;
}

export interface Settings {
  readonly desk: string;
  readonly sheetId: number;
  /** Headers of the columns a ticket is read from; a missing one is not used. */
  readonly source: {
    readonly subject?: string;
    readonly body?: string;
    readonly channel?: string;
    readonly receivedAt?: string;
  };
  readonly fields: readonly FieldBinding[];
  readonly own: OwnHeaders;
  readonly agreement: Agreement;
}

/**
 * The settings of this spreadsheet, or null before the first set-up. Throws a `Problem` when they cannot be read, and when they are
 * those of another spreadsheet, of which this one is a copy.
 */
export function readSettings(store: StorePort): Settings | null {
  const text = store.read(SETTINGS_KEY);
  if (text === null) return null;
  const settings = parseSettings(text);
  if (!settings) throw new Problem('bad_request', messages.settingsUnreadable);
  if (isOfAnother(text, store)) throw new Problem('conflict', messages.copied);
  return settings;
}

/** For setting up: the settings that are there, if they can be read at all, and whether a copy brought them along. */
export function readKept(store: StorePort): { readonly settings: Settings | null; readonly isCopy: boolean } {
  const text = store.read(SETTINGS_KEY);
  const settings = text === null ? null : parseSettings(text);
  return { settings, isCopy: settings !== null && text !== null && isOfAnother(text, store) };
}

/** Settings from before documents were noted are this document's own. */
function isOfAnother(text: string, store: StorePort): boolean {
  const value: unknown = JSON.parse(text);
  return isRecord(value) && typeof value['document'] === 'string' && value['document'] !== store.owner();
}

/** The settings, or a `Problem` that tells the person to set up first. */
export function requireSettings(store: StorePort): Settings {
  const settings = readSettings(store);
  if (settings) return settings;
  throw new Problem('bad_request', messages.notSetUp);
}

export function writeSettings(store: StorePort, settings: Settings): void {
  store.write(
    SETTINGS_KEY,
    JSON.stringify({ version: SETTINGS_VERSION, document: store.owner(), ...settings }),
  );
}

function parseSettings(text: string): Settings | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || value['version'] !== SETTINGS_VERSION) return null;
  const { desk, sheetId, source, fields, own, agreement } = value;
  if (typeof desk !== 'string' || typeof sheetId !== 'number' || !isRecord(source) || !Array.isArray(fields))
    return null;
  const bindings = fields.filter(isBinding);
  if (bindings.length === 0 || bindings.length !== fields.length) return null;
  if (!isOwnHeaders(own)) return null;
  return { desk, sheetId, source: textsOf(source), fields: bindings, own, agreement: agreementOf(agreement) };
}

function agreementOf(value: unknown): Agreement {
  if (!isRecord(value)) return STANDARD_AGREEMENT;
  const { target, delta } = value;
  const isTarget = typeof target === 'number' && target > 0 && target <= 1;
  const isDelta = typeof delta === 'number' && delta > 0 && delta < 1;
  return isTarget && isDelta ? { target, delta } : STANDARD_AGREEMENT;
}

function isOwnHeaders(value: unknown): value is OwnHeaders {
  return (
    isRecord(value) && ['status', 'reason', 'state', 'id'].every((key) => typeof value[key] === 'string')
  );
}

function isBinding(value: unknown): value is FieldBinding {
  return (
    isRecord(value) &&
    typeof value['field'] === 'string' &&
    typeof value['header'] === 'string' &&
    typeof value['confidenceHeader'] === 'string'
  );
}

function textsOf(source: Record<string, unknown>): Settings['source'] {
  const text = (key: string): Record<string, string> => {
    const value = source[key];
    return typeof value === 'string' ? { [key]: value } : {};
  };
  return { ...text('subject'), ...text('body'), ...text('channel'), ...text('receivedAt') };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
