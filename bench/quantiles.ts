// How long most answers took.
import type { TimedAnswer } from './proxy-client.ts';

/** Milliseconds within which half, 99 % and all of the answers were there. */
export function quantiles(answers: readonly Pick<TimedAnswer, 'ms'>[]): {
  readonly half: number;
  readonly most: number;
  readonly all: number;
} {
  const sorted = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { half: at(0.5), most: at(0.99), all: at(1) };
}
