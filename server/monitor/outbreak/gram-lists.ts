// Inverted lists: for each gram the slots of the tickets that contain it. The tickets known when the lists are made lie side
// by side, in order, which is what makes walking them fast; later ones are linked entries in flat arrays, as most grams occur
// once and an array for each would cost more than all entries together.

/** Grams numbered in order of first appearance, each with a weight and a list of slots. */
export interface GramLists {
  /** Number of a gram that was added before. */
  find(key: number): number;
  /** Makes a gram with a weight of its own and room for its first `reserved` slots. */
  open(key: number, weight: number, reserved: number): void;
  /** Appends a slot to the gram's list and answers the gram's number. A slot is added once to a gram, in rising order. */
  add(key: number, slot: number): number;
  weight(gram: number): number;
  /** Slots in the list. */
  length(gram: number): number;
  /** When the list has exactly two slots, the older one; −1 otherwise. */
  soleOwnerBefore(gram: number): number;
  /** The first slots lie in `reserved` from `reservedFrom(gram)` to before `reservedTo(gram)`. */
  readonly reserved: Int32Array;
  reservedFrom(gram: number): number;
  reservedTo(gram: number): number;
  /** Entries of the later slots, newest first, each with the entry after it or −1; the arrays are replaced when they grow. */
  newest(gram: number): number;
  readonly slots: Int32Array;
  readonly next: Int32Array;
}

const ENTRIES_START = 1 << 12;

/** Empty lists with room for `reservedTotal` slots; a gram that is added unopened gets `weightOfNew`. */
export function createGramLists(weightOfNew: number, reservedTotal: number): GramLists {
  const numberOf = new Map<number, number>();
  const weights: number[] = [];
  const lengths: number[] = [];
  const heads: number[] = [];
  const starts: number[] = [];
  const rooms: number[] = [];
  const reserved = new Int32Array(reservedTotal);
  let reservedEnd = 0;
  let slots = new Int32Array(ENTRIES_START);
  let next = new Int32Array(ENTRIES_START);
  let entries = 0;

  function open(key: number, weight: number, room: number): number {
    const gram = weights.length;
    numberOf.set(key, gram);
    weights.push(weight);
    lengths.push(0);
    heads.push(-1);
    starts.push(reservedEnd);
    rooms.push(room);
    reservedEnd += room;
    return gram;
  }

  function add(key: number, slot: number): number {
    const gram = numberOf.get(key) ?? open(key, weightOfNew, 0);
    const length = lengths[gram]!;
    lengths[gram] = length + 1;
    if (length < rooms[gram]!) {
      reserved[starts[gram]! + length] = slot;
      return gram;
    }
    if (entries === slots.length) {
      slots = grown(slots);
      next = grown(next);
    }
    slots[entries] = slot;
    next[entries] = heads[gram]!;
    heads[gram] = entries++;
    return gram;
  }

  function find(key: number): number {
    const gram = numberOf.get(key);
    if (gram === undefined) throw new Error('A gram was looked up before a ticket with it was added.');
    return gram;
  }

  function soleOwnerBefore(gram: number): number {
    if (lengths[gram] !== 2) return -1;
    return rooms[gram]! > 0 ? reserved[starts[gram]!]! : slots[next[heads[gram]!]!]!;
  }

  return {
    get slots() {
      return slots;
    },
    get next() {
      return next;
    },
    reserved,
    find,
    open: (key, weight, room) => void open(key, weight, room),
    add,
    weight: (gram) => weights[gram]!,
    length: (gram) => lengths[gram]!,
    soleOwnerBefore,
    reservedFrom: (gram) => starts[gram]!,
    reservedTo: (gram) => starts[gram]! + Math.min(lengths[gram]!, rooms[gram]!),
    newest: (gram) => heads[gram]!,
  };
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
