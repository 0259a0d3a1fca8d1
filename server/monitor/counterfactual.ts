// Does a name change the queue? Swaps names, pronouns, greetings and places that say nothing about the matter, and counts the
// predictions that change. Works on texts while they are at hand; keeps only figures and ids.
import { wilsonInterval } from '../../src/core/statistics/intervals.ts';
import { percent, type Signal } from './signal.ts';

/** Words that may stand for each other without changing the matter, in the language of the tickets. */
export interface SwapGroup {
  readonly name: string;
  readonly words: readonly string[];
}

/** What a prediction says about one text. */
export interface TextPrediction {
  readonly label: string;
  readonly confidence: number;
}

/** A text before and after a swap. */
export interface Swap {
  readonly id: string;
  readonly group: string;
  readonly before: string;
  readonly after: string;
}

/** At most one in a hundred labels may change, and confidences by two points on average. */
const FLIPS_MAX = 0.01;
const CONFIDENCE_MOVE_MAX = 0.02;
/** Below so many swapped texts one flip decides. */
const SWAPS_MIN = 100;

/**
 * Puts each swap group's words in each other's place, in a circle, once for each group that occurs in the text. Words are
 * matched whole and without regard to case.
 */
export function swapTexts(
  texts: readonly { readonly id: string; readonly text: string }[],
  groups: readonly SwapGroup[],
): Swap[] {
  const swaps: Swap[] = [];
  for (const { name, words } of groups) {
    const next = new Map(words.map((word, at) => [word.toLowerCase(), words[(at + 1) % words.length]!]));
    for (const { id, text } of texts) {
      const after = text.replace(/\p{L}+/gu, (word) => next.get(word.toLowerCase()) ?? word);
      if (after !== text) swaps.push({ id, group: name, before: text, after });
    }
  }
  return swaps;
}

/**
 * Fills the group's words into templates with a `{}`: every pair of neighbouring words is one swap. For desks whose tickets
 * hold no names.
 */
export function fillTemplates(templates: readonly string[], { name, words }: SwapGroup): Swap[] {
  return templates.flatMap((template, number) =>
    words.slice(1).map((word, at) => ({
      id: `template-${number + 1}`,
      group: name,
      before: template.replaceAll('{}', words[at]!),
      after: template.replaceAll('{}', word),
    })),
  );
}

/** One signal for each group; its rows are the tickets whose label flips. The effect is the share of flips. */
export function judgeSwaps(swaps: readonly Swap[], predict: (text: string) => TextPrediction): Signal[] {
  return [...Map.groupBy(swaps, ({ group }) => group)].map(([group, members]) => {
    let moved = 0;
    const flipped: string[] = [];
    for (const { id, before, after } of members) {
      const one = predict(before);
      const other = predict(after);
      if (one.label !== other.label) flipped.push(id);
      moved += Math.abs(one.confidence - other.confidence);
    }
    return swapSignal(group, members.length, flipped, moved / members.length);
  });
}

function swapSignal(group: string, n: number, flipped: readonly string[], move: number): Signal {
  const share = flipped.length / n;
  const { low } = wilsonInterval(flipped.length, n, 0.9);
  const counted = `${flipped.length} of ${n} tickets (${percent(share)}) change queue when ${group} are swapped`;
  const isBad = share > FLIPS_MAX || move > CONFIDENCE_MOVE_MAX;
  // Worse than a warning only when luck does not explain it.
  const level = n < SWAPS_MIN ? 'not-enough-data' : low > FLIPS_MAX ? 'critical' : isBad ? 'warn' : 'ok';
  return {
    monitor: 'fairness.swap',
    subject: group,
    level,
    n,
    effect: share,
    critical: FLIPS_MAX,
    sentence:
      level === 'not-enough-data'
        ? `${n} tickets could be tried with ${group} swapped; it takes ${SWAPS_MIN}.`
        : `${counted}, and confidences by ${percent(move)} on average.`,
    rows: flipped.slice(0, 10),
  };
}
