// Finds the tickets of the last four weeks whose words resemble a new one's: tf-idf cosine over hashed words and word pairs,
// by an inverted list. What only one ticket says cannot make two alike and does not count against it either, so that half a
// text in other words still leaves two reports of one outage closer than strangers.
import type { Document } from '../../../src/core/classifier/document.ts';
import { COUNT_BITS } from '../../../src/core/classifier/grams.ts';
import { createGramLists } from './gram-lists.ts';

/** A ticket in the index. */
export interface IndexedTicket {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly label: string;
  /** Distinct words and word pairs, without counts. */
  readonly grams: Uint32Array;
}

/** A ticket that resembles another: its slot and the cosine of the two, 0–1. */
export interface Neighbour {
  readonly slot: number;
  readonly likeness: number;
}

/** What the index found about one ticket. */
export interface Likeness {
  /** Tickets with a cosine of at least `likenessMin`, oldest first, without the ticket itself. */
  readonly neighbours: readonly Neighbour[];
  /**
   * How often each of the ticket's grams occurs among recent tickets, itself included, and among past ones; in the order of
   * its grams. Zero for grams so common that they weigh nothing.
   */
  readonly gramsRecent: Uint32Array;
  readonly gramsPast: Uint32Array;
}

/** Tickets that can be asked for their neighbours. Slots are valid until the next `refresh`. */
export interface SimilarityIndex {
  readonly tickets: readonly IndexedTicket[];
  /** Cosine from which two tickets count as alike. */
  readonly likenessMin: number;
  /** Takes a ticket and answers its slot. Tickets come in order of time. */
  add(ticket: IndexedTicket): number;
  /** Neighbours of a slot; grams are counted as recent from the slot `recentFrom` on and as past before the slot `pastTo`. */
  compare(slot: number, recentFrom: number, pastTo: number): Likeness;
  /** Drops the tickets that `keeps` refuses, weighs words anew and chooses `likenessMin` anew. */
  refresh(keeps: (ticket: IndexedTicket, slot: number) => boolean): void;
  /** Tickets added since the last refresh. */
  readonly added: number;
}

/**
 * Of strangers' pairs, this share counts as alike. Measured on it-tickets with ten reports that share a quarter of their words
 * pairwise: at 0.001 four in five are found by the seventh report, at 0.003 nine in ten.
 */
const STRANGERS_ALIKE = 0.003;
const LIKENESS_LOW = 0.06;
const LIKENESS_HIGH = 0.5;
const LIKENESS_START = 0.12;
/** Tickets whose neighbours are looked up to choose the limit. */
const PROBES = 150;
/** With fewer tickets the rarest thousandth of pairs is a handful. */
const PROBED_TICKETS_MIN = 300;
/** Words are weighed as if there were at least so many tickets, so that the first ones of a desk are not all alike. */
const WEIGHED_TICKETS_MIN = 500;
/** Words of more than this share of all tickets say nothing and cost the most time. */
const COMMON_SHARE = 0.03;

/** Distinct words and word pairs of a document, without parts of words and without counts. */
export function similarityGrams({ grams, wordGrams }: Document): Uint32Array {
  return grams.slice(0, wordGrams).map((gram) => gram >>> COUNT_BITS);
}

