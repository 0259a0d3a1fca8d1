// Inverted lists: for each gram the tickets that contain it, newest first, as linked entries in two flat arrays. Most grams
// occur once, so an array for each would cost more than all entries together.

/** Grams numbered in order of first appearance, each with a weight and a list of slots. */
export interface GramLists {
  /** Number of grams. */
  readonly size: number;
  /** Number of a gram that was added before. */
  find(key: number): number;
  /** Makes a gram with a weight of its own and no slots. */
  open(key: number, weight: number): void;
  /** Puts a slot at the head of the gram's list and answers the gram's number. A slot is added once to a gram. */
  add(key: number, slot: number): number;
  key(gram: number): number;
  weight(gram: number): number;
  /** Slots in the list. */
  length(gram: number): number;
  /** When the list has exactly two slots, the older one; −1 otherwise. */
  soleOwnerBefore(gram: number): number;
  /** First entry of the list, or −1. */
  newest(gram: number): number;
  /** The entry after this one, or −1. */
  older(entry: number): number;
  slot(entry: number): number;
}

const ENTRIES_START = 1 << 12;

/** Empty lists; a gram that is added unopened gets `weightOfNew`. */
export function createGramLists(weightOfNew: number): GramLists {
  const numberOf = new Map<number, number>();
  const keys: number[] = [];
  const weights: number[] = [];
  const lengths: number[] = [];
  const heads: number[] = [];
  let slots = new Int32Array(ENTRIES_START);
  let next = new Int32Array(ENTRIES_START);
  let entries = 0;

  function open(key: number, weight: number): number {
    const gram = keys.length;
    numberOf.set(key, gram);
    keys.push(key);
    weights.push(weight);
    lengths.push(0);
    heads.push(-1);
    return gram;
  }

  function add(key: number, slot: number): number {
    const gram = numberOf.get(key) ?? open(key, weightOfNew);
    if (entries === slots.length) {
      slots = grown(slots);
      next = grown(next);
    }
    slots[entries] = slot;
    next[entries] = heads[gram]!;
    heads[gram] = entries++;
    lengths[gram] = lengths[gram]! + 1;
    return gram;
  }

  function find(key: number): number {
    const gram = numberOf.get(key);
    if (gram === undefined) throw new Error('A gram was looked up before a ticket with it was added.');
    return gram;
  }

  return {
    get size() {
      return keys.length;
    },
    find,
    open: (key, weight) => void open(key, weight),
    add,
    key: (gram) => keys[gram]!,
    weight: (gram) => weights[gram]!,
    length: (gram) => lengths[gram]!,
    soleOwnerBefore: (gram) => (lengths[gram] === 2 ? slots[next[heads[gram]!]!]! : -1),
    newest: (gram) => heads[gram]!,
    older: (entry) => next[entry]!,
    slot: (entry) => slots[entry]!,
  };
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
