// What callers asked and were told during a soak: one entry for each ticket, and every way in which an answer broke a rule.

/** One field's answer as it was told, without what is computed again on request. */
export interface ToldAnswer {
  readonly decision: string;
  readonly label: string;
  readonly confidence: number;
  readonly backend: string;
  readonly model: string;
}

interface Entry {
  told: ToldAnswer | undefined;
}

/** The callers' side of the record. */
export interface SoakBook {
  ask(runId: string, ticketId: string): void;
  /** Notes an answer; the same ticket of the same run must be told the same each time. */
  hear(runId: string, ticketId: string, answer: ToldAnswer): void;
  note(fault: string): void;
  told(runId: string, ticketId: string): ToldAnswer | undefined;
  readonly asked: number;
  readonly unanswered: number;
  /** Broken rules by what they were. */
  readonly faults: ReadonlyMap<string, number>;
}

/** An empty book. */
export function createSoakBook(): SoakBook {
  const entries = new Map<string, Entry>();
  const faults = new Map<string, number>();
  const note = (fault: string) => faults.set(fault, (faults.get(fault) ?? 0) + 1);
  const keyOf = (runId: string, ticketId: string) => `${runId} ${ticketId}`;
  return {
    ask: (runId, ticketId) => {
      entries.set(keyOf(runId, ticketId), { told: undefined });
    },
    hear: (runId, ticketId, answer) => {
      const entry = entries.get(keyOf(runId, ticketId));
      if (entry === undefined) note('an answer to a ticket that was not asked about');
      else if (entry.told === undefined) entry.told = answer;
      else if (!isSame(entry.told, answer)) note('a ticket that was told two answers');
    },
    note,
    told: (runId, ticketId) => entries.get(keyOf(runId, ticketId))?.told,
    get asked() {
      return entries.size;
    },
    get unanswered() {
      return [...entries.values()].filter(({ told }) => told === undefined).length;
    },
    faults,
  };
}

/** Whether two answers say the same. */
export function isSame(one: ToldAnswer, other: ToldAnswer): boolean {
  const parts = ({ decision, label, confidence, backend, model }: ToldAnswer) =>
    [decision, label, confidence, backend, model].join(' ');
  return parts(one) === parts(other);
}
