// The script's installed triggers, and when the time-driven ones are due.
import { GoogleError } from './errors.ts';
import type { User } from './run.ts';
import { instantOf, wallClockAt } from './spreadsheet/zone.ts';

export type TriggerEvent = 'CLOCK' | 'ON_EDIT' | 'ON_CHANGE' | 'ON_OPEN' | 'ON_FORM_SUBMIT';

/** When a time-driven trigger fires: at a moment, again and again, or daily at an hour of its zone. */
export type Schedule =
  | { readonly kind: 'once'; readonly at: number }
  | { readonly kind: 'every'; readonly ms: number }
  | {
      readonly kind: 'daily';
      readonly days: number;
      readonly hour: number;
      readonly minute: number;
      readonly timeZone: string;
    };

export interface Trigger {
  readonly id: string;
  readonly functionName: string;
  readonly event: TriggerEvent;
  readonly creator: User;
  readonly sourceId: string | null;
  readonly schedule: Schedule | undefined;
  /** Epoch ms of the next firing of a time-driven trigger. */
  dueAt: number;
}

/** Triggers that one user may have in one script. */
const TRIGGERS_MAX = 20;
const DAY_MS = 24 * 3_600_000;

export class TriggerStore {
  readonly #triggers: Trigger[] = [];
  #nextId = 1;

  get all(): readonly Trigger[] {
    return this.#triggers;
  }

  /** Installs a trigger at `now`. Throws when the user has too many. */
  add(trigger: Omit<Trigger, 'id' | 'dueAt'>, now: number): Trigger {
    const own = this.#triggers.filter((other) => other.creator.email === trigger.creator.email);
    if (own.length >= TRIGGERS_MAX) {
      throw new GoogleError(
        `This script has too many triggers: at most ${TRIGGERS_MAX} for each user. Delete some first.`,
      );
    }
    const dueAt = trigger.schedule === undefined ? Number.POSITIVE_INFINITY : firstDue(trigger.schedule, now);
    const added = { ...trigger, id: `trigger-${this.#nextId}`, dueAt };
    this.#nextId += 1;
    this.#triggers.push(added);
    return added;
  }

  remove(id: string): void {
    const index = this.#triggers.findIndex((trigger) => trigger.id === id);
    if (index >= 0) this.#triggers.splice(index, 1);
  }

  /** The time-driven trigger that is due first, at or before `until`. */
  nextDue(until: number): Trigger | undefined {
    const due = this.#triggers.filter((trigger) => trigger.dueAt <= until);
    return due.sort((a, b) => a.dueAt - b.dueAt)[0];
  }

  /** Sets the next firing after one at `now`. A trigger for one moment stays, spent, until the script deletes it. */
  reschedule(trigger: Trigger, now: number): void {
    const { schedule } = trigger;
    if (schedule === undefined || schedule.kind === 'once') trigger.dueAt = Number.POSITIVE_INFINITY;
    else if (schedule.kind === 'daily') trigger.dueAt = firstDue(schedule, now);
    // Google starts no second run to make up for one that was missed while the first was late.
    else while (trigger.dueAt <= now) trigger.dueAt += schedule.ms;
  }
}

function firstDue(schedule: Schedule, now: number): number {
  if (schedule.kind === 'once') return schedule.at;
  if (schedule.kind === 'every') return now + schedule.ms;
  const { year, month, day } = wallClockAt(now, schedule.timeZone);
  const today = instantOf(schedule.timeZone, year, month, day, schedule.hour, schedule.minute);
  if (today > now) return today;
  const later = wallClockAt(today + schedule.days * DAY_MS, schedule.timeZone);
  return instantOf(schedule.timeZone, later.year, later.month, later.day, schedule.hour, schedule.minute);
}
