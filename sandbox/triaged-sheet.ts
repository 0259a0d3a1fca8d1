// Reads the result of a triage off the sheet as people see it.
import type { ResultRow } from './result-table.ts';

export interface TriagedSheet {
  /** The rows that Usher has worked on, top to bottom. */
  readonly rows: readonly ResultRow[];
  readonly summary: string;
}

/** The rows with a status, and a sentence on how many there are of each. */
export function describeSheet(cells: readonly (readonly string[])[]): TriagedSheet {
  const [header = [], ...body] = cells;
  const column = (name: string): number => header.indexOf(name);
  const at = {
    subject: column('Subject'),
    queue: column('Queue'),
    confidence: column('Queue confidence'),
    status: column('Status'),
    reason: column('Reason'),
  };
  const rows = body
    .map((row) => ({
      subject: row[at.subject] ?? '',
      queue: row[at.queue] ?? '',
      confidence: row[at.confidence] ?? '',
      status: row[at.status] ?? '',
      reason: row[at.reason] ?? '',
    }))
    .filter((row) => row.status !== '');
  const counts = new Map<string, number>();
  for (const { status } of rows) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([status, count]) => `${count} ${status}`);
  return { rows, summary: `${rows.length} rows triaged: ${parts.join(', ')}.` };
}

/** How many rows Usher assigned by itself, and in how many of them the queue is the one that `truths` has by ticket. */
export function judgeAssigned(
  cells: readonly (readonly string[])[],
  truths: ReadonlyMap<string, string | null>,
): { readonly assigned: number; readonly right: number } {
  const [header = [], ...body] = cells;
  const at = (name: string): number => header.indexOf(name);
  const assigned = body.filter((row) => row[at('Status')] === 'assigned');
  const right = assigned.filter((row) => row[at('Queue')] === truths.get(row[at('Ticket')] ?? ''));
  return { assigned: assigned.length, right: right.length };
}
