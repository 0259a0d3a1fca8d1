// Watches a desk's tickets one by one and keeps its outbreaks: evidence about one matter, from whichever channel, becomes one
// outbreak; what people dismissed stays quiet. Made anew from the last weeks' tickets wherever a process starts.
import { type CalendarSettings, createCalendar, DAY_MS } from './calendar.ts';
import { type Evidence, isProposable, isSuspicious, weighTicket } from './evidence.ts';
import {
  ageOutbreak,
  type DecisionOutcome,
  decideOutbreak,
  isOpen,
  isSuppressed,
  type Outbreak,
  type OutbreakDecision,
} from './outbreak.ts';
import { createOutbreakBook, mostFrequentLabel } from './outbreak-book.ts';
import { createSimilarityIndex, type IndexedTicket } from './similarity-index.ts';
import { createVolumeMonitor, type VolumeFinding } from './volume.ts';

/** What became of a ticket: nothing, it was left out, or an outbreak that it began, joined or brought before people. */
export type TicketOutcome =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'left-out'; readonly reason: 'duplicate' | 'future' | 'late' }
  | { readonly kind: 'candidate' | 'proposed' | 'grown' | 'suppressed'; readonly outbreak: Outbreak };

/** Watches one desk. */
export interface OutbreakDetector {
  /** Takes a ticket into the history without judging it: for rebuilding after a start. In order of time. */
  remember(ticket: IndexedTicket): void;
  /** Judges a ticket at `now`. Tickets come about in order of time; see `TicketOutcome` for those that cannot be used. */
  add(ticket: IndexedTicket, now: number): TicketOutcome;
  /** A person's word on an outbreak; undefined when there is none with this id. */
  decide(id: string, decision: OutbreakDecision, by: string, now: number): DecisionOutcome | undefined;
  /** Ends what has been quiet and answers all outbreaks of the last weeks, newest last. */
  outbreaks(now: number): readonly Outbreak[];
}

/** How a detector is set up. */
export interface DetectorSettings extends CalendarSettings {
  /** Those known from before a restart. */
  readonly outbreaks?: readonly Outbreak[];
  /** How many tickets each hour brought, where that is known: then only a part of them need be remembered. */
  readonly counted?: readonly { readonly label: string; readonly hour: number; readonly tickets: number }[];
}

const HISTORY_MS = 28 * DAY_MS;
/** Past tickets kept for comparison; a larger desk's history is thinned, as rates need no more. */
const PAST_TICKETS_MAX = 10_000;
/** The index is built anew when it has grown by this share; between, word weights lag behind a little. */
const GROWTH = 0.25;
const GROWTH_MIN = 250;
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** Tickets that arrive this much out of order are taken as if they had come now; older ones only count as history. */
const LATE_MS = 3_600_000;
const VOLUME_CHANCE_MAX = 1e-6;
const VOLUME_TICKETS_MIN = 5;
/** Tickets named by one outbreak; a mail loop must not fill the memory. */
const TICKETS_MAX = 1_000;

