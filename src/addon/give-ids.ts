// Which `Usher ID` each row shall bear: its ticket's own where people have parted the two, and a new one where it has none.
import { textHash } from '../core/text-hash.ts';
import { type KnownTicket, knownTickets, partedRows, seenRows } from './row-identity.ts';
import { isStateCurrent, type TicketRow } from './rows.ts';
import type { SheetView } from './sheet-view.ts';
import { heldByPeople, type Journal } from './write-journal.ts';

export interface GivenIds {
  /** By row number, for rows whose id cell must change; '' where no ticket stands. */
  readonly ids: ReadonlyMap<number, string>;
  /** Rows, by number, in which a ticket stands beside what belongs to another. */
  readonly parted: ReadonlySet<number>;
}

/**
 * The ids that rows must get. A new id comes from `seed`, which stays the same while a run is open, and from the row's text: an id that
 * was lost before its run was over is given again as it was, and what was asked under it is not asked, nor charged, twice.
 */
export function planIds(
  view: SheetView,
  journal: Journal | null,
  seed: string,
  newId: () => string,
): GivenIds {
  const moved = partedRows(seenRows(view), knownOf(view, journal));
  const ids = new Map(moved ?? []);
  const taken = new Set<string>();
  const waiting: TicketRow[] = [];
  for (const row of view.rows) {
    const id = ids.get(row.row) ?? row.id;
    if (id !== '' && !taken.has(id)) taken.add(id);
    else if (row.isTicket) waiting.push(row);
  }
  for (const row of waiting) {
    const id = row.hash === '' ? newId() : idOfText(seed, row.hash, taken);
    taken.add(id);
    ids.set(row.row, id);
  }
  const idOf = (row: TicketRow): string => ids.get(row.row) ?? row.id;
  const foreign = view.rows.filter((row) => isForeignState(row, idOf(row)));
  const astray = new Map(foreign.flatMap(({ state }) => (state === null ? [] : [[state.id, state.hash]])));
  // Sorts of different columns may have brought text and id together again, and what else is theirs elsewhere.
  const bereft = view.rows.filter((row) => row.state === null && astray.get(idOf(row)) === row.hash);
  const strays = [...foreign, ...bereft];
  return { ids, parted: new Set([...(moved?.keys() ?? []), ...strays.map(({ row }) => row)]) };
}

/** True for a row under `id` whose state is about another ticket: neither its own, nor the one that a copied row has brought along. */
function isForeignState(row: TicketRow, id: string): boolean {
  return row.state !== null && row.state.id !== id && !isStateCurrent(row);
}

function idOfText(seed: string, hash: string, taken: ReadonlySet<string>): string {
  for (let copy = 0; ; copy++) {
    const id = textHash(`${seed}\n${hash}\n${copy}`);
    if (!taken.has(id)) return id;
  }
}

/** What is known of tickets: by the journal, else by the states that stand in the sheet. */
function knownOf(view: SheetView, journal: Journal | null): ReadonlyMap<string, KnownTicket> {
  const known = new Map<string, KnownTicket>();
  const inPlace = knownTickets(view);
  const present = new Set(view.rows.map((row) => row.id));
  for (const { state, id, hash: now } of view.rows) {
    if (state === null) continue;
    const { hash, rest = '' } = state;
    const isBeside = state.id === id;
    // An id that was written over is still told by the state beside it.
    const isLost = !present.has(state.id) && hash === now;
    if ((isBeside || isLost) && !known.has(state.id))
      known.set(state.id, { hash, rest: () => rest, cells: () => [], isBare: false });
  }
  for (const [id, { hash, rest, held, wanted }] of journal?.tickets ?? []) {
    // A text that was written anew since in its own place is told by its state.
    if (known.has(id) && isInPlace(inPlace.get(id), known.get(id))) continue;
    known.set(id, {
      ...{ hash, rest: () => rest, cells: () => heldByPeople(held) },
      isBare: !held.has('state') && !wanted.has('state'),
    });
  }
  return known;
}

function isInPlace(now: KnownTicket | undefined, then: KnownTicket | undefined): boolean {
  return now !== undefined && now.hash === then?.hash;
}

/** True for a row whose state came along with a copied row, or tells of its ticket under an id that it had before. */
export function isOtherId(row: TicketRow): boolean {
  return row.state !== null && row.state.id !== row.id && isStateCurrent(row);
}
