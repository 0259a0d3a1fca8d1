// Keeps a detector's outbreaks and says to which of them new tickets belong.
import { ageOutbreak, isOpen, isSuppressed, type Outbreak } from './outbreak.ts';

/** Outbreaks by id, and by their tickets. */
export interface OutbreakBook {
  all(): readonly Outbreak[];
  get(id: string): Outbreak | undefined;
  /** Enters a new outbreak; tickets that are in another already stay there. */
  open(outbreak: Outbreak): Outbreak;
  /** Replaces an outbreak by its next version. */
  put(outbreak: Outbreak): Outbreak;
  /** The open or suppressed outbreak of which these tickets, like the one in question, are a good part. */
  nearest(alike: readonly LikeTicket[], now: number): Outbreak | undefined;
  /** The open or suppressed outbreak to which at least half of these tickets belong. */
  sharing(ticketIds: readonly string[], now: number): Outbreak | undefined;
  /** The open or suppressed outbreak that is about this label's number of tickets. */
  ofVolume(label: string, now: number): Outbreak | undefined;
  /** Whether a ticket belongs to an outbreak. */
  holds(ticketId: string): boolean;
  /** Drops outbreaks that are over and had their last ticket before `at`. */
  forgetBefore(at: number): void;
}

/** A ticket and its likeness to the one in question. */
export interface LikeTicket {
  readonly id: string;
  readonly likeness: number;
}

/** A ticket belongs to an outbreak when it resembles two of its tickets, and this share of a large one's. */
const RESEMBLED_MIN = 2;
const RESEMBLED_SHARE = 0.3;
const SHARED_MIN = 0.5;

/** A book with the outbreaks known from before. */
export function createOutbreakBook(known: readonly Outbreak[]): OutbreakBook {
  const outbreaks = new Map<string, Outbreak>();
  const outbreakOf = new Map<string, string>();

  function put(outbreak: Outbreak): Outbreak {
    outbreaks.set(outbreak.id, outbreak);
    for (const id of outbreak.ticketIds) if (!outbreakOf.has(id)) outbreakOf.set(id, outbreak.id);
    return outbreak;
  }
  for (const outbreak of known) put(outbreak);

  function takesPart(outbreak: Outbreak, now: number): boolean {
    return isOpen(ageOutbreak(outbreak, now)) || isSuppressed(outbreak, now);
  }

  function mostOf(tickets: readonly LikeTicket[], now: number): [Outbreak, number] | undefined {
    const counts = new Map<string, number>();
    for (const { id, likeness } of tickets) {
      const of = outbreakOf.get(id);
      if (of === undefined || likeness < (outbreaks.get(of)?.likeness ?? 0)) continue;
      counts.set(of, (counts.get(of) ?? 0) + 1);
    }
    let best: [Outbreak, number] | undefined;
    for (const [id, count] of counts) {
      const outbreak = outbreaks.get(id);
      if (outbreak === undefined || !takesPart(outbreak, now)) continue;
      if (best === undefined || count > best[1]) best = [outbreak, count];
    }
    return best;
  }

  function nearest(alike: readonly LikeTicket[], now: number): Outbreak | undefined {
    const [outbreak, count] = mostOf(alike, now) ?? [undefined, 0];
    if (outbreak === undefined) return undefined;
    return count >= Math.max(RESEMBLED_MIN, RESEMBLED_SHARE * outbreak.ticketIds.length)
      ? outbreak
      : undefined;
  }

  function sharing(ticketIds: readonly string[], now: number): Outbreak | undefined {
    const tickets = ticketIds.map((id) => ({ id, likeness: 1 }));
    const [outbreak, count] = mostOf(tickets, now) ?? [undefined, 0];
    return count >= SHARED_MIN * ticketIds.length ? outbreak : undefined;
  }

  function forgetBefore(at: number): void {
    for (const outbreak of outbreaks.values()) {
      if (isOpen(outbreak) && ageOutbreak(outbreak, at) === outbreak) continue;
      if (outbreak.lastSeenAt >= at) continue;
      outbreaks.delete(outbreak.id);
      for (const id of outbreak.ticketIds) if (outbreakOf.get(id) === outbreak.id) outbreakOf.delete(id);
    }
  }

  return {
    all: () => [...outbreaks.values()],
    get: (id) => outbreaks.get(id),
    open: (outbreak) =>
      put({ ...outbreak, ticketIds: outbreak.ticketIds.filter((id) => !outbreakOf.has(id)) }),
    put,
    nearest,
    sharing,
    ofVolume: (label, now) =>
      [...outbreaks.values()].find(
        (outbreak) =>
          outbreak.label === label && outbreak.channels.includes('volume') && takesPart(outbreak, now),
      ),
    holds: (ticketId) => outbreakOf.has(ticketId),
    forgetBefore,
  };
}

/** The label that most of these tickets have; empty without tickets. */
export function mostFrequentLabel(tickets: readonly { readonly label: string }[]): string {
  const counts = new Map<string, number>();
  let best = '';
  for (const { label } of tickets) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    if ((counts.get(label) ?? 0) > (counts.get(best) ?? 0)) best = label;
  }
  return best;
}
