// The outbreak detectors of the desks that this process looks at, kept between looks and made anew from traces where another
// process or a person changed something since.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Tick } from '../../src/core/health-schemas.ts';
import { DAY_MS } from '../monitor/outbreak/calendar.ts';
import { createOutbreakDetector, type OutbreakDetector } from '../monitor/outbreak/detector.ts';
import type { Outbreak } from '../monitor/outbreak/outbreak.ts';
import type { MonitoredField, MonitoringStore } from '../store/monitoring.ts';
import { LOTS } from '../store/trace-rows.ts';
import { indexedOf } from './observations.ts';

/** Judges new tickets of a field. */
export interface OutbreakWatch {
  /** Judges what no look has judged yet. `revision` is the one before this look's own; the caller holds the claim. */
  look(place: MonitoredField, revision: number, tick: Tick, now: number): Promise<OutbreakLook>;
}

/** What a look at a field's tickets found. */
export interface OutbreakLook {
  /** All of the last weeks, newest last. */
  readonly outbreaks: readonly Outbreak[];
  /** Those among them that are new or have changed. */
  readonly changed: readonly Outbreak[];
  /** Ids of the tickets that were judged. */
  readonly watched: readonly string[];
  /** Goes on from here the next time; to be called once all of the above is stored. */
  readonly keep: () => void;
}

/** Detectors kept; each holds some ten thousand tickets in about 20 MB. */
const KEPT_MAX = 6;
/** What monitors look back on. */
export const HISTORY_MS = 28 * DAY_MS;
/** Past tickets that comparisons need; the detector itself keeps no more. */
const PAST_TICKETS = 10_000;
/** Tickets judged by one look; the rest waits for the next. */
const LOOK_TICKETS_MAX = 5_000;
/** Tickets before others get a turn: some ten milliseconds. */
const TURN = 20;
/** Ended outbreaks are told for two weeks. */
const TOLD_MS = 14 * DAY_MS;

interface Kept {
  readonly detector: OutbreakDetector;
  readonly revision: number;
  readonly settings: string;
}

/** A watch without detectors. */
export function createOutbreakWatch(monitoring: MonitoringStore): OutbreakWatch {
  const kept = new LRUCache<string, Kept>({ max: KEPT_MAX });

  async function rebuilt(place: MonitoredField, tick: Tick, now: number): Promise<OutbreakDetector> {
    const from = now - HISTORY_MS;
    const counted = await monitoring.counts(place, from);
    const total = counted.reduce((sum, { tickets }) => sum + tickets, 0);
    const lots = Math.min(LOTS, Math.ceil((LOTS * PAST_TICKETS) / Math.max(1, total)));
    const past = await monitoring.traces(place, from, lots);
    const recent = lots === LOTS ? [] : await monitoring.traces(place, now - DAY_MS);
    const detector = createOutbreakDetector({
      ...{ timeZone: tick.timeZone, holidays: tick.holidays ?? [], counted },
      outbreaks: await monitoring.outbreaks(place),
    });
    const known = [
      ...past.filter(({ arrivedAt }) => lots === LOTS || arrivedAt < now - DAY_MS),
      ...recent,
    ].filter(({ isWatched, arrivedAt }) => isWatched && arrivedAt <= now);
    for (const [index, trace] of known.entries()) {
      if (index % TURN === 0) await nextTurn();
      detector.remember(indexedOf(trace));
    }
    return detector;
  }

  return {
    look: async (place, revision, tick, now) => {
      const key = `${place.desk} ${place.field}`;
      const settings = JSON.stringify([tick.timeZone, tick.holidays]);
      const known = kept.get(key);
      const isCurrent = known?.revision === revision && known.settings === settings;
      const detector = isCurrent ? known.detector : await rebuilt(place, tick, now);
      const stored = isCurrent ? detector.outbreaks(now) : await monitoring.outbreaks(place);
      const before = new Map(stored.map((one) => [one.id, one]));
      const fresh = await monitoring.unwatched(place, LOOK_TICKETS_MAX);
      for (const [index, trace] of fresh.entries()) {
        if (index % TURN === 0) await nextTurn();
        detector.add(indexedOf(trace), Math.max(trace.seenAt, trace.arrivedAt <= now ? trace.arrivedAt : 0));
      }
      const outbreaks = detector.outbreaks(now);
      // What was judged and could not be kept must not be known to the detector that goes on.
      kept.delete(key);
      return {
        outbreaks: outbreaks.filter(({ lastSeenAt }) => lastSeenAt >= now - TOLD_MS),
        changed: outbreaks.filter((one) => before.get(one.id) !== one),
        watched: fresh.map(({ ticketId }) => ticketId),
        keep: () => kept.set(key, { detector, revision: revision + 1, settings }),
      };
    },
  };
}
