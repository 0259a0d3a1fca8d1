// Traces as the monitors take them.
import { decodeDocuments } from '../../src/core/classifier/document.ts';
import type { Observation } from '../monitor/observation.ts';
import { type IndexedTicket, similarityGrams } from '../monitor/outbreak/similarity-index.ts';
import type { Trace } from '../store/trace-rows.ts';

const EMPTY = { grams: new Uint32Array(), wordGrams: 0 };

/** A trace as drift monitors see it. */
export function observationOf(trace: Trace): Observation {
  const { probabilities } = trace;
  return {
    id: trace.ticketId,
    at: trace.arrivedAt,
    document: decodeDocuments(trace.document)[0] ?? EMPTY,
    label: trace.label,
    confidence: trace.confidence,
    ...(probabilities.length === 0 ? {} : { probabilities: floatsOf(probabilities) }),
    textLength: trace.textLength,
    unknownRate: trace.unknownRate,
    language: trace.language,
  };
}

/** A trace as the outbreak detector sees it. */
export function indexedOf({ ticketId, arrivedAt, label, document }: Trace): IndexedTicket {
  const [decoded = EMPTY] = decodeDocuments(document);
  return { id: ticketId, at: arrivedAt, label, grams: similarityGrams(decoded) };
}

// Copied, since a database's bytes need not begin at a multiple of four.
function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
