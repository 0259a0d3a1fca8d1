// What a page gets for an answer: a refusal reaches it as its sentence, and a defect as a number that is in the log.
import { Problem } from '../core/contract.ts';
import { messages } from './messages.ts';
import type { SheetWorld } from './ports.ts';

/** The answer of `deed`; throws an Error whose message can be shown as it is. */
export function answerPage<T>(world: SheetWorld, deed: () => T): T {
  try {
    return deed();
  } catch (error) {
    if (error instanceof Problem) throw new Error(error.message);
    throw new Error(messages.unexpected(logDefect(world, error)));
  }
}

/** Logs a defect under a number that the person can name. */
export function logDefect(world: Pick<SheetWorld, 'newId' | 'log'>, error: unknown): string {
  const number = world.newId().slice(0, 8);
  world.log(`${number} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return number;
}
