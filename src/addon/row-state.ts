// What a row tells about its ticket: who decided it, whether it still waits, and whether its text changed since.
import { textHash } from '../core/text-hash.ts';
import { isRecord } from './settings.ts';

/** What people see in the `Status` column. */
export const STATUSES = ['assigned', 'needs review', 'confirmed', 'corrected', 'skipped', 'failed'] as const;
export type Status = (typeof STATUSES)[number];

/** What Usher last did to a row; kept in the hidden `Usher state` cell. */
export interface RowState {
  /** The `Usher ID` of the row this was written for: a state under another id is misplaced, or a copied row's. */
  readonly id: string;
  readonly run: string;
  /** `textHash` of the ticket's text as it was read. */
  readonly hash: string;
  /** Model id by field. */
  readonly models: Readonly<Record<string, string>>;
  /** The status last written. */
  readonly status: string;
  /** The label name last written, by field; a field that got no label is absent. */
  readonly written: Readonly<Record<string, string>>;
  /** The confidence last written, by field, as the cell shows it. */
  readonly confidences?: Readonly<Record<string, number>>;
  /** How far the label is ahead of the next one, 0–1, by field. */
  readonly margins?: Readonly<Record<string, number>>;
  /** `shortDigest` of the reason last written. */
  readonly why?: string;
  /** `shortDigest` of the person's other cells of the row, by which a row is known again whose text has changed. */
  readonly rest?: string;
  /** Fields whose label is withheld so that a person judges blind, until the outcome was sent. */
  readonly audits?: readonly string[];
  /** Fields whose label a person kept, field by field; a status of `confirmed` keeps all of a row. */
  readonly confirmed?: readonly string[];
  /** True once a person kept the whole row, as its status said: sorts of some columns may carry the status off. */
  readonly kept?: true;
  /** Usher's cells of this row before this run, by column key, when an earlier run had filled them; for undo. */
  readonly previous?: Readonly<Record<string, string | number>>;
}

const USHER_ID = /^([0-9a-f]{16}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** True for an id as Usher gives it: the fingerprint of a text, or a UUID where there was no text. */
export function isUsherId(text: string): boolean {
  return USHER_ID.test(text);
}

/** The state as a cell's text; equal states give equal texts. */
export function encodeRowState(state: RowState): string {
  const { id, run, hash, models, status, written, confidences, margins } = state;
  const { why, rest, audits, confirmed, kept, previous } = state;
  const known = { id, run, hash, models, status, written, confidences, margins };
  return JSON.stringify({ ...known, why, rest, audits, confirmed, kept, previous });
}

/** Eight hexadecimal digits that tell a text from nearly every other; for evidence, never as a key alone. */
export function shortDigest(text: string): string {
  return textHash(text).slice(0, 8);
}

/** The state in a cell, or null for an empty cell and for anything that Usher did not write. */
export function parseRowState(text: string): RowState | null {
  if (!text.startsWith('{')) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const { id, run, hash, models, written, confidences, margins, why, rest, status } = value;
  const { previous, audits, confirmed, kept } = value;
  if (
    typeof id !== 'string' ||
    typeof run !== 'string' ||
    typeof hash !== 'string' ||
    !isRecord(models) ||
    !isRecord(written)
  )
    return null;
  return {
    ...{ id, run, hash, models: textValues(models), written: textValues(written) },
    status: typeof status === 'string' ? status : '',
    ...(isRecord(confidences) ? { confidences: numberValues(confidences) } : {}),
    ...(isRecord(margins) ? { margins: numberValues(margins) } : {}),
    ...(typeof why === 'string' ? { why } : {}),
    ...(typeof rest === 'string' ? { rest } : {}),
    ...(Array.isArray(audits) ? { audits: audits.filter((field) => typeof field === 'string') } : {}),
    ...(Array.isArray(confirmed)
      ? { confirmed: confirmed.filter((field) => typeof field === 'string') }
      : {}),
    ...(kept === true ? { kept } : {}),
    ...(isRecord(previous) ? { previous: cellValues(previous) } : {}),
  };
}

function textValues(record: Record<string, unknown>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (typeof value === 'string') texts[key] = value;
  }
  return texts;
}

function numberValues(record: Record<string, unknown>): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (typeof value === 'number') numbers[key] = value;
  }
  return numbers;
}

function cellValues(record: Record<string, unknown>): Record<string, string | number> {
  const cells: Record<string, string | number> = {};
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (typeof value === 'string' || typeof value === 'number') cells[key] = value;
  }
  return cells;
}

/** Whose word the label in a row is. */
export type LabelOrigin =
  /** The cell is empty and Usher never filled it. */
  | { readonly kind: 'blank' }
  /** Usher filled it and a person emptied it. */
  | { readonly kind: 'cleared' }
  /** Usher's suggestion or assignment that nobody has acted on. */
  | { readonly kind: 'usher'; readonly label: string }
  /** Usher's label, kept by a person: the whole row's by the status `confirmed`, or this field's in a review. */
  | { readonly kind: 'confirmed'; readonly label: string }
  /** A person changed Usher's label. */
  | { readonly kind: 'corrected'; readonly label: string }
  /** A person's own label; Usher never wrote one here. */
  | { readonly kind: 'person'; readonly label: string }
  /** A formula that a person put there, whatever it shows now: never written over, and nobody's word on this one ticket. */
  | { readonly kind: 'formula'; readonly label: string }
  /** A label under Usher's status whose state is gone: whose word it was cannot be told, so it is kept and not learned. */
  | { readonly kind: 'unclear'; readonly label: string };

/** Statuses that only Usher sets. */
const USHERS_WORD: ReadonlySet<string> = new Set<Status>(['assigned', 'needs review']);

/** Tells who decided the label of `field` from the cell, the row's status and what Usher last did there; null where it did nothing. */
export function labelOrigin(
  cell: string,
  status: string,
  field: string,
  state: Pick<RowState, 'written' | 'confirmed'> | null,
): LabelOrigin {
  const written = state?.written[field];
  if (cell === '') return written === undefined ? { kind: 'blank' } : { kind: 'cleared' };
  if (written === undefined) {
    return { kind: state === null && USHERS_WORD.has(status) ? 'unclear' : 'person', label: cell };
  }
  if (cell !== written) return { kind: 'corrected', label: cell };
  const isKept = status === 'confirmed' || state?.confirmed?.includes(field) === true;
  return { kind: isKept ? 'confirmed' : 'usher', label: cell };
}
