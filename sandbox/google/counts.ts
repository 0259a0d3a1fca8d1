// Counts of service calls, so that tests can state budgets in the terms that Google charges.
import type { Cost } from './latency.ts';

/** Counts as plain data. `total` leaves out calls that never leave the script (`local`). */
export interface CountsView {
  cells: number;
  navigation: number;
  requests: number;
  total: number;
  byMethod: Record<string, number>;
}

/** Counts the calls of one run or of a whole world. */
export class Counts {
  /** Calls that read or change the document. */
  cells = 0;
  /** Calls that only build a handle on the document. */
  navigation = 0;
  /** HTTP requests; each element of a fetchAll is one. */
  requests = 0;
  /** All calls that a service has to answer, each fetchAll as one. */
  total = 0;
  /** `Service.method` → calls, local ones included. */
  byMethod: Record<string, number> = {};

  add(name: string, cost: Cost): void {
    this.byMethod[name] = (this.byMethod[name] ?? 0) + 1;
    if (cost.kind === 'local') return;
    this.total += 1;
    if (cost.kind === 'cells') this.cells += 1;
    if (cost.kind === 'navigation') this.navigation += 1;
  }

  addRequests(count: number): void {
    this.requests += count;
  }

  reset(): void {
    this.cells = 0;
    this.navigation = 0;
    this.requests = 0;
    this.total = 0;
    this.byMethod = {};
  }

  view(): CountsView {
    const { cells, navigation, requests, total } = this;
    return { cells, navigation, requests, total, byMethod: { ...this.byMethod } };
  }
}