/** An empty index. */
export function createSimilarityIndex(): SimilarityIndex {
  let tickets: IndexedTicket[] = [];
  let lists = createGramLists(inverseFrequency(0, WEIGHED_TICKETS_MIN), 0);
  let norms: number[] = [];
  let likenessMin = LIKENESS_START;
  let added = 0;
  let products = new Float64Array(1024);
  const touched: number[] = [];

  function insert(ticket: IndexedTicket): number {
    const slot = tickets.length;
    tickets.push(ticket);
    norms.push(0);
    for (const key of ticket.grams) {
      const gram = lists.add(key, slot);
      const weight = lists.weight(gram);
      const first = lists.soleOwnerBefore(gram);
      if (first >= 0) norms[first] = norms[first]! + weight;
      if (lists.length(gram) > 1) norms[slot] = norms[slot]! + weight;
    }
    return slot;
  }

  // Adds up products with all other tickets, and counts each gram's slots from `recentFrom` on and before `pastTo`.
  function multiply(
    slot: number,
    recentFrom: number,
    pastTo: number,
  ): Pick<Likeness, 'gramsRecent' | 'gramsPast'> {
    const { grams } = tickets[slot]!;
    const { slots, next, reserved } = lists;
    const gramsRecent = new Uint32Array(grams.length);
    const gramsPast = new Uint32Array(grams.length);
    touched.length = 0;
    if (products.length < tickets.length) products = new Float64Array(2 * tickets.length);
    for (let index = 0; index < grams.length; index++) {
      const gram = lists.find(grams[index]!);
      const weight = lists.weight(gram);
      if (weight === 0) continue;
      let recent = 0;
      let past = 0;
      for (let entry = lists.newest(gram); entry >= 0; entry = next[entry]!) {
        const other = slots[entry]!;
        if (products[other] === 0) touched.push(other);
        products[other]! += weight;
        if (other >= recentFrom) recent++;
        else if (other < pastTo) past++;
      }
      const end = lists.reservedTo(gram);
      for (let at = lists.reservedFrom(gram); at < end; at++) {
        const other = reserved[at]!;
        if (products[other] === 0) touched.push(other);
        products[other]! += weight;
        if (other >= recentFrom) recent++;
        else if (other < pastTo) past++;
      }
      gramsRecent[index] = recent;
      gramsPast[index] = past;
    }
    return { gramsRecent, gramsPast };
  }

  function cosine(slot: number, other: number): number {
    const squares = norms[slot]! * norms[other]!;
    return squares === 0 ? 0 : products[other]! / Math.sqrt(squares);
  }

  function compare(slot: number, recentFrom: number, pastTo: number): Likeness {
    const counted = multiply(slot, recentFrom, pastTo);
    const neighbours: Neighbour[] = [];
    for (const other of touched) {
      const likeness = cosine(slot, other);
      if (other !== slot && likeness >= likenessMin) neighbours.push({ slot: other, likeness });
      products[other] = 0;
    }
    return { neighbours: neighbours.sort((one, other) => one.slot - other.slot), ...counted };
  }

  function chooseLikeness(): number {
    if (tickets.length < PROBED_TICKETS_MIN) return LIKENESS_START;
    const found: number[] = [];
    const step = tickets.length / PROBES;
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = Math.floor(probe * step);
      multiply(slot, 0, 0);
      for (const other of touched) {
        const likeness = cosine(slot, other);
        if (other !== slot && likeness > LIKENESS_LOW) found.push(likeness);
        products[other] = 0;
      }
    }
    found.sort((one, other) => other - one);
    const strangers = Math.floor(STRANGERS_ALIKE * PROBES * (tickets.length - 1));
    return Math.min(LIKENESS_HIGH, Math.max(LIKENESS_LOW, found[strangers] ?? LIKENESS_LOW));
  }

  function refresh(keeps: (ticket: IndexedTicket, slot: number) => boolean): void {
    const kept = tickets.filter(keeps);
    const frequency = new Map<number, number>();
    let entries = 0;
    for (const { grams } of kept) {
      for (const key of grams) frequency.set(key, (frequency.get(key) ?? 0) + 1);
      entries += grams.length;
    }
    const total = Math.max(WEIGHED_TICKETS_MIN, kept.length);
    lists = createGramLists(inverseFrequency(0, total), entries);
    for (const [key, tickets] of frequency) lists.open(key, inverseFrequency(tickets, total), tickets);
    tickets = [];
    norms = [];
    for (const ticket of kept) insert(ticket);
    likenessMin = chooseLikeness();
    added = 0;
  }

  return {
    get tickets() {
      return tickets;
    },
    get likenessMin() {
      return likenessMin;
    },
    get added() {
      return added;
    },
    add(ticket) {
      added++;
      return insert(ticket);
    },
    compare,
    refresh,
  };
}

// Squared inverse document frequency: the weight of a shared gram in a product.
function inverseFrequency(frequency: number, total: number): number {
  return frequency > COMMON_SHARE * total ? 0 : Math.log((1 + total) / (1 + frequency)) ** 2;
}