/** A detector without history. */
export function createOutbreakDetector(settings: DetectorSettings): OutbreakDetector {
  const calendar = createCalendar(settings);
  const index = createSimilarityIndex();
  const volume = createVolumeMonitor(calendar);
  const book = createOutbreakBook(settings.outbreaks ?? []);
  const known = new Map<string, number>();
  let newest = Number.NEGATIVE_INFINITY;
  for (const { label, hour, tickets } of settings.counted ?? []) volume.count(label, hour, tickets);

  function take(ticket: IndexedTicket): number {
    if (index.added >= Math.max(GROWTH_MIN, GROWTH * index.tickets.length)) refresh(ticket.at);
    known.set(ticket.id, ticket.at);
    newest = Math.max(newest, ticket.at);
    return index.add(ticket);
  }

  function refresh(now: number): void {
    const past = index.tickets.filter(({ at }) => at < now - DAY_MS && at >= now - HISTORY_MS);
    const share = Math.min(1, PAST_TICKETS_MAX / Math.max(1, past.length));
    index.refresh(
      ({ id, at }) =>
        at >= now - DAY_MS ||
        (at >= now - HISTORY_MS && (share === 1 || idShare(id) < share || book.holds(id))),
    );
    for (const [id, at] of known) if (at < now - HISTORY_MS) known.delete(id);
    book.forgetBefore(now - HISTORY_MS);
  }

  function remember(ticket: IndexedTicket): void {
    if (known.has(ticket.id)) return;
    const remembered = { ...ticket, at: Math.max(ticket.at, newest) };
    take(remembered);
    if (settings.counted === undefined) volume.count(remembered.label, remembered.at);
  }

  function add(ticket: IndexedTicket, now: number): TicketOutcome {
    if (known.has(ticket.id)) return { kind: 'left-out', reason: 'duplicate' };
    if (!(ticket.at <= now + CLOCK_TOLERANCE_MS)) return { kind: 'left-out', reason: 'future' };
    if (ticket.at < newest - LATE_MS) {
      known.set(ticket.id, ticket.at);
      return { kind: 'left-out', reason: 'late' };
    }
    const arrived = { ...ticket, at: Math.max(ticket.at, newest) };
    const slot = take(arrived);
    volume.count(arrived.label, arrived.at);
    const byContent = judgeContent(slot, arrived);
    const surplus = judgeVolume(arrived);
    return byContent.kind === 'quiet' || (byContent.kind === 'candidate' && surplus.kind !== 'quiet')
      ? surplus
      : byContent;
  }

  function judgeContent(slot: number, ticket: IndexedTicket): TicketOutcome {
    const { evidence, neighbours } = weighTicket(index, slot, ticket.at);
    const idOf = (other: number): string => index.tickets[other]!.id;
    const strongest = evidence.find(isProposable) ?? evidence.find(isSuspicious);
    const home =
      book.nearest(
        neighbours.map(({ slot: other, likeness }) => ({ id: idOf(other), likeness })),
        ticket.at,
      ) ??
      (strongest === undefined ? undefined : book.sharing(strongest.slots.slice(0, -1).map(idOf), ticket.at));
    if (home !== undefined) return join(home, ticket, strongest);
    if (strongest === undefined) return { kind: 'quiet' };
    const isStrong = isProposable(strongest);
    const members = strongest.slots.map((other) => index.tickets[other]!);
    const outbreak = book.open({
      id: `o-${ticket.id}`,
      status: isStrong ? { state: 'proposed', at: ticket.at } : { state: 'candidate' },
      channels: [strongest.channel],
      label: mostFrequentLabel(members),
      ticketIds: members.map(({ id }) => id),
      firstSeenAt: members[0]!.at,
      lastSeenAt: ticket.at,
      expected: strongest.expected,
      likeness: strongest.likeness,
      pValue: strongest.pValue,
    });
    return { kind: isStrong ? 'proposed' : 'candidate', outbreak };
  }

  function join(home: Outbreak, ticket: IndexedTicket, evidence: Evidence | undefined): TicketOutcome {
    const isSilent = isSuppressed(home, ticket.at);
    const strong = evidence !== undefined && isProposable(evidence) ? evidence : undefined;
    const becomesProposed = home.status.state === 'candidate' && strong !== undefined;
    const outbreak = book.put({
      ...home,
      ...(becomesProposed ? { status: { state: 'proposed', at: ticket.at } as const } : {}),
      channels: strong === undefined ? home.channels : [...new Set([...home.channels, strong.channel])],
      ...membersAfter(home, ticket, strong),
      lastSeenAt: ticket.at,
      expected: Math.max(home.expected, strong?.expected ?? 0),
      pValue: Math.min(home.pValue, evidence?.pValue ?? 1),
    });
    if (isSilent) return { kind: 'suppressed', outbreak };
    return {
      kind: becomesProposed ? 'proposed' : outbreak.status.state === 'candidate' ? 'candidate' : 'grown',
      outbreak,
    };
  }

  // A candidate that becomes a proposal takes the tickets of its evidence only: what came before was not enough.
  function membersAfter(home: Outbreak, ticket: IndexedTicket, evidence: Evidence | undefined) {
    if (home.status.state !== 'candidate' || evidence === undefined) {
      return { ticketIds: [...home.ticketIds, ticket.id].slice(0, TICKETS_MAX) };
    }
    const members = evidence.slots.map((slot) => index.tickets[slot]!);
    return {
      ticketIds: members.map(({ id }) => id),
      firstSeenAt: members[0]!.at,
      likeness: evidence.likeness,
    };
  }

  function judgeVolume(ticket: IndexedTicket): TicketOutcome {
    const findings = [ticket.label, '']
      .map((label) => volume.judge(label, ticket.at))
      .filter((finding) => finding !== undefined)
      .filter(({ found, pValue }) => found >= VOLUME_TICKETS_MIN && pValue < VOLUME_CHANCE_MAX);
    const finding = findings[0];
    return finding === undefined ? { kind: 'quiet' } : proposeVolume(finding, ticket);
  }

  function proposeVolume(finding: VolumeFinding, ticket: IndexedTicket): TicketOutcome {
    const members = ticketsSince(finding.from).filter(
      ({ label }) => finding.label === '' || label === finding.label,
    );
    const ids = members.map(({ id }) => id);
    const home = book.ofVolume(finding.label, ticket.at) ?? book.sharing(ids, ticket.at);
    if (home !== undefined) {
      const isMember = home.ticketIds.includes(ticket.id);
      const outbreak = book.put({
        ...home,
        ...(home.status.state === 'candidate'
          ? { status: { state: 'proposed', at: ticket.at } as const }
          : {}),
        channels: [...new Set([...home.channels, 'volume' as const])],
        ticketIds: isMember ? home.ticketIds : [...home.ticketIds, ticket.id],
        lastSeenAt: ticket.at,
        pValue: Math.min(home.pValue, finding.pValue),
      });
      if (isSuppressed(home, ticket.at)) return { kind: 'suppressed', outbreak };
      return { kind: home.status.state === 'candidate' ? 'proposed' : 'grown', outbreak };
    }
    const outbreak = book.open({
      id: `v-${ticket.id}`,
      status: { state: 'proposed', at: ticket.at },
      channels: ['volume'],
      label: finding.label,
      ticketIds: ids,
      firstSeenAt: members[0]?.at ?? ticket.at,
      lastSeenAt: ticket.at,
      expected: finding.expected,
      likeness: 1,
      pValue: finding.pValue,
    });
    return { kind: 'proposed', outbreak };
  }

  function ticketsSince(at: number): IndexedTicket[] {
    let first = index.tickets.length;
    while (first > 0 && index.tickets[first - 1]!.at >= at) first--;
    return index.tickets.slice(first);
  }

  function decide(
    id: string,
    decision: OutbreakDecision,
    by: string,
    now: number,
  ): DecisionOutcome | undefined {
    const outbreak = book.get(id);
    if (outbreak === undefined) return undefined;
    const outcome = decideOutbreak(ageOutbreak(outbreak, now), decision, by, now);
    if (outcome.isDecided) book.put(outcome.outbreak);
    return outcome;
  }

  function outbreaks(now: number): readonly Outbreak[] {
    for (const outbreak of book.all()) if (isOpen(outbreak)) book.put(ageOutbreak(outbreak, now));
    return book.all();
  }

  return { remember, add, decide, outbreaks };
}

// A ticket's place between 0 and 1 by its id, so that thinning keeps the same tickets each time (FNV-1a).
function idShare(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}
