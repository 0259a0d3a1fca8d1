// What people mean by what they do, to be held against the sheet in the end.

/** What must be true of one ticket in the end, as far as people said. */
export interface TicketFacts {
  /** The queue that a person typed last; '' where a person emptied the cell; undefined where nobody touched it. */
  queue: string | undefined;
  /** The label that a person saw when setting the status to confirmed. */
  confirmed: string | undefined;
  /** True for a copy of a row: what it was copied with is what it has. */
  readonly isCopy: boolean;
  /** True when the queue was pasted with others, of which Sheets tells no value. */
  isPasted?: boolean;
  /** What people wrote into their own columns, by header. */
  readonly cells: Record<string, string>;
}
