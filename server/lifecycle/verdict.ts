// What a rule of the gate says: passes, refuses or does not apply, with what was found and a sentence for people.
import type { CountedShare } from './evaluation.ts';

/** One rule's verdict. */
export interface Verdict {
  /** Key of the gate file, such as `quality.accuracy_min`. */
  readonly rule: string;
  readonly verdict: 'passes' | 'refuses' | 'not applicable';
  readonly found: number | null;
  readonly limit: number;
  readonly sentence: string;
}

const NAMES_SHOWN = 5;

interface Sentences {
  readonly good: string;
  readonly bad: string;
}

/** Refuses below the limit. */
export function atLeast(rule: string, found: number, limit: number, { good, bad }: Sentences): Verdict {
  return found >= limit ? passes(rule, found, limit, good) : refuses(rule, found, limit, bad);
}

/** Refuses above the limit. */
export function atMost(rule: string, found: number, limit: number, { good, bad }: Sentences): Verdict {
  return found <= limit ? passes(rule, found, limit, good) : refuses(rule, found, limit, bad);
}

/** Judged by the lower end of the interval. */
export function shareAtLeast(
  rule: string,
  { hits, n, interval }: CountedShare,
  limit: number,
  what: string,
): Verdict {
  if (interval === null) return notApplicable(rule, limit, 'Nothing was measured.');
  const line = `${hits} of ${n} ${what}, surely ${percent(interval.low)}`;
  return atLeast(rule, interval.low, limit, {
    good: `${line}.`,
    bad: `${line}; ${percent(limit)} is asked for.`,
  });
}

/** Refused when the share is above the limit and the interval's lower end too, since few probes vary much. */
export function shareAtMost(
  rule: string,
  { hits, n, interval }: CountedShare,
  limit: number,
  what: string,
): Verdict {
  if (interval === null) return notApplicable(rule, limit, 'Nothing was tried.');
  const line = `${hits} of ${n} ${what}`;
  return atMost(rule, interval.low, limit, {
    good: `${line}.`,
    bad: `${line}; ${percent(limit)} is allowed.`,
  });
}

/** A rule that holds. */
export function passes(rule: string, found: number, limit: number, sentence: string): Verdict {
  return { rule, verdict: 'passes', found, limit, sentence };
}

/** A rule that does not hold. */
export function refuses(rule: string, found: number, limit: number, sentence: string): Verdict {
  return { rule, verdict: 'refuses', found, limit, sentence };
}

/** A rule that nothing can be said about. */
export function notApplicable(rule: string, limit: number, sentence: string): Verdict {
  return { rule, verdict: 'not applicable', found: null, limit, sentence };
}

/** The first names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A share in words, to a tenth of a per cent. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
