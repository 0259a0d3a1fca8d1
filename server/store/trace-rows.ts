// Traces as rows of the database.
import type { SqlValue } from './engine.ts';
import type { Tables } from './tables.ts';

/** One ticket as the monitors remember it. */
export interface Trace {
  readonly desk: string;
  readonly field: string;
  readonly ticketId: string;
  /** When it came in, as far as is known, and when Usher saw it. Epoch milliseconds. */
  readonly arrivedAt: number;
  readonly seenAt: number;
  readonly label: string;
  readonly confidence: number;
  /** The desk's own model; empty where it had none. */
  readonly model: string;
  readonly language: string;
  readonly textLength: number;
  readonly unknownRate: number;
  /** Encoded document of words and word pairs. */
  readonly document: Uint8Array;
  /** 32-bit floats in the order of the model's labels; empty where there are none. */
  readonly probabilities: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
  readonly isAssigned: boolean;
  /** Judged for outbreaks already, or old when it was first seen. */
  readonly isWatched: boolean;
}

/** Traces are thinned by thousandths. */
export const LOTS = 1_000;

const COLUMNS = [
  ...[
    'desk_id',
    'field_id',
    'ticket_id',
    'arrived_at',
    'seen_at',
    'label',
    'confidence',
    'model',
    'language',
  ],
  ...[
    'text_length',
    'unknown_rate',
    'document',
    'probabilities',
    'attributes',
    'is_assigned',
    'is_watched',
    'lot',
  ],
];
/** For `insertRows`: a ticket that has a trace keeps it. */
export const INSERT_TRACES = { table: 'traces', columns: COLUMNS, suffix: 'on conflict do nothing' } as const;

/** In the order of the columns. */
export function traceRow(trace: Trace): SqlValue[] {
  return [
    trace.desk,
    trace.field,
    trace.ticketId,
    trace.arrivedAt,
    trace.seenAt,
    trace.label,
    trace.confidence,
    trace.model,
    trace.language,
    trace.textLength,
    trace.unknownRate,
    trace.document,
    trace.probabilities,
    JSON.stringify(trace.attributes),
    trace.isAssigned ? 1 : 0,
    trace.isWatched ? 1 : 0,
    lotOf(trace.ticketId),
  ];
}

/** The other way. */
export function traceOf(row: Tables['traces']): Trace {
  return {
    ...{ desk: row.desk_id, field: row.field_id, ticketId: row.ticket_id },
    ...{ arrivedAt: row.arrived_at, seenAt: row.seen_at, label: row.label, model: row.model },
    ...{ confidence: row.confidence, language: row.language, textLength: row.text_length },
    ...{ unknownRate: row.unknown_rate, document: row.document, probabilities: row.probabilities },
    attributes: JSON.parse(row.attributes) as Record<string, string>,
    isAssigned: row.is_assigned === 1,
    isWatched: row.is_watched === 1,
  };
}

/** A ticket's lot among 1,000, by its id (FNV-1a). */
function lotOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % LOTS;
}
