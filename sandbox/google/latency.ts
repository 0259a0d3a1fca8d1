// What each kind of service call costs in virtual time.

/**
 * `cells` reads or changes the document, `navigation` only builds a handle on it; `local` never leaves the script's own
 * machine (builders, Utilities, logging) and so takes no time and cannot be interrupted by a fault.
 */
export type CallKind =
  | 'cells'
  | 'navigation'
  | 'store'
  | 'lock'
  | 'request'
  | 'gmail'
  | 'script'
  | 'ui'
  | 'local';

/** One call's cost: its kind, the cells it moves, and time that it spends itself (a wait for a lock, a time-out). */
export interface Cost {
  readonly kind: CallKind;
  readonly cells?: number;
}

/** Milliseconds a call, microseconds a cell. All are virtual. */
export interface Latency {
  readonly cellsMs: number;
  readonly cellUs: number;
  readonly navigationMs: number;
  readonly storeMs: number;
  readonly lockMs: number;
  readonly requestMs: number;
  /** Requests of one fetchAll that run at once; the rest wait in rounds. Google states no number; 10–20 are observed. */
  readonly fetchAllParallel: number;
  readonly gmailMs: number;
  readonly scriptMs: number;
  readonly uiMs: number;
}

/**
 * Orders of magnitude that people have measured on Google: a document call takes some hundred milliseconds, a cache
 * call about 30, a property call about 40. Handles cost nothing worth counting.
 */
export const DEFAULT_LATENCY: Latency = {
  cellsMs: 300,
  cellUs: 10,
  navigationMs: 1,
  storeMs: 35,
  lockMs: 50,
  requestMs: 1_000,
  fetchAllParallel: 10,
  gmailMs: 150,
  scriptMs: 50,
  uiMs: 20,
};

/** Virtual milliseconds that one call takes, without what the call itself waits for. Requests charge themselves. */
export function latencyOf(cost: Cost, latency: Latency): number {
  switch (cost.kind) {
    case 'cells':
      return latency.cellsMs + ((cost.cells ?? 0) * latency.cellUs) / 1_000;
    case 'navigation':
      return latency.navigationMs;
    case 'store':
      return latency.storeMs;
    case 'lock':
      return latency.lockMs;
    case 'gmail':
      return latency.gmailMs;
    case 'script':
      return latency.scriptMs;
    case 'ui':
      return latency.uiMs;
    case 'request':
    case 'local':
      return 0;
  }
}
