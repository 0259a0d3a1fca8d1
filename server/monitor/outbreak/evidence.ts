// Weighs one arriving ticket: how many tickets of the last hours resemble it or share a word with it, against the history of
// four weeks. Knows nothing of outbreaks that are already open.
import { testBurst } from './burst.ts';
import { DAY_MS, HOUR_MS } from './calendar.ts';
import type { OutbreakChannel } from './outbreak.ts';
import type { Neighbour, SimilarityIndex } from './similarity-index.ts';

/** What speaks for an outbreak around one ticket. */
export interface Evidence {
  readonly channel: OutbreakChannel;
  /** Slots of the tickets that it rests on, oldest first, the ticket itself last. */
  readonly slots: readonly number[];
  /** Likeness from which tickets are counted to it, 0–1. */
  readonly likeness: number;
  readonly expected: number;
  readonly pValue: number;
}

/** All evidence about one ticket, strongest first, and the tickets of the last four weeks that resemble it. */
export interface TicketEvidence {
  readonly evidence: readonly Evidence[];
  readonly neighbours: readonly Neighbour[];
}

/** Reports of one outbreak come within hours. */
export const RECENT_MS = 4 * HOUR_MS;
/** Tickets between four hours and a day old belong to neither side: a slow outbreak must not become its own history. */
export const PAST_MS = DAY_MS;
/** Two tickets alike are a coincidence or one person asking twice. */
const ALIKE_MIN = 3;
/**
 * Likeness is tried at these multiples of what three in a thousand strangers reach: the first finds reports in different
 * words, the others find an outbreak inside an everyday subject, whose tickets all resemble each other a little.
 */
const LEVELS = [1, 1.5, 2.25, 3.4];
const LIKENESS_MAX = 0.8;
/** A word needs more: every ticket tests some eighty of them. */
const SHARING_MIN = 4;
/** Chances below these are evidence; chosen on a replay of it-tickets, see bench/results.md. */
const CONTENT_CHANCE_MAX = 5e-6;
const TERM_CHANCE_MAX = 1e-8;
/** Weaker evidence makes a candidate, which nobody sees. */
const CANDIDATE_CHANCE_MAX = 1e-4;

/** Whether evidence is strong enough to be put before people. */
export function isProposable({ channel, pValue }: Evidence): boolean {
  return pValue < (channel === 'terms' ? TERM_CHANCE_MAX : CONTENT_CHANCE_MAX);
}

/** Whether evidence is worth remembering. */
export function isSuspicious({ channel, pValue }: Evidence): boolean {
  return channel === 'content' && pValue < CANDIDATE_CHANCE_MAX;
}

/** Weighs the ticket in `slot`, the newest of the index, which arrived at `at`. */
export function weighTicket(index: SimilarityIndex, slot: number, at: number): TicketEvidence {
  const { tickets } = index;
  const firstRecent = firstSince(index, at - RECENT_MS);
  const ticketsPast = firstSince(index, at - PAST_MS);
  const { neighbours, gramsRecent, gramsPast } = index.compare(slot, firstRecent, ticketsPast);
  const ticketsRecent = slot + 1 - firstRecent;
  const found: Evidence[] = [];
  for (const level of LEVELS) {
    const likeness = Math.min(index.likenessMin * level, LIKENESS_MAX);
    const near = neighbours.filter((other) => other.likeness >= likeness).map((other) => other.slot);
    const alike = [...near.filter((other) => other >= firstRecent), slot];
    if (alike.length < ALIKE_MIN) break;
    const past = near.filter((other) => other < ticketsPast).length;
    const burst = testBurst({ recent: alike.length, past, ticketsRecent, ticketsPast });
    found.push({ channel: 'content', slots: alike, likeness, ...burst });
  }
  let term: (Evidence & { readonly key: number }) | undefined;
  const grams = tickets[slot]?.grams ?? new Uint32Array();
  for (let at = 0; at < grams.length; at++) {
    const recent = gramsRecent[at]!;
    if (recent < SHARING_MIN) continue;
    const burst = testBurst({ recent, past: gramsPast[at]!, ticketsRecent, ticketsPast });
    if (term === undefined || burst.pValue < term.pValue)
      term = { channel: 'terms', slots: [], likeness: index.likenessMin, key: grams[at]!, ...burst };
  }
  if (term !== undefined && isProposable(term)) {
    found.push({ ...term, slots: sharing(index, term.key, firstRecent, slot) });
  }
  return { evidence: found.sort((one, other) => one.pValue - other.pValue), neighbours };
}

function sharing(index: SimilarityIndex, key: number, first: number, last: number): number[] {
  const slots: number[] = [];
  for (let slot = first; slot <= last; slot++) if (index.tickets[slot]?.grams.includes(key)) slots.push(slot);
  return slots;
}

// First slot that is not older than `at`; slots are in order of time.
function firstSince({ tickets }: SimilarityIndex, at: number): number {
  let low = 0;
  let high = tickets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tickets[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
