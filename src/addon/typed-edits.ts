// What people typed while a run was at work, found again by row: by the row's text first, since ids and texts can part, by the rest of the
// row where the text stands twice, and by its id and that rest together where the text has changed.
import { type ColumnKey, isManagedKey, labelKey } from './column-keys.ts';
import type { SeenRow } from './row-identity.ts';
import type { LabelOrigin } from './row-state.ts';
import type { TicketRow } from './rows.ts';

/** A value that a person typed while a run was going on, as the edit event told it. */
export interface PersonEdit {
  /** The `Usher ID` of the row, or empty where it has none. */
  readonly id: string;
  /** The fingerprint of the row's text. */
  readonly hash: string;
  /** `restDigest` of the row. */
  readonly rest: string;
  /** Number of the row in which it was typed, at that instant. */
  readonly row: number;
  readonly column: ColumnKey;
  readonly value: string;
  /** False for one cell of a paste, whose value the event does not tell: it was read afterwards. */
  readonly isTold: boolean;
  /** False where what was read may as well be Usher's own. */
  readonly isSure: boolean;
  /** True for one cell of a whole row that was pasted, its text and its id included: a copy, of another row's id and text. */
  readonly isRow: boolean;
  /** True for a blank cell beside a text that was pasted with it: another ticket, with no queue yet. */
  readonly isNew?: true;
  /**
   * Only of an edit that was heard of late, when something else stood in the cell already than what was typed and than this, which stood
   * there before: it was written over, or its row has moved.
   */
  readonly before?: string;
}

/** The last edit of a cell, by the number of its row; undefined where nobody typed. */
export type Typed = (row: { readonly row: number }, column: ColumnKey) => PersonEdit | undefined;

/** How a ticket stood just before a write. */
export interface Stood {
  /** Number of its row. */
  readonly row: number;
  /** What a cell of it held. */
  readonly held: (column: ColumnKey) => string;
}

/**
 * The edits that can be told by their rows: of one that was heard of late only where the same ticket stood in its row just before Usher
 * wrote, and the cell held what it held before the edit; `stood` answers by Usher ID.
 */
export function placedEdits(
  edits: readonly PersonEdit[],
  stood: (id: string) => Stood | undefined,
): readonly PersonEdit[] {
  return edits.filter(({ before, row, id, column }) => {
    if (before === undefined) return true;
    const then = stood(id);
    return then !== undefined && then.row === row && then.held(column) === before.trim();
  });
}

/** True for an edit by which a person wrote a label of Usher's over itself; nobody decides by copying a row. */
export function saysAgain(edit: PersonEdit, label: string | undefined): boolean {
  return edit.isSure && !edit.isRow && edit.value.trim() === label;
}

/** The rows of one look, where a label that a person wrote over itself counts as kept: the cell alone cannot tell that. */
export function withKeptLabels(
  rows: readonly TicketRow[],
  seen: () => readonly SeenRow[],
  edits: readonly PersonEdit[],
): readonly TicketRow[] {
  if (edits.length === 0) return rows;
  const typed = typedBy(edits, seen());
  return rows.map((row) => {
    const kept = Object.entries(row.origins).flatMap(([field, origin]): [string, LabelOrigin][] => {
      const edit = origin.kind === 'usher' ? typed(row, labelKey(field)) : undefined;
      const isKept = edit !== undefined && 'label' in origin && saysAgain(edit, origin.label);
      return isKept ? [[field, { kind: 'confirmed', label: origin.label }]] : [];
    });
    return kept.length === 0 ? row : { ...row, origins: { ...row.origins, ...Object.fromEntries(kept) } };
  });
}

