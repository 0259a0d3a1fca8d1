// Seeded choices for the sample desk: the same seed gives the same desk on every machine.

/** Choices, each with a weight above zero; the weights need not add up to anything. */
export type Weights<T> = readonly (readonly [T, number])[];

/** A source of choices. All of them advance one seeded sequence. */
export interface Dice {
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
  /** True with the given probability, 0–1. */
  chance(probability: number): boolean;
  /** One item of a list; throws on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** One of the choices, with probability proportional to its weight. */
  weighted<T>(choices: Weights<T>): T;
  /** A copy of the list in another order. */
  shuffled<T>(items: readonly T[]): T[];
}

/** Makes dice from a seed (any number; its integer part counts), over a 32-bit Weyl sequence with a mixing step. */
export function createDice(seed: number): Dice {
  let state = Math.trunc(seed) >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('Cannot pick from an empty list.');
    return item;
  };
  return {
    below,
    pick,
    chance: (probability) => next() < probability,
    weighted: <T>(choices: Weights<T>) => {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [choice, weight] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      return pick(choices)[0];
    },
    shuffled: <T>(items: readonly T[]) => {
      const order = items.map((item) => ({ item, at: next() }));
      return order.sort((a, b) => a.at - b.at).map((entry) => entry.item);
    },
  };
}

/**
 * Deals the items of a list without repetition: each call with the same key gives the next item of a shuffled
 * deck, which is shuffled anew only when it is used up. So two tickets rarely share a wording.
 */
export type Deal = <T>(key: string, items: readonly T[]) => T;

/** Makes a dealer whose decks live as long as it does. */
export function createDeal(dice: Dice): Deal {
  const decks = new Map<string, number[]>();
  return (key, items) => {
    const deck = decks.get(key) ?? [];
    if (deck.length === 0) deck.push(...dice.shuffled(items.map((_, index) => index)));
    decks.set(key, deck);
    const item = items[deck.pop() ?? 0];
    if (item === undefined) throw new Error(`Nothing to deal for "${key}".`);
    return item;
  };
}
