// Orders of rows for training, so that the same rows and the same seed give the same model on every machine.
import type { Random } from '../statistics/random.ts';

/** Shuffles in place (Fisher–Yates) and answers the same array. */
export function shuffle(order: Uint32Array, random: Random): Uint32Array {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const moved = order[last]!;
    order[last] = order[other]!;
    order[other] = moved;
  }
  return order;
}

/** The numbers 0 to length − 1. */
export function countUp(length: number): Uint32Array {
  const order = new Uint32Array(length);
  for (let index = 0; index < length; index++) order[index] = index;
  return order;
}
