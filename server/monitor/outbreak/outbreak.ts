// An outbreak from first suspicion to its end, and what people may do with it. Machines propose; only people confirm.

/** What noticed it: tickets alike, words that burst, or more tickets than the hour should bring. */
export type OutbreakChannel = 'content' | 'terms' | 'volume';

/** Where an outbreak stands. Times are in milliseconds since 1970, `by` is who decided. */
export type OutbreakStatus =
  | { readonly state: 'candidate' }
  | { readonly state: 'proposed'; readonly at: number }
  | { readonly state: 'confirmed'; readonly at: number; readonly by: string }
  | { readonly state: 'dismissed'; readonly at: number; readonly by: string }
  | { readonly state: 'resolved'; readonly at: number }
  | { readonly state: 'stale'; readonly at: number };

/** One outbreak. Names tickets by id; holds no word of them. */
export interface Outbreak {
  readonly id: string;
  readonly status: OutbreakStatus;
  readonly channels: readonly OutbreakChannel[];
  /** Predicted label of most of its tickets; empty when the whole desk is meant. */
  readonly label: string;
  /** In order of arrival. */
  readonly ticketIds: readonly string[];
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  /** Tickets that history leads one to expect in the time in which it was noticed. */
  readonly expected: number;
  /** Likeness from which a ticket resembles this outbreak's, 0–1. */
  readonly likeness: number;
  /** Smallest p-value so far. */
  readonly pValue: number;
}

/** What a person may say. */
export type OutbreakDecision = 'confirm' | 'dismiss' | 'close';

/** A decision's effect, or why it has none. */
export type DecisionOutcome =
  | { readonly isDecided: true; readonly outbreak: Outbreak }
  | { readonly isDecided: false; readonly refusal: 'over' | 'not-open' };

/** Without a new ticket for so long, an outbreak is over. */
export const QUIET_MS = 24 * 3_600_000;
/** How long tickets like a dismissed outbreak's stay quiet; later they are part of the history that they are judged by. */
export const DISMISSED_MS = 7 * 24 * 3_600_000;

/** Whether new tickets may still join. */
export function isOpen({ status }: Outbreak): boolean {
  return status.state === 'candidate' || status.state === 'proposed' || status.state === 'confirmed';
}

/** Whether tickets like these are kept quiet at `now`. */
export function isSuppressed({ status }: Outbreak, now: number): boolean {
  return status.state === 'dismissed' && now - status.at < DISMISSED_MS;
}

/** Ends what has been quiet for a day: confirmed outbreaks are resolved, others go stale. */
export function ageOutbreak(outbreak: Outbreak, now: number): Outbreak {
  if (!isOpen(outbreak) || now - outbreak.lastSeenAt < QUIET_MS) return outbreak;
  const at = outbreak.lastSeenAt + QUIET_MS;
  return { ...outbreak, status: { state: outbreak.status.state === 'confirmed' ? 'resolved' : 'stale', at } };
}

/** Applies a person's decision; candidates are not shown to people and take none. */
export function decideOutbreak(
  outbreak: Outbreak,
  decision: OutbreakDecision,
  by: string,
  now: number,
): DecisionOutcome {
  const { state } = outbreak.status;
  if (state === 'candidate') return { isDecided: false, refusal: 'not-open' };
  if (!isOpen(outbreak)) return { isDecided: false, refusal: 'over' };
  switch (decision) {
    case 'confirm':
      return { isDecided: true, outbreak: { ...outbreak, status: { state: 'confirmed', at: now, by } } };
    case 'dismiss':
      return { isDecided: true, outbreak: { ...outbreak, status: { state: 'dismissed', at: now, by } } };
    case 'close':
      return { isDecided: true, outbreak: { ...outbreak, status: { state: 'resolved', at: now } } };
    default:
      return decision satisfies never;
  }
}

/** The banner: "12 similar tickets since 09:10, 0.8 expected." `timeOf` gives local time. */
export function describeOutbreak(outbreak: Outbreak, timeOf: (at: number) => string): string {
  const { ticketIds, firstSeenAt, expected, channels } = outbreak;
  const kind = channels.length === 1 && channels[0] === 'volume' ? '' : 'similar ';
  const expectedText = expected >= 10 ? expected.toFixed(0) : expected.toFixed(1);
  const where = kind === '' && outbreak.label !== '' ? ` for ${outbreak.label}` : '';
  return `${ticketIds.length} ${kind}tickets${where} since ${timeOf(firstSeenAt)}, ${expectedText} expected.`;
}
