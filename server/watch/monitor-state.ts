// What is known of a field between two looks of its monitors: the desk's calendar, the reference window, the last report and the
// alerts that stand. JSON, but for the reference documents.
import { type Document, decodeDocuments, encodeDocuments } from '../../src/core/classifier/document.ts';
import type { Tick } from '../../src/core/health-schemas.ts';
import type { Alert } from '../monitor/alerts.ts';
import type { ReferenceProfile } from '../monitor/reference-profile.ts';
import type { MonitorReport } from '../monitor/report.ts';
import type { MonitorRow } from '../store/monitoring.ts';

/** The reference window of one model, frozen. */
export interface FrozenReference {
  readonly model: string;
  /** Tickets that arrived until then are in it, and are compared with nothing. Epoch milliseconds. */
  readonly until: number;
  readonly profile: ReferenceProfile;
}

/** A field's monitors between two looks. */
export interface MonitorState {
  /** As the last look said; undefined before the first. */
  readonly tick?: Tick;
  readonly tickedAt?: number;
  readonly reference?: FrozenReference;
  readonly report?: MonitorReport;
  readonly alerts: readonly Alert[];
}

/** The state that a row holds; a fresh one where there is no row. */
export function stateOf(row: MonitorRow | undefined): MonitorState {
  const state = {
    alerts: [],
    ...(row === undefined ? {} : (JSON.parse(row.state) as Partial<MonitorState>)),
  };
  const { reference } = state;
  if (reference === undefined || row?.documents == null) return { ...state };
  const documents: readonly Document[] = decodeDocuments(row.documents);
  return { ...state, reference: { ...reference, profile: { ...reference.profile, documents } } };
}

/** The row of a state. */
export function rowOf(state: MonitorState): Omit<MonitorRow, 'revision'> {
  const { reference } = state;
  if (reference === undefined) return { state: JSON.stringify(state), documents: null };
  const { documents, ...profile } = reference.profile;
  return {
    state: JSON.stringify({ ...state, reference: { ...reference, profile } }),
    documents: encodeDocuments(documents),
  };
}