/** Finds edits by the rows of one look. */
export function typedBy(edits: readonly PersonEdit[], rows: readonly SeenRow[]): Typed {
  if (edits.length === 0) return () => undefined;
  const byHash = groupBy(rows, (row) => row.hash);
  const byId = groupBy(rows, (row) => row.id);
  let byRest: ReadonlyMap<string, readonly SeenRow[]> | undefined;
  const sameRest = (rest: string): readonly SeenRow[] => {
    byRest ??= groupBy(rows, (row) => row.rest());
    return byRest.get(rest) ?? [];
  };
  const found = new Map<string, PersonEdit>();
  for (const edit of withLaterTexts(edits, byHash)) {
    // A blank cell of a paste may have been blank before: nobody emptied it for certain.
    if (!edit.isTold && edit.value === '') continue;
    const row =
      rowOf(edit, byHash.get(edit.hash) ?? [], byId.get(edit.id) ?? [], sameRest) ??
      newRow(edit, rows) ??
      keptRow(edit, sameRest(edit.rest));
    if (row) found.set(`${row.row}\n${edit.column}`, edit);
  }
  return ({ row }, column) => found.get(`${row}\n${column}`);
}

/**
 * The edits, but for what pasted rows have of Usher's, each under the last text that somebody gave its row: who copies a row as a pattern,
 * decides it and then gives it its own text has not decided the row that it was copied from, which bears the same id and has the earlier
 * text.
 */
function withLaterTexts(
  edits: readonly PersonEdit[],
  byHash: ReadonlyMap<string, readonly SeenRow[]>,
): readonly PersonEdit[] {
  const last = new Map<string, PersonEdit>();
  const placeOf = ({ row, id }: PersonEdit): string => `${row}\n${id}`;
  for (const edit of edits) if (edit.id !== '') last.set(placeOf(edit), edit);
  return edits.map((edit) => {
    const isUshers = edit.isRow && isManagedKey(edit.column);
    const later = isUshers ? undefined : last.get(placeOf(edit));
    if (later === undefined || later.hash === edit.hash || byHash.get(later.hash)?.length !== 1) return edit;
    return { ...edit, hash: later.hash, rest: later.rest };
  });
}

function rowOf(
  edit: PersonEdit,
  sameText: readonly SeenRow[],
  sameId: readonly SeenRow[],
  sameRest: (rest: string) => readonly SeenRow[],
): SeenRow | null {
  const [first] = sameText;
  if (first && sameText.length === 1) {
    if (first.rest() === edit.rest) return first;
    // A copy may have come after the look: what was pasted into it is not said of the row that it was copied from.
    if (edit.isRow) return null;
    // Nor is what was typed into a copy whose text was written anew since; its other cells tell it.
    const [like, another] = sameRest(edit.rest);
    return like && !another ? like : first;
  }
  const likeIt = (candidates: readonly SeenRow[]): SeenRow | null => {
    const [one, other] = candidates.filter((row) => row.rest() === edit.rest);
    return one && !other ? one : null;
  };
  if (sameText.length > 1) {
    // A row and its copy may bear one id, and what was typed into the one must not come to stand in the other.
    const [one, other] = sameText.filter((row) => row.id === edit.id);
    return likeIt(sameText) ?? (other === undefined ? (one ?? null) : null);
  }
  // An id alone may have stood beside another text, when it was typed.
  return likeIt(sameId);
}

/**
 * A new row whose text a write into moved columns has met: told by its place. Only for people's own columns, in which a value is put back
 * only where a write has left its own.
 */
function newRow({ id, row, column }: PersonEdit, rows: readonly SeenRow[]): SeenRow | null {
  if (id !== '' || isManagedKey(column)) return null;
  return rows.find((one) => one.row === row && one.id === '') ?? null;
}

/**
 * A row that had no id yet and whose text was healed since: told by its other cells, and only while the value stands there, so that
 * nothing is written for its sake and what a person chose is not taken away.
 */
function keptRow(edit: PersonEdit, sameRest: readonly SeenRow[]): SeenRow | null {
  const [like, another] = sameRest;
  if (!like || another || edit.isRow || !edit.isSure) return null;
  return like.shows(edit.column) === edit.value.trim() ? like : null;
}

function groupBy(rows: readonly SeenRow[], keyOf: (row: SeenRow) => string): Map<string, SeenRow[]> {
  const groups = new Map<string, SeenRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === '') continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
